"""The compiled report of a quarter: on a page of the platform, and as files.

彙整報告. Written once for a stated commit, and asked for again only by its tag.
"""

from functools import cache
from urllib.parse import quote

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup

from records.holding import Holding
from records.quarter import Quarter
from webapp.archive import holding, opened
from webapp.guard import visitor
from webapp.headers import tag
from workflows.report import html
from workflows.report.assemble import assemble
from workflows.report.document import Row, labels
from workflows.report.html_rows import Link
from workflows.report.publish import FORMS, publish

pages = Blueprint("reports", __name__)

INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file that is no page."""

PAGE = "page"
"""The report inside a page, beside the forms that are files."""


@pages.get("/<quarter:quarter>/report")
def show(quarter: Quarter) -> Response:
    """Show the report."""
    held = holding(quarter)
    # The frame names who is signed in, and holds their token.
    mark = _mark(held, PAGE, visitor(), *opened().archive.quarters())
    if request.if_none_match.contains(mark):
        return _unchanged(mark)
    written = opened().printed.get((quarter, held.commit, PAGE), lambda: _body(held).encode())
    response = make_response(
        render_template(
            "reports/show.html",
            title=f"{quarter.label}彙整報告",
            quarter=quarter,
            record=held.record,
            forms=FORMS.values(),
            report=Markup(written.decode()),  # noqa: S704 - its writer escapes every text in it
            commit=held.commit,
            committed_at=held.committed_at,
        )
    )
    response.set_etag(mark)
    return response


@pages.get("/<quarter:quarter>/report.<form:form>")
def download(quarter: Quarter, form: str) -> Response:
    """Hand out the report as a file."""
    held = holding(quarter)
    mark = _mark(held, form)
    if request.if_none_match.contains(mark):
        return _unchanged(mark)
    written = opened().printed.get(
        (quarter, held.commit, form), lambda: publish(held, form, kept=opened().kept)
    )
    response = Response(written, content_type=FORMS[form].media_type)
    plain, spoken = (f"{quarter}{name}{FORMS[form].suffix}" for name in ("", "彙整報告"))
    response.headers["Content-Disposition"] = (
        f"attachment; filename={plain}; filename*=UTF-8''{quote(spoken)}"
    )
    response.headers["Content-Security-Policy"] = INERT
    response.set_etag(mark)
    return response


def _body(held: Holding) -> str:
    """Write the report for a page, its rows leading to the pages of their projects."""
    kept = opened().kept
    report = assemble(held, kept=kept)
    numbers = labels(report, kept=kept)
    link = _link(held.record.quarter)
    return html.body(report, numbers, link=link, level=2, kept=kept)


@cache
def _link(quarter: Quarter) -> Link:
    """Return what leads from a row to its page; the same each time, as kept rows ask for."""

    def link(row: Row, owner: str) -> str:
        if owner:
            where = "filings.show"
            return url_for(where, quarter=quarter, project=row.project, owner=owner)
        return url_for("projects.show", quarter=quarter, project=row.project)

    return link


def _mark(held: Holding, form: str, *more: object) -> str:
    """Return the tag of a form: what is written, and the program that writes it."""
    return tag((current_app.config["PROGRAM"], held.commit, form, *more))


def _unchanged(mark: str) -> Response:
    response = Response(status=304)
    response.set_etag(mark)
    return response
