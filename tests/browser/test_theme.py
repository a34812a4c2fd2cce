"""The theme with options, other directions of writing, and third-party themes, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CUT_WORDS, violations
from tests.harness import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.harness import Built

    Show = Callable[..., Page]

pytestmark = pytest.mark.browser

PAPER = "## {n}. [Paper {n}](https://arxiv.org/abs/2511.0905{n}) `lab`\n\nText.\n\n"
POST = "# 2025-11-14 papers review\n\n" + "".join(PAPER.format(n=n) for n in range(1, 4))
KOREAN = (
    "초거대 언어 모델의 효율적 추론을 위한 동적 토큰 가지치기와 계층적 캐시 재사용 기법에 관한 고찰"
)
POST += f"## 4. [{KOREAN}](https://arxiv.org/abs/2511.09054) `lab`\n\n"
POST += "모델 ($P(x)$)은 길이 $n$에 대해, 즉 $O(n^2)$, $k$-th 항 “$W_q$”와 같이 자란다. " * 5 + "\n"
GISCUS = {"repo": "us/talk", "repo_id": "R_1", "category": "Papers", "category_id": "C_1"}


#: What begins or ends a line, though it is written right after or before a formula.
TORN = """() => {
  const torn = [];
  for (const formula of document.querySelectorAll("main math")) {
    const box = formula.getBoundingClientRect();
    const walker = document.createTreeWalker(formula.closest("p"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const inside = texts.map((text) => formula.contains(text));
    const before = texts[inside.indexOf(true) - 1], after = texts[inside.lastIndexOf(true) + 1];
    for (const [text, at] of [[before, before.length - 1], [after, 0]]) {
      if (/\\s/.test(text.data[at])) continue;
      const range = document.createRange();
      range.setStart(text, at); range.setEnd(text, at + 1);
      const { left, right } = range.getBoundingClientRect();
      if (text === before ? right > box.left + 2 : left < box.right - 2) torn.push(text.data[at]);
    }
  }
  return torn;
}"""


@pytest.fixture
def show(build: Callable[..., Built], browser: Browser) -> Iterator[Show]:
    """Build the post with this configuration and open a page of it; requests out are kept."""
    contexts = []

    def run(path: str, config: dict[str, Any], **options: Any) -> Page:
        built = build({"posts/2025-11-14.mdx": POST}, confoverrides=config)
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.foreign = []  # type: ignore[attr-defined]  # for the test to look at
        context.set_offline(True)
        page.on(
            "request",
            lambda request: request.url.startswith("http") and page.foreign.append(request.url),  # type: ignore[attr-defined]  # as above
        )
        page.goto((built.outdir / path).as_uri())
        return page

    yield run
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["papers.html", "orgs/lab.html", "papers/2511.09054.html"])
def test_no_korean_word_is_cut_on_an_english_site(show: Show, path: str) -> None:
    page = show(path, {"html_theme": "paperreview"}, viewport={"width": 360, "height": 800})
    assert page.locator("html").get_attribute("lang") == "en"
    assert "동적 토큰" in page.locator("main").inner_text()
    assert page.evaluate(CUT_WORDS) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_formulas_stay_with_what_is_written_beside_them(show: Show, language: str) -> None:
    page = show("posts/2025-11-14.html", {"html_theme": "paperreview", "language": language})
    assert page.locator("main math").count() == 25
    torn = []
    for width in range(320, 420, 4):
        page.set_viewport_size({"width": width, "height": 800})
        torn += page.evaluate(TORN)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert torn == []


def test_comments_are_fetched_when_asked_for(show: Show) -> None:
    config = {"html_theme": "paperreview", "html_theme_options": {"giscus": GISCUS}}
    page = show("papers/2511.09051.html", config)
    page.locator(".pr-talk").scroll_into_view_if_needed()
    assert page.foreign == []  # type: ignore[attr-defined]  # see show
    with page.expect_request("https://giscus.app/client.js"):
        page.locator(".pr-talk button").click()
    script = page.locator(".pr-talk script")
    assert script.get_attribute("data-term") == "arxiv:2511.09051"
    assert script.get_attribute("data-mapping") == "specific"
    assert page.foreign == ["https://giscus.app/client.js"]  # type: ignore[attr-defined]  # as above


def test_an_accent_colours_links(show: Show) -> None:
    config = {"html_theme": "paperreview", "html_theme_options": {"accent": "#7a1fa2"}}
    page = show("archive.html", config)
    link = "getComputedStyle(document.querySelector('.pr-summary a')).color"
    assert page.evaluate(link).startswith("oklch(0.4 ")
    assert violations(page) == []


def test_layout_is_mirrored(show: Show) -> None:
    page = show("archive.html", {"html_theme": "paperreview", "language": "ar"})
    left = "document.querySelector('{}').getBoundingClientRect().left"
    assert page.evaluate(left.format(".pr-brand")) > page.evaluate(left.format(".pr-search"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_forced_palette_keeps_edges(show: Show) -> None:
    config = {"html_theme": "paperreview"}
    page = show("posts/2025-11-14.html", config, forced_colors="active")
    edge = "getComputedStyle(document.querySelector('.pr-org')).borderTopStyle"
    assert page.evaluate(edge) == "solid"


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_lists_are_tidy_in_third_party_themes(show: Show, theme: str) -> None:
    if theme != "alabaster":
        pytest.importorskip(theme)
    page = show("archive.html", {"html_theme": theme})
    cell = page.locator(".pr-calendar td:has(a)").first.bounding_box()
    assert cell is not None
    assert (cell["width"], cell["height"]) == (24, 24)
    calendar = page.locator(".pr-calendar")
    assert calendar.evaluate("calendar => calendar.scrollWidth <= calendar.clientWidth")
    expect(page.locator(".pr-entry")).to_have_css("display", "grid")
    parts = {"include": [[".pr-calendar"], [".pr-entry-date"]]}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, parts, runOnly=["color-contrast"]) == [], scheme
    page.goto(page.url.replace("archive", "statistics"))
    tops = page.locator(".pr-totals > div").evaluate_all("all => all.map(each => each.offsetTop)")
    lines = {top: tops.count(top) for top in tops}
    assert len(set(lines.values())) == 1, lines


#: A home page, and rows that have pictures.
LISTS = {
    "posts/2025-11-14.mdx": POST + "![A figure](figure.png)\n",
    "posts/2025-11-07.mdx": "# 2025-11-07\n\n"
    + "".join(PAPER.format(n=n).replace("0905", "0806") for n in range(1, 4)),
    "posts/figure.png": picture(400, 250),
    "lists.rst": ":orphan:\n\nLists\n=====\n\n.. paper:home::\n\n.. paper:list::\n   :limit: 5\n",
}
#: Pixels of the narrowest text of a row or of a day, and those of rows whose badges are elsewhere.
PLACES = """() => {
  const width = (element) => element.getBoundingClientRect().width;
  const left = (element) => element.getBoundingClientRect().left;
  return {
    narrowest: Math.min(...[...document.querySelectorAll(".pr-row-body, .pr-entry-body")].map(width)),
    apart: [...document.querySelectorAll(".pr-row:has(.pr-orgs)")].filter((row) =>
      Math.abs(left(row.querySelector(".pr-row-body")) - left(row.querySelector(".pr-orgs"))) > 1
    ).length,
    indented: [...document.querySelectorAll("ul.pr-papers")].filter((list) =>
      left(list.querySelector(".pr-row")) - left(list.parentElement) > 1
    ).length,
    sideways: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_lists_have_the_width_that_a_theme_leaves(
    build: Callable[..., Built], browser: Browser, theme: str
) -> None:
    """A window of 1,440 pixels is wide; what is between the sidebars of a theme is not."""
    if theme != "alabaster":
        pytest.importorskip(theme)
    built = build(LISTS, confoverrides={"html_theme": theme})
    assert built.warnings == []
    for window, least in ((1440, 300), (390, 180)):
        page = browser.new_page(viewport={"width": window, "height": 900})
        page.goto((built.outdir / "lists.html").as_uri())
        found = page.evaluate(PLACES)
        page.close()
        assert found.pop("narrowest") >= least, window
        assert found == {"apart": 0, "indented": 0, "sideways": 0}, window


#: The least width of a title, as a part of its row.
NARROWEST = """() => Math.min(...[...document.querySelectorAll(".pr-row-title")].map((title) =>
  title.parentElement.getBoundingClientRect().width
  / title.closest(".pr-row").getBoundingClientRect().width))"""


@pytest.mark.parametrize("theme", ["paperreview", "furo"])
@pytest.mark.parametrize("name", ["notes/survey.mdx", "posts/2025-11-14.mdx"])
def test_many_organisations_leave_room_for_titles(
    build: Callable[..., Built], browser: Browser, theme: str, name: str
) -> None:
    if theme != "paperreview":
        pytest.importorskip(theme)
    labels = " ".join(f"`University of the {place} Coast`" for place in ("North", "East", "South"))
    title = "A Title of Some Length about the Reviews that Many Universities Wrote Together"
    text = f"# Survey\n\n## [{title}](https://arxiv.org/abs/2511.09051) {labels}\n\nText.\n"
    built = build(
        {name: text, "index.rst": "Home\n====\n\n.. paper:list::\n"},
        confoverrides={"html_theme": theme},
    )
    for width in (1440, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((built.outdir / "index.html").as_uri())
        assert page.locator(".pr-row-title").count() == 1
        assert page.evaluate(NARROWEST) >= (0.4 if width > 400 else 0.9)
        page.close()
