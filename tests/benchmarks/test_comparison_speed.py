"""Comparing two texts, against difflib by character and git's word diff, on the same texts.

Beside the time stands how many marks a reader meets, and how many of them cut a number or a date.
"""

import difflib
import re
import subprocess
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest
from figures import FULL, Table, median

from records.outline import Item, List, Paragraph
from workflows.comparison.compare import compare
from workflows.comparison.redline import Mark

ROUNDS = 5 if FULL else 3
LONG = 30_000
SUBJECTS = (
    "用地取得",
    "管線遷移",
    "細部設計",
    "橋梁工程",
    "說明會",
    "公廁改善",
    "步道整修",
    "聯合稽查",
)
DOES = ("辦理中", "已完成", "審查中", "如期施工", "預計發包", "持續協調", "召開會議", "完成驗收")

pytestmark = pytest.mark.benchmark

Code = tuple[str, int, int, int, int]
"""How difflib says what became of a part: a word, and its places."""

Marks = list[tuple[str, str]]
"""Runs: ``=``, ``-`` or ``+``, and their text."""


class Quarter:
    """Sentences as people file them, and what becomes of them in three months."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed, so that every run has the same texts."""
        self.chance = Random(seed)  # noqa: S311 - no secret is made of it

    def sentence(self) -> str:
        pick, number = self.chance.choice, self.chance.randint
        return (
            f"{pick(SUBJECTS)}：{number(113, 114)}年{number(1, 12)}月{number(1, 28)}日"
            f"{pick(DOES)}，{pick(SUBJECTS)}達{number(1, 99)}.{number(0, 9)}%，"
            f"共{number(1, 9)},{number(100, 999)}件，{pick(SUBJECTS)}{pick(DOES)}。"
        )

    def later(self, sentence: str) -> str:
        if self.chance.random() < 0.5:
            return sentence
        counted = re.sub(r"\d+", lambda n: str(int(n[0]) + self.chance.randint(0, 3)), sentence)
        return counted.replace(self.chance.choice(DOES), self.chance.choice(DOES), 1)


def a_quarter(characters: int) -> tuple[list[str], list[str]]:
    quarter = Quarter(characters)
    before: list[str] = []
    while sum(map(len, before)) < characters:
        before.append(quarter.sentence())
    after = [quarter.later(each) for each in before]
    after.insert(len(after) // 2, quarter.sentence())
    return before, after


def cuts(marks: Marks) -> tuple[int, int]:
    """Count the marks, and those that begin or end within a number or a date."""
    cut = 0
    for without in "+-":
        text = [(sign, part) for sign, part in marks if sign != without]
        for (sign, left), (other, right) in pairwise(text):
            inside = re.fullmatch(r"[0-9][.,]?[0-9年月日%]|[年月][0-9]", left[-1:] + right[:1])
            cut += bool(inside) and sign != other
    return sum(sign != "=" for sign, _ in marks), cut


def ours(before: list[str], after: list[str], *, items: bool) -> Marks:
    def made(lines: list[str]) -> tuple[List] | tuple[Paragraph]:
        if items:
            return (List(ordered=True, items=tuple(map(Item, lines))),)
        return (Paragraph("".join(lines)),)

    signs = {Mark.KEEP: "=", Mark.DEL: "-", Mark.INS: "+"}
    found = compare(made(before), made(after)).entries
    return [(signs[run.mark], run.text) for entry in found for run in entry.runs]


def by_character(before: str, after: str) -> Marks:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return list(_runs(matcher.get_opcodes(), before, after))


def _runs(codes: Iterable[Code], one: str, other: str) -> Iterable[tuple[str, str]]:
    for tag, a, b, c, d in codes:
        if tag == "equal":
            yield "=", one[a:b]
            continue
        if a < b:
            yield "-", one[a:b]
        if c < d:
            yield "+", other[c:d]


def by_git(folder: Path) -> Marks:
    words = ("--word-diff=porcelain", "--word-diff-regex=.")
    done = subprocess.run(
        ["git", "diff", "--no-index", "--no-color", "-U999999", *words, "before", "after"],
        cwd=folder, capture_output=True, check=False, text=True,
    )  # fmt: skip
    lines = done.stdout.split("\n@@", 1)[-1].split("\n")[1:]
    signs = {" ": "=", "-": "-", "+": "+"}
    return [(signs[line[0]], line[1:]) for line in lines if line[:1] in signs]


def measured(table: Table, what: str, act: Callable[[], Marks], rounds: int = ROUNDS) -> None:
    """Add what something costs, its processes included, in milliseconds of CPU."""
    found: list[Marks] = []

    def once() -> float:
        begun = _cpu()
        found.append(act())
        return 1_000 * (_cpu() - begun)

    cost = median(rounds, once)
    marks, cut = cuts(found[-1])
    table.add(what, cost, f"{marks:,} marks, {cut:,} cut a figure")


def _cpu() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.mark.parametrize(
    ("name", "title", "characters", "items"),
    [
        ("compare-filing", "a filing of 3,000 characters", 3_000, True),
        ("compare-long", "30,000 characters in items", LONG, True),
        ("compare-line", "30,000 characters in one line", LONG, False),
    ],
)
def test_a_quarter_later(
    tmp_path: Path, name: str, title: str, characters: int, *, items: bool
) -> None:
    before, after = a_quarter(characters)
    end = "\n" if items else ""
    one, other = end.join(before), end.join(after)
    (tmp_path / "before").write_text(one + "\n", "utf-8")
    (tmp_path / "after").write_text(other + "\n", "utf-8")
    table = Table(name, title, "ms CPU", "difflib by character")

    rounds = ROUNDS if characters < LONG else 1
    measured(table, "difflib by character", lambda: by_character(one, other), rounds)
    measured(table, "git word diff by character", lambda: by_git(tmp_path))
    measured(table, "**Hebao**", lambda: ours(before, after, items=items))
    table.show()

    assert cuts(ours(before, after, items=items))[1] == 0


def test_entirely_different_texts(tmp_path: Path) -> None:
    chance = Random(1)  # noqa: S311 - no secret is made of it
    one, other = ("".join(chr(chance.randint(0x4E00, 0x5A00)) for _ in range(LONG)) for _ in "12")
    (tmp_path / "before").write_text(one + "\n", "utf-8")
    (tmp_path / "after").write_text(other + "\n", "utf-8")
    title = "30,000 entirely different characters"
    table = Table("compare-different", title, "ms CPU", "git word diff by character")

    measured(table, "git word diff by character", lambda: by_git(tmp_path))
    measured(table, "**Hebao**", lambda: ours([one], [other], items=False))
    table.show()
