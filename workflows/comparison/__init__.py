"""Comparison: one text against another, item by item, then word by word.

對照. ``compare.compare`` is the way in; ``docs/decisions/0008-comparison.md`` says how and why.
"""
