"""The forms of saying something on a text of others."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.fields import Form

LONGEST = 2_000
"""Characters of a wording or a remark; the longest item of a real report has 500."""


class Wording(Form):
    """建議文字."""

    spot = HiddenField("項目")
    instead = HiddenField("原文")
    wording = TextAreaField(
        "建議改為",
        [
            InputRequired("請寫下要改成的文字。"),
            Length(max=LONGEST, message=f"最多 {LONGEST:,} 個字，請精簡。"),
        ],
        render_kw={"rows": 4},
    )
    why = StringField(
        "說明（可不填）", [Length(max=LONGEST, message=f"最多 {LONGEST:,} 個字，請精簡。")]
    )


class Remark(Form):
    """意見."""

    words = TextAreaField(
        "意見",
        [
            InputRequired("請寫下意見。"),
            Length(max=LONGEST, message=f"最多 {LONGEST:,} 個字，請精簡。"),
        ],
        render_kw={"rows": 4},
    )
