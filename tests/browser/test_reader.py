"""What readers do with keys, and what their browser keeps for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import open_in, served, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.harness import Build

    #: Opens a page of the site with these options.
    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

FILES = {
    f"posts/2025-11-1{day}.mdx": f"# Day {day}\n\n"
    + "".join(
        f"## {n}. [Paper {day}{n}](https://arxiv.org/abs/2511.0{day}00{n}) `lab`\n\n"
        + "Text.\n\n" * 9
        for n in range(1, 4)
    )
    for day in (1, 4)
}
READER = {"reader": ["marks", "news"]}
POST = "posts/2025-11-14.html"


@pytest.fixture
def visit(build: Build, browser: Browser) -> Iterator[Visit]:
    """Build the site under our theme with these options, and open its post."""
    opened = []

    def run(options: dict[str, object], path: str = POST) -> Page:
        built = build(
            FILES, confoverrides={"html_theme": "paperreview", "html_theme_options": options}
        )
        server = served(built.outdir)
        page = open_in(browser, server.__enter__(), path)
        opened.append((page, server))
        return page

    yield run
    for page, server in opened:
        page.context.close()
        server.__exit__(None, None, None)


def focused(page: Page) -> str:
    """Return the text of the element that has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).split("¶")[0]


def test_keys_go_from_paper_to_paper_until_a_reader_turns_them_off(visit: Visit) -> None:
    page = visit({})
    for key, number in (("j", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert focused(page) == f"{number}. Paper 4{number}"
    page.keyboard.press("?")
    expect(page.locator(".pr-keys")).to_be_visible()
    assert violations(page, ".pr-keys") == []
    page.locator(".pr-keys input").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert not focused(page).startswith("1.")
    page.keyboard.press("?")
    expect(page.locator(".pr-keys input")).not_to_be_checked()


def test_keys_are_counted_while_the_page_scrolls_and_at_its_end(visit: Visit) -> None:
    page = visit({})
    page.emulate_media(reduced_motion="no-preference")
    for key in "jjj":  # the page is too short to scroll to the last
        page.keyboard.press(key)
    assert focused(page) == "3. Paper 43"
    page.keyboard.press("k")
    assert focused(page) == "2. Paper 42"
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.wait_for_timeout(1000)  # a step no longer counts when the reader has scrolled elsewhere
    page.keyboard.press("j")
    assert focused(page) == "1. Paper 41"


def test_keys_go_from_row_to_row_of_a_list(visit: Visit) -> None:
    page = visit({}, "orgs/lab.html")
    for key, text in (("j", "Paper 41"), ("j", "Paper 42"), ("k", "Paper 41")):
        page.keyboard.press(key)
        assert focused(page) == text


def test_keys_go_from_post_to_post_of_an_archive(visit: Visit) -> None:
    page = visit({}, "archive.html")
    for key, text in (("j", "Nov 14"), ("j", "Nov 11"), ("j", "Nov 11"), ("k", "Nov 14")):
        page.keyboard.press(key)
        assert focused(page) == text


def test_keys_pass_over_rows_that_the_filter_hides(visit: Visit) -> None:
    page = visit({}, "papers.html")
    page.locator(".pr-filter input").fill("paper 42")
    page.locator(".pr-filter input").blur()
    for key in "jjk":
        page.keyboard.press(key)
        assert focused(page) == "Paper 42"


def test_a_site_turns_keys_off(visit: Visit) -> None:
    page = visit({"keys": "false"})
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert not focused(page).startswith("1.")
    assert page.locator(".pr-keys").count() == 0


def test_marks_are_kept_shown_and_saved(visit: Visit) -> None:
    page = visit(READER)
    later = page.locator("[id='arxiv-2511.04001'] .pr-marks button").nth(1)
    later.click()
    expect(later).to_have_attribute("aria-pressed", "true")
    page.goto(page.url.replace(POST, "orgs/lab.html"))
    assert page.locator(".pr-row[data-mark=later] .pr-row-title").all_inner_texts() == ["Paper 41"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.locator(".pr-marks-open").click()
    with page.expect_download() as saved:
        page.locator("dialog[open] button[type=button]").click()
    (mark,) = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert (mark["id"], mark["mark"], mark["title"]) == ("arxiv-2511.04001", "later", "Paper 41")
    assert mark["url"].endswith(f"/{POST}#arxiv-2511.04001")
    page.locator("dialog[open] a").click()
    page.wait_for_url(f"**/{POST}#arxiv-2511.04001")
    page.locator("[id='arxiv-2511.04001'] .pr-marks button").nth(1).click()
    assert page.evaluate("Object.values(localStorage).join()").count("Paper 41") == 0


def test_what_is_new_since_the_last_visit(visit: Visit) -> None:
    page = visit(READER, "orgs/lab.html")
    assert page.locator("[data-mark]").count() == 0
    key = "Object.keys(localStorage).find((name) => name.includes('visit'))"
    page.evaluate(f"localStorage.setItem({key}, JSON.stringify({{now: '2025-11-12'}}))")
    page.reload()
    rows = page.locator(".pr-row[data-mark=new] .pr-row-title")
    assert rows.all_inner_texts() == ["Paper 41", "Paper 42", "Paper 43"]


def test_nothing_is_kept_where_the_site_does_not_ask(visit: Visit) -> None:
    page = visit({})
    assert page.locator(".pr-marks, .pr-marks-open").count() == 0
    assert page.evaluate("Object.keys(localStorage)") == []
