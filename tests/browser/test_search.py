"""The search in a browser: over http, from a folder, under a strict policy, and what it answers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.pages import QuietHandler, served
from tests.harness import build_project, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.pages import Open

pytestmark = pytest.mark.browser

CONF = """project = "Reviews"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
paperreview_search_aliases = {"판별자": ["gatekeeper"]}
"""
FILES = {
    "conf.py": CONF,
    "index.md": "# Reviews\n",
    "posts/2025-11-14.mdx": """---
tags: [증류]
---

# 오늘의 리뷰

## 1. [Black-Box Distillation](https://arxiv.org/abs/2511.10643) `Microsoft Research`

교사모델의 판별자가 보상을 준다. GPT-4o 와 비교한다.

### 실험

강화학습으로 오차를 줄여서 데이터셋 비용이 줄었다. 트랜스포머를 쓴다.

## 2. [World Models](https://arxiv.org/abs/2511.09057) `bytedance`

월드 모델을 학습한다. 비싸다.
""",
    "posts/2024-03-02.mdx": "# 다른 글\n\n## 1. [Depth](https://arxiv.org/abs/2401.00001) `nvidia`\n\n"
    "강화 학습을 다룬다. 학습은 강화와 다르다. 교사 모델. <script>alert(1)</script>\n",
    "about.md": "---\norphan: true\n---\n\n# About\n\n"
    + "Nothing here. " * 40
    + "\n\n## Contact\n\nWrite to the zeppelin office.\n",
    "api.rst": ":orphan:\n\nAPI\n===\n\n.. py:module:: hangar\n\n.. py:class:: Airship(speed)\n\n"
    "   Airships moor, and unmoor, at an airship mast.\n\n   .. py:method:: moor_airship(mast)\n\n"
    ".. option:: --lift-off <n>\n",
}


class _Strict(QuietHandler):
    """Serves with a policy that lets scripts of the site alone run, below /base/."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/base"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'; script-src 'self'")
        super().end_headers()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("search")
    write_files(source, FILES)
    return build_project(source).outdir


@pytest.fixture(scope="session")
def strict(folder: Path) -> Iterator[str]:
    with served(folder, _Strict) as address:
        yield f"{address}base/"


@pytest.fixture(scope="module")
def page(browser: Browser, strict: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{strict}search.html")
    yield page
    page.close()


def ask(page: Page, query: str, **options: Any) -> list[dict[str, Any]]:
    return page.evaluate("([q, o]) => paperreview.search(q, o)", [query, options])


def titles(page: Page, query: str, **options: Any) -> list[str]:
    return [hit["title"] for hit in ask(page, query, **options)]


DISTILLATION, WORLD, DEPTH = "Black-Box Distillation", "World Models", "Depth"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("판별자", DISTILLATION),
        ("판별자를", DISTILLATION),
        ("판별쟈", DISTILLATION),
        ("판별ㅈ", DISTILLATION),
        ("ㅍㅂㅈ", DISTILLATION),
        ("vksqufwk", DISTILLATION),
        ("데이터세", DISTILLATION),
        ("데이터 셋", DISTILLATION),
        ("줄이다", DISTILLATION),
        ("비싼", WORLD),
        ("월드모델", WORLD),
        ("2511.10643", DISTILLATION),
        ("2511.106", DISTILLATION),
        ("gpt4o", DISTILLATION),
        ("GPT-4o를", DISTILLATION),
        ("transformer", DISTILLATION),
        ("gatekeeper", DISTILLATION),
        ("distilation", DISTILLATION),
        ("nvidia", DEPTH),
        ("Microsoft Research", DISTILLATION),
        (unicodedata.normalize("NFD", "판별자"), DISTILLATION),
    ],
)
def test_what_is_found(page: Page, query: str, first: str) -> None:
    assert titles(page, query)[:1] == [first]


@pytest.mark.parametrize("query", ["강화학습", "강화 학습"])
def test_compounds_are_found_however_they_are_written(page: Page, query: str) -> None:
    assert set(titles(page, query)) == {DISTILLATION, DEPTH}


@pytest.mark.parametrize(
    "query", ["", "  ", "김치찌개", "!!", '"', "-", "org:", "ㅋㅋㅋ", "\\", "<b>"]
)
def test_nothing_is_found_for_nothing(page: Page, query: str) -> None:
    assert titles(page, query) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("학습 year:2024", {DEPTH}),
        ("학습 -보상", {WORLD, DEPTH}),
        ("학습 org:bytedance", {WORLD}),
        ("학습 기관:microsoft-research", {DISTILLATION}),
        ('학습 org:"Microsoft Research"', {DISTILLATION}),
        ("학습 -org:nvidia", {DISTILLATION, WORLD}),
        ("학습 org:nobody", set()),
        ("tag:증류", {DISTILLATION, WORLD, "오늘의 리뷰"}),
        ('"강화 학습을"', {DEPTH}),
    ],
)
def test_a_query_can_narrow(page: Page, query: str, found: set[str]) -> None:
    assert set(titles(page, query)) == found


