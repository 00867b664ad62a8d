"""Sending many at once, saying for many that nothing is new, and the receipt in Git."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lives import (
    BRIDGE,
    COORDINATOR,
    HUA,
    KEELUNG,
    MING,
    ON,
    OPENER,
    QUARTER,
    TAIPEI,
    Life,
    a_record,
    a_text,
    an_archive,
    git,
)

from records.archive import Archive
from records.branch import Move
from records.errors import NotThere
from records.filing import Filing, Progress
from records.place import Place
from records.project import Figure, Project
from records.textform import dump
from workflows import filing, reviewing
from workflows.basket import Check, Parcel, pack, send_off
from workflows.batch import Outcome
from workflows.checks.finding import Finding, Level
from workflows.nothing_new import NoSoundReason, carried, carry_on, last_text
from workflows.quarters import open_quarter
from workflows.receipts import Number, highest, receipt
from workflows.submission import State
from workflows.tasks import tasks_of

NUMBER = Number(QUARTER, "taipei", 7)
BEFORE = QUARTER.previous
NAMES = ("p1", "p2", "p3", "p4")
PROJECTS = tuple(
    BRIDGE.model_copy(update={"project": name, "name": f"方案 {name}", "order": at})
    for at, name in enumerate(NAMES, start=1)
)


def found(text: Filing, level: Level, message: str) -> Finding:
    return Finding(
        quarter=text.quarter,
        project=text.project,
        city=text.city,
        section="main",
        item="1",
        printed="1.",
        span=(0, 2),
        words="已開",
        rule="dates",
        level=level,
        message=message,
        edit=None,
        mark="0" * 16,
    )


def nothing(_: Filing) -> Iterable[Finding]:
    return ()


def at(project: str, owner: str = "taipei") -> Place:
    return Place(QUARTER, project, owner)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path, projects=PROJECTS) as made:
        yield made


def drafted(archive: Archive, *names: str) -> None:
    for name in names:
        filing.save(archive, a_text(at(name)), base="", by=MING, on=ON)


def packed(archive: Archive, check: Check = nothing) -> tuple[Parcel, ...]:
    tasks = tasks_of(archive, QUARTER, MING, now=ON).tasks
    return pack(archive, tasks, check)


def sent_off(archive: Archive, number: Number = NUMBER) -> tuple[Outcome, ...]:
    return send_off(archive, packed(archive), number, by=MING, on=ON)


def states(archive: Archive) -> list[State]:
    return [filing.submission(archive, at(name)).state for name in NAMES]


# -- The basket ----------------------------------------------------------------------------------


def test_the_basket_holds_what_is_written_and_not_sent(archive: Archive) -> None:
    drafted(archive, "p1", "p3")

    assert [each.task.place for each in packed(archive)] == [at("p1"), at("p3")]
    assert all(each.sendable and each.chosen for each in packed(archive))


def test_a_basket_is_sent_as_one_step_for_each(archive: Archive) -> None:
    drafted(archive, *NAMES)

    outcomes = sent_off(archive)

    assert [each.became.state for each in outcomes if each.became] == [State.SENT] * 4
    assert states(archive) == [State.SENT] * 4
    assert int(git(archive, "rev-list", "--count", "main..filings/114Q4/p1/taipei")) == 2


def test_a_wrong_one_does_not_hold_back_the_others(archive: Archive) -> None:
    drafted(archive, "p1", "p2", "p3")
    filing.save(archive, a_text(at("p4"), ""), base="", by=MING, on=ON)
    parcels = packed(archive)
    changed = filing.submission(archive, at("p2"))
    filing.save(archive, a_text(at("p2"), "1. 改了。\n"), base=changed.blob, by=MING, on=ON)

    outcomes = send_off(archive, parcels, NUMBER, by=MING, on=ON)

    assert states(archive) == [State.SENT, State.DRAFT, State.SENT, State.DRAFT]
    assert [each.why for each in outcomes if each.became] == ["", ""]
    assert "改過這篇文字" in outcomes[1].why
    assert "還沒有文字" in outcomes[3].why


def test_an_error_is_not_sent_and_a_hint_is(archive: Archive) -> None:
    drafted(archive, "p1", "p2")

    def check(text: Filing) -> Iterable[Finding]:
        level = Level.ERROR if text.project == "p1" else Level.HINT
        return (found(text, level, "日期不存在。"),)

    parcels = packed(archive, check)
    outcomes = send_off(archive, parcels, NUMBER, by=MING, on=ON)

    assert [(each.sendable, len(each.errors)) for each in parcels] == [(False, 1), (True, 0)]
    assert outcomes[0].why == "日期不存在。"
    assert states(archive)[:2] == [State.DRAFT, State.SENT]


def test_a_text_that_fits_no_section_is_not_sent(archive: Archive) -> None:
    lost = a_text(at("p1"), "## lost\n\n1. 沒有地方。\n")
    filing.save(archive, lost, base="", by=MING, on=ON)

    assert "未歸位的文字（lost）" in packed(archive)[0].hindrances[0]


def test_a_text_as_it_was_sent_back_is_not_chosen_by_itself(archive: Archive) -> None:
    life = Life(archive, at("p1"))
    life.save()
    sent = life.send()
    reviewing.send_back(archive, at("p1"), "請補日期", blob=sent.blob, by=COORDINATOR, on=life.on())
    before = packed(archive)[0]
    life.save("1. 補上日期。\n")

    assert (before.sendable, before.chosen) == (True, False)
    assert packed(archive)[0].chosen


def test_an_unreadable_text_says_so(archive: Archive) -> None:
    drafted(archive, "p1")
    task = tasks_of(archive, QUARTER, MING, now=ON).tasks
    broken = archive.record({"x.md": b"---\n"}, Move("x", OPENER, ON, {}))
    blob = archive.blob("x.md", broken)
    one = next(each for each in task if each.place == at("p1"))
    bad = replace(one, submission=replace(one.submission, blob=blob))

    assert pack(archive, [bad], nothing)[0].hindrances[0].startswith("紀錄無法讀取")


# -- The receipt ---------------------------------------------------------------------------------


def test_a_receipt_is_read_from_git_alone(archive: Archive) -> None:
    drafted(archive, *NAMES)
    blobs = [filing.submission(archive, at(name)).blob for name in NAMES]
    sent_off(archive)

    found = receipt(archive, NUMBER)

    assert (found.by, found.on) == (MING.author, ON)
    assert [each.place for each in found.sent] == [at(name) for name in NAMES]
    assert [each.blob for each in found.sent] == blobs
    assert found.number.label(a_record()) == "114Q4-臺北-0007"


def test_a_receipt_says_what_was_sent_whatever_happened_since(archive: Archive) -> None:
    drafted(archive, "p1")
    first = filing.submission(archive, at("p1")).blob
    sent_off(archive)
    life = Life(archive, at("p1"))
    life.save("1. 改了。\n")
    life.send()
    life.approve()
    life.merge()
    reviewing.reopen(archive, at("p1"), "更正", by=COORDINATOR, on=life.on())

    assert [each.blob for each in receipt(archive, NUMBER).sent] == [first]


def test_nobody_can_push_a_receipt(archive: Archive) -> None:
    said = "Step: send\nQuarter: 114Q4\nProject: p1\nCity: taipei\nReceipt: 114Q4-taipei-0099"
    tree = git(archive, "rev-parse", "main^{tree}")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    made = git(archive, *who, "commit-tree", tree, "-p", "main", "-m", f"送審\n\n{said}")
    git(archive, "update-ref", "refs/heads/filings/114Q4/p1/taipei", made)

    assert highest(archive, QUARTER, "taipei") == 0
    with pytest.raises(NotThere, match="沒有編號 114Q4-臺北-0099 的回執"):
        receipt(archive, Number(QUARTER, "taipei", 99))


def test_the_highest_number_is_found_again_in_git(archive: Archive) -> None:
    drafted(archive, "p1", "p2")
    one, two = packed(archive)
    send_off(archive, [one], Number(QUARTER, "taipei", 7), by=MING, on=ON)
    send_off(archive, [two], Number(QUARTER, "taipei", 12), by=MING, on=ON)

    assert highest(archive, QUARTER, "taipei") == 12
    assert highest(archive, QUARTER, "keelung") == 0
    assert highest(archive, BEFORE, "taipei") == 0


@pytest.mark.parametrize("code", ["", "114Q4", "114Q4-taipei-7", "114Q4-新北-0007", "--all-0001"])
def test_what_is_no_number_is_not_looked_for(code: str) -> None:
    with pytest.raises(NotThere, match="不是回執編號"):
        Number.parse(code)


# -- Nothing new ---------------------------------------------------------------------------------


def last_quarter(archive: Archive, projects: Iterable[Project], **said: object) -> None:
    """Tell of the quarter before, whose texts stand on main."""
    record = a_record(quarter=BEFORE)
    open_quarter(archive, record, projects, backgrounds={}, instructions="", by=OPENER, on=ON)
    files = {}
    for project in projects:
        place = Place(BEFORE, project.project, "taipei")
        text = a_text(place, f"1. {project.project} 上季的文字。\n").model_copy(update=said)
        files[place.path] = dump(text)
    archive.record(files, Move("匯入", OPENER, ON, {"Step": "import"}))


def test_last_quarters_texts_become_drafts_with_a_reason(archive: Archive) -> None:
    last_quarter(archive, PROJECTS)

    outcomes = carry_on(archive, [at("p1"), at("p3")], " 未到查核點 ", by=MING, on=ON)

    assert all(each.became for each in outcomes)
    assert states(archive) == [State.DRAFT, State.MISSING, State.DRAFT, State.MISSING]
    now = archive.filing(at("p1"), filing.submission(archive, at("p1")).blob)
    before = last_text(archive, at("p1"))
    assert before
    assert (now.progress, now.reason, now.carried_from) == (Progress.NONE, "未到查核點", BEFORE)
    assert now.parts == before.parts


def test_a_text_carried_twice_says_since_when_it_stands(archive: Archive) -> None:
    last_quarter(archive, PROJECTS, progress=Progress.NONE, carried_from=BEFORE.previous)

    assert carried(archive, at("p1"), "同上").carried_from == BEFORE.previous


def test_figures_that_the_project_still_has_are_carried_too(tmp_path: Path) -> None:
    figure = Figure(id="drills", label="演練")
    project = BRIDGE.model_copy(update={"figures": (figure,)})
    with an_archive(tmp_path, projects=(project,)) as archive:
        last_quarter(archive, (project,), figures={"drills": "2", "gone": "9"})

        assert carried(archive, TAIPEI, "同上").figures == {"drills": "2"}


def test_what_is_written_already_is_left_alone(archive: Archive) -> None:
    last_quarter(archive, PROJECTS)
    drafted(archive, "p1")
    before = filing.submission(archive, at("p1")).blob

    outcomes = carry_on(archive, [at("p1"), at("p2")], "未到查核點", by=MING, on=ON)

    assert "已經有文字" in outcomes[0].why
    assert outcomes[1].became
    assert filing.submission(archive, at("p1")).blob == before


def test_without_an_earlier_text_there_is_nothing_to_carry(archive: Archive) -> None:
    outcome = carry_on(archive, [at("p1")], "未到查核點", by=MING, on=ON)[0]

    assert "沒有納入的文字可以沿用" in outcome.why
    assert states(archive)[0] is State.MISSING


def test_a_text_whose_sections_changed_is_not_carried_blindly(archive: Archive) -> None:
    last_quarter(archive, PROJECTS)
    parts = a_text(TAIPEI, "## gone\n\n1. 舊段落。\n").parts
    place = Place(BEFORE, "p1", "taipei")
    moved = a_text(place).model_copy(update={"parts": parts})
    archive.record({place.path: dump(moved)}, Move("改", OPENER, ON, {}))

    assert "段落和上次不同" in carry_on(archive, [at("p1")], "同上", by=MING, on=ON)[0].why


def test_an_unreadable_earlier_text_is_not_carried(archive: Archive) -> None:
    last_quarter(archive, PROJECTS)
    archive.record({f"{BEFORE}/p1/taipei.md": b"?"}, Move("改", OPENER, ON, {}))

    assert "無法讀取" in carry_on(archive, [at("p1")], "同上", by=MING, on=ON)[0].why


@pytest.mark.parametrize(
    ("typed", "match"), [("", "請寫明"), (" \u200b", "請寫明"), ("長" * 2001, "精簡")]
)
def test_a_reason_is_asked_for_before_anything_is_written(
    archive: Archive, typed: str, match: str
) -> None:
    last_quarter(archive, PROJECTS)

    with pytest.raises(NoSoundReason, match=match):
        carry_on(archive, [at("p1")], typed, by=MING, on=ON)
    assert states(archive)[0] is State.MISSING


def test_nobody_carries_the_text_of_another_city(archive: Archive) -> None:
    outcome = carry_on(archive, [at("p1")], "未到查核點", by=HUA, on=ON)[0]

    assert outcome.became is None
    assert KEELUNG.owner != "taipei"
