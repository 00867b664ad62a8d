"""HTML annexes: what stands behind the rows of the report.

Gaps and what was decided on them, records that are not in print, and where each text is from.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter

from markupsafe import escape

from records.quarter import TAIPEI_TIME, roc_date
from workflows.report.document import Missing, Provenance, Report, Row
from workflows.report.kept import Kept


def to_sources(row: Row, owner: str) -> str:
    """Link a row to its lines in the report's own list of sources; a missing text has none."""
    if not owner:
        return f"#source_{row.project}"
    known = any(each.owner == owner for each in row.sources)
    return f"#source_{row.project}_{owner}" if known else ""


def moment(when: datetime) -> str:
    """Write a moment as people read it, and as programs do."""
    spoken = f"{roc_date(when.date())} {when:%H:%M}"
    return f'<time datetime="{when.isoformat()}">{spoken}</time>'


def _section(
    anchor: str, level: int, title: str, note: str, pieces: Iterable[bytes]
) -> Iterator[bytes]:
    yield (
        f'<section class="annex" aria-labelledby="{anchor}">\n'
        f'<h{level} id="{anchor}">{title}</h{level}>\n<p>{note}</p>\n'
    ).encode()
    yield from pieces
    yield b"</section>\n"


def _table(anchor: str, header: Iterable[str], rows: Iterable[bytes]) -> Iterator[bytes]:
    cells = "".join(f'<th scope="col">{each}</th>' for each in header)
    yield f'<table aria-labelledby="{anchor}">\n<thead>\n<tr>{cells}</tr>\n</thead>\n'.encode()
    yield from rows
    yield b"</table>\n"


def gaps(report: Report, level: int, kept: Kept) -> Iterator[bytes]:
    """Write the texts that are missing, and what was decided on each.

    ``kept``, here and below: what was written of rows before.
    """

    def rows() -> Iterator[bytes]:
        yield b"<tbody>\n"
        for project, group in groupby(report.gaps, key=attrgetter("project")):
            found = tuple(group)
            place = report.quarter, project
            yield kept.get("gaps", place, found, partial(_gaps, found))
        yield b"</tbody>\n"

    header = ("方案名稱", "填報", "段落", "處理", "理由")
    note = "本季應有而尚未納入的辦理情形，以及各處缺漏的處理。"
    return _section("page_gaps", level, "缺漏", note, _table("page_gaps", header, rows()))


def _gaps(gaps: Iterable[Missing]) -> bytes:
    return "".join(
        f'<tr><th scope="row"><a href="#{gap.project}">{escape(gap.name)}</a></th>'
        f"<td>{escape(gap.label)}</td><td>{escape(gap.heading)}</td>"
        f'<td><span class="{"decided" if gap.decision else "missing"}">{gap.state}</span></td>'
        f"<td>{escape(gap.why)}</td></tr>\n"
        for gap in gaps
    ).encode()


def faults(report: Report, level: int) -> Iterator[bytes]:
    """Write the records and texts that are in the quarter and not in print."""
    lines = "".join(f"<li>{escape(str(fault))}</li>\n" for fault in report.faults)
    note = "下列紀錄或文字沒有印在報告上，請先更正。"
    listed = (f"<ul>\n{lines}</ul>\n".encode(),)
    return _section("page_faults", level, "不能印出的紀錄", note, listed)


def errata(report: Report, level: int) -> Iterator[bytes]:
    """Write what was corrected after the freeze: before and after."""
    lines = (
        f'<tr><th scope="row">{each.number}</th><td>{escape(each.what)}</td>'
        f"<td>{escape(each.before)}</td><td>{escape(each.after)}</td></tr>\n".encode()
        for each in report.errata
    )
    header = ("編號", "何處", "更正前", "更正後")
    note = "定稿之後更正的文字。"
    rows = (b"<tbody>\n", *lines, b"</tbody>\n")
    return _section("page_errata", level, "勘誤", note, _table("page_errata", header, rows))


def sources(report: Report, level: int, kept: Kept) -> Iterator[bytes]:
    """Write which record each row comes from, and who filed and approved it."""
    header = ("方案名稱", "填報", "紀錄", "版本", "填報人", "核定人", "納入時間")
    bodies = (
        kept.get("origins", (report.quarter, row.project), (row,), partial(_origins, row))
        for group in report.groups
        for row in group.rows
    )
    note = "每一案的文字出自紀錄庫的哪一筆紀錄，由誰填報、核定。"
    return _section("page_sources", level, "出處", note, _table("page_sources", header, bodies))


def _origins(row: Row) -> bytes:
    name = f'<a href="#{row.project}">{escape(row.name)}</a>'
    lines = [_origin(row.project, each) for each in row.sources]
    lines = lines or ['<tr><td colspan="6">本季沒有納入的文字</td></tr>\n']
    first = f'<tr><th scope="rowgroup" rowspan="{len(lines)}">{name}</th>'
    lines[0] = first + lines[0].removeprefix("<tr>")
    return f'<tbody id="source_{row.project}">\n{"".join(lines)}</tbody>\n'.encode()


def _origin(project: str, each: Provenance) -> str:
    source = each.source
    carried = f"（沿用 {each.carried_from}）" if each.carried_from else ""
    merged = moment(source.merged_at.astimezone(TAIPEI_TIME)) if source.merged_at else ""
    return (
        f'<tr><td id="source_{project}_{each.owner}">{escape(each.label)}{carried}</td>'
        f'<td class="path"><code>{escape(source.path)}</code></td>'
        f'<td><code title="{escape(source.commit)}">{escape(source.commit[:10])}</code></td>'
        f"<td>{escape(source.filed_by)}</td><td>{escape(source.approved_by)}</td>"
        f"<td>{merged}</td></tr>\n"
    )
