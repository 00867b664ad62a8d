"""The compiled report of a quarter: on a page of the platform, and as files.

彙整報告. Written once for a stated commit, and asked for again only by its tag.
"""

from functools import cache
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup

from records.holding import Holding
from records.quarter import Quarter
from webapp import guard, prints
from webapp.archive import holding, opened
from webapp.guard import visitor
from webapp.headers import tag
from workflows.report import html
from workflows.report.assemble import assemble
from workflows.report.document import Row, labels
from workflows.report.html_rows import Link
from workflows.report.publish import FORMS, Form

pages = Blueprint("reports", __name__)

INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file that is no page."""

PAGE, GAPS = "page", "gaps"
"""The report inside a page and what is missing beside it, among the forms that are files."""


@pages.get("/<quarter:quarter>/report")
def show(quarter: Quarter) -> Response:
    """Show the report."""
    held = holding(quarter)
    # The frame names who is signed in, and holds their token.
    mark = _mark(held, PAGE, visitor(), *opened().archive.quarters())
    if request.if_none_match.contains(mark):
        return _unchanged(mark)
    written = opened().printed.get((quarter, held.commit, PAGE), lambda: _body(held).encode())
    gaps = opened().printed.get((quarter, held.commit, GAPS), lambda: _gaps(held).encode())
    response = make_response(
        render_template(
            "reports/show.html",
            title=f"{quarter.label}彙整報告",
            quarter=quarter,
            record=held.record,
            gaps=Markup(gaps.decode()),  # noqa: S704 - the same
            report=Markup(written.decode()),  # noqa: S704 - its writer escapes every text in it
            commit=held.commit,
            committed_at=held.committed_at,
        )
    )
    response.set_etag(mark)
    return response


@pages.get("/<quarter:quarter>/report.<form:form>")
def download(quarter: Quarter, form: str) -> Response:
    """Hand out the report, or a part of it, as a file; what is not made yet is asked for first."""
    part = request.args.get("part", prints.WHOLE)
    if FORMS[form].textual:
        made = prints.text(quarter, form, part)
        mark = tag((current_app.config["PROGRAM"], made))
    else:
        wanted = prints.wanted(quarter, form, part)
        build = opened().builds.find(wanted)
        if build is None or not build.sha256:
            return make_response(redirect(_files(quarter, form, part), 303))
        made, mark = opened().builds.file(wanted).read_bytes(), build.sha256
    if request.if_none_match.contains(mark):
        return _unchanged(mark)
    if request.method == "GET":
        prints.taken(quarter, form, part, by=guard.account().id)
    return _handed_out(quarter, FORMS[form], part, made, mark)


def _files(quarter: Quarter, form: str, part: str) -> str:
    return url_for("files.show", quarter=quarter, part=part or None, _anchor=f"form-{form}")


def _handed_out(quarter: Quarter, form: Form, part: str, made: bytes, mark: str) -> Response:
    response = Response(made, content_type=form.media_type)
    of = f"-{part.replace('.', '-')}" if part else ""
    plain, spoken = (f"{quarter}{name}{of}{form.suffix}" for name in ("", "彙整報告"))
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


def _gaps(held: Holding) -> str:
    """Write what is still to be filed or decided, each leading to where that is done."""
    report = assemble(held, kept=opened().kept)
    quarter = held.record.quarter
    return "".join(
        Markup('<li><a href="{}">{}</a> <span class="muted">{}</span></li>\n').format(
            url_for("filings.show", quarter=quarter, project=gap.project, owner=gap.owner),
            gap.place,
            gap.state,
        )
        for gap in report.open_gaps
    )


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
