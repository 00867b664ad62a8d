"""The forms of the desk: why nothing is new about a project this quarter."""

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from webapp.fields import Form
from workflows.nothing_new import NoSoundReason, sound_reason


class NothingNew(Form):
    """本季無新進度."""

    reason = TextAreaField("理由", render_kw={"rows": "3"})

    @property
    def said(self) -> str:
        """The reason as it was typed."""
        return str(self.reason.data or "")

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason that can be kept."""
        try:
            sound_reason(str(field.data or ""))
        except NoSoundReason as unsound:
            raise ValidationError(str(unsound)) from None
