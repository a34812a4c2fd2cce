"""Pages of the example site: their weight, their layout while they load, and their links."""

from __future__ import annotations

import functools
import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

#: The search page loads an index; it has figures of its own.
LIGHT = [path for path in PAGES if path not in {"search.html", "genindex.html"}]
REQUESTS, CSS, JS, HTML = 8, 10_240, 6_144, 14_336
#: The home page, the gallery, the map and documents have parts that posts have not.
OTHER_CSS = 12_800
#: What arrives when the page can be read already; the script of light and dark comes before it.
LATE = re.compile(r"/_images/|(?<!-mode)\.js$")
#: Notes where everything is.
PLACES = """() => {
  const place = ({ left, right, top, bottom }) => [left, right, top + scrollY, bottom + scrollY];
  window.places = () => new Map([...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility())
    .map((element) => [element, place(element.getBoundingClientRect())]));
  window.first = window.places();
}"""
#: What is somewhere else now that all scripts and pictures are there. Less than three pixels are no
#: shift to a browser either, and the sizes that pictures are given are whole pixels.
MOVED = """async () => {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.all(pictures.map((picture) => picture.decode()));
  const now = window.places();
  const moved = (a, b) => a.some((edge, number) => Math.abs(edge - b[number]) >= 3);
  return [...window.first].filter(([element, place]) => now.has(element) && moved(place, now.get(element)))
    .map(([element]) => element.outerHTML.slice(0, 200));
}"""


@pytest.mark.parametrize("opened_once", [(path, 1440) for path in LIGHT], indirect=True)
def test_weight(visited: Page) -> None:
    address = visited.evaluate("location.origin")
    loaded = visited.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    files = [name for name in loaded if name.startswith(address)]
    # The icon of the site is a picture too.
    pictures = [name for name in files if "/_images/" in name or name.endswith("-icon.svg")]
    assert 1 + len(files) - len(pictures) <= REQUESTS
    weights = {"html": wire_size(visited.url), "css": 0, "js": 0}
    for name in files:
        kind = urlsplit(name).path.rpartition(".")[2]
        if kind in weights:
            weights[kind] += wire_size(name)
    is_post = "/posts/" in urlsplit(visited.url).path
    assert weights["css"] <= (CSS if is_post else OTHER_CSS)
    assert weights["js"] <= JS
    assert weights["html"] <= HTML


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", LIGHT)
def test_nothing_moves(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width, hold=LATE)
    page.wait_for_function("document.readyState !== 'loading'")
    page.evaluate(PLACES)
    page.let_go()  # type: ignore[attr-defined]  # of the fixture
    page.wait_for_load_state()
    assert page.evaluate(MOVED) == []


def test_no_link_is_broken(address: str) -> None:
    anchors: dict[str, set[str]] = {}
    links: set[tuple[str, str]] = set()
    waiting = [address + path for path in PAGES]
    while waiting:
        url = waiting.pop()
        if url in anchors:
            continue
        anchors[url], targets = read(url)
        found = {target for target in targets if target.startswith(address)}
        links |= {(url, target) for target in found}
        waiting += [urldefrag(target).url for target in found if is_there(urldefrag(target).url)]
    broken = []
    for url, target in sorted(links):
        whole, fragment = urldefrag(target)
        if whole not in anchors or (fragment and unquote(fragment) not in anchors[whole]):
            broken.append((url, target))
    assert len(anchors) > 100
    assert broken == []


def read(url: str) -> tuple[set[str], set[str]]:
    """Return the ids of the page at *url* and the addresses it names; none of another file."""
    with urlopen(url) as answer:
        if answer.headers.get_content_type() != "text/html":
            return set(), set()
        soup = BeautifulSoup(answer.read(), "lxml")
    base = urljoin(url, str(soup.base["href"])) if soup.base else url
    named = [
        tag.get("href") or tag.get("src") for tag in soup.find_all(["a", "link", "img", "script"])
    ]
    ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
    return ids, {urljoin(base, str(address)) for address in named if address}


@functools.cache
def is_there(url: str) -> bool:
    """Return whether the server has a file at *url*."""
    try:
        with urlopen(url):
            return True
    except OSError:
        return False


def wire_size(url: str) -> int:
    """Return how many bytes of *url* a host that compresses would send."""
    with urlopen(url) as answer:
        return len(gzip.compress(answer.read(), 9))
