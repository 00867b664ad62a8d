"""A project's page: every text of one project in a quarter, as it prints, with where it stands.

合作方案. Texts that are not merged stand in their place and say so.
"""

from flask import Blueprint, render_template, url_for

from records.holding import Holding
from records.project import Project
from records.quarter import Quarter
from records.reading import PROJECT_FILE
from records.register import Stage
from webapp import guard
from webapp.archive import holding, opened
from webapp.excerpt import passages
from webapp.texts import Text, texts_of
from webapp.visit import project_of
from workflows.people import Act, Person, may
from workflows.report.unplaced import known_themes

pages = Blueprint("projects", __name__)


@pages.get("/<quarter:quarter>/<project:project>/")
def show(quarter: Quarter, project: str) -> str:
    """Show a project in a quarter."""
    held = holding(quarter)
    found = project_of(held, project)
    texts = {text.owner: text for text in texts_of(opened().archive, held, found, opened().clock())}
    before, after = neighbours(quarter, f"{project}/{PROJECT_FILE}")
    return render_template(
        "projects/show.html",
        title=found.name,
        quarter=quarter,
        record=held.record,
        project=found,
        group=next(group for group in held.record.groups if group.id == found.group),
        themes=known_themes(held.record, found),
        changeable=() if held.record.state is Stage.FROZEN else kept_by(guard.person(), found),
        background=held.backgrounds.get(project, ""),
        texts=texts,
        passages=_passages(held, found, texts),
        before=before,
        after=after,
        path=f"{quarter}/{project}/{PROJECT_FILE}",
        source=held.sources.get(f"{quarter}/{project}/{PROJECT_FILE}"),
    )


def kept_by(who: Person, project: Project) -> tuple[str, ...]:
    """Return the cities whose contacts a person keeps."""
    return tuple(city for city in project.cities if may(who, Act.CONTACTS, project, city))


def _passages(held: Holding, project: Project, texts: dict[str, Text]) -> object:
    quarter = held.record.quarter
    return passages(
        held,
        project,
        texts={text.owner: text.printed for text in texts.values() if text.printed},
        address=lambda owner: url_for(
            "filings.show", quarter=quarter, project=project.project, owner=owner
        ),
    )


def neighbours(quarter: Quarter, name: str) -> tuple[Quarter | None, Quarter | None]:
    """Return the nearest quarters before and after that hold a record of the same name."""
    archive = opened().archive
    holding_it = [
        each for each in archive.quarters() if each != quarter and archive.blob(f"{each}/{name}")
    ]
    return (
        max((each for each in holding_it if each < quarter), default=None),
        min((each for each in holding_it if each > quarter), default=None),
    )
