"""A filing's page: one owner's text on one project, and its history.

辦理情形. The address of a text, quarter by quarter.
"""

from flask import Blueprint, render_template, url_for

from records.errors import NotThere
from records.quarter import Quarter
from webapp.archive import holding, opened
from webapp.excerpt import passages
from webapp.history import history
from webapp.pages.projects import neighbours, project_of
from webapp.texts import texts_of

pages = Blueprint("filings", __name__)


@pages.get("/<quarter:quarter>/<project:project>/<owner:owner>")
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Show an owner's text on a project in a quarter."""
    held, archive = holding(quarter), opened().archive
    found = project_of(held, project)
    if owner not in found.owners:
        raise NotThere(
            f"「{found.name}」{quarter.label}沒有「{owner}」的填報；請回方案的頁面選擇縣市。"
        )
    texts = {each.owner: each for each in texts_of(archive, held, found, opened().clock())}
    text = texts[owner]
    # The others' texts stand by unseen: the numbers are those of the whole project.
    printed = {each.owner: each.printed for each in texts.values() if each.printed}
    before, after = neighbours(quarter, f"{project}/{owner}.md")
    whole = url_for("projects.show", quarter=quarter, project=project)
    return render_template(
        "filings/show.html",
        title=f"{text.name}：{found.name}",
        quarter=quarter,
        project=found,
        group=next(group for group in held.record.groups if group.id == found.group),
        text=text,
        passages=passages(held, found, texts=printed, address=lambda each: f"{whole}#{each}"),
        in_report=passages(held, found, texts={}, address=lambda _: "") if text.replaces else (),
        history=history(archive, text.place, text.source),
        before=before,
        after=after,
    )
