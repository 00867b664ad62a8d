"""The real report: each text opened on the form, saved unchanged, and the same to the byte."""

from datetime import timedelta
from pathlib import Path

import pytest
import worlds
import written
from starts import Start
from visitors import signed_in

from records.archive import Archive
from records.place import Place
from records.quarter import Quarter
from workflows import filing, quarters, reviewing
from workflows.importing.read import read_report
from workflows.importing.recognise import recognise

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
REPORT = next(iter(sorted(DATA.glob("*.docx")) or sorted(DATA.glob("*.html"))), DATA / "none")
QUARTER = Quarter(114, 4)

pytestmark = pytest.mark.skipif(
    not REPORT.exists(), reason="the folder shared is not beside the project: no real report here"
)


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """Import the report, and take up every text again, so that it can be written."""
    path = tmp_path / "records.git"
    by, on = worlds.COORDINATOR, worlds.OPENED
    with Archive.create(path, by=by.author, on=on) as archive:
        found = recognise(read_report(REPORT), QUARTER)
        quarters.take_in(archive, found, by=by.author, on=on)
        for text in found.filings:
            place = Place(QUARTER, text.project, text.city)
            reviewing.reopen(archive, place, "更正", by=by, on=on + timedelta(minutes=1))
    worlds.sign_up(f"sqlite:///{path.with_suffix('.sqlite')}")
    return path


def test_every_text_of_the_real_report_saved_unchanged_is_the_same_to_the_byte(
    imported: Path, start: Start
) -> None:
    client = signed_in(start(imported), worlds.COORDINATOR)
    with Archive.open(imported) as archive:
        before = filing.submissions(archive, QUARTER)
        written_ones = {place: each for place, each in before.items() if each.blob}

        for place in written_ones:
            url = f"/{place.quarter}/{place.project}/{place.owner}"
            answer = written.sent(client, written.opened(client, f"{url}?write=1"))
            assert (url, answer.status_code) == (url, 303), answer.text[-800:]

        after = filing.submissions(archive, QUARTER)
        assert len(written_ones) > 50
        assert {place: each.tip for place, each in after.items()} == {
            place: each.tip for place, each in before.items()
        }
