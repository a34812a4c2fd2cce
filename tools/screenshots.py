"""What the tools that take screenshots share: the browser, and a picture of what it shows."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.setup_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

#: Whether the pictures in view, which are loaded lazily, are there.
_SHOWN_WHOLE = """() => [...document.images].every((image) =>
  image.complete || image.getBoundingClientRect().top > innerHeight)"""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser that the tests use, and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def take_picture(page: Page, path: Path, width: int, *, quality: int) -> None:
    """Write what *page* shows, once its pictures are there, to *path* as WebP.

    :param width: most pixels in a row
    """
    page.wait_for_function(_SHOWN_WHOLE)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.thumbnail((width, width * 3), Image.Resampling.LANCZOS)
    picture.save(path, quality=quality, method=6)
