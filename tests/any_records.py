"""Any records: hypothesis makes texts, outlines and records of every shape that may be kept."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from records.city import City
from records.edition import Edition, Erratum
from records.filing import Filing, Progress
from records.outline import Block, Blocks, Item, List, Paragraph, Parts, Table, joined
from records.platform import Platform, Style, Theme
from records.project import (
    Balance,
    Contact,
    Decision,
    Figure,
    Gap,
    Group,
    Project,
    Section,
    Status,
)
from records.quarter import Quarter
from records.register import Allowance, QuarterRecord, Stage
from records.wording import clean

MARKS = [
    *"\\`*_[]()<>{}&~|!#+-=.:;,\"'/0123456789 \u3000，：（）「」臺台𠮷",
    "葛\U000e0100",  # an ideographic variation
    "- ",
    "1. ",
    "&amp;",
    "<b>",
    "---",
    "[a]: b",
    "![x](y)",
    "```",
    "no",
    "http://a.tw",
]

words = st.lists(st.one_of(st.sampled_from(MARKS), st.characters()), max_size=12).map(
    lambda pieces: clean("".join(pieces))
)
lines = words.filter(bool)
slugs = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
codes = slugs.filter(lambda slug: slug not in {"joint", "project", "quarter"})
years = st.builds(Quarter, st.integers(1, 999), st.integers(1, 4))
days = st.dates(date(1912, 1, 1), date(2910, 12, 31))
moments = st.datetimes(datetime(1912, 1, 1), datetime(2910, 1, 1)).map(  # noqa: DTZ001 - gets its zone below
    lambda naive: naive.replace(microsecond=0, tzinfo=timezone(timedelta(hours=8)))
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    row = st.tuples(*[words] * columns)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=3))))


def outlines(depth: int = 4) -> st.SearchStrategy[Blocks]:
    kinds: list[st.SearchStrategy[Block]] = [st.builds(Paragraph, lines), tables()]
    if depth:
        below = outlines(depth - 1) if depth > 1 else st.just(())
        items = st.lists(st.builds(Item, lines, below), min_size=1, max_size=3).map(tuple)
        kinds.append(st.builds(List, st.booleans(), items))
    return st.lists(st.one_of(kinds), max_size=3).map(joined)


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    before = draw(outlines())
    sections = draw(st.dictionaries(slugs, outlines(2), max_size=3))
    return ({"": before} if before else {}) | sections


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    quarter = draw(years.filter(lambda each: each > Quarter(1, 1)))
    return Filing(
        quarter=quarter,
        project=draw(slugs),
        city=draw(slugs),
        progress=draw(st.sampled_from(Progress)),
        reason=draw(words),
        carried_from=draw(st.none() | st.just(quarter.previous)),
        figures=draw(st.dictionaries(slugs, words, max_size=2)),
        parts=draw(parts()),
    )


def _unique(some: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(some, unique=True, min_size=least, max_size=4).map(tuple)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    cities = draw(_unique(codes, 1))
    some = st.permutations(cities).flatmap(
        lambda order: st.integers(1, len(order)).map(lambda n: tuple(order[:n]))
    )
    sections = tuple(
        Section(id=each, by=draw(st.one_of(st.just("joint"), some)), heading=draw(words))
        for each in draw(_unique(slugs, 1))
    )
    figures = draw(_unique(slugs))
    expected = [(section.id, owner) for section in sections for owner in section.owners]
    of_figures = st.lists(st.sampled_from(figures or ("x",)), min_size=1, max_size=2).map(tuple)
    contact = st.builds(Contact, agency=lines, role=lines, phone=words)
    gap = st.builds(
        lambda place, decision, why: Gap(
            section=place[0], city=place[1], decision=decision, why=why
        ),
        st.sampled_from(expected),
        st.sampled_from(Decision),
        words,
    )
    return Project(
        project=draw(slugs),
        name=draw(lines),
        former_names=tuple(draw(st.lists(lines, max_size=2))),
        group=draw(slugs),
        order=draw(st.integers(1, 9_999)),
        lead=draw(st.sampled_from(("", *cities))),
        cities=cities,
        contacts=draw(
            st.dictionaries(
                st.sampled_from(cities),
                st.lists(contact, min_size=1, max_size=2).map(tuple),
                max_size=2,
            )
        ),
        themes=draw(_unique(slugs)),
        remarks=tuple(draw(st.lists(lines, max_size=2))),
        note=draw(words),
        status=draw(st.sampled_from(Status)),
        sections=sections,
        figures=tuple(
            Figure(id=each, label=draw(lines), unit=draw(words), period=draw(words))
            for each in figures
        ),
        balances=tuple(
            draw(st.lists(st.builds(Balance, left=of_figures, right=of_figures, label=words)))
            if figures
            else ()
        ),
        gaps=tuple(draw(st.lists(gap, unique_by=lambda g: (g.section, g.city), max_size=2))),
    )


cities = st.lists(
    st.builds(City, id=codes, label=lines),
    unique_by=(lambda city: city.id, lambda city: city.label),
    min_size=1,
    max_size=4,
).map(tuple)
themes = st.lists(
    st.builds(Theme, id=slugs, label=lines), unique_by=lambda theme: theme.id, max_size=2
).map(tuple)
groups = st.lists(
    st.builds(Group, id=slugs, label=lines),
    unique_by=lambda group: group.id,
    min_size=1,
    max_size=3,
).map(tuple)
styles = st.builds(
    Style,
    brackets=st.sampled_from(("full", "half")),
    group_heading=st.sampled_from(("({number}) {label}", "{number}、{label}", "{label}")),
    signatures=st.booleans(),
)
allowances = st.builds(
    Allowance,
    city=slugs | st.just(""),
    project=slugs | st.just(""),
    until=moments,
    by=lines,
    why=lines,
)
quarters = st.builds(
    QuarterRecord,
    quarter=years,
    title=lines,
    as_of=days,
    opens=st.none() | days,
    due=st.none() | moments,
    grace=st.integers(0, 366),
    state=st.sampled_from(Stage),
    groups=groups,
    cities=cities,
    themes=themes,
    numbering=st.sampled_from(("report", "official")),
    style=styles,
    exceptions=st.lists(allowances, max_size=2).map(tuple),
)
platforms = st.builds(
    Platform,
    name=lines,
    title=lines,
    cities=cities,
    themes=themes,
    numbering=st.sampled_from(("report", "official")),
    style=styles,
    names=st.lists(lines, max_size=3).map(tuple),
    holidays=st.lists(days, max_size=2).map(tuple),
)
hexes = st.text("0123456789abcdef", min_size=64, max_size=64)
editions = st.builds(
    Edition,
    quarter=years,
    number=st.integers(1, 9_999),
    commit=hexes.map(lambda text: text[:40]),
    sha256=st.dictionaries(slugs, hexes, max_size=2),
    errata=st.lists(
        st.builds(Erratum, what=lines, before=words, after=words, by=lines), max_size=2
    ).map(tuple),
)
