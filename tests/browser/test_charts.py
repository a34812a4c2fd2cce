"""Charts in a real browser: legible on a phone, with their tables open, in any mode."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import violations

if TYPE_CHECKING:
    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

#: Each text of a drawing with its size on the screen in pixels.
SIZES = """() => [...document.querySelectorAll("figure svg text")].map((text) => [
  text.textContent,
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
])"""
#: Texts outside of the window, and texts that overlap.
CLASHES = """() => [...document.querySelectorAll("figure svg")].flatMap((drawing) => {
  const texts = [...drawing.querySelectorAll("text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const out = texts.filter((_, i) => boxes[i].left < 0 || boxes[i].right > innerWidth);
  const over = texts.filter((_, i) => boxes.some((box, j) => j > i &&
    box.left < boxes[i].right && boxes[i].left < box.right &&
    box.top + 4 < boxes[i].bottom && boxes[i].top + 4 < box.bottom));
  return [...out, ...over].map((text) => text.textContent);
})"""


def test_open_tables_are_accessible_and_fit(open_page: Open) -> None:
    page = open_page("statistics.html")
    for summary in page.locator("figure summary").all():
        summary.click()
    for width, scheme in itertools.product((390, 1440), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_texts_of_charts_are_legible(open_page: Open) -> None:
    page = open_page("statistics.html")
    for width in (360, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        sizes = page.evaluate(SIZES)
        assert len(sizes) > 50
        assert [text for text, size in sizes if size < 12] == [], width
        assert page.evaluate(CLASHES) == [], width


def test_colours_follow_the_mode(open_page: Open) -> None:
    page = open_page("statistics.html")
    colour = "getComputedStyle(document.querySelector('.pr-mark')).fill"
    light = page.evaluate(colour)
    page.locator(".pr-mode").click()
    dark = page.evaluate(colour)
    page.emulate_media(forced_colors="active")
    assert len({light, dark, page.evaluate(colour)}) == 3
