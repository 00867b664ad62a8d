"""Verifying: whether a file is a report that was issued here, and where it was changed.

驗證. Hashes first: a file whose SHA-256 stands in an edition's record is genuine, whatever program
wrote it. Any other is compared word for word with the tree of the edition that it says it is;
nothing is ever compiled again for it, so that newer libraries change no answer.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from records.archive import Archive
from records.edition import Edition
from records.errors import Problem
from records.holding import Holding
from records.quarter import Quarter
from workflows import editions
from workflows.file_text import lines_of
from workflows.importing.problems import UnreadableFile
from workflows.importing.source import squash
from workflows.likeness import Difference, Likeness, compare
from workflows.report import publish
from workflows.report.bundle import MANIFEST
from workflows.report.document import Report, labels
from workflows.report.publish import FORMS

COMMIT = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
MOST_COMMITS = 5
"""How many of the commits that a file names are asked for."""


class Answer(StrEnum):
    """What is said of a file."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"genuine": "真實", "altered": "有更動", "unknown": "查無此檔"}[self.value]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer on a file: which edition it is or comes from, and the rows that differ.

    ``form`` is known where it is genuine; ``edition`` is 0 for a report that was not frozen.
    """

    answer: Answer
    sha256: str
    sentence: str
    quarter: Quarter | None = None
    edition: int = 0
    form: str = ""
    commit: str = ""
    differences: tuple[Difference, ...] = ()


def verify(archive: Archive, raw: bytes, name: str) -> Verdict:
    """Tell whether a file is genuine; its name helps to know its form."""
    digest = sha256(raw).hexdigest()
    every = [each for quarter in archive.quarters() for each in editions.issued(archive, quarter)]
    for edition in every:
        for form, known in edition.sha256.items():
            if known == digest:
                return _genuine(edition, form, digest)
    try:
        lines = lines_of(raw, PurePath(name).suffix.lower())
    except UnreadableFile as unreadable:
        sentence = _packed(raw) or str(unreadable)
        return Verdict(Answer.UNKNOWN, digest, f"這個檔案的雜湊沒有登記過；{sentence}")
    # What is behind the words of a page (its attributes) names the commit too.
    named = COMMIT.findall("\n".join((*lines, raw.decode("latin-1"))))
    return _compared(archive, lines, list(dict.fromkeys(named))[:MOST_COMMITS], every, digest)


def _genuine(edition: Edition, form: str, digest: str) -> Verdict:
    label = FORMS[form].label if form in FORMS else form
    which = f"{edition.quarter.label}第 {edition.number} 版定稿"
    sentence = f"這是{which}的檔案（{label}），發布之後沒有更動。"
    return Verdict(
        Answer.GENUINE,
        digest,
        sentence,
        edition.quarter,
        edition.number,
        form,
        edition.commit,
    )


def _packed(raw: bytes) -> str:
    """Say what to do with a bundle that is none of ours as it stands."""
    try:
        names = ZipFile(io.BytesIO(raw)).namelist()
    except (BadZipFile, ValueError, OSError):
        return ""
    return "請解開這個壓縮檔，把裡面的檔案逐一驗證。" if MANIFEST in names else ""


def _compared(
    archive: Archive, lines: list[str], named: list[str], every: list[Edition], digest: str
) -> Verdict:
    best: tuple[Likeness, Report] | None = None
    for report in _candidates(archive, lines, named, every):
        likeness = compare(lines, report, labels(report))
        if best is None or len(likeness.differences) < len(best[0].differences):
            best = (likeness, report)
    if best is None or not best[0].alike:
        sentence = "這個檔案的雜湊沒有登記過，文字也不像紀錄庫裡任何一季的報告。"
        return Verdict(Answer.UNKNOWN, digest, sentence)
    likeness, report = best
    return Verdict(
        Answer.ALTERED,
        digest,
        _said(likeness, report),
        report.quarter,
        report.edition,
        "",
        report.commit,
        likeness.differences,
    )


def _said(likeness: Likeness, report: Report) -> str:
    edition = f"第 {report.edition} 版定稿" if report.edition else f"版本 {report.commit[:10]}"
    which = f"{report.quarter.label}{edition}"
    if likeness.same:
        return f"檔案不是發布的原檔（另存或轉檔過），各案文字與{which}相同。"
    return f"各案文字與{which}有 {len(likeness.differences)} 處不同，如下。"


def _candidates(
    archive: Archive, lines: list[str], named: list[str], every: list[Edition]
) -> Iterator[Report]:
    """Yield the reports that a file may be: of a commit that it names, or of its quarter."""
    squashed = squash("\n".join(lines))
    editions_of = [
        each
        for each in reversed(every)
        if each.commit in named or squash(each.quarter.label) in squashed
    ]
    for edition in editions_of or list(reversed(every)):
        yield editions.tree(archive, edition)
    frozen = {edition.commit for edition in every}
    for commit in named:
        if commit not in frozen:
            yield from _at(archive, commit)


def _at(archive: Archive, commit: str) -> Iterator[Report]:
    """Yield the report whose stated commit it is, if the archive has the commit."""
    try:
        quarters = archive.quarters(commit)
        holdings: list[Holding] = [archive.holding(each, commit) for each in quarters]
    except Problem:
        return
    yield from (publish.tree(each) for each in holdings if each.commit == commit)
