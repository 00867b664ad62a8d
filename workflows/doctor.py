"""The doctor: looks an archive over, and says how to mend what it finds.

健檢. Damage makes the answer no; what is merely still to be named or decided does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from records.archive import PLATFORM_FILE, Archive
from records.city import JOINT
from records.errors import BadRecord, Problem
from records.fitting import misplaced
from records.holding import Holding
from records.migration import check_version
from records.place import Place
from records.pushes import guarded
from records.quarter import Quarter
from records.register import Stage
from records.schema import VERSION
from workflows.filing import submissions
from workflows.submission import STEPS, State, Step, Submission, pushed_to


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing found: where, what it is, how to mend it; ``damage`` where it is broken."""

    where: str
    sentence: str
    damage: bool = True


def examine(archive: Archive) -> list[Symptom]:
    """Look an archive over: objects, settings, locks, schemas, signatures, branches, records."""
    found = [*_repository(archive), *_schema(archive)]
    if any(symptom.damage for symptom in found):
        return found  # what Git cannot read, nobody can read on
    found += _signatures(archive)
    found += [
        Symptom(ref, "這個分支不屬於任何方案的填報，請確認後改名或刪除。")
        for ref in archive.branches.strays()
    ]
    quarters = archive.quarters()
    for quarter in quarters:
        found += _quarter(archive, quarter)
    found += _orphans(archive, quarters)
    return found


def _repository(archive: Archive) -> Iterator[Symptom]:
    repository = archive.repository
    for line in repository.fsck():
        yield Symptom("Git", f"{line}；請由備份還原（hebao restore），不要在原處修補。")
    for name, wanted, present in repository.unset():
        yield Symptom(
            "config", f"{name} 是「{present}」，應為「{wanted}」；執行 git config {name} {wanted}。"
        )
    for lock in repository.locks():
        yield Symptom(str(lock.name), "留下的鎖；重新啟動平臺會自動清除。", damage=False)
    if not guarded(repository.path):
        yield Symptom(
            "hooks", "推送檢查（pre-receive）不見了或被改過，請以 hebao restore 重新安裝。"
        )


def _schema(archive: Archive) -> Iterator[Symptom]:
    blob = archive.blob(PLATFORM_FILE)
    if not blob:
        yield Symptom(PLATFORM_FILE, "紀錄庫缺少 platform.md，請由備份還原。")
        return
    try:
        number = check_version(archive.text(blob))
    except Problem as problem:
        yield Symptom(PLATFORM_FILE, str(problem))
        return
    if number < VERSION:
        yield Symptom(PLATFORM_FILE, f"紀錄格式是第 {number} 版，請升級到第 {VERSION} 版。")


def _signatures(archive: Archive) -> Iterator[Symptom]:
    for commit in archive.main_line():
        if not archive.seal.made(commit):
            yield Symptom(
                commit.oid[:12],
                f"main 上的「{commit.subject[:40]}」沒有平臺簽章，請查明是誰寫入的。",
            )


def _quarter(archive: Archive, quarter: Quarter) -> Iterator[Symptom]:
    try:
        holding = archive.holding(quarter)
    except BadRecord as bad:
        yield Symptom(bad.path, str(bad))
        return
    for fault in holding.faults:
        yield Symptom(fault.path, fault.sentence)
    for (project_id, owner), filing in holding.filings.items():
        project = holding.project(project_id)
        if project and (astray := misplaced(project, filing)):
            names = "、".join(name or "（未分段）" for name in astray)
            yield Symptom(
                holding.path(project_id, owner), f"有未歸位的文字（{names}），請移到現有的段落。"
            )
    yield from _unnamed(holding)
    for submission in submissions(archive, quarter).values():
        yield from _submission(archive, holding, submission)


def _unnamed(holding: Holding) -> Iterator[Symptom]:
    for project in holding.projects:
        if not project.lead and holding.record.state is not Stage.FROZEN:
            joint = "合併填報沒有人負責，" if JOINT in project.owners else ""
            yield Symptom(
                f"{holding.record.quarter}/{project.project}",
                f"「{project.name}」{joint}還沒有主辦市，請在方案名冊填寫 lead。",
                damage=False,
            )


def _submission(archive: Archive, holding: Holding, found: Submission) -> Iterator[Symptom]:
    place = found.place
    project = holding.project(place.project)
    if project is None or place.owner not in project.owners:
        yield Symptom(
            place.branch,
            "名冊裡沒有這個方案或縣市，這篇填報無處可去；請補進名冊或由彙整窗口處理。",
            damage=False,
        )
    if wrong := _broken_fold(archive, place):
        yield Symptom(place.branch, f"歷程前後不符：{wrong}；請以備份核對這篇的審查紀錄。")
    if found.state is State.APPROVED:
        yield Symptom(place.branch, "已核定但還沒有納入，請彙整窗口納入。", damage=False)
    if found.pushed and found.blob:
        try:
            archive.filing(place, found.blob)
        except BadRecord as bad:
            yield Symptom(place.branch, f"以 Git 推送的文字讀不懂：{bad}", damage=False)


def _broken_fold(archive: Archive, place: Place) -> str:
    """Fold the steps of a filing anew; return the sentence of the first that does not follow."""
    state = State.MISSING
    for step in archive.branches.steps(place):
        said = step.trailers
        if not said:
            state = pushed_to(state)
            continue
        if said.get("Step") == Step.REOPEN:
            state = State.MERGED  # also what was imported is reopened
        try:
            after = STEPS[state, Step(said["Step"])]
        except (KeyError, ValueError):
            return step.subject
        if after != said.get("State"):
            return step.subject
        state = after
    return ""


def _orphans(archive: Archive, quarters: tuple[Quarter, ...]) -> Iterator[Symptom]:
    for ref in archive.repository.refs("refs/heads/filings/"):
        place = Place.of_ref(ref.name)
        if place is not None and place.quarter not in quarters:
            yield Symptom(
                place.branch,
                f"紀錄庫裡沒有 {place.quarter}，這篇填報無處可去；請開啟這一季。",
                damage=False,
            )
