"""Schemas: what the front matter of a record may say, and how a person is told otherwise.

Every record type is a frozen pydantic model. Values come from YAML as text, lists and maps;
``read`` turns them into a record or raises one BadRecord that names the file, the field, what
is wrong and what to write instead.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from records.errors import BadRecord

VERSION = 1
"""The schema of the records that this program writes; it stands in platform.md."""

R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A frozen value that a file of the archive holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ALWAYS: ClassVar[frozenset[str]] = frozenset()
    """Fields that the file says even where they hold their default."""

    def front(self) -> dict[str, Any]:
        """Return what stands in the file: fields in their order, without what goes unsaid."""
        said = self.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        if self.ALWAYS - said.keys():
            whole = self.model_dump(mode="json", include=set(self.ALWAYS)) | said
            said = {name: whole[name] for name in type(self).model_fields if name in whole}
        return {name: value for name, value in said.items() if value not in (None, [], {}, "")}


def read(record: type[R], values: Mapping[str, Any], *, path: str, lines: Mapping[str, int]) -> R:
    """Read front matter against its schema.

    ``lines`` says on which line each field of the file begins. Raises BadRecord.
    """
    try:
        return record.model_validate(values)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise BadRecord(_sentence(record, first), path=path, line=lines.get(name, 1)) from None


def _choices(error: ErrorDetails) -> str:
    expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
    return f"只能是 {expected.replace(', ', '、')}"


WRONG: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: "沒有寫",
    "extra_forbidden": lambda _: "不是這種紀錄的欄位，請刪除或檢查拼字",
    "string_type": lambda _: "要寫成文字",
    "string_too_short": lambda _: "不可空白",
    "string_too_long": lambda e: f"太長，最多 {e['ctx']['max_length']} 個字",
    "string_pattern_mismatch": lambda _: "寫法不對",
    "too_short": lambda e: f"至少要有 {e['ctx']['min_length']} 項",
    "too_long": lambda e: f"最多 {e['ctx']['max_length']} 項",
    "enum": _choices,
    "literal_error": _choices,
    "list_type": lambda _: "要寫成清單（每行一個「- 」）",
    "tuple_type": lambda _: "要寫成清單（每行一個「- 」）",
    "dict_type": lambda _: "要寫成「名稱: 值」的對照",
    "model_type": lambda _: "要寫成「名稱: 值」的對照",
    "model_attributes_type": lambda _: "要寫成「名稱: 值」的對照",
    "int_parsing": lambda _: "要寫成整數",
    "greater_than_equal": lambda e: f"不可小於 {e['ctx']['ge']}",
    "date_from_datetime_parsing": lambda _: "要寫成日期（西元年-月-日），例如 2025-12-31",
    "date_parsing": lambda _: "要寫成日期（西元年-月-日），例如 2025-12-31",
    "datetime_from_date_parsing": lambda _: "要寫成時間，例如 2026-01-10T17:00:00+08:00",
    "datetime_parsing": lambda _: "要寫成時間，例如 2026-01-10T17:00:00+08:00",
    "timezone_aware": lambda _: "要寫明時區，例如 2026-01-10T17:00:00+08:00",
    "value_error": lambda e: str(e["ctx"]["error"]),
}


def _sentence(record: type[Record], error: ErrorDetails) -> str:
    place = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in error["loc"])
    place = place.lstrip(".")
    wrong = WRONG.get(error["type"], lambda _: "寫法不對")(error).rstrip("。")
    field = record.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    about = f"（{field.description}）" if field is not None and field.description else ""
    example = f"，例如 {field.examples[0]}" if field is not None and field.examples else ""
    shows = "例如" in wrong or error["type"] == "extra_forbidden"
    subject = f"欄位 {place}{about}" if place else ""
    return f"{subject}{wrong}{'' if shows else example}。"
