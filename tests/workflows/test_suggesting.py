"""Suggestions for a text of others, on a real archive."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lives import BRIDGE, HUA, JOINT, MING, ON, READER, RIVER, a_text, an_archive, git

from records.archive import Archive
from records.errors import NotThere
from records.place import Place
from records.project import Figure, Section
from records.prose import from_markdown
from workflows import filing
from workflows.filing import TextChanged
from workflows.people import NotAllowed
from workflows.submission import NotNow, State, Submission
from workflows.suggesting import (
    NoSuchPiece,
    NothingProposed,
    Spot,
    adopt,
    decline,
    suggest,
    suggestions,
)

BODY = "前言。\n\n1. 甲。\n   1. 甲之一。\n1. 乙。\n"
COUNTED = RIVER.model_copy(
    update={
        "figures": (Figure(id="visits", label="參訪", unit="次"),),
        "sections": (
            Section(id="main", by="joint"),
            Section(id="own", by=("taipei",), heading="臺北市自辦"),
        ),
    }
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with an_archive(tmp_path, projects=(BRIDGE, COUNTED)) as made:
        yield made


def later(minutes: int = 1) -> datetime:
    return ON + timedelta(minutes=minutes)


def now(archive: Archive) -> Submission:
    return filing.submission(archive, JOINT)


def written(archive: Archive, body: str = BODY) -> Submission:
    """Let the lead city write the joint text."""
    text = a_text(JOINT, f"## main\n\n{body}")
    return filing.save(archive, text, base=now(archive).blob, by=HUA, on=ON)


def proposed(archive: Archive, piece: int, instead: str, wording: str) -> str:
    """Let the other city propose a wording, and return the suggestion's commit."""
    spot = Spot("main", piece)
    suggest(archive, JOINT, wording, spot=spot, instead=instead, by=MING, on=later())
    return suggestions(archive, JOINT)[-1].commit


def body_of(archive: Archive) -> object:
    return archive.filing(JOINT, now(archive).blob).parts["main"]


def test_a_suggestion_is_kept_on_the_branch_and_changes_no_text(archive: Archive) -> None:
    before = written(archive)

    proposed(archive, 3, "甲之一。", "甲之一，已完成。")

    (found,) = suggestions(archive, JOINT)
    assert (found.by.name, found.spot, found.wording) == (
        "王小明",
        Spot("main", 3),
        "甲之一，已完成。",
    )
    assert (found.settled, found.adopted) == ("", False)
    assert (now(archive).blob, now(archive).state) == (before.blob, State.DRAFT)


def test_a_suggestion_stands_in_git_as_trailers(archive: Archive) -> None:
    written(archive)

    proposed(archive, 4, "乙。", "乙，另案辦理。")

    said = git(archive, "log", "-1", "--format=%(trailers)", JOINT.branch)
    assert 'Suggestion: "乙，另案辦理。"' in said
    assert 'Instead: "乙。"' in said
    assert 'Anchor: "main/4"' in said


@pytest.mark.parametrize(
    ("piece", "instead", "becomes"),
    [
        (1, "前言。", "新。\n\n1. 甲。\n   1. 甲之一。\n1. 乙。\n"),
        (2, "甲。", "前言。\n\n1. 新。\n   1. 甲之一。\n1. 乙。\n"),
        (3, "甲之一。", "前言。\n\n1. 甲。\n   1. 新。\n1. 乙。\n"),
        (4, "乙。", "前言。\n\n1. 甲。\n   1. 甲之一。\n1. 新。\n"),
        (0, "", "前言。\n\n1. 甲。\n   1. 甲之一。\n1. 乙。\n1. 新。\n"),
    ],
)
def test_what_is_adopted_stands_in_its_place_and_nothing_else_moves(
    archive: Archive, piece: int, instead: str, becomes: str
) -> None:
    written(archive)
    commit = proposed(archive, piece, instead, "新。")

    adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert body_of(archive) == from_markdown(becomes)[""]


def test_a_cell_of_a_table_can_be_suggested(archive: Archive) -> None:
    written(archive, "| 市 | 次 |\n|---|---|\n| 甲 | 1 |\n")
    commit = proposed(archive, 4, "1", "2")

    adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert body_of(archive) == from_markdown("| 市 | 次 |\n|---|---|\n| 甲 | 2 |\n")[""]


def test_adopting_is_a_save_of_the_lead_and_names_the_suggestion(archive: Archive) -> None:
    written(archive)
    commit = proposed(archive, 4, "乙。", "丙。")

    adopted = adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    (found,) = suggestions(archive, JOINT)
    assert (found.settled, found.adopted) == (adopted.tip, True)
    assert git(archive, "log", "-1", "--format=%an", JOINT.branch) == "李小華"
    assert f"Adopted: {commit}" in git(archive, "log", "-1", "--format=%B", JOINT.branch)


