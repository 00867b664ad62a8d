"""Backup: the whole archive in one file, reviews and key included; and the way back.

備份與還原. A mirror clone (every branch and tag), the key, in a tar file that names the SHA-256
of every reference; settings and hooks are applied anew when it is restored.
"""

import os
import tarfile
import tempfile
from pathlib import Path

from records.archive import KEY_FILE, Archive
from records.errors import Problem

MIRROR = "records.git"
KEY = "signing_key"
ACCOUNTS = "accounts.sqlite"


class BadBackup(Problem):
    """The file is no backup of an archive, or is broken."""


def backup(archive: Archive, file: Path, *, tables: Path | None = None) -> None:
    """Write a backup; readable only by its owner, since it holds the key. Raises Problem.

    ``tables``: a file with what the archive does not hold (accounts), taken along as it is.
    """
    file = file.absolute()
    if file.exists():
        raise Problem(f"{file} 已經存在，沒有覆寫；請換一個檔名。")
    if not file.parent.is_dir():
        raise Problem(f"資料夾 {file.parent} 不存在，請先建立。")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        mirror = Path(folder, MIRROR)
        archive.repository.mirror_to(mirror)
        half = Path(folder, "backup.tar")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar:
                tar.add(mirror, MIRROR)
                _add(tar, KEY, archive.repository.path / KEY_FILE)
                if tables:
                    _add(tar, ACCOUNTS, tables)
            out.flush()
            os.fsync(out.fileno())
        half.rename(file)


def _add(tar: tarfile.TarFile, name: str, file: Path) -> None:
    """Add a file that only its owner may read, if it is there."""
    if file.exists():
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = file.stat().st_size, 0o600
        with file.open("rb") as raw:
            tar.addfile(entry, raw)


def restore(file: Path, folder: Path, *, tables: Path | None = None) -> bool:
    """Make an archive from a backup, with settings and hooks. Raises BadBackup, Problem.

    ``tables``: where the file goes that was taken along; tells whether there was one.
    """
    file, folder = file.absolute(), folder.absolute()
    if tables and tables.exists():
        raise Problem(f"{tables} 已經存在，沒有覆寫；請先移到別處，或換一個資料夾。")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(f"{folder} 已經有檔案，請換一個還不存在的資料夾。")
    if not folder.parent.is_dir():
        raise Problem(f"資料夾 {folder.parent} 不存在，請先建立。")
    with tempfile.TemporaryDirectory(dir=folder.parent) as unpacked:
        _unpack(file, Path(unpacked))
        mirror = Path(unpacked, MIRROR)
        if not (mirror / "HEAD").is_file():
            raise BadBackup(f"{file.name} 不是紀錄庫的備份，請選擇 hebao backup 產生的檔案。")
        key = Path(unpacked, KEY)
        if key.exists():
            (mirror / KEY_FILE).parent.mkdir(exist_ok=True)
            key.rename(mirror / KEY_FILE)
            (mirror / KEY_FILE).chmod(0o600)
        with Archive.open(mirror) as archive:
            archive.furnish()
            if damage := archive.repository.fsck():
                raise BadBackup(f"{file.name} 裡的紀錄庫已損壞（{damage[0]}），請用另一份備份。")
        if folder.exists():
            folder.rmdir()
        taken = Path(unpacked, ACCOUNTS)
        found = taken.is_file() and tables is not None
        if found and tables:
            taken.chmod(0o600)
            taken.rename(tables)
        mirror.rename(folder)
        return found


def _unpack(file: Path, into: Path) -> None:
    try:
        with tarfile.open(file, mode="r:") as tar:
            tar.extractall(into, filter="data")
    except (OSError, tarfile.TarError):
        raise BadBackup(f"讀不了 {file.name}：不是 hebao backup 產生的檔案，或已損壞。") from None
