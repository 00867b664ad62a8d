"""What a reader sees of a row in each form: its lines, markers first, in order."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from workflows.report.document import Blocks, Labels, List, Marks, Paragraph, Report, labels, spaced

Lines = list[str]


def printed(report: Report) -> Lines:
    """Return the lines of every row as the tree and its labels say them."""
    numbers: Labels = labels(report)
    rows = zip(
        (row for group in report.groups for row in group.rows),
        (marks for group in numbers.rows for marks in group),
        strict=True,
    )
    return [line for row, marks in rows for line in _lines(row.blocks, marks)]


def _lines(blocks: Blocks, marks: Marks) -> Iterator[str]:
    for block, below in zip(blocks, marks, strict=True):
        if isinstance(block, List):
            for item, mark in zip(block.items, below, strict=True):
                yield spaced(mark.text) + item.line
                yield from _lines(item.blocks, mark.below)
        elif isinstance(block, Paragraph):
            yield block.text
        else:
            yield from block.header
            for row in block.rows:
                yield from row


def in_text(written: bytes, title: str) -> Lines:
    """Return the lines below a project's title, the cells of a table one by one."""
    after = written.decode().split(f"\n\n{title}\n", 1)[1]
    lines = after.partition("\n\n")[0].removesuffix("\n").split("\n")
    return [cell for line in lines for cell in line.lstrip(" ").split("\t")]


def in_html(body: str) -> Lines:
    """Return the lines of every row's second cell."""
    cells = etree.fromstring(body).iterfind(".//section[@class='group']/table/tbody/tr/td")
    return [line for cell in cells for line in _in_element(cell)]


def _in_element(element: etree._Element) -> Iterator[str]:
    for child in element:
        match child.tag:
            case "ol" | "ul":
                for li in child:
                    bullet = "- " if child.tag == "ul" else ""
                    yield bullet + _own_text(li)
                    yield from _in_element(li)
            case "table":
                yield from ("".join(cell.itertext()) for cell in child.iter("th", "td"))
            case "p":
                yield "".join(child.itertext())


def _own_text(li: etree._Element) -> str:
    spans = [child for child in li if child.tag == "span"]
    said = (li.text or "") + "".join("".join(span.itertext()) + (span.tail or "") for span in spans)
    return said.removesuffix("\n")


def in_json(written: bytes) -> Lines:
    """Return the lines of every project."""
    groups = json.loads(written)["groups"]
    projects = (project for group in groups for project in group["projects"])
    return [line for project in projects for line in _in_blocks(project["blocks"])]


def _in_blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "paragraph":
                yield block["text"]
            case "list":
                for item in block["items"]:
                    label = f"{item['label']}：" if "label" in item else ""
                    yield spaced(item.get("marker", "-")) + label + item["text"]
                    yield from _in_blocks(item.get("blocks", []))
            case "table":
                yield from block["header"]
                for row in block["rows"]:
                    yield from row
