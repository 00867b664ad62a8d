"""Personal data is taken out of the whole history, and everything else of it stays."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import (
    COORDINATOR,
    ON,
    OPENER,
    QUARTER,
    a_place,
    an_archive,
    approve,
    merge,
    save,
    send,
)

from records.archive import Archive
from records.branch import Move
from records.edition import Edition
from records.errors import Problem
from records.redaction import StillThere
from records.textform import dump
from workflows import reviewing
from workflows.doctor import examine
from workflows.filing import submission, submissions
from workflows.redacting import NothingFound, NotToHide, Redacted, redact

NAME = "王大明"
PLACE = a_place()
BEFORE = "1. 由專員王大明帶隊，電話 0912\\-345\\-678。\n1. 用地取得完成。\n"
AFTER = "1. 由專員帶隊。\n1. 用地取得完成。\n"
WHY = "誤填同仁姓名"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive in which a name was saved, asked about, taken out, and the rest merged."""
    with an_archive(tmp_path / "old.git", ("p0001", "p0002")) as made:
        save(made, PLACE, BEFORE)
        blob = send(made, PLACE).blob
        said = f"請刪除{NAME}的姓名。"
        reviewing.send_back(made, PLACE, said, blob=blob, by=COORDINATOR, on=ON)
        save(made, PLACE, AFTER)
        send(made, PLACE)
        approve(made, PLACE)
        merge(made, PLACE)
        _edition(made)
        save(made, a_place("p0002"), "1. 另案。\n")
        yield made


def _edition(archive: Archive) -> None:
    edition = Edition(quarter=QUARTER, number=1, commit=archive.commit())
    move = Move("定稿", OPENER, ON, {"Step": "freeze"})
    archive.record({f"editions/{QUARTER}/1.md": dump(edition)}, move)
    archive.tag(f"edition/{QUARTER}/1", edition.commit)


def hide(archive: Archive, *words: str, instead: str = "〇〇〇", reason: str = WHY) -> Redacted:
    folder = archive.repository.path.parent / "new.git"
    return redact(archive, folder, words, by=OPENER, on=ON, reason=reason, instead=instead)


def opened(archive: Archive) -> Archive:
    return Archive.open(archive.repository.path.parent / "new.git")


def everything(archive: Archive) -> str:
    """Return every object of an archive, reachable or not."""
    raw = subprocess.run(
        ["git", "-C", archive.repository.path, "cat-file", "--batch", "--batch-all-objects"],
        capture_output=True,
        check=True,
    ).stdout
    return raw.decode("utf-8", "replace")


def test_the_words_are_nowhere_any_more(archive: Archive) -> None:
    hide(archive, NAME, "0912-345-678")

    with opened(archive) as new:
        said = everything(new)
        assert NAME not in said
        assert "0912" not in said
        assert "由專員〇〇〇帶隊" in said


def test_the_old_archive_is_not_touched(archive: Archive) -> None:
    before = archive.commit()
    hide(archive, NAME)

    assert archive.commit() == before
    assert NAME in everything(archive)


def test_the_reviews_stand_as_they_were(archive: Archive) -> None:
    hide(archive, NAME)

    with opened(archive) as new:
        for place, was in submissions(archive, QUARTER).items():
            now = submission(new, place)
            assert (now.state, now.by, now.since, now.filed_by) == (
                was.state,
                was.by,
                was.since,
                was.filed_by,
            )
        steps = new.branches.steps(PLACE)
        old = archive.branches.steps(PLACE)
        assert [each.subject for each in steps] == [each.subject for each in old]
        assert [each.on for each in steps] == [each.on for each in old]
        assert "請刪除〇〇〇的姓名。" in {each.words for each in steps}


def test_what_the_platform_signed_is_signed_anew(archive: Archive) -> None:
    hide(archive, NAME)

    with opened(archive) as new:
        assert all(new.seal.made(commit) for commit in new.main_line())
        assert [symptom for symptom in examine(new) if symptom.damage] == []


