from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lives import COORDINATOR, HUA, KEELUNG, ON, QUARTER, TAIPEI, Life, an_archive, git

from records.archive import Archive
from records.register import Allowance, QuarterRecord, Stage
from workflows import deadlines
from workflows.deadlines import StrangeException, WrongDates
from workflows.filing import QuarterClosed
from workflows.quarters import freeze

DUE = datetime(2026, 1, 16, 9, tzinfo=UTC)
LATER = datetime(2026, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path) as archive:
        yield archive


def now_says(archive: Archive) -> QuarterRecord:
    return archive.load(QuarterRecord, f"{QUARTER}/quarter.md")


def an_exception(**said: str) -> Allowance:
    return Allowance(until=LATER, by="吳雅婷", why="資料彙整中", **said)


def test_a_deadline_is_moved_by_a_signed_step(archive: Archive) -> None:
    deadlines.set_dates(
        archive, QUARTER, opens=date(2026, 1, 3), due=LATER, grace=3, by=COORDINATOR, on=ON
    )

    said = now_says(archive)
    assert (said.opens, said.due, said.grace) == (date(2026, 1, 3), LATER, 3)
    assert git(archive, "log", "-1", "--format=%an %s", "main") == (
        "吳雅婷 期限：114Q4 115 年 1 月 20 日"
    )


def test_saying_the_same_dates_again_writes_nothing(archive: Archive) -> None:
    before = archive.commit()

    deadlines.set_dates(
        archive, QUARTER, opens=date(2026, 1, 2), due=DUE, grace=0, by=COORDINATOR, on=ON
    )

    assert archive.commit() == before


def test_a_deadline_before_the_opening_is_refused(archive: Archive) -> None:
    with pytest.raises(WrongDates, match="早於開始填報日"):
        deadlines.set_dates(
            archive, QUARTER, opens=date(2026, 1, 30), due=DUE, grace=0, by=COORDINATOR, on=ON
        )


def test_a_closed_quarter_takes_no_first_text_until_it_collects_again(archive: Archive) -> None:
    life = Life(archive)
    deadlines.close(archive, QUARTER, by=COORDINATOR, on=ON)

    with pytest.raises(QuarterClosed, match="已截止填報"):
        life.save()

    deadlines.collect(archive, QUARTER, by=COORDINATOR, on=ON)
    assert life.save().blob


def test_a_text_sent_in_time_may_be_mended_after_closing(archive: Archive) -> None:
    life = Life(archive)
    life.save()
    life.send()
    deadlines.close(archive, QUARTER, by=COORDINATOR, on=ON)

    assert life.save("1. 已完工。\n").blob


def test_an_exception_lets_one_city_in_and_no_other(archive: Archive) -> None:
    deadlines.close(archive, QUARTER, by=COORDINATOR, on=ON)
    deadlines.allow(archive, QUARTER, an_exception(city="taipei"), by=COORDINATOR, on=ON)

    assert Life(archive, TAIPEI).save().blob
    with pytest.raises(QuarterClosed):
        Life(archive, KEELUNG, HUA).save()


def test_a_newer_exception_for_the_same_takes_the_place_of_the_older(archive: Archive) -> None:
    for why in ("第一次", "第二次"):
        allowance = Allowance(city="taipei", until=LATER, by="吳雅婷", why=why)
        deadlines.allow(archive, QUARTER, allowance, by=COORDINATOR, on=ON)

    assert [each.why for each in now_says(archive).exceptions] == ["第二次"]


@pytest.mark.parametrize("said", [{"project": "nothing"}, {"city": "tainan"}])
def test_an_exception_for_what_is_not_there_is_refused(
    archive: Archive, said: dict[str, str]
) -> None:
    with pytest.raises(StrangeException, match="請由名冊選擇"):
        deadlines.allow(archive, QUARTER, an_exception(**said), by=COORDINATOR, on=ON)


def test_an_exception_that_is_over_already_is_refused(archive: Archive) -> None:
    with pytest.raises(WrongDates, match="已經過了"):
        deadlines.allow(
            archive, QUARTER, an_exception(), by=COORDINATOR, on=LATER + timedelta(days=1)
        )


@pytest.mark.parametrize(("hours", "taken"), [(2 * 24 - 1, True), (2 * 24 + 1, False)])
def test_days_of_grace_end_by_themselves(tmp_path: Path, hours: int, *, taken: bool) -> None:
    with an_archive(tmp_path, grace=2) as archive:
        life = Life(archive, at=DUE + timedelta(hours=hours))

        if taken:
            assert life.save().blob
        else:
            with pytest.raises(QuarterClosed, match="已截止填報"):
                life.save()


def test_a_frozen_quarter_keeps_its_dates(tmp_path: Path) -> None:
    with an_archive(tmp_path, projects=()) as archive:
        freeze(archive, QUARTER, by=COORDINATOR.author, on=ON)

        with pytest.raises(QuarterClosed, match="已定稿"):
            deadlines.close(archive, QUARTER, by=COORDINATOR, on=ON)
        assert now_says(archive).state is Stage.FROZEN
