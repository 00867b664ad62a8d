"""The front of a report: its title, and the day that it speaks of.

標題與資料時間.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from records.prose import clean
from records.quarter import ROC_EPOCH, Quarter, roc_date
from workflows.importing.problems import HomelessText
from workflows.importing.source import Doubt, Line, squash

DAY = re.compile(
    r"(?:中華民國|民國|西元|公元)?\s*(?P<year>\d{2,4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]"
    r"\s*(?:(?P<day>\d{1,2})\s*日?|底)?"
)
SPEAKS = re.compile(r"資料(時間|日期|截止|統計|基準)|統計(至|時間|日期|截止)|截至|截止(日|時間)")
TITLE_END = re.compile(r"(情形|報告|彙整表|一覽表|總表|進度表|成果|進度|表)$")
FIRST_WESTERN = 1000


def read_front(
    lines: Sequence[Line], quarter: Quarter, usual: str
) -> tuple[str, date, list[Doubt]]:
    """Return the title, the day, and what was unsure. Raises HomelessText for anything else."""
    doubts: list[Doubt] = []
    titles: list[Line] = []
    as_of: date | None = None
    for line in lines:
        said = _day(line.text)
        if (
            as_of is None
            and said
            and (
                SPEAKS.search(line.text)
                or not DAY.sub("", _narrow(line.text)).strip("()[]（）:： ")
            )
        ):
            as_of = said
            doubts += _beside(line, said)
        else:
            titles.append(line)
    title, more = _title(titles, usual)
    doubts += more
    if as_of is None:
        sentence = f"沒有寫資料時間，以本季最後一日（{roc_date(quarter.last_day)}）為準。"
        doubts.append(Doubt("報告開頭", sentence))
    elif as_of != quarter.last_day:
        sentence = f"資料時間不是 {quarter.label}的最後一日，照報告所寫。"
        doubts.append(Doubt("報告開頭", sentence, roc_date(as_of)))
    return title, as_of or quarter.last_day, doubts


def _title(lines: Sequence[Line], usual: str) -> tuple[str, list[Doubt]]:
    if not lines:
        return usual, [Doubt("報告開頭", "沒有寫標題，以平臺的標題為準。", usual)]
    first, rest = lines[0], [x for x in lines[1:] if squash(x.text) != squash(lines[0].text)]
    if not rest:
        return clean(first.text), []
    second = rest[0]
    if len(rest) == 1 and not TITLE_END.search(first.text) and TITLE_END.search(second.text):
        joined = clean(first.text + second.text)
        return joined, [Doubt(first.place, "標題分成兩行，接為一行。", joined)]
    raise HomelessText(second.place, second.text, more=len(rest) - 1)


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _day(text: str) -> date | None:
    """Return the day that a line names; the month's last where it names none.

    >>> _day("資料時間：１１４年１２月３１日"), _day("截至 114 年 11 月底")
    (datetime.date(2025, 12, 31), datetime.date(2025, 11, 30))
    """
    match = DAY.search(_narrow(text))
    if not match:
        return None
    year, month = int(match["year"]), int(match["month"])
    year += ROC_EPOCH if year < FIRST_WESTERN else 0
    try:
        if match["day"]:
            return date(year, month, int(match["day"]))
        return Quarter.of(date(year, month, 1)).last_day if month % 3 == 0 else _last(year, month)
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def _beside(line: Line, said: date) -> list[Doubt]:
    """Say where the line with the day holds more than what will be printed."""
    printed = squash(f"資料時間：{roc_date(said)}")
    if squash(line.text).replace("民國", "").replace("中華", "") == printed:
        return []
    return [Doubt(line.place, f"這一行將印成「資料時間：{roc_date(said)}」。", line.text)]
