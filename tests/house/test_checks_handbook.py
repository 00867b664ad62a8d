"""docs/handbook/checks.md is made of the rules themselves, and of the shipped word lists.

``python tests/house/test_checks_handbook.py`` writes it anew.
"""

from pathlib import Path

from workflows.checks.finding import Level
from workflows.checks.rule import Rule
from workflows.checks.rules import FAMILIES
from workflows.checks.words import DEFAULTS, LABELS

OPENING = """# 檢查提示

填報、送審、審查與命令列（`hebao check`）用同一套規則，指出仔細的讀者會問的地方。規則不會擋下
草稿。每一條規則的等級可以由彙整窗口在 `platform.md` 改變或停用（`checks.levels`），詞表也可以增減
（`checks.words`、`checks.without`）；寫法見 [Records](../records.md#the-platform)。這一頁由程式
產生，請不要直接修改。

一季的提示都在「檢查提示」一頁（由填報概況進入），可以依規則、縣市與組別挑選。「請確認」的提示在
「檢查並送審」那一頁可以寫下理由：理由留在歷程裡，文字不變就不再提示，文字一改會再問一次。

| 等級 | 代碼 | 接下來 |
|---|---|---|
"""


def _rule(rule: Rule) -> str:
    return (
        f"### {rule.sentence}\n\n`{rule.id}`，{rule.level.label}。{rule.rationale}\n\n"
        f"出處：{rule.source}。\n"
    )


def page() -> str:
    """Return the page."""
    levels = "".join(f"| {each.label} | `{each}` | {each.sentence} |\n" for each in Level)
    families = (
        f"## {label}\n\n" + "\n".join(map(_rule, rules)) for label, rules in FAMILIES.values()
    )
    lists = "".join(
        f"### {LABELS[name]}\n\n`{name}`：{'、'.join(words) or '（隨附的詞表是空的）'}\n\n"
        for name, words in DEFAULTS.items()
    )
    return "\n".join((OPENING + levels, *families, "## 詞表\n\n" + lists.rstrip("\n") + "\n"))


def test_the_page_of_the_rules_is_what_the_rules_say(house: Path) -> None:
    assert (house / "docs" / "handbook" / "checks.md").read_text("utf-8") == page()


def test_every_rule_says_everything() -> None:
    rules = [rule for _, of in FAMILIES.values() for rule in of]

    assert all(rule.sentence and rule.rationale.endswith("。") and rule.source for rule in rules)
    assert len({rule.id for rule in rules}) == len(rules)
    assert [
        rule.id for name, (_, of) in FAMILIES.items() for rule in of if rule.family != name
    ] == []


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[2]
    (here / "docs" / "handbook" / "checks.md").write_text(page(), "utf-8")
