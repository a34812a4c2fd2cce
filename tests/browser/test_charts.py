"""Charts in a real browser: legible on a phone, with their tables open, in any mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Open = Callable[..., Page]

pytestmark = pytest.mark.browser

#: Each text of a drawing with its size on the screen in pixels.
SIZES = """() => [...document.querySelectorAll("figure svg text")].map((text) => [
  text.textContent,
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
])"""
#: Texts that lie outside of the window, and pairs that lie on each other.
CLASHES = """() => [...document.querySelectorAll("figure svg")].flatMap((drawing) => {
  const texts = [...drawing.querySelectorAll("text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const out = texts.filter((_, i) => boxes[i].left < 0 || boxes[i].right > innerWidth);
  const over = texts.filter((_, i) => boxes.some((box, j) => j > i &&
    box.left < boxes[i].right && boxes[i].left < box.right &&
    box.top + 4 < boxes[i].bottom && boxes[i].top + 4 < box.bottom));
  return [...out, ...over].map((text) => text.textContent);
})"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_open_tables_are_accessible_and_fit(open_page: Open, width: int, dark: bool) -> None:
    page = open_page("statistics.html", width=width, dark=dark)
    for summary in page.locator("figure summary").all():
        summary.click()
    rules = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_texts_of_charts_are_legible(open_page: Open, width: int) -> None:
    page = open_page("statistics.html", width=width)
    sizes = page.evaluate(SIZES)
    assert len(sizes) > 50
    assert [text for text, size in sizes if size < 12] == []
    assert page.evaluate(CLASHES) == []


def test_colours_follow_the_mode(open_page: Open) -> None:
    page = open_page("statistics.html")
    colour = "getComputedStyle(document.querySelector('.pr-mark')).fill"
    light = page.evaluate(colour)
    page.locator(".pr-mode").click()
    dark = page.evaluate(colour)
    page.emulate_media(forced_colors="active")
    assert len({light, dark, page.evaluate(colour)}) == 3
