"""The forms of a review: the decision with its reason, a reason alone."""

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from webapp.fields import Form

APPROVE, SEND_BACK, COMMENT = "approve", "send-back", "comment"

DECISIONS = (
    (APPROVE, "核定"),
    (SEND_BACK, "退回補正"),
    (COMMENT, "只送出意見，暫不決定"),
)


class Decision(Form):
    """What a coordinator decides on a text that he has read. Nothing is chosen beforehand."""

    decision = StringField("審查決定")
    words = TextAreaField("整體意見或退回的理由", render_kw={"rows": "3"})

    @property
    def said(self) -> str:
        """The words as they were typed."""
        return str(self.words.data or "").strip()

    def validate_decision(self, field: StringField) -> None:
        """Ask for a decision."""
        if field.data not in {name for name, _ in DECISIONS}:
            raise ValidationError("請選擇核定、退回補正，或只送出意見。")

    def validate_words(self, field: TextAreaField) -> None:
        """Ask for a reason where a text goes back."""
        if self.decision.data == SEND_BACK and not str(field.data or "").strip():
            raise ValidationError("退回補正要寫理由，讓填報人知道要改什麼。")


class Reason(Form):
    """Why a merged text is opened again."""

    reason = TextAreaField("重新開放的理由", render_kw={"rows": "2"})

    @property
    def said(self) -> str:
        """The reason as it was typed."""
        return str(self.reason.data or "").strip()
