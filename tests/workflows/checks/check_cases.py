"""Cases of the rules: texts that a coordinator can read, and what is expected of them.

``tests/cases/checks/README.md`` says how they are written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from records.city import FOUR, JOINT
from records.filing import Filing
from records.project import Balance, Equation, Figure, Group, Project, Section, Status
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.checks.check import check, check_project
from workflows.checks.context import Context
from workflows.checks.finding import Finding

NOW = Quarter(114, 4)
OWNERS = {**{city.label: city.id for city in FOUR}, "合併": JOINT}
MARKED = re.compile("【([^【】]*)】")
CASES = Path(__file__).resolve().parents[2] / "cases" / "checks"

Expected = frozenset[tuple[str, str | None]]
"""Words that a rule points at, and what it would put there."""


@dataclass(frozen=True)
class Case:
    """A text, or several that belong together, and what one rule says of it."""

    rule: str
    line: int
    written: str
    hits: bool

    @property
    def name(self) -> str:
        return f"{self.rule}:{self.line}"

    def expected(self) -> Expected:
        return frozenset(map(_expected, MARKED.findall(self.written)))

    def found(self) -> Expected:
        world = _World.of(self.written)
        return frozenset(
            (found.words if found.item else "", found.edit)
            for found in world.findings()
            if found.rule == self.rule
        )


def _expected(marked: str) -> tuple[str, str | None]:
    words, arrow, edit = marked.partition("→")
    return words, edit if arrow else None


def cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file, in its order."""
    rule, hits, block, start = "", False, list[str](), 0
    fenced = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            if fenced:
                yield Case(rule, start, "\n".join(block), hits)
            fenced, block, start = not fenced, [], number
        elif fenced:
            block.append(line)
        elif line.startswith("## "):
            rule = line.removeprefix("## ").split()[0]
        elif line.startswith("### "):
            hits = line.removeprefix("### ").strip() == "有提示"
        elif line.startswith("- "):
            yield Case(rule, number, line.removeprefix("- "), hits)


@dataclass
class _World:
    """What a case tells of: texts now and before, and the register."""

    now: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    project: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    balances: list[str] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    taking_over: str = ""
    renamed: str = ""
    heading: str = ""

    @classmethod
    def of(cls, written: str) -> "_World":
        world = cls()
        plain = MARKED.sub(lambda found: _expected(found[1])[0], written)
        if not plain.startswith("# "):
            plain = f"# 臺北市\n{plain}"
        for part in re.split(r"^# ", plain, flags=re.MULTILINE)[1:]:
            title, _, body = part.partition("\n")
            world._take(title.strip(), body.strip("\n"))
        return world

    def _take(self, title: str, body: str) -> None:
        when, _, owner = title.rpartition(" ")
        if owner in OWNERS:
            (self.before if when == "上季" else self.now)[OWNERS[owner]] = body
        elif title == "名冊":
            self.others = body.splitlines()
        elif title == "段落":
            self.heading = body
        elif title == "系列":
            self.series = body.splitlines()
        elif title == "併入":
            self.taking_over = body
        elif title == "改名":
            self.renamed = body
        elif title == "欄位":
            self.figures = body.splitlines()
        elif title == "相等":
            self.balances = body.splitlines()
        else:
            self.project = dict(line.partition("：")[::2] for line in body.splitlines())

    def findings(self) -> list[Finding]:
        context = self._context()
        project = context.projects[0]
        found = [*check_project(project, context)]
        for filing in context.owned(project).values():
            found += check(filing, context)
        return found

    def _context(self) -> Context:
        project = self._project()
        others = [_other(at, name) for at, name in enumerate(self.others, 2)]
        others += [_other(at, *line.split()) for at, line in enumerate(self.series, 2)]
        if self.renamed:
            name, *former = self.renamed.split()
            others.append(_other(3, name).model_copy(update={"former_names": tuple(former)}))
        if self.taking_over:
            remark = f"原「{project.name}」併入"
            others.append(_other(2, self.taking_over).model_copy(update={"remarks": (remark,)}))
        record = QuarterRecord(
            quarter=NOW,
            title="合作方案辦理情形",
            as_of=date(2025, 12, 31),
            groups=(Group(id="one", label="交通組"),),
            cities=FOUR,
        )
        return Context(
            record,
            (project, *others),
            {("case", owner): _filing(NOW, owner, body) for owner, body in self.now.items()},
            {
                ("case", owner): _filing(NOW.previous, owner, body)
                for owner, body in self.before.items()
            },
            (project,),
        )

    def _project(self) -> Project:
        owners = tuple(owner for owner in OWNERS.values() if owner in {*self.now, *self.before})
        cities = tuple(owner for owner in owners if owner != JOINT) or ("taipei",)
        said = self.project
        sections = (Section(id="main", by=cities, heading=self.heading),)
        if JOINT in owners:
            joint = Section(id="joint", by=JOINT, heading=self.heading)
            sections = (joint, *sections) if len(owners) > 1 else (joint,)
        return Project(
            project="case",
            name=said.get("名稱", "跨河便橋"),
            remarks=tuple(filter(None, [said.get("註記", "")])),
            note=said.get("說明", ""),
            status=Status(said.get("狀態", "active")),
            group="one",
            order=1,
            cities=tuple(city.id for city in FOUR),
            sections=sections,
            figures=tuple(map(_figure, self.figures)),
            balances=tuple(map(_balance, self.balances)),
        )


def _other(order: int, name: str, *cities: str) -> Project:
    return Project(
        project=f"other-{order}",
        name=name,
        group="one",
        order=order,
        cities=cities,
        sections=(Section(id="main", by=cities or "joint"),),
    )


def _figure(line: str) -> Figure:
    """Read 「out 轉出 名 轉出 {out} 名。」: id, label, unit, and the sentence if there is one."""
    name, label, unit, *sentence = line.split(maxsplit=3)
    return Figure(id=name, label=label, unit=unit, sentence="".join(sentence))


def _balance(line: str) -> Balance:
    """Read 「sum out = in」."""
    kind, _, sides = line.partition(" ")
    left, right = (tuple(side.split()) for side in sides.split("="))
    return Balance(kind=Equation(kind), left=left, right=right)


FIGURE = re.compile(r"^([a-z-]+) = (.*)\n?", re.MULTILINE)


def _filing(quarter: Quarter, owner: str, body: str) -> Filing:
    figures = dict(FIGURE.findall(body))
    parts = from_markdown(FIGURE.sub("", body))
    return Filing(quarter=quarter, project="case", city=owner, parts=parts, figures=figures)