def test_adopting_in_a_sent_text_makes_it_a_draft_again(archive: Archive) -> None:
    written(archive)
    filing.send(archive, JOINT, blob=now(archive).blob, by=HUA, on=later())
    commit = proposed(archive, 4, "乙。", "丙。")

    adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert now(archive).state is State.DRAFT


def test_a_piece_that_moved_is_found_by_its_words(archive: Archive) -> None:
    written(archive)
    commit = proposed(archive, 4, "乙。", "丙。")
    written(archive, "1. 新的一項。\n1. 甲。\n1. 補一項。\n1. 再補一項。\n1. 乙。\n")

    adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert "丙。" in str(body_of(archive))
    assert "乙。" not in str(body_of(archive))


def test_of_two_equal_pieces_the_one_nearest_to_the_old_place_is_meant(archive: Archive) -> None:
    written(archive, "1. 無。\n1. 甲。\n1. 無。\n")
    commit = proposed(archive, 3, "無。", "一次。")

    adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert body_of(archive) == from_markdown("1. 無。\n1. 甲。\n1. 一次。\n")[""]


def test_a_piece_that_was_rewritten_meanwhile_is_not_adopted_blindly(archive: Archive) -> None:
    written(archive)
    commit = proposed(archive, 4, "乙。", "丙。")
    written(archive, "1. 甲。\n1. 完全改寫。\n")

    with pytest.raises(NoSuchPiece, match="「乙。」已經改過"):
        adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert suggestions(archive, JOINT)[0].settled == ""


def test_nobody_adopts_into_a_text_that_he_has_not_seen(archive: Archive) -> None:
    seen = written(archive).blob
    commit = proposed(archive, 4, "乙。", "丙。")
    written(archive, "1. 甲。\n1. 乙。\n")

    with pytest.raises(TextChanged):
        adopt(archive, JOINT, commit, blob=seen, by=HUA, on=later(2))


def test_a_suggestion_is_settled_once(archive: Archive) -> None:
    written(archive)
    commit = proposed(archive, 4, "乙。", "丙。")
    decline(archive, JOINT, commit, by=HUA, on=later(2))

    with pytest.raises(NotThere, match="已經處理過"):
        adopt(archive, JOINT, commit, blob=now(archive).blob, by=HUA, on=later(3))

    (found,) = suggestions(archive, JOINT)
    assert (bool(found.settled), found.adopted) == (True, False)


def test_a_figure_can_be_suggested(archive: Archive) -> None:
    written(archive)
    suggest(archive, JOINT, "12", spot=Spot(figure="visits"), by=MING, on=later())
    (found,) = suggestions(archive, JOINT)

    adopt(archive, JOINT, found.commit, blob=now(archive).blob, by=HUA, on=later(2))

    assert archive.filing(JOINT, now(archive).blob).figures == {"visits": "12"}


def test_an_unknown_figure_or_section_of_others_is_refused(archive: Archive) -> None:
    written(archive)

    for spot in (Spot(figure="nothing"), Spot("own"), Spot("")):
        with pytest.raises(NoSuchPiece, match="重新載入"):
            suggest(archive, JOINT, "新。", spot=spot, by=MING, on=later())


@pytest.mark.parametrize("wording", ["", " \u200b ", "乙。"])
def test_a_suggestion_needs_other_words_than_those_that_stand_there(
    archive: Archive, wording: str
) -> None:
    written(archive)

    with pytest.raises(NothingProposed, match="請寫下"):
        proposed(archive, 4, "乙。", wording)


def test_only_who_takes_part_suggests_and_only_the_lead_adopts(archive: Archive) -> None:
    written(archive)
    commit = proposed(archive, 4, "乙。", "丙。")

    with pytest.raises(NotAllowed):
        suggest(archive, JOINT, "丁。", spot=Spot("main"), by=READER, on=later())
    with pytest.raises(NotAllowed):
        adopt(archive, JOINT, commit, blob=now(archive).blob, by=MING, on=later(2))


def test_a_text_that_nobody_has_written_takes_no_suggestion(archive: Archive) -> None:
    with pytest.raises(NotNow):
        suggest(archive, JOINT, "新。", spot=Spot("main"), by=MING, on=later())


def test_a_text_of_one_section_takes_the_suggestion_where_it_stands(tmp_path: Path) -> None:
    place = Place(JOINT.quarter, "bridge", "keelung")
    with an_archive(tmp_path) as archive:
        filing.save(archive, a_text(place, "1. 甲。\n"), base="", by=HUA, on=ON)
        suggest(archive, place, "乙。", spot=Spot("main", 1), instead="甲。", by=MING, on=later())
        (found,) = suggestions(archive, place)
        blob = filing.submission(archive, place).blob

        saved = adopt(archive, place, found.commit, blob=blob, by=HUA, on=later(2))

        assert archive.filing(place, saved.blob).parts == from_markdown("1. 乙。\n")
