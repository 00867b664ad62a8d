"""A quarter that is read on from what was read before is the quarter that is read whole."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from archives import COORDINATOR, ON, OPENER, QUARTER, a_place, a_text, an_archive, merged, save
from hypothesis import given, settings
from hypothesis import strategies as st

from records.archive import Archive
from records.branch import Move
from records.holding import Holding
from records.passes import View
from records.textform import dump

CITIES = ("taipei", "new-taipei", "keelung", "joint")
PROJECTS = ("p0001", "p0002", "p0003")
PLACES = [a_place(project, owner) for project in PROJECTS for owner in CITIES]
FILES = [place.path for place in PLACES]
OTHERS = [
    *(f"{QUARTER}/{project}/project.md" for project in PROJECTS),
    f"{QUARTER}/p0009/taipei.md",
    f"{QUARTER}/p0001/notes.txt",
    f"{QUARTER}/p0001",
    f"{QUARTER}/stray.md",
    f"{QUARTER}/quarter.md",
    "114Q3/p0001/taipei.md",
    "elsewhere.md",
]


def _told(holding: Holding) -> tuple[object, ...]:
    """Return all that a quarter holds, its mappings in their order and its faults as said."""
    return (
        holding.commit,
        holding.committed_at,
        holding.record,
        holding.instructions,
        holding.projects,
        list(holding.filings.items()),
        list(holding.backgrounds.items()),
        list(holding.sources.items()),
        [(fault.path, fault.line, str(fault)) for fault in holding.faults],
    )


def _move(step: str, minutes: int = 0) -> Move:
    return Move("改", OPENER, ON + timedelta(minutes=minutes), {"Step": step})


def _text(path: str, number: int) -> bytes:
    place = next((place for place in PLACES if place.path == path), a_place())
    return dump(a_text(place, f"1. 第 {number} 次。\n"))


PATHS = st.sampled_from(FILES) | st.sampled_from(OTHERS)
WRITTEN = st.sampled_from(("text", "project", "nothing", "broken", "other"))
EDITS = st.lists(st.dictionaries(PATHS, WRITTEN, min_size=1, max_size=3), min_size=1, max_size=6)


def _edit(archive: Archive, edit: dict[str, str], number: int, first: dict[str, bytes]) -> None:
    for path, what in edit.items():
        content = {
            "text": _text(path, number),
            "project": first.get(path, first[f"{QUARTER}/p0001/project.md"]),
            "nothing": None,
            "broken": b"---\nquarter: [\n",
            "other": _text(FILES[number % len(FILES)], number % 2),
        }[what]
        if path == f"{QUARTER}/quarter.md":
            content = first[path] + b"\n" + str(number).encode()
        archive.record({path: content}, _move("merge" if number % 2 else "edit", number))


@settings(max_examples=20, deadline=None)
@given(EDITS)
def test_what_is_read_on_is_what_is_read_whole(edits: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder, an_archive(Path(folder) / "r", PROJECTS) as archive:
        first = archive.files()
        archive.holding(QUARTER)
        for number, edit in enumerate(edits, 1):
            _edit(archive, edit, number, first)
            with Archive.open(archive.repository.path) as fresh:
                assert _told(archive.holding(QUARTER)) == _told(fresh.holding(QUARTER))


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    with an_archive(tmp_path / "r", PROJECTS) as archive:
        merged(archive, a_place("p0001"))
        before = archive.holding(QUARTER)
        merged(archive, a_place("p0002"))

        after = archive.holding(QUARTER)

        assert set(after.filings) == {("p0001", "taipei"), ("p0002", "taipei")}
        assert after.filings["p0001", "taipei"] is before.filings["p0001", "taipei"]
        assert after.sources[FILES[0]] is before.sources[FILES[0]]
        assert after.sources[a_place("p0002").path].approved_by == COORDINATOR.name


def test_a_text_that_was_changed_and_changed_back_comes_from_its_newest_commit(
    tmp_path: Path,
) -> None:
    with an_archive(tmp_path / "r") as archive:
        path = FILES[0]
        archive.record({path: _text(path, 1)}, _move("edit"))
        before = archive.holding(QUARTER)
        archive.record({path: _text(path, 2)}, _move("edit", 1))
        back = archive.record({path: _text(path, 1)}, _move("edit", 2))

        after = archive.holding(QUARTER)

        assert after.sources[path].blob == before.sources[path].blob
        assert after.sources[path].commit == back


def test_an_older_commit_is_read_as_it_was(tmp_path: Path) -> None:
    with an_archive(tmp_path / "r") as archive:
        opened = archive.commit()
        merged(archive, a_place())
        archive.holding(QUARTER)

        assert not archive.holding(QUARTER, opened).filings


def test_a_draft_changes_nothing_that_was_read(tmp_path: Path) -> None:
    with an_archive(tmp_path / "r") as archive:
        before = archive.holding(QUARTER)
        save(archive, a_place())

        assert archive.holding(QUARTER) is before


def test_a_line_that_is_joined_from_the_side_is_read_whole(tmp_path: Path) -> None:
    with an_archive(tmp_path / "r", PROJECTS) as archive:
        repository, begun = archive.repository, archive.commit()
        main = archive.record({FILES[0]: _text(FILES[0], 1)}, _move("edit", 1))
        archive.holding(QUARTER)

        def join(view: View) -> str:
            more = {FILES[1]: repository.put("blob", _text(FILES[1], 2))}
            tree = repository.put_files(repository.commit(main).tree, more)
            made = archive.seal.commit(repository, tree, (begun, main), _move("edit", 2), {}).oid
            view.move("refs/heads/other", made)
            return made

        joined = repository.change(join)

        with Archive.open(repository.path) as fresh:
            read = archive.holding(QUARTER, "other")

            assert read.commit == read.sources[FILES[0]].commit == joined
            assert _told(read) == _told(fresh.holding(QUARTER, "other"))
