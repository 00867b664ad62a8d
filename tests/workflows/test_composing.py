"""What a person enters on the form becomes a filing."""

from collections.abc import Iterator

import pytest
from lives import BRIDGE, RIVER, TAIPEI, a_text, an_archive

from records.filing import Filing, Progress
from records.outline import Blocks
from records.place import Place
from records.project import Figure, Section
from records.prose import from_markdown
from records.quarter import Quarter
from records.textform import dump, load_filing
from workflows.composing import BadEntry, Entry, composed, entered
from workflows.filing import Desk, desk

MIXED = BRIDGE.model_copy(
    update={
        "project": "mixed",
        "order": 3,
        "figures": (Figure(id="drills", label="演練", unit="場"),),
        "sections": (
            Section(id="drill", by=("taipei", "keelung"), heading="聯合演練："),
            Section(id="radio", by="joint"),
            Section(id="visits", by=("keelung", "taipei"), heading="互訪"),
        ),
    }
)
PLACE = Place(TAIPEI.quarter, "mixed", "taipei")
BEFORE = Quarter(114, 3)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    with an_archive(
        tmp_path_factory.mktemp("composing"), projects=(BRIDGE, RIVER, MIXED)
    ) as archive:
        yield {place.project: desk(archive, place) for place in (TAIPEI, PLACE)}


def blocks(body: str = "1. 已開工。\n") -> Blocks:
    return from_markdown(body)[""]


def stored(front: str, body: str) -> Filing:
    return load_filing(f"---\n{front}---\n{body}".encode())


FRONT = "quarter: 114Q4\nproject: {}\ncity: taipei\nprogress: {}\n"

TEXTS = {
    "plain": (FRONT.format("bridge", "new"), "1. 甲。\n"),
    "named": (FRONT.format("bridge", "new"), "## main\n\n1. 甲。\n"),
    "astray": (FRONT.format("bridge", "new"), "1. 甲。\n\n## gone\n\n舊段落。\n"),
    "both": (FRONT.format("bridge", "new"), "未歸位。\n\n## main\n\n1. 甲。\n"),
    "done": (FRONT.format("bridge", "done"), "完工。\n"),
    "none": (FRONT.format("bridge", "none") + "reason: 未達節點\ncarried_from: 114Q2\n", "甲。\n"),
    "figures": (
        FRONT.format("mixed", "new") + "figures:\n  gone: '1'\n  drills: '2'\n",
        "## drill\n\n甲。\n\n## visits\n\n乙。\n",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_entering_what_is_there_gives_the_same_record(desks: dict[str, Desk], name: str) -> None:
    text = stored(*TEXTS[name])
    here = desks[text.project]
    last = a_text(TAIPEI, "1. 甲。\n").model_copy(update={"quarter": BEFORE})

    again = composed(here, text, entered(here.project, "taipei", text), last=last)

    assert dump(again) == dump(text)


def test_what_the_form_does_not_show_stays(desks: dict[str, Desk]) -> None:
    text = stored(*TEXTS["figures"])
    entry = Entry({"drill": blocks("丙。\n"), "visits": ()}, figures={"drills": ""})

    again = composed(desks["mixed"], text, entry, last=None)

    assert again.figures == {"gone": "1"}
    assert again.parts == {"drill": blocks("丙。\n")}


def test_the_text_of_a_project_with_one_section_needs_no_heading(desks: dict[str, Desk]) -> None:
    made = composed(desks["bridge"], None, Entry({"main": blocks()}), last=None)

    assert made == a_text(TAIPEI)


def test_several_sections_stand_in_the_order_of_print(desks: dict[str, Desk]) -> None:
    entry = Entry({"visits": blocks("乙。\n"), "drill": blocks("甲。\n")})

    made = composed(desks["mixed"], None, entry, last=None)

    assert list(made.parts) == ["drill", "visits"]


def test_a_section_that_is_added_later_stands_in_the_order_of_print(
    desks: dict[str, Desk],
) -> None:
    first = composed(desks["mixed"], None, Entry({"visits": blocks()}), last=None)
    entry = Entry({"visits": blocks(), "drill": blocks("甲。\n")})

    assert list(composed(desks["mixed"], first, entry, last=None).parts) == ["drill", "visits"]


def test_nothing_new_takes_over_the_last_text_and_says_since_when(desks: dict[str, Desk]) -> None:
    last = a_text(TAIPEI).model_copy(update={"quarter": BEFORE})
    entry = Entry({"main": ()}, Progress.NONE, "未達節點")

    made = composed(desks["bridge"], None, entry, last=last)

    assert (made.parts, made.carried_from) == (last.parts, BEFORE)


def test_a_text_that_was_carried_before_says_since_when_it_stands(desks: dict[str, Desk]) -> None:
    since = {"quarter": BEFORE, "carried_from": Quarter(114, 1)}
    last = a_text(TAIPEI).model_copy(update=since)
    entry = Entry({"main": last.parts[""]}, Progress.NONE, "未達節點")

    assert composed(desks["bridge"], None, entry, last=last).carried_from == Quarter(114, 1)


def test_a_text_of_its_own_is_not_called_carried(desks: dict[str, Desk]) -> None:
    last = a_text(TAIPEI).model_copy(update={"quarter": BEFORE})
    entry = Entry({"main": blocks("另寫。\n")}, Progress.NONE, "未達節點")

    assert composed(desks["bridge"], None, entry, last=last).carried_from is None


def test_a_text_with_new_progress_is_carried_no_longer(desks: dict[str, Desk]) -> None:
    text = stored(*TEXTS["none"])
    entry = Entry({"main": text.parts[""]}, Progress.NEW)

    assert composed(desks["bridge"], text, entry, last=None).carried_from is None


def test_nothing_new_needs_a_reason(desks: dict[str, Desk]) -> None:
    with pytest.raises(BadEntry, match="理由") as told:
        composed(desks["bridge"], None, Entry({}, Progress.NONE, " \u200b"), last=None)

    assert told.value.field == "reason"


def test_a_value_beyond_the_limit_of_a_record_is_refused_at_its_field(
    desks: dict[str, Desk],
) -> None:
    entry = Entry({}, figures={"drills": "9" * 2001})

    with pytest.raises(BadEntry, match="最多") as told:
        composed(desks["mixed"], None, entry, last=None)

    assert told.value.field == "figure.drills"
