"""Visitors: browsers where somebody is signed in, for tests of pages.

``signed_in(app, person)`` returns a client (an account is made when there is none); its forms'
token is ``token(client)``, and ``post(client, url, **fields)`` sends it along, as a browser would.
"""

from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from webapp import accounts, guard, sessions, tokens
from webapp.archive import Opened
from workflows.people import Person

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
"""What browsers say that they want."""


def signed_in(app: Flask, person: Person) -> FlaskClient:
    """Return a browser where somebody is signed in."""
    client = browser(app)
    secret = secret_of(app, person)
    client.set_cookie(guard.SESSION, secret, domain="localhost", httponly=True)
    return client


def browser(app: Flask) -> FlaskClient:
    """Return a browser where nobody is signed in."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = HTML
    return client


def secret_of(app: Flask, person: Person) -> str:
    """Start a session for somebody, and return what the browser's cookie holds."""
    here: Opened = app.extensions["hebao"]
    found = accounts.find(here.database, person.email)
    found = found or accounts.add(here.database, person, on=here.clock())
    return sessions.start(here.database, found.id, on=here.clock())


def token(client: FlaskClient) -> str:
    """Return the token that the forms of this browser carry, as its pages say."""
    told = client.get("/sign-in/token", headers={"Accept": "application/json"})
    if told.status_code == HTTPStatus.OK and told.json:
        return str(told.json["token"])
    page = html.document_fromstring(client.get("/sign-in").text)
    return str(page.xpath("string(//input[@name='csrf_token']/@value)"))


def post(client: FlaskClient, url: str, **fields: str | list[str]) -> TestResponse:
    """Send a form as a browser does, with its token; a list is a field that comes several times."""
    return client.post(url, data={tokens.FIELD: token(client), **fields})
