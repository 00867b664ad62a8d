"""Every setting of the pages is documented on the page of settings."""

from pathlib import Path

import pytest

from webapp.config import Settings


@pytest.mark.parametrize("setting", sorted(Settings.__annotations__))
def test_every_setting_is_documented(house: Path, setting: str) -> None:
    text = (house / "docs" / "settings.md").read_text("utf-8")

    assert f"`{setting}`" in text