def test_ids_that_are_named_inside_are_the_new_ones(archive: Archive) -> None:
    hide(archive, NAME)

    with opened(archive) as new:
        edition = new.load(Edition, f"editions/{QUARTER}/1.md")
        assert edition.commit == new.repository.resolve(f"edition/{QUARTER}/1")
        assert edition.commit != archive.repository.resolve(f"edition/{QUARTER}/1")
        assert new.text(submission(new, PLACE).blob) == archive.text(
            submission(archive, PLACE).blob
        )


def test_what_was_done_is_written_down_without_the_words(archive: Archive) -> None:
    done = hide(archive, NAME)

    with opened(archive) as new:
        said = new.repository.commit(new.commit())
        assert new.seal.made(said)
        assert said.trailers["Step"] == "redact"
        assert WHY in said.trailers["Reason"]
        assert PLACE.path in said.trailers["Files"]
        kept = (new.repository.path / "hebao" / "redacted" / "1.txt").read_text("utf-8")
    assert done.paths == (PLACE.path,)
    assert len(kept.splitlines()) == done.commits > 0


def test_the_new_archive_goes_on(archive: Archive) -> None:
    hide(archive, NAME)

    with opened(archive) as new:
        place = a_place("p0002")
        saved = save(new, place, "1. 另案辦理完成。\n")
        assert submission(new, place).blob == saved.blob


def test_what_people_pushed_stays_unsigned(archive: Archive) -> None:
    place = a_place("p0002", "keelung")
    path = archive.repository.path
    script = (
        f"commit refs/heads/{place.branch}\ncommitter 甲 <a@example.org> 1768181400 +0800\n"
        f"data 12\n{NAME}abc\nfrom {archive.commit()}\n"
        f"M 100644 inline {place.path}\ndata 4\nabc\n\n"
    )
    subprocess.run(["git", "-C", path, "fast-import", "--quiet"], input=script.encode(), check=True)
    hide(archive, NAME)

    with opened(archive) as new:
        tip = new.repository.commit(new.repository.tip(place.ref) or "")
        assert not tip.signature
        assert tip.subject == "〇〇〇abc"


def test_words_in_another_spelling_are_refused_with_their_place(archive: Archive) -> None:
    save(archive, a_place("p0002"), "1. 由王 大明帶隊。\n")

    with pytest.raises(StillThere, match=r"p0002/taipei\.md"):
        hide(archive, NAME)
    assert not (archive.repository.path.parent / "new.git").exists()


def test_words_that_stand_nowhere_are_refused(archive: Archive) -> None:
    with pytest.raises(NothingFound, match="核對寫法"):
        hide(archive, "林小華")


@pytest.mark.parametrize(
    ("words", "instead", "reason"),
    [
        ((), "〇〇〇", WHY),
        (("王",), "〇〇〇", WHY),
        (("city",), "〇〇〇", WHY),
        (('王"大明',), "〇〇〇", WHY),
        ((NAME,), "a: b", WHY),
        ((NAME,), f"{NAME}君", WHY),
        ((NAME,), "〇〇〇", " "),
        ((NAME,), "〇〇〇", f"刪除{NAME}"),
    ],
)
def test_what_cannot_be_replaced_safely_is_refused(
    archive: Archive, words: tuple[str, ...], instead: str, reason: str
) -> None:
    with pytest.raises(NotToHide):
        hide(archive, *words, instead=instead, reason=reason)


def test_a_record_that_could_no_longer_be_read_is_refused(archive: Archive) -> None:
    with pytest.raises(Problem, match="讀不懂"):
        hide(archive, "progress")
    assert not (archive.repository.path.parent / "new.git").exists()


def test_a_folder_that_is_there_is_refused(archive: Archive) -> None:
    (archive.repository.path.parent / "new.git").mkdir()

    with pytest.raises(Problem, match="已經存在"):
        hide(archive, NAME)
