"""Schemas: what the front matter of a record may say, and how a person is told otherwise.

Every record type is a frozen pydantic model. Values come from YAML as text, lists and maps;
``read`` turns them into a record or raises one BadRecord that names the file, the field, what
is wrong and what to write instead.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from records.errors import BadRecord
from records.wording import fault

VERSION = 1
"""The schema of the records that this program writes; it stands in platform.md."""

MAX_LINE = 2_000
"""Characters of one value of front matter; the longest real one has 130."""

R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A frozen value that a file of the archive holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ALWAYS: ClassVar[frozenset[str]] = frozenset()
    """Fields that the file says even where they hold their default."""

    def front(self) -> dict[str, Any]:
        """Return what stands in the file: fields in their order, without what goes unsaid."""
        said = self.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        if self.ALWAYS:
            whole = said | self.model_dump(mode="json", include=set(self.ALWAYS), by_alias=True)
            said = {name: whole[name] for name in _fields(type(self)) if name in whole}
        return {name: value for name, value in said.items() if value not in (None, [], {}, "")}


# -- Values ----------------------------------------------------------------------------------


def sound(text: str) -> str:
    """Return a text that a record can hold. Raises ValueError with the sentence."""
    if wrong := fault(text):
        raise ValueError(wrong)
    return text


A_DAY = "要寫成日期（西元年-月-日），例如 2025-12-31"
A_MOMENT = "要寫成時間，並寫明時區，例如 2026-01-10T17:00:00+08:00"


def _written_like(pattern: str, sentence: str) -> Callable[[object], object]:
    # pydantic takes a bare number for the seconds since 1970: 「due: 114」 would be a moment.
    def checked(value: object) -> object:
        if isinstance(value, str) and re.match(pattern, value) is None:
            raise ValueError(sentence)
        return value

    return checked


Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LINE), AfterValidator(sound)]
"""One line of clean text."""

Words = Annotated[str, StringConstraints(max_length=MAX_LINE), AfterValidator(sound)]
"""One line of clean text, or nothing."""

Day = Annotated[date, BeforeValidator(_written_like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$", A_DAY))]
"""A day, written 2025-12-31."""

Moment = Annotated[
    AwareDatetime, BeforeValidator(_written_like("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", A_MOMENT))
]
"""A moment with its time zone, written 2026-01-10T17:00:00+08:00."""

SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
COMMIT = "^[0-9a-f]{40}$"
SHA256 = "^[0-9a-f]{64}$"

SPELLINGS = {
    SLUG: "只能用小寫英文字母、數字與連字號（最多 64 字）",
    f"^$|{SLUG}": "只能寫代碼（小寫英文字母、數字與連字號）或留空",
    COMMIT: "要是 40 個十六進位數字（0-9、a-f），請由歷程複製",
    SHA256: "要是 64 個十六進位數字（0-9、a-f），請由產製紀錄複製",
}
"""What a pattern asks for, in words."""


# -- Reading ---------------------------------------------------------------------------------


def read(record: type[R], values: Mapping[str, Any], *, path: str, lines: Mapping[str, int]) -> R:
    """Read front matter against its schema.

    ``lines`` says on which line each field of the file begins. Raises BadRecord for the first
    fault; an entry of a list is called by its number from 1, as in ``sections[2].by``.
    """
    try:
        return record.model_validate(values)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        sentence = _sentence(record, first)
        name = str(first["loc"][0]) if first["loc"] else sentence.partition("：")[0]
        raise BadRecord(sentence, path=path, line=lines.get(name, 1)) from None


def _said(words: str) -> Callable[[ErrorDetails], str]:
    return lambda _: words


def _choices(error: ErrorDetails) -> str:
    expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
    return f"只能是 {expected.replace(', ', '、')}"


_A_MAP = _said("要寫成「名稱: 值」的對照，每行一個")
_A_LIST = _said("要寫成清單（每行一個「- 」）")
_A_NUMBER = _said("要寫成整數")
_YES_OR_NO = _said("只能是 true、false")

WRONG: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": _said("沒有寫，請補上"),
    "string_type": _said("要寫成文字，不是清單或對照"),
    "string_too_short": _said("不可空白"),
    "string_too_long": lambda e: f"太長，最多 {e['ctx']['max_length']} 個字",
    "string_pattern_mismatch": lambda e: SPELLINGS[e["ctx"]["pattern"]],
    "too_short": lambda e: f"至少要有 {e['ctx']['min_length']} 項",
    "too_long": lambda e: f"最多 {e['ctx']['max_length']} 項",
    "enum": _choices,
    "literal_error": _choices,
    "tuple_type": _A_LIST,
    "dict_type": _A_MAP,
    "model_type": _A_MAP,
    "int_type": _A_NUMBER,
    "int_parsing": _A_NUMBER,
    "int_parsing_size": _A_NUMBER,
    "int_from_float": _A_NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "greater_than_equal": lambda e: f"不可小於 {e['ctx']['ge']}",
    "less_than_equal": lambda e: f"不可大於 {e['ctx']['le']}",
    "date_type": _said(A_DAY),
    "date_parsing": _said(f"沒有這一天，{A_DAY}"),
    "date_from_datetime_parsing": _said(f"沒有這一天，{A_DAY}"),
    "datetime_type": _said(A_MOMENT),
    "datetime_parsing": _said(A_MOMENT),
    "datetime_from_date_parsing": _said(A_MOMENT),
    "timezone_aware": _said(A_MOMENT),
    "value_error": lambda e: str(e["ctx"]["error"]),
}
"""What is wrong and what to write instead, by pydantic's name for it."""

SHOWN = frozenset({"missing", "string_pattern_mismatch", "string_too_short", "string_type"})
"""Faults after which the field's example helps; the others say themselves what to write."""


def _sentence(record: type[Record], error: ErrorDetails) -> str:
    # A union's members stand in the place, too (tuple[...]), and [key]; no person wrote them.
    foreign = ("tuple[", "literal[", "[key]")
    loc = [part for part in error["loc"] if not str(part).startswith(foreign)]
    place = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".")
    subject = f"欄位 {place[:80]}"
    model, field = _written(record, loc)
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(loc[-1]), list(_fields(model)), 1)
        hint = f"請改成 {near[0]} 或刪除" if near else "請刪除或檢查拼字"
        return f"{subject} 不是這種紀錄的欄位，{hint}。"
    wrong = WRONG.get(error["type"], _said("寫法不對"))(error).rstrip("。")
    if not loc:
        return f"{wrong}。"
    about = f"（{field.description}）" if field and field.description else ""
    examples = field.examples if field and error["type"] in SHOWN else None
    example = f"，例如 {examples[0]}" if examples else ""
    return f"{subject}{about}{wrong}{example}。"


def _fields(model: type[Record]) -> dict[str, FieldInfo]:
    """Return the fields of a record by the names that stand in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _written(record: type[Record], loc: list[int | str]) -> tuple[type[Record], FieldInfo | None]:
    """Follow a place down to the innermost record and field that it names."""
    model, found = record, None
    for part in loc:
        if isinstance(part, str) and part in (fields := _fields(model)):
            found = fields[part]
            model = next(_records_in(found.annotation), model)
    return model, found


def _records_in(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _records_in(inner)
