"""A search of papers beside the search of the theme, and lists as a docs page wants them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

OCTOBER = """# 2025-10-03 papers review

## 1. [Old thing](https://arxiv.org/abs/1706.03762) `google`

오래된 방법.
"""
NOVEMBER = """---
tags: [agents]
papers:
  2511.10643: {authors: [Ada Lovelace, "Kim, Hana"]}
---

# 2025-11-14 papers review

## 1. [New thing](https://arxiv.org/abs/2511.10643) `microsoft`

새로운 증류 방법.

## 2. [Other thing](https://arxiv.org/abs/2511.10647) `meta`

Words.
"""
GUIDE = "Guide\n=====\n\nHostword.\n\n{directive}\n"
POSTS = {"posts/2025-10-03.mdx": OCTOBER, "posts/2025-11-14.mdx": NOVEMBER}
SEARCH = GUIDE.format(directive=".. paper:search::\n   :limit: 1")


def site(directive: str) -> dict[str, str]:
    """Return a project with reviews, and a page with *directive*."""
    return {**POSTS, "guide.rst": f":orphan:\n\n{GUIDE.format(directive=directive)}"}


def main(built: Built, page: str) -> str:
    text = built.read(page)
    return text[text.index("Hostword") :]


@pytest.fixture
def beside(build: Build) -> Built:
    return build(site(".. paper:search::\n   :limit: 1"), confoverrides={"html_theme": "alabaster"})


def test_the_search_of_papers_is_on_its_page_alone(beside: Built) -> None:
    assert beside.warnings == []
    for page, count in (
        ("guide.html", 1),
        ("papers.html", 1),
        ("archive.html", 0),
        ("index.html", 0),
    ):
        text = beside.read(page)
        assert text.count('class="pr-finder"') == count
        assert text.count("paperreview-search-ui.js") == count
        assert text.count("paperreview-search.css") == count


def test_without_a_script_there_is_a_list(beside: Built) -> None:
    text = main(beside, "guide.html")
    assert "<form" not in text[: text.index("pr-papers")]
    assert re.findall(r'class="[^"]*pr-row-title[^"]*"[^>]*>([^<]+)<', text) == ["New thing"]
    assert 'href="papers.html">All papers</a>' in text
    assert "Old thing" in beside.read("papers.html")


def test_the_search_of_the_theme_stays(beside: Built) -> None:
    index = beside.read("searchindex.js")
    assert '"hostword"' in index.lower()
    assert "New thing" in index  # the sections of reviews are in it
    page = beside.read("search.html")
    assert 'id="search-results"' in page
    assert "searchtools.js" in page
    assert "pr-query" not in page


def test_our_index_has_the_reviews_alone(beside: Built) -> None:
    files = {name: data for name, data in beside.files().items() if name.startswith("_search/")}
    text = b"".join(files.values()).decode()
    assert "New thing" in text
    assert "Hostword" not in text


def test_where_ours_searches_the_site_it_has_all(build: Build) -> None:
    changes = {"html_theme": "alabaster", "paperreview_search": "paperreview"}
    built = build(site(".. paper:search::"), confoverrides=changes)
    text = b"".join(d for name, d in built.files().items() if name.startswith("_search/")).decode()
    assert "Hostword" in text
    assert 'class="pr-finder"' in built.read("guide.html")
    assert 'class="pr-finder"' not in built.read("papers.html")


def test_a_book_has_the_list(build: Build) -> None:
    built = build(site(".. paper:search::"), builder="text")
    assert built.warnings == []
    assert "New thing" in built.read("guide.txt")


def titles(built: Built) -> list[str]:
    """Return the titles of the papers that the page lists."""
    return re.findall(r'class="[^"]*pr-row-title[^"]*"[^>]*>([^<]+)<', main(built, "guide.html"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":month: newest", ["New thing", "Other thing"]),
        (":month: 10", ["Old thing"]),
        (":org: google, meta", ["Other thing", "Old thing"]),
        (":org: nobody", []),
        (":by: Hana Kim", ["New thing"]),
        (":by: ada lovelace and A Nother", ["New thing"]),
        (":by: Nobody", []),
        (":tag: agents\n   :limit: 1", ["New thing"]),
        (":view: table", ["New thing", "Other thing", "Old thing"]),
        (":view: cards\n   :month: newest", ["New thing", "Other thing"]),
    ],
)
def test_filters_and_views(build: Build, options: str, expected: list[str]) -> None:
    built = build(site(f".. paper:list::\n   {options}"))
    assert built.warnings == []
    assert titles(built) == expected


def test_views_are_what_they_are(build: Build) -> None:
    built = build(site(".. paper:list::\n   :view: table\n\n.. paper:list::\n   :view: cards"))
    text = main(built, "guide.html")
    assert text.count('<table class="pr-index') == 1
    assert text.count('class="pr-card"') == 3


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        (".. paper:list::\n   :kind: posts\n   :view: cards", "posts are shown as rows"),
        (".. paper:list::\n   :view: heap", '"heap" unknown'),
        (".. paper:list::\n   :month: 13", "from 1 to 12, or newest"),
        (".. paper:list::\n   :month: Nov", "from 1 to 12, or newest"),
        (".. paper:list::\n   :year: 20x5", "such as 2025"),
        (".. paper:list::\n   :limit: many", "such as 10"),
        (".. paper:again::\n   :limit: 0", "such as 5"),
    ],
)
def test_options_that_cannot_be(build: Build, directive: str, words: str) -> None:
    built = build(site(directive))
    assert len(built.warnings) == 1
    assert words in built.warnings[0]


def test_a_new_post_changes_the_newest_month(build: Build) -> None:
    built = build(site(".. paper:list::\n   :month: newest"))
    later = NOVEMBER.replace("2025-11-14", "2025-12-01").replace("thing", "matter")
    later = later.replace("2511.1064", "2512.1064")
    built = built.rebuild({"posts/2025-12-01.mdx": later})
    assert titles(built) == ["New matter", "Other matter"]


def test_no_search_in_a_project_without_a_review(build: Build) -> None:
    built = build({"guide.rst": ":orphan:\n\nGuide\n=====\n\nHostword.\n"})
    assert not any(name.startswith("_search") for name in built.files())


def test_the_index_can_be_read(beside: Built) -> None:
    text = beside.read("_search/root.js")
    assert json.loads(text[text.index("{") : text.rindex("}") + 1])["labels"]["search"] == "Search"
