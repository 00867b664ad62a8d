"""Publish: assemble once, then write every form that was asked for.

產製. A form is a line of FORMS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from records.collector import paused
from records.errors import Problem
from records.holding import Holding
from workflows.report import html, markdown, opendata, pdf, text
from workflows.report.assemble import assemble
from workflows.report.document import Labels, Report, labels
from workflows.report.kept import Kept


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the report: its name on the command line, its file, and who writes it."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Report, Labels], bytes]
    textual: bool = True


FORMS = {
    form.name: form
    for form in (
        Form("html", "HTML", ".html", "text/html; charset=utf-8", html.write),
        Form("md", "Markdown", ".md", "text/markdown; charset=utf-8", markdown.write),
        Form("txt", "純文字", ".txt", "text/plain; charset=utf-8", text.write),
        Form("json", "開放資料（JSON）", ".json", "application/json", opendata.write),
        Form("pdf", "PDF", ".pdf", "application/pdf", pdf.write, textual=False),
    )
}
"""Every form, by its name, in the order that a page offers them."""


class UnknownForm(Problem):
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


def publish(
    holding: Holding,
    form: str,
    *,
    final: bool = False,
    edition: int = 0,
    kept: Kept | None = None,
) -> bytes:
    """Write a quarter's report in one form.

    The same holding gives the same bytes on any machine. ``kept``: rows made before, with
    which a report that changed a little costs little. Raises UnknownForm; with ``final``
    also GapsUndecided and FaultsStand.
    """
    return publish_forms(holding, (form,), final=final, edition=edition, kept=kept)[form]


def publish_forms(
    holding: Holding,
    forms: Iterable[str] = FORMS,
    *,
    final: bool = False,
    edition: int = 0,
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Write a quarter's report in several forms, by name, from one tree. Raises as ``publish``."""
    asked = {name: form_named(name) for name in forms}
    kept = Kept() if kept is None else kept
    with paused():
        report = assemble(holding, final=final, edition=edition, kept=kept)
        numbers = labels(report, kept)
        return {name: _write(form, report, numbers, kept) for name, form in asked.items()}


def _write(form: Form, report: Report, numbers: Labels, kept: Kept) -> bytes:
    # Only a page is written row by row.
    if form.name == "html":
        return html.write(report, numbers, kept)
    return form.write(report, numbers)
