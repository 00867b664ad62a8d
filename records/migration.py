"""Migration: an archive that an older program wrote becomes one that this program reads.

格式升級. ``platform.md`` carries the number of the schema. A newer number is refused; for an
older one the table ``MIGRATIONS`` says, version by version, how the files change. Everything
here is a pure function of files: who calls it makes one commit of the difference, for review.
"""

from collections.abc import Callable, Mapping

from records.errors import BadRecord, NewerSchema, Problem
from records.schema import VERSION
from records.textform import take_apart

PLATFORM = "platform.md"

Files = Mapping[str, bytes]
"""The whole archive at one commit: path to content."""

Migration = Callable[[Files], Files]
"""From the files of one version to the files of the next, all of them; the number in
``platform.md`` is not its business."""

MIGRATIONS: Mapping[int, Migration] = {}
"""The migration from each version to the next. Version 1 is the first there was."""


class TooOld(Problem):
    """No migration begins at the version of the archive."""


def version(platform: bytes) -> int:
    """Read the schema number of ``platform.md``, whatever else a newer program wrote there.

    Raises BadRecord where no number stands.
    """
    try:
        page = take_apart(platform)
    except BadRecord as bad:
        raise bad.at(PLATFORM) from None
    said = page.front.get("schema", "")
    if not (isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) < 5):  # noqa: PLR2004 - no program counts to 10,000
        sentence = f"欄位 schema（紀錄格式版本）要寫成整數，例如 {VERSION}。"
        raise BadRecord(sentence, path=PLATFORM, line=page.lines.get("schema", 1))
    return int(said)


def check_version(platform: bytes, *, newest: int = VERSION) -> int:
    """Return the schema number of ``platform.md`` if this program can read or migrate it.

    Raises NewerSchema for an archive of a newer program, BadRecord where no number stands.
    """
    found = version(platform)
    if found > newest:
        raise NewerSchema(
            f"紀錄庫的格式是第 {found} 版，這個程式只認得第 {newest} 版以前的，請先更新程式再開啟。"
        )
    return found


def migrated(
    files: Files, *, migrations: Mapping[int, Migration] = MIGRATIONS, newest: int = VERSION
) -> dict[str, bytes]:
    """Return the files of an archive in the newest schema; the same files if they are in it.

    Raises NewerSchema, TooOld, BadRecord; whatever a migration raises about a file.
    """
    if PLATFORM not in files:
        sentence = "紀錄庫缺少 platform.md，請補上或由備份還原。"
        raise BadRecord(sentence, path=PLATFORM)
    now = dict(files)
    for number in range(check_version(now[PLATFORM], newest=newest), newest):
        if number not in migrations:
            raise TooOld(
                f"紀錄庫的格式是第 {number} 版，這個程式不能由此升級，請先用較早的程式升級。"
            )
        now = dict(migrations[number](now))
        now[PLATFORM] = _renumbered(now[PLATFORM], number + 1)
    return now


def _renumbered(platform: bytes, number: int) -> bytes:
    """Change the one line that holds the number, so that a reviewer sees no more than that."""
    lines = platform.split(b"\n")
    lines[take_apart(platform).lines["schema"] - 1] = f"schema: {number}".encode()
    return b"\n".join(lines)