def test_filters_can_be_given_apart(page: Page) -> None:
    assert titles(page, "학습", filters={"year": 2024}) == [DEPTH]
    assert set(titles(page, "학습", filters={"org": ["nvidia", "ByteDance"]})) == {DEPTH, WORLD}


def test_facets_count_what_is_found(page: Page) -> None:
    found = page.evaluate("() => paperreview.facets('학습')")
    assert found["total"] == 3
    assert {row["label"]: row["count"] for row in found["year"]} == {"2025": 2, "2024": 1}
    everything = page.evaluate("() => paperreview.facets('', {filters: {org: 'nvidia'}})")
    assert everything["org"] == [{"label": "nvidia", "count": 1}]


def test_a_hit_says_where_it_is_and_shows_the_words(page: Page, strict: str) -> None:
    hit = next(each for each in ask(page, "비용") if each["title"] == DISTILLATION)
    assert hit["section"] == "실험"
    assert hit["url"].startswith(f"{strict}posts/2025-11-14.html#")
    assert hit["post"]["url"] == f"{strict}posts/2025-11-14.html"
    assert (hit["date"], hit["orgs"], hit["tags"]) == (
        "2025-11-14",
        ["Microsoft Research"],
        ["증류"],
    )
    assert [hit["excerpt"][start:end] for start, end in hit["marks"]] == ["비용"]
    assert hit["total"] == 1


def test_an_excerpt_is_cut_around_the_words_of_a_long_text(page: Page) -> None:
    hit = ask(page, "zeppelin")[0]
    assert hit["url"].endswith("about.html#contact")
    assert hit["excerpt"].startswith("… ")
    assert "zeppelin office" in hit["excerpt"]
    assert hit["post"] is None


def test_without_excerpts_no_text_is_loaded(browser: Browser, strict: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{strict}search.html")
    hit = ask(page, "판별자", excerpts=False)[0]
    assert (hit["excerpt"], hit["marks"]) == ("", [])
    assert not [name for name in asked if name.startswith("x")]
    page.close()


def test_the_page_lists_what_the_address_asks_for(browser: Browser, strict: str) -> None:
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{strict}search.html?q=강화 학습")
    page.wait_for_selector("#search-results li")
    assert page.locator("#search-results li").count() == 2
    assert page.locator("#search-results mark").first.inner_text()
    assert page.input_value("#pr-query") == "강화 학습"
    page.fill("#pr-query", "김치찌개")
    page.wait_for_selector("#search-results li", state="detached")
    assert page.locator("#pr-search-status").inner_text()
    page.keyboard.press("Enter")
    assert "q=%EA%B9%80" in page.url
    page.go_back()
    page.wait_for_selector("#search-results li")
    assert not [text for text in messages if "Content Security" in text and "script" in text]
    page.close()


def test_a_text_of_markup_stays_text(page: Page) -> None:
    page.goto(page.url.partition("?")[0] + "?q=강화")
    page.wait_for_selector("#search-results li")
    assert page.locator("#search-results script").count() == 0


def test_from_a_folder_it_works_as_well(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "search.html").as_uri() + "?q=판별자")
    page.wait_for_selector("#search-results li")
    link = page.locator("#search-results a").first.get_attribute("href") or ""
    assert link == (folder / "posts/2025-11-14.html").as_uri() + "#arxiv-2511.10643"
    page.close()


def test_an_event_says_that_it_can_be_asked(browser: Browser, strict: str) -> None:
    page = browser.new_page()
    page.add_init_script(
        "document.addEventListener('paperreview:search-ready', () => { window.ready = true; });"
    )
    page.goto(f"{strict}search.html")
    page.evaluate("() => paperreview.ready")
    assert page.evaluate("() => window.ready")
    page.close()


def test_a_missing_index_is_reported(browser: Browser, folder: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.route("**/_search/*", lambda route: route.abort())
    page.goto((folder / "search.html").as_uri() + "?q=판별자")
    page.wait_for_selector("#pr-search-status:not(:empty)")
    page.close()


def test_without_scripts_the_page_links_to_the_lists(
    browser: Browser, strict: str, open_page: Open
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{strict}search.html")
    assert page.locator(".pr-terms a").count() >= 3
    assert page.locator("noscript").count() == 1
    context.close()


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("hangar", "module-hangar"),
        ("airship", "hangar.Airship"),
        ("moor_airship", "hangar.Airship.moor_airship"),
        ("moor airship", "hangar.Airship.moor_airship"),
        ("--lift-off", "cmdoption-lift-off"),
        ("contact", "contact"),
    ],
)
def test_what_has_the_name_that_is_typed_is_shown(page: Page, query: str, anchor: str) -> None:
    assert ask(page, query)[0]["url"].rpartition("#")[2] == anchor
