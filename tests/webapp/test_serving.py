"""The pages under gunicorn: started, asked, told to begin anew, and ended."""

import signal
import subprocess
import time
from pathlib import Path

import pytest
from servers import PATIENCE, a_server, ask

from records.errors import NotThere
from webapp.config import Settings
from webapp.serving import PortTaken, listen, serve


def workers(server: "subprocess.Popen[str]") -> set[str]:
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("utf-8").split())


def test_pages_are_served_and_end_at_term(told: Path) -> None:
    with a_server(told) as (server, port):
        status, health = ask(port)
        page = ask(port, "/accessibility")
        server.send_signal(signal.SIGTERM)

        assert server.wait(PATIENCE) == 0
        assert (status, health[:11]) == (200, b'{"commit":"')
        assert page[0] == 200


def test_hup_starts_new_processes_and_loses_no_request(told: Path) -> None:
    with a_server(told) as (server, port):
        ask(port)
        old = workers(server)
        server.send_signal(signal.SIGHUP)
        answers = set()
        ends = time.monotonic() + PATIENCE
        while old & workers(server) and time.monotonic() < ends:
            answers.add(ask(port)[0])

        assert not old & workers(server)
        assert answers <= {200}
        assert ask(port)[0] == 200


def test_a_port_that_is_taken_is_told(told: Path) -> None:
    with listen("127.0.0.1", 0) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=f"連接埠 {port} 開啟網頁（已有其他程式使用），請換"):
            serve(Settings(archive=told, port=port))


def test_an_archive_that_is_not_there_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="不是紀錄庫"):
        serve(Settings(archive=tmp_path / "none.git", port=0))


def test_a_one_time_link_does_not_reach_the_log(told: Path) -> None:
    secret = "s" * 43
    with a_server(told, quiet=False) as (server, port):
        ask(port, f"/link/{secret}")
        ask(port, "/accessibility")
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
        assert server.stdout
        assert server.stderr
        log = server.stdout.read() + server.stderr.read()

    assert "/accessibility" in log
    assert "/link/…" in log
    assert secret not in log
