"""HTML rows: the groups of the report as tables, one row a project.

``html`` puts them into a page. Pieces are collected and joined once; what is behind a row stands
in attributes and links, never in its text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import escape

from records.city import JOINT
from records.holding import Source
from workflows.report.document import (
    COLON,
    Blocks,
    Item,
    Kind,
    Labels,
    List,
    Mark,
    Marks,
    Paragraph,
    Part,
    Report,
    Row,
    Table,
    note_of,
    numbered,
    spaced,
)
from workflows.report.kept import Kept

Link: TypeAlias = Callable[[Row, str], str]
"""The address behind a row, for a city, ``joint``, or ``""`` (the project itself); "" for none."""


def nowhere(_row: Row, _owner: str) -> str:
    """Leave every row without a link."""
    return ""


HEADER = (
    '<thead>\n<tr><th scope="col">方案名稱</th><th scope="col">最新辦理情形</th></tr>\n</thead>\n'
)


def groups(report: Report, numbers: Labels, link: Link, level: int) -> str:
    """Write every group as a heading and a table of two columns."""
    return b"".join(group_pieces(report, numbers, link, level, Kept())).decode()


def group_pieces(
    report: Report, numbers: Labels, link: Link, level: int, kept: Kept
) -> Iterator[bytes]:
    """Write the groups piece by piece; ``kept``: rows that were written before."""
    yield b'<div class="groups" id="page_rows" tabindex="-1">\n'
    for group, heading, rows in numbered(report, numbers):
        anchor = f"group_{group.id}"
        yield (
            f'<section class="group" aria-labelledby="{anchor}">\n'
            f'<h{level} id="{anchor}">{escape(heading)}</h{level}>\n'
        ).encode()
        if rows:
            yield f'<table aria-labelledby="{anchor}">\n{HEADER}<tbody>\n'.encode()
            for row, marks in rows:
                yield _kept_row(report, row, marks, link, kept)
            yield b"</tbody>\n</table>\n"
        else:
            yield '<p class="empty">本季沒有合作方案。</p>\n'.encode()
        yield b"</section>\n"
    yield b"</div>\n"


def _kept_row(report: Report, row: Row, marks: Marks, link: Link, kept: Kept) -> bytes:
    remarks = report.brackets_of(row)
    made_of = row, marks, remarks, link
    return kept.get(
        "html", (report.quarter, row.project), made_of, lambda: _row(row, marks, remarks, link)
    )


def excerpt(row: Row, blocks: Blocks, marks: Marks, link: Link, anchor: str) -> str:
    """Write some blocks of a row as they stand in its cell, ids beginning with ``anchor``."""
    out: list[str] = []
    _Row(row, {each.owner: each.source for each in row.sources}, link, out).blocks(
        blocks, marks, anchor
    )
    return "".join(out)


def _row(row: Row, marks: Marks, bracketed: tuple[str, ...], link: Link) -> bytes:
    remarks = "".join(f'<span class="remark">{escape(each)}</span>' for each in bracketed)
    sources = {each.owner: each.source for each in row.sources}
    name = _linked(link(row, ""), row.name)
    begun = (
        f'<tr id="{row.project}" data-status="{row.status.value}"{_behind(row.record)}>\n'
        f'<th scope="row"><span class="name">{name}</span>{remarks}</th>\n'
        f"<td{_behind(sources.get(JOINT))}>\n"
    )
    out = [begun]
    if note := note_of(row):
        out.append(f'<p class="note">{escape(note)}</p>\n')
    _Row(row, sources, link, out).blocks(row.blocks, marks, row.project)
    out.append("</td>\n</tr>\n")
    return "".join(out).encode()


def _behind(source: Source | None) -> str:
    if source is None:
        return ""
    return (
        f' data-path="{escape(source.path)}" data-blob="{escape(source.blob)}"'
        f' data-commit="{escape(source.commit)}"'
    )


def _linked(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address else str(escape(text))


@dataclass(frozen=True, slots=True)
class _Row:
    """The cell of one row: pieces go to ``out``, which is joined once at the end."""

    row: Row
    sources: Mapping[str, Source]
    link: Link
    out: list[str]

    def blocks(self, blocks: Blocks, marks: Marks, anchor: str) -> None:
        standing = 0
        for block, below in zip(blocks, marks, strict=True):
            if isinstance(block, List):
                self.list(block, below, anchor, standing)
                standing += len(below)
            elif isinstance(block, Paragraph):
                self.out.append(
                    f"<p{_kind(block.kind)}{_part(block.part)}>{escape(block.text)}</p>\n"
                )
            else:
                self.table(block)

    def list(self, block: List, marks: tuple[Mark, ...], anchor: str, standing: int) -> None:
        tag = "ol" if block.numbered else "ul"
        self.out.append(f'<{tag} role="list">\n')
        for item, mark in zip(block.items, marks, strict=True):
            standing += 1
            self.item(item, mark, f"{anchor}.{standing}")
        self.out.append(f"</{tag}>\n")

    def item(self, item: Item, mark: Mark, anchor: str) -> None:
        number, marker = "", ""
        if mark.number:
            number = f' value="{mark.number}"'
            marker = f'<span class="marker">{spaced(mark.text)}</span>'
        facts, text = self.filed(item, item.part) if item.part else ("", escape(item.text))
        line = f'<li id="{anchor}"{number}{facts}>{marker}{text}'
        if item.blocks:
            self.out.append(f"{line}\n")
            self.blocks(item.blocks, mark.below, anchor)
            self.out.append("</li>\n")
        else:
            self.out.append(f"{line}</li>\n")

    def filed(self, item: Item, part: Part) -> tuple[str, str]:
        """Return the attributes and the text of an item that begins or belongs to a part."""
        if not item.label:
            return _part(part), escape(item.text)
        city = _linked(self.link(self.row, part.owner), item.label)
        facts = _part(part) + _behind(self.sources.get(part.owner))
        return facts, f'<span class="city">{city}{COLON}</span>{_words(item)}'

    def table(self, table: Table) -> None:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
        self.out.append(
            f"<table{_part(table.part)}>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n"
        )
        for row in table.rows:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
            self.out.append(f"<tr>{cells}</tr>\n")
        self.out.append("</tbody>\n</table>\n")


def _words(item: Item) -> str:
    if item.kind is Kind.TEXT:
        return escape(item.text)
    return f'<span class="{item.kind}">{escape(item.text)}</span>'


def _kind(kind: Kind) -> str:
    return "" if kind is Kind.TEXT else f' class="{kind}"'


def _part(part: Part | None) -> str:
    if part is None:
        return ""
    owner = f' data-owner="{part.owner}"' if part.owner else ""
    return f' data-section="{part.section}"{owner}'
