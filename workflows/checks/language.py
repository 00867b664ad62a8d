"""Language: brackets, widths, the two ways to write Tai, variants, and what the hand did twice.

文字的規則. The word lists are data (``workflows.checks.words``); what is right as it stands is in
the platform record's ``names``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from workflows.checks.clauses import quoted, within
from workflows.checks.context import Context
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.rule import Hit, Reads, Rule, each_passage

READER = "114Q4 報告的獨立審閱（六組）"
MANUAL = "教育部《重訂標點符號手冊》修訂版"

HAN = "\u3400-\u9fff\uf900-\ufaff"
PAIRS = {"(": ")", "（": "）", "「": "」", "『": "』", "【": "】", "《": "》", "〈": "〉", "[": "]"}
PAIRS |= {"〔": "〕", "｛": "｝"}
CLOSING = {close: opened for opened, close in PAIRS.items()}
SAME_KIND = [set("()（）"), set("「」『』"), set("[]〔〕")]
WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
BOTH = Reads.TEXT | Reads.FRONT


# -- Brackets ------------------------------------------------------------------------------------


def _brackets(passage: Passage, _: Context) -> Iterator[Hit]:
    """Pair brackets with a stack; tell what is left open, closed, or closed by another kind."""
    opened: list[tuple[int, str]] = []
    for at, each in enumerate(passage.text):
        if each in PAIRS:
            opened.append((at, each))
        elif each in CLOSING:
            yield from _closed(passage, at, opened)
    for at, each in opened:
        said = f"「{each}」沒有相對的「{PAIRS[each]}」，請補上或刪除。"
        yield Hit(passage, at, at + 1, said)


def _closed(passage: Passage, at: int, opened: list[tuple[int, str]]) -> Iterator[Hit]:
    close = passage.text[at]
    if not opened or not _of_one_kind(opened[-1][1], close):
        if close == ")" and _is_marker(passage.text, at):
            return
        if any(each == CLOSING[close] for _, each in opened[-3:]):
            while opened[-1][1] != CLOSING[close]:
                start, each = opened.pop()
                said = f"「{each}」沒有相對的「{PAIRS[each]}」，請補上或刪除。"
                yield Hit(passage, start, start + 1, said)
            opened.pop()
            return
        said = f"「{close}」之前沒有相對的「{CLOSING[close]}」，請補上或刪除。"
        yield Hit(passage, at, at + 1, said)
        return
    _, each = opened.pop()
    if close != PAIRS[each]:
        said = f"以「{each}」開始，卻以「{close}」結束，請改成「{PAIRS[each]}」。"
        yield Hit(passage, at, at + 1, said, PAIRS[each])


def _of_one_kind(first: str, second: str) -> bool:
    return PAIRS[first] == second or any({first, second} <= kind for kind in SAME_KIND)


def _is_marker(text: str, at: int) -> bool:
    """Tell 1) and a) at the head of a clause from a bracket that was never opened."""
    before = text[max(at - 3, 0) : at]
    return bool(re.fullmatch(r"(?:|.*[\s。；，：])[0-9a-zA-Z]{1,2}", before))


def _bracket_width(text: Manuscript, _: Context) -> Iterator[Hit]:
    """Find the rarer width of brackets beside Han where a text has both."""
    found = [
        (passage, at)
        for passage in text.passages
        for at, each in enumerate(passage.text)
        if each in "()（）" and _beside_han(passage.text, at)
    ]
    widths = Counter("half" if passage.text[at] in "()" else "full" for passage, at in found)
    if len(widths) < 2:  # noqa: PLR2004 - both widths
        return
    rarer = "()" if widths["half"] <= widths["full"] else "（）"
    turned = {"(": "（", ")": "）", "（": "(", "）": ")"}
    for passage, at in found:
        if passage.text[at] in rarer:
            each = passage.text[at]
            said = f"這篇的括號全形與半形都有，較多的是另一種；請改成「{turned[each]}」。"
            yield Hit(passage, at, at + 1, said, turned[each])


def _beside_han(text: str, at: int) -> bool:
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return re.search(f"[{HAN}]", beside) is not None


# -- Marks and blanks ----------------------------------------------------------------------------

NARROW_MARK = re.compile(f"(?<=[{HAN}」』）])[,:;?!](?![/0-9])|[,;?!:](?=[{HAN}「『（])")
TIME = re.compile("[0-9]:$")
WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ％]+")
DOUBLED = re.compile("於於|的的|之之|了了|及及|、、|。。|，，|；；|：：|並並|已已|請請")
CLASHING = re.compile("[，、；：][。，、；：]|。[，、；]")
BLANKS = re.compile(
    f" {{2,}}|(?<=[{HAN}]) (?=[{HAN}])|(?<=[{HAN}0-9]) (?=[，。、；：！？」』）])"
    f"|(?<=[，。、；：！？「『（]) (?=[{HAN}0-9])"
)


def _narrow_mark(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in NARROW_MARK.finditer(passage.text):
        if TIME.search(passage.text, max(found.start() - 1, 0), found.end()):
            continue
        wide = WIDE[found[0]]
        said = f"中文裡的「{found[0]}」是半形，請改成「{wide}」。"
        yield Hit(passage, found.start(), found.end(), said, wide)


def _wide_letter(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in WIDE_LETTER.finditer(passage.text):
        narrow = "".join(chr(ord(each) - 0xFEE0) for each in found[0])
        said = f"「{found[0][:20]}」是全形，數字與英文字母請用半形「{narrow[:20]}」。"
        yield Hit(passage, found.start(), found.end(), said, narrow)


def _doubled(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in DOUBLED.finditer(passage.text):
        said = f"「{found[0]}」重複了，請留一個。"
        yield Hit(passage, found.start(), found.end(), said, found[0][0])
    for found in CLASHING.finditer(passage.text):
        if found[0][0] != found[0][1]:
            said = f"「{found[0]}」是兩個相連的標點，請留一個。"
            yield Hit(passage, found.start(), found.end(), said)


def _blank(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in BLANKS.finditer(passage.text):
        if len(found[0]) == 1 and quoted(passage.text, found.start()):
            continue  # a title may be parted by a blank
        edit = " " if len(found[0]) > 1 else ""
        said = "這裡多了空白，請刪除。"
        yield Hit(passage, found.start(), found.end(), said, edit)


END = "。；：！？…”」』）)】,，、;:.!?"


def _full_stop(text: Manuscript, _: Context) -> Iterator[Hit]:
    """Find sentences without a mark at their end; words of a list or a table need none."""
    leaves = [each for each in text.passages if each.leaf and not each.cell]
    beside = Counter((each.section, each.parent) for each in leaves)
    ending = Counter(
        (each.section, each.parent) for each in leaves if each.text.rstrip().endswith("。")
    )
    for passage in leaves:
        end = passage.text.rstrip()
        if not end or end[-1] in END:
            continue
        place = (passage.section, passage.parent)
        sisters = beside[place] - 1
        sisters_end = sisters > 1 and ending[place] * 2 > sisters
        if re.search("[，；。]", end) or len(end) >= SENTENCE or sisters_end:
            words = end[-1]
            said = "這一項的最後沒有句號，請補上「。」。"
            yield Hit(passage, len(end) - 1, len(end), said, f"{words}。")


SENTENCE = 12
"""Characters from which an item is taken for a sentence; shorter ones may be names."""


def _lead_in(text: Manuscript, context: Context) -> Iterator[Hit]:
    """Find heads of lists without ： where another head of the project has one."""
    heads = [each for each in text.passages if not each.leaf and each.text.strip()]
    others = [each for other in context.beside(text) for each in other.passages if not each.leaf]
    with_colon = any(each.text.rstrip().endswith(("：", ":")) for each in (*heads, *others))
    for passage in heads:
        end = passage.text.rstrip()
        if with_colon and end[-1] not in END:
            said = "下面有分項，最後請加「：」，和其他標題一致。"
            yield Hit(passage, len(end) - 1, len(end), said, f"{end[-1]}：")


# -- Words ---------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _either(words: tuple[str, ...]) -> "re.Pattern[str]":
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


def _tai(passage: Passage, context: Context) -> Iterator[Hit]:
    if "台" not in passage.text:
        return
    right = (*context.words.words("tai"), *context.platform.names, *_registered(context))
    allowed = _either(tuple(name for name in right if "台" in name))
    spans = [found.span() for found in allowed.finditer(passage.text)]
    for found in re.finditer("台", passage.text):
        if not within(spans, found.start()):
            word = passage.text[max(found.start() - 1, 0) : found.start() + 2]
            said = f"「{word}」的「台」，公文寫「臺」；如為登記的名稱請加入名稱清單，不必修改。"
            yield Hit(passage, found.start(), found.end(), said)


def _registered(context: Context) -> tuple[str, ...]:
    return tuple(name for project in context.projects for name in project.names)


def _confusable(passage: Passage, context: Context) -> Iterator[Hit]:
    yield from _replaced(passage, context, "confusable", "「{0}」多半是「{1}」之誤，請改正。")


def _variant(passage: Passage, context: Context) -> Iterator[Hit]:
    yield from _replaced(passage, context, "variants", "「{0}」公文慣用「{1}」，建議一致。")


def _replaced(passage: Passage, context: Context, name: str, said: str) -> Iterator[Hit]:
    pairs = dict(context.words.pairs(name))
    names = [name for name in context.platform.names if _either(tuple(pairs)).search(name)]
    right = [f.span() for f in _either(tuple(names)).finditer(passage.text)] if names else []
    for found in _either(tuple(pairs)).finditer(passage.text):
        if not within(right, found.start()):
            edit = pairs[found[0]]
            yield Hit(passage, found.start(), found.end(), said.format(found[0], edit), edit)


def _one_of_two(text: Manuscript, context: Context) -> Iterator[Hit]:
    """Find the rarer of two words for one thing where a project's texts have both."""
    for pair in context.words.pairs("either"):
        own = [
            (passage, found)
            for passage in text.passages
            for found in _either(pair).finditer(passage.text)
            if not quoted(passage.text, found.start())
        ]
        if not own:
            continue
        used = Counter(found[0] for _, found in own)
        for other in context.beside(text):
            used.update(_either(pair).findall(other.whole.text))
        if len(used) < 2:  # noqa: PLR2004 - both words
            continue
        for passage, found in own:
            other_word = pair[found[0] == pair[0]]
            if used[found[0]] <= used[other_word]:
                said = f"同一方案有「{found[0]}」也有「{other_word}」，如為同一件事請統一。"
                yield Hit(passage, found.start(), found.end(), said)


