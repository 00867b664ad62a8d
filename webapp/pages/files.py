"""The files of a report: what there is to download, what is being made, who took which.

報告檔. Open formats stand first. A page that waits for a build is asked for again by its link;
nothing on it moves by itself.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.quarter import Quarter
from webapp import guard, prints
from webapp.archive import holding, opened
from webapp.builds import State
from workflows.people import Role
from workflows.report.publish import form_named

pages = Blueprint("files", __name__)


@pages.get("/<quarter:quarter>/report/files")
def show(quarter: Quarter) -> str:
    """Show every form with its size and SHA-256, and what is being made."""
    part = request.args.get("part", prints.WHOLE)
    only = prints.selection(quarter, part)
    held = holding(quarter)
    every = prints.of(quarter, part)
    making = (State.QUEUED, State.RUNNING)
    coordinates = guard.person().role is Role.COORDINATOR
    return render_template(
        "files/show.html",
        title=f"{quarter.label}報告檔",
        quarter=quarter,
        record=held.record,
        edition=prints.edition(quarter),
        commit=held.commit,
        part=part,
        label=only.label(held) if only else "",
        parts=prints.parts(quarter),
        prints=every,
        waits=any(each.build and each.build.state in making for each in every),
        takings=prints.takings(quarter) if coordinates else None,
    )


@pages.post("/<quarter:quarter>/report/files")
def build(quarter: Quarter) -> Response:
    """Have a form made, unless somebody has asked for it already."""
    part = request.form.get("part", prints.WHOLE)
    form = form_named(request.form.get("form", ""))
    wanted = prints.wanted(quarter, form.name, part)
    here = opened()
    here.builds.ask(wanted, by=guard.account().id, on=here.clock())
    there = url_for("files.show", quarter=quarter, part=part or None, _anchor=f"form-{form.name}")
    return redirect(there, 303)
