"""``paperreview serve`` in a browser: it keeps its place, and what is wrong is on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cli.serve.conftest import DRAFT, FILES, POST, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.cli.serve.conftest import Served

__all__ = ["served"]

pytestmark = pytest.mark.browser

PAGE = POST.replace(".mdx", ".html")
#: Where the second review begins, from the top of the window.
OFFSET = "document.querySelectorAll('main section section')[1].getBoundingClientRect().top"


@pytest.fixture
def shown(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700}, locale="ko")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{served.port}/{PAGE}")
    page.wait_for_function("document.documentElement.dataset.paperreviewPhase === 'ready'")
    yield page
    context.close()


def test_browser_keeps_its_place(served: Served, shown: Page) -> None:
    shown.locator("details summary").click()
    shown.evaluate(f"window.scrollBy({{top: {OFFSET} - 50, behavior: 'instant'}})")
    before = shown.evaluate(OFFSET)
    assert abs(before - 50) < 2
    # Above the place, so that the page is longer there.
    served.save(POST, FILES[POST].replace("## 2.", "새로 쓴 글이다.\n\n새로 쓴 글이다.\n\n## 2."))
    expect(shown.get_by_text("새로 쓴 글이다.")).to_have_count(2)
    shown.wait_for_load_state("load")
    assert abs(shown.evaluate(OFFSET) - before) < 2
    assert shown.locator("details").evaluate("node => node.open")


def test_problem_is_on_the_page(served: Served, shown: Page) -> None:
    served.save(POST, FILES[POST] + "\n{a.b}\n")
    button = shown.get_by_role("button", name="1 problem")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    problems = shown.get_by_role("region", name="Problems")
    expect(problems).to_contain_text(f"{POST}:")
    expect(problems).to_contain_text("is shown as it stands")
    served.save(POST, FILES[POST])
    expect(button).to_have_count(0)


def test_failed_build_is_on_the_page(served: Served, shown: Page) -> None:
    served.save("conf.py", FILES["conf.py"] + "1 / 0\n")
    problems = shown.get_by_role("region", name="Problems")
    expect(problems).to_contain_text("division by zero")
    expect(shown.get_by_role("button", name="The build failed")).to_be_visible()
    served.save("conf.py", FILES["conf.py"])
    expect(problems).to_have_count(0)


def test_draft_says_so_without_a_script(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/{DRAFT.replace('.mdx', '.html')}")
    expect(page.get_by_role("note")).to_have_text("Draft: not published")
    context.close()
