"""Freezing, issuing and correcting: what is interrupted is completed, what is issued stays."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lives import (
    HUA,
    JOINT,
    KEELUNG,
    MING,
    ON,
    OPENER,
    QUARTER,
    SECOND,
    TAIPEI,
    Life,
    a_text,
    an_archive,
    git,
)

from records.archive import Archive, Changed
from records.branch import Move
from records.edition import Edition
from records.errors import NotThere
from records.register import Stage
from workflows import editions, errata, filing
from workflows.errata import Correction, NotFrozen, NothingProposed, OwnProposal
from workflows.file_text import lines_of
from workflows.filing import QuarterClosed
from workflows.quarters import ErrorsOpen, freeze
from workflows.report.publish import FORMS, publish
from workflows.report.typeset import Unprintable

WRONG = Correction("跨河便橋，臺北市", "1. 已開工。", "1. 已於 1 月 5 日開工。")


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """Return an archive whose quarter is whole."""
    with an_archive(tmp_path) as archive:
        for place, filer in ((TAIPEI, MING), (KEELUNG, HUA), (JOINT, HUA)):
            Life(archive, place, filer).merged()
        yield Life(archive)


class Killed(BaseException):
    """The process is no more."""


class Dying(Archive):
    """An archive whose process is killed before one of the things that it writes."""

    left: int

    def record(self, *told: Any, **said: Any) -> str:  # noqa: ANN401 - as its base does
        self._live()
        return super().record(*told, **said)

    def tag(self, name: str, commit: str) -> None:
        self._live()
        super().tag(name, commit)

    def _live(self) -> None:
        if not self.left:
            raise Killed
        self.left -= 1


def _frozen(life: Life) -> Edition:
    return freeze(life.archive, QUARTER, by=OPENER, on=life.on())


# -- Freezing ------------------------------------------------------------------------------------


def test_an_edition_names_its_commit_every_form_and_what_it_was_made_with(life: Life) -> None:
    edition = _frozen(life)

    holding = life.archive.holding(QUARTER, "edition/114Q4/1")
    assert holding.commit == edition.commit
    assert edition.sha256 == {
        form: hashlib.sha256(publish(holding, form, final=True, edition=1)).hexdigest()
        for form in FORMS
    }
    assert {"NotoSerifTC-Regular.otf", "report.typ", "typst"} <= set(edition.made_with)
    assert editions.differing(life.archive, edition) == ()


def test_an_edition_is_printed_again_as_it_was(life: Life) -> None:
    edition = _frozen(life)

    again = editions.reprint(life.archive, edition, "pdf")

    assert hashlib.sha256(again).hexdigest() == edition.sha256["pdf"]


def test_what_an_edition_was_made_with_and_is_not_here_is_named(life: Life) -> None:
    edition = _frozen(life)
    changed = {**edition.made_with, "report.typ": "0" * 64, "Gone.ttf": "0" * 64}

    other = edition.model_copy(update={"made_with": changed})

    assert editions.differing(life.archive, other) == ("report.typ", "Gone.ttf")


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_freeze_that_is_killed_between_its_steps_is_completed_by_the_next(
    life: Life, after: int
) -> None:
    path = life.archive.repository.path
    with Dying.open(path) as dying:
        dying.left = after
        with pytest.raises(Killed):
            freeze(dying, QUARTER, by=OPENER, on=life.on())

    edition = _frozen(life)

    assert life.archive.holding(QUARTER).record.state is Stage.FROZEN
    assert life.archive.load(Edition, "editions/114Q4/1.md") == edition
    assert git(life.archive, "rev-parse", "edition/114Q4/1") == edition.commit
    assert git(life.archive, "log", "--format=%s", "main").count("定稿：114Q4") == 1


def test_a_second_freeze_changes_nothing(life: Life) -> None:
    first = _frozen(life)
    tip = life.archive.commit()

    assert _frozen(life) == first
    assert life.archive.commit() == tip


class Meanwhile(Archive):
    """An archive in which a text is written just before the quarter is frozen."""

    late: Mapping[str, bytes | None]

    def record(self, *told: Any, **said: Any) -> str:  # noqa: ANN401 - as its base does
        late, self.late = self.late, {}
        if late:
            super().record(late, Move("手動修改", OPENER, ON, {}))
        return super().record(*told, **said)


def test_a_text_that_came_meanwhile_is_not_frozen_unseen(life: Life) -> None:
    path = life.archive.repository.path
    with Meanwhile.open(path) as archive:
        text = archive.text(archive.blob(TAIPEI.path))
        archive.late = {TAIPEI.path: text.replace("開工".encode(), "停工".encode())}
        with pytest.raises(Changed):
            freeze(archive, QUARTER, by=OPENER, on=life.on())

    assert life.archive.holding(QUARTER).record.state is Stage.COLLECTING


def test_open_errors_of_the_checks_keep_a_quarter_from_being_frozen(life: Life) -> None:
    found = ("跨河便橋（臺北市）：81% 與上季 83% 不符。",)

    with pytest.raises(ErrorsOpen, match="還有 1 項檢查錯誤，不能定稿：跨河便橋"):
        freeze(life.archive, QUARTER, by=OPENER, on=life.on(), open_errors=found)

    assert life.archive.holding(QUARTER).record.state is Stage.COLLECTING


def test_what_a_form_cannot_show_is_told_before_anything_is_frozen(life: Life) -> None:
    text = life.archive.text(life.archive.blob(TAIPEI.path)).replace(b"1. ", "1. 👍".encode())
    life.archive.record({TAIPEI.path: text}, Move("手動修改", OPENER, life.on(), {}))

    with pytest.raises(Unprintable, match="跨河便橋"):
        _frozen(life)

    assert life.archive.holding(QUARTER).record.state is Stage.COLLECTING


def test_nobody_files_in_a_frozen_quarter(life: Life) -> None:
    _frozen(life)
    base = filing.submission(life.archive, TAIPEI).blob

    with pytest.raises(QuarterClosed, match="更正請提出勘誤"):
        filing.save(life.archive, a_text(TAIPEI, "1. 改。"), base=base, by=MING, on=life.on())


# -- Errata --------------------------------------------------------------------------------------


def test_an_accepted_erratum_is_printed_in_the_next_edition_and_changes_no_text(
    life: Life,
) -> None:
    first = _frozen(life)
    proposed = errata.propose(life.archive, QUARTER, (WRONG,), by=OPENER, on=life.on())

    second = errata.accept(
        life.archive, QUARTER, blob=proposed.blob, by=SECOND.author, on=life.on()
    )

    assert (second.number, second.commit) == (2, first.commit)
    assert editions.issued(life.archive, QUARTER) == (first, second)
    for form in ("html", "md", "json"):
        written = editions.reprint(life.archive, second, form).decode()
        assert "已於 1 月 5 日開工" in written, form
        assert hashlib.sha256(written.encode()).hexdigest() == second.sha256[form]
    paper = "".join(lines_of(editions.reprint(life.archive, second, "pdf"), ".pdf"))
    assert "已於1月5日開工" in "".join(paper.split())
    for form, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
        packed = ZipFile(io.BytesIO(editions.reprint(life.archive, second, form)))
        assert "已於 1 月 5 日開工" in packed.read(part).decode(), form
    assert "1 月 5 日" not in editions.reprint(life.archive, second, "txt").decode()
    assert errata.proposal(life.archive, QUARTER) is None


def test_later_errata_count_on_and_earlier_ones_are_printed_again(life: Life) -> None:
    _frozen(life)
    for by, other in ((OPENER, SECOND.author), (SECOND.author, OPENER)):
        found = errata.propose(life.archive, QUARTER, (WRONG,), by=by, on=life.on())
        last = errata.accept(life.archive, QUARTER, blob=found.blob, by=other, on=life.on())

    assert last.number == 3
    assert [each.number for each in last.errata] == [1, 2]


def test_nobody_accepts_his_own_erratum(life: Life) -> None:
    _frozen(life)
    found = errata.propose(life.archive, QUARTER, (WRONG,), by=OPENER, on=life.on())

    with pytest.raises(OwnProposal, match="另一位"):
        errata.accept(life.archive, QUARTER, blob=found.blob, by=OPENER, on=life.on())


def test_an_erratum_is_accepted_as_it_was_read(life: Life) -> None:
    _frozen(life)
    read = errata.propose(life.archive, QUARTER, (WRONG,), by=OPENER, on=life.on())
    other = WRONG._replace(after="別的")
    errata.propose(life.archive, QUARTER, (other,), by=OPENER, on=life.on())

    with pytest.raises(NothingProposed, match="內容已經改變"):
        errata.accept(life.archive, QUARTER, blob=read.blob, by=SECOND.author, on=life.on())


def test_a_quarter_that_is_not_frozen_has_no_errata(life: Life) -> None:
    with pytest.raises(NotFrozen):
        errata.propose(life.archive, QUARTER, (WRONG,), by=OPENER, on=life.on())


def test_an_issue_of_errata_that_is_killed_is_completed_by_a_freeze(life: Life) -> None:
    _frozen(life)
    found = errata.propose(life.archive, QUARTER, (WRONG,), by=OPENER, on=life.on())
    with Dying.open(life.archive.repository.path) as dying:
        dying.left = 1
        with pytest.raises(Killed):
            errata.accept(dying, QUARTER, blob=found.blob, by=SECOND.author, on=life.on())
    with pytest.raises(NotThere, match="沒有第 2 版定稿"):
        editions.edition(life.archive, QUARTER, 2)

    assert _frozen(life) == editions.edition(life.archive, QUARTER, 2)
