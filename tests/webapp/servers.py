"""The pages under gunicorn: started in a process of their own, asked, ended."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
STARTED = """
import json
import sys
from pathlib import Path
from webapp.config import Settings
from webapp.serving import serve
said = {"port": 0, "workers": 2, "threads": 2, "quiet": True, **json.loads(sys.argv[2])}
settings = Settings.model_validate({"archive": Path(sys.argv[1]), **said})
serve(settings, ready=lambda address: print(address, flush=True))
"""
PATIENCE = 20.0


@contextmanager
def a_server(records: Path, **said: object) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Serve an archive on a free port of this machine, by two processes."""
    server = subprocess.Popen(
        [sys.executable, "-c", STARTED, records, json.dumps(said)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )
    assert server.stdout
    assert server.stderr
    try:
        address = server.stdout.readline().strip()
        yield server, int(address.rstrip("/").rpartition(":")[2])
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def ask(port: int, url: str = "/healthz") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", url)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
