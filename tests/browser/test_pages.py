"""The example site in a browser: each kind of page, wide and narrow, light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CUT_WORDS, PAGES, POST, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

#: The links and controls that are narrower or lower than a finger needs (WCAG 2.2, 2.5.8). Links
#: within a text are not counted, nor what stands where it must (the map); a label counts as a part
#: of its control, a picture as a part of its link.
SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
  .filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const block = element.closest("p, li, dd, td, h1, h2, h3, h4, figcaption");
    const hasWords = ({ nodeType, data }) => nodeType === 3 && data.trim();
    if (getComputedStyle(element).display === "inline" && [...block?.childNodes ?? []].some(hasWords)) return false;
    if (element.closest("svg, label") || element.querySelector("img")) return false;
    const { width, height, right, left } = element.getBoundingClientRect();
    return width && height && right > 0 && left < innerWidth && Math.min(width, height) < 23.9;
  })
  .map((element) => element.outerHTML.slice(0, 150))"""


def test_no_request_no_message_one_heading(visited: Page) -> None:
    assert visited.foreign == []  # type: ignore[attr-defined]  # of the fixture
    assert visited.messages == []  # type: ignore[attr-defined]  # of the fixture
    expect(visited.locator("h1")).to_have_count(1)
    assert visited.locator("html").get_attribute("lang") == "ko"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_accessible(visited: Page, dark: bool) -> None:
    visited.emulate_media(color_scheme="dark" if dark else "light")
    assert violations(visited) == []


@pytest.mark.parametrize("opened_once", [(path, 390) for path in PAGES], indirect=True)
def test_a_finger_meets_each_link(visited: Page) -> None:
    assert visited.evaluate(SMALL) == []


def test_nothing_is_wider_than_the_window(visited: Page) -> None:
    # Open for this test alone.
    closed = visited.locator("details:not([open])").element_handles()
    for each in closed:
        each.evaluate("each => { each.open = true }")
    widths = []
    for width in (320, 390, 768):
        visited.set_viewport_size({"width": width, "height": 900})
        widths.append(visited.evaluate("document.documentElement.scrollWidth") <= width)
    for each in closed:
        each.evaluate("each => { each.open = false }")
    assert all(widths)


@pytest.mark.parametrize("path", [POST, "posts/2025/2025-08-11.html", "archive.html", "tags.html"])
def test_no_korean_word_is_cut(open_page: Open, path: str) -> None:
    assert open_page(path, width=390).evaluate(CUT_WORDS) == []


def test_images_keep_their_place(open_page: Open) -> None:
    # Small pictures stand in boxes of one size.
    images = open_page(POST).locator("main img:not(.pr-picture)")
    assert images.count() >= 1
    for number in range(images.count()):
        image = images.nth(number)
        shown = image.evaluate("img => img.width / img.height")
        natural = image.evaluate("img => img.getAttribute('width') / img.getAttribute('height')")
        assert shown == pytest.approx(natural, rel=0.02)
        assert image.get_attribute("alt") is not None


def test_digest_fits_one_screen(open_page: Open) -> None:
    last = open_page(POST).locator(".pr-digest li").last
    box = last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900


def test_mode_is_kept(open_page: Open) -> None:
    page = open_page(POST)
    background = "getComputedStyle(document.body).backgroundColor"
    around = "document.querySelector('meta[name=theme-color]').content"
    light = page.evaluate(background)
    assert page.evaluate(around) == light
    page.locator(".pr-mode").click()
    dark = page.evaluate(background)
    assert page.evaluate(around) == dark
    page.reload()
    assert light != dark
    assert page.evaluate(background) == page.evaluate(around) == dark


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_code_follows_the_mode(open_page: Open, dark: bool) -> None:
    page = open_page("posts/2025/2025-09-12.html", dark=dark)
    ink = "getComputedStyle(document.querySelector('div.highlight')).color"
    at_first = page.evaluate(ink)
    page.locator(".pr-mode").click()
    chosen = page.evaluate(ink)
    page.reload()
    assert at_first != chosen
    assert page.evaluate(ink) == chosen
    page.locator(".pr-mode").click()
    assert page.evaluate(ink) == at_first
    assert page.evaluate("localStorage.getItem('paperreview-mode')") is None


