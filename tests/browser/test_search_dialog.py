"""The dialog of search, as a reader uses it: by keys, by an input method, by mouse, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pages import POST, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

PAPER = "Black-Box On-Policy Distillation of Large Language Models"


def ask(page: Page, words: str, key: str = "/") -> None:
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.insert_text(words)
    expect(page.locator(".pr-find .pr-hit-text").first).to_be_visible()


def state(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("search", [])


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_opens_by_a_key_and_finds_papers(open_page: Open, key: str) -> None:
    page = open_page(POST)
    ask(page, "증류", key)
    expect(page.locator(".pr-find input")).to_be_focused()
    first = page.locator(".pr-hit").first
    expect(first).to_contain_text(PAPER)
    expect(first).to_contain_text("microsoft")
    expect(first).to_contain_text("2025-11")
    assert first.locator("mark").count() >= 1
    assert page.foreign == []
    assert page.messages == []


@pytest.mark.parametrize("name", ["paperreview-search-ui.js", "paperreview-search.js", "root.js"])
def test_words_are_kept_that_are_typed_while_it_loads(open_page: Open, name: str) -> None:
    page = open_page(POST)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/{name}*", hold)
    page.locator(".pr-search").focus()
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.matches('input')")
    page.keyboard.insert_text("증류")
    assert page.evaluate("scrollY") == 0
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    field = page.locator(".pr-find input")
    expect(page.locator(".pr-hit").first).to_contain_text(PAPER)
    page.keyboard.insert_text("하")
    expect(field).to_have_value("증류하")
    page.keyboard.press("Escape")
    expect(page.locator(".pr-search")).to_be_focused()
    assert page.locator("body > input").count() == 0


def test_arrows_choose_and_enter_goes(open_page: Open) -> None:
    page = open_page(POST)
    ask(page, "증류")
    field, options = page.locator(".pr-find input"), page.locator(".pr-hit")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    target = str(options.first.evaluate("link => link.href"))
    page.keyboard.press("Enter")
    page.wait_for_url(target)
    assert "#arxiv-2511.10643" in target


def test_the_address_keeps_what_was_asked(open_page: Open) -> None:
    page = open_page(POST)
    ask(page, "증류")
    assert state(page) == ["증류"]
    elsewhere = page.locator(".pr-hit:not([href*='2025-11-14'])").first
    elsewhere.click()
    page.wait_for_url("**/*.html#*")
    page.go_back()
    expect(page.locator(".pr-hit").first).to_contain_text(PAPER)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_function("!location.search")


def test_before_a_word_the_newest_papers_are_offered(open_page: Open) -> None:
    page = open_page(POST)
    page.keyboard.press("/")
    expect(page.locator(".pr-hit").first).to_contain_text("2025-11-21")
    assert page.locator(".pr-hit").count() == 6
    newest = page.locator(".pr-hit-title").all_inner_texts()[:4]  # in the order of their post
    assert [title.partition(":")[0] for title in newest] == [
        "Distilling the Knowledge in a Neural Network", "On-Policy Distillation of Language Models",
        "MiniLLM", "Black-Box On-Policy Distillation of Large Language Models",
    ]  # fmt: skip
    assert violations(page, ".pr-find") == []
    page.locator(".pr-find-start button", has_text="microsoft").click()
    expect(page.locator(".pr-find input")).to_have_value("org:microsoft ")
    expect(page.locator(".pr-find-start")).to_be_hidden()
    expect(page.locator(".pr-hit").first).to_contain_text("microsoft")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_search_page_offers_the_same(open_page: Open) -> None:
    page = open_page("search.html")
    expect(page.locator("#search-results li").first).to_contain_text("2025-11-21")
    assert violations(page) == []
    # Nothing of the page moves when they come.
    shifts = """() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((found) => { for (const each of found.getEntries()) sum += each.value; })
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 200);
    })"""
    assert page.evaluate(shifts) == 0
    page.locator(".pr-find-start button", has_text="microsoft").click()
    expect(page.locator("#pr-query")).to_have_value("org:microsoft ")
    expect(page.locator(".pr-find-start")).to_be_hidden()
    page.wait_for_function("location.search.includes('microsoft')")


def test_a_syllable_that_is_being_typed_waits(open_page: Open) -> None:
    page = open_page(POST)
    page.keyboard.press("/")
    expect(page.locator(".pr-find input")).to_be_focused()
    page.evaluate("""() => {
      window.asked = [];
      const search = paperreview.search;
      paperreview.search = (query, options) => { asked.push(query); return search(query, options); };
    }""")
    keys = page.context.new_cdp_session(page)
    for text in ("ㅈ", "즈", "증"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    keys.send("Input.insertText", {"text": "증"})
    for text in ("ㄹ", "류"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    page.keyboard.press("Enter")  # as long as a syllable is open, it goes nowhere
    page.wait_for_function("asked.includes('증류')")
    expect(page.locator(".pr-hit").first).to_contain_text(PAPER)
    assert not {"ㅈ", "증ㄹ"} & set(page.evaluate("asked"))
    assert page.url.rpartition("/")[2].startswith("2025-11-14.html")


def test_filters_write_themselves_into_the_query(open_page: Open) -> None:
    page = open_page(POST)
    ask(page, "모델")
    page.locator(".pr-find summary").click()
    choice = page.locator(".pr-find select[name=org]")
    expect(choice.locator("option", has_text="google (")).to_have_count(1)
    choice.select_option("google")
    expect(page.locator(".pr-find input")).to_have_value("모델 org:google")
    expect(page.locator(".pr-hit").first).to_contain_text("google")
    assert state(page) == ["모델 org:google"]
    choice.select_option("")
    expect(page.locator(".pr-find input")).to_have_value("모델")


@pytest.mark.parametrize("width", [390, 1440])
def test_dialog_is_accessible(open_page: Open, width: int) -> None:
    page = open_page(POST, width=width)
    page.locator(".pr-search").click()
    ask(page, "증류", "Control+k")
    page.locator(".pr-find summary").click()
    expect(page.locator(".pr-find select[name=year] option").nth(1)).to_be_attached()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, ".pr-find") == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    status = page.locator(".pr-find-status")
    expect(status).to_have_attribute("role", "status")
    expect(status).not_to_be_empty()


def test_reviews_of_one_paper_are_adjacent(open_page: Open) -> None:
    page = open_page(POST)
    ask(page, "2511.10643")
    expect(page.locator(".pr-hit").first).to_contain_text(PAPER)
    expect(page.locator(".pr-hit").nth(1)).to_have_class("pr-hit pr-hit-again")


def test_keys_of_read_the_docs_are_left_to_it(open_page: Open) -> None:
    page = open_page(POST)
    page.evaluate("document.body.append(document.createElement('readthedocs-search'))")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.pr-find")).to_have_count(0)
    page.evaluate("document.addEventListener('keydown', () => { window.other = true; })")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("window.other") is None


def test_without_scripts_the_page_of_search_links_to_the_lists(open_page: Open) -> None:
    page = open_page(POST, scripts=False)
    page.locator(".pr-search").click()
    page.wait_for_url("**/search.html")
    expect(page.locator("main a", has_text="아카이브")).to_be_visible()
    expect(page.locator("main form")).to_be_hidden()


def test_page_of_search_keeps_its_query(open_page: Open) -> None:
    page = open_page("search.html?q=증류")
    expect(page.locator("#search-results .pr-hit").first).to_contain_text(PAPER)
    page.locator("#pr-query").fill("ImageNet")
    page.locator("#pr-query").press("Enter")
    page.wait_for_function("new URLSearchParams(location.search).get('q') === 'ImageNet'")
    page.go_back()
    expect(page.locator("#pr-query")).to_have_value("증류")
    expect(page.locator("#search-results .pr-hit").first).to_contain_text(PAPER)
