"""Publish: assemble once, then write every form that was asked for.

產製. A form is a line of FORMS.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files

from records.collector import paused
from records.edition import Erratum
from records.errors import NotThere
from records.holding import Holding
from workflows.report import docx, html, markdown, odt, opendata, pdf, summary, text, xlsx
from workflows.report.assemble import assemble
from workflows.report.bundle import bundle
from workflows.report.changes import changes
from workflows.report.document import Labels, Report, labels
from workflows.report.kept import Kept
from workflows.report.selection import Selection


def _nothing_else(_report: Report) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the report: its name on the command line, its file, and who writes it."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Report, Labels], bytes]
    textual: bool = True
    """Whether it is text that a terminal can show."""

    made_with: Callable[[Report], Mapping[str, str]] = _nothing_else
    """What besides records and program decides how it looks, by name: SHA-256 or version."""


def _bundled(report: Report, numbers: Labels) -> bytes:
    files = {
        f"{report.quarter}{form.suffix}": form.write(report, numbers)
        for form in FORMS.values()
        if form.name != ALL
    }
    return bundle(report, files, made_with(report))


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _folder(name: str) -> str:
    """Return the SHA-256 of a template that is a folder of files."""
    every = sorted(files("workflows.report").joinpath(name).iterdir(), key=lambda each: each.name)
    parts = (each.name.encode() + b"\n" + each.read_bytes() for each in every if each.is_file())
    return sha256(b"\n".join(parts)).hexdigest()


def _odt(_report: Report) -> Mapping[str, str]:
    return {"odt_template": _folder("odt_template")}


def _docx(_report: Report) -> Mapping[str, str]:
    return {"word_template": _folder("word_template")}


HTML, PDF = "text/html; charset=utf-8", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ALL = "zip"
"""The form that holds all the others."""

FORMS = {
    form.name: form
    for form in (
        Form("odt", "ODF 文件（ODT）", ".odt", odt.MIMETYPE, odt.write, False, _odt),
        Form("pdf", "PDF", ".pdf", PDF, pdf.write, textual=False, made_with=pdf.made_with),
        Form("html", "HTML", ".html", HTML, html.write),
        Form("md", "Markdown", ".md", "text/markdown; charset=utf-8", markdown.write),
        Form("txt", "純文字", ".txt", "text/plain; charset=utf-8", text.write),
        Form("json", "開放資料（JSON）", ".json", "application/json", opendata.write),
        Form(
            "summary",
            "一頁摘要（PDF）",
            "-summary.pdf",
            PDF,
            summary.write_pdf,
            textual=False,
            made_with=summary.made_with,
        ),
        Form("summary-html", "一頁摘要（HTML）", "-summary.html", HTML, summary.write_html),
        Form("docx", "Word 文件（DOCX）", ".docx", DOCX, docx.write, False, _docx),
        Form("xlsx", "試算表（XLSX）", ".xlsx", XLSX, xlsx.write, False, xlsx.made_with),
        Form(ALL, "全部格式（ZIP）", ".zip", "application/zip", _bundled, textual=False),
    )
}
"""Every form, by its name, in the order that a page offers them: open formats first."""


class UnknownForm(NotThere):
    """A form was asked for that nobody writes."""

    def __init__(self, name: str) -> None:
        """Say which forms there are."""
        super().__init__(f"沒有「{name[:20]}」這種格式，請改用 {'、'.join(FORMS)} 其中之一。")


def form_named(name: str) -> Form:
    """Return a form by its name. Raises UnknownForm."""
    try:
        return FORMS[name]
    except KeyError:
        raise UnknownForm(name) from None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a quarter, whatever the form.

    ``final``: refuse what is not whole. ``edition`` and its ``errata``, 0 for none. ``only``: a
    part of it. ``before``: the quarter that it is counted against.
    """

    final: bool = False
    edition: int = 0
    errata: tuple[Erratum, ...] = ()
    only: Selection | None = None
    before: Holding | None = None


WHOLE = Wanted()
"""A quarter as it is."""


def publish(  # noqa: PLR0913 - each by its name
    holding: Holding,
    form: str,
    *,
    final: bool = False,
    edition: int = 0,
    only: Selection | None = None,
    kept: Kept | None = None,
) -> bytes:
    """Write a quarter's report, or a part of it, in one form.

    The same holding gives the same bytes on any machine. ``kept``: rows made before, with
    which a report that changed a little costs little. Raises UnknownForm, NotThere for a part
    that is not there; with ``final`` also GapsUndecided and FaultsStand.
    """
    wanted = Wanted(final, edition, only=only)
    return publish_forms(holding, (form,), wanted, kept=kept)[form]


def publish_forms(
    holding: Holding,
    forms: Iterable[str] = FORMS,
    wanted: Wanted = WHOLE,
    *,
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Write a quarter's report in several forms, by name, from one tree. Raises as ``publish``."""
    asked = {name: form_named(name) for name in forms}
    kept = Kept() if kept is None else kept
    with paused():
        report = tree(holding, wanted, kept=kept)
        numbers = labels(report, kept)
        return {name: _write(form, report, numbers, kept) for name, form in asked.items()}


def tree(holding: Holding, wanted: Wanted = WHOLE, *, kept: Kept | None = None) -> Report:
    """Return the report that every form is written from. Raises as ``publish``."""
    report = assemble(
        holding,
        final=wanted.final,
        edition=wanted.edition,
        errata=wanted.errata,
        only=wanted.only,
        kept=kept,
    )
    if wanted.before is None:
        return report
    return replace(report, changes=changes(report, _earlier(wanted.before, wanted.only, kept)))


def _earlier(before: Holding, only: Selection | None, kept: Kept | None) -> Report:
    """Return the earlier quarter's report, or what of it is in the selection."""
    try:
        return assemble(before, only=only, kept=kept)
    except NotThere:
        # The selection is of a group or theme that the earlier quarter had not.
        return replace(assemble(before, kept=kept), groups=())


def made_with(report: Report) -> dict[str, str]:
    """Return what besides records and program decides how the forms look: fonts, templates."""
    return {name: said for form in FORMS.values() for name, said in form.made_with(report).items()}


def _write(form: Form, report: Report, numbers: Labels, kept: Kept) -> bytes:
    # Only a page is written row by row.
    if form.name == "html":
        return html.write(report, numbers, kept)
    return form.write(report, numbers)
