from typing import Any

import pytest
from any_records import days, lines, slugs, words
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from records.edition import Edition
from records.errors import BadRecord
from records.filing import FilingFront
from records.platform import Platform
from records.project import Project
from records.register import QuarterRecord
from records.schema import MAX_LINE, SPELLINGS, VERSION, WRONG, Record, read

PROJECT: dict[str, Any] = {
    "project": "a",
    "name": "甲",
    "group": "traffic",
    "order": "1",
    "cities": ["taipei", "keelung"],
    "sections": [{"id": "main", "by": "joint"}],
}
QUARTER: dict[str, Any] = {
    "quarter": "114Q4",
    "title": "辦理情形",
    "as_of": "2025-12-31",
    "groups": [{"id": "traffic", "label": "交通組"}],
    "cities": [{"id": "taipei", "label": "臺北市"}],
}
FILING: dict[str, Any] = {"quarter": "114Q4", "project": "a", "city": "taipei"}
EDITION: dict[str, Any] = {"quarter": "114Q4", "number": "1", "commit": "0" * 40}

LEAST: dict[type[Record], dict[str, Any]] = {
    Project: PROJECT,
    QuarterRecord: QUARTER,
    FilingFront: FILING,
    Edition: EDITION,
    Platform: {},
}


def told(record: type[Record], values: dict[str, Any]) -> str:
    with pytest.raises(BadRecord) as refused:
        read(record, values, path="", lines={})
    return refused.value.sentence


@pytest.mark.parametrize("record", LEAST)
def test_the_least_that_a_record_says_is_enough(record: type[Record]) -> None:
    assert read(record, LEAST[record], path="", lines={})


