"""Take the pictures of the documents: ``python tests/browser/screenshots.py``.

Each shows the demonstration as it stands on 14 January 2026; they are looked at before they are
committed.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests"), str(Path(__file__).parent)]

from chromium import CHROMIUM, FLAGS  # noqa: E402 - found by the line above
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - the same
from served import serving, sign_in  # noqa: E402 - found by the line above

from webapp import demonstration  # noqa: E402 - the same

FOLDER = HOUSE / "docs" / "screenshots"
HEIGHT = 900


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, how wide the window is, whether it is dark, and how much of it is shown."""

    name: str
    url: str
    width: int = 1366
    dark: bool = False
    longest: int = 2400


PICTURES = (
    Picture("overview", "/114Q4/"),
    Picture("overview-dark", "/114Q4/", dark=True),
    Picture("overview-phone", "/114Q4/", width=390),
    Picture("project", "/114Q4/milk-subsidy/"),
    Picture("project-phone", "/114Q4/milk-subsidy/", width=390),
    Picture("filing", "/114Q4/toy-sharing-forum/joint"),
    Picture("report", "/114Q4/report", longest=1900),
)


@contextmanager
def shown() -> Iterator[str]:
    """Serve the demonstration from a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "records.git")
        demonstration.make(records).close()
        yield from serving(records)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Take one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": HEIGHT},
        color_scheme="dark" if picture.dark else "light",
    )
    sign_in(page, address)
    page.goto(address + picture.url)
    height = min(page.evaluate("document.documentElement.scrollHeight"), picture.longest)
    page.set_viewport_size({"width": picture.width, "height": height})
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with shown() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main()
