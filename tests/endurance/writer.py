"""Files texts in an archive, in threads, and says a line for each call that returned.

    python writer.py ARCHIVE THREADS once|forever PROJECT ...

Every project's four texts go through their lives, whatever state they are found in: two saves,
sent, approved, merged, and with ``forever`` reopened again. A line is ``kept``, the place, the
step, the ids of the text and of the commit; or ``refused`` with what the person would be told
(somebody else was faster), or ``failed`` with what nobody should ever see.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from archives import COORDINATOR, ON, a_place, approve, cities, merge, save, send

from records.archive import Archive
from records.place import Place
from workflows import filing, reviewing
from workflows.filing import TextChanged
from workflows.reviewing import BaseChanged
from workflows.submission import NotNow, State, Submission


def reopen(archive: Archive, place: Place) -> Submission:
    """Open a merged text again."""
    return reviewing.reopen(archive, place, "再次更新", by=COORDINATOR, on=ON)


def number(archive: Archive, now: Submission) -> int:
    """Return which draft stands there: 0 for none."""
    return int(archive.text(now.blob).rsplit("第".encode(), 1)[1].split()[0]) if now.blob else 0


def step(archive: Archive, place: Place, *, forever: bool) -> Submission | None:
    """Take the next step of a filing; None when its life is over."""
    now = filing.submission(archive, place)
    if now.state is State.MERGED and not forever:
        return None
    if now.state in {State.MISSING, State.DRAFT}:
        draft = number(archive, now)
        if draft % 2 or archive.blob(place.path) == now.blob:  # one of two, or just reopened
            return save(archive, place, f"1. 進度，第 {draft + 1} 稿。\n")
    following: dict[State, Callable[[], Submission]] = {
        State.DRAFT: lambda: send(archive, place),
        State.SENT: lambda: approve(archive, place),
        State.APPROVED: lambda: merge(archive, place)[0],
        State.MERGED: lambda: reopen(archive, place),
    }
    return following[now.state]()


def say(*words: str) -> None:
    """Say a line whole: a pipe takes as much at once without mixing it with others."""
    os.write(1, (" ".join(words) + "\n").encode())


def live(archive: Archive, places: list[Place], *, forever: bool) -> None:
    """Take the places through their lives, one step each in turn."""
    while places:
        for place in list(places):
            try:
                done = step(archive, place, forever=forever)
            except (TextChanged, NotNow, BaseChanged) as told:
                say("refused", place.path, type(told).__name__)
                continue
            except Exception as failure:  # noqa: BLE001 - the parent counts them
                say("failed", place.path, repr(failure).replace("\n", " "))
                continue
            if done is None:
                places.remove(place)
            else:
                say("kept", place.path, done.state.value, done.blob, done.tip)


def main(path: str, threads: str, how: str, *projects: str) -> None:
    """Share the places out among threads, and wait for them."""
    places = [a_place(project, city.id) for project in projects for city in cities()]
    with Archive.open(Path(path)) as archive:
        say("ready")
        at_work = [
            threading.Thread(
                target=live,
                args=(archive, places[number :: int(threads)]),
                kwargs={"forever": how == "forever"},
            )
            for number in range(int(threads))
        ]
        for thread in at_work:
            thread.start()
        for thread in at_work:
            thread.join()
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
