"""Reviews: the page where a text is read beside the one before, remarked on and decided.

審查. A decision holds for exactly the text that was on the page; a newer one is shown with what
changed since, and everything that was typed stays.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.errors import NotThere, Problem
from records.filing import Filing
from records.holding import Holding
from records.objects import spoken
from records.outline import texts
from records.place import Place
from records.project import Project
from records.quarter import Quarter
from records.wording import clean
from webapp import guard
from webapp.archive import holding, opened, previous
from webapp.comparing import alone, counted, sides
from webapp.forms.reviewing import APPROVE, DECISIONS, SEND_BACK, Decision, Reason
from webapp.pages.queue import Faults, waiting_here
from webapp.visit import project_of
from workflows import reviewing
from workflows.checks.accepting import acceptances
from workflows.checks.check import by_weight, check
from workflows.checks.gathering import gather_around
from workflows.comparison.compare import compare_filings
from workflows.comparison.figures import moved_figures
from workflows.comparison.promises import due
from workflows.discussion import discussion, unresolved
from workflows.filing import TextChanged, submission
from workflows.queue import next_after
from workflows.submission import State, Step, Submission
from workflows.suggesting import Spot

pages = Blueprint("reviews", __name__)

LAST, SENT, TEXT, READ = "last", "sent", "text", "read"
"""What a text is compared with: last quarter's, the one sent before, itself, the one read."""


# -- One text ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """A text that is being read."""

    held: Holding
    project: Project
    place: Place
    submission: Submission
    filing: Filing

    @property
    def label(self) -> str:
        return self.held.record.city_label(self.place.owner)


def _case(quarter: Quarter, project: str, owner: str) -> _Case:
    held, archive = holding(quarter), opened().archive
    found = project_of(held, project)
    if owner not in found.owners:
        raise NotThere(f"「{found.name}」本季沒有「{owner}」的填報；請回待審查清單選擇。")
    place = Place(quarter, project, owner)
    standing = submission(archive, place)
    if not standing.blob:
        raise NotThere(f"「{found.name}」還沒有文字可以審查；請回待審查清單選擇。")
    return _Case(held, found, place, standing, archive.filing(place, standing.blob))


@pages.get("/<quarter:quarter>/<project:project>/<owner:owner>/review")
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Show a text to be read and decided on."""
    against = request.args.get("against", LAST)
    return _page(_case(quarter, project, owner), Decision(), against=against)


@pages.post("/<quarter:quarter>/<project:project>/<owner:owner>/review")
def decide(quarter: Quarter, project: str, owner: str) -> ResponseReturnValue:
    """Send the remarks and the decision, and go on to the next text."""
    case, form = _case(quarter, project, owner), Decision(request.form)
    if request.form.get("blob", "") != case.submission.blob:
        return _newer(case, form)
    try:
        remarks = _remarks(case)
        if not _whole(form, remarks):
            return _page(case, form), 400
        following = next_after(waiting_here(quarter), case.place)
        _send(case, form, remarks)
    except TextChanged:
        return _newer(_case(quarter, project, owner), form)
    except Problem as problem:
        return _page(case, form, faults=(("decision", str(problem)),)), 400
    if following is None:
        return redirect(url_for("queue.show", quarter=quarter), 303)
    return redirect(_address(following.place), 303)


def _newer(case: _Case, form: Decision) -> ResponseReturnValue:
    """Show what changed since the text was read; nothing that was typed is lost."""
    fault = "您閱讀的文字已經更新，決定還沒有送出；請看過更新的部分再決定。"
    return _page(case, form, against=READ, faults=(("blob", fault),)), 409


def _whole(form: Decision, remarks: Collection[object]) -> bool:
    """Tell whether a decision says all that it has to."""
    if not form.validate():
        return False
    if form.decision.data in {APPROVE, SEND_BACK} or remarks or form.said:
        return True
    form.refuse("words", "請寫下意見；沒有意見時，請選擇核定。")
    return False


def _address(place: Place) -> str:
    return url_for("reviews.show", quarter=place.quarter, project=place.project, owner=place.owner)


@dataclass(frozen=True, slots=True)
class _Remark:
    spot: Spot
    phrase: str
    words: str


def _remarks(case: _Case) -> list[_Remark]:
    """Read the remarks on single lines; the words that they are about come from the text."""
    found = []
    for name, said in request.form.items():
        if not name.startswith("remark/") or not said.strip():
            continue
        spot = Spot.of(name.removeprefix("remark/"))
        pieces = list(texts(case.filing.parts.get(spot.section, ())))
        if not 0 < spot.piece <= len(pieces):
            raise NotThere("有一則意見所指的項目不在這篇文字裡；請重新載入頁面後再寫。")
        phrase = clean(request.form.get(f"phrase/{spot.anchor}", ""))
        text = pieces[spot.piece - 1]
        if phrase and phrase not in text:
            raise NotThere(
                f"「{phrase[:40]}」不在第 {spot.piece} 項的文字裡；請照原文填寫，或留空。"
            )
        found.append(_Remark(spot, phrase or text, said))
    return found


def _send(case: _Case, form: Decision, remarks: Iterable[_Remark]) -> None:
    archive, on, by = opened().archive, opened().clock(), guard.person()
    place, blob = case.place, case.submission.blob
    decision = form.decision.data
    # What nobody may decide is refused before a word of it is written down.
    if decision in {APPROVE, SEND_BACK}:
        step = Step.APPROVE if decision == APPROVE else Step.SEND_BACK
        case.submission.after(step, by=by.author, on=on, reason="-", reviewing=True)
    for each in remarks:
        reviewing.comment(
            archive,
            place,
            each.words,
            by=by,
            on=on,
            anchor=each.spot.anchor,
            phrase=each.phrase,
        )
    if form.said and decision != SEND_BACK:
        reviewing.comment(archive, place, form.said, by=by, on=on)
    if decision == APPROVE:
        reviewing.approve(archive, place, blob=blob, by=by, on=on)
    elif decision == SEND_BACK:
        reviewing.send_back(archive, place, form.said, blob=blob, by=by, on=on)


def _page(case: _Case, form: Decision, *, against: str = LAST, faults: Faults = ()) -> str:
    archive, quarter = opened().archive, case.place.quarter
    last = previous(quarter)
    before = last.filings.get((case.place.project, case.place.owner)) if last else None
    sent = _sent_before(case)
    read = request.form.get("blob", "")
    base = {LAST: before, SENT: sent, READ: _readable(case, read)}.get(against)
    parts = alone(case.filing) if against == TEXT else compare_filings(base, case.filing)
    threads = discussion(archive, case.place)
    waiting = waiting_here(quarter)
    onwards = next_after(waiting, case.place)
    back = next_after(reversed(waiting), case.place)
    return render_template(
        "reviews/show.html",
        title=f"審查：{case.project.name}（{case.label}）",
        quarter=quarter,
        case=case,
        group=next(g for g in case.held.record.groups if g.id == case.project.group),
        sides=sides(case.project, case.filing, parts, case.held.record.scheme, threads),
        counted=counted(parts),
        against=against,
        has_last=before is not None,
        has_sent=sent is not None,
        moved=tuple(
            figure
            for part in compare_filings(before, case.filing)
            for figure in moved_figures(part.comparison)
        )
        if before
        else (),
        promises=tuple(
            promise
            for section, blocks in before.parts.items()
            for promise in due(blocks, case.filing.parts.get(section, ()), case.held.record.as_of)
        )
        if before
        else (),
        findings=by_weight(check(case.filing, gather_around(archive, case.project, quarter))),
        answers={each.key: each for each in acceptances(archive.branches.steps(case.place))},
        threads=threads,
        elsewhere=tuple(each for each in threads if not each.standing(case.filing)),
        open_threads=unresolved(threads),
        form=form,
        decisions=DECISIONS,
        faults=(*faults, *form.faults),
        typed=request.form,
        note=_note(case),
        onwards=onwards,
        back=back,
        left=len(waiting),
        decidable=case.submission.state in {State.SENT, State.APPROVED},
    )


def _readable(case: _Case, blob: str) -> Filing | None:
    """Return the text that a page was drawn with, None where it was never this filing's."""
    if blob in {step.blob for step in opened().archive.branches.steps(case.place)}:
        return opened().archive.filing(case.place, blob)
    return None


