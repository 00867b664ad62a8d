from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lives import BRIDGE, COORDINATOR, HUA, KEELUNG, MING, QUARTER, READER, RIVER, Life, an_archive

from workflows.mail import Letter
from workflows.people import Person, Role
from workflows.reminding import Addresses, Day, day, letters, nudge, own
from workflows.status import board

PEOPLE = (MING, HUA, COORDINATOR, READER)
ADDRESSES = Addresses(
    text=lambda place: f"https://hebao.example.org/{place.quarter}/{place.project}/{place.owner}",
    desk="https://hebao.example.org/114Q4/desk",
    board="https://hebao.example.org/114Q4/",
)
"""The quarter is due on Friday 2026-01-16 at 17:00 in Taipei; the 9th is a Friday, too."""


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with an_archive(tmp_path) as archive:
        yield Life(archive)


def on(life: Life, today: date, closed: Collection[date] = ()) -> dict[str, Letter]:
    """Return the letters of a day by who gets them, written at eight in the morning."""
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    held = life.archive.holding(QUARTER)
    found = board(life.archive, QUARTER, now=now)
    said = day(held, found, today=today, closed=closed, addresses=ADDRESSES)
    written = letters([said], PEOPLE)
    return {letter.to: letter for letter in written}


@pytest.mark.parametrize("today", [date(2026, 1, 9), date(2026, 1, 15)])
def test_a_filer_hears_five_working_days_and_one_before_the_deadline(
    life: Life, today: date
) -> None:
    told = on(life, today)

    assert set(told) == {MING.email, HUA.email}
    left = 5 if today.day == 9 else 1
    assert told[MING.email].subject == f"114 年第 4 季：還有 {left} 個上班日，未送審 1 件"
    assert "115 年 1 月 16 日 17:00" in told[MING.email].body
    assert "https://hebao.example.org/114Q4/bridge/taipei" in told[MING.email].body


@pytest.mark.parametrize("today", [date(2026, 1, 8), date(2026, 1, 12), date(2026, 1, 16)])
def test_nobody_hears_on_the_other_days(life: Life, today: date) -> None:
    assert on(life, today) == {}


def test_a_day_off_moves_the_reminder_to_an_earlier_day(life: Life) -> None:
    closed = (date(2026, 1, 12),)

    assert set(on(life, date(2026, 1, 8), closed)) == {MING.email, HUA.email}
    assert on(life, date(2026, 1, 9), closed) == {}


def test_nobody_gets_a_letter_on_a_day_off(life: Life) -> None:
    assert on(life, date(2026, 1, 17)) == {}


def test_the_lead_city_is_reminded_of_the_joint_text(life: Life) -> None:
    told = on(life, date(2026, 1, 15))

    assert "未送審 2 件" in told[HUA.email].subject
    assert f"{RIVER.name}（合併）" in told[HUA.email].body
    assert RIVER.name not in told[MING.email].body


def test_who_has_sent_all_is_left_in_peace(life: Life) -> None:
    life.save()
    life.send()

    assert set(on(life, date(2026, 1, 15))) == {HUA.email}


def test_what_is_overdue_is_told_every_working_day_to_both_sides(life: Life) -> None:
    for today in (date(2026, 1, 19), date(2026, 1, 20)):
        told = on(life, today)

        assert told[MING.email].subject == "114 年第 4 季：已逾期 1 件"
        assert "臺北市 1 件" in told[COORDINATOR.email].body
        assert "基隆市 1 件、合併 1 件" in told[COORDINATOR.email].body


def test_a_coordinator_hears_once_of_what_came_in(life: Life) -> None:
    life.save()
    life.send()

    assert on(life, date(2026, 1, 13))[COORDINATOR.email].subject == "114 年第 4 季：待審查 1 件"
    assert on(life, date(2026, 1, 14)) == {}


def test_a_filer_hears_of_an_approval(life: Life) -> None:
    life.save()
    life.send()
    life.approve()

    told = on(life, date(2026, 1, 13))

    assert told[MING.email].subject == "114 年第 4 季：核定 1 件"


def test_a_coordinator_hears_of_his_groups_only(life: Life) -> None:
    stranger = Person("他組", "other@example.org", Role.COORDINATOR, groups=frozenset({"other"}))
    now = datetime(2026, 1, 20, tzinfo=UTC)
    held, found = life.archive.holding(QUARTER), board(life.archive, QUARTER, now=now)

    said = day(held, found, today=now.date(), addresses=ADDRESSES)
    assert letters([said], [stranger]) == ()


def test_the_same_day_asked_twice_is_the_same_letters(life: Life) -> None:
    today = date(2026, 1, 15)

    assert on(life, today) == on(life, today)
    assert {letter.key for letter in on(life, today).values()} == {
        f"digest/{email}/2026-01-15" for email in (MING.email, HUA.email)
    }


def test_a_coordinator_reminds_one_person_by_hand(life: Life) -> None:
    today = date(2026, 1, 12)
    found = board(life.archive, QUARTER, now=datetime(2026, 1, 12, tzinfo=UTC))
    projects = {each.project: each for each in (BRIDGE, RIVER)}
    here = Day(found, projects, today, (), ADDRESSES)

    letter = nudge(here, HUA, own(here, HUA), by=COORDINATOR)

    assert letter is not None
    assert letter.subject == "114 年第 4 季：請送審 2 件"
    assert "吳雅婷（彙整窗口）請您完成下列填報。" in letter.body
    assert nudge(here, READER, own(here, READER), by=COORDINATOR) is None
    assert KEELUNG.project in letter.body


def test_two_quarters_are_told_in_one_letter(life: Life) -> None:
    now = datetime(2026, 1, 20, tzinfo=UTC)
    held, found = life.archive.holding(QUARTER), board(life.archive, QUARTER, now=now)
    said = day(held, found, today=now.date(), addresses=ADDRESSES)

    [letter] = letters([said, said], [MING])

    assert letter.subject == "114 年第 4 季：已逾期 1 件；114 年第 4 季：已逾期 1 件"
    assert letter.body.count("已逾期、尚未送審 1 件") == 2
