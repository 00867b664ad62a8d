"""A world for the pages: two quarters, projects of every shape, texts in every state.

``build`` makes it once; a test that writes works on a copy.
"""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from records.archive import Archive
from records.branch import Move
from records.city import FOUR
from records.filing import Filing, Progress
from records.place import Place
from records.platform import CLIMATE
from records.project import Contact, Figure, Group, Project, Section, Status
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord
from records.textform import dump
from webapp import accounts
from webapp.database import Database, beside
from workflows import filing, reviewing
from workflows.people import Person, Role
from workflows.quarters import open_quarter

BEFORE, NOW = Quarter(114, 3), Quarter(114, 4)
OPENED = datetime(2026, 1, 5, 1, tzinfo=UTC)
DUE = datetime(2026, 1, 16, 9, tzinfo=UTC)
LATER = datetime(2026, 1, 20, 1, tzinfo=UTC)
"""When the pages are looked at: the deadline is past."""

CITIES = tuple(city.id for city in FOUR)
FILERS = {
    city.id: Person(f"{city.short}填報人", f"{city.id}@example.org", Role.FILER, city.id)
    for city in FOUR
}
COORDINATOR = Person("吳雅婷", "wu@example.org", Role.COORDINATOR)
ADMINISTRATOR = Person("郭文傑", "kuo@example.org", Role.ADMINISTRATOR)
READER = Person("何佩珊", "ho@example.org", Role.READER)
HOSTILE = """<script>alert("x")</script>&amp;'{{ 7*7 }}"""
"""What a person may type, and what must reach the page as letters."""

BRIDGE = Project(
    project="bridge",
    name="跨河便橋",
    former_names=("河上便道",),
    group="transport",
    order=1,
    lead="taipei",
    cities=CITIES,
    contacts={"taipei": (Contact(agency="臺北市政府工務局", phone="02-2720-8889"),)},
    themes=("climate",),
    remarks=("原「河上便道」併入",),
    note="114 年 12 月會議同意新增",
    sections=(Section(id="main", by=CITIES),),
)
RESCUE = Project(
    project="rescue",
    name="聯合救災",
    group="safety",
    order=1,
    lead="taipei",
    cities=("taipei", "keelung"),
    figures=(Figure(id="drills", label="演練", unit="場"),),
    sections=(
        Section(id="drill", by=("taipei", "keelung"), heading="聯合演練："),
        Section(id="radio", by="joint"),
        Section(id="visits", by=("keelung", "taipei"), heading="互訪"),
    ),
)
RIVER = Project(
    project="river",
    name="河岸步道",
    group="transport",
    order=2,
    lead="taipei",
    cities=("taipei", "keelung"),
    sections=(Section(id="main", by="joint"),),
)
TRAM = Project(
    project="tram",
    name="輕軌",
    group="transport",
    order=3,
    cities=("taipei",),
    status=Status.PAUSED,
    sections=(Section(id="main", by=("taipei",)),),
)
STRANGE = Project(
    project="strange",
    name=f"案名 {HOSTILE}",
    group="safety",
    order=2,
    cities=("taipei",),
    contacts={"taipei": (Contact(agency=HOSTILE),)},
    remarks=(HOSTILE,),
    note=HOSTILE,
    sections=(Section(id="main", by=("taipei",), heading=HOSTILE),),
)


def a_record(quarter: Quarter) -> QuarterRecord:
    return QuarterRecord(
        quarter=quarter,
        title="「北海岸合作平臺」合作方案辦理情形",
        as_of=quarter.last_day,
        opens=date(2025, 10, 1),
        due=DUE,
        groups=(
            Group(id="transport", label="交通組"),
            Group(id="safety", label="災防組"),
            Group(id="culture", label="文化組"),
        ),
        cities=FOUR,
        themes=(CLIMATE,),
    )


def a_filing(place: Place, body: str, **said: object) -> Filing:
    parts = from_markdown(body)
    return Filing.model_validate(
        {
            "quarter": place.quarter,
            "project": place.project,
            "city": place.owner,
            "parts": parts,
            **said,
        }
    )


class Story:
    """The archive being told, three minutes a step."""

    def __init__(self, archive: Archive) -> None:
        """Begin where the archive was opened."""
        self.archive = archive
        self.at = OPENED

    def tick(self) -> datetime:
        self.at += timedelta(minutes=3)
        return self.at

    def save(self, place: Place, body: str, **said: object) -> Person:
        by = FILERS["taipei" if place.owner == "joint" else place.owner]
        base = filing.submission(self.archive, place).blob
        filing.save(self.archive, a_filing(place, body, **said), base=base, by=by, on=self.tick())
        return by

    def send(self, place: Place, body: str, *, receipt: str = "", **said: object) -> str:
        by = self.save(place, body, **said)
        blob = filing.submission(self.archive, place).blob
        filing.send(self.archive, place, blob=blob, by=by, on=self.tick(), receipt=receipt)
        return blob

    def approve(self, place: Place, body: str, **said: object) -> None:
        blob = self.send(place, body, **said)
        reviewing.approve(self.archive, place, blob=blob, by=COORDINATOR, on=self.tick())

    def merge(self, place: Place, body: str, **said: object) -> None:
        self.approve(place, body, **said)
        reviewing.merge(self.archive, [place], by=COORDINATOR, on=self.tick())


