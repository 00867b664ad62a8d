"""A report with rows that were kept is, byte for byte, the report without."""

from dataclasses import replace

import pytest
from holdings import a_filing, a_holding, a_project, every_shape, with_gaps
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import BadRecord
from records.holding import Holding, Source
from records.project import Decision, Gap, Section, Status
from workflows.report import kept as keeping
from workflows.report.kept import Kept
from workflows.report.publish import FORMS, publish, publish_forms

IDS = ("bridge", "ferry", "tunnel")
TEXTS = st.sampled_from(("甲。", "1. 甲\n1. 乙", "前言。\n\n1. 甲\n   - 乙", ""))
TOPICS = (Section(id="main", by=("taipei", "keelung")), Section(id="plan", by="joint"))
GAPS = ((), (Gap(section="main", city="taipei", decision=Decision.NOTHING_NEW, why="未達"),))
PROJECTS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(("甲案", "乙案 <b>")),
        "group": st.sampled_from(("transport", "safety")),
        "status": st.sampled_from(Status),
        "note": st.sampled_from(("", "新增")),
        "remarks": st.sampled_from(((), ("併入",))),
        "themes": st.sampled_from(((), ("climate",), ("moon",))),
        "gaps": st.sampled_from(GAPS),
        "taipei": TEXTS,
        "keelung": TEXTS,
        "joint": TEXTS,
    }
)
QUARTERS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.just("另一季"),
        "numbering": st.sampled_from(("report", "official")),
        "style": st.sampled_from(({"signatures": False}, {"brackets": "half"})),
    },
)
FAULTS = st.lists(
    st.sampled_from([f"114Q4/{name}/{owner}.md" for name in IDS for owner in ("taipei", "joint")]),
    max_size=2,
).map(lambda paths: tuple(BadRecord("不是 UTF-8 文字。", path=path) for path in paths))


@st.composite
def holdings(draw: st.DrawFn) -> Holding:
    """Hold up to three projects, each with whatever it might hold."""
    told = []
    for project in draw(st.lists(st.sampled_from(IDS), unique=True)):
        said = draw(PROJECTS)
        texts = {owner: said.pop(owner) for owner in ("taipei", "keelung", "joint")}
        made = a_project(project, sections=TOPICS, **said)
        filings = {
            owner: a_filing(
                project, owner, f"## {'plan' if owner == 'joint' else 'main'}\n\n{text}"
            )
            for owner, text in texts.items()
            if text
        }
        told.append(replace(made, filings=filings))
    holding = a_holding(*told, faults=draw(FAULTS), **draw(QUARTERS))
    return replace(holding, commit=draw(st.sampled_from(("a" * 40, "b" * 40))))


@settings(deadline=None)
@given(st.lists(holdings(), min_size=2, max_size=5))
def test_kept_rows_change_no_byte(each: list[Holding]) -> None:
    kept = Kept()

    for holding in each:
        assert publish_forms(holding, kept=kept) == publish_forms(holding)


def test_rows_of_many_quarters_change_no_byte() -> None:
    worlds = [every_shape(), with_gaps(), every_shape(numbering="official"), every_shape()]
    kept = Kept()

    for holding in worlds:
        assert publish_forms(holding, FORMS, kept=kept) == publish_forms(holding, FORMS)


def test_only_the_row_that_changed_is_made_anew() -> None:
    kept, made = Kept(), []
    for value in ("甲", "甲", "乙", "甲"):
        kept.get("html", (every_shape().record.quarter, "p"), (value,), lambda: made.append(1))

    assert len(made) == 3


def test_a_source_that_changed_is_written() -> None:
    kept, holding = Kept(), every_shape()
    publish(holding, "html", kept=kept)
    path = holding.path("rescue", "taipei")
    moved = Source(path, "f" * 40, "e" * 40, "陳新填")
    later = replace(holding, sources={**holding.sources, path: moved})

    page = publish(later, "html", kept=kept).decode()

    assert "陳新填" in page
    assert page == publish(later, "html").decode()


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MAX_KEPT", 4)
    kept, quarter = Kept(), every_shape().record.quarter
    first, again = (kept.get("html", (quarter, "p1"), (), object) for _ in range(2))
    for number in range(2, 9):
        kept.get("html", (quarter, f"p{number}"), (), object)

    assert again is first
    assert kept.get("html", (quarter, "p1"), (), object) is not first
