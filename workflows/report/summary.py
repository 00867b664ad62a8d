"""Summary: the quarter on one page, for who has five minutes.

一頁摘要. Counts for each group, then what is new, what ended and what is missing; names beyond
what a page holds are a number. It is of the same tree as the report, and states the same commit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from markupsafe import escape

from records.filing import Progress
from records.project import Status
from workflows.report import around, html, pdf
from workflows.report.document import Group, Labels, Report, Row
from workflows.report.typeset import template

TEMPLATE = "summary.typ"
NAMED = 8
"""Names in a list of the page; the rest is a count."""

Cells: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on the page: the table's head and lines, and lists of names by heading."""

    header: Cells
    lines: tuple[Cells, ...]
    lists: tuple[tuple[str, str], ...]


def facts(report: Report, numbers: Labels) -> Facts:
    """Count and name what the page says; against the quarter before where it is known."""
    since = report.changes.since if report.changes else ""
    compared = ("新增", "有更新", "無更新") if since else ()
    header = ("組別", "方案", *compared, "應填報", "已納入", "缺漏")
    lines = [
        (heading, *_counts(report, (group,)))
        for group, heading in zip(report.groups, numbers.headings, strict=True)
    ]
    return Facts(header, (*lines, ("合計", *_counts(report, report.groups))), tuple(_lists(report)))


def _counts(report: Report, groups: Iterable[Group]) -> Cells:
    rows = [row for group in groups for row in group.rows]
    here = {row.project for row in rows}
    texts = sum(len(row.sources) for row in rows)
    places = {(gap.project, gap.owner) for gap in report.gaps if gap.project in here}
    missing = len(places - {(row.project, each.owner) for row in rows for each in row.sources})
    compared: list[int] = []
    if report.changes:
        new, changed = here & report.changes.new, here & report.changes.changed
        compared = [len(new), len(changed), len(here) - len(new) - len(changed)]
    return tuple(map(str, (len(rows), *compared, texts + missing, texts, missing)))


def _lists(report: Report) -> Iterator[tuple[str, str]]:
    rows = [row for group in report.groups for row in group.rows]
    if report.changes:
        new = [row.name for row in rows if row.project in report.changes.new]
        yield f"較{report.changes.since}新增的方案", _named(new)
        yield "不再列入的方案", _named([name for _, name in report.changes.gone])
    yield "本季建議解除列管", _named([row.name for row in rows if _done(row)])
    yield "暫緩或解除列管", _named([row.name for row in rows if row.status is not Status.ACTIVE])
    yield "缺漏", _named([f"{gap.place}：{gap.state}" for gap in report.gaps])
    if report.faults:
        yield "不能印出的紀錄", f"{len(report.faults)} 筆"


def _done(row: Row) -> bool:
    return any(each.progress == Progress.DONE for each in row.sources)


def _named(names: list[str]) -> str:
    if not names:
        return "無"
    rest = f"等 {len(names)} 項" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + rest


# -- On paper ------------------------------------------------------------------------------------


def write_pdf(report: Report, numbers: Labels) -> bytes:
    """Write the page as PDF/A-2a and PDF/UA-1. Raises as the whole report's PDF does."""
    said = facts(report, numbers)
    filled = {
        **pdf.spoken_of(report),
        "header": said.header,
        "lines": said.lines,
        "lists": said.lists,
    }
    return pdf.typeset_for(report, TEMPLATE, filled)


def made_with(_report: Report) -> dict[str, str]:
    """Return the SHA-256 of the page's template."""
    return {TEMPLATE: sha256(template(TEMPLATE)).hexdigest()}


# -- On a screen ---------------------------------------------------------------------------------


def write_html(report: Report, numbers: Labels) -> bytes:
    """Write the page as an HTML file that stands alone."""
    return html.alone(report, _body(report, facts(report, numbers))).encode()


def _body(report: Report, said: Facts) -> str:
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in said.header)
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>\n"
        for name, *cells in said.lines
    )
    lists = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>\n" for name, words in said.lists
    )
    signed = f'<p class="version">{escape(around.version(report))}</p>\n'
    version = signed if report.signatures else ""
    return (
        f'<article class="report summary" lang="zh-Hant" data-commit="{escape(report.commit)}">\n'
        f"<header>\n<h1>{escape(report.title)}：一頁摘要</h1>\n"
        f'<p class="as-of">{escape(report.spoken_as_of)}</p>\n{version}</header>\n'
        '<section class="annex" aria-labelledby="page_counts">\n'
        '<h2 id="page_counts">各組概況</h2>\n'
        f'<table aria-labelledby="page_counts">\n<thead>\n<tr>{heads}</tr>\n</thead>\n'
        f"<tbody>\n{lines}</tbody>\n</table>\n</section>\n"
        '<section class="annex" aria-labelledby="page_names">\n'
        f'<h2 id="page_names">重點</h2>\n<dl>\n{lists}</dl>\n</section>\n</article>\n'
    )
