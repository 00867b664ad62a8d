"""The life of a submission: every step in every state, and the way into trailers and back."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lives import COORDINATOR, MING, ON, TAIPEI

from records.branch import Branch
from records.objects import Author
from workflows.submission import (
    STEPS,
    NotNow,
    OwnText,
    State,
    Step,
    Submission,
    TooLateToWithdraw,
)

WU = COORDINATOR.author
LATER = datetime(2026, 1, 13, 2, tzinfo=UTC)


def a_submission(state: State) -> Submission:
    return Submission(
        TAIPEI,
        state,
        tip="a" * 40,
        blob="b" * 40,
        base="c" * 40,
        since=ON,
        by=MING.author,
        filed_by=(MING.author,),
        sent_by=MING.author,
        first_sent=ON,
    )


def the_branch(submission: Submission) -> Branch:
    said = {**submission.trailers(), "Blob": submission.blob}
    assert submission.by is not None
    return Branch(
        submission.place,
        submission.tip,
        submission.blob,
        submission.base,
        said,
        submission.by,
        ON,
    )


def test_a_returned_submission_can_be_sent_again() -> None:
    assert a_submission(State.RETURNED).after(Step.SEND, by=WU, on=LATER).state is State.SENT


@pytest.mark.parametrize(("state", "step"), list(itertools.product(State, Step)))
def test_what_is_not_in_the_table_cannot_happen(state: State, step: Step) -> None:
    before = a_submission(state)

    if (state, step) in STEPS:
        assert before.after(step, by=WU, on=LATER).state is STEPS[state, step]
    else:
        with pytest.raises(NotNow, match="不能"):
            before.after(step, by=WU, on=LATER)


@pytest.mark.parametrize(("state", "step"), sorted(STEPS))
def test_the_tip_says_the_whole_folded_state(state: State, step: Step) -> None:
    after = a_submission(state).after(step, by=WU, on=LATER, reason="請補\n日期", reviewing=True)

    assert Submission.of(TAIPEI, the_branch(after)) == after


def test_nothing_but_a_merge_reaches_the_report_and_only_from_approved() -> None:
    reached = [state for (state, step), after in STEPS.items() if after is State.MERGED]

    assert set(reached) == {State.APPROVED, State.MERGED}


def test_nobody_decides_on_a_text_that_he_wrote() -> None:
    sent = replace(a_submission(State.SENT), filed_by=(Author("別名", "WU@example.org"),))

    for step in (Step.APPROVE, Step.SEND_BACK):
        with pytest.raises(OwnText, match="另一位"):
            sent.after(step, by=WU, on=LATER, reviewing=True)


def test_a_text_is_withdrawn_until_a_coordinators_first_step() -> None:
    sent = a_submission(State.SENT)
    asked = sent.after(Step.COMMENT, by=MING.author, on=LATER, reviewing=False)
    read = sent.after(Step.COMMENT, by=WU, on=LATER, reviewing=True)

    assert asked.after(Step.WITHDRAW, by=MING.author, on=LATER).state is State.DRAFT
    with pytest.raises(TooLateToWithdraw):
        read.after(Step.WITHDRAW, by=MING.author, on=LATER)


def test_the_first_sending_is_kept_when_a_text_is_sent_again() -> None:
    again = a_submission(State.RETURNED).after(Step.SEND, by=MING.author, on=LATER)

    assert (again.first_sent, again.since) == (ON, LATER)


def test_a_pushed_commit_makes_an_approved_text_a_draft_again() -> None:
    approved = a_submission(State.SENT).after(Step.APPROVE, by=WU, on=LATER)

    pushed = approved.pushed_over(Author("外", "out@example.org"), LATER)

    assert (pushed.state, pushed.approved_by, pushed.pushed) == (State.DRAFT, None, 1)
    assert [each.email for each in pushed.filed_by] == ["ming@example.org", "out@example.org"]


def test_a_text_without_a_branch_came_by_import() -> None:
    assert Submission.of(TAIPEI, None, "b" * 40).state is State.MERGED
    assert Submission.of(TAIPEI, None, "").state is State.MISSING
