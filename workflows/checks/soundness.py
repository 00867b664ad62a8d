"""Soundness: what no record can hold; the only errors besides a declared figure without a number.

可送審的條件. A draft is kept whatever it says; these are asked for when it is sent.
"""

from collections.abc import Iterator

from records.outline import MAX_DEPTH, depth
from records.wording import REFUSED, clean, sound
from workflows.checks.context import Context
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.rule import Hit, Rule, each_passage

SOURCE = "紀錄格式（docs/records.md）"


def _empty(text: Manuscript, _: Context) -> Iterator[Hit]:
    if not text.whole.text.strip():
        yield Hit(text.whole, 0, 0, "這篇還沒有文字，請先填寫，或選擇「本季無新進度」。")
        return
    for passage in text.passages:
        if not passage.cell and not passage.text.strip():
            yield Hit(passage, 0, len(passage.text), "這一項是空白的，請填寫或刪除。")


def _forbidden(passage: Passage, _: Context) -> Iterator[Hit]:
    if sound(passage.text):
        return
    for found in REFUSED.finditer(passage.text):
        yield Hit(
            passage,
            found.start(),
            found.end(),
            f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除後重新輸入。",
            clean(f"甲{found[0]}乙")[1:-1],
        )


def _deep(text: Manuscript, _: Context) -> Iterator[Hit]:
    if text.filing is None or max(map(depth, text.filing.parts.values()), default=0) <= MAX_DEPTH:
        return
    for passage in text.passages:
        lists = passage.item.split("/")
        if len([each for each in lists if each.isdigit()]) == MAX_DEPTH + 1:
            yield Hit(
                passage,
                0,
                len(passage.text),
                f"清單最多 {MAX_DEPTH} 層，請把這一項提高一層或併入上一項。",
            )


RULES = (
    Rule(
        id="soundness-empty",
        level=Level.ERROR,
        sentence="整篇或其中一項沒有文字",
        rationale="報告裡的空白項目，讀者分不出是沒有進度還是漏填。",
        source=SOURCE,
        find=_empty,
    ),
    Rule(
        id="soundness-forbidden",
        level=Level.ERROR,
        sentence="含有看不見或不能保存的字元",
        rationale="控制字元、私用區字元與零寬字元在別人的電腦上看不到或變成方框。",
        source=SOURCE,
        find=each_passage(_forbidden),
    ),
    Rule(
        id="soundness-deep",
        level=Level.ERROR,
        sentence=f"清單超過 {MAX_DEPTH} 層",
        rationale="報告的編號只有四層，更深的項目印不出編號。",
        source=SOURCE,
        find=_deep,
    ),
)
