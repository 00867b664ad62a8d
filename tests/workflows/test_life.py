"""A filing's life on a real archive: filing and reviewing."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lives import (
    BRIDGE,
    COORDINATOR,
    HUA,
    JOINT,
    KEELUNG,
    MING,
    ON,
    QUARTER,
    READER,
    SECOND,
    TAIPEI,
    Life,
    a_record,
    a_text,
    an_archive,
    git,
)

from records.branch import Move
from records.errors import BadRecord
from records.register import Stage
from records.textform import dump
from workflows import filing, reviewing
from workflows.filing import NotAsked, NothingToSend, QuarterClosed, TextChanged
from workflows.people import NotAllowed
from workflows.reviewing import BaseChanged, DoesNotFit, NoReason, NothingSaid
from workflows.submission import NotNow, OwnText, State, TooLateToWithdraw


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with an_archive(tmp_path) as archive:
        yield Life(archive)


def test_a_text_goes_from_draft_to_the_report(life: Life) -> None:
    states = [life.save().state, life.send().state, life.approve().state, life.merge().state]

    assert states == [State.DRAFT, State.SENT, State.APPROVED, State.MERGED]
    assert life.archive.holding(QUARTER).filings["bridge", "taipei"].parts == a_text(TAIPEI).parts


def test_a_merge_has_two_parents_and_says_who_filed_and_who_approved(life: Life) -> None:
    life.merged()
    source = life.archive.holding(QUARTER).source("bridge", "taipei")

    assert len(git(life.archive, "log", "-1", "--format=%P", "main").split()) == 2
    assert source is not None
    assert (source.filed_by, source.approved_by) == ("王小明", "吳雅婷")
    assert git(life.archive, "rev-parse", "main") == git(life.archive, "rev-parse", TAIPEI.branch)


def test_every_step_is_signed_and_authored_by_its_person(life: Life) -> None:
    life.merged()

    said = git(life.archive, "log", "--format=%G? %an %cn", "--first-parent", "main^2", "-3")
    assert said.splitlines() == ["G 吳雅婷 Hebao", "G 王小明 Hebao", "G 王小明 Hebao"]


def test_saving_what_is_there_makes_no_commit(life: Life) -> None:
    first = life.save()

    assert life.save().tip == first.tip


def test_a_save_on_an_older_text_is_answered_with_the_newer_one(life: Life) -> None:
    first = life.save("1. 甲。\n")
    life.save("1. 乙。\n")

    with pytest.raises(TextChanged, match="王小明") as told:
        filing.save(life.archive, a_text(TAIPEI, "1. 丙。\n"), base=first.blob, by=MING, on=ON)
    assert told.value.theirs == life.now


def test_a_comment_does_not_make_a_citys_save_fail(life: Life) -> None:
    saved = life.save("1. 甲。\n")
    reviewing.comment(life.archive, TAIPEI, "請補日期", by=COORDINATOR, on=ON)

    text = a_text(TAIPEI, "1. 乙。\n")
    assert filing.save(life.archive, text, base=saved.blob, by=MING, on=ON).state is State.DRAFT


def test_saving_a_sent_text_brings_it_back_to_draft(life: Life) -> None:
    life.save()
    life.send()

    assert life.save("1. 補充。\n").state is State.DRAFT


def test_an_approval_is_bound_to_the_text_that_was_read(life: Life) -> None:
    read = life.save("1. 甲。\n").blob
    life.send()
    life.save("1. 乙。\n")
    life.send()

    with pytest.raises(TextChanged):
        reviewing.approve(life.archive, TAIPEI, blob=read, by=COORDINATOR, on=ON)
    assert life.now.state is State.SENT


def test_who_files_for_a_city_does_not_decide_on_it(life: Life) -> None:
    life.filer = COORDINATOR
    life.save()
    life.send()

    with pytest.raises(OwnText):
        life.approve(by=COORDINATOR)
    assert life.approve(by=SECOND).state is State.APPROVED


def test_a_text_sent_back_says_why_and_keeps_it_while_it_is_mended(life: Life) -> None:
    sent = life.save()
    life.send()
    reviewing.send_back(
        life.archive, TAIPEI, "第 1 項\n請補日期", blob=sent.blob, by=COORDINATOR, on=ON
    )

    mended = life.save("1. 114 年 12 月 1 日開工。\n")

    assert (mended.state, mended.reason) == (State.RETURNED, "第 1 項\n請補日期")


def test_sending_back_wants_a_reason_and_a_comment_wants_words(life: Life) -> None:
    blob = life.save().blob

    with pytest.raises(NoReason):
        reviewing.send_back(life.archive, TAIPEI, " \n", blob=blob, by=COORDINATOR, on=ON)
    with pytest.raises(NothingSaid):
        reviewing.comment(life.archive, TAIPEI, " ", by=COORDINATOR, on=ON)


def test_peoples_words_come_back_from_the_history_as_they_were_said(life: Life) -> None:
    words = "請看第 2 項\n\nState: merged\n「〈甲〉」\u2028完"
    life.save()
    reviewing.comment(life.archive, TAIPEI, words, by=HUA, on=ON)

    step = life.archive.branches.steps(TAIPEI)[-1]

    assert step.words == words
    assert life.now.state is State.DRAFT


def test_a_withdrawn_text_is_a_draft_and_a_reviewed_one_stays_sent(life: Life) -> None:
    life.save()
    life.send()
    assert filing.withdraw(life.archive, TAIPEI, by=MING, on=ON).state is State.DRAFT
    life.send()
    reviewing.comment(life.archive, TAIPEI, "看過了", by=COORDINATOR, on=ON)

    with pytest.raises(TooLateToWithdraw):
        filing.withdraw(life.archive, TAIPEI, by=MING, on=ON)


def test_a_merged_text_is_changed_only_after_reopening(life: Life) -> None:
    life.merged("1. 甲。\n")
    with pytest.raises(NotNow, match="已納入"):
        life.save("1. 乙。\n")

    reviewing.reopen(life.archive, TAIPEI, "更正日期", by=COORDINATOR, on=ON)

    assert life.merged("1. 乙。\n").state is State.MERGED
    told = [step.trailers["Step"] for step in life.archive.branches.steps(TAIPEI)]
    once = ["save", "send", "approve", "merge"]
    assert told == [*once, "reopen", *once]


def test_an_imported_text_is_reopened_like_a_merged_one(life: Life) -> None:
    files = {TAIPEI.path: dump(a_text(TAIPEI))}
    life.archive.record(files, Move("匯入", MING.author, ON, {"Step": "import"}))
    assert life.now.state is State.MERGED

    reviewing.reopen(life.archive, TAIPEI, "補登", by=COORDINATOR, on=ON)

    assert life.merged("1. 乙。\n").state is State.MERGED


def test_an_approval_lapses_where_the_report_changed_under_it(life: Life) -> None:
    life.save()
    life.send()
    life.approve()
    other = {TAIPEI.path: dump(a_text(TAIPEI, "1. 別人寫的。\n"))}
    life.archive.record(other, Move("修補", MING.author, ON, {"Step": "import"}))

    with pytest.raises(BaseChanged, match="核定失效"):
        life.merge()

    assert life.now.state is State.RETURNED
    life.send()
    life.approve()
    assert life.merge().state is State.MERGED


def test_one_that_cannot_be_merged_holds_back_the_whole_basket(life: Life) -> None:
    life.save()
    life.send()
    life.approve()
    filing.save(life.archive, a_text(KEELUNG), base="", by=HUA, on=ON)
    before = git(life.archive, "rev-parse", "main")

    with pytest.raises(NotNow):
        reviewing.merge(life.archive, [TAIPEI, KEELUNG], by=COORDINATOR, on=ON)
    assert git(life.archive, "rev-parse", "main") == before


def test_a_text_that_fits_no_section_is_not_merged(life: Life) -> None:
    life.save("## gone\n\n1. 甲。\n")
    life.send()
    life.approve()

    with pytest.raises(DoesNotFit, match="gone"):
        life.merge()


def test_an_empty_text_is_not_sent(life: Life) -> None:
    life.save("")

    with pytest.raises(NothingToSend):
        life.send()


def test_rights_are_asked_before_anything_is_written(life: Life) -> None:
    blob = life.save().blob

    for person in (HUA, READER):
        with pytest.raises(NotAllowed):
            filing.save(life.archive, a_text(TAIPEI, "1. x\n"), base=blob, by=person, on=ON)
    with pytest.raises(NotAllowed):
        reviewing.approve(life.archive, TAIPEI, blob=blob, by=MING, on=ON)
    with pytest.raises(NotAllowed):
        reviewing.merge(life.archive, [TAIPEI], by=MING, on=ON)


def test_the_lead_city_writes_the_joint_text(life: Life) -> None:
    with pytest.raises(NotAllowed):
        filing.save(life.archive, a_text(JOINT), base="", by=MING, on=ON)

    assert filing.save(life.archive, a_text(JOINT), base="", by=HUA, on=ON).state is State.DRAFT


def test_a_city_that_the_register_does_not_ask_is_refused(life: Life) -> None:
    nowhere = type(TAIPEI)(QUARTER, "bridge", "taoyuan")

    with pytest.raises(NotAsked):
        filing.save(life.archive, a_text(nowhere), base="", by=COORDINATOR, on=ON)


def test_a_quarter_takes_no_text_before_it_opens(life: Life) -> None:
    early = ON - timedelta(days=30)

    with pytest.raises(QuarterClosed, match="起開放"):
        filing.save(life.archive, a_text(TAIPEI), base="", by=MING, on=early)


def closed(life: Life, stage: Stage) -> None:
    path = f"{QUARTER}/quarter.md"
    record = dump(a_record(state=stage))
    life.archive.record({path: record}, Move("截止", MING.author, ON, {"Step": "close"}))


def test_a_closed_quarter_takes_only_what_was_sent_before(life: Life) -> None:
    life.save()
    life.send()
    closed(life, Stage.CLOSED)

    assert life.save("1. 補正。\n").state is State.DRAFT
    with pytest.raises(QuarterClosed, match="截止"):
        filing.save(life.archive, a_text(KEELUNG), base="", by=HUA, on=ON)


def test_a_closed_quarter_takes_what_has_an_exception_that_still_runs(tmp_path: Path) -> None:
    until = ON + timedelta(days=9)
    allowed = {"city": "keelung", "until": until, "by": "吳雅婷", "why": "資料彙整中"}
    world = {"state": Stage.CLOSED, "due": ON - timedelta(days=1), "exceptions": [allowed]}

    with an_archive(tmp_path, **world) as archive:
        for place, filer, on in ((TAIPEI, MING, ON), (KEELUNG, HUA, until + timedelta(days=1))):
            with pytest.raises(QuarterClosed, match="展延"):
                filing.save(archive, a_text(place), base="", by=filer, on=on)
        assert filing.save(archive, a_text(KEELUNG), base="", by=HUA, on=until).blob


def test_a_pushed_text_that_names_another_place_cannot_be_sent(life: Life, tmp_path: Path) -> None:
    life.save()
    clone = tmp_path / "clone"
    git(life.archive, "clone", "-q", "-b", TAIPEI.branch, ".", str(clone))
    (clone / TAIPEI.path).write_bytes(dump(a_text(KEELUNG)))
    me = ["-c", "user.name=外人", "-c", "user.email=out@example.org"]
    for words in (["add", "."], [*me, "commit", "-qm", "改"], ["push", "-q"]):
        subprocess.run(["git", "-C", clone, *words], check=True, capture_output=True)

    with pytest.raises(BadRecord, match="keelung，應為 taipei"):
        life.send()


def test_a_frozen_quarter_takes_nothing(life: Life) -> None:
    life.merged()
    closed(life, Stage.FROZEN)

    with pytest.raises(QuarterClosed, match="勘誤"):
        reviewing.reopen(life.archive, TAIPEI, "改", by=COORDINATOR, on=ON)
    with pytest.raises(QuarterClosed, match="勘誤"):
        filing.save(life.archive, a_text(KEELUNG), base="", by=HUA, on=ON)


def test_a_text_pushed_with_git_is_a_draft_and_a_broken_one_cannot_be_sent(
    life: Life, tmp_path: Path
) -> None:
    life.save()
    life.send()
    clone = tmp_path / "clone"
    git(life.archive, "clone", "-q", "-b", TAIPEI.branch, ".", str(clone))
    (clone / TAIPEI.path).write_text("壞掉的紀錄", encoding="utf-8")
    me = ["-c", "user.name=外人", "-c", "user.email=out@example.org"]
    for words in (["add", "."], [*me, "commit", "-qm", "改"], ["push", "-q"]):
        subprocess.run(["git", "-C", clone, *words], check=True, capture_output=True)

    pushed = life.now

    assert (pushed.state, pushed.pushed) == (State.DRAFT, 1)
    assert [author.name for author in pushed.filed_by] == ["王小明", "外人"]
    with pytest.raises(Exception, match="---"):
        life.send()
    assert life.save("1. 修好。\n").pushed == 0


def test_the_state_of_a_whole_quarter_is_read_in_one_call(life: Life) -> None:
    life.merged()
    filing.save(life.archive, a_text(KEELUNG), base="", by=HUA, on=ON)

    found = filing.submissions(life.archive, QUARTER)

    assert {place.owner: each.state for place, each in found.items()} == {
        "taipei": State.MERGED,
        "keelung": State.DRAFT,
        "joint": State.MISSING,
    }
    assert BRIDGE.owners == ("taipei", "keelung")


def test_a_merge_that_was_killed_halfway_is_a_merge(life: Life) -> None:
    life.save()
    life.send()
    approved = life.approve()
    merged = life.merge()
    # What a SIGKILL leaves between the two references of a merge: main has moved, the branch not.
    git(life.archive, "update-ref", f"refs/heads/{TAIPEI.branch}", approved.tip)

    assert (life.now.state, life.now.tip) == (State.MERGED, merged.tip)
    reviewing.reopen(life.archive, TAIPEI, "更正", by=COORDINATOR, on=ON)
    assert life.merged("1. 乙。\n").state is State.MERGED
