"""Build a project, serve the site, and use its search in a browser."""

from __future__ import annotations

import contextlib
import gzip
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright
from sphinx.cmd.build import build_main

from tools.check_pages import serve
from tools.setup_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

#: Runs each query several times; returns the results and the times in milliseconds.
ASK = """async ([queries, times, options]) => {
  await paperreview.ready;
  const results = {}, lat = {};
  for (const { id, q } of queries) {
    lat[id] = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      const hits = await paperreview.search(q, options);
      lat[id].push(performance.now() - start);
      results[id] = hits.map((hit) => [hit.url, hit.title, hit.score]);
    }
  }
  return { results, lat };
}"""


def build_site(source: Path, target: Path, *overrides: str) -> None:
    """Build the project in *source* into *target*/html, without warnings."""
    options = [part for override in overrides for part in ("-D", override)]
    folders = ["-d", str(target / "doctrees"), str(source), str(target / "html")]
    if build_main(["-q", "-Q", "-b", "html", *options, *folders]):
        raise SystemExit(f"cannot build {source}")


@contextlib.contextmanager
def browse(folder: Path) -> Iterator[tuple[Page, str]]:
    """Serve *folder* and open its search page; yield the page and the URL of the site."""
    with serve(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-quic"]
        )
        page = browser.new_page()
        page.goto(f"{address}search.html")
        yield page, address
        browser.close()


def first_search(folder: Path, query: str, **options: Any) -> dict[str, int]:
    """Return the number of requests and bytes (plain, and by gzip) of the first search."""
    asked: list[str] = []
    with browse(folder) as (page, address):
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate("([q, o]) => paperreview.search(q, o)", [query, options])
        names = [url.removeprefix(address).partition("?")[0] for url in asked]
    files = [folder / name for name in ("_static/paperreview-search.js", *names)]
    content = [file.read_bytes() for file in files if file.is_file()]
    return {
        "requests": len(content),
        "raw": sum(map(len, content)),
        "gz": sum(len(gzip.compress(data)) for data in content),
    }
