"""A city changes whom to call about a project, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lives import BRIDGE, COORDINATOR, HUA, MING, ON, OPENER, QUARTER, READER, an_archive

from records.archive import Archive
from records.branch import Move
from records.project import Contact
from records.register import Stage
from records.textform import dump
from workflows.contacts import (
    ContactsChanged,
    UnsoundContact,
    change_contacts,
    contacts_of,
    read_contacts,
)
from workflows.filing import NotAsked, QuarterClosed
from workflows.people import NotAllowed, Person

OURS = (Contact(agency="臺北市政府工務局", phone="02-2720-8889"),)
THEIRS = (Contact(agency="基隆市政府工務處", role="科長", phone="02-2420-1122"),)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path) as made:
        yield made


def change(
    archive: Archive, city: str = "taipei", contacts: tuple[Contact, ...] = OURS, by: Person = MING
) -> str:
    seen = contacts_of(archive, QUARTER, "bridge", city)
    return change_contacts(archive, seen, contacts, by=by, on=ON)


def stand(archive: Archive, city: str = "taipei") -> tuple[Contact, ...]:
    return contacts_of(archive, QUARTER, "bridge", city).contacts


def test_a_citys_contacts_are_a_signed_step_on_main(archive: Archive) -> None:
    commit = archive.repository.commit(change(archive))

    assert stand(archive) == OURS
    assert commit.subject == "承辦窗口：臺北市 114Q4 跨河便橋"
    assert commit.trailers["Step"] == "contacts"
    assert commit.author == MING.author
    assert archive.seal.made(commit)


def test_everything_else_of_the_project_stays(archive: Archive) -> None:
    path = f"{QUARTER}/bridge/project.md"
    text = dump(BRIDGE.model_copy(update={"contacts": {"keelung": THEIRS}}), "背景說明。\n")
    archive.record({path: text}, Move("改", OPENER, ON, {}))

    change(archive)
    change(archive, contacts=())

    assert archive.text(archive.blob(path)) == text
    assert stand(archive, "keelung") == THEIRS


def test_two_cities_change_theirs_at_the_same_time(archive: Archive) -> None:
    seen = contacts_of(archive, QUARTER, "bridge", "taipei")
    change(archive, "keelung", THEIRS, HUA)

    change_contacts(archive, seen, OURS, by=MING, on=ON)

    assert (stand(archive), stand(archive, "keelung")) == (OURS, THEIRS)


def test_a_colleagues_change_is_not_overwritten(archive: Archive) -> None:
    seen = contacts_of(archive, QUARTER, "bridge", "taipei")
    change(archive)

    with pytest.raises(ContactsChanged, match="同事剛才改過"):
        change_contacts(archive, seen, THEIRS, by=MING, on=ON)
    assert stand(archive) == OURS


def test_what_stands_there_already_makes_no_commit(archive: Archive) -> None:
    change(archive)
    before = archive.commit()

    assert change(archive) == before


def test_a_coordinator_may_and_others_may_not(archive: Archive) -> None:
    change(archive, by=COORDINATOR)

    for stranger in (HUA, READER):
        with pytest.raises(NotAllowed, match="修改承辦窗口"):
            change(archive, contacts=(), by=stranger)


def test_a_city_that_takes_no_part_has_no_contacts(archive: Archive) -> None:
    with pytest.raises(NotAsked, match="沒有 taoyuan 參與"):
        contacts_of(archive, QUARTER, "bridge", "taoyuan")


def test_a_frozen_quarter_is_left_as_it_is(tmp_path: Path) -> None:
    with (
        an_archive(tmp_path, state=Stage.FROZEN) as archive,
        pytest.raises(QuarterClosed, match="已定稿"),
    ):
        change(archive)


def test_rows_become_contacts_and_empty_ones_are_left_out() -> None:
    rows = [("工務局", "", "02-1"), ("", "", ""), ("交通局", "科長", "")]

    assert read_contacts(rows) == (
        Contact(agency="工務局", phone="02-1"),
        Contact(agency="交通局", role="科長"),
    )


@pytest.mark.parametrize(
    ("rows", "row", "field"),
    [
        ([("工務局", "", ""), ("", "科長", "")], 1, "agency"),
        ([("長" * 2001, "", "")], 0, "agency"),
        ([("工務局", "", "9" * 2001)], 0, "phone"),
        ([("工務局", "\x07", "")], 0, "role"),
        ([("局", "", "")] * 11, 10, "agency"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_field(
    rows: list[tuple[str, str, str]], row: int, field: str
) -> None:
    with pytest.raises(UnsoundContact) as unsound:
        read_contacts(rows)

    assert (unsound.value.row, unsound.value.field) == (row, field)


def test_a_report_still_reads_after_a_change(archive: Archive) -> None:
    change(archive)

    assert archive.holding(QUARTER).faults == ()
