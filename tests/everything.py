"""Everything that CI runs, in order: ``./hebao test`` without words.

A step that fails does not stop the next one; the list at the end says what failed and how long
each step took.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

HOUSE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
"""Where programs are; the last two are root's on Debian, and not always on a person's path."""

# By -m the house comes first on the path, before tests/workflows, which looks like a package.
PYTEST = ("python", "-m", "pytest", "--durations=5", "-rs")


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the house, and the minutes after which it hangs."""

    name: str
    command: tuple[str, ...]
    minutes: int


STEPS = (
    Step("ruff check", ("ruff", "check", "."), 2),
    Step("ruff format", ("ruff", "format", "--check", "."), 2),
    Step("mypy", ("mypy",), 5),
    Step("import-linter", ("lint-imports", "--no-logo"), 2),
    Step("pytest", PYTEST, 20),
    Step("pytest: browser", (*PYTEST, "-m", "browser"), 20),
    Step("pytest: endurance", (*PYTEST, "-m", "endurance"), 20),
    Step("pytest: benchmark", (*PYTEST, "-m", "benchmark", "-s"), 15),
)

TOOLS = {
    "chromium": "chromium",
    "hugo": "hugo",
    "pandoc": "pandoc",
    "pdftotext": "poppler-utils",
    "losetup": "mount",
    "mkfs.ext4": "e2fsprogs",
    "pg_ctlcluster": "postgresql",
    "soffice": "libreoffice-writer-nogui",
    "systemd-analyze": "systemd",
    "nginx": "nginx-light",
    "openssl": "openssl",
}
"""Programs that the tests run, and their Debian packages."""

FONTS = ("fonts-noto-cjk", "fonts-cns11643-kai")
"""Without the first the pages' pictures are rows of boxes; the second is what an owner may have
the PDF set in. They have no program to look for."""


def missing() -> list[str]:
    """Return the Debian packages that the tests need and this machine has not got."""
    packages = [deb for program, deb in TOOLS.items() if not shutil.which(program, path=PATH)]
    if shutil.which("dpkg-query"):
        packages += [font for font in FONTS if not _installed(font)]
    return packages


def _installed(package: str) -> bool:
    asked = subprocess.run(("dpkg-query", "-W", package), capture_output=True, check=False)
    return asked.returncode == 0


def install(packages: list[str]) -> None:
    """Install Debian packages as root; say what root must do where we are not."""
    words = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        click.echo(f"需要 root 執行 apt-get install {' '.join(packages)}；用到的測試會略過。")
        return
    click.echo(f"正在安裝 {'、'.join(packages)}…")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update", "-qq"), words):
        done = subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            click.echo(f"沒有成功：{' '.join(command)}")


def say_whether_power_can_be_cut() -> None:
    """Say so where this process may not mount a loop device."""
    losetup = shutil.which("losetup", path=PATH)
    if os.geteuid() == 0 and losetup:
        found = subprocess.run((losetup, "--find"), capture_output=True, check=False)
        if found.returncode == 0:
            return
    click.echo("斷電測試需要 root 和 loop 裝置，這裡沒有，這次會略過。")


def run(step: Step) -> tuple[bool, float]:
    """Run a step; return whether it passed, and its seconds."""
    click.secho(f"\n── {step.name}", bold=True)
    program, *words = step.command
    began = time.monotonic()
    try:
        done = subprocess.run(
            (BIN / program, *words), cwd=HOUSE, check=False, timeout=60 * step.minutes
        )
    except subprocess.TimeoutExpired:
        click.echo(f"{step.minutes} 分鐘還沒有結束，已停止。")
        return False, time.monotonic() - began
    return done.returncode == 0, time.monotonic() - began


def main() -> int:
    """Run every step; return 1 where one failed."""
    if packages := missing():
        install(packages)
    say_whether_power_can_be_cut()
    results = [(step.name, *run(step)) for step in STEPS]
    click.echo()
    for name, passed, seconds in results:
        click.echo(f"{'通過' if passed else '失敗'} {seconds:7.1f} 秒  {name}")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