def build(folder: Path) -> Path:
    """Make the archive in a new folder, and return where it is."""
    path = folder / "records.git"
    with Archive.create(path, by=COORDINATOR.author, on=OPENED) as archive:
        _before(archive)
        _now(Story(archive))
    sign_up(beside(path))
    return path


def sign_up(tables: str) -> None:
    """Give everybody of the world an account in a database."""
    database = Database(tables)
    database.upgrade()
    for person in (*FILERS.values(), COORDINATOR, ADMINISTRATOR, READER):
        accounts.add(database, person, on=OPENED)
    database.close()


def _before(archive: Archive) -> None:
    """Tell of the quarter before: imported, with the bridge's earlier text."""
    _open(archive, BEFORE, (BRIDGE, RIVER))
    place = Place(BEFORE, "bridge", "taipei")
    imported = {place.path: dump(a_filing(place, "1. 可行性評估中。"))}
    archive.record(
        imported, Move(f"匯入：{BEFORE}", COORDINATOR.author, OPENED, {"Step": "import"})
    )


def _open(archive: Archive, quarter: Quarter, projects: tuple[Project, ...]) -> None:
    open_quarter(
        archive,
        a_record(quarter),
        projects,
        backgrounds={"bridge": "便橋連接兩岸。\n\n- 汛期封閉\n- 平日開放", "strange": HOSTILE},
        instructions="請填 114 年 12 月底以前的辦理情形。",
        by=COORDINATOR.author,
        on=OPENED,
    )


def _now(story: Story) -> None:
    _open(story.archive, NOW, (BRIDGE, RESCUE, RIVER, TRAM, STRANGE))
    story.merge(_at("bridge", "taipei"), "增 3 班。\n\n1. 平日\n1. 假日")
    story.save(_at("bridge", "new-taipei"), "新北市草擬中的文字。")
    returned = _at("bridge", "keelung")
    blob = story.send(returned, "基隆市送出的文字。", receipt="114Q4-keelung-0001")
    reviewing.send_back(
        story.archive, returned, f"請補日期 {HOSTILE}", blob=blob, by=COORDINATOR, on=story.tick()
    )
    story.approve(
        _at("rescue", "keelung"),
        "## drill\n\n2 場。\n\n## visits\n\n1. 參訪 3 次。",
        figures={"drills": "2"},
    )
    story.send(_at("rescue", "joint"), "## radio\n\n無線電互通。\n\n1. 頻率已協調。")
    river = _at("river", "joint")
    story.merge(river, "先前納入的文字。", progress=Progress.DONE)
    reason = "主辦單位來電更正"
    reviewing.reopen(story.archive, river, reason, by=COORDINATOR, on=story.tick())
    story.save(river, "重新填報的文字。", progress=Progress.NONE, reason="未達節點")
    reviewing.comment(story.archive, river, "請附圖說。", by=COORDINATOR, on=story.tick())
    story.merge(_at("strange", "taipei"), f"## main\n\n{_typed(HOSTILE)}\n\n1. {_typed(HOSTILE)}")


def _typed(text: str) -> str:
    """Write typed text as a record keeps it."""
    return "".join(f"\\{each}" if each in "<>&*_`[]{}\"'()!" else each for each in text)


def _at(project: str, owner: str) -> Place:
    return Place(NOW, project, owner)


def break_records(path: Path, files: Mapping[str, bytes | None]) -> None:
    """Put files on main as they are, whatever they say."""
    with Archive.open(path) as archive:
        archive.record(files, Move("手動修改", COORDINATOR.author, LATER, {}))


def push(path: Path, place: Place, text: bytes, subject: str = "直接修改") -> None:
    """Commit a text to a filing's branch with ordinary git, past every check."""
    env = {
        **os.environ,
        "GIT_INDEX_FILE": str(path.parent / "index"),
        **{f"GIT_{who}_NAME": "工程師" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "eng@example.org" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_DATE": "2026-01-19T10:00:00+08:00" for who in ("AUTHOR", "COMMITTER")},
    }

    def git(*words: str, stdin: bytes = b"") -> str:
        done = subprocess.run(
            ["git", f"--git-dir={path}", *words], env=env, input=stdin, check=True, stdout=-1
        )
        return done.stdout.decode().strip()

    with Archive.open(path) as archive:
        branch = archive.branches.at(place)
        parent = branch.tip if branch else archive.commit()
    git("read-tree", parent)
    blob = git("hash-object", "-w", "--stdin", stdin=text)
    git("update-index", "--add", "--cacheinfo", f"100644,{blob},{place.path}")
    made = git("commit-tree", git("write-tree"), "-p", parent, "-m", subject)
    git("update-ref", place.ref, made)
