"""Gathered lists in toctrees: in the navigation of any theme, before and after documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

REVIEW = """# 2025-11-14 papers review

## 1. [Attention](https://arxiv.org/abs/1706.03762) `google`

A review of it, [another](https://arxiv.org/abs/1512.03385).
"""
INDEX = """\
Host
====

.. toctree::
   :caption: Papers

   guide
   {lists}
   end

.. toctree::
   :hidden:

   posts/2025-11-14
"""
NAMES = ("archive", "papers", "orgs", "gallery", "map", "statistics", "papers/unreviewed")
PAGES = {"guide.rst": "Guide\n=====\n\nWords.\n", "end.rst": "End\n===\n\nWords.\n"}


def site(*lists: str) -> dict[str, str]:
    """Return a project whose toctree names *lists* between two documents."""
    index = INDEX.format(lists="\n   ".join(lists))
    return {"index.rst": index, **PAGES, "posts/2025-11-14.mdx": REVIEW}


@pytest.fixture
def built(build: Build) -> Built:
    return build(site(*NAMES), confoverrides={"html_theme": "alabaster"})


def test_lists_are_in_the_contents_and_the_sidebar(built: Built) -> None:
    assert built.warnings == []
    for page in ("index.html", "guide.html", "archive.html"):
        for name in NAMES:
            target = "#" if page == f"{name}.html" else f"{name}.html"
            assert f'internal" href="{target}"' in built.read(page)
            assert built.exists(f"{name}.html")


def test_lists_stand_between_documents(built: Built) -> None:
    def relations(page: str) -> dict[str, str]:
        found = re.findall(r'<link rel="(next|prev)" title="([^"]*)"', built.read(page))
        return dict(found)

    assert relations("guide.html") == {"next": "Archive", "prev": "Host"}
    assert relations("archive.html") == {"next": "Papers", "prev": "Guide"}
    assert relations("statistics.html") == {
        "next": "Mentioned, not yet reviewed",
        "prev": "Map",
    }
    assert relations("end.html")["prev"] == "Mentioned, not yet reviewed"


WAYS = {
    "sub/myst.md": (
        "---\norphan: true\n---\n\n# Ways\n\n{doc}`/archive`, [](../archive.md), [w](/papers.md),"
        " [](#orgs), [v](project:#papers), {ref}`archive`, {any}`orgs`.\n"
    ),
    "sub/rst.rst": (
        ":orphan:\n\nWays\n====\n\n:doc:`/archive`, :doc:`w </papers>`, :ref:`orgs`, :any:`orgs`,"
        " :ref:`v <papers>`, :doc:`../archive`.\n"
    ),
}


@pytest.mark.parametrize(("name", "number"), [("myst", 7), ("rst", 6)])
def test_lists_are_found_by_every_way_to_write_a_link(build: Build, name: str, number: int) -> None:
    changes = {"extensions": ["myst_parser", "sphinx_paperreview"], "nitpicky": True}
    built = build({**site("archive"), **WAYS}, confoverrides=changes)
    assert built.warnings == []
    links = re.findall(r'href="\.\./(\w+)\.html"[^>]*><span[^>]*>(.*?)</span>',
                       built.read(f"sub/{name}.html").partition('class="body"')[2])  # fmt: skip
    titles = {"archive": "Archive", "papers": "w", "orgs": "Organisations"}
    assert len([link for link in links if link[0] in titles]) == number
    assert all(words in {titles[page], "v"} for page, words in links if page in titles)


def test_what_is_around_a_list_follows_an_edit(build: Build) -> None:
    built = build(site("archive"))
    assert 'title="Guide"' in built.read("archive.html")
    built = built.rebuild({"guide.rst": "Other guide\n===========\n"})
    assert 'title="Other guide"' in built.read("archive.html")


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "man", "texinfo"])
def test_other_builders_leave_lists_out(build: Build, builder: str) -> None:
    changes = {"copyright": "2025, Somebody", "version": "1"}
    built = build(site("archive", "papers"), builder=builder, confoverrides=changes)
    assert built.warnings == []
    if builder in {"singlehtml", "epub"}:
        for name in (name for name in built.files() if name.endswith(("html", "ncx", "opf"))):
            assert not re.search(r"archive\.x?html|#document-(archive|papers)", built.read(name))


def test_builders_share_the_doctrees(build: Build) -> None:
    files = site("archive", "papers")
    built = build(files)
    built = built.rebuild(builder="latex")
    assert built.warnings == []
    built = built.rebuild({"guide.rst": "Guide\n=====\n\nOther words.\n"}, builder="html")
    assert built.warnings == []
    assert 'href="archive.html"' in built.read("index.html")


def test_a_list_without_entries_is_an_empty_page(build: Build) -> None:
    files: dict[str, str | None] = dict(site("archive", "series", "tags"))
    built = build({**files, "posts/2025-11-14.mdx": "# Nothing\n"})
    built = build({**files, "posts/2025-11-14.mdx": None, "posts/2025-11-14.rst": "A\n=\n\nB.\n"},
                  confoverrides={"paperreview_posts": []})  # fmt: skip
    assert built.warnings == []
    for name in ("archive", "series", "tags"):
        assert "Nothing here yet." in built.read(f"{name}.html")


def test_a_document_of_that_name_is_the_authors(build: Build) -> None:
    built = build({**site("archive", "papers"), "archive.rst": "My archive\n==========\n"})
    assert built.warnings == []
    assert "My archive" in built.read("index.html")
    assert "My archive" in built.read("archive.html")
    assert 'title="Papers"' in built.read("archive.html")


def test_renamed_lists_go_by_their_new_names(build: Build) -> None:
    changes = {"paperreview_urls": {"archive": "log", "papers": "read"}}
    built = build(site("log", "read", "read/unreviewed"), confoverrides=changes)
    assert built.warnings == []
    assert 'href="log.html"' in built.read("guide.html") or built.exists("log.html")
    assert 'title="Archive"' in built.read("guide.html")


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme"])
def test_themes_that_ask_for_titles(build: Build, theme: str) -> None:
    pytest.importorskip(theme)
    built = build(site("archive", "tags"), confoverrides={"html_theme": theme})
    assert built.warnings == []
    assert 'href="archive.html"' in built.read("guide.html")
