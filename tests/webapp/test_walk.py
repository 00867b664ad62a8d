"""The walk: every kind of person, every address, every method."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from visitors import browser, signed_in, token
from walks import ASK, LOST, NOBODY, REFUSED, ROUTES, VISITORS, Route

from webapp.tokens import FIELD

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
OUTSIDE = 405


def allowed(rule: str) -> set[str]:
    """Return the methods that an address has, those included that Flask adds."""
    named = {route.method for route in ROUTES if route.rule == rule}
    return named | ({"HEAD"} if "GET" in named else set()) | {"OPTIONS"}


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("route", ROUTES, ids=lambda each: f"{each.method} {each.rule}")
def test_everybody_gets_what_the_table_says(app: Flask, who: str, route: Route) -> None:
    person = VISITORS[who]
    client = signed_in(app, person) if person else app.test_client()
    sent: dict[str, Any] = {"data": {FIELD: token(client)}} if route.method == "POST" else {}

    answer = client.open(route.url, method=route.method, **sent)

    refused = REFUSED[route.whose].get(who)
    assert answer.status_code in ((refused,) if refused else route.done)


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_an_address_has_not_is_refused_to_everybody(
    app: Flask, who: str, method: str
) -> None:
    person = VISITORS[who]
    client = signed_in(app, person) if person else app.test_client()
    strange = {route.url: allowed(route.rule) for route in ROUTES}

    for url, methods in strange.items():
        if method not in methods:
            answer = client.open(url, method=method)

            assert (url, answer.status_code) == (url, OUTSIDE)


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: f"{each.method} {each.rule}")
def test_a_browser_that_reads_is_led_to_the_sign_in_page_and_back(app: Flask, route: Route) -> None:
    if route.method != "GET" or REFUSED[route.whose].get(NOBODY) != ASK:
        return

    answer = browser(app).get(f"{route.url}?page=2")

    led = urlsplit(answer.headers["Location"])
    assert answer.status_code == 303
    assert (led.netloc, led.path) == ("", "/sign-in")
    assert parse_qs(led.query) == {"next": [f"{route.url}?page=2"]}


def test_a_project_outside_ones_groups_is_not_there_in_the_words_of_one_that_is_not(
    app: Flask,
) -> None:
    person = VISITORS["filer of another group"]
    assert person
    client = signed_in(app, person)

    outside, lost = client.get("/114Q4/bridge/"), client.get("/114Q4/tunnel/")

    assert (outside.status_code, lost.status_code) == (LOST, LOST)
    assert outside.text == lost.text.replace("tunnel", "bridge")
