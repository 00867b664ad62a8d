"""The script ./hebao on machines that lack something; a whole first start is CI's first step."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NEEDED = ("sh", "cat", "cksum", "dirname", "flock", "mkdir", "readlink", "rm", "tr")


@pytest.fixture
def clone(house: Path, tmp_path: Path) -> Path:
    """Return a fresh clone, as far as the script looks, in a folder with a blank in its name."""
    clone = tmp_path / "合 報"
    clone.mkdir()
    shutil.copy(house / "hebao", clone)
    shutil.copytree(house / "requirements", clone / "requirements")
    return clone


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return the programs of a machine that has neither Git nor Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    return programs


def has(machine: Path, program: str, script: str) -> None:
    """Put a program on a machine."""
    (machine / program).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (machine / program).chmod(0o755)


def start(script: Path, machine: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ./hebao on a machine, standing in another folder."""
    return subprocess.run(
        [str(script), *words],
        cwd=machine,
        env={"PATH": str(machine), "LC_ALL": "C.UTF-8", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a refused start says."""
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.removeprefix("第一次執行，正在安裝…\n").removesuffix("\n")


def test_a_machine_without_git_is_told_what_to_install(clone: Path, machine: Path) -> None:
    done = start(clone / "hebao", machine, "demo")

    assert refusal(done) == "找不到 git 2.39 或更新的版本，請先安裝：apt-get install git"


@pytest.mark.parametrize("version", ["2.38.9", "2.9.0", "1.99.1"])
def test_an_old_git_is_not_enough(clone: Path, machine: Path, version: str) -> None:
    has(machine, "git", f"echo git version {version}")

    done = start(clone / "hebao", machine, "demo")

    assert refusal(done).startswith("找不到 git 2.39 或更新的版本")


@pytest.mark.parametrize("version", ["2.39.0", "2.50.1.windows.1", "3.0.0"])
def test_a_newer_git_will_do(clone: Path, machine: Path, version: str) -> None:
    has(machine, "git", f"echo git version {version}")

    done = start(clone / "hebao", machine, "demo")

    assert "git" not in refusal(done)


def test_a_machine_without_python_is_told_what_to_install(clone: Path, machine: Path) -> None:
    has(machine, "git", "echo git version 2.39.5")
    has(machine, "python3", "exit 1  # its version is older")

    done = start(clone / "hebao", machine, "demo")

    sentence = "找不到 Python 3.11 或更新的版本，請先安裝：apt-get install python3 python3-venv"
    assert refusal(done) == sentence


def test_a_python_that_cannot_make_a_venv_is_told_what_to_install(
    clone: Path, machine: Path
) -> None:
    has(machine, "git", "echo git version 2.39.5")
    has(machine, "python3", "case $2 in *ensurepip*) exit 1;; esac  # as Debian ships it")

    done = start(clone / "hebao", machine, "demo")

    assert refusal(done).endswith("請先安裝：apt-get install python3-venv")


def test_a_folder_of_wheels_that_is_not_there_is_told(clone: Path, machine: Path) -> None:
    has(machine, "git", "echo git version 2.39.5")

    done = start(clone / "hebao", machine, "demo", HEBAO_WHEELS="nowhere")

    assert refusal(done) == "HEBAO_WHEELS 不是資料夾：nowhere"


def a_python(machine: Path) -> None:
    """Put a Python on a machine whose venv and pip only write down what they are asked."""
    has(
        machine,
        "python3",
        f"""case "$1 $2" in
"-m venv") mkdir -p "$3/bin"
    ln -s "$0" "$3/bin/python"
    printf '#!/bin/sh\\nprintf "%%s|" "$@"\\n' >"$3/bin/hebao"; chmod +x "$3/bin/hebao";;
"-m pip") printf '%s ' "$@" >>"{machine}/pip.log"; echo >>"{machine}/pip.log"
    [ ! -e "{machine}/broken" ];;
