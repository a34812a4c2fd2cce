"""Builders of one book from many documents: which posts they hold, in which order, and their dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

POSTS = {
    "posts/2025-01-02.mdx": "# Second\n\nWords of the second, see [the first](2025-01-01.mdx).\n",
    "posts/2025-01-01.mdx": "---\ntags: [vision]\n---\n\n# First\n\nWords of the first.\n",
    "posts/2025-01-03.mdx": "---\nunlisted: true\n---\n\n# Hidden\n\nWords of the hidden.\n",
}
MORE = """
latex_documents = [("index", "reviews.tex", "Reviews", "A", "manual")]
man_pages = [("index", "reviews", "Reviews", "A", 1)]
texinfo_documents = [("index", "reviews", "Reviews", "A", "reviews", "x", "y")]
epub_copyright = "x"
version = "1"
"""
BOOKS = {
    "latex": "reviews.tex",
    "man": "reviews.1",
    "texinfo": "reviews.texi",
    "singlehtml": "index.html",
}
WORDS = re.compile(r"Words of the (\w+)")


@pytest.mark.parametrize("builder", BOOKS)
def test_a_book_holds_all_listed_posts_the_oldest_first(
    build: Callable[..., Built], builder: str
) -> None:
    built = build(POSTS, builder=builder, more_conf=MORE)
    text = built.read(BOOKS[builder])
    assert WORDS.findall(text) == ["first", "second"]
    assert re.search(r"January 1, 2025.*vision.*Words of the first", text, re.DOTALL)
    assert built.warnings == []


def test_an_index_without_a_title_takes_none_from_a_post(build: Callable[..., Built]) -> None:
    text = build({**POSTS, "index.rst": "Welcome.\n"}, builder="latex", more_conf=MORE)
    chapters = re.findall(r"\\chapter\{(\w+)\}", text.read("reviews.tex"))
    assert chapters == ["First", "Second"]


def test_links_between_posts_stay_within_the_book(build: Callable[..., Built]) -> None:
    text = build(POSTS, builder="latex", more_conf=MORE).read("reviews.tex")
    place = r"\detokenize{posts/2025-01-01::doc}"
    assert f"\\label{{{place}}}" in text
    assert f"\\hyperref[{place}]" in text


@pytest.mark.parametrize("builder", BOOKS)
def test_an_own_toctree_with_posts_is_the_whole_book(
    build: Callable[..., Built], builder: str
) -> None:
    index = "# Reviews\n\n```{toctree}\nposts/2025-01-02\n```\n"
    built = build({**POSTS, "index.md": index}, builder=builder, more_conf=MORE)
    assert WORDS.findall(built.read(BOOKS[builder])) == ["second"]


def test_an_epub_is_read_from_post_to_post(build: Callable[..., Built]) -> None:
    built = build(POSTS, builder="epub", more_conf=MORE)
    package = built.read("content.opf")
    items = re.findall(r'<item id="([^"]+)" href="([^"]+)"', package)
    names = {path: name for name, path in items}
    spine = re.findall(r'<itemref idref="([^"]+)" />', package)
    order = [spine.index(names[f"posts/2025-01-0{day}.xhtml"]) for day in (1, 2)]
    assert order == sorted(order)
    assert "posts/2025-01-03.xhtml" not in names
    assert re.findall(r">(First|Second|Hidden)</a>", built.read("nav.xhtml")) == ["First", "Second"]


def test_a_page_of_a_site_gets_no_toctree(build: Callable[..., Built]) -> None:
    built = build(POSTS)
    assert not built.env.toctree_includes
    assert "toctree" not in built.read("index.html")


@pytest.mark.parametrize(("builder", "page"), [("epub", "a.xhtml"), ("singlehtml", "index.html")])
def test_a_role_is_text_where_no_page_of_its_tag_is_written(
    build: Callable[..., Built], builder: str, page: str
) -> None:
    index = "# Reviews\n\n```{toctree}\na\n```\n"
    files = {**POSTS, "index.md": index, "a.md": "# A\n\nAll of {paper:tag}`vision`.\n"}
    text = build(files, builder=builder, more_conf=MORE).read(page)
    assert "All of <span>vision</span>." in text
