"""Redacting: personal data that got into history is taken out of it, and that is written down.

遮蔽個人資料. The archive stays as it is; a new one is made beside it, looked over, and only then
given its name. ``docs/privacy.md`` says what to do before and after.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.archive import KEY_FILE, Archive
from records.branch import Move
from records.errors import Problem
from records.objects import Author, words
from records.passes import View
from records.redaction import Hiding, Rewriting
from records.repository import MAIN, Repository
from records.wording import fault
from workflows.doctor import examine

INSTEAD = "〇〇〇"
MOST = 50
PLAIN = re.compile(r"[\w〇○×＊．-]{1,40}")
SHORT_ASCII = 6
"""ASCII words shorter than this may be a field's or a project's name, and would break records."""

MAP = "hebao/redacted"
"""A folder of the new archive, outside Git: which commit became which."""


class NotToHide(Problem):
    """The words, or what is to stand in their place, cannot be replaced safely."""


class NothingFound(Problem):
    """The words stand nowhere in the archive."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was done: how many commits were written anew, the files that held the words."""

    commits: int
    paths: tuple[str, ...]
    said: int


def redact(  # noqa: PLR0913 - each by its name
    archive: Archive,
    folder: Path,
    hidden: Iterable[str],
    *,
    by: Author,
    on: datetime,
    reason: str,
    instead: str = INSTEAD,
) -> Redacted:
    """遮蔽: make a new archive in a folder that is not there yet, in which the words are nowhere.

    Raises NotToHide, NothingFound, StillThere, ReadOnly, Problem; then nothing is left behind.
    """
    hiding = _hiding(hidden, instead)
    if not reason.strip():
        raise NotToHide("遮蔽要寫理由，留在新的歷程裡（理由不要重複要遮蔽的文字）。")
    if hiding.left_in(reason.encode()):
        raise NotToHide("理由裡有要遮蔽的文字，請改寫理由。")
    folder = folder.absolute()
    if folder.exists():
        raise Problem(f"{folder} 已經存在，請換一個還不存在的資料夾。")
    if not folder.parent.is_dir():
        raise Problem(f"資料夾 {folder.parent} 不存在，請先建立。")
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        made = Path(beside, "records.git")
        done = _rewrite(archive, made, hiding)
        with Archive.open(made) as new:
            new.furnish()
            _write_down(new, Move("遮蔽個人資料", by, on, _said(reason, done)))
            _look_over(archive, new)
        made.rename(folder)
    return done


def _hiding(hidden: Iterable[str], instead: str) -> Hiding:
    found = tuple(dict.fromkeys(word.strip() for word in hidden if word.strip()))
    if not found or len(found) > MOST:
        raise NotToHide(f"請列出 1 至 {MOST} 個要遮蔽的文字，一行一個。")
    for word in found:
        if len(word) < 2 or fault(word) or re.search(r"[\"\\<>]", word):  # noqa: PLR2004 - one letter is everywhere
            raise NotToHide(
                "要遮蔽的文字至少兩個字，不可含引號、反斜線與角括號；請改列其中的一段。"
            )
        if word.isascii() and len(word) < SHORT_ASCII:
            raise NotToHide(f"英文與數字至少 {SHORT_ASCII} 個字，以免改到欄位名稱；請列得長一些。")
    if not PLAIN.fullmatch(instead) or any(word in instead for word in found):
        raise NotToHide("代替的文字只能是 1 至 40 個文字、數字或〇，也不可含要遮蔽的文字。")
    return Hiding(found, instead)


def _rewrite(archive: Archive, made: Path, hiding: Hiding) -> Redacted:
    with Repository.create(made) as target:
        rewriting = Rewriting(archive.repository, target, archive.seal, hiding)
        rewriting.run()
        said = sum(
            hiding.left_in(archive.repository.commit(old).payload.partition(b"\n\n")[2])
            for old in rewriting.commits
        )
        changed = {old: new for old, new in rewriting.commits.items() if old != new}
        if not rewriting.paths and not said:
            raise NothingFound("紀錄庫裡沒有這些文字，沒有任何改變；請核對寫法（全形、空白）。")
    key = archive.repository.path / KEY_FILE
    (made / KEY_FILE).parent.mkdir(exist_ok=True)
    shutil.copyfile(key, made / KEY_FILE)
    (made / KEY_FILE).chmod(0o600)
    _keep_map(made, changed)
    return Redacted(len(changed), tuple(sorted(rewriting.paths)), len(rewriting.paths) + said)


def _keep_map(made: Path, changed: dict[str, str]) -> None:
    folder = made / MAP
    folder.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in folder.iterdir()) + 1
    lines = "".join(f"{old} {new}\n" for old, new in changed.items())
    (folder / f"{number}.txt").write_text(lines, "utf-8")


def _said(reason: str, done: Redacted) -> dict[str, str]:
    return {
        "Step": "redact",
        "Reason": words(reason.strip()),
        "Rewritten": str(done.commits),
        "Files": words("、".join(done.paths)),
    }


def _write_down(new: Archive, move: Move) -> None:
    """Add a signed commit to main that says what was done, why and by whom."""

    def prepare(view: View) -> None:
        main = new.commit()
        tree = new.repository.commit(main).tree
        made = new.seal.commit(new.repository, tree, (main,), move, move.trailers)
        view.move(MAIN, made.oid)

    new.repository.change(prepare, main=True)


def _look_over(old: Archive, new: Archive) -> None:
    """Raise Problem where the new archive has damage that the old one has not."""
    if damage := new.repository.fsck():
        raise Problem(f"新的紀錄庫沒有通過檢查（{damage[0]}），沒有保留；請通知系統管理者。")
    before, after = (sum(symptom.damage for symptom in examine(each)) for each in (old, new))
    if after > before:
        raise Problem("遮蔽之後有紀錄讀不懂了，新的紀錄庫沒有保留；請改列較長的文字。")
