"""The header row of a report's table: which column holds the name, which the text.

>>> is_header(["方案名稱", "最新辦理情形"])
True
>>> columns(["項次", "合作方案", "辦理情形"])
Columns(name=1, text=2, number=0)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflows.importing.source import squash

LONGEST = 14
"""Characters that a column's heading has at most."""

NAME = (
    re.compile("(方案|計畫|案件|專案|合作|議題|項目).*名稱|^(方案|計畫|案名|名稱)$"),
    re.compile("方案|計畫|案名|名稱|議題|合作事項|合作項目|工作項目|專案"),
)
TEXT = (
    re.compile("(最新|本季|目前|現況).*(情形|進度|說明|成果)|^(最新|本季).*"),
    re.compile("情形|進度|成果|現況|進展|執行說明|辦理說明|內容"),
)
NUMBER = re.compile("^(序號|序|編號|項次|次序|案號|號次|no|no\\.|#)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the name, the text and the running number of a row stand; -1: nowhere."""

    name: int
    text: int
    number: int = -1


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row's cells are column headings."""
    return columns(cells) is not None


def columns(cells: Sequence[str]) -> Columns | None:
    """Read a header row; None where it is none."""
    heads = [squash(cell) for cell in cells]
    if len(heads) < 2 or any(len(head) > LONGEST or re.search("[。,;!?]", head) for head in heads):  # noqa: PLR2004 - a table has two columns
        return None
    text = _first(heads, TEXT, but=-1, last=True)
    name = _first(heads, NAME, but=text)
    if name < 0 or text < 0:
        return None
    number = next((i for i, head in enumerate(heads) if NUMBER.match(head)), -1)
    return Columns(name, text, number)


def _first(
    heads: list[str], patterns: tuple[re.Pattern[str], ...], *, but: int, last: bool = False
) -> int:
    order = list(enumerate(heads))
    for pattern in patterns:
        for index, head in reversed(order) if last else order:
            if index != but and pattern.search(head):
                return index
    return -1
