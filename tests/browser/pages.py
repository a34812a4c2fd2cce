"""Serve a folder, open pages of it in a browser, and check them by axe."""

from __future__ import annotations

import contextlib
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    #: The fixture ``open_page``.
    Open = Callable[..., Page]

#: The address of a post of the example site.
POST = "posts/2025/2025-11-14.html"
#: One page of the example site of each kind.
PAGES = [
    POST,
    "index.html",
    "about.html",
    "archive.html",
    "archive/2025/11.html",
    "papers.html",
    "papers/2511.10643.html",
    "orgs.html",
    "orgs/microsoft.html",
    "tags.html",
    "authors.html",
    "statistics.html",
    "gallery.html",
    "gallery/2025/11.html",
    "map.html",
    "authors/daniel-park.html",
    "404.html",
    "search.html",
    "genindex.html",
    "posts/2025/2025-09-12.html",  # code that scrolls on a phone
]

#: Pixels that a phone and a desk have for a page.
WIDTHS = (390, 1440)

#: Line ends between two letters of one Hangul word.
CUT_WORDS = """() => {
  const cut = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const shown = node.parentElement.checkVisibility();
    if (!shown || node.parentElement.closest("pre, code, .visually-hidden")) continue;
    const range = document.createRange();
    let before = null;
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getClientRects()[0];
      if (!box) { before = null; continue; }
      const pair = node.data.slice(i - 1, i + 1);
      if (before && box.top > before.bottom - 2 && /^[\\uac00-\\ud7a3]{2}$/.test(pair)) cut.push(pair);
      before = box;
    }
  }
  return cut;
}"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a log."""

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@contextlib.contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = QuietHandler) -> Iterator[str]:
    """Serve *folder* on loopback; the address ends with a slash."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def open_in(
    browser: Browser,
    address: str,
    path: str,
    *,
    width: int = 1440,
    height: int = 900,
    dark: bool = False,
    scripts: bool = True,
    clock: bool = False,
    hold: re.Pattern[str] | None = None,
) -> Page:
    """Open a page of the site at *address* in a context of its own, which the caller closes.

    Requests to other hosts are refused and kept in ``page.foreign``, messages of the console in
    ``page.messages``. Files whose addresses *hold* finds wait until ``page.let_go()``. With
    *clock*, timers run as ``page.clock`` says.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
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
    if clock:
        page.clock.install()
    page.goto(address + path, wait_until="commit" if hold else "load")
    return page


def violations(page: Page, context: Any = None, **options: Any) -> list[tuple[str, list[str]]]:
    """Return the rules of axe that the page breaks, each with the place where it first does.

    *context* is a selector, or what axe is to include; by default it checks the whole page, and
    the stricter rule of contrast too.
    """
    options = options or {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    # Without this axe describes all elements that pass, which takes it most of its time.
    options["resultTypes"] = ["violations"]
    found = _axe().run(page, context=context, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["target"]) for one in found]


@functools.cache
def _axe() -> Axe:
    return Axe()
