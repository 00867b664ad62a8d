"""A record as text: YAML front matter, then Markdown, always the same way.

Reading takes every value as the text that stands there (``no``, ``0123`` and ``2025-12-31``
stay what they are); writing quotes whatever another YAML reader would take for more than text.
Limits: 256 KiB a record, 16 levels, no aliases, no tags, no duplicate keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml

from records.errors import BadRecord, TooLarge
from records.filing import Filing, FilingFront
from records.prose import REFUSED, from_markdown, parts_to_markdown
from records.schema import Record, read

MAX_BYTES = 256 * 1024
"""A record's size; the longest real text has 9 KB."""

MAX_NESTING = 16
"""Levels of lists and maps in front matter; the deepest schema has 5."""

FENCE = "---\n"

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Page:
    """A record's text, taken apart: front matter with the line of each field, and the body."""

    front: dict[str, Any]
    body: str
    lines: Mapping[str, int]
    body_line: int


def take_apart(raw: bytes) -> Page:
    """Split a record into front matter and body. Raises BadRecord, whatever the bytes."""
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"檔案太大（{len(raw) // 1024} KB），一筆紀錄最多 {MAX_BYTES // 1024} KB。")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        line = raw.count(b"\n", 0, undecodable.start) + 1
        raise BadRecord("不是 UTF-8 文字，請以 UTF-8 另存。", line=line) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith(FENCE):
        raise BadRecord("檔案要以一行「---」開頭，接著是欄位，再一行「---」，然後才是內文。", line=1)
    if text.startswith(FENCE, len(FENCE)):
        return Page({}, text[2 * len(FENCE) :], {}, 3)
    end = text.find("\n" + FENCE, len(FENCE) - 1)
    if end < 0 and not text.endswith("\n---"):
        raise BadRecord("欄位之後缺少一行「---」。", line=1)
    front = text[len(FENCE) : end + 1] if end >= 0 else text[len(FENCE) : -3]
    body = text[end + 1 + len(FENCE) :] if end >= 0 else ""
    if found := REFUSED.search(front.replace("\n", "")):
        line = front.count("\n", 0, front.index(found[0])) + 2
        raise BadRecord(f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除。", line=line)
    values, lines = _Values(front).read()
    return Page(values, body, lines, front.count("\n") + 3)


@dataclass
class _Values:
    """Builds plain values from YAML events; it never recurses, so no input can exhaust it."""

    front: str
    lines: dict[str, int] = field(default_factory=dict)

    def read(self) -> tuple[dict[str, Any], dict[str, int]]:
        try:
            value = self._build()
        except yaml.MarkedYAMLError as bad:
            mark = bad.problem_mark or bad.context_mark
            line = mark.line + 2 if mark else 1
            raise BadRecord("欄位的寫法不對，請檢查冒號、縮排與引號。", line=line) from None
        except (yaml.YAMLError, ValueError):
            raise BadRecord("欄位的寫法不對，請檢查冒號、縮排與引號。", line=1) from None
        if not isinstance(value, dict):
            raise BadRecord("欄位要寫成「名稱: 值」，每行一個。", line=2)
        return value, self.lines

    def _build(self) -> Any:  # noqa: ANN401 - YAML holds text, lists and maps in each other
        root: list[Any] = []
        stack: list[Any] = [root]
        keys: list[str | None] = [None]
        for event in yaml.parse(self.front, Loader=yaml.CBaseLoader):
            line = event.start_mark.line + 2
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise BadRecord("欄位不可使用 & 或 * 參照，請直接寫出內容。", line=line)
            if getattr(event, "tag", None):
                raise BadRecord("欄位不可使用 ! 標記，請刪除；文字請加引號。", line=line)
            if isinstance(event, yaml.ScalarEvent):
                if isinstance(stack[-1], dict) and keys[-1] is None:
                    if event.value in stack[-1]:
                        raise BadRecord(f"欄位 {event.value[:40]} 寫了兩次，請留一個。", line=line)
                    keys[-1] = event.value
                    if len(stack) == 2:  # noqa: PLR2004 - root list and the outermost map
                        self.lines[event.value] = line
                else:
                    self._put(stack, keys, event.value)
            elif isinstance(event, yaml.CollectionStartEvent):
                new: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                if isinstance(stack[-1], dict) and keys[-1] is None:
                    raise BadRecord("欄位名稱要是文字。", line=line)
                self._put(stack, keys, new)
                stack.append(new)
                keys.append(None)
                if len(stack) > MAX_NESTING:
                    raise BadRecord(f"欄位層次太深，最多 {MAX_NESTING} 層。", line=line)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                keys.pop()
        return root[0] if len(root) == 1 else None if root else {}

    @staticmethod
    def _put(stack: list[Any], keys: list[str | None], value: Any) -> None:  # noqa: ANN401
        top = stack[-1]
        if isinstance(top, dict):
            top[keys[-1]] = value
            keys[-1] = None
        else:
            top.append(value)


class _Dumper(yaml.SafeDumper):
    """Writes maps in the order given, lists one entry a line, never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def put_together(front: Mapping[str, Any], body: str) -> bytes:
    """Write front matter and body as the bytes of a record."""
    dumped = yaml.dump(
        dict(front), Dumper=_Dumper, allow_unicode=True, sort_keys=False,
        default_flow_style=False, width=2**30,
    ) if front else ""
    return f"{FENCE}{dumped}{FENCE}{body}".encode()


def dump(record: Record, body: str = "") -> bytes:
    """Write a record; a filing brings its own body. Raises BadRecord, TooLarge."""
    if isinstance(record, Filing):
        body = parts_to_markdown(record.parts)
    raw = put_together(record.front(), body)
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"文字太長，一筆紀錄最多 {MAX_BYTES // 1024} KB，請分篇或精簡。")
    return raw


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
    return Filing.model_construct(**{n: getattr(front, n) for n in FilingFront.model_fields}, parts=parts)