@pytest.mark.parametrize("width", [390, 1440])
def test_filter_takes_the_room_that_was_kept(open_page: Open, width: int) -> None:
    top = "document.querySelector('table.pr-index').getBoundingClientRect().top"
    page = open_page("papers.html", width=width)
    expect(page.locator(".pr-filter")).to_be_visible()
    with_form = page.evaluate(top)
    page.evaluate("document.querySelector('.pr-filter').remove()")
    assert page.evaluate(top) == pytest.approx(with_form, abs=1)


def test_contents_keep_to_their_column(open_page: Open) -> None:
    page = open_page(POST)
    width = page.evaluate("document.querySelector('.pr-side').offsetWidth / 16")
    assert width == pytest.approx(15.5, abs=0.1)


def test_keys_go_from_paper_to_paper(open_page: Open) -> None:
    page = open_page(POST)
    at_the_top = """number => {
      const section = document.querySelectorAll("section.pr-paper")[number];
      return 0 <= section.getBoundingClientRect().top && section.getBoundingClientRect().top <= 100;
    }"""
    for key, number in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        page.wait_for_function(at_the_top, arg=number)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_pill_counts_on_a_phone(open_page: Open) -> None:
    page = open_page(POST, width=390, height=844)
    position = page.locator(".pr-position")
    expect(page.locator(".pr-pill")).to_be_hidden()  # nothing covers the digest
    page.evaluate("document.querySelector('section.pr-paper').scrollIntoView()")
    expect(position).to_have_text("1/8")
    expect(page.locator(".pr-pill")).to_be_visible()
    page.locator(".pr-pill button").last.click()
    expect(position).to_have_text("2/8")


def test_menu_opens_without_scripts(open_page: Open) -> None:
    page = open_page("index.html", width=390, scripts=False)
    page.locator(".pr-menu-button").click()
    expect(page.locator(".pr-links a").first).to_be_visible()
    expect(page.locator(".pr-mode")).to_be_hidden()


@pytest.mark.parametrize("opened_once", [(path, 1440) for path in PAGES], indirect=True)
def test_all_words_are_there_without_scripts(visited: Page, open_page: Open) -> None:
    path = visited.url.split("/", 3)[3]
    with_scripts, without = (
        len("".join(page.locator("main").inner_text().split()))
        for page in (visited, open_page(path, scripts=False))
    )
    if path == "search.html":
        # What a search offers before a word is typed stands in the lists to which the page links.
        offered = visited.locator("#search-results").inner_text()
        with_scripts -= len("".join(offered.split()))
    assert without >= 0.9 * with_scripts - 100


def test_filter_keeps_its_state_in_the_address(open_page: Open) -> None:
    page = open_page("papers.html")
    page.locator(".pr-filter input").fill("distillation")
    shown = page.locator("table.pr-index tbody tr:visible")
    count = shown.count()
    assert 0 < count < page.locator("table.pr-index tbody tr").count()
    expect(page.locator(".pr-status")).to_contain_text(f"{count} /")
    page.locator(".pr-filter select").first.focus()
    page.locator(".pr-filter select").first.select_option("microsoft")
    assert "q=distillation" in page.url
    assert "org=microsoft" in page.url
    narrowed = shown.count()
    page.reload()
    expect(page.locator(".pr-filter input")).to_have_value("distillation")
    assert page.locator("table.pr-index tbody tr:visible").count() == narrowed


def test_skip_link_comes_first_and_works(open_page: Open) -> None:
    page = open_page(POST)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pr-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_search_finds_a_paper(open_page: Open) -> None:
    page = open_page("search.html?q=distillation")
    expect(page.locator("#search-results li").first).to_be_visible()
    expect(page.locator("#search-results .pr-hit-text").first).to_be_visible()


