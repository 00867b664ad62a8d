"""The rules: every family's, in the order of the handbook."""

from workflows.checks import dates, figures, numbers, soundness

FAMILIES = {
    "soundness": ("可送審的條件", soundness.RULES),
    "dates": ("日期", dates.RULES),
    "numbers": ("數字", numbers.RULES),
    "figures": ("數字欄位", figures.RULES),
}
"""Each family: its name on the page, and its rules."""

RULES = tuple(rule for _, rules in FAMILIES.values() for rule in rules)

BY_ID = {rule.id: rule for rule in RULES}
