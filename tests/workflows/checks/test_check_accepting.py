"""A finding that is no mistake is answered once, and comes back when the words change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archives import (
    COORDINATOR,
    ON,
    QUARTER,
    a_place,
    a_text,
    an_archive,
    filer,
    merged,
    save,
    send,
)

from records.archive import Archive
from workflows import filing
from workflows.checks.accepting import (
    Acceptance,
    NotToAccept,
    ReasonMissing,
    accept,
    acceptances,
    is_accepted,
    rates,
    to_answer,
)
from workflows.checks.check import check, check_quarter
from workflows.checks.finding import Finding
from workflows.checks.gathering import gather, gather_around
from workflows.doctor import examine
from workflows.filing import TextChanged, submission, submissions
from workflows.people import NotAllowed
from workflows.submission import NotNow, State, Submission

PLACE = a_place()
LATE = "1. 已於 115 年 1 月 28 日召開會議。\n"
WHY = "會議提前，已召開完畢。"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path / "a.git", ("p0001", "p0002")) as made:
        yield made


def findings(archive: Archive) -> tuple[Finding, ...]:
    context = gather(archive, QUARTER)
    return check(context.texts["p0001", "taipei"], context)


def late(archive: Archive) -> Finding:
    return next(each for each in findings(archive) if each.rule == "dates-told-as-done")


def answer(archive: Archive, reason: str = WHY) -> Submission:
    told = Acceptance.of(late(archive), reason)
    blob = submission(archive, PLACE).blob
    return accept(archive, PLACE, [told], blob=blob, by=filer("taipei"), on=ON)


def test_a_finding_is_answered_with_who_and_why(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answered = answer(archive)
    (told,) = acceptances(archive.branches.steps(PLACE))

    assert is_accepted(late(archive), answered)
    assert (told.rule, told.words, told.reason) == ("dates-told-as-done", "115 年 1 月 28 日", WHY)
    assert (told.by, told.on) == ("taipei 填報人", ON)
    assert answered.state is State.DRAFT


def test_sending_asks_for_what_is_not_answered_yet(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    before = to_answer(findings(archive), submission(archive, PLACE))
    answer(archive)

    assert [each.rule for each in before] == ["dates-told-as-done"]
    assert to_answer(findings(archive), submission(archive, PLACE)) == ()


def test_an_answer_holds_through_every_later_step(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)
    sent = send(archive, PLACE)
    read = submission(archive, PLACE)

    assert is_accepted(late(archive), sent)
    assert read.accepted == sent.accepted


def test_an_answer_holds_when_other_items_change(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)
    save(archive, PLACE, f"1. 114 年 12 月開工。\n{LATE}")

    assert is_accepted(late(archive), submission(archive, PLACE))


def test_a_finding_is_back_when_its_words_change(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)
    save(archive, PLACE, LATE.replace("28", "29"))

    assert not is_accepted(late(archive), submission(archive, PLACE))


def test_an_answer_needs_a_reason(archive: Archive) -> None:
    save(archive, PLACE, LATE)

    with pytest.raises(ReasonMissing, match="要寫下理由"):
        answer(archive, "  ")


def test_an_error_is_not_answered_but_mended(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    told = replace(Acceptance.of(late(archive), WHY), rule="soundness-empty")
    blob = submission(archive, PLACE).blob

    with pytest.raises(NotToAccept, match="請改好文字"):
        accept(archive, PLACE, [told], blob=blob, by=filer("taipei"), on=ON)


def test_nobody_answers_for_another_city(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    told = Acceptance.of(late(archive), WHY)
    blob = submission(archive, PLACE).blob

    with pytest.raises(NotAllowed):
        accept(archive, PLACE, [told], blob=blob, by=filer("keelung"), on=ON)


def test_nobody_answers_for_a_text_that_he_has_not_seen(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    seen = submission(archive, PLACE).blob
    told = Acceptance.of(late(archive), WHY)
    save(archive, PLACE, f"{LATE}1. 另案辦理。\n")

    with pytest.raises(TextChanged):
        accept(archive, PLACE, [told], blob=seen, by=filer("taipei"), on=ON)


def test_what_is_merged_is_not_answered_any_more(archive: Archive) -> None:
    merged(archive, PLACE, LATE)
    told = Acceptance.of(late(archive), WHY)
    blob = submission(archive, PLACE).blob

    with pytest.raises(NotNow):
        accept(archive, PLACE, [told], blob=blob, by=COORDINATOR, on=ON)


def test_the_same_answer_twice_is_one_step(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    once = answer(archive)

    assert answer(archive).tip == once.tip


def test_the_doctor_knows_the_step(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)

    assert [symptom for symptom in examine(archive) if symptom.damage] == []


def test_a_rule_shows_how_often_it_was_right(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)
    other = a_place("p0002")
    text = a_text(other, LATE)
    filing.save(archive, text, base="", by=filer("taipei"), on=ON)
    found = submissions(archive, QUARTER)
    told = {each.rule: each for each in rates(check_quarter(gather(archive, QUARTER)), found)}

    assert (told["dates-told-as-done"].asked, told["dates-told-as-done"].accepted) == (2, 1)
    assert told["dates-told-as-done"].share == 0.5
    assert told["dates-weekday"].share is None


def test_an_answer_that_was_changed_since_still_counts_as_asked(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    answer(archive)
    save(archive, PLACE, "1. 114 年 12 月 3 日召開會議。\n")
    found = submissions(archive, QUARTER)
    told = {each.rule: each for each in rates(check_quarter(gather(archive, QUARTER)), found)}

    assert (told["dates-told-as-done"].asked, told["dates-told-as-done"].accepted) == (1, 1)


def test_a_form_gathers_what_the_whole_quarter_would(archive: Archive) -> None:
    save(archive, PLACE, LATE)
    keelung = a_place(owner="keelung")
    save(archive, keelung, "1. 第 1 季會議由臺北市於 115 年 1 月 28 日召開。\n")
    project = archive.holding(QUARTER).projects[0]
    around = gather_around(archive, project, QUARTER)

    assert check(around.texts["p0001", "taipei"], around) == findings(archive)
    assert set(around.texts) == {("p0001", "taipei"), ("p0001", "keelung")}
