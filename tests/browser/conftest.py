"""The example site, served on loopback, and a browser that reaches nothing else."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.pages import PAGES, WIDTHS, open_in, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.pages import Open

#: Milliseconds until a test gives up; a busy machine is not a failure.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def address(example: Callable[[str], tuple[Path, list[str]]]) -> Iterator[str]:
    """Serve the example site; the address ends with a slash."""
    with served(example("html")[0]) as address:
        yield address


@pytest.fixture(scope="session")
def browser(browser_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(browser_path),
            downloads_path=tmp_path_factory.mktemp("downloads"),
            args=[
                "--no-sandbox",
                "--disable-quic",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of the site by :func:`tests.browser.pages.open_in`: ``open_page("papers.html")``."""
    opened = []

    def run(path: str, **options: Any) -> Page:
        opened.append(open_in(browser, address, path, **options))
        opened[-1].set_default_timeout(PATIENCE)
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()


@pytest.fixture(
    scope="session",
    params=itertools.product(PAGES, WIDTHS),
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def opened_once(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open each page of :data:`PAGES` once on a phone and once on a desk."""
    path, width = request.param
    page = open_in(browser, address, path, width=width)
    page.set_default_timeout(PATIENCE)
    yield page
    page.context.close()


@pytest.fixture
def visited(opened_once: Page) -> Iterator[Page]:
    """Visit each page of :data:`PAGES`; a test may change nothing but its size and its mode."""
    size = opened_once.viewport_size
    yield opened_once
    opened_once.set_viewport_size(size)
    opened_once.emulate_media(color_scheme="light")
