"""A real browser for the tests: how it is started, the screens it has, and what every page must hold to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
NO_CHROMIUM = "Chromium is not installed (Debian: apt-get install chromium)"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
MAX_PAGE_BYTES = 150_000
PASSWORD = "drie groene stoelen"


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Chromium, or a skip with the reason where it is absent."""
    if not CHROMIUM.exists():
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def without_barriers(page: Page, state: str, within: str | None = None) -> None:
    """Axe finds nothing at level AA in this `state`, and nothing scrolls sideways; `within` selects a part."""
    found = Axe().run(page, context=within, options={"runOnly": AA})
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{state} scrolls sideways"


def look(page: Page, name: str) -> None:
    """No barriers, no sideways scrolling; a picture when MAAKWIJZER_SCREENSHOTS names a folder for it."""
    without_barriers(page, name)
    if folder := os.environ.get("MAAKWIJZER_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def picture_for_docs(page: Page, name: str) -> None:
    """What is on the screen, as small as the manual needs it, when MAAKWIJZER_SCREENSHOTS names a folder for it."""
    if folder := os.environ.get("MAAKWIJZER_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", scale="css", animations="disabled")
