"""Around: what a report prints around its rows, in words and cells that any form can set.

Version and notice before the rows; behind them the annexes 勘誤, 缺漏, 不能印出的紀錄 and 出處, in
the words of the HTML form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from records.quarter import TAIPEI_TIME, roc_date
from workflows.report.document import Missing, Provenance, Report, Row

CONTENTS = "目錄"
HEADER = ("方案名稱", "最新辦理情形")
"""The heads of the two columns of a group."""

NO_PROJECTS = "本季沒有合作方案。"
NO_TEXTS = "本季沒有納入的文字"


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines of an annex that belong to one name; a line shorter than the header spans the rest."""

    name: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: a table of entries below ``header``, or without a header a list of sentences."""

    id: str
    title: str
    note: str
    header: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    sentences: tuple[str, ...] = ()


def spoken(moment: datetime) -> str:
    """Write a moment as clocks in Taiwan show it: 115 年 1 月 10 日 09:30."""
    here = moment.astimezone(TAIPEI_TIME)
    return f"{roc_date(here.date())} {here:%H:%M}"


def edition(report: Report) -> str:
    """Return the quarter with its edition: 114 年第 4 季，第 1 版定稿."""
    return report.quarter.label + (f"，第 {report.edition} 版定稿" if report.edition else "")


def version(report: Report) -> str:
    """Return the line that says which records the report was made of; "" where none is printed."""
    if not report.signatures:
        return ""
    return f"{edition(report)}，版本 {report.commit}（{spoken(report.committed)}）"


def short_version(report: Report) -> str:
    """Return the same, for the foot of every page."""
    return f"{edition(report)}，版本 {report.commit[:10]}" if report.signatures else ""


def notice(report: Report) -> str:
    """Say what a final report would still need; "" where it needs nothing."""
    waiting = ((len(report.open_gaps), "處文字尚未納入"), (len(report.faults), "筆紀錄不能印出"))
    said = "、".join(f"{count} {what}" for count, what in waiting if count)
    return f"尚未定稿：{said}。" if said else ""


def annexes(report: Report) -> Iterator[Annex]:
    """Yield what stands behind the rows."""
    if report.errata:
        yield Annex(
            "errata",
            "勘誤",
            "定稿之後更正的文字。",
            ("編號", "何處", "更正前", "更正後"),
            tuple(
                Entry(str(each.number), ((each.what, each.before, each.after),))
                for each in report.errata
            ),
        )
    if report.gaps:
        yield Annex(
            "gaps",
            "缺漏",
            "本季應有而尚未納入的辦理情形，以及各處缺漏的處理。",
            ("方案名稱", "填報", "段落", "處理", "理由"),
            tuple(Entry(gap.name, (_gap(gap),)) for gap in report.gaps),
        )
    if report.faults:
        yield Annex(
            "faults",
            "不能印出的紀錄",
            "下列紀錄或文字沒有印在報告上，請先更正。",
            sentences=tuple(map(str, report.faults)),
        )
    if report.signatures:
        yield Annex(
            "sources",
            "出處",
            "每一案的文字出自紀錄庫的哪一筆紀錄，由誰填報、核定。",
            ("方案名稱", "填報", "紀錄", "版本", "填報人", "核定人", "納入時間"),
            tuple(_origins(row) for group in report.groups for row in group.rows),
        )


def _gap(gap: Missing) -> tuple[str, ...]:
    return gap.label, gap.heading, gap.state, gap.why


def _origins(row: Row) -> Entry:
    return Entry(row.name, tuple(map(origin, row.sources)) or ((NO_TEXTS,),))


def origin(each: Provenance) -> tuple[str, ...]:
    """Return the cells of a text's source."""
    source = each.source
    return (
        each.label + (f"（沿用 {each.carried_from}）" if each.carried_from else ""),
        source.path,
        source.commit[:10],
        source.filed_by,
        source.approved_by,
        spoken(source.merged_at) if source.merged_at else "",
    )


def counted_heading(template: str) -> tuple[str, str] | None:
    """Return what a group's heading sets before and behind its number, before its label.

    None where a list could not count it: the number must stand before the label, once, and the
    label end the heading.

    >>> counted_heading("({number}) {label}"), counted_heading("{label}（第{number}組）")
    (('(', ') '), None)
    """
    before, number, rest = template.partition("{number}")
    between, label, after = rest.partition("{label}")
    around_it = before + between
    plain = not after and not set("{%") & set(around_it)
    return (before, between) if number and label and plain else None
