from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from records.city import FOUR, City
from records.numbering import OFFICIAL, REPORT
from records.platform import Platform
from records.register import QuarterRecord, Stage

DUE = "2026-01-10T17:00:00+08:00"
LATER = "2026-01-20T17:00:00+08:00"


def a_quarter(**said: Any) -> QuarterRecord:  # noqa: ANN401 - whatever a file says
    least = {"quarter": "114Q4", "title": "辦理情形", "as_of": "2025-12-31", "cities": FOUR}
    groups = [{"id": "traffic", "label": "交通組"}]
    return QuarterRecord.model_validate({**least, "groups": groups, **said})


def allowed(city: str = "", project: str = "") -> dict[str, str]:
    return {"city": city, "project": project, "until": LATER, "by": "甲", "why": "乙"}


@pytest.mark.parametrize(
    ("exception", "due"),
    [
        (allowed("taipei", "a"), LATER),
        (allowed("taipei"), LATER),
        (allowed("", "a"), LATER),
        (allowed(), LATER),
        (allowed("keelung"), DUE),
        (allowed("taipei", "b"), DUE),
        (allowed("taipei", "a") | {"until": "2026-01-01T17:00:00+08:00"}, DUE),
    ],
)
def test_an_exception_moves_the_last_moment_for_whom_it_names(
    exception: dict[str, str], due: str
) -> None:
    quarter = a_quarter(due=DUE, exceptions=[exception])

    assert quarter.due_for("a", "taipei") == datetime.fromisoformat(due)


def test_without_a_deadline_nobody_has_one() -> None:
    assert a_quarter(exceptions=[allowed()]).due_for("a", "taipei") is None


def test_owners_have_labels_in_print() -> None:
    labels = [a_quarter().city_label(owner) for owner in ("taipei", "joint", "tainan")]

    assert labels == ["臺北市", "合併", "tainan"]


def test_a_stage_has_a_word_on_the_page() -> None:
    assert [stage.label for stage in Stage] == ["填報中", "已截止", "已定稿"]


def test_the_numbering_names_a_scheme() -> None:
    assert a_quarter().scheme is REPORT
    assert a_quarter(numbering="official").scheme is OFFICIAL


@pytest.mark.parametrize("make", [a_quarter, lambda **said: Platform.model_validate(said)])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"cities": [{"id": "joint", "label": "合"}]}, "保留字"),
        ({"cities": [{"id": "project", "label": "合"}]}, "保留字"),
        ({"cities": [{"id": "a", "label": "甲"}, {"id": "a", "label": "乙"}]}, "寫了兩次"),
        ({"cities": [{"id": "a", "label": "甲"}, {"id": "b", "label": "甲"}]}, "寫了兩次"),
        ({"cities": []}, "at least 1"),
        ({"themes": [{"id": "a", "label": "甲"}, {"id": "a", "label": "乙"}]}, "寫了兩次"),
        ({"style": {"group_heading": "({number})"}}, "要有 {label}"),
        ({"style": {"group_heading": "{label} {"}}, "大括號只能用在"),
    ],
)
def test_a_quarter_and_the_platform_refuse_the_same(
    make: Any,  # noqa: ANN401 - either of two
    said: dict[str, Any],
    sentence: str,
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        make(**said)


def test_a_city_in_short() -> None:
    assert [City(id="a", label=label).short for label in ("臺北市", "宜蘭縣", "市")] == [
        *("臺北", "宜蘭", "市")
    ]
