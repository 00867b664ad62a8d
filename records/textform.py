"""A record as text: YAML front matter, then Markdown, always the same way.

Reading takes every value as the text that stands there (``no``, ``0123`` and ``2025-12-31``
stay what they are); writing quotes whatever another YAML reader would take for more than text.
Limits: 256 KiB a record, 16 levels, no aliases, no tags, no duplicate keys.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml

from records.errors import BadRecord, TooLarge
from records.filing import Filing, FilingFront
from records.prose import from_markdown, parts_to_markdown
from records.schema import Record, read
from records.wording import refused_in

MAX_BYTES = 256 * 1024
"""A record's size; the longest real text has 9 KB."""

MAX_NESTING = 16
"""Levels of lists and maps in front matter; the deepest schema has 5."""

FENCE = "---\n"

R = TypeVar("R", bound=Record)


# -- Reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A record's text, taken apart: front matter with the line of each field, and the body."""

    front: dict[str, Any]
    body: str
    lines: Mapping[str, int]
    body_line: int


def take_apart(raw: bytes) -> Page:
    """Split a record into front matter and body. Raises BadRecord, whatever the bytes."""
    text = _decoded(raw)
    if not text.startswith(FENCE):
        raise BadRecord(
            "檔案要以一行「---」開頭，接著是欄位，再一行「---」，然後才是內文。", line=1
        )
    end = text.find("\n" + FENCE, len(FENCE) - 1)
    if end < 0 and not text.endswith("\n---"):
        raise BadRecord("欄位之後缺少一行「---」。", line=1)
    front = text[len(FENCE) : end + 1] if end >= 0 else text[len(FENCE) : -len("---")]
    body = text[end + 1 + len(FENCE) :] if end >= 0 else ""
    values = _Values(front)
    return Page(values.read(), body, values.lines, front.count("\n") + 3)


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1024:.0f} KB"
        raise TooLarge(f"檔案太大（{size}），一筆紀錄最多 {MAX_BYTES // 1024} KB，請精簡。")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        line = raw.count(b"\n", 0, undecodable.start) + 1
        raise BadRecord("不是 UTF-8 文字，請以 UTF-8 另存。", line=line) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := refused_in(text):
        sentence, line = found
        raise BadRecord(sentence, line=line + 1)
    return text


WRITE_A_MAP = "欄位要寫成「名稱: 值」，每行一個。"
MISWRITTEN = "欄位的寫法不對，請檢查冒號、縮排與引號。"


@dataclass
class _Values:
    """Builds plain values from YAML events; it never recurses, so no input can exhaust it."""

    front: str
    lines: dict[str, int] = field(default_factory=dict)
    line: int = 1
    roots: list[Any] = field(default_factory=list)
    open: list[Any] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def read(self) -> dict[str, Any]:
        try:
            for event in yaml.parse(self.front, Loader=yaml.CBaseLoader):
                self.take(event)
        except yaml.MarkedYAMLError as bad:
            mark = bad.problem_mark or bad.context_mark
            raise BadRecord(MISWRITTEN, line=mark.line + 2 if mark else 1) from None
        except (yaml.YAMLError, ValueError):
            raise BadRecord(MISWRITTEN, line=1) from None
        if not self.roots:
            return {}
        if len(self.roots) > 1 or not isinstance(self.roots[0], dict):
            raise BadRecord(WRITE_A_MAP, line=2)
        return self.roots[0]

    def take(self, event: yaml.Event) -> None:
        if event.start_mark:
            self.line = event.start_mark.line + 2
        if isinstance(event, yaml.NodeEvent):
            self.refuse_properties(event)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.begin({} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()

    def refuse_properties(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            raise BadRecord("欄位不可使用 & 或 * 參照，請直接寫出內容。", line=self.line)
        if getattr(event, "tag", None):
            raise BadRecord("欄位不可使用 ! 標記，請刪除；文字請加引號。", line=self.line)

    def scalar(self, value: str) -> None:
        if not (self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None):
            self.put(value)
            return
        if value in self.open[-1]:
            raise BadRecord(f"欄位 {value[:40]} 寫了兩次，請留一個。", line=self.line)
        self.keys[-1] = value
        if len(self.open) == 1:
            self.lines[value] = self.line

    def begin(self, collection: dict[str, Any] | list[Any]) -> None:
        if self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None:
            raise BadRecord("欄位名稱要是文字，不是清單或對照。", line=self.line)
        self.put(collection)
        self.open.append(collection)
        self.keys.append(None)
        if len(self.open) > MAX_NESTING:
            raise BadRecord(f"欄位層次太深，最多 {MAX_NESTING} 層。", line=self.line)

    def put(self, value: Any) -> None:  # noqa: ANN401 - YAML holds text, lists, maps in each other
        top = self.open[-1] if self.open else self.roots
        if isinstance(top, dict):
            top[self.keys[-1]] = value
            self.keys[-1] = None
        else:
            top.append(value)


def load(record: type[R], raw: bytes, *, path: str = "") -> tuple[R, str]:
    """Read a record and its body. Raises BadRecord with the file, the line and what to write."""
    try:
        page = take_apart(raw)
    except BadRecord as bad:
        raise bad.at(path) from None
    return read(record, page.front, path=path, lines=page.lines), page.body


def load_filing(raw: bytes, *, path: str = "") -> Filing:
    """Read a filing with its text. Raises BadRecord."""
    try:
        page = take_apart(raw)
        front = read(FilingFront, page.front, path="", lines=page.lines)
        parts = from_markdown(page.body, first_line=page.body_line)
    except BadRecord as bad:
        raise bad.at(path) from None
    said = {name: getattr(front, name) for name in FilingFront.model_fields}
    return Filing.model_construct(front.model_fields_set | {"parts"}, **said, parts=parts)


# -- Writing ---------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes maps in the order given, lists one entry a line, never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


OTHER_READERS = re.compile(
    "[yYnN]"  # YAML 1.1's short booleans (PyYAML knows only the long ones)
    "|0o[0-7]+"  # YAML 1.2's octal numbers
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",  # and its floats: 1e3
    re.ASCII,
)
"""Plain words that PyYAML reads as text, and some other YAML reader does not."""

_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(f"^(?:{OTHER_READERS.pattern})$"),
    list("yYnN-+.0123456789"),
)


def put_together(front: Mapping[str, Any], body: str) -> bytes:
    """Write front matter and body as the bytes of a record."""
    dumped = ""
    if front:
        dumped = yaml.dump(
            dict(front),
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=2**30,
        )
    return f"{FENCE}{dumped}{FENCE}{body}".encode()


def dump(record: Record, body: str = "") -> bytes:
    """Write a record; a filing brings its own body. Raises BadRecord, TooLarge."""
    if isinstance(record, Filing):
        body = parts_to_markdown(record.parts)
    if found := refused_in(body):
        sentence, line = found
        raise BadRecord(f"內文第 {line + 1} 行{sentence}")
    raw = put_together(record.front(), body)
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"文字太長，一筆紀錄最多 {MAX_BYTES // 1024} KB，請分篇或精簡。")
    return raw
