"""Take the pictures of the documents: ``python tests/browser/screenshots.py [NAME ...]``.

Each shows the demonstration as it stands on 14 January 2026; they are looked at before they are
committed.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests"), str(Path(__file__).parent)]

from chromium import CHROMIUM, FLAGS  # noqa: E402 - found by the line above
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - the same
from served import serving, sign_in  # noqa: E402 - found by the line above

from records.archive import Archive  # noqa: E402 - the same
from webapp import demonstration  # noqa: E402 - the same
from workflows.people import Person  # noqa: E402 - the same
from workflows.report.publish import publish  # noqa: E402 - the same

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
    person: Person = demonstration.COORDINATOR
    go: Callable[[Page], None] | None = None
    """What is done on the page before its picture is taken."""


FILER = demonstration.FILERS["taoyuan"]
WRITER = demonstration.FILERS["keelung"]
WRITTEN = "/114Q4/green-travel-routes/keelung"


def tick(page: Page) -> None:
    """Choose projects of which nothing is new."""
    for project in ("weather-intelligence", "tariff-markets"):
        page.check(f"input[value='{project}/taoyuan']")
    page.locator("button:has-text('本季無新進度')").first.click()
    page.locator("summary:has-text('看文字')").first.click()


def unfold(page: Page) -> None:
    """Show what changed in the first texts."""
    for fold in page.locator("summary:has-text('對照')").all()[:2]:
        fold.click()


def send(page: Page) -> None:
    """Send the basket, and look at its receipt."""
    page.click("button:has-text('送審勾選的文字')")


PICTURES = (
    Picture("overview", "/114Q4/"),
    Picture("overview-dark", "/114Q4/", dark=True),
    Picture("overview-phone", "/114Q4/", width=390),
    Picture("project", "/114Q4/milk-subsidy/"),
    Picture("project-phone", "/114Q4/milk-subsidy/", width=390),
    Picture("filing", "/114Q4/toy-sharing-forum/joint"),
    Picture("report", "/114Q4/report", longest=1900),
    Picture("files", "/114Q3/report/files"),
    Picture("form", WRITTEN, person=WRITER),
    Picture("form-dark", WRITTEN, dark=True, person=WRITER),
    Picture("form-phone", WRITTEN, width=390, longest=3200, person=WRITER),
    Picture("sheet", f"{WRITTEN}/word", person=WRITER),
    Picture("queue", "/114Q4/queue"),
    Picture("review", "/114Q4/net-zero-joint-action/taipei/review", longest=1500),
    Picture("findings", "/114Q4/findings", longest=1300),
    Picture("desk", "/114Q4/desk", person=FILER),
    Picture("desk-dark", "/114Q4/desk", dark=True, person=FILER),
    Picture("desk-phone", "/114Q4/desk", width=390, person=FILER),
    Picture("nothing-new", "/114Q4/desk", person=FILER, go=tick),
    Picture("check", "/114Q4/check", person=FILER, go=unfold),
    Picture("check-phone", "/114Q4/check", width=390, person=FILER),
    Picture("contacts", "/114Q4/milk-subsidy/contacts/taoyuan", person=FILER),
    Picture("receipt", "/114Q4/check", person=FILER, go=send),
)
"""In this order: what is sent for the last one is not a draft any more."""


PAPER = "2"
"""The page of the PDF of which a picture is taken: the first with rows."""


@contextmanager
def shown() -> Iterator[str]:
    """Serve the demonstration from a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "records.git")
        with demonstration.make(records) as archive:
            print_page(archive, Path(folder, "report.pdf"))
        yield from serving(records)


def print_page(archive: Archive, file: Path) -> None:
    """Take a picture of a page of the report on paper."""
    file.write_bytes(publish(archive.holding(demonstration.LAST), "pdf"))
    words = ("-png", "-r", "72", "-f", PAPER, "-l", PAPER, "-singlefile")
    subprocess.run(["pdftoppm", *words, file, FOLDER / "report-pdf"], check=True)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Take one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": HEIGHT},
        color_scheme="dark" if picture.dark else "light",
    )
    sign_in(page, address, picture.person)
    page.goto(address + picture.url)
    if picture.go:
        picture.go(page)
    height = min(page.evaluate("document.documentElement.scrollHeight"), picture.longest)
    page.set_viewport_size({"width": picture.width, "height": height})
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()


def main() -> None:
    """Take all pictures anew, or those that are named."""
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with shown() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main()