esac""",
    )
    for name in ("ln", "chmod"):
        (machine / name).symlink_to(shutil.which(name) or name)
    has(machine, "git", "echo git version 2.39.5")


def pip_log(machine: Path) -> list[str]:
    """Return what pip was asked, a line for each time."""
    log = machine / "pip.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


def test_the_first_start_installs_by_hash_and_passes_its_words_on(
    clone: Path, machine: Path
) -> None:
    a_python(machine)

    done = start(clone / "hebao", machine, "status", "兩 字", "")

    assert (done.returncode, done.stdout) == (0, "status|兩 字||")
    assert done.stderr == "第一次執行，正在安裝…\n"
    locked, house = pip_log(machine)
    assert f"--require-hashes -r {clone}/requirements/run.txt" in locked
    assert f"--no-deps --no-build-isolation -e {clone}" in house


def test_a_second_start_installs_nothing(clone: Path, machine: Path) -> None:
    a_python(machine)
    start(clone / "hebao", machine, "status")
    (machine / "pip.log").unlink()

    done = start(clone / "hebao", machine, "status")

    assert (done.returncode, done.stdout, done.stderr) == (0, "status|", "")
    assert pip_log(machine) == []


def test_a_start_through_a_link_uses_the_folder_of_the_script(clone: Path, machine: Path) -> None:
    a_python(machine)
    (machine / "link").symlink_to(clone / "hebao")

    done = start(machine / "link", machine, "status")

    assert done.stdout == "status|"
    assert (clone / ".venv" / "installed-run").exists()


def test_the_tests_come_with_the_locked_packages_that_they_need(clone: Path, machine: Path) -> None:
    a_python(machine)
    start(clone / "hebao", machine, "status")

    done = start(clone / "hebao", machine, "test", "-k", "word")

    assert done.stderr.endswith("正在安裝測試要用的套件…\n")
    assert f"-r {clone}/requirements/test.txt" in pip_log(machine)[2]


def test_an_installation_that_failed_is_begun_again(clone: Path, machine: Path) -> None:
    a_python(machine)
    (machine / "broken").touch()
    failed = start(clone / "hebao", machine, "status")
    (machine / "broken").unlink()
    (clone / ".venv" / "half").touch()

    done = start(clone / "hebao", machine, "status")

    assert failed.returncode == 2
    assert (done.returncode, done.stdout) == (0, "status|")
    assert not (clone / ".venv" / "half").exists()


def test_test_packages_that_failed_to_install_leave_nothing_half_done(
    clone: Path, machine: Path
) -> None:
    a_python(machine)
    start(clone / "hebao", machine, "status")
    (machine / "broken").touch()
    start(clone / "hebao", machine, "test")
    (machine / "broken").unlink()

    done = start(clone / "hebao", machine, "status")

    assert done.stderr == "第一次執行，正在安裝…\n"


@pytest.mark.parametrize("change", ["requirements", "place", "python"])
def test_what_an_installation_depends_on_brings_a_new_one(
    clone: Path, machine: Path, change: str
) -> None:
    a_python(machine)
    start(clone / "hebao", machine, "status")
    if change == "requirements":
        (clone / "requirements" / "run.txt").write_text("another==1\n", "utf-8")
    elif change == "python":
        (machine / "python3.12").write_bytes((machine / "python3").read_bytes())
        (machine / "python3.12").chmod(0o755)
        (machine / "python3").unlink()
        (machine / "python3").symlink_to("python3.12")
    else:
        clone = clone.rename(clone.with_name("moved"))

    start(clone / "hebao", machine, "status")

    assert len(pip_log(machine)) == 4


def test_of_two_first_starts_at_once_one_installs(clone: Path, machine: Path) -> None:
    a_python(machine)
    env = {**os.environ, "PATH": str(machine)}

    starts = [subprocess.Popen([clone / "hebao", "status"], env=env) for _ in range(4)]

    assert [one.wait() for one in starts] == [0, 0, 0, 0]
    assert len(pip_log(machine)) == 2


def test_wheels_replace_the_network(clone: Path, machine: Path) -> None:
    a_python(machine)
    (machine / "wheels").mkdir()

    start(clone / "hebao", machine, "status", HEBAO_WHEELS="wheels")

    assert all("--no-index --find-links wheels" in line for line in pip_log(machine))
