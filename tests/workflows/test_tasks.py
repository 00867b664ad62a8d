"""The desk of a person: what is to be done, in order, and what changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
    RIVER,
    TAIPEI,
    Life,
    a_text,
    an_archive,
)

from records.archive import Archive
from records.place import Place
from records.project import Project, Status
from workflows import filing, reviewing
from workflows.people import Person, Role
from workflows.submission import State, Step
from workflows.tasks import Next, TaskList, next_after, tasks_of

COLLEAGUE = Person("同事", "colleague@example.org", Role.FILER, "taipei")
NEAR = datetime(2026, 1, 14, 1, tzinfo=UTC)
OVER = datetime(2026, 1, 19, 1, tzinfo=UTC)


def several(count: int) -> tuple[Project, ...]:
    """Return projects that 臺北市 writes on, in print order."""
    return tuple(
        BRIDGE.model_copy(update={"project": f"p{at}", "name": f"方案 {at}", "order": at})
        for at in range(1, count + 1)
    )


def at(project: str, owner: str = "taipei") -> Place:
    return Place(QUARTER, project, owner)


def look(archive: Archive, person: Person = MING, now: datetime = ON) -> TaskList:
    return tasks_of(archive, QUARTER, person, now=now)


def order(found: TaskList) -> list[tuple[str, Next]]:
    return [(task.place.project, task.kind) for task in found.tasks]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path) as made:
        yield made


@pytest.fixture
def six(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path, projects=several(6)) as made:
        yield made


def test_a_filer_has_the_texts_of_his_city_and_no_others(archive: Archive) -> None:
    assert [task.place for task in look(archive).tasks] == [TAIPEI]


def test_the_joint_text_lies_on_the_desk_of_the_lead_city(archive: Archive) -> None:
    assert [task.place for task in look(archive, HUA).tasks] == [KEELUNG, JOINT]
    assert [task.owner for task in look(archive, HUA).tasks] == ["基隆市", "合併"]


@pytest.mark.parametrize("person", [COORDINATOR, READER])
def test_who_files_for_no_city_has_an_empty_desk(archive: Archive, person: Person) -> None:
    assert look(archive, person).tasks == ()


def test_a_filer_of_one_group_sees_only_its_projects(tmp_path: Path) -> None:
    health = Person("張三", "san@example.org", Role.FILER, "taipei", frozenset({"health"}))

    with an_archive(tmp_path) as archive:
        assert look(archive, health).tasks == ()


def test_a_deputy_has_both_desks(archive: Archive) -> None:
    deputy = replace(MING, standing_in=(HUA,))

    assert [task.place for task in look(archive, deputy).tasks] == [TAIPEI, KEELUNG, JOINT]


def test_participants_see_the_joint_text_that_is_on_its_way(archive: Archive) -> None:
    assert look(archive).joint == ()

    Life(archive, JOINT, HUA).save()

    assert [(task.place, task.state) for task in look(archive).joint] == [(JOINT, State.DRAFT)]


def test_what_is_sent_back_comes_first_and_what_is_done_last(six: Archive) -> None:
    lives = {name: Life(six, at(name)) for name in ("p2", "p3", "p4", "p5")}
    lives["p2"].merged()
    lives["p3"].save()
    lives["p4"].save()
    lives["p4"].send()
    lives["p5"].save()
    sent = lives["p5"].send()
    reviewing.send_back(six, at("p5"), "請補日期", blob=sent.blob, by=COORDINATOR, on=ON)

    assert order(look(six)) == [
        ("p5", Next.MEND),
        ("p1", Next.BEGIN),
        ("p6", Next.BEGIN),
        ("p3", Next.FINISH),
        ("p4", Next.WAIT),
        ("p2", Next.DONE),
    ]


def test_near_the_deadline_texts_come_before_drafts_and_what_is_not_due_yet(
    tmp_path: Path,
) -> None:
    later = {
        "city": "taipei",
        "project": "p1",
        "until": datetime(2026, 2, 1, tzinfo=UTC),
        "by": "吳雅婷",
        "why": "等待會議",
    }
    with an_archive(tmp_path, projects=several(3), exceptions=(later,)) as archive:
        Life(archive, at("p2")).save()

        found = look(archive, now=NEAR)

        assert order(found) == [("p3", Next.HURRY), ("p2", Next.HURRY), ("p1", Next.BEGIN)]
        assert [task.days for task in found.tasks] == [2, 2, 18]


def test_an_overdue_text_says_how_long(archive: Archive) -> None:
    task = look(archive, now=OVER).tasks[0]

    assert (task.kind, task.days, task.late) == (Next.HURRY, -3, True)


def test_what_was_mended_comes_behind_what_is_not(six: Archive) -> None:
    for name in ("p1", "p2"):
        life = Life(six, at(name))
        life.save()
        blob = life.send().blob
        reviewing.send_back(six, at(name), "請補日期", blob=blob, by=COORDINATOR, on=ON)
    Life(six, at("p1")).save("1. 補上日期。\n")

    first, second = look(six).tasks[:2]

    assert (first.place, first.mended) == (at("p2"), False)
    assert (second.place, second.mended) == (at("p1"), True)


def test_paused_and_delisted_projects_ask_for_nothing(tmp_path: Path) -> None:
    paused = BRIDGE.model_copy(update={"status": Status.PAUSED})

    with an_archive(tmp_path, projects=(paused,)) as archive:
        assert look(archive).tasks == ()


def test_a_frozen_or_unopened_quarter_says_that_it_is_closed(archive: Archive) -> None:
    early = look(archive, now=datetime(2025, 12, 1, tzinfo=UTC)).tasks[0]

    assert "起開放填報" in early.closed
    assert not early.unwritten


def test_news_are_what_others_did_since_the_own_last_step(archive: Archive) -> None:
    life = Life(archive)
    life.save()
    reviewing.comment(archive, TAIPEI, "第一則", by=COORDINATOR, on=life.on())
    life.save("1. 已改。\n")
    sent = life.send()
    reviewing.comment(archive, TAIPEI, "請附圖", by=COORDINATOR, on=life.on())
    reviewing.send_back(archive, TAIPEI, "請補日期", blob=sent.blob, by=COORDINATOR, on=life.on())

    news = look(archive).tasks[0].news

    assert [(each.step, each.who, each.words) for each in news] == [
        (Step.SEND_BACK, "吳雅婷", "請補日期"),
        (Step.COMMENT, "吳雅婷", "請附圖"),
    ]


def test_news_are_fresh_when_they_came_since_the_last_look(archive: Archive) -> None:
    life = Life(archive)
    life.save()
    reviewing.comment(archive, TAIPEI, "舊的", by=COORDINATOR, on=life.on())
    looked = life.at
    reviewing.comment(archive, TAIPEI, "新的", by=COORDINATOR, on=life.on())

    task = tasks_of(archive, QUARTER, MING, now=life.at, seen=looked).tasks[0]

    assert [each.words for each in task.news] == ["新的", "舊的"]
    assert [each.words for each in task.fresh] == ["新的"]


def test_a_colleagues_save_is_no_news_but_is_seen_through(archive: Archive) -> None:
    life = Life(archive)
    life.save()
    reviewing.comment(archive, TAIPEI, "請附圖", by=COORDINATOR, on=life.on())
    Life(archive, filer=COLLEAGUE, at=life.at).save("1. 同事改的。\n")

    assert [each.words for each in look(archive).tasks[0].news] == ["請附圖"]


def test_news_of_a_merge_and_a_reopening_are_read_from_both_sides_of_main(
    archive: Archive,
) -> None:
    life = Life(archive)
    life.merged()
    merged = look(archive).tasks[0].news
    reviewing.reopen(archive, TAIPEI, "更正金額", by=COORDINATOR, on=life.on())
    reopened = look(archive).tasks[0].news

    assert [each.step for each in merged] == [Step.MERGE, Step.APPROVE]
    assert [(each.step, each.words) for each in reopened] == [(Step.REOPEN, "更正金額")]


def test_a_sent_text_may_be_taken_back_until_a_coordinator_began(archive: Archive) -> None:
    life = Life(archive)
    life.save()
    life.send()
    before = look(archive).tasks[0].withdrawable
    reviewing.comment(archive, TAIPEI, "看過了", by=COORDINATOR, on=life.on())

    assert before
    assert not look(archive).tasks[0].withdrawable


def test_groups_part_the_desk(tmp_path: Path) -> None:
    groups = ({"id": "transport", "label": "交通組"}, {"id": "safety", "label": "災防組"})
    one, two = several(2)
    two = two.model_copy(update={"group": "safety"})
    with an_archive(tmp_path, projects=(one, two), groups=groups) as archive:
        found = look(archive)

        assert [group.label for group in found.groups] == ["交通組", "災防組"]
        assert order(found.of_group("safety")) == [("p2", Next.BEGIN)]
        assert found.of_group("") is found


# -- Next project --------------------------------------------------------------------------------


def walk(archive: Archive, start: str, count: int) -> list[str]:
    """Save a text, go on to the next one, and save that, so many times."""
    seen = [start]
    for _ in range(count):
        place = at(seen[-1])
        filing.save(archive, a_text(place), base="", by=MING, on=ON)
        onward = next_after(look(archive).tasks, place)
        seen.append(onward.project if onward else "-")
    return seen


def test_after_a_save_the_next_project_is_the_one_below(six: Archive) -> None:
    assert walk(six, "p1", 6) == ["p1", "p2", "p3", "p4", "p5", "p6", "-"]


def test_who_begins_in_the_middle_comes_round_to_the_first(six: Archive) -> None:
    assert walk(six, "p4", 6) == ["p4", "p5", "p6", "p1", "p2", "p3", "-"]


def test_who_passes_a_text_over_is_not_led_back_at_once(six: Archive) -> None:
    tasks = look(six).tasks

    assert next_after(tasks, at("p2")) == at("p3")
    assert next_after(tasks, at("p6")) == at("p1")


def test_what_was_sent_back_is_next_for_who_comes_from_elsewhere(six: Archive) -> None:
    life = Life(six, at("p3"))
    life.save()
    sent = life.send()
    on = life.at + timedelta(minutes=1)
    reviewing.send_back(six, at("p3"), "請補日期", blob=sent.blob, by=COORDINATOR, on=on)

    assert next_after(look(six).tasks, at("p9")) == at("p3")
    assert next_after(look(six).tasks, at("p3")) == at("p1")


def test_a_mended_text_is_not_offered_again(six: Archive) -> None:
    life = Life(six, at("p3"))
    life.save()
    sent = life.send()
    reviewing.send_back(six, at("p3"), "請補日期", blob=sent.blob, by=COORDINATOR, on=life.on())
    life.save("1. 補上日期。\n")

    assert walk(six, "p1", 5) == ["p1", "p2", "p4", "p5", "p6", "-"]


def test_a_joint_draft_of_another_city_is_never_next(archive: Archive) -> None:
    Life(archive, JOINT, HUA).save()

    assert next_after(look(archive).tasks, TAIPEI) is None
    assert RIVER.lead == "keelung"
