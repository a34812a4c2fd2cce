"""Posts and gathered pages under several themes: nothing squeezed, glued together or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.harness import Build, Built

    Open = Callable[..., Page]

pytestmark = pytest.mark.browser

LONG = "Recovering the Visual Space from Any Views by One Plain Transformer That Predicts Depth"
FILES = {
    "index.rst": "Host\n====\n\n.. toctree::\n   :glob:\n\n   posts/*\n",
    "posts/wide.png": picture(900, 500, color=200),
    "posts/2025-11-14.mdx": (
        f"# First review\n\n## [{LONG}](https://arxiv.org/abs/2511.10647) `bytedance` `mbzuai`\n\n"
        "Depth from views.\n\n![A figure](wide.png)\n\n"
        "## [Without a lab](https://arxiv.org/abs/2511.09057)\n\nDepth from views, too.\n"
    ),
    "posts/2025-11-15.mdx": (
        "# Second review\n\n"
        "## [Another](https://arxiv.org/abs/2511.09058) `mbzuai`\n\n"
        "Again of [depth](https://arxiv.org/abs/2511.10647).\n"
    ),
}
THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "paperreview")


@pytest.fixture(params=THEMES)
def site(request: pytest.FixtureRequest, build: Build) -> Built:
    if request.param not in {"alabaster", "paperreview"}:
        pytest.importorskip(request.param)
    return build(FILES, confoverrides={"html_theme": request.param})


@pytest.fixture
def visit(site: Built, browser: Browser) -> Iterator[Open]:
    """Open a page of the site, in a window of this width; nothing is requested from elsewhere."""
    contexts = []

    def run(path: str, width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.goto((site.outdir / path).as_uri(), wait_until="domcontentloaded")
        return page

    yield run
    for context in contexts:
        context.close()


BOX = "(node) => { const box = node.getBoundingClientRect(); return {...box.toJSON()}; }"


def test_titles_beside_pictures_have_room(visit: Open) -> None:
    page = visit("posts/2025-11-14.html")
    title = page.locator(".pr-digest-title").first.evaluate(BOX)
    row = page.locator(".pr-digest li").first.evaluate(BOX)
    shown = page.locator(".pr-digest .pr-picture").evaluate(BOX)
    assert title["width"] > row["width"] * 2 / 5
    assert title["right"] <= shown["left"]
    assert row["top"] <= shown["top"] < shown["bottom"] <= row["bottom"] + 1


def test_titles_of_papers_are_bold(visit: Open) -> None:
    page = visit("posts/2025-11-14.html")
    weight = page.locator(".pr-digest-title").first.evaluate(
        "(a) => getComputedStyle(a).fontWeight"
    )
    assert int(weight) >= 600


def test_reasons_stand_below_the_related_review(visit: Open) -> None:
    page = visit("papers/2511.09058.html")
    item = page.locator(".pr-related li").first
    link, reason = item.locator("a").evaluate(BOX), item.locator(".pr-reason").evaluate(BOX)
    assert link["bottom"] - 2 <= reason["top"] <= link["bottom"] + 12
    assert reason["left"] == pytest.approx(link["left"], abs=1)


def test_a_row_without_an_organisation_has_no_gap(visit: Open) -> None:
    row = visit("papers.html", 390).locator(".pr-index tbody tr", has_text="Without a lab")
    date, identifier = (row.locator("td").nth(at).evaluate(BOX) for at in (0, 3))
    assert 0 < identifier["left"] - date["right"] < 20


@pytest.mark.parametrize("site", THEMES[:-1], indirect=True)  # ours has no links of its own there
def test_links_to_neighbours_keep_away_from_what_follows(visit: Open) -> None:
    page = visit("posts/2025-11-14.html")
    margin = page.locator(".pr-neighbours").evaluate("(n) => getComputedStyle(n).marginBlockEnd")
    assert float(margin.removesuffix("px")) >= 16


@pytest.mark.parametrize("path", ["papers.html", "archive.html", "papers/2511.10647.html"])
def test_gathered_pages_fit_a_phone(visit: Open, path: str) -> None:
    page = visit(path, 390)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
