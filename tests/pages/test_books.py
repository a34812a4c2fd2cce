"""Builders of one book from many documents: which posts they hold, in which order, and their dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from tests.harness import picture

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


PAPER = "# {}\n\n[Paper](https://arxiv.org/abs/2401.{:05})\n\nWords of the {}.\n"
COLLECTED = {
    "vision/deep.md": PAPER.format("Deep", 1, "deep"),
    "audio/wave.md": PAPER.format("Wave", 2, "wave"),
    "alone.md": "---\norphan: true\n---\n\n" + PAPER.format("Alone", 3, "orphan"),
    "about.md": "# About\n\nWords of the author.\n",
}


@pytest.mark.parametrize("builder", [*BOOKS, "epub"])
def test_a_book_of_reviews_that_are_no_posts_holds_them(
    build: Callable[..., Built], builder: str
) -> None:
    built = build(COLLECTED, builder=builder, more_conf=MORE)
    if builder == "epub":
        assert re.findall("Deep|Wave", built.read("toc.ncx")) == ["Wave", "Deep"]
    else:
        assert WORDS.findall(built.read(BOOKS[builder])) == ["wave", "deep"]


def test_a_folder_without_an_index_makes_a_book(build: Callable[..., Built]) -> None:
    theme = {"html_theme": "paperreview"}
    files = {**COLLECTED, "index.md": None, "index.rst": None}
    text = build(files, builder="latex", more_conf=MORE, confoverrides=theme).read("reviews.tex")
    assert WORDS.findall(text) == ["wave", "deep"]


def test_reviews_follow_the_posts_and_a_toctree_chooses_them(build: Callable[..., Built]) -> None:
    built = build({**POSTS, **COLLECTED}, builder="latex", more_conf=MORE)
    assert WORDS.findall(built.read("reviews.tex")) == ["first", "second", "wave", "deep"]
    chosen = {"index.md": "# Reviews\n\n```{toctree}\nvision/deep\n```\n"}
    built = build({**POSTS, **COLLECTED, **chosen}, builder="latex", more_conf=MORE)
    assert WORDS.findall(built.read("reviews.tex")) == ["deep", "first", "second"]


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


def test_an_epub_holds_no_file_that_no_page_loads(build: Callable[..., Built]) -> None:
    built = build(POSTS, builder="epub", more_conf=MORE)
    assert not [name for name in built.files() if name.startswith("_static/paperreview-")]


def test_pages_with_names_in_korean_have_their_place_in_an_epub(
    build: Callable[..., Built],
) -> None:
    files = {
        "posts/2025-01-01-첫 글.mdx": "# First\n\nWords.\n",
        "posts/2025-01-02-둘#.mdx": "# Second\n\nSee [the first](<2025-01-01-첫 글.mdx>).\n",
    }
    package = build(files, builder="epub", more_conf=MORE).read("content.opf")
    items = re.findall(r'<item id="([^"]+)" href="([^"]+)"', package)
    names = {unquote(path): name for name, path in items}
    spine = re.findall(r'<itemref idref="([^"]+)"', package)
    assert len(spine) == len(set(spine))
    assert set(spine) <= set(names.values())
    order = [
        spine.index(names[f"posts/{name}.xhtml"]) for name in ("2025-01-01-첫 글", "2025-01-02-둘#")
    ]
    assert order == sorted(order)
    assert f'<itemref idref="{names["posts/2025-01-01-첫 글.xhtml"]}" />' in package


def test_an_epub_holds_pictures_of_known_formats_alone(build: Callable[..., Built]) -> None:
    pictures = {
        "a.png": picture(30, 20),
        "b.bmp": picture(30, 20, form="BMP"),
        "C.JPG": picture(30, 20, form="JPEG"),
        "webp.png": picture(30, 20, form="WEBP"),
        "broken.gif": b"no picture",
    }
    text = "# First\n\n" + "\n".join(f"![of {name}]({name})\n" for name in pictures)
    files = {"posts/2025-01-01.mdx": text, **{f"posts/{name}": pictures[name] for name in pictures}}
    built = build(files, builder="epub", more_conf=MORE)
    page = BeautifulSoup(built.read("posts/2025-01-01.xhtml"), "html.parser")
    shown = [str(image["src"]).rpartition("/")[2] for image in page.find_all("img")]
    assert shown == ["a.png", "b.bmp.png", "C.jpg", "webp.webp"]
    package = built.read("content.opf")
    assert all(f'href="_images/{name}"' in package for name in shown)
    assert "of broken.gif" in page.get_text()
    assert len(built.warnings) == 1


@pytest.mark.parametrize(("builder", "page"), [("epub", "a.xhtml"), ("singlehtml", "index.html")])
def test_a_link_to_no_place_is_text_in_a_book(
    build: Callable[..., Built], builder: str, page: str
) -> None:
    index = "# Reviews\n\n```{toctree}\na\n```\n"
    text = "# A\n\n[no](#nowhere) [heading](#b) [name](#c) <a name='c'></a>\n\n## B\n\nWords.\n"
    built = build({**POSTS, "index.md": index, "a.md": text}, builder=builder, more_conf=MORE)
    soup = BeautifulSoup(built.read(page), "html.parser")
    links = {link.get_text() for link in soup.find_all("a") if str(link.get("href"))[:1] == "#"}
    assert {"heading", "name"} <= links
    assert "no heading name" in soup.get_text()
    assert "no" not in links
    assert [line for line in built.warnings if "nowhere" in line] == built.warnings


def test_figures_of_one_page_have_ids_and_numbers_of_their_own(build: Callable[..., Built]) -> None:
    figure = ".. figure:: a.png\n\n   Caption\n"
    files = {
        "a.png": picture(30, 20),
        "index.rst": "Reviews\n=======\n\n.. toctree::\n\n   a\n   b\n",
        "a.rst": f"A\n=\n\n{figure}",
        "b.rst": f"B\n=\n\n{figure}",
        **POSTS,
    }
    built = build(files, builder="singlehtml", more_conf=f"{MORE}numfig = True\n")
    soup = BeautifulSoup(built.read("index.html"), "html.parser")
    figures = soup.find_all("figure")
    assert len({figure["id"] for figure in figures}) == 2
    numbers = [figure.find(class_="caption-number") for figure in figures]
    assert [number and number.get_text().strip() for number in numbers] == ["Fig. 1", "Fig. 2"]


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


ONE_PAGE = {
    "index.md": "# Reviews\n\nSee [about](about.md).\n",
    "about.md": "# About\n\nWords.\n",
    "posts/2025-01-02.mdx": "# Second\n\n## [Twice](https://arxiv.org/abs/2501.00002)\n\nOne[^1] more.\n\n[^1]: Note of the second.\n",
    "posts/2025-01-01.mdx": "# First\n\n## [Twice](https://arxiv.org/abs/2501.00002)\n\nWords[^1].\n\nSee [the other](2025-01-02.mdx#arxiv-2501.00002).\n\n[^1]: Note of the first.\n",
}


@pytest.fixture
def one_page(build: Callable[..., Built], request: pytest.FixtureRequest) -> BeautifulSoup:
    more = f"html_theme = {request.param!r}\n"
    built = build(ONE_PAGE, more_conf=more, builder="singlehtml")
    return BeautifulSoup(built.read("index.html"), "html.parser")


@pytest.mark.parametrize("one_page", ["paperreview", "alabaster"], indirect=True)
def test_every_link_of_one_page_leads_to_what_it_means(one_page: BeautifulSoup) -> None:
    ids = [str(element["id"]) for element in one_page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = [str(link["href"]) for link in one_page.find_all("a", href=True)]
    assert {link for link in links if link.startswith("#")} <= {"#", *(f"#{name}" for name in ids)}
    assert "See about." in one_page.get_text()  # the page is not among the documents, its words are
    link = one_page.find("a", string="the other")
    assert link is not None
    target = one_page.find(id=str(link["href"]).removeprefix("#"))
    assert target is not None
    assert "One" in target.get_text()
    notes = [str(link["href"]) for link in one_page.select("a.footnote-reference")]
    texts = [one_page.find(id=note.removeprefix("#")) for note in notes]
    assert [text and "Note of the first" in text.get_text() for text in texts] == [True, False]
