"""A built example site, served on loopback, and a browser that reaches nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from sphinx.cmd.build import build_main

from tests.browser.serving import served

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the example site and serve it; the address ends with a slash."""
    folder = tmp_path_factory.mktemp("browser")
    arguments = ["-q", "-Q", "-b", "html", "-d", str(folder / "doctrees")]
    assert build_main([*arguments, str(ROOT / "example_site"), str(folder / "html")]) == 0
    with served(folder / "html") as address:
        yield address


@pytest.fixture(scope="session")
def browser(browser_path: Path) -> Iterator[Browser]:
    """Start one browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(browser_path), args=["--no-sandbox", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site: ``open_page("papers.html", width=390, dark=True)``.

    Requests to other hosts are refused and kept in ``page.foreign``, messages of the console in
    ``page.messages``. Files whose addresses *hold* finds wait until ``page.let_go()``.
    """
    contexts = []

    def run(
        path: str,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        scripts: bool = True,
        hold: re.Pattern[str] | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.foreign = []  # type: ignore[attr-defined]  # for the test to look at
        page.messages = []  # type: ignore[attr-defined]  # as above
        held: list[Route] = []

        def take(route: Route) -> None:
            url = route.request.url
            if not url.startswith((address, "data:")):
                page.foreign.append(url)  # type: ignore[attr-defined]  # as above
                route.abort()
            elif hold and hold.search(url):
                held.append(route)
            else:
                route.continue_()

        def let_go() -> None:
            nonlocal hold
            hold = None
            for route in held:
                route.continue_()

        page.let_go = let_go  # type: ignore[attr-defined]  # as above

        page.route("**/*", take)
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.goto(address + path, wait_until="commit" if hold else "load")
        return page

    yield run
    for context in contexts:
        context.close()
