"""Invented quarters: as many records as asked for, of some 2 KB each, from a list of words.

The same place gives the same text; nothing is copied from a report.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from archives import ON, OPENER, a_place, a_text, cities, names, register

from records.archive import Archive
from records.branch import Move
from records.city import City
from records.filing import Filing
from records.place import Place
from records.quarter import Quarter
from records.textform import dump

SUBJECTS = [
    "跨市公車", "河岸步道", "防災演練", "共享單車", "農產標章",
    "圖書通閱", "親子館", "濕地保育", "光雕展演", "就業媒合",
]  # fmt: skip
VERBS = ["完成", "召開", "檢討", "公告", "辦理", "修正", "驗收", "推動", "盤點", "會勘"]
OBJECTS = [
    "細部設計", "聯合會議", "經費分攤", "路線調整", "試辦計畫",
    "維護契約", "資料介接", "宣導活動", "設施改善", "期末報告",
]  # fmt: skip
ENDS = [
    "續依期程辦理", "並函請各市配合", "預計下季完成", "已納入例行工作", "相關數據另附",
    "使用情形良好",
]  # fmt: skip
BYTES = 2_000
"""A record's size, as in the trial."""


def sentence(luck: random.Random) -> str:
    """Return a sentence that reads like a report and says nothing."""
    when = f"{luck.randint(112, 115)} 年 {luck.randint(1, 12)} 月 {luck.randint(1, 28)} 日"
    parts = (luck.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS))
    subject, verb, thing, end = parts
    return f"{when}{subject}{verb}{thing}，計 {luck.randint(2, 9_999):,} 人次，{end}。"


def body(place: Place, draft: int = 0) -> str:
    """Return an outline of two levels, of some BYTES."""
    luck = random.Random(f"{place.path} {draft}")  # noqa: S311 - luck, no secret
    lines: list[str] = []
    number = size = 0
    while size < BYTES:
        number += 1
        lines.append(f"{number}. {sentence(luck)}{sentence(luck)}\n")
        if number % 3 == 0:
            lines.append(f"   1. {sentence(luck)}\n")
        size = len("".join(lines).encode())
    return "".join(lines)


def a_filing(place: Place, draft: int = 0) -> Filing:
    """Return the filing of a place."""
    return a_text(place, body(place, draft))


def a_quarter(
    quarter: Quarter, projects: Sequence[str], by: Sequence[City]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a quarter in which everybody has filed."""
    yield from register(projects, by, quarter).items()
    for project in projects:
        for city in by:
            place = a_place(project, city.id, quarter)
            yield place.path, dump(a_filing(place))


def an_archive_of(
    path: Path, projects: int, city_count: int, *, quarters: int = 1, last: Quarter
) -> None:
    """Make an archive of whole quarters up to the last, one commit each, packed."""
    with Archive.create(path, by=OPENER, on=ON) as archive:
        every = [last]
        while len(every) < quarters:
            every.append(every[-1].previous)
        for quarter in reversed(every):
            files = dict(a_quarter(quarter, names(projects), cities(city_count)))
            move = Move(f"匯入：{quarter}", OPENER, ON, {"Step": "import"})
            archive.record(files, move)
        archive.repository.housekeep()
