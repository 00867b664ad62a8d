"""Receipts: what was sent together, on a page to be printed; and the list of them.

送審回執. Read from Git, so they are there as long as the archive is.
"""

from flask import Blueprint, render_template

from records.errors import NotThere
from records.quarter import Quarter
from webapp import guard
from webapp.archive import holding, opened
from workflows.filing import submissions
from workflows.people import Act, Person, may
from workflows.receipts import Number, Receipt, receipt, receipts_of

pages = Blueprint("receipts", __name__)


@pages.get("/<quarter:quarter>/receipts")
def every(quarter: Quarter) -> str:
    """List the receipts of who asks."""
    held, who = holding(quarter), guard.person()
    mine = tuple(each for each in receipts_of(opened().archive, quarter) if _mine(who, each))
    return render_template(
        "receipts/every.html",
        title="送審回執",
        quarter=quarter,
        record=held.record,
        receipts=mine,
    )


def _mine(who: Person, found: Receipt) -> bool:
    """Tell whether a receipt belongs to a person: sent by them, or for their city."""
    cities = {desk.city for desk in who.desks if desk.city}
    return found.by == who.author or found.number.city in cities


@pages.get("/<quarter:quarter>/receipts/<receipt:number>")
def show(quarter: Quarter, number: Number) -> str:
    """Show a receipt; of its texts those that the person may read."""
    held, archive, who = holding(quarter), opened().archive, guard.person()
    gone = f"沒有編號 {number.label(held.record)} 的回執；請由我的方案開啟回執。"
    if number.quarter != quarter:
        raise NotThere(gone)
    found = receipt(archive, number)
    projects = {project.project: project for project in held.projects}
    readable = tuple(
        each
        for each in found.sent
        if each.place.project in projects
        and may(who, Act.READ, projects[each.place.project], each.place.owner)
    )
    if not readable:
        raise NotThere(gone)
    now = submissions(archive, quarter)
    groups = {group.id: group.label for group in held.record.groups}
    return render_template(
        "receipts/show.html",
        title=f"送審回執 {number.label(held.record)}",
        quarter=quarter,
        record=held.record,
        receipt=found,
        hidden=len(found.sent) - len(readable),
        lines=tuple(
            (each, groups.get(projects[each.place.project].group, ""), now[each.place])
            for each in readable
        ),
    )
