"""A strict Content-Security-Policy, as the documentation gives it: nothing breaks, nothing is refused."""

from __future__ import annotations

import contextlib
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect
from sphinx.cmd.build import build_main

import sphinx_paperreview
from tests.browser.pages import QuietHandler, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

DOCS = (Path(__file__).parents[2] / "docs" / "howto" / "hosting.md").read_text(encoding="utf-8")
POLICY = re.search(r"^Content-Security-Policy: (.*)$", DOCS, re.MULTILINE)[1]  # type: ignore[index]  # it is there
#: Names of policies of Trusted Types, for a host that lists them; the last but one for comments.
TYPES = re.findall(
    r"`((?:paperreview|default)[\w-]*)`",
    DOCS.partition("(`trusted-types`)")[2].partition("\n\n")[0],
)
SUFFIXES = {"html": ".html", "dirhtml": "/"}


def naming(types: list[str], policy: str = POLICY) -> str:
    """Return *policy* with the names of *types*, to which scripts are then restricted."""
    return f"{policy}; trusted-types {' '.join(types)}"


def handler(policy: str) -> type[QuietHandler]:
    """Return what serves files with the *policy*, and ``404.html`` where there is none."""

    class Handler(QuietHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def send_error(self, code: int, message: object = None, explain: object = None) -> None:
            path = Path(self.directory, "404.html")
            body = path.read_bytes() if path.is_file() else b""
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@dataclass
class Reader:
    """A tab that notes each violation, each error of the console and each exception."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@contextlib.contextmanager
def reading(browser: Browser, folder: Path, policy: str = POLICY) -> Iterator[Reader]:
    """Serve *folder* with the *policy* and open a tab."""
    with served(folder, handler(policy)) as address:
        context = browser.new_context(reduced_motion="reduce", permissions=["clipboard-write"])
        reader = Reader(context.new_page(), address)
        watch(context, reader)
        yield reader
        context.close()


def watch(context: BrowserContext, reader: Reader) -> None:
    add = reader.problems.append
    context.expose_binding("refused", lambda source, text: add(f"{source['page'].url}: {text}"))
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => refused("
        "`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true)"
    )
    # That an address is not found is what the page 404 is for.
    context.on(
        "console",
        lambda each: (
            add(f"{each.page.url if each.page else ''}: {each.text}")
            if each.type == "error" and "404 (Not Found)" not in each.text
            else None
        ),
    )
    context.on("weberror", lambda each: add(f"{each.page.url if each.page else ''}: {each.error}"))


@pytest.fixture(params=["html", "dirhtml"])
def site(
    request: pytest.FixtureRequest, example: Callable[[str], tuple[Path, list[str]]]
) -> tuple[Path, str]:
    """Return the example site and how the addresses of its pages end; it is the root of a host."""
    return example(request.param)[0], SUFFIXES[request.param]


#: A site with what the example has not: styles of all sorts, and Sphinx's own search and indices.
CONF = """
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
html_theme_options = {"giscus": {"repo": "a/b", "repo_id": "1", "category": "c", "category_id": "2"}}
project = "Site"
paperreview_search = "sphinx"
html_domain_indices = True
html_split_index = True
"""
POST = """---
tags: [one]
---

# Papers

## 1. [A](https://arxiv.org/abs/2509.10643)

<div style={{color: 'rgb(1, 2, 3)', float: 'left', width: '50%'}}>Coloured</div>

<span style={{fontWeight: 900}} className="own">heavy</span> and $a \\, b$

<div style={{textAlign: 'center'}}><img src={require('./a.png').default} alt="A plot" style={{width: 300}} /></div>

![Another plot](a.png)
"""
TABLE = """
Table
=====

.. list-table::
   :widths: 20 80
   :width: 50%

   * - a
     - b

.. image:: posts/a.png
   :scale: 10

.. index:: word

.. py:module:: some.module

.. raw:: html

   <p id="raw" style='border-left: 5px solid; font-family: "A, B"'>Raw</p>
   <p id="unsafe" title='style="color: red"'>Text</p>
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the other site."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "posts").mkdir()
    (folder / "conf.py").write_text(CONF)
    (folder / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   table\n")
    (folder / "table.rst").write_text(TABLE)
    (folder / "posts/2025-11-02.mdx").write_text(POST)
    pixels = random.Random(1).randbytes(1200 * 600 * 3)
    Image.frombytes("RGB", (1200, 600), pixels).save(folder / "posts/a.png")
    assert build_main(["-q", "-Q", str(folder), str(folder / "out")]) == 0
    return folder / "out"


def test_the_documentation_gives_one_policy() -> None:
    found = re.findall(r"Content-Security-Policy(?::|\b[^\n]*?\") ?(default-src[^\"\n]*)", DOCS)
    assert len(found) == 4
    assert set(found) == {POLICY}


def test_every_kind_of_page(browser: Browser, site: tuple[Path, str]) -> None:
    folder, suffix = site
    pages = [
        "", "about", "archive", "archive/2025", "archive/2025/11", "page/2", "papers", "papers/2511.10643",
        "orgs", "orgs/microsoft", "tags", "authors", "authors/daniel-park", "series",
        "series/small-and-fast", "statistics", "search", "genindex", "posts/2025/2025-11-14",
        "posts/2025/2025-08-11", "posts/2025/2025-09-19-writing-in-mdx", "posts/2025/2025-09-26",
        "posts/2025/2025-10-24",
    ]  # fmt: skip
    with reading(browser, folder) as reader:
        for path in pages:
            page = reader.open(path + suffix if path else "index.html")
            expect(page.locator("main h1").first).to_be_visible()
            expect(page.locator("html.js")).to_have_count(1)
        for path in ("404.html", "no/such/page"):
            page = reader.open(path)
            page.locator("main a").first.click()
            expect(
                page.locator("body.pr-kind-special, body.pr-kind-document, body.pr-kind-post")
            ).to_be_visible()
            expect(page.locator(".pr-bar")).to_have_css("position", "sticky")
        page = reader.open("blog/2025/11/14/2025/?a=b#arxiv-2511.10643")
        page.wait_for_url(f"**/2025-11-14{suffix}?a=b#arxiv-2511.10643")
        assert reader.problems == []


def test_feeds(browser: Browser, site: tuple[Path, str]) -> None:
    with reading(browser, site[0]) as reader:
        for path in ("atom.xml", "tags/agents/atom.xml", "rss.xml"):
            page = reader.open(path)
            expect(page.locator(":root")).to_have_css("max-width", "672px")
            expect(page.locator("item, entry").first).to_be_visible()
        assert reader.problems == []


def test_what_readers_do(browser: Browser, site: tuple[Path, str]) -> None:
    folder, suffix = site
    # Each way is taken once, for the scripts are the same.
    policy = POLICY if suffix == ".html" else naming(TYPES[:3])
    with reading(browser, folder, policy) as reader:
        page = reader.open(f"posts/2025/2025-11-14{suffix}")
        page.locator(".pr-mode").click()
        expect(page.locator("html[data-theme=dark]")).to_have_count(1)
        page.keyboard.press("/")
        expect(page.locator(".pr-find input")).to_be_focused()
        page.keyboard.insert_text("증류")
        expect(page.locator(".pr-find .pr-hit-text").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        target = str(page.locator(".pr-hit").nth(1).evaluate("link => link.href"))
        page.keyboard.press("Enter")
        page.wait_for_url(target)
        page = reader.open(f"search{suffix}?q=증류")
        expect(page.locator("#search-results .pr-hit").first).to_be_visible()
        page = reader.open(f"posts/2025/2025-09-26{suffix}")
        label = page.locator(".sd-tab-set > label").nth(1)
        label.click()
        content = page.locator(f"#{label.get_attribute('for')} + label + .sd-tab-content")
        expect(content).to_be_visible()
        page.locator("a.pr-card").first.hover()
        expect(page.locator(".pr-card-box")).to_be_visible()
        page = reader.open(f"papers/2511.10643{suffix}")
        page.locator(".pr-copy").first.click()
        expect(page.locator(".pr-copied").first).not_to_be_empty()
        page.locator(".pr-cite summary").click()
        for number, (ending, lines) in enumerate(((".bib", b"\n"), (".ris", b"\r\n"))):
            entry = page.locator(".pr-citation").nth(number)
            with page.expect_download() as saved:
                entry.locator(".pr-copy").last.click()
            assert saved.value.suggested_filename == f"2511.10643{ending}"
            text = Path(saved.value.path()).read_bytes()
            assert text.count(lines) == text.count(b"\n") > 4
            assert text.decode().split() == entry.locator("pre").inner_text().split()
        page = reader.open(f"papers{suffix}")
        page.locator("[name=q]").last.fill("distillation")
        expect(page.locator(".pr-status")).not_to_be_empty()
        assert reader.problems == []


def test_styles_are_shown(browser: Browser, other: Path) -> None:
    with reading(browser, other) as reader:
        page = reader.open("posts/2025-11-02.html")
        coloured = page.get_by_text("Coloured")
        expect(coloured).to_have_css("color", "rgb(1, 2, 3)")
        expect(coloured.locator("xpath=..")).to_have_css("float", "left")
        expect(page.locator("span.own")).to_have_css("font-weight", "900")
        expect(page.locator("img").first).to_have_css("width", "300px")
        page.locator("a.pr-zoom").first.click()
        expect(page.locator("dialog.pr-zoom-box img")).to_be_visible()
        page = reader.open("table.html")
        widths = page.evaluate(
            "[...document.querySelectorAll('td')].map((cell) => cell.offsetWidth)"
        )
        assert widths[1] == pytest.approx(4 * widths[0], rel=0.1)
        expect(page.locator("#raw")).to_have_css("border-left-width", "5px")
        expect(page.locator("main img")).to_have_css("width", "120px")
        assert page.locator("#unsafe").get_attribute("title") == 'style="color: red"'
        for path in ("genindex.html", "genindex-all.html", "genindex-M.html", "py-modindex.html"):
            expect(reader.open(path).locator("main h1")).to_be_visible()
        assert reader.problems == []


def test_the_search_of_sphinx(browser: Browser, other: Path) -> None:
    with reading(browser, other, naming([*TYPES[:3], "default"])) as reader:
        page = reader.open("search.html?q=coloured")
        expect(page.locator("#search-results li a").first).to_be_visible()
        expect(page.locator("#search-results .context").first).to_be_visible()
        page.locator("#search-results li a").first.click()
        expect(page.get_by_text("Coloured")).to_be_visible()
        assert reader.problems == []


def test_comments_need_what_the_documentation_adds(browser: Browser, other: Path) -> None:
    more = re.search(r"^\| comments.*?\| `(.*)` \|$", DOCS, re.MULTILINE)
    assert more
    names = {part.split()[0] for part in more[1].split("; ")}
    kept = [part for part in POLICY.split("; ") if part.split()[0] not in names]
    policy = naming(TYPES[:4], "; ".join([*kept, more[1]]))
    with reading(browser, other, policy) as reader:
        script = "document.body.append(Object.assign(document.createElement('p'), {id: 'talk'}))"
        reader.page.route(
            "https://giscus.app/client.js",
            lambda route: route.fulfill(
                content_type="text/javascript",
                body=script,
                headers={"Access-Control-Allow-Origin": "*"},
            ),
        )
        page = reader.open("posts/2025-11-02.html")
        page.locator(".pr-talk button").click()
        expect(page.locator("#talk")).to_have_count(1)
        assert reader.problems == []


def test_the_documentation_names_every_policy_of_trusted_types() -> None:
    assert TYPES == [
        "paperreview", "paperreview-search", "paperreview-search-ui", "paperreview-comments", "default",
    ]  # fmt: skip
    created = [
        name
        for script in Path(sphinx_paperreview.__file__).parent.rglob("*.js")
        for name in re.findall(r'createPolicy\("([^"]*)"', script.read_text(encoding="utf-8"))
    ]
    assert {*created} == {*TYPES}


def test_a_script_without_its_policy_is_seen(
    browser: Browser, example: Callable[[str], tuple[Path, list[str]]]
) -> None:
    with (
        reading(browser, example("html")[0], naming(["paperreview"])) as reader,
        reader.page.expect_console_message(lambda each: "trusted-types" in each.text),
    ):
        reader.open("search.html?q=distillation")
    assert any("trusted-types" in problem for problem in reader.problems)


def test_a_violation_is_seen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>a</title><p style='color: red'>a")
    with reading(browser, tmp_path) as reader:
        page = reader.open("index.html")
        page.evaluate("() => { try { document.body.innerHTML = '' } catch {} }")
        page.wait_for_function("true")
    assert any("style-src" in problem for problem in reader.problems)
    assert any("require-trusted-types-for" in problem for problem in reader.problems)
