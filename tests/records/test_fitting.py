from typing import Any

import pytest

from records.filing import Filing
from records.fitting import misplaced
from records.outline import Blocks, Paragraph
from records.project import Project, Section
from records.quarter import Quarter

TEXT = (Paragraph("開工。"),)
MAIN = Section(id="main", by=("taipei", "keelung"))
TOPIC = Section(id="topic", by=("taipei",), heading="甲：")
JOINT = Section(id="all", by="joint")


def a_project(*sections: Section) -> Project:
    return Project(
        project="a",
        name="甲",
        group="g",
        order=1,
        cities=("taipei", "keelung"),
        sections=sections,
    )


def a_filing(city: str = "taipei", **parts: Blocks) -> Filing:
    named = {"" if name == "_" else name: blocks for name, blocks in parts.items()}
    return Filing(quarter=Quarter(114, 4), project="a", city=city, parts=named)


@pytest.mark.parametrize(
    ("sections", "filing", "astray"),
    [
        ([MAIN], a_filing(_=TEXT), ()),
        ([MAIN], a_filing(main=TEXT), ()),
        ([MAIN], a_filing(_=TEXT, main=TEXT), ("",)),
        ([MAIN], a_filing(_=TEXT, main=()), ()),
        ([MAIN], a_filing(gone=TEXT), ("gone",)),
        ([MAIN], a_filing(gone=()), ()),
        ([MAIN, TOPIC], a_filing(main=TEXT, topic=TEXT), ()),
        ([MAIN, TOPIC], a_filing(_=TEXT, main=TEXT), ("",)),
        ([MAIN, TOPIC], a_filing("keelung", main=TEXT, topic=TEXT), ("topic",)),
        ([JOINT, MAIN], a_filing(all=TEXT), ("all",)),
        ([JOINT, MAIN], a_filing("joint", all=TEXT), ()),
        ([JOINT], a_filing(_=TEXT), ("",)),
        ([JOINT], a_filing("joint", _=TEXT), ()),
    ],
)
def test_parts_that_no_section_prints_are_named(
    sections: list[Section], filing: Filing, astray: tuple[str, ...]
) -> None:
    assert misplaced(a_project(*sections), filing) == astray


@pytest.mark.parametrize("filing", [a_filing(_=TEXT), a_filing(main=TEXT), a_filing(gone=TEXT)])
def test_what_is_printed_and_what_is_astray_is_all_there_is(filing: Filing) -> None:
    project = a_project(MAIN)

    printed = bool(filing.part("main", only=True))

    assert printed + len(misplaced(project, filing)) == 1


def test_a_section_prints_its_own_part_and_only_a_single_one_the_plain_text() -> None:
    own: Any = (Paragraph("甲"),)

    assert a_filing(_=TEXT, main=own).part("main", only=True) == own
    assert a_filing(_=TEXT).part("main", only=True) == TEXT
    assert a_filing(_=TEXT).part("main", only=False) == ()
