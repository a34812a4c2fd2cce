"""The choice of a layout for lists, and the colours of the map, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import violations

if TYPE_CHECKING:
    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

PICTURE = ".pr-newest + .pr-papers .pr-picture"


def test_the_choice_is_kept(open_page: Open) -> None:
    page = open_page("index.html")
    root, button, picture = (
        page.locator("html"),
        page.locator(".pr-view"),
        page.locator(PICTURE).first,
    )
    narrow = picture.bounding_box()["width"]
    button.click()
    expect(root).to_have_attribute("data-lists", "cards")
    assert picture.bounding_box()["width"] > narrow
    page.reload()
    expect(root).to_have_attribute("data-lists", "cards")
    button.click()
    expect(root).to_have_attribute("data-lists", "text")
    expect(picture).to_be_hidden()
    page.goto(page.url.replace("index.html", "papers.html"))
    expect(root).to_have_attribute("data-lists", "text")
    expect(page.locator(".pr-index .pr-picture").first).to_be_hidden()
    name = button.get_attribute("aria-label")
    button.click()
    expect(root).to_have_attribute("data-lists", "rows")
    assert button.get_attribute("aria-label") != name


@pytest.mark.parametrize("path", ["index.html", "papers.html", "orgs/google.html"])
def test_cards_are_accessible(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.locator(".pr-view").click()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["index.html", "papers.html", "archive.html"])
def test_cards_hold_their_words_on_a_phone(open_page: Open, path: str) -> None:
    page = open_page(path, width=360)
    page.locator(".pr-view").click()
    outside = """() => [...document.querySelectorAll("main :is(tr, .pr-row, .pr-entry)")].flatMap((card) => {
      const edge = card.getBoundingClientRect().right;
      return [...card.querySelectorAll("a, span")].filter((part) => part.checkVisibility()
        && part.getBoundingClientRect().right > edge).map((part) => part.textContent);
    })"""
    assert page.locator("html[data-lists=cards]").count() == 1
    assert page.evaluate(outside) == []


def test_the_map_is_coloured_by_month(open_page: Open) -> None:
    page = open_page("map.html")
    dots = page.locator(".pr-dot-paper")
    fills = "(dots) => dots.map((dot) => getComputedStyle(dot).fill)"
    by_org = dots.evaluate_all(fills)
    assert len(set(by_org)) > 4
    page.locator('input[value="month"]').check()
    by_month = dots.evaluate_all(fills)
    assert by_month != by_org
    assert 1 < len(set(by_month)) <= 4
    expect(page.locator(".pr-legend-month")).to_be_visible()
    expect(page.locator(".pr-legend-org")).to_be_hidden()


def test_rows_far_below_are_laid_out_when_they_are_near(open_page: Open) -> None:
    page = open_page("papers.html", width=390, height=800)
    rows = page.locator(".pr-index tbody tr")
    page.evaluate("""() => {
      const body = document.querySelector(".pr-index tbody");
      while (body.children.length < 150) body.append(...[...body.children].map((row) => row.cloneNode(true)));
    }""")
    laid_out = """(rows) => rows.map((row) => row.firstElementChild.checkVisibility(
      { contentVisibilityAuto: true })).lastIndexOf(true)"""
    every = "[...document.querySelectorAll('.pr-index tbody tr')]"
    page.wait_for_function(f"({laid_out})({every}) === 99")
    last = rows.count() - 1
    rows.last.scroll_into_view_if_needed()
    page.wait_for_function(f"({laid_out})({every}) === {last}")
    assert rows.last.is_visible()
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(media="print")
    assert rows.evaluate_all(laid_out) == last
