"""HTML: the report as one page that reads, prints and links back to its records.

``page`` is a file that stands alone; ``body`` is the same report inside a page of the platform.
Markers are text in front of an item, taken from ``labels``, so that they are copied, read aloud
and searched as they print (docs/decisions, markers in HTML). What is behind a row stands in
``data-`` attributes and links, never in its text.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

from markupsafe import escape

from workflows.report.document import (
    Labels,
    Report,
    Row,
)
from workflows.report.html_annexes import errata, faults, gaps, moment, sources, to_sources
from workflows.report.html_rows import Link, group_pieces, nowhere
from workflows.report.kept import Kept

STYLE = files("workflows.report").joinpath("report.css").read_text("utf-8")
"""The stylesheet: in ``page`` it stands inline, for ``body`` the platform serves it."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""The Content-Security-Policy of ``page``: its own stylesheet, by its hash, and nothing else."""


def write(report: Report, numbers: Labels, kept: Kept | None = None) -> bytes:
    """Write the report as an HTML file that stands alone; ``kept``: rows written before."""
    before, after = _around(report)
    pieces = _pieces(report, numbers, None, 1, Kept() if kept is None else kept)
    return b"".join((before.encode(), *pieces, after.encode()))


def page(report: Report, numbers: Labels) -> str:
    """Return a whole HTML document with its stylesheet and its policy."""
    return write(report, numbers).decode()


def _around(report: Report) -> tuple[str, str]:
    before = f"""<!doctype html>
<html lang="zh-Hant">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="commit" content="{escape(report.commit)}">
<title>{escape(report.title)}｜{report.quarter.label}</title>
<style>{STYLE}</style>
</head>
<body class="report-page">
<a class="report-skip" href="#page_rows">跳到報告內容</a>
<main>
"""
    return before, "</main>\n</body>\n</html>\n"


def alone(report: Report, article: str) -> str:
    """Return an article of a report as an HTML document that stands alone."""
    before, after = _around(report)
    return before.replace('href="#page_rows"', 'href="#page_counts"') + article + after


def body(
    report: Report,
    numbers: Labels,
    *,
    link: Link | None = None,
    level: int = 1,
    kept: Kept | None = None,
) -> str:
    """Return the report as an ``<article>``, headings from ``level``, links as given.

    Without ``link``, rows link to the list of sources at the end of the report. ``kept``: rows
    written before; it helps where ``link`` is the same object again.
    """
    pieces = _pieces(report, numbers, link, level, Kept() if kept is None else kept)
    return b"".join(pieces).decode()


def _pieces(
    report: Report, numbers: Labels, link: Link | None, level: int, kept: Kept
) -> Iterator[bytes]:
    follow = link or (to_sources if report.signatures else nowhere)
    edition = f' data-edition="{report.edition}"' if report.edition else ""
    opening = (
        f'<article class="report" lang="zh-Hant" data-quarter="{report.quarter}"'
        f' data-as-of="{report.as_of}" data-commit="{escape(report.commit)}"'
        f' data-numbering="{report.numbering.id}"{edition}>\n'
    )
    front = opening + _front(report, level) + _contents(report, numbers, level + 1)
    yield front.encode()
    yield from group_pieces(report, numbers, follow, level + 1, kept)
    if report.errata:
        yield from errata(report, level + 1)
    if report.gaps:
        yield from gaps(report, level + 1, kept)
    if report.faults:
        yield from faults(report, level + 1)
    if report.signatures:
        yield from sources(report, level + 1, kept)
    yield b"</article>\n"


def _front(report: Report, level: int) -> str:
    edition = f"，第 {report.edition} 版定稿" if report.edition else ""
    version = (
        f'<p class="version">{report.quarter.label}{edition}，版本'
        f" <code>{escape(report.commit)}</code>（{moment(report.committed)}）</p>\n"
        if report.signatures
        else ""
    )
    return (
        f"<header>\n<h{level}>{escape(report.title)}</h{level}>\n"
        f'<p class="as-of"><time datetime="{report.as_of}">{report.spoken_as_of}</time></p>\n'
        f"{version}{_notice(report)}</header>\n"
    )


def _notice(report: Report) -> str:
    """Say what a final report would still need; nothing where it needs nothing."""
    waiting = (
        (len(report.open_gaps), "page_gaps", "處文字尚未納入"),
        (len(report.faults), "page_faults", "筆紀錄不能印出"),
    )
    said = "、".join(
        f'<a href="#{anchor}">{count} {what}</a>' for count, anchor, what in waiting if count
    )
    return f'<p class="notice" role="note">尚未定稿：{said}。</p>\n' if said else ""


def _contents(report: Report, numbers: Labels, level: int) -> str:
    entries = (
        f'<li><a href="#group_{group.id}">{escape(heading)}</a>\n{_names(group.rows)}</li>\n'
        for group, heading in zip(report.groups, numbers.headings, strict=True)
    )
    return (
        '<nav class="contents" aria-labelledby="page_contents">\n'
        f'<h{level} id="page_contents">目錄</h{level}>\n'
        f'<ul role="list">\n{"".join(entries)}</ul>\n</nav>\n'
    )


def _names(rows: Iterable[Row]) -> str:
    names = "".join(f'<li><a href="#{row.project}">{escape(row.name)}</a></li>\n' for row in rows)
    return f'<ul role="list">\n{names}</ul>\n' if names else ""
