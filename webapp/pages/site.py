"""The site itself: its map, its accessibility, its files, and whether it can serve."""

from flask import Blueprint, Response, jsonify, render_template, request

from records.errors import Problem
from webapp.archive import opened
from webapp.assets import ASSETS

pages = Blueprint("site", __name__)

FOR_A_YEAR = "private, max-age=31536000, immutable"


@pages.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Say whether the archive can be read."""
    try:
        return jsonify(ok=True, commit=opened().archive.commit()), 200
    except (Problem, OSError) as problem:
        return jsonify(ok=False, problem=str(problem)), 503


@pages.get("/sitemap")
def sitemap() -> str:
    """Show the map of the site."""
    quarters = opened().archive.quarters()[::-1]
    return render_template("site/sitemap.html", title="網站導覽", quarters=quarters)


@pages.get("/accessibility")
def accessibility() -> str:
    """Tell how the site can be used by everybody."""
    return render_template("site/accessibility.html", title="無障礙說明")


@pages.get("/static/<asset:name>")
def asset(name: str) -> Response:
    """Hand out a file that pages are drawn with."""
    found = ASSETS[name]
    response = Response(found.raw, content_type=found.media_type)
    response.set_etag(found.version)
    if request.args.get("v") == found.version:
        # Its address changes with it.
        response.headers["Cache-Control"] = FOR_A_YEAR
    return response
