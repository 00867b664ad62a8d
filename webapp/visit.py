"""A visit: somebody at one text, with all that the form's pages begin with.

到訪一篇辦理情形.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for

from records.archive import Archive
from records.errors import BadRecord, NotThere
from records.filing import Filing
from records.holding import Holding, Source
from records.place import Place
from records.project import Group, Project
from records.quarter import Quarter
from records.reading import PROJECT_FILE
from webapp import guard
from webapp.archive import holding, opened
from webapp.database import Database
from webapp.excerpt import Passage, passages
from webapp.texts import Text, texts_of
from workflows.filing import Desk, QuarterClosed, require_open
from workflows.nothing_new import last_text
from workflows.people import Act, Bond, Person, bond, may
from workflows.submission import State, Submission


@dataclass(frozen=True)
class Visit:
    """Somebody at a text, at a moment."""

    held: Holding
    project: Project
    place: Place
    now: datetime

    @property
    def archive(self) -> Archive:
        """Where the text stands."""
        return opened().archive

    @property
    def database(self) -> Database:
        """Where unsent words and presence stand."""
        return opened().database

    @property
    def person(self) -> Person:
        """Who it is."""
        return guard.person()

    @property
    def account(self) -> int:
        """The number of their account."""
        return guard.account().id

    @property
    def here(self) -> Desk:
        """The place with its quarter and project."""
        return Desk(self.place, self.held.record, self.project)

    @property
    def group(self) -> Group:
        """The working group of the project."""
        return next(each for each in self.held.record.groups if each.id == self.project.group)

    @cached_property
    def texts(self) -> dict[str, Text]:
        """Every owner's text of the project."""
        found = texts_of(self.archive, self.held, self.project, self.now)
        return {each.owner: each for each in found}

    @property
    def text(self) -> Text:
        """The text that this is about."""
        return self.texts[self.place.owner]

    @property
    def submission(self) -> Submission:
        """Where it is on its way."""
        return self.text.submission

    @cached_property
    def last(self) -> Filing | None:
        """The newest text of an earlier quarter; None where there is none that can be read."""
        try:
            return last_text(self.archive, self.place)
        except BadRecord:
            return None

    def filing(self, blob: str) -> Filing | None:
        """Return the text of a blob; None for none, and for one that is no text of this place."""
        try:
            return self.archive.filing(self.place, blob) if blob else None
        except (BadRecord, NotThere, ValueError):
            return None

    def passages(self, text: Filing | None = None) -> tuple[Passage, ...]:
        """Return the project as it prints, with a text in the place of the owner's."""
        printed = {each.owner: each.printed for each in self.texts.values() if each.printed}
        if text is not None:
            stands = self.submission
            printed[self.place.owner] = (text, Source(self.place.path, stands.blob, stands.tip))
        return passages(self.held, self.project, texts=printed, address=lambda _: "")

    def may(self, act: Act) -> bool:
        """Tell whether they may do something with it."""
        return may(self.person, act, self.project, self.place.owner)

    @property
    def closed(self) -> str:
        """Why nobody can write here now, '' where one can."""
        if self.submission.state is State.MERGED:
            return "這篇已經納入彙整報告，不能再修改；如需更正，請洽彙整窗口重新開放。"
        try:
            require_open(self.here, self.submission, self.now)
        except QuarterClosed as closed:
            return str(closed)
        return ""

    @property
    def writes(self) -> bool:
        """Whether the form opens to them."""
        return self.may(Act.SAVE) and not self.closed

    @property
    def owns(self) -> bool:
        """Whether the text is theirs to write; a coordinator writes for others when asked."""
        return bond(self.person, self.project, self.place.owner) is Bond.OWNER


def address_of(place: Place, endpoint: str = "filings.show", done: str = "") -> str:
    """Return the address of a page about a text; ``done`` names what the page confirms."""
    where = {"quarter": str(place.quarter), "project": place.project, "owner": place.owner}
    return url_for(endpoint, **where, **({"done": done} if done else {}))  # type: ignore[arg-type]  # mypy takes the parts of an address for options


def visiting(quarter: Quarter, project: str, owner: str) -> Visit:
    """Return a visit of the person at the screen. Raises NotThere, BadRecord."""
    held = holding(quarter)
    found = project_of(held, project)
    if owner not in found.owners:
        raise NotThere(
            f"「{found.name}」{quarter.label}沒有「{owner}」的填報；請回方案的頁面選擇縣市。"
        )
    return Visit(held, found, Place(quarter, project, owner), opened().clock())


def project_of(held: Holding, project: str) -> Project:
    """Return a project of a quarter. Raises NotThere; BadRecord where its record is broken."""
    found = held.project(project)
    if found:
        return found
    quarter = held.record.quarter
    path = f"{quarter}/{project}/{PROJECT_FILE}"
    for fault in held.faults:
        if fault.path == path:
            raise fault.at(path)
    raise NotThere(f"{quarter.label}沒有代碼為「{project}」的合作方案；請回填報概況，由名冊選擇。")
