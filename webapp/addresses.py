"""Addresses: the typed parts of an address, so that no page is asked for what cannot be.

網址. A part that does not fit is an address that is not there (404); nothing from an address
reaches Git that is not a quarter's code or a slug.
"""

from typing import ClassVar

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from records.errors import NotThere
from records.place import ITSELF
from records.quarter import CODE, NoQuarter, Quarter
from records.schema import SLUG
from webapp.assets import ASSETS
from workflows.receipts import CODE as CODE_OF_RECEIPT
from workflows.receipts import Number
from workflows.report.publish import FORMS


class QuarterPart(BaseConverter):
    """A quarter's code: 114Q4."""

    regex = CODE.pattern.replace("(", "(?:")

    def to_python(self, value: str) -> Quarter:
        """Read the code."""
        try:
            return Quarter.parse(value)
        except NoQuarter:
            raise ValidationError from None

    def to_url(self, value: Quarter | str) -> str:
        """Write the code."""
        return str(value)


class SlugPart(BaseConverter):
    """A project's id."""

    regex = SLUG.strip("^$")


BESIDE = ("figures",)
"""Pages of a project that stand where a text of an owner would."""


class OwnerPart(SlugPart):
    """Who writes: a city's id, or ``joint``."""

    def to_python(self, value: str) -> str:
        """Refuse the names that are no owner's."""
        if value in {ITSELF, *BESIDE}:
            raise ValidationError
        return value


class CommitPart(BaseConverter):
    """The name of a commit, whole."""

    regex = "[0-9a-f]{40}"


class _Choice(BaseConverter):
    """One of a few names."""

    names: ClassVar[tuple[str, ...]] = ()

    def to_python(self, value: str) -> str:
        """Refuse every other name."""
        if value not in self.names:
            raise ValidationError
        return value


class FormPart(_Choice):
    """A form of the report."""

    names = tuple(FORMS)
    regex = "[a-z-]{2,16}"


class AssetPart(_Choice):
    """A file that pages are drawn with."""

    names = tuple(ASSETS)
    regex = r"[a-z-]{2,20}\.[a-z]{2,8}"


class ReceiptPart(BaseConverter):
    """A receipt's number: 114Q4-new-taipei-0007."""

    regex = CODE_OF_RECEIPT.pattern.replace("(?:", "(").replace("(", "(?:")

    def to_python(self, value: str) -> Number:
        """Read the number."""
        try:
            return Number.parse(value)
        except NotThere:
            raise ValidationError from None

    def to_url(self, value: Number) -> str:
        """Write the number."""
        return str(value)


class SecretPart(BaseConverter):
    """What a one-time link holds."""

    regex = "[A-Za-z0-9_-]{43}"


class DigestPart(BaseConverter):
    """What the table calls a session."""

    regex = "[0-9a-f]{64}"


PARTS = {
    "quarter": QuarterPart,
    "project": SlugPart,
    "owner": OwnerPart,
    "form": FormPart,
    "receipt": ReceiptPart,
    "asset": AssetPart,
    "commit": CommitPart,
    "secret": SecretPart,
    "digest": DigestPart,
}
"""The types of parts that an address may have, by the name that stands in its rule."""


def teach(app: Flask) -> None:
    """Let an app's addresses have these parts, and no untyped ones."""
    app.url_map.converters.update(PARTS)
