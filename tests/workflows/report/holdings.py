"""Quarters in memory: what an archive would hold, one line a world.

>>> told = a_project("bridge", taipei="開工。", keelung="")
>>> told.project.sections[0].by, sorted(told.filings)
(('taipei', 'keelung'), ['taipei'])
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from records.errors import BadRecord
from records.filing import Filing
from records.holding import Holding, Source
from records.platform import CLIMATE
from records.project import Decision, Gap, Group, Project, Section, Status
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord

QUARTER = Quarter(114, 4)
COMMIT = "8f3c2d1b0a9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c"
COMMITTED = datetime(2026, 1, 12, 2, 5, tzinfo=UTC)
MERGED = datetime(2026, 1, 10, 1, 30, tzinfo=UTC)
FOUR = {"taipei": "臺北市", "new-taipei": "新北市", "keelung": "基隆市", "taoyuan": "桃園市"}
DEFAULTS: Mapping[str, Any] = {
    "quarter": QUARTER,
    "title": "「北海岸合作平臺」合作方案辦理情形",
    "as_of": date(2025, 12, 31),
    "groups": (Group(id="transport", label="交通組"), Group(id="safety", label="災防組")),
    "cities": tuple({"id": city, "label": label} for city, label in FOUR.items()),
    "themes": (CLIMATE,),
}


@dataclass(frozen=True)
class Told:
    """A project, and the texts that were merged of it."""

    project: Project
    filings: Mapping[str, Filing]


def a_project(project: str, **said: Any) -> Told:  # noqa: ANN401 - fields of a project, and texts
    """Tell of a project. ``taipei="1. 開工。"`` is a text, ``""`` one that is missing.

    Without ``sections``, one section is written by the cities that have a text, in their order.
    """
    owners = [owner for owner in ("joint", *FOUR) if owner.replace("-", "_") in said]
    texts = {owner: said.pop(owner.replace("-", "_")) for owner in owners}
    by = tuple(city for city in texts if city != "joint") or "joint"
    defaults = {
        "name": project,
        "group": "transport",
        "order": 1,
        "cities": tuple(FOUR),
        "sections": (Section(id="main", by=by),),
    }
    filings = {owner: a_filing(project, owner, text) for owner, text in texts.items() if text}
    return Told(Project(project=project, **defaults | said), filings)


def a_filing(project: str, owner: str, text: str) -> Filing:
    return Filing(quarter=QUARTER, project=project, city=owner, parts=from_markdown(text))


def a_holding(*told: Told, faults: tuple[BadRecord, ...] = (), **record: object) -> Holding:
    """Hold projects in the order given."""
    filings = {(each.project.project, city): f for each in told for city, f in each.filings.items()}
    holding = Holding(
        commit=COMMIT,
        committed_at=COMMITTED,
        record=QuarterRecord.model_validate({**DEFAULTS, **record}),
        instructions="",
        projects=tuple(each.project for each in told),
        filings=filings,
        backgrounds={},
        sources={},
        faults=faults,
    )
    paths = [f"{QUARTER}/{each.project.project}/project.md" for each in told]
    paths += [holding.path(*owned) for owned in filings]
    return replace(holding, sources={path: _source(path, at) for at, path in enumerate(paths, 1)})


def _source(path: str, at: int) -> Source:
    blob, commit = f"{at:040x}", f"{at + 0xC0FFEE:040x}"
    if path.endswith("/project.md"):
        return Source(path, blob, commit)
    return Source(path, blob, commit, "林填報", "王核定", MERGED)


# -- Worlds ----------------------------------------------------------------------------------

TOPICS = (
    Section(id="drill", by=("taipei", "keelung"), heading="聯合演練："),
    Section(id="radio", by="joint"),
    Section(id="visits", by=("keelung", "taipei"), heading="互訪"),
)


def every_shape(**record: object) -> Holding:
    """Hold one project of every shape of print, all of their texts merged."""
    return a_holding(
        a_project(
            "river-road",
            name="「河岸」道路(北段)工程",
            joint="1. 115 年 3 月開工。\n1. 管線：\n   - 電力已遷。\n   - 自來水 81%。\n"
            "1. 113 年：核定。",
        ),
        a_project(
            "night-bus",
            name="跨市夜間公車",
            remarks=("原「夜行專車」併入",),
            themes=("climate",),
            note="114 年 12 月會議同意新增",
            new_taipei="試辦 2 線。\n\n1. 甲線\n   1. 早班\n      1. 平日\n",
            taipei="1. 增 3 班。\n1. 減碳 5 公噸。",
            keelung="配合辦理。\n\n另案檢討站位。",
        ),
        a_project(
            "harbour", name="港區接駁", joint="接駁已於 114 年 10 月通車。\n\n載客 2 萬人次。"
        ),
        a_project(
            "rescue",
            name="聯合救災",
            group="safety",
            sections=TOPICS,
            taipei="## drill\n\n1 場。\n\n## visits\n\n1. 參訪 3 次。",
            keelung="## drill\n\n2 場。\n\n## visits\n\n無。",
            joint="## radio\n\n1. 無線電互通。\n1. 臺北捷運：已納入。",
        ),
        a_project(
            "lessons",
            name="防災教材",
            group="safety",
            sections=(
                Section(id="what", by="joint"),
                Section(id="who", by=("taoyuan", "taipei")),
            ),
            joint="## what\n\n四市共同辦理下列 2 項：\n\n1. 編寫教材。\n1. 分送學校。",
            taoyuan="## who\n\n已送 40 校。\n\n"
            "| 學年 | 校數 |\n| --- | --- |\n| 113 | 15 |\n| 114 | 25 |",
            taipei="## who\n\n1. 已送 60 校。",
        ),
        **record,
    )


def with_gaps() -> Holding:
    """Hold every kind of gap, a record that cannot be read, and a text that has no place."""
    bridge = a_project(
        "bridge",
        name="跨河橋樑",
        sections=(
            Section(id="build", by=("taipei", "new-taipei", "keelung", "taoyuan")),
            Section(id="plan", by="joint", heading="後續規劃"),
            Section(id="land", by=("taipei",), heading="用地"),
        ),
        taipei="## build\n\n開工。\n\n## former\n\n這一段已經取消。",
        gaps=(
            Gap(section="build", city="new-taipei", decision=Decision.NOTHING_NEW, why="未達節點"),
            Gap(section="build", city="keelung", decision=Decision.OMIT, why="不在轄內"),
            Gap(section="plan", city="joint", decision=Decision.NOT_FILED),
            Gap(section="land", city="taipei", decision=Decision.OMIT),
        ),
    )
    return a_holding(
        bridge,
        a_project("tunnel", name="隧道監測", joint=""),
        a_project("ferry", name="藍色公路", taipei="試航。", keelung=""),
        a_project("tram", name="輕軌", status=Status.PAUSED, joint="", order=4),
        faults=(
            BadRecord("不是 UTF-8 文字，請以 UTF-8 另存。", path="114Q4/ferry/keelung.md", line=7),
        ),
        groups=({"id": "transport", "label": "交通組"}, {"id": "culture", "label": "文化組"}),
    )
