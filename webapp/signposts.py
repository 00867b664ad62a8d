"""Signposts: the addresses of pages as letters carry them, made from the public address alone.

What a browser says its host is never reaches a letter.
"""

from records.place import Place
from records.quarter import Quarter
from webapp.config import Settings
from workflows.reminding import Addresses


def public(settings: Settings) -> str:
    """Return the address that people have; without a public one, this machine's.

    >>> public(Settings(archive="records.git", address="https://hebao.example.org", proxies=1))
    'https://hebao.example.org'
    """
    return settings.address or f"http://{settings.host}:{settings.port}"


def addresses(settings: Settings, quarter: Quarter) -> Addresses:
    """Return where the pages of a quarter are."""
    home = public(settings)

    def text(place: Place) -> str:
        return f"{home}/{place.quarter}/{place.project}/{place.owner}"

    return Addresses(text, f"{home}/{quarter}/desk", f"{home}/{quarter}/")
