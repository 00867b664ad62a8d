"""The page of letters, and the verbs that write and deliver them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import worlds
from click.testing import CliRunner
from flask import Flask
from pages import visit
from smtp_server import PASSWORD, USER, Mailbox, a_mail_server
from starts import Start
from visitors import post, signed_in

from records.place import Place
from records.quarter import Quarter
from webapp import outbox
from webapp.archive import Opened
from webapp.cli import hebao
from webapp.signposts import addresses
from workflows.mail import Letter

QUARTER = Quarter(114, 4)
REMINDED = "2026-01-19"
"""The working day after the deadline."""

ON = datetime(2026, 1, 12, 1, tzinfo=UTC)
DIGEST = Letter(
    "digest/114Q4/a@b.org/2026-01-12", "a@b.org", "王小明", "還有 1 件", "請 <b>送審</b>"
)
INVITATION = Letter("invitation/7", "new@b.org", "新同仁", "邀請", "https://x/invitation/secret")


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    app = start(records)
    here: Opened = app.extensions["hebao"]
    outbox.put_all(here.database, [DIGEST, INVITATION], on=ON)
    return app


def test_without_a_mail_server_the_letters_are_read_on_the_page(app: Flask) -> None:
    page = visit(signed_in(app, worlds.ADMINISTRATOR), "/letters")

    assert "還沒有設定寄信的主機" in page.text
    assert page.words("//summary/b") == ["邀請", "還有 1 件"]
    assert "請 <b>送審</b>" in page.text


def test_a_coordinator_does_not_read_a_link_that_signs_in(app: Flask) -> None:
    page = visit(signed_in(app, worlds.COORDINATOR), "/letters")

    assert page.words("//summary/b") == ["還有 1 件"]
    assert "secret" not in page.text


def test_a_letter_that_was_refused_is_tried_again_by_hand(
    records: Path, start: Start, tmp_path: Path
) -> None:
    app = start(records, mail_host="localhost")
    here: Opened = app.extensions["hebao"]
    outbox.put_all(here.database, [DIGEST], on=ON)
    with a_mail_server(Mailbox(refuse={"a@b.org": "550 nobody"}), tmp_path) as server:
        outbox.send_waiting(here.database, server, on=ON)
    client = signed_in(app, worlds.COORDINATOR)
    assert "550 nobody" in visit(client, "/letters").text
    [kept] = outbox.newest(here.database)

    assert post(client, f"/letters/{kept.id}/again").status_code == 303

    assert [each.refused for each in outbox.newest(here.database)] == [False]


def test_the_day_s_letters_are_written_once_and_delivered(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox()
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n", "utf-8")
    with a_mail_server(box, tmp_path) as server:
        for name, said in {
            "ARCHIVE": records,
            "MAIL_HOST": server.host,
            "MAIL_PORT": server.port,
            "MAIL_USER": USER,
            "MAIL_PASSWORD_FILE": secret,
            "MAIL_SENDER": "合報 <hebao@example.org>",
            "MAIL_AUTHORITY": server.authority,
            "ADDRESS": "https://hebao.example.org",
            "PROXIES": "1",
        }.items():
            monkeypatch.setenv(f"HEBAO_{name}", str(said))
        first, second = (
            CliRunner().invoke(hebao, ["remind", "--today", REMINDED]) for _ in range(2)
        )

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert len(box.taken) == len({to for to, _ in box.taken}) > 0
    assert "已寫好 0 封提醒信" in second.output
    assert all("https://hebao.example.org/114Q" in said.get_content() for _, said in box.taken)


def test_a_preview_writes_nothing(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEBAO_ARCHIVE", str(records))

    told = CliRunner().invoke(hebao, ["remind", "--today", REMINDED, "--dry-run"])

    assert told.exit_code == 0, told.output
    assert "以上是預覽，沒有寫入" in told.output
    assert CliRunner().invoke(hebao, ["remind", "--today", REMINDED]).output.startswith("已寫好")


def test_links_in_letters_are_the_addresses_of_the_pages(app: Flask) -> None:
    here = addresses(app.config["SETTINGS"], QUARTER)
    place = Place(QUARTER, "bridge", "taipei")
    said = {"quarter": QUARTER, "project": place.project, "owner": place.owner}
    with app.test_request_context():
        paths = (
            app.url_for("filings.show", **said),
            app.url_for("overview.show", quarter=QUARTER),
        )

    assert here.text(place).endswith(paths[0])
    assert here.board.endswith(paths[1])
