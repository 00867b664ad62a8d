"""A disk whose power can be cut: an ext4 file system in a file, on a loop device.

Linux forgets what is not on the disk when the ``EXT4_IOC_SHUTDOWN`` ioctl tells it so; what the
program had been promised by then must be there when the disk is mounted again.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SHUTDOWN = 0x8004587D
"""``EXT4_IOC_SHUTDOWN``: _IOR('X', 125, __u32), from the kernel's fs/ext4/ext4.h."""

NO_LOG_FLUSH = 2
"""``EXT4_GOING_FLAGS_NOLOGFLUSH``: nothing more reaches the disk, the journal neither."""

MEGABYTES = 512
TRIES = 250
PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


class NoLoop(Exception):  # noqa: N818 - a reason to skip
    """This process cannot have a loop device."""


def _run(*words: str | Path) -> str:
    environment = {**os.environ, "PATH": PATH}
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return done.stdout.strip()


@dataclass
class Disk:
    """A disk, and where it is mounted."""

    device: str
    folder: Path

    def mount(self) -> None:
        """Mount it; its journal is played back."""
        _run("mount", "-t", "ext4", self.device, self.folder)

    def unmount(self) -> None:
        """Take it off; what was not on the disk is forgotten here.

        Processes of git that were killed a moment ago may still hold it.
        """
        for _ in range(TRIES):
            try:
                _run("umount", self.folder)
            except subprocess.CalledProcessError:
                threading.Event().wait(0.02)
            else:
                return
        _run("umount", self.folder)

    def cut(self) -> None:
        """Cut the power: from now on nothing reaches the disk."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(handle)


@contextmanager
def a_disk(folder: Path) -> Iterator[Disk]:
    """Make a disk and mount it. Raises NoLoop where this process may not."""
    if os.geteuid() != 0:
        raise NoLoop("no loop device: only root may mount one")
    for program in ("losetup", "mkfs.ext4"):
        if not shutil.which(program, path=PATH):
            raise NoLoop(f"no loop device: {program} is not installed")
    image, mounted = folder / "disk.img", folder / "disk"
    mounted.mkdir()
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    _run("mkfs.ext4", "-q", image)
    try:
        disk = Disk(_run("losetup", "--find", "--show", image), mounted)
    except subprocess.CalledProcessError:
        raise NoLoop("no loop device: losetup may not make one here") from None
    try:
        try:
            disk.mount()
        except subprocess.CalledProcessError:
            raise NoLoop("no loop device may be mounted here") from None
        try:
            yield disk
        finally:
            _run("umount", "--lazy", mounted)
    finally:
        _run("losetup", "--detach", disk.device)