def _note(case: _Case) -> str:
    """Return what the filer wrote to the coordinators when the text was last sent."""
    steps = reversed(opened().archive.branches.steps(case.place))
    sent = next((step for step in steps if step.trailers.get("Step") == Step.SEND.value), None)
    return spoken(sent.trailers.get("Words", "")) if sent else ""


def _sent_before(case: _Case) -> Filing | None:
    """Return the text that was sent before the one that is here; None where this is the first."""
    steps = opened().archive.branches.steps(case.place)
    sent = [step.blob for step in steps if step.trailers.get("Step") == Step.SEND.value]
    earlier = [blob for blob in sent if blob != case.submission.blob]
    return opened().archive.filing(case.place, earlier[-1]) if earlier else None


@pages.post("/<quarter:quarter>/<project:project>/<owner:owner>/threads/<commit:thread>")
def answer(quarter: Quarter, project: str, owner: str, thread: str) -> ResponseReturnValue:
    """Answer a comment, and close its thread or open it again."""
    place = Place(quarter, project, owner)
    archive = opened().archive
    known = {each.commit for each in discussion(archive, place)}
    if thread not in known:
        raise NotThere("這則意見已經不在這篇文字上；請重新載入頁面。")
    said = {"resolve": True, "open": False}.get(request.form.get("do", ""))
    reviewing.comment(
        archive,
        place,
        request.form.get("words", ""),
        by=guard.person(),
        on=opened().clock(),
        thread=thread,
        resolves=said,
    )
    back = guard.safe_next(request.form.get("next", "")) or url_for(
        "filings.show", quarter=quarter, project=project, owner=owner
    )
    return redirect(f"{back}#t-{thread[:12]}", 303)


# -- Opening again -------------------------------------------------------------------------------


@pages.post("/<quarter:quarter>/<project:project>/<owner:owner>/reopen")
def reopen(quarter: Quarter, project: str, owner: str) -> ResponseReturnValue:
    """Let a merged text be changed again, with a reason."""
    form, place = Reason(request.form), Place(quarter, project, owner)
    try:
        reviewing.reopen(opened().archive, place, form.said, by=guard.person(), on=opened().clock())
    except Problem as problem:
        case = _case(quarter, project, owner)
        return _page(case, Decision(), faults=(("reopen", str(problem)),)), 400
    return redirect(url_for("filings.show", quarter=quarter, project=project, owner=owner), 303)
