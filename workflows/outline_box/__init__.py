"""The outline box: a text as people type it in one plain field, with numbers and indentation.

條列框. ``writing.to_box`` prints an outline into the box, ``reading.from_box`` reads what stands
there; ``docs/outline-box.md`` says the format.
"""
