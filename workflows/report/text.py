"""Text: the report as plain lines, every item with its printed marker.

純文字. A blank line stands before each group and each project, and what stands below an item is
indented by two blanks, so that the outline can be read back. Nothing else is printed.
"""

from collections.abc import Iterator

from workflows.report.document import (
    Blocks,
    Labels,
    List,
    Marks,
    Paragraph,
    Report,
    Row,
    note_of,
    numbered,
    spaced,
)

INDENT = "  "


def write(report: Report, numbers: Labels) -> bytes:
    """Write the report as UTF-8 lines."""
    return "".join(f"{line}\n" for line in _report(report, numbers)).encode()


def _report(report: Report, numbers: Labels) -> Iterator[str]:
    yield report.title
    yield report.spoken_as_of
    for _, heading, rows in numbered(report, numbers):
        yield ""
        yield heading
        for row, marks in rows:
            yield ""
            yield from _row(report, row, marks)


def _row(report: Report, row: Row, marks: Marks) -> Iterator[str]:
    yield report.title_of(row)
    if note := note_of(row):
        yield note
    yield from outline(row.blocks, marks)


def outline(blocks: Blocks, marks: Marks, indent: str = "") -> Iterator[str]:
    """Yield the lines of blocks; a table is a line a row, its cells set apart by tabs."""
    for block, below in zip(blocks, marks, strict=True):
        if isinstance(block, List):
            for item, mark in zip(block.items, below, strict=True):
                yield f"{indent}{spaced(mark.text)}{item.line}"
                if item.blocks:
                    yield from outline(item.blocks, mark.below, indent + INDENT)
        elif isinstance(block, Paragraph):
            yield indent + block.text
        else:
            for cells in (block.header, *block.rows):
                yield indent + "\t".join(cells)
