"""Every setting of the pages is documented with the verb that reads it."""

from pathlib import Path

import pytest

from webapp.config import Settings


@pytest.mark.parametrize("setting", sorted(Settings.__annotations__))
def test_every_setting_is_documented(house: Path, setting: str) -> None:
    text = (house / "docs" / "cli.md").read_text("utf-8")

    assert f"`{setting}`" in text.partition("## `hebao serve")[2]
