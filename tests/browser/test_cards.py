"""Cards of links to papers, by pointer, by keyboard, and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import POST

if TYPE_CHECKING:
    from tests.browser.pages import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1440])
def test_a_card_opens_on_focus_and_closes_on_escape(open_page: Open, width: int) -> None:
    page = open_page(POST, width=width)
    link, box = page.locator("a.pr-card").first, page.locator(".pr-card-box")
    title = link.get_attribute("title")
    assert title
    link.focus()
    box.wait_for(state="visible")
    assert box.text_content() == title.replace("\u2003", "")
    assert link.get_attribute("title") is None
    assert link.get_attribute("aria-describedby") == box.get_attribute("id")
    place = box.bounding_box()
    assert place is not None
    assert 0 <= place["x"] <= place["x"] + place["width"] <= width
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.get_attribute("title") == title
    assert page.messages == []  # type: ignore[attr-defined]  # set by the fixture


def test_a_card_opens_under_the_pointer_and_stays_while_it_is_read(
    open_page: Open,
) -> None:
    page = open_page(POST, clock=True)
    page.locator("a.pr-card").first.hover()
    box = page.locator(".pr-card-box")
    box.wait_for(state="visible")
    box.hover()
    page.clock.run_for(400)
    assert box.is_visible()
    page.mouse.move(2, 2)
    box.wait_for(state="hidden")


def test_without_a_script_the_title_is_shown(open_page: Open) -> None:
    page = open_page(POST, scripts=False)
    assert (
        "latent diffusion" in (page.locator("a.pr-card").first.get_attribute("title") or "").lower()
    )
