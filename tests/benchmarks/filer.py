"""Files invented texts in an archive: draft, redraft, send and approve, merge.

    python filer.py ARCHIVE THREADS PLACE ...

Says ``ready``, waits for a line, files every place (threads share them), says ``done``. This is
our adapter, too: the same three words as the peers have.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archives import COORDINATOR, ON, filer
from made_up import a_filing

from records.archive import Archive
from records.place import Place
from records.quarter import Quarter
from workflows import filing, reviewing


class Hebao:
    """The archive, called from Python; every call returns when it is durable."""

    def __init__(self, archive: Archive) -> None:
        """Nothing is filed yet."""
        self.archive = archive
        self.blobs: dict[Place, str] = {}

    def draft(self, place: Place, number: int) -> None:
        """Save a text over the one before."""
        saved = filing.save(
            self.archive,
            a_filing(place, number),
            base=self.blobs.get(place, ""),
            by=filer(place.owner),
            on=ON,
        )
        self.blobs[place] = saved.blob

    def submit(self, place: Place) -> None:
        """Send it, and have it approved."""
        blob = self.blobs[place]
        filing.send(self.archive, place, blob=blob, by=filer(place.owner), on=ON)
        reviewing.approve(self.archive, place, blob=blob, by=COORDINATOR, on=ON)

    def publish(self, place: Place) -> None:
        """Merge it."""
        reviewing.merge(self.archive, [place], by=COORDINATOR, on=ON)

    def file(self, place: Place) -> None:
        """Take a place all the way."""
        self.draft(place, 0)
        self.draft(place, 1)
        self.submit(place)
        self.publish(place)


def a_place_said(said: str) -> Place:
    """Read ``114Q4/p0001/taipei``."""
    quarter, project, owner = said.split("/")
    return Place(Quarter.parse(quarter), project, owner)


def main(path: str, threads: str, *said: str) -> None:
    """File what was said."""
    places = [a_place_said(each) for each in said]
    with Archive.open(Path(path)) as archive, ThreadPoolExecutor(int(threads)) as crowd:
        hebao = Hebao(archive)
        print("ready", flush=True)
        sys.stdin.readline()
        list(crowd.map(hebao.file, places))
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
