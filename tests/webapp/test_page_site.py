"""The site: its map, its files, whether it can serve, and that every link leads somewhere."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import worlds
from flask.testing import FlaskClient
from pages import Page, visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from webapp.assets import ASSETS


def test_the_map_names_every_quarter(client: FlaskClient) -> None:
    page = visit(client, "/sitemap")

    assert page.words("//tbody//th") == ["114 年第 4 季", "114 年第 3 季"]
    assert {"/114Q3/", "/114Q3/report", "/accessibility"} <= set(page.links())


def test_every_link_leads_to_a_page_that_has_the_place_it_names(client: FlaskClient) -> None:
    found: dict[str, Page] = {}
    waiting = ["/"]
    named = set()
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith("/static/") or "/report." in url or "/board." in url:
            continue
        found[url] = visit(client, url)
        for link in found[url].links():
            waiting.append(urlsplit(link).path)
            named.add(link)

    lost = {
        link
        for link in named
        if "#" in link and not _has(found[urlsplit(link).path], urlsplit(link).fragment)
    }
    assert len(found) > 20
    assert lost == set()


def _has(page: Page, fragment: str) -> bool:
    return bool(page.root.xpath("//*[@id=$id]", id=fragment))


def test_health_is_the_newest_commit(client: FlaskClient, told: Path) -> None:
    answer = client.get("/healthz")

    with Archive.open(told) as archive:
        assert (answer.status_code, answer.json) == (200, {"ok": True, "commit": archive.commit()})


def test_an_archive_that_is_gone_is_no_health(records: Path, start: Start) -> None:
    client = signed_in(start(records), worlds.COORDINATOR)
    shutil.rmtree(records / "refs")
    (records / "packed-refs").unlink(missing_ok=True)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["ok"] is False


@pytest.mark.parametrize("name", list(ASSETS))
def test_an_asset_is_kept_for_as_long_as_its_address_names_it(
    client: FlaskClient, name: str
) -> None:
    named = client.get(f"/static/{name}?v={ASSETS[name].version}")
    other = client.get(f"/static/{name}?v=older")

    assert named.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert other.headers["Cache-Control"] == "private, no-cache"
    assert named.content_type == ASSETS[name].media_type


def test_no_font_size_is_in_pixels_and_nothing_comes_from_elsewhere() -> None:
    css = ASSETS["app.css"].raw.decode()

    sizes = re.findall(r"font(?:-size)?:[^;}]*", css)
    assert len(sizes) > 20
    assert [size for size in sizes if "px" in size or "pt" in size] == []
    assert "http" not in css
    assert "@import" not in css
    assert "url(" not in css
