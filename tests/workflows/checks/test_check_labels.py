"""The findings on the visible report beside an independent reader's labels.

``PYTHONPATH=. python`` and this file write the table of docs/checks.md anew.
"""

import re
from pathlib import Path

import careful_reader as reader
import pytest
from careful_reader import REPORT, Score, codes, findings, labels, scores, texts

from workflows.checks.finding import Finding, Level
from workflows.checks.rules import BY_ID

pytestmark = pytest.mark.skipif(
    not REPORT.exists(), reason="the folder shared is not beside the project"
)
PAGE = Path(__file__).resolve().parents[3] / "docs" / "checks.md"
TABLE = re.compile(r"(?<=<!-- scores -->\n).*(?=<!-- /scores -->)", re.DOTALL)

PRECISION = {"language-variant": 0.2, "stale-all-done": 0.3, "language-one-of-two": 0.8}
"""Floors of rules that ask for more than the reader noted; the others find nothing else at all."""

MOST_OF_ONE = 0.2
"""Findings of one rule for each text, at most: a rule that asks more often floods."""

MOST_OF_ALL = 1.5
"""Findings of all rules for each text, at most."""


def table() -> str:
    """Return the table of docs/checks.md."""
    rows = [_row(each) for each in scores()]
    told = len(reader.labels())
    answering = [label for label in reader.labels() if label.rules]
    head = (
        f"\n{texts()} texts of {len(codes())} projects, {len(findings())} findings; of the "
        f"reader's {told} labels {len(answering)} ask for something that a rule answers, and "
        f"{sum(map(reader.answered, answering))} are answered.\n\n"
        "| rule | level | found | of these noted by the reader | labels | of these answered |\n"
        "|---|---|---|---|---|---|\n"
    )
    return f"{head}{''.join(rows)}\n"


def _row(score: Score) -> str:
    noted = "–" if score.precision is None else f"{score.confirmed} ({score.precision:.0%})"
    answered = "–" if score.recall is None else f"{score.answered} ({score.recall:.0%})"
    level = BY_ID[score.rule].level
    return (
        f"| `{score.rule}` | {level} | {score.found} | {noted} "
        f"| {score.labels or '–'} | {answered} |\n"
    )


def of(rule: str, code: str) -> list[Finding]:
    return [each for each in findings() if each.rule == rule and codes()[each.project] == code]


def test_the_table_of_the_page_is_what_is_measured() -> None:
    written = TABLE.search(PAGE.read_text("utf-8"))

    assert written
    assert written[0] == table()


def test_every_label_that_a_rule_can_answer_is_answered() -> None:
    assert [each.no for each in labels() if each.rules and not reader.answered(each)] == []


def test_every_rule_answers_all_of_its_labels() -> None:
    assert {each.rule: each.recall for each in scores() if each.recall not in (None, 1.0)} == {}


def test_a_rule_finds_little_that_the_reader_did_not_note() -> None:
    low = {
        each.rule: each.precision
        for each in scores()
        if each.precision is not None and each.precision < PRECISION.get(each.rule, 1.0)
    }

    assert low == {}


def test_no_rule_floods() -> None:
    rates = {each.rule: each.found / texts() for each in scores()}

    assert {rule: rate for rule, rate in rates.items() if rate > MOST_OF_ONE} == {}
    assert sum(rates.values()) < MOST_OF_ALL


def test_nothing_of_the_real_report_is_an_error() -> None:
    assert [each for each in findings() if each.level is Level.ERROR] == []


# -- The known truths of the visible report -----------------------------------------------------


def test_the_transfers_of_113_do_not_balance_and_those_of_114_do() -> None:
    (found,) = of("figures-transfers", "6-02")

    assert "113" in found.words
    assert all(each in found.message for each in ("59", "64", "相差 5"))


def test_four_dates_of_january_115_are_told_as_done() -> None:
    late = [each for each in findings() if each.rule == "dates-told-as-done"]

    assert [codes()[each.project] for each in late] == ["3-04", "3-04", "6-09", "6-09"]
    assert all("115" in each.words for each in late)


def test_a_count_stands_at_the_end_of_september() -> None:
    assert [each.words for each in of("dates-own-as-of", "4-02")] == ["截至 9 月底"]


def test_one_event_is_told_in_two_quarters() -> None:
    assert [each.words for each in of("across-quarter", "2-03")] == ["第 1 季", "第二季"]
    assert [each.city for each in of("dates-quarter-month", "2-03")] == ["taipei"]


def test_three_sessions_have_two_dates() -> None:
    assert [each.words for each in of("numbers-list", "6-10")] == ["3 場次"]


def test_a_title_quotes_a_project_that_does_not_exist() -> None:
    (found,) = of("lineage-unknown", "2-08")

    assert found.city == ""
    assert "教育訓練分享及防災社區觀摩" in found.message


def test_the_project_that_was_taken_over_still_files() -> None:
    assert [each.project for each in of("lineage-taken-over", "6-06")]
    assert of("lineage-spelt", "6-12")


@pytest.mark.parametrize(
    "word", ["研商", "局處長", "里里長", "雙北", "其他縣市轉入", "邀請3市", "模擬"]
)
def test_the_known_traps_are_silent(word: str) -> None:
    asked = {
        each.rule
        for each in findings()
        if word in each.words and each.rule.startswith(("dates", "privacy", "lineage"))
    }

    assert asked == set()


def test_a_year_that_the_sentence_says_once_holds_for_its_last_date_too() -> None:
    assert of("dates-told-as-done", "1-01") == []


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text("utf-8")), "utf-8")
