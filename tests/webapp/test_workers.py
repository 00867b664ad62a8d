"""What all workers must agree on: real processes, one database."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import worlds
from servers import PATIENCE, a_server
from starts import MING, PASSWORD

from webapp import accounts
from webapp.database import Database

HTML = {"Accept": "text/html"}
FORM = {**HTML, "Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """A browser as one connection a request: the next worker may be another one."""

    def __init__(self, port: int) -> None:
        """Hold no cookie yet."""
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, url: str, **fields: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**(FORM if fields else HTML), "Cookie": cookies}
        try:
            connection.request(method, url, urlencode(fields) or None, headers)
            answer = connection.getresponse()
            for said in answer.msg.get_all("Set-Cookie") or []:
                name, _, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def sign_in(self, password: str) -> int:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/sign-in")[1])
        assert found
        said = {"csrf_token": found[1], "email": MING.email, "password": password}
        return self.ask("POST", "/sign-in", **said)[0]


def with_a_password(tables: str) -> None:
    worlds.sign_up(tables)
    database = Database(tables)
    number = accounts.named(database, MING.email).id
    accounts.set_password(database, number, PASSWORD, on=worlds.LATER)
    database.close()


def test_tries_are_counted_by_all_workers_together(told: Path, tables: str) -> None:
    with_a_password(tables)
    with a_server(told, database=tables) as (_, port), ThreadPoolExecutor(12) as pool:
        wrong = [f"{PASSWORD} {number}" for number in range(24)]
        answers = Counter(pool.map(lambda each: Visitor(port).sign_in(each), wrong))
        last = Visitor(port).sign_in(PASSWORD)

    assert answers == {401: 5, 429: 19}
    assert last == 429


def test_a_session_that_ended_has_ended_in_every_worker(told: Path, tables: str) -> None:
    with_a_password(tables)
    with a_server(told, database=tables) as (_, port):
        visitor = Visitor(port)
        visitor.sign_in(PASSWORD)
        before = Counter(visitor.ask("GET", "/me")[0] for _ in range(20))
        held = dict(visitor.cookies)
        found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.ask("GET", "/me")[1])
        assert found
        visitor.ask("POST", "/sign-out", csrf_token=found[1])
        visitor.cookies = held
        after = Counter(visitor.ask("GET", "/me")[0] for _ in range(20))

    assert (before, after) == ({200: 20}, {303: 20})