@pytest.mark.parametrize(
    ("record", "change", "sentence"),
    [
        (Project, {"group": None}, "欄位 group（組別代碼）沒有寫，請補上，例如 traffic。"),
        (Project, {"grop": "a"}, "欄位 grop 不是這種紀錄的欄位，請改成 group 或刪除。"),
        (Project, {"xyz": "a"}, "欄位 xyz 不是這種紀錄的欄位，請刪除或檢查拼字。"),
        (
            Project,
            {"name": ["甲"]},
            "欄位 name（方案名稱）要寫成文字，不是清單或對照，例如 淡水河北側沿河平面道路工程。",
        ),
        (
            Project,
            {"name": ""},
            "欄位 name（方案名稱）不可空白，例如 淡水河北側沿河平面道路工程。",
        ),
        (Project, {"name": "甲" * 2001}, "欄位 name（方案名稱）太長，最多 2000 個字。"),
        (
            Project,
            {"project": "A b"},
            (
                "欄位 project（方案代碼）只能用小寫英文字母、數字與連字號（最多 64 字），"
                "例如 tamsui-riverside。"
            ),
        ),
        (
            Project,
            {"lead": "臺北市"},
            "欄位 lead（主辦市）只能寫代碼（小寫英文字母、數字與連字號）或留空，例如 new-taipei。",
        ),
        (
            Project,
            {"remarks": ["好", "甲\u200b"]},
            "欄位 remarks[2]（註記（印在名稱後））含有不能保存的字元 U+200B，請刪除後重新輸入。",
        ),
        (Project, {"order": "一"}, "欄位 order（組內順序）要寫成整數。"),
        (Project, {"order": "9" * 5000}, "欄位 order（組內順序）要寫成整數。"),
        (Project, {"order": "0"}, "欄位 order（組內順序）不可小於 1。"),
        (Project, {"order": "10000"}, "欄位 order（組內順序）不可大於 9999。"),
        (
            Project,
            {"status": "done"},
            "欄位 status（列管狀態）只能是 active、paused、delisted。",
        ),
        (Project, {"cities": "taipei"}, "欄位 cities（參與縣市）要寫成清單（每行一個「- 」）。"),
        (
            Project,
            {"contacts": ["a"]},
            "欄位 contacts（各市承辦窗口）要寫成「名稱: 值」的對照，每行一個。",
        ),
        (
            Project,
            {"contacts": {"taipei": [{"agency": "甲", "phon": "1"}]}},
            "欄位 contacts.taipei[1].phon 不是這種紀錄的欄位，請改成 phone 或刪除。",
        ),
        (
            Project,
            {"contacts": {"X": []}},
            "欄位 contacts.X（各市承辦窗口）只能用小寫英文字母、數字與連字號（最多 64 字）。",
        ),
        (Project, {"sections": []}, "欄位 sections（段落）至少要有 1 項。"),
        (
            Project,
            {"sections": ["a"]},
            "欄位 sections[1]（段落）要寫成「名稱: 值」的對照，每行一個。",
        ),
        (
            Project,
            {"sections": [{"id": "a", "by": "joint"}, {"id": "b", "by": "taipei"}]},
            (
                "欄位 sections[2].by（由誰填報：joint 或縣市代碼清單）"
                "只能寫 joint，或縣市代碼的清單（每行一個「- 」）。"
            ),
        ),
        (
            Project,
            {"sections": [{"id": "a", "by": ["taipei", "T"]}]},
            (
                "欄位 sections[1].by[2]（由誰填報：joint 或縣市代碼清單）"
                "只能用小寫英文字母、數字與連字號（最多 64 字）。"
            ),
        ),
        (
            QuarterRecord,
            {"quarter": "2025Q4x"},
            "欄位 quarter（季別）「2025Q4x」不是季別，請寫成民國年加季，例如 114Q4。",
        ),
        (
            QuarterRecord,
            {"as_of": "114"},
            "欄位 as_of（資料時間）要寫成日期（西元年-月-日），例如 2025-12-31。",
        ),
        (
            QuarterRecord,
            {"as_of": "2025-02-30"},
            "欄位 as_of（資料時間）沒有這一天，要寫成日期（西元年-月-日），例如 2025-12-31。",
        ),
        (
            QuarterRecord,
            {"due": "2026-01-10 17:00"},
            "欄位 due（填報期限）要寫成時間，並寫明時區，例如 2026-01-10T17:00:00+08:00。",
        ),
        (
            QuarterRecord,
            {"due": "1768035600"},
            "欄位 due（填報期限）要寫成時間，並寫明時區，例如 2026-01-10T17:00:00+08:00。",
        ),
        (
            QuarterRecord,
            {"style": {"signatures": "maybe"}},
            "欄位 style.signatures（報告是否列出版本）只能是 true、false。",
        ),
        (
            QuarterRecord,
            {"style": {"group_heading": "{number.real} {label}"}},
            (
                "欄位 style.group_heading（組別標題的樣子；{number} 是組序，{label} 是組別名稱）"
                "要有 {label}，大括號只能用在 {number} 與 {label}，例如 ({number}) {label}。"
            ),
        ),
        (
            QuarterRecord,
            {"groups": [{"id": "a", "label": "甲"}, {"id": "a", "label": "乙"}]},
            "欄位 groups（組別，依列印順序）同一個組別代碼寫了兩次，請留一個。",
        ),
        (
            QuarterRecord,
            {"grace": "367"},
            "欄位 grace（期限後幾日截止，0 為不自動截止）不可大於 366。",
        ),
        (
            Edition,
            {"commit": "main"},
            "欄位 commit（版本）要是 40 個十六進位數字（0-9、a-f），請由歷程複製。",
        ),
        (
            Edition,
            {"sha256": {"pdf": "x"}},
            (
                "欄位 sha256.pdf（各格式的 SHA-256）"
                "要是 64 個十六進位數字（0-9、a-f），請由產製紀錄複製。"
            ),
        ),
        (
            FilingFront,
            {"carried_from": "114Q4"},
            "carried_from：沿用的季別要比本季早，請改正。",
        ),
        (Platform, {"schema": "0"}, "欄位 schema（紀錄格式版本）不可小於 1。"),
    ],
)
def test_a_person_is_told_what_is_wrong_and_what_to_write(
    record: type[Record], change: dict[str, Any], sentence: str
) -> None:
    values = LEAST[record] | change

    assert told(record, {k: v for k, v in values.items() if v is not None}) == sentence


def test_the_file_and_the_line_of_the_field_are_named() -> None:
    with pytest.raises(BadRecord) as refused:
        read(Project, PROJECT | {"order": "x"}, path="114Q4/a/project.md", lines={"order": 5})

    assert (refused.value.path, refused.value.line) == ("114Q4/a/project.md", 5)


def test_a_contradiction_between_fields_is_found_at_the_field_it_names() -> None:
    with pytest.raises(BadRecord) as refused:
        read(Project, PROJECT | {"lead": "taoyuan"}, path="", lines={"lead": 7})

    assert refused.value.line == 7


# -- Every fault has its sentence ------------------------------------------------------------

SCALARS = st.one_of(
    words,
    slugs,
    days.map(str),
    st.integers().map(str),
    st.sampled_from(
        ["joint", "new", "active", "omit", "114Q4", "true", "1.5", "1e9", "2025-13-01", "24:00",
         "2025-01-01T25:00:00Z", "2025-01-01T00:00:00Z", "2025-01-01T00:00:00", "0001-01-01",
         "9999-12-31T23:59:59+14:00", "x" * (MAX_LINE + 1), "1" * 5000, "-1", "nan"]
    ),
)  # fmt: skip
NAMES = sorted(
    {field.alias or name for record in LEAST for name, field in record.model_fields.items()}
    | {"id", "by", "label", "heading", "agency", "until", "why", "left", "decision", "brackets"}
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | lines, inner, max_size=3)
    ),
    max_leaves=8,
)


