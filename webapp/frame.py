"""The frame around a page: its name, its quarters, and the files that it is drawn with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from flask import Flask, g, url_for

from records.city import City
from records.errors import Problem
from records.outline import Blocks, Paragraph
from records.platform import Platform
from records.prose import from_markdown
from records.quarter import Quarter
from webapp.archive import opened
from webapp.assets import ASSETS

PLATFORM_FILE = "platform.md"
VERSION = version("hebao")


@dataclass(frozen=True, slots=True)
class Site:
    """What stands around every page; nothing of it for who is not signed in."""

    name: str = "合報"
    quarters: tuple[Quarter, ...] = ()
    cities: tuple[City, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> Quarter | None:
        """The newest quarter, if there is one."""
        return self.quarters[-1] if self.quarters else None

    @property
    def letters(self) -> str:
        """The letters of the mark."""
        return self.name[:4]

    def city_label(self, city: str) -> str:
        """Return a city's name, its id where it is not among them."""
        return next((each.label for each in self.cities if each.id == city), city)

    def group_label(self, group: str) -> str:
        """Return a group's name in the newest quarter, its id where it is not there."""
        return self.groups.get(group, group)

    def before(self, quarter: Quarter) -> Quarter | None:
        """Return the quarter that the archive holds before one."""
        return max((each for each in self.quarters if each < quarter), default=None)

    def after(self, quarter: Quarter) -> Quarter | None:
        """Return the quarter that the archive holds after one."""
        return min((each for each in self.quarters if each > quarter), default=None)


def teach(app: Flask) -> None:
    """Let an app's templates know the site."""
    app.context_processor(_around)
    app.jinja_env.globals.update(drawn_with=drawn_with, VERSION=VERSION)
    app.jinja_env.filters["blocks"] = blocks


def _around() -> dict[str, Any]:
    return {"site": _site() if g.get("session") else Site()}


def _site() -> Site:
    """Return the site; a problem of the archive is told by the page, not by what is around it."""
    archive = opened().archive
    try:
        quarters = archive.quarters()
    except (Problem, OSError):
        return Site()
    try:
        platform = archive.load(Platform, PLATFORM_FILE)
    except (Problem, OSError):
        platform = Platform()
    return Site(platform.name, quarters, platform.cities, _groups(quarters))


def _groups(quarters: tuple[Quarter, ...]) -> dict[str, str]:
    try:
        newest = opened().archive.holding(quarters[-1]).record if quarters else None
    except (Problem, OSError):
        return {}
    return {each.id: each.label for each in newest.groups} if newest else {}


def drawn_with(name: str) -> str:
    """Return the address of a file that pages are drawn with."""
    return url_for("site.asset", name=name, v=ASSETS[name].version)


def blocks(text: str) -> Blocks:
    """Read prose that does not print (background, instructions); unreadable, it is one line."""
    try:
        return tuple(block for part in from_markdown(text).values() for block in part)
    except Problem:
        return tuple(Paragraph(line) for line in text.splitlines() if line.strip())
