"""A filing's page: the form for who writes it, the text with its history for everybody else.

辦理情形. The address of a text, quarter by quarter.
"""

from flask import Blueprint, render_template, request, url_for

from records.quarter import Quarter
from webapp.excerpt import passages
from webapp.forms.suggesting import Remark
from webapp.history import history
from webapp.pages import writing
from webapp.pages.projects import neighbours
from webapp.visit import Visit, visiting
from workflows.people import Act
from workflows.suggesting import suggestions

pages = Blueprint("filings", __name__)


@pages.get(writing.AT)
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Show the form to who writes here, the text to everybody else.

    A coordinator, who reads many texts and rarely files for a city (代填), asks for the form.
    """
    visit = visiting(quarter, project, owner)
    asked = visit.owns or "write" in request.args
    return writing.show(visit) if asked and visit.writes else _read(visit)


@pages.get(f"{writing.AT}/history")
def read(quarter: Quarter, project: str, owner: str) -> str:
    """Show the text as it prints, and what has happened to it."""
    return _read(visiting(quarter, project, owner))


def _read(visit: Visit) -> str:
    place, text = visit.place, visit.text
    before, after = neighbours(place.quarter, f"{place.project}/{place.owner}.md")
    whole = url_for("projects.show", quarter=place.quarter, project=place.project)
    # The others' texts stand by unseen: the numbers are those of the whole project.
    printed = {each.owner: each.printed for each in visit.texts.values() if each.printed}
    return render_template(
        "filings/show.html",
        title=f"{text.name}：{visit.project.name}",
        quarter=place.quarter,
        visit=visit,
        project=visit.project,
        group=visit.group,
        text=text,
        passages=passages(
            visit.held, visit.project, texts=printed, address=lambda each: f"{whole}#{each}"
        ),
        in_report=(
            passages(visit.held, visit.project, texts={}, address=lambda _: "")
            if text.replaces
            else ()
        ),
        history=history(visit.archive, place, text.source),
        suggestions=suggestions(visit.archive, place),
        remark=Remark() if visit.may(Act.COMMENT) and text.submission.tip else None,
        shut=visit.closed if visit.may(Act.SAVE) else "",
        done=request.args.get("done", ""),
        before=before,
        after=after,
    )
