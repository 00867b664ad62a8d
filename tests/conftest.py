"""Rules for every test: how hypothesis tries; with HEBAO_REQUIRE=all (CI), a skip is a failure."""

import os
from collections.abc import Generator, Iterator

import pytest
from chromium import CHROMIUM, FLAGS
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# CI tries the same examples every time; a machine of ours tries new ones, and prints what failed.
settings.register_profile(
    "house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True
)
settings.load_profile("house")

collect_ignore_glob = ["*conftest.py", "*screenshots.py"]
"""Not looked through for examples: files that share a name, and a script that is run by hand."""

MAY_BE_ABSENT = ("shared", "loop")
"""Skips whose reason names one of these stay skips: the folder ``shared`` is given to some
machines only, and a container without privileges has no loop devices."""


def _require(report: pytest.TestReport | pytest.CollectReport) -> None:
    if (
        os.environ.get("HEBAO_REQUIRE") != "all"
        or not report.skipped
        or hasattr(report, "wasxfail")
    ):
        return
    reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
    if not any(word in reason for word in MAY_BE_ABSENT):
        report.outcome = "failed"
        report.longrepr = f"HEBAO_REQUIRE=all, and this was skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skipped itself."""
    report = yield
    _require(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skipped itself."""
    report = yield
    _require(report)
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open the one browser of a run; two of them would share an event loop, and may not."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()
