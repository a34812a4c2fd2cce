"""Documents with places, and tables, in a browser: wide and narrow, by keys, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import open_in, served, violations
from tests.harness import build_project, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    #: Opens a page of the site.
    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

CONF = 'extensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
HEAD = (
    "| Model of the baseline |" + "".join(f" Task {n} |" for n in range(9)) + "\n|:--|" + "--:|" * 9
)
ROW = (
    "\n| a long name of the baseline with words |"
    + " **63.91** |" * 3
    + " 86.2 (+1.3) |" * 6
    + "\n"
)
FILES = {
    "index.md": "# Manual\n\n```{toctree}\n:caption: All\none\ntwo\npart/index\n```\n",
    "one.md": "# One\n\n" + "".join(f"## Heading {n}\n\n" + "Text.\n\n" * 30 for n in range(4)),
    "two.md": f"# Two\n\n## Table\n\n{HEAD}{ROW}\n## More\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    f"| a | b |\n|---|---|\n| {'long_' * 40} | 2 |\n",
    "part/index.md": "# Part\n\n```{toctree}\nlast\n```\n",
    "part/last.md": "# Last\n",
}


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site under our theme, and serve it."""
    folder = tmp_path_factory.mktemp("manual")
    write_files(folder, {"conf.py": CONF, **FILES})
    with served(build_project(folder).outdir) as address:
        yield address


@pytest.fixture
def visit(manual: str, browser: Browser) -> Iterator[Visit]:
    """Open a page of the site."""
    opened = []

    def run(path: str, **options: object) -> Page:
        opened.append(open_in(browser, manual, path, **options))  # type: ignore[arg-type]  # names of its own
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()


def test_the_tree_is_beside_the_text_on_a_desk(visit: Visit) -> None:
    page = visit("part/last.html", width=1440)
    tree, text = page.locator(".pr-tree"), page.locator("main")
    expect(tree).to_be_visible()
    (left, right) = (tree.bounding_box() or {}), (text.bounding_box() or {})
    assert left["x"] + left["width"] <= right["x"]
    expect(page.locator(".pr-tree-button")).to_be_hidden()
    expect(tree.locator("a", has_text="Last")).to_be_visible()
    tree.locator("summary").click()
    expect(tree.locator("a", has_text="Last")).to_be_hidden()
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_tree_is_a_drawer_on_a_phone(visit: Visit, scripts: bool) -> None:
    page = visit("one.html", width=360, scripts=scripts)
    tree = page.locator(".pr-tree")
    expect(tree).to_be_hidden()
    page.locator(".pr-tree-button").focus()
    page.keyboard.press("Enter")
    expect(tree).to_be_visible()
    page.keyboard.press("Tab")
    expect(tree.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(tree).to_be_hidden()
    expect(page.locator(".pr-tree-button")).to_be_focused()
    page.locator(".pr-side-button").click()
    page.locator(".pr-side a", has_text="Heading 2").click()
    page.wait_for_url("**/one.html#heading-2")


def test_contents_follow_the_reader(visit: Visit) -> None:
    page = visit("one.html", width=1440)
    page.locator("#heading-2").evaluate("section => section.scrollIntoView()")
    expect(page.locator(".pr-side [aria-current]")).to_have_text("Heading 2")


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_a_wide_table_scrolls_in_its_box(visit: Visit, width: int) -> None:
    page = visit("two.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box, small = page.locator(".pr-table").first, page.locator(".pr-table").nth(1)
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(box).to_have_attribute("tabindex", "0")
    assert small.get_attribute("tabindex") is None
    height = "cells => Math.max(...cells.map((cell) => cell.querySelector('p').offsetHeight))"
    assert page.locator("td.pr-whole").evaluate_all(height) < 40
    assert (
        page.locator("td.pr-whole").first.evaluate("cell => getComputedStyle(cell).textAlign")
        == "right"
    )
    long = page.locator(".pr-table").nth(2).locator("td").first
    assert long.evaluate("cell => cell.offsetWidth < 0.8 * cell.closest('.pr-table').clientWidth")
    name = box.locator("tbody td").first
    before = name.bounding_box()
    box.evaluate("box => { box.scrollLeft = 200; }")
    assert name.bounding_box() == before
    assert violations(page) == []
