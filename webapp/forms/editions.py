"""The forms of a quarter's end: freezing, and errata."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from records.wording import clean
from webapp.fields import Form
from workflows.errata import Correction

LENGTH = Length(max=2_000, message="太長，請只寫要更正的一段。")


class Freeze(Form):
    """定稿."""

    sure = BooleanField(
        "我確認定稿；定稿之後不能再填報，只能勘誤。",
        [InputRequired("請先勾選確認，再按定稿。")],
    )


class Erratum(Form):
    """勘誤."""

    what = StringField(
        "更正何處",
        [
            InputRequired("請寫明是哪一個方案、哪一市、哪一點。"),
            LENGTH,
        ],
    )
    before = TextAreaField(
        "更正前",
        [
            InputRequired("請照錄定稿的文字。"),
            LENGTH,
        ],
        render_kw={"rows": "3"},
    )
    after = TextAreaField(
        "更正後",
        [
            InputRequired("請寫更正後的文字。"),
            LENGTH,
        ],
        render_kw={"rows": "3"},
    )

    @property
    def correction(self) -> Correction:
        """What is to be corrected, as a record keeps it."""
        said = (self.what.data, self.before.data, self.after.data)
        return Correction(*(clean(str(each or "")) for each in said))
