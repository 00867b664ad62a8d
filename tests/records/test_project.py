from typing import Any

import pytest
from pydantic import ValidationError

from records.project import Project, Section, Status

TWO = ("taipei", "keelung")


def a_project(**said: Any) -> Project:  # noqa: ANN401 - whatever a file says
    least = {"project": "a", "name": "甲", "group": "traffic", "order": 1, "cities": TWO}
    return Project.model_validate({**least, "sections": [{"id": "main", "by": TWO}], **said})


MIXED = [
    {"id": "first", "by": "joint"},
    {"id": "second", "by": ["keelung", "taipei"], "heading": "收案如下："},
    {"id": "third", "by": ["taipei"]},
    {"id": "fourth", "by": "joint", "heading": "其他："},
]


def test_everybody_who_writes_is_named_in_the_order_of_first_print() -> None:
    assert a_project(sections=MIXED).owners == ("joint", "keelung", "taipei")


def test_an_owner_writes_the_sections_that_name_it() -> None:
    mixed = a_project(sections=MIXED)

    assert [section.id for section in mixed.written_by("taipei")] == ["second", "third"]
    assert [section.id for section in mixed.written_by("joint")] == ["first", "fourth"]
    assert mixed.written_by("taoyuan") == ()


def test_a_project_is_found_by_every_name_it_had() -> None:
    assert a_project(former_names=["乙", "丙"]).names == ("甲", "乙", "丙")


def test_a_status_has_a_word_on_the_page() -> None:
    assert [status.label for status in Status] == ["列管中", "暫緩", "解除列管"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"cities": ["taipei", "taipei"]}, "cities：縣市 taipei 寫了兩次"),
        ({"cities": ["taipei", "keelung", "joint"]}, "cities：joint 是保留字"),
        ({"sections": [{"id": "main", "by": ["taoyuan"]}]}, "sections：taoyuan 不在 cities 之內"),
        ({"sections": [MIXED[0], MIXED[0]]}, "sections：段落代碼 first 寫了兩次"),
        ({"lead": "taoyuan"}, "lead：主辦市 taoyuan 不在 cities 之內"),
        ({"contacts": {"taoyuan": []}}, "contacts：taoyuan 不在 cities 之內"),
        ({"figures": [{"id": "x", "label": "甲"}] * 2}, "figures：代碼 x 寫了兩次"),
        (
            {
                "balances": [{"left": ["x"], "right": ["y"]}],
                "figures": [{"id": "x", "label": "甲"}],
            },
            "balances：y 不在 figures 之內",
        ),
        (
            {"figures": [{"id": "x", "label": "甲", "sentence": "共 {y} 件。"}]},
            "figures：句子裡的 {y} 不在 figures 之內",
        ),
        (
            {"figures": [{"id": "x", "label": "甲", "by": ["taoyuan"]}]},
            "figures：taoyuan 沒有填報這個方案",
        ),
        (
            {"gaps": [{"section": "main", "city": "joint", "decision": "omit"}]},
            "gaps：段落 main 沒有要 joint 填報",
        ),
        (
            {"gaps": [{"section": "other", "city": "taipei", "decision": "omit"}]},
            "gaps：段落 other 沒有要 taipei 填報",
        ),
        (
            {"gaps": [{"section": "main", "city": "taipei", "decision": "omit"}] * 2},
            "gaps：段落 main 的 taipei 寫了兩次",
        ),
    ],
)
def test_what_a_project_says_and_denies_is_refused(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        a_project(**said)


@pytest.mark.parametrize("by", [(), ("joint",), ("taipei", "joint"), ("taipei", "taipei"), "all"])
def test_a_section_is_joint_or_by_cities_that_are_each_named_once(by: Any) -> None:  # noqa: ANN401 - whatever a file says
    with pytest.raises(ValidationError):
        Section(id="main", by=by)


def test_everything_that_refers_to_something_there_is_read() -> None:
    project = a_project(
        lead="keelung",
        sections=MIXED,
        contacts={"taipei": [{"agency": "甲"}]},
        figures=[{"id": "x", "label": "甲"}],
        balances=[{"left": ["x"], "right": ["x"]}],
        gaps=[
            {"section": "first", "city": "joint", "decision": "omit"},
            {"section": "second", "city": "taipei", "decision": "未填報"},
        ],
    )

    assert [gap.city for gap in project.gaps] == ["joint", "taipei"]
