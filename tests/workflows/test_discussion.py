from collections.abc import Iterator
from pathlib import Path

import pytest
from lives import COORDINATOR, MING, TAIPEI, Life, an_archive

from workflows import reviewing
from workflows.discussion import Thread, discussion, unresolved
from workflows.reviewing import NothingSaid
from workflows.suggesting import Spot

BODY = "1. 五月開工。\n2. 六月完工。\n3. 六月啟用。\n"


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with an_archive(tmp_path) as archive:
        life = Life(archive)
        life.save(BODY)
        life.send()
        yield life


def say(life: Life, text: str = "請補日期。", *, phrase: str = "六月", piece: int = 3) -> Thread:
    """Let the coordinator say something on an item."""
    spot = Spot("", piece)
    reviewing.comment(
        life.archive,
        TAIPEI,
        text,
        by=COORDINATOR,
        on=life.on(),
        anchor=spot.anchor,
        phrase=phrase,
    )
    return discussion(life.archive, TAIPEI)[-1]


def answer(life: Life, thread: Thread, text: str, *, resolves: bool | None = None) -> Thread:
    reviewing.comment(
        life.archive, TAIPEI, text, by=MING, on=life.on(), thread=thread.commit, resolves=resolves
    )
    return discussion(life.archive, TAIPEI)[-1]


def stands(life: Life, thread: Thread) -> Spot | None:
    return thread.standing(life.archive.filing(TAIPEI, life.now.blob))


def test_a_comment_stands_beside_the_nearest_of_the_same_words(life: Life) -> None:
    assert stands(life, say(life, piece=3)) == Spot("", 3)
    assert stands(life, say(life, piece=2)) == Spot("", 2)


def test_a_comment_follows_its_words_when_items_come_before_them(life: Life) -> None:
    thread = say(life, phrase="六月啟用")
    life.save("1. 三月決標。\n2. 四月訂約。\n3. 五月開工。\n4. 六月完工。\n5. 六月啟用。\n")

    assert stands(life, thread) == Spot("", 5)


def test_a_comment_says_when_its_words_are_gone(life: Life) -> None:
    thread = say(life, phrase="六月啟用")
    life.save("1. 五月開工。\n2. 七月啟用。\n")

    assert stands(life, thread) is None
    assert thread.phrase == "六月啟用"


def test_a_comment_on_the_whole_text_stands_beside_no_words(life: Life) -> None:
    reviewing.comment(life.archive, TAIPEI, "寫得很清楚。", by=COORDINATOR, on=life.on())

    [thread] = discussion(life.archive, TAIPEI)
    assert thread.spot is None
    assert stands(life, thread) is None


def test_answers_stand_below_what_they_answer(life: Life) -> None:
    thread = answer(life, say(life), "已補。")

    assert [(each.by.name, each.reviewer, each.words) for each in thread.remarks] == [
        ("吳雅婷", True, "請補日期。"),
        ("王小明", False, "已補。"),
    ]


def test_a_thread_is_resolved_and_opened_again(life: Life) -> None:
    thread = say(life)
    assert unresolved([thread]) == 1

    thread = answer(life, thread, "", resolves=True)
    assert thread.resolved
    assert len(thread.remarks) == 1

    thread = answer(life, thread, "還缺一天。")
    assert not thread.resolved


def test_a_comment_without_words_is_refused(life: Life) -> None:
    with pytest.raises(NothingSaid):
        say(life, "  ")
    with pytest.raises(NothingSaid):
        reviewing.comment(life.archive, TAIPEI, "", by=COORDINATOR, on=life.on(), resolves=True)


def test_a_text_that_was_merged_begins_without_comments(life: Life) -> None:
    say(life)
    life.approve()
    life.merge()

    assert discussion(life.archive, TAIPEI) == ()
