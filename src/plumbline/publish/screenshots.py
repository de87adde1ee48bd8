"""Pictures of a page as a reader sees it, taken with a Chromium that is on the machine already."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plumbline.errors import PlumblineError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium on PATH; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def open_browser() -> Iterator:
    """Yield a headless browser, and close it.

    Raises:
        PlumblineError: there is no Chromium on PATH.

    """
    path = find_browser()
    if path is None:
        raise PlumblineError(
            f"no browser was found; install Chromium so that one of {', '.join(BROWSERS)} is on "
            "PATH."
        )
    # imported only here: nothing else of the library needs it
    from playwright.sync_api import sync_playwright

    # as root, as in a container, Chromium cannot build its sandbox
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def take_screenshot(page_file: Path, fragment: str, target: Path, size: tuple[int, int]) -> None:
    """Write what a window of `size` pixels shows of a report at `fragment` as PNG to `target`.

    The picture depends on the browser's version and the machine's fonts.
    """
    with open_browser() as browser:
        view = {"width": size[0], "height": size[1]}
        page = browser.new_page(viewport=view, color_scheme="light", reduced_motion="reduce")
        page.goto(f"{page_file.resolve().as_uri()}#{fragment}")
        page.wait_for_selector("#plot svg")
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