def test_paper_is_printed_without_the_bar(open_page: Open) -> None:
    page = open_page(POST, dark=True)
    page.emulate_media(media="print")
    for part in (".pr-bar", ".pr-side", ".pr-pill", ".pr-footer", ".pr-neighbours"):
        expect(page.locator(part)).to_be_hidden()
    after = "getComputedStyle(document.querySelector('.pr-id'), '::after').content"
    assert "https://arxiv.org/abs/" in page.evaluate(after)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("img[loading=lazy]").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


#: Marks what a selector finds, and the beginning of what follows each, as targets of links.
MARK = """(selector) => {
  const found = [...document.querySelectorAll(selector)].filter((each) => each.nextElementSibling);
  const first = (part) => part.matches("div:not(.math), ul, ol, table, thead, tr") && part.children[0] ? first(part.children[0]) : part;
  const mark = (part, id) => {
    const [place, link] = [document.createElement("span"), document.createElement("a")];
    [place.id, link.href, link.textContent, link.style.position] = [id, `#${id}`, id, "absolute"];
    part.prepend(place);
    document.body.prepend(link);
  };
  found.forEach((each, number) => {
    mark(each, `one${number}-`);
    mark(first(each.nextElementSibling), `other${number}-`);
  });
  return found.length;
}"""
#: What stands on one page of paper with what follows it.
TOGETHER = {
    POST: ".pr-paper > :is(h2, .pr-subtitle, .pr-facts), p:has(+ div.math)",
    "archive/2025.html": ".pr-month",
    "index.html": ".pr-month, .pr-newest, .pr-home-title",
    "map.html": "details > summary",
}


@pytest.mark.parametrize("path", TOGETHER)
@pytest.mark.parametrize("form", ["A4", "A5"])
def test_a_heading_is_printed_on_the_page_of_what_it_is_for(
    open_page: Open, path: str, form: str
) -> None:
    page = open_page(path)
    pairs = printed_pairs(page, TOGETHER[path], form)
    assert pairs
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    if path == POST:  # on more than one page, or nothing could be torn
        assert len({first for first, _second in pairs}) > 2


def test_an_address_that_is_text_is_printed_once(open_page: Open) -> None:
    page = open_page("posts/2025/2025-09-19-writing-in-mdx.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    after = "(link) => [link.textContent, getComputedStyle(link, '::after').content]"
    links = page.locator("p a.external:not(.pr-link, .pr-id)").evaluate_all(
        f"(links) => links.map({after})"
    )
    assert ["https://mdxjs.com/docs/what-is-mdx/", "none"] in links


def printed_pairs(page: Page, selector: str, form: str) -> list[tuple[str, str]]:
    """Print *page*; return the pages of what *selector* finds and of what follows each, as names.

    Chromium writes the place of each target of a link into the PDF, by its id.
    """
    count = page.evaluate(MARK, selector)
    data = page.pdf(format=form)
    places = dict(re.findall(rb"/(\w+-) \[(\d+) 0 R /XYZ", data))
    return [
        (places[f"one{number}-".encode()].decode(), places[f"other{number}-".encode()].decode())
        for number in range(count)
    ]


@pytest.mark.parametrize("path", ["atom.xml", "rss.xml"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_feed_is_shown_to_people(open_page: Open, path: str, dark: bool) -> None:
    page = open_page(path, dark=dark)
    # By XSLT or, in a browser without, by CSS.
    expect(page.get_by_text("Paper reviews").first).to_be_visible()
    expect(
        page.get_by_text("Distilling").or_(page.get_by_text("Learning from")).first
    ).to_be_visible()
    root = "() => getComputedStyle(document.body || document.documentElement).backgroundColor"
    assert page.evaluate(root) == ("rgb(20, 23, 26)" if dark else "rgb(253, 253, 251)")
    assert page.foreign == []  # type: ignore[attr-defined]  # see conftest


def test_code_that_begins_to_scroll_can_be_focused(open_page: Open) -> None:
    page = open_page("posts/2025/2025-09-12.html", width=1440)
    focusable = page.locator("pre[tabindex='0']")
    before = focusable.count()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(focusable.first).to_be_attached()
    assert focusable.count() > before
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(focusable).to_have_count(before)