def small_changes(values: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - as YAML gives it
    """Return values as they are but for one place."""
    if isinstance(values, dict) and values:
        return VALUES | st.sampled_from(sorted(values)).flatmap(
            lambda name: small_changes(values[name]).map(lambda new: values | {name: new})
        )
    if isinstance(values, list) and values:
        return VALUES | small_changes(values[0]).map(lambda new: [new, *values[1:]])
    return VALUES


FULL: dict[type[Record], dict[str, Any]] = {
    Project: PROJECT
    | {
        "contacts": {"taipei": [{"agency": "甲"}]},
        "gaps": [{"section": "main", "city": "joint", "decision": "omit"}],
        "figures": [{"id": "x", "label": "甲"}],
        "balances": [{"left": ["x"], "right": ["x"]}],
        "remarks": ["甲"],
        "lead": "taipei",
        "note": "甲",
        "status": "active",
    },
    QuarterRecord: QUARTER
    | {
        "due": "2026-01-10T17:00:00+08:00",
        "opens": "2026-01-01",
        "style": {"brackets": "full", "signatures": "true", "group_heading": "{label}"},
        "themes": [{"id": "a", "label": "甲"}],
        "exceptions": [{"until": "2026-01-10T17:00:00+08:00", "by": "甲", "why": "乙"}],
        "grace": "1",
        "state": "closed",
        "numbering": "report",
    },
    FilingFront: FILING | {"progress": "new", "figures": {"x": "1"}, "carried_from": "114Q3"},
    Edition: EDITION
    | {
        "sha256": {"pdf": "0" * 64},
        "errata": [{"what": "甲", "before": "乙", "after": "丙", "by": "丁"}],
    },
    Platform: {"schema": "1", "names": ["甲"], "holidays": ["2026-01-01"], "cities": [
        {"id": "taipei", "label": "臺北市"}]},
}  # fmt: skip


@given(st.data())
def test_every_fault_of_any_front_matter_has_a_sentence_of_its_own(data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(list(FULL)))
    values = data.draw(
        small_changes(FULL[record])
        | st.dictionaries(st.sampled_from(NAMES), VALUES).map(lambda some: FULL[record] | some)
    )
    if not isinstance(values, dict):
        return
    try:
        record.model_validate(values)
    except ValidationError as invalid:
        found = {error["type"] for error in invalid.errors()} - {"extra_forbidden"}

        assert found <= WRONG.keys()
        sentence = told(record, values)
        assert "寫法不對" not in sentence
        assert sentence.endswith("。")
        assert "tuple[" not in sentence


def test_every_pattern_of_a_schema_is_told_in_words() -> None:
    def patterns(schema: Any) -> set[str]:  # noqa: ANN401 - any part of a JSON Schema
        if isinstance(schema, list):
            return set().union(*map(patterns, schema))
        if not isinstance(schema, dict):
            return set()
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*map(patterns, schema.values()), schema.get("patternProperties", ()))

    found = set().union(*(patterns(record.model_json_schema()) for record in LEAST))

    assert {pattern for pattern in found if "Q" not in pattern} == SPELLINGS.keys()


# -- What is written -------------------------------------------------------------------------


def test_what_goes_without_saying_is_not_written() -> None:
    front = read(Project, PROJECT, path="", lines={}).front()

    assert front == PROJECT | {"order": 1, "status": "active"}
    assert list(front) == ["project", "name", "group", "order", "cities", "status", "sections"]


def test_a_quarter_says_its_style_in_full_whatever_a_later_program_takes_for_granted() -> None:
    values = QUARTER | {"style": {"brackets": "half"}}
    front = read(QuarterRecord, values, path="", lines={}).front()

    assert front["style"] == {
        "brackets": "half",
        "group_heading": "({number}) {label}",
        "signatures": True,
        "face": "serif",
    }
    assert (front["numbering"], front["state"]) == ("report", "collecting")


def test_the_platform_says_everything() -> None:
    front = Platform().front()

    assert front["schema"] == VERSION
    assert {*front, "checks"} == {field.alias or n for n, field in Platform.model_fields.items()}


def test_a_record_is_frozen() -> None:
    with pytest.raises(ValidationError):
        read(Project, PROJECT, path="", lines={}).name = "乙"
