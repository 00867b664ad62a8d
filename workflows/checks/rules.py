"""The rules: every family's, in the order of the handbook."""

from workflows.checks import (
    across,
    dates,
    figures,
    language,
    lineage,
    numbers,
    privacy,
    soundness,
    stale,
)

FAMILIES = {
    "soundness": ("可送審的條件", soundness.RULES),
    "dates": ("日期", dates.RULES),
    "numbers": ("數字", numbers.RULES),
    "figures": ("數字欄位", figures.RULES),
    "across": ("跨市比對", across.RULES),
    "lineage": ("沿革與名稱", lineage.RULES),
    "stale": ("沿用", stale.RULES),
    "language": ("文字", language.RULES),
    "privacy": ("個人資料", privacy.RULES),
}
"""Each family: its name on the page, and its rules."""

RULES = tuple(rule for _, rules in FAMILIES.values() for rule in rules)

BY_ID = {rule.id: rule for rule in RULES}
