from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lives import BRIDGE, ON, OPENER, QUARTER, RIVER, a_record, an_archive

from records.archive import Archive
from records.errors import NotThere
from records.platform import Platform
from records.project import Gap, Project, Status
from records.quarter import Quarter
from records.register import Allowance
from workflows.opening import carried, open_carried
from workflows.quarters import QuarterExists, open_quarter

NEXT = Quarter(115, 1)
PLATFORM = Platform()
NEW = BRIDGE.model_copy(
    update={"project": "tunnel", "name": "過江隧道", "order": 3, "note": "第 6 次會議列入"}
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Hold 114Q3 without the tunnel, and 114Q4 with it."""
    with an_archive(tmp_path, quarter=Quarter(114, 3), as_of=date(2025, 9, 30)) as archive:
        open_in(archive, NEW)
        yield archive


def open_in(archive: Archive, *more: Project, **said: Any) -> None:  # noqa: ANN401 - fields
    """Open 114Q4."""
    kept = BRIDGE.model_copy(update={"note": "114 年整併"})
    open_quarter(
        archive,
        a_record(**said),
        (kept, RIVER, *more),
        backgrounds={"river": "沿河十公里。"},
        instructions="請各市填報。",
        by=OPENER,
        on=ON,
    )


def test_the_register_goes_on_as_it_was(archive: Archive) -> None:
    opening = carried(archive, NEXT, PLATFORM)

    assert [each.project for each in opening.projects] == ["bridge", "river", "tunnel"]
    assert opening.projects[1] == RIVER
    assert opening.backgrounds == {"river": "沿河十公里。"}
    assert opening.instructions == "請各市填報。"


def test_the_dates_move_with_the_calendar(archive: Archive) -> None:
    record = carried(archive, NEXT, PLATFORM).record

    assert record.as_of == date(2026, 3, 31)
    assert record.opens == date(2026, 4, 2)
    assert record.due == datetime(2026, 4, 16, 9, tzinfo=UTC)


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day(archive: Archive) -> None:
    platform = Platform(holidays=(date(2026, 4, 16), date(2026, 4, 17)))

    opening = carried(archive, NEXT, platform)

    assert opening.record.due == datetime(2026, 4, 20, 9, tzinfo=UTC)
    assert "填報期限 115 年 4 月 16 日不是上班日，順延至 115 年 4 月 20 日。" in opening.said


def test_only_the_note_of_a_project_that_was_new_is_dropped(archive: Archive) -> None:
    opening = carried(archive, NEXT, PLATFORM)

    notes = {each.project: each.note for each in opening.projects}
    assert notes == {"bridge": "114 年整併", "river": "", "tunnel": ""}
    assert opening.said == ("「過江隧道」上季新增時的註記【第 6 次會議列入】不再列印。",)


def test_a_delisted_project_and_decided_gaps_and_exceptions_stay_behind(tmp_path: Path) -> None:
    gone = RIVER.model_copy(update={"status": Status.DELISTED})
    gap = Gap.model_validate({"section": "main", "city": "keelung", "decision": "omit"})
    kept = BRIDGE.model_copy(update={"gaps": (gap,)})
    later = Allowance(until=datetime(2026, 1, 20, tzinfo=UTC), by="吳雅婷", why="彙整中")
    with an_archive(tmp_path, projects=(kept, gone), exceptions=(later,)) as archive:
        opening = carried(archive, NEXT, PLATFORM)

    assert [each.project for each in opening.projects] == ["bridge"]
    assert opening.projects[0].gaps == ()
    assert opening.record.exceptions == ()
    assert opening.said == (
        "上季的展延 1 件不承接。",
        "「河岸步道」已解除列管，不再列入。",
    )


def test_what_the_platform_decided_meanwhile_holds_from_then_on(archive: Archive) -> None:
    record = carried(archive, NEXT, Platform(numbering="official")).record

    assert record.numbering == "official"


def test_nothing_is_written_before_it_is_said(archive: Archive) -> None:
    opening = carried(archive, NEXT, PLATFORM)
    assert NEXT not in archive.quarters()

    open_carried(archive, opening, by=OPENER, on=ON)

    held = archive.holding(NEXT)
    assert held.record == opening.record
    assert held.projects == opening.projects


def test_a_quarter_is_opened_once(archive: Archive) -> None:
    opening = carried(archive, NEXT, PLATFORM)
    open_carried(archive, opening, by=OPENER, on=ON)

    with pytest.raises(QuarterExists):
        carried(archive, NEXT, PLATFORM)
    with pytest.raises(QuarterExists):
        open_carried(archive, opening, by=OPENER, on=ON)


def test_a_quarter_that_skips_one_says_so(archive: Archive) -> None:
    said = carried(archive, Quarter(115, 3), PLATFORM).said

    assert said[0] == "上一季是 114Q4，中間的季別沒有紀錄；請確認季別沒有寫錯。"


def test_the_first_quarter_cannot_be_carried_from_anything(archive: Archive) -> None:
    with pytest.raises(NotThere, match="hebao import"):
        carried(archive, Quarter(100, 1), PLATFORM)
    assert QUARTER in archive.quarters()