RULES = (
    Rule(
        id="language-brackets",
        level=Level.FIX,
        sentence="括號或引號沒有成對，或開始與結束不同種",
        rationale="讀者不知道補充說明到哪裡為止。",
        source=f"{READER}：F1；{MANUAL}",
        find=each_passage(_brackets),
        reads=BOTH,
    ),
    Rule(
        id="language-bracket-width",
        level=Level.FIX,
        sentence="同一篇的括號全形與半形混用",
        rationale="版面不齊；選用較多的那一種。",
        source=f"{READER}：F5",
        find=_bracket_width,
    ),
    Rule(
        id="language-narrow-mark",
        level=Level.FIX,
        sentence="中文裡用半形標點",
        rationale="半形逗號、冒號在中文裡擠在一起，掃描與轉檔常留下這種標點。",
        source=f"{READER}：F4；{MANUAL}",
        find=each_passage(_narrow_mark),
        reads=BOTH,
    ),
    Rule(
        id="language-wide-letter",
        level=Level.FIX,
        sentence="數字或英文字母用全形",
        rationale="全形數字搜尋不到，也無法加總。",
        source="行政院秘書處《文書處理手冊》：數字用法",
        find=each_passage(_wide_letter),
    ),
    Rule(
        id="language-doubled",
        level=Level.FIX,
        sentence="字或標點重複",
        rationale="修改時留下的。",
        source="檢查需求第 7 類",
        find=each_passage(_doubled),
    ),
    Rule(
        id="language-blank",
        level=Level.FIX,
        sentence="多餘的空白",
        rationale="由掃描檔或 Word 貼上時留下的；漢字與數字之間的空白不在此限。",
        source="檢查需求第 7 類",
        find=each_passage(_blank),
    ),
    Rule(
        id="language-full-stop",
        level=Level.FIX,
        sentence="最後沒有句號",
        rationale="看起來像沒有寫完。",
        source=f"{READER}：F2",
        find=_full_stop,
    ),
    Rule(
        id="language-lead-in",
        level=Level.FIX,
        sentence="有分項的標題沒有冒號，同一篇的其他標題有",
        rationale="標題的寫法一致，分項才看得清楚。",
        source=f"{READER}：F3",
        find=_lead_in,
        reads=BOTH,
    ),
    Rule(
        id="language-tai",
        level=Level.HINT,
        sentence="「台」不在名稱清單裡",
        rationale="公文用「臺」；機關與公司登記的名稱照登記的寫，所以只提醒，不代改。",
        source=f"{READER}：G1；教育部國字標準字體",
        find=each_passage(_tai),
    ),
    Rule(
        id="language-confusable",
        level=Level.FIX,
        sentence="易混的字",
        rationale="掃描辨識或選字錯誤，讀音或字形相近。",
        source=f"{READER}：H1、H7",
        find=each_passage(_confusable),
        reads=BOTH,
    ),
    Rule(
        id="language-variant",
        level=Level.HINT,
        sentence="公文慣用另一種寫法",
        rationale="同一份報告用字一致；詞表可以由彙整窗口增減。",
        source=f"{READER}：G3；行政院《統一用字表》",
        find=each_passage(_variant),
    ),
    Rule(
        id="language-one-of-two",
        level=Level.HINT,
        sentence="同一方案用兩個詞說同一件事",
        rationale="讀者會以為是兩件事。",
        source=f"{READER}：G4、G7、G11",
        find=_one_of_two,
    ),
)
