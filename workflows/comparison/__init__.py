"""Comparison: one text against another, item by item, then word by word.

對照. ``compare.compare`` is the way in; ``docs/decisions/0007-comparison.md`` says how and why.
"""
