"""Fields: what every form shares, its messages in our users' language.

表單. The token is no field of a form: the guard asks for it before any page does.
"""

from typing import ClassVar

import wtforms


class Form(wtforms.Form):
    """A form that speaks Chinese."""

    class Meta:
        """What WTForms is told."""

        locales: ClassVar[list[str]] = ["zh_TW"]

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, for the summary above the form: a field's id, and what to do."""
        return tuple((field.id, str(each)) for field in self for each in field.errors)
