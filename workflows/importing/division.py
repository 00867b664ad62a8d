"""The division of a row's text: the cleverest one that still prints back word for word."""

import re
from collections.abc import Iterator

from records.errors import BadRecord
from records.outline import check
from records.register import QuarterRecord
from workflows.importing import outline, sections
from workflows.importing.outline import Outline
from workflows.importing.print_back import as_printed, as_written, same
from workflows.importing.rows import Understood
from workflows.importing.sections import Labels, Part
from workflows.importing.source import Doubt

CITY_LIKE = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2}[市縣])\s*[：:]")
"""What looks like the label of a city or county."""

Parts = tuple[Part, ...]


def divided(row: Understood, labels: Labels, record: QuarterRecord) -> tuple[Parts, list[Doubt]]:
    """Divide a row's text among its owners, and say what was unsure.

    Tried in turn: the sections as recognised, the whole outline as a joint text, and the plain
    lines. Raises BadRecord where not even those can be stored.
    """
    blocks = row.outline.blocks
    joint = sections.joint(blocks)
    if not blocks:
        return joint, [row.doubt("這個方案沒有辦理情形的文字。")]
    doubts = [*row.outline.doubts, *_labels(row, labels)]
    clever = sections.divide(blocks, labels)
    stray = next(sections.stray_labels(blocks, labels), "") if clever != joint else ""
    if stray:
        doubts.append(
            row.doubt(f"「{stray[:20]}」沒有接得上的編號，分不出各市的文字，存為合併的文字。")
        )
        clever = joint
    plain = outline.literal(row.lines)
    lines = sections.joint(plain.blocks)
    for parts, read in ((clever, row.outline), (joint, row.outline), (lines, plain)):
        if _stands(parts, read, record):
            if parts != clever:
                doubts.append(row.doubt("認出的結構印不回原文，改存為一篇合併的文字，請核對。"))
            return parts, doubts
    raise BadRecord(f"「{row.raw.title[:40]}」的文字無法保存：{check(plain.blocks)}")


def _stands(parts: Parts, read: Outline, record: QuarterRecord) -> bool:
    """Say whether a division can be stored, and prints what the source says."""
    if check(read.blocks):
        return False
    return same(as_printed(parts, record), as_written(read, record.scheme))


def _labels(row: Understood, labels: Labels) -> Iterator[Doubt]:
    """Say which labels name no city of the platform, and which have no text."""
    for piece in row.outline.pieces:
        match = CITY_LIKE.match(piece.text)
        if match and match["label"] not in labels:
            sentence = f"「{match['label']}」不在平臺的縣市之內，這一項視為合併的文字。"
            yield Doubt(piece.line.place, sentence, piece.text)
    for label in sections.empty_cities(row.outline.blocks, labels):
        yield row.doubt(f"「{label}」之後沒有文字，沒有建立這個市的填報。")
