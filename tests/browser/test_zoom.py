"""Pictures in full size, by pointer, by keyboard, and without a script; and smaller copies."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.browser.pages import served, violations
from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.pages import Open

pytestmark = pytest.mark.browser
POST = "posts/2025-11-02.html"
TEXT = """# Papers

## 1. [A](https://arxiv.org/abs/2509.10643)

A text with a [link](https://example.org/).

<div style={{textAlign: 'center'}}><img src={require('./a.png').default} alt="A plot" style={{width: 300}} /></div>

![Another plot](a.png)

<img src={require('./a.png').default} alt="" />
"""


@pytest.fixture(scope="module", params=["paperreview", "furo"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Build and serve a site with pictures, instead of the example site."""
    source = tmp_path_factory.mktemp("zoom")
    pixels = random.Random(1).randbytes(1200 * 600 * 3)
    data = io.BytesIO()
    Image.frombytes("RGB", (1200, 600), pixels).save(data, "PNG")
    files = {
        "conf.py": CONF.replace("basic", request.param),
        "index.md": "# Home\n",
        "posts/2025-11-02.mdx": TEXT,
        "posts/a.png": data.getvalue(),
    }
    write_files(source, files)
    with served(build_project(source).outdir) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1440])
def test_a_picture_opens_and_closes_by_keyboard(open_page: Open, width: int) -> None:
    page = open_page(POST, width=width)
    link, box = page.locator("a.pr-zoom").first, page.locator("dialog.pr-zoom-box")
    link.focus()
    page.keyboard.press("Enter")
    box.wait_for(state="visible")
    assert page.get_by_role("dialog", name="A plot").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Close"
    place = box.locator("img").bounding_box()
    assert place is not None
    assert 0 <= place["x"] <= place["x"] + place["width"] <= width
    assert place["width"] == pytest.approx(2 * place["height"], abs=2)
    assert box.locator("img").evaluate("image => image.src").endswith("/_images/a.png")
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.evaluate("link => link === document.activeElement")
    assert page.messages == []  # type: ignore[attr-defined]  # set by the fixture


def test_a_click_beside_the_picture_closes(open_page: Open) -> None:
    page = open_page(POST)
    box = page.locator("dialog.pr-zoom-box")
    for position in ({"x": 20, "y": 880}, {"x": 720, "y": 300}):
        page.locator("a.pr-zoom").nth(1).click()
        box.wait_for(state="visible")
        page.mouse.click(position["x"], position["y"])
        box.wait_for(state="hidden")
    page.locator("a.pr-zoom").first.click()
    box.get_by_role("button", name="Close").click()
    box.wait_for(state="hidden")
    page.locator("a.pr-zoom").first.click()
    box.get_by_role("link", name="Full size").click()
    page.wait_for_url("**/_images/a.png")


def test_links_and_dialog_are_accessible(open_page: Open) -> None:
    page = open_page(POST)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.locator("a.pr-zoom").nth(1).click()
        page.locator("dialog.pr-zoom-box").wait_for(state="visible")
        assert violations(page, "dialog.pr-zoom-box") == [], scheme
        page.keyboard.press("Escape")
        assert violations(page, "a.pr-zoom") == [], scheme


def test_without_a_script_the_link_opens_the_file(open_page: Open) -> None:
    page = open_page(POST, scripts=False)
    page.locator("a.pr-zoom").first.click()
    page.wait_for_url("**/_images/a.png")


def test_the_browser_takes_a_copy_and_keeps_the_place(open_page: Open) -> None:
    page = open_page(POST)
    page.wait_for_load_state("networkidle")
    first, second = (page.locator("a.pr-zoom img").nth(number) for number in range(2))
    for image, most in ((first, 720), (second, 1200)):
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete", arg=image.element_handle())
        name = str(image.evaluate("image => image.currentSrc")).rpartition("/")[2]
        assert name.endswith(".webp")
        assert int(name.split("-")[1]) <= most
    assert first.bounding_box()["width"] == 300  # type: ignore[index]  # it is shown
    assert first.bounding_box()["height"] == 150  # type: ignore[index]  # as above
    box, column = second.bounding_box(), page.locator("p:has(a.pr-zoom)").first.bounding_box()
    assert box is not None
    assert column is not None
    assert box["width"] == pytest.approx(column["width"], abs=1)
    middle = first.evaluate(
        "image => { const a = image.getBoundingClientRect(),"
        " b = image.closest('section').getBoundingClientRect();"
        " return (a.left + a.right - b.left - b.right) / 2; }"
    )
    assert abs(middle) < 2
