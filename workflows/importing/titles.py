"""The title of a row: the project's name, and what stands in brackets behind it.

A bracket behind a name is a theme, a remark on where the project comes from, or a part of the
name; only the words tell. What does not speak of lineage stays in the name:

>>> split("捷運民汐線(臺北市段)").name
'捷運民汐線(臺北市段)'
>>> split("防災觀摩(原「搜救交流」併入本項辦理)").remarks
('原「搜救交流」併入本項辦理',)
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from records.prose import clean
from workflows.importing.source import squash

OPENING, CLOSING = "(（〔[", ")）〕]"

THEME = re.compile(r"^(共同|跨組|跨域|重點)?(議題|主題)\s*[—–―─\-－:：]")
LINEAGE = re.compile(
    r"原「|原名|原案|原為|原列|原屬|併入|整併|合併|併案|併同|更名|改名|新增|增列|移列|移入|移至|"
    r"自.*移|分案|分列|拆分|子項|解除列管|解列|暫緩|停辦|結案|復列|納入|改列|改由|由.*調整"
)
FORMER = re.compile(r"^(?:原名稱?|原案名|原方案名稱|原)\s*[為:：]?\s*「(?P<name>[^「」]+)」$")
NOTE = re.compile(r"^【(?P<note>[^【】]+)】\s*(?P<rest>.*)$", re.DOTALL)
DECISION = re.compile(r"同意|新增|決議|會議|列管|解列|併入|更名|核定|移列|暫緩|\d\s*年")


@dataclass(frozen=True, slots=True)
class Title:
    """A row's title taken apart; brackets themselves are not kept, the template supplies them.

    ``unsure`` are brackets that were left in the name though they are long.
    """

    name: str
    remarks: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    note: str = ""
    unsure: tuple[str, ...] = ()


LONG = 12
"""A bracket of more characters is asked about when it stays in the name."""


def split(title: str, known: Collection[str] = ()) -> Title:
    """Take a title apart. ``known`` are names of projects, squashed: they stay whole."""
    title, note = _noted(title.strip())
    name, brackets = _brackets(title, known)
    kinds = ["theme" if THEME.search(b) else "remark" for b in brackets]
    if "remark" in kinds[kinds.index("theme") :] if "theme" in kinds else False:
        kinds = ["remark"] * len(kinds)
    remarks = tuple(b for b, kind in zip(brackets, kinds, strict=True) if kind == "remark")
    themes = tuple(b for b, kind in zip(brackets, kinds, strict=True) if kind == "theme")
    _, last = _last_bracket(name)
    unsure = (last,) if len(last) > LONG and squash(name) not in known else ()
    return Title(name, remarks, themes, note, unsure)


def _noted(title: str) -> tuple[str, str]:
    if title.endswith("】") and "【" in title[1:]:
        name, _, note = title[:-1].rpartition("【")
        if DECISION.search(note):
            return name.strip(), clean(note)
    return title, ""


def _brackets(title: str, known: Collection[str]) -> tuple[str, list[str]]:
    found: list[str] = []
    while squash(title) not in known:
        before, inside = _last_bracket(title)
        if not before or not inside or not (THEME.search(inside) or LINEAGE.search(inside)):
            break
        found.insert(0, inside)
        title = before
    return title, found


def _last_bracket(title: str) -> tuple[str, str]:
    """Return what stands before the bracket that a title ends with, and what stands in it."""
    if title[-1:] not in CLOSING or not title:
        return title, ""
    depth = 0
    for at in range(len(title) - 1, -1, -1):
        depth += (title[at] in CLOSING) - (title[at] in OPENING)
        if depth == 0:
            return title[:at].strip(), title[at + 1 : -1].strip()
    return title, ""


def former_name(remark: str) -> str:
    """Return the earlier name that a remark states; an empty string where it states none.

    >>> former_name("原名「甲案」"), former_name("原「甲」、「乙」併入本項辦理")
    ('甲案', '')
    """
    match = FORMER.match(remark)
    return match["name"] if match else ""
