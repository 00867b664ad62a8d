"""What every answer says to the browser."""

import pytest
from flask.testing import FlaskClient

from webapp.headers import ALWAYS, tag

URLS = {
    "/114Q4/": 200,
    "/114Q4/report": 200,
    "/healthz": 200,
    "/static/app.css": 200,
    "/nothing": 404,
    "/114Q4": 308,
}


@pytest.mark.parametrize(("url", "status"), URLS.items())
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_every_answer_has_them(client: FlaskClient, url: str, status: int, method: str) -> None:
    answer = client.open(url, method=method)

    # Routing comes before the method: an address that is not there is not there for OPTIONS.
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert "private" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("url", ["/114Q4/", "/114Q4/bridge/", "/114Q4/report.txt", "/sitemap"])
def test_a_head_is_a_get_without_the_page(client: FlaskClient, url: str) -> None:
    got, headed = client.get(url), client.head(url)

    assert headed.data == b""
    assert headed.headers["ETag"] == got.headers["ETag"]
    assert headed.headers["Content-Length"] == str(len(got.data))


@pytest.mark.parametrize("url", ["/114Q4/", "/114Q4/bridge/", "/114Q4/bridge/taipei", "/sitemap"])
def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"If-None-Match": client.get(url).headers["ETag"]})

    assert (answer.status_code, answer.data) == (304, b"")


def test_a_tag_tells_parts_apart_that_join_to_the_same() -> None:
    assert tag(("ab", "c")) != tag(("a", "bc"))
    assert tag((b"ab",)) == tag(("ab",))
