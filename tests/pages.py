"""Visits: a page is fetched, and whatever must hold of every page is checked each time."""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
LANDMARKS = ("header", "nav", "main", "footer")
FIELDS = "//input[not(@type='hidden')] | //select | //textarea"
FAULTS = "//*[contains(concat(' ', @class, ' '), ' fault ')]"
OURS = re.compile(r"\b(commit|branch|merge|push|repository)\b", re.IGNORECASE)
"""Words that pages never say; ids and paths stand in <code>."""


@dataclass(frozen=True)
class Page:
    """A page that was visited."""

    url: str
    status: int
    root: html.HtmlElement

    @property
    def title(self) -> str:
        return self.words("//h1")[0]

    @property
    def text(self) -> str:
        return " ".join(self.root.text_content().split())

    def words(self, path: str) -> list[str]:
        """Return the words of each element that an XPath finds."""
        return [" ".join(each.text_content().split()) for each in self.root.xpath(path)]

    def links(self) -> list[str]:
        """Return where the page leads to, as addresses from the root."""
        found = [str(href) for href in self.root.xpath("//a/@href")]
        return [urlsplit(self.url).path + each if each.startswith("#") else each for each in found]


def visit(client: FlaskClient, url: str, status: int = 200) -> Page:
    """Fetch a page; check what must hold of every page."""
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == status, f"{url}: {answer.status}"
    return check(client, answer)


def check(client: FlaskClient, answer: TestResponse) -> Page:
    """Check of an answer what must hold of every page."""
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == POLICY
    page = Page(answer.request.path, answer.status_code, html.document_fromstring(answer.text))
    for holds in CHECKS:
        holds(page)
    _links_resolve(client, page)
    return page


def _says_what_it_is(page: Page) -> None:
    assert page.root.get("lang") == "zh-Hant"
    assert len(page.words("//h1")) == 1
    assert page.title
    said = page.words("//title")[0]
    assert said.removeprefix("錯誤：").startswith(page.title)
    assert said.startswith("錯誤：") is bool(page.root.xpath(FAULTS))


def _has_landmarks(page: Page) -> None:
    assert [name for name in LANDMARKS if not page.root.xpath(f"//{name}")] == []
    assert len(page.root.xpath("//main")) == 1
    assert page.root.xpath("//body/*[1]")[0].get("href") == "#main"
    assert page.root.xpath("//main/@id") == ["main"]


def _headings_go_down_step_by_step(page: Page) -> None:
    levels = [int(each.tag[1]) for each in page.root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    jumps = [b for a, b in pairwise(levels) if b > a + 1]
    assert jumps == [], levels


def _ids_are_unique_and_named_ones_exist(page: Page) -> None:
    ids = [str(each) for each in page.root.xpath("//@id")]
    assert sorted(each for each in set(ids) if ids.count(each) > 1) == []
    named = " ".join(map(str, page.root.xpath("//@for|//@aria-labelledby|//@aria-describedby")))
    assert set(named.split()) - set(ids) == set()


def _tables_are_described(page: Page) -> None:
    tables = page.root.xpath("//table[not(ancestor::td)]")
    assert [each for each in tables if not each.xpath("caption|@aria-labelledby")] == []
    assert page.root.xpath("//th[not(@scope)]") == []


def _fields_are_labelled_and_forms_are_safe(page: Page) -> None:
    for field in page.root.xpath(FIELDS):
        assert page.root.xpath(f"//label[@for='{field.get('id')}']") or (
            field.get("aria-label") or field.get("aria-labelledby")
        )
    for form in page.root.xpath("//form"):
        assert form.get("action")
        assert form.get("method") == "get" or form.xpath(".//input[@name='csrf_token']")


def _nothing_stands_inline(page: Page) -> None:
    assert page.root.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
    assert page.root.xpath("//script[not(@src) or not(@type='module') or text()]") == []
    foreign = page.root.xpath("//link/@href | //img/@src | //script/@src")
    assert [each for each in foreign if not each.startswith("/static/")] == []


def _speaks_our_users_language(page: Page) -> None:
    said = "".join(page.root.xpath("//text()[not(ancestor::code)]"))
    assert OURS.findall(said) == []


CHECKS = (
    _says_what_it_is,
    _has_landmarks,
    _headings_go_down_step_by_step,
    _ids_are_unique_and_named_ones_exist,
    _tables_are_described,
    _fields_are_labelled_and_forms_are_safe,
    _nothing_stands_inline,
    _speaks_our_users_language,
)


def _links_resolve(client: FlaskClient, page: Page) -> None:
    adapter = client.application.url_map.bind("localhost")
    for link in page.root.xpath("//a/@href"):
        parts = urlsplit(str(link))
        if not parts.path:
            continue
        assert not parts.netloc, link
        try:
            adapter.match(parts.path)
        except RequestRedirect:
            raise AssertionError(f"{page.url} leads to {link} by a detour") from None
