"""What docs/operations.md has an IT person copy: units, settings, the proxy before the pages."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from webapp.cli import VERBS
from webapp.config import Settings

PROGRAM = "/opt/hebao/current/.venv/bin/hebao"


@pytest.fixture
def files(house: Path) -> Path:
    return house / "docs" / "operations"


def _units(files: Path) -> list[Path]:
    return sorted([*files.glob("*.service"), *files.glob("*.timer")])


def test_every_setting_of_the_example_is_one(files: Path) -> None:
    said = tomllib.loads((files / "hebao.toml").read_text("utf-8"))

    assert set(said) - set(Settings.model_fields) == set()
    assert Settings.load(files / "hebao.toml", {}).address == said["address"]


def test_every_verb_that_a_unit_calls_is_there(files: Path) -> None:
    called = {
        verb
        for unit in files.glob("*.service")
        for verb in re.findall(rf"{PROGRAM} (\w+)", unit.read_text("utf-8"))
    }

    assert called == {"serve", "post", "remind", "backup", "housekeep", "doctor"}
    assert called <= set(VERBS)


def test_systemd_finds_nothing_wrong_with_the_units(files: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is missing: apt-get install systemd")
    program = tmp_path / "hebao"
    program.touch(0o755)
    for unit in _units(files):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text("utf-8").replace(PROGRAM, str(program)), "utf-8")
        if unit.suffix == ".service":
            (tmp_path / f"{unit.name}.d").mkdir()
            shutil.copy(files / "hardening.conf", tmp_path / f"{unit.name}.d")

    told = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / unit.name for unit in _units(files))],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:/usr/lib/systemd/system:/lib/systemd/system"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stderr) == (0, "")


def test_nginx_takes_the_site(files: Path, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("nginx is missing: apt-get install nginx-light")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=x", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "chain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    site = (files / "nginx.conf").read_text("utf-8")
    site = site.replace("/etc/hebao/tls/fullchain.pem", str(tmp_path / "chain.pem"))
    site = site.replace("/etc/hebao/tls/key.pem", str(tmp_path / "key.pem"))
    site = site.replace("/var/log/nginx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ {site} }}", "utf-8"
    )

    told = subprocess.run(
        [nginx, "-t", "-c", whole, "-e", tmp_path / "log"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr


def test_the_proxy_lets_in_what_the_pages_judge_themselves(files: Path) -> None:
    [megabytes] = re.findall(r"client_max_body_size (\d+)m;", (files / "nginx.conf").read_text())

    assert int(megabytes) * 1024 * 1024 >= 33 * 1024 * 1024


def test_every_file_that_is_copied_is_named_in_the_guide(house: Path, files: Path) -> None:
    guide = (house / "docs" / "operations.md").read_text("utf-8")

    lost = [
        each.name for each in files.iterdir() if each.name not in guide and each.stem not in guide
    ]
    assert lost == []
