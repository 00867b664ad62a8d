"""Each rule says what the cases say that it says, and is silent where they say so."""

from collections import Counter

import pytest
from check_cases import CASES, Case, cases

from workflows.checks.finding import Level
from workflows.checks.rules import RULES

FILES = [path for path in sorted(CASES.glob("*.md")) if path.name != "README.md"]
ALL = [case for path in FILES for case in cases(path)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_rule_says_what_its_case_says(case: Case) -> None:
    expected = case.expected() if case.hits else frozenset()

    assert case.found() == expected
    assert bool(expected) is case.hits


def test_every_rule_but_the_errors_has_texts_of_both_kinds() -> None:
    told = Counter((case.rule, case.hits) for case in ALL)
    short = [
        (rule.id, hits)
        for rule in RULES
        for hits in (True, False)
        if rule.level is not Level.ERROR and not told[rule.id, hits]
    ]

    assert short == []


def test_no_case_is_of_a_rule_that_is_not_there() -> None:
    assert {case.rule for case in ALL} <= {rule.id for rule in RULES}
