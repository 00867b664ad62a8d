"""Figures: the numbers that a project declares, and what must balance between the cities.

數字欄位的規則. Who is wrong, nobody knows before all have filed; so what does not balance between
cities is asked of the project, never of one city's text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from records.city import JOINT
from records.filing import Filing
from records.project import NAMED, Balance, Equation, Figure, Project
from workflows.checks.context import Context
from workflows.checks.counts import counts, written
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.rule import Hit, Reads, Rule

READER = "114Q4 報告的獨立審閱（六組）"
MANY = 3
"""Cities that a list has to name before it is taken for one of all of them."""

Values = Mapping[str, Decimal]
"""Numbers by the id of their figure."""


def asked(project: Project, owner: str) -> tuple[Figure, ...]:
    """Return the figures that an owner states, as the form asks for them.

    Where cities write, a figure is theirs: the joint text is asked only for what names it.
    """
    if owner == JOINT and len(project.owners) > 1:
        return tuple(figure for figure in project.figures if JOINT in figure.by)
    return tuple(figure for figure in project.figures if figure.of(owner))


def values(project: Project, filing: Filing) -> dict[str, Decimal]:
    """Return the numbers that a filing states; what is no number is left out."""
    known = {figure.id for figure in asked(project, filing.city)}
    read = {name: written(said) for name, said in filing.figures.items() if name in known}
    return {name: value for name, value in read.items() if value is not None}


def printed(project: Project, filing: Filing) -> tuple[str, ...]:
    """Return the sentences that a filing's figures print, in the project's order.

    A sentence of which one number is not stated does not print.
    """
    known = values(project, filing)
    return tuple(
        NAMED.sub(lambda name: f"{known[name[1]]:,f}", figure.sentence)
        for figure in asked(project, filing.city)
        if figure.sentence and all(name in known for name in figure.named)
    )


# -- What one text states -----------------------------------------------------------------------


def _place(figure: Figure, said: str) -> Passage:
    return Passage("", f"figures/{figure.id}", "", said)


def _number(text: Manuscript, _: Context) -> Iterator[Hit]:
    stated = text.filing.figures if text.filing else {}
    for figure in asked(text.project, text.owner):
        said = stated.get(figure.id, "")
        if said.strip() and written(said) is None:
            sentence = f"「{figure.label}」要填數字，例如 1,234；「{said[:20]}」不是數字。"
            yield Hit(_place(figure, said), 0, len(said), sentence)


def _missing(text: Manuscript, _: Context) -> Iterator[Hit]:
    stated = text.filing.figures if text.filing else {}
    for figure in asked(text.project, text.owner):
        if not stated.get(figure.id, "").strip():
            sentence = f"「{figure.label}」還沒有填；如為 0 請填 0。"
            yield Hit(_place(figure, ""), 0, 0, sentence)


def _parts(text: Manuscript, _: Context) -> Iterator[Hit]:
    if text.filing is None:
        return
    known = values(text.project, text.filing)
    for balance in text.project.balances:
        names = {*balance.left, *balance.right}
        if balance.kind is not Equation.PART or not names <= known.keys():
            continue
        left, right = (_sum([known], side) for side in (balance.left, balance.right))
        if left != right:
            first = next(each for each in text.project.figures if each.id == balance.left[0])
            said = text.filing.figures[first.id]
            yield Hit(
                _place(first, said), 0, len(said), _unequal(text.project, balance, left, right)
            )


def _printed(text: Manuscript, _: Context) -> Iterator[Hit]:
    """Find where a text prints the sentence of a figure with other numbers."""
    if text.filing is None:
        return
    for sentence in printed(text.project, text.filing):
        pattern = _with_any_number(sentence)
        for passage in text.passages:
            for found in pattern.finditer(passage.text):
                if [c.value for c in counts(found[0])] != [c.value for c in counts(sentence)]:
                    said = f"文字裡的數字與數字欄位不同，依欄位應為「{sentence}」。"
                    yield Hit(passage, found.start(), found.end(), said, sentence)


def _with_any_number(sentence: str) -> "re.Pattern[str]":
    pieces = re.split(r"[0-9][0-9,.]*", sentence.rstrip("。"))
    joined = "[0-9０-９]{1,15}(?:[,，.][0-9０-９]{1,6}){0,5}".join(map(re.escape, pieces))
    return re.compile(joined + ("。" if sentence.endswith("。") else ""))


# -- What the cities state together -------------------------------------------------------------


def _balance(text: Manuscript, context: Context) -> Iterator[Hit]:
    project = text.project
    stated = {owner: values(project, filing) for owner, filing in context.owned(project).items()}
    for balance in project.balances:
        names = {*balance.left, *balance.right}
        if balance.kind is Equation.PART or not _all_have_filed(project, names, stated):
            continue
        said = (
            _different(project, names, stated)
            if balance.kind is Equation.EQUAL
            else _unbalanced(project, balance, stated)
        )
        if said:
            yield Hit(text.whole, 0, 0, said)


def _all_have_filed(project: Project, names: set[str], stated: Mapping[str, Values]) -> bool:
    wanted = {
        (owner, figure.id)
        for owner in project.owners
        for figure in asked(project, owner)
        if figure.id in names
    }
    return bool(wanted) and all(name in stated.get(owner, {}) for owner, name in wanted)


def _unbalanced(project: Project, balance: Balance, stated: Mapping[str, Values]) -> str:
    left, right = (_sum(stated.values(), side) for side in (balance.left, balance.right))
    return "" if left == right else _unequal(project, balance, left, right)


def _different(project: Project, names: set[str], stated: Mapping[str, Values]) -> str:
    for figure in project.figures:
        numbers = {known[figure.id] for known in stated.values() if figure.id in known}
        if figure.id in names and len(numbers) > 1:
            shown = "、".join(f"{each:,f}" for each in sorted(numbers))
            return f"「{figure.label}」各市應相同，現在有 {shown}，請各市確認。"
    return ""


def _sum(stated: Iterable[Values], names: Iterable[str]) -> Decimal:
    wanted = list(names)
    return sum((known[name] for known in stated for name in wanted if name in known), Decimal(0))


def _unequal(project: Project, balance: Balance, left: Decimal, right: Decimal) -> str:
    labels = {figure.id: figure.label for figure in project.figures}
    names = [" + ".join(labels[each] for each in side) for side in (balance.left, balance.right)]
    why = f"（{balance.label}）" if balance.label else ""
    return (
        f"{names[0]}合計 {left:,f}，{names[1]}合計 {right:,f}，"
        f"相差 {abs(left - right):,f}，應該相等{why}，請確認。"
    )


# -- Movements that the texts tell of without declaring them ------------------------------------

Row = tuple[str, Decimal, Decimal]
"""A city, what goes out of it, and what comes into it."""


def _transfers(text: Manuscript, context: Context) -> Iterator[Hit]:
    pairs = context.words.pairs("opposites")
    if not text.owner:
        yield from _between_texts(text, context, pairs)
        return
    lists: dict[tuple[str, str], list[Passage]] = {}
    for passage in text.passages:
        lists.setdefault((passage.section, passage.parent), []).append(passage)
    for pair in pairs:
        for rows in lists.values():
            told = [row for each in rows if (row := _row(each.text, pair, context))]
            if said := _leaking(told, pair, context):
                above = rows[0].above[-1] if rows[0].above else rows[0]
                yield Hit(above, 0, len(above.text), said)


def _between_texts(
    text: Manuscript, context: Context, pairs: Iterable[tuple[str, str]]
) -> Iterator[Hit]:
    """Find movements of which each city tells its own side, section by section."""
    labels = {city.id: city.label for city in context.record.cities}
    for section in text.project.sections:
        for pair in pairs:
            told = [
                row
                for own in context.beside(text)
                if own.owner in labels
                for each in own.passages
                if each.section == section.id
                and (row := _row(f"{labels[own.owner]}：{each.text}", pair, context))
            ]
            heading = next(
                (e for e in text.passages if (e.section, e.item) == (section.id, "heading")),
                text.whole,
            )
            if said := _leaking(told, pair, context):
                yield Hit(heading, 0, len(heading.text), said)


def _row(text: str, pair: tuple[str, str], context: Context) -> Row | None:
    """Read 基隆市：轉出 2 名；轉入 1 名."""
    city = next((c.label for c in context.record.cities if text.startswith(c.label)), "")
    if not city or any(text.count(word) != 1 for word in pair):
        return None
    out, into = (_behind(text, word) for word in pair)
    return (city, out, into) if out is not None and into is not None else None


def _behind(text: str, word: str) -> Decimal | None:
    at = text.index(word) + len(word)
    near = next((each for each in counts(text) if at <= each.start <= at + 3), None)
    return near.value if near and not near.about else None


def _leaking(rows: list[Row], pair: tuple[str, str], context: Context) -> str:
    """Say what a movement between all cities loses; '' where it loses nothing."""
    cities = {city for city, _, _ in rows}
    if len(cities) != len(rows) or len(rows) < max(MANY, len(context.record.cities)):
        return ""
    out, into = sum(row[1] for row in rows), sum(row[2] for row in rows)
    if out == into:
        return ""
    return (
        f"各市{pair[0]}合計 {out:,f}，{pair[1]}合計 {into:,f}，相差 {abs(out - into):,f}；"
        f"在這幾個市之間應該相等，請各市對一次帳。"
    )


RULES = (
    Rule(
        id="figures-number",
        level=Level.ERROR,
        sentence="數字欄位填的不是數字",
        rationale="欄位的數字要能相加、核對與畫成歷季變化。",
        source="檢查需求第 3 類；紀錄格式（docs/records.md）",
        find=_number,
    ),
    Rule(
        id="figures-missing",
        level=Level.WARN,
        sentence="數字欄位還沒有填",
        rationale="沒有填與 0 不同；留白會讓各市合計算不出來。",
        source=f"檢查需求第 3 類；{READER}：A4",
        find=_missing,
    ),
    Rule(
        id="figures-parts",
        level=Level.WARN,
        sentence="同一篇裡，總數欄位不等於各分項欄位",
        rationale="方案登記了這幾個欄位應該相等。",
        source="檢查需求第 3 類；方案紀錄的 balances",
        find=_parts,
    ),
    Rule(
        id="figures-printed",
        level=Level.FIX,
        sentence="文字裡的數字與數字欄位不同",
        rationale="句子由欄位印出；改了欄位，文字要跟著改。",
        source="檢查需求第 3 類",
        find=_printed,
    ),
    Rule(
        id="figures-balance",
        level=Level.WARN,
        sentence="各市的數字欄位合起來不相等",
        rationale="四市之間有出有入，出去的總和就是進來的總和；要等最後一個市填完才核對，也不擋任何一個市。",
        source=f"檢查需求第 3 類；{READER}：A1",
        find=_balance,
        reads=Reads.FRONT,
    ),
    Rule(
        id="figures-transfers",
        level=Level.WARN,
        sentence="文字裡各市轉出的總和不等於轉入的總和",
        rationale="沒有登記數字欄位的方案，也由文字核對一次。",
        source=f"{READER}：A1",
        find=_transfers,
        reads=Reads.TEXT | Reads.FRONT,
    ),
)
