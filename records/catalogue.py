"""The catalogue: every record type as a JSON Schema, for editors and other programs.

紀錄格式目錄. Draft 2020-12. What our own dumper writes is valid against it when any YAML reader
has read the front matter; a few rules that tie fields together are checked by ``records`` only.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from records.edition import Edition
from records.filing import FilingFront
from records.platform import Platform
from records.project import Project
from records.register import QuarterRecord
from records.schema import VERSION, Record

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TYPES: dict[str, tuple[type[Record], str]] = {
    "platform": (Platform, "合作交流平臺（platform.md）"),
    "quarter": (QuarterRecord, "季（<季別>/quarter.md）"),
    "project": (Project, "合作方案（<季別>/<方案>/project.md）"),
    "filing": (FilingFront, "辦理情形（<季別>/<方案>/<縣市或 joint>.md）"),
    "edition": (Edition, "定稿版次（editions/<季別>/<版次>.md）"),
}
"""The record types by name, with the title that an editor shows."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of the front matter of every record type, by its name."""
    return {name: _schema(name, record, title) for name, (record, title) in TYPES.items()}


class _Untitled(GenerateJsonSchema):
    """Without the English titles that are made from field names: descriptions say more."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 - pydantic's own union
        del schema
        return False


def _schema(name: str, record: type[Record], title: str) -> dict[str, Any]:
    written = record.model_json_schema(by_alias=True, schema_generator=_Untitled)
    for part in (written, *written.get("$defs", {}).values()):
        # Class names, and docstrings in English.
        part.pop("title", None)
        part.pop("description", None)
    _narrow(written)
    named = {"$schema": DRAFT, "$id": f"urn:hebao:record:{name}:{VERSION}", "title": title}
    return named | written


def _narrow(part: object) -> None:
    """Say what the reader does not take: other names in a map, and YAML's null."""
    if isinstance(part, list):
        for each in part:
            _narrow(each)
    elif isinstance(part, dict):
        if isinstance(part.get("patternProperties"), dict):
            part.pop("propertyNames", None)
            part["additionalProperties"] = False
        choices = part.get("anyOf")
        if isinstance(choices, list) and (null := {"type": "null"}) in choices:
            choices.remove(null)
            part.pop("default", None)
        for each in part.values():
            _narrow(each)
