"""Printed reports are kept, and make room."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from records.quarter import Quarter
from webapp.archive import Key, Printed


def key(form: str) -> Key:
    return Quarter(114, 4), "c0ffee", form


def test_a_report_is_written_once() -> None:
    printed, written = Printed(), []

    for _ in range(3):
        printed.get(key("txt"), lambda: b"x" if written.append(1) is None else b"")

    assert written == [1]


def test_the_longest_unused_makes_room() -> None:
    printed = Printed(limit=10)
    printed.get(key("a"), lambda: b"aaaa")
    printed.get(key("b"), lambda: b"bbbb")
    printed.get(key("a"), lambda: b"never")

    printed.get(key("c"), lambda: b"cccc")

    assert printed.get(key("a"), lambda: b"again") == b"aaaa"
    assert printed.get(key("b"), lambda: b"again") == b"again"


def test_a_report_beyond_the_limit_is_kept_alone() -> None:
    printed = Printed(limit=3)

    assert printed.get(key("a"), lambda: b"aaaaaa") == b"aaaaaa"
    assert printed.get(key("a"), lambda: b"again") == b"aaaaaa"


def test_of_two_who_ask_at_once_one_writes() -> None:
    printed, begun, go, written = Printed(), Event(), Event(), []

    def slowly() -> bytes:
        written.append(1)
        begun.set()
        go.wait(10)
        return b"x"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(printed.get, key("a"), slowly)
        begun.wait(10)
        second = pool.submit(printed.get, key("a"), slowly)
        go.set()

        assert (first.result(), second.result(), written) == (b"x", b"x", [1])
