import re
from typing import Any

import pytest
import yaml
from any_records import editions, filings, platforms, projects, quarters
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from records.catalogue import json_schemas
from records.edition import Edition
from records.filing import Filing
from records.platform import Platform
from records.project import Project
from records.register import QuarterRecord
from records.schema import Record
from records.textform import dump

SCHEMAS = json_schemas()
NAMES: dict[type[Record], str] = {
    Platform: "platform",
    QuarterRecord: "quarter",
    Project: "project",
    Filing: "filing",
    Edition: "edition",
}
VALID = {
    name: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, schema in SCHEMAS.items()
}


def front(record: Record) -> Any:  # noqa: ANN401 - whatever another YAML reader makes of it
    return yaml.safe_load(dump(record).decode().split("\n---\n")[0])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_record_type_has_a_schema_of_its_draft(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])

    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[name]["$id"] == f"urn:hebao:record:{name}:1"


@given(st.one_of(platforms, quarters, projects(), filings(), editions))
def test_whatever_we_write_is_valid_to_other_programs(record: Record) -> None:
    errors = list(VALID[NAMES[type(record)]].iter_errors(front(record)))

    assert errors == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("filing", {"project": "a", "city": "taipei"}),
        ("filing", {"quarter": "114Q5", "project": "a", "city": "taipei"}),
        ("filing", {"quarter": "114Q4", "project": "A", "city": "taipei"}),
        ("filing", {"quarter": "114Q4", "project": "a", "city": "taipei", "progres": "new"}),
        ("filing", {"quarter": "114Q4", "project": "a", "city": "taipei", "progress": "old"}),
        ("filing", {"quarter": "114Q4", "project": "a", "city": "taipei", "carried_from": None}),
        ("filing", {"quarter": "114Q4", "project": "a", "city": "taipei", "figures": {"X": "1"}}),
        ("filing", {"quarter": "114Q4", "project": "a", "city": "taipei", "reason": "字" * 2001}),
        ("platform", {"schema_version": 1}),
        ("platform", {"schema": "one"}),
        ("platform", {"holidays": ["115/1/1"]}),
        ("edition", {"quarter": "114Q4", "number": 1, "commit": "main"}),
        ("edition", {"quarter": "114Q4", "number": 0, "commit": "0" * 40}),
        ("project", {"project": "a", "name": "", "group": "g", "order": 1, "sections": []}),
    ],
)
def test_a_wrong_one_is_not_valid(name: str, values: dict[str, Any]) -> None:
    assert not VALID[name].is_valid(values)


def described(schema: Any, path: str = "") -> list[str]:  # noqa: ANN401 - any part of a schema
    """Return the places of fields that say nothing in Chinese."""
    if isinstance(schema, list):
        return [place for each in schema for place in described(each, path)]
    if not isinstance(schema, dict):
        return []
    silent = [
        f"{path}.{name}"
        for name, field in schema.get("properties", {}).items()
        if not re.search(r"[\u4e00-\u9fff]", field.get("description", ""))
    ]
    return silent + [
        place for name, part in schema.items() for place in described(part, f"{path}.{name}")
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_says_in_chinese_what_it_is(name: str) -> None:
    assert described(SCHEMAS[name]) == []
