"""Tables of contents of posts: in little memory, and on pages as if they were not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview.pages import contents

if TYPE_CHECKING:
    from tests.harness import Build

#: Counts the tables of contents that are alive when all documents are read, and at the end.
CONF = """\
import gc, weakref

def setup(app):
    app.alive, refs = [], []

    def note_read(app, doctree):
        refs.append(weakref.ref(app.env.tocs[app.env.docname]))

    def count(*_args):
        gc.collect()
        app.alive.append(sum(ref() is not None for ref in refs))

    app.connect("doctree-read", note_read)
    app.connect("env-check-consistency", count)

    def note_written(app, page, template, context, doctree):
        if doctree is not None:
            refs.append(weakref.ref(app.env.tocs[page]))

    app.connect("html-page-context", note_written)
    app.connect("build-finished", count)
"""
#: An extension that makes a node of its own of what is emphasised.
MARKS = '''
import sys, types
from docutils import nodes

marks = types.ModuleType("marks")
exec("""
from docutils import nodes

class mark(nodes.Element, nodes.Inline):
    pass

def visit(translator, node):
    translator.body.append("<em>")

def depart(translator, node):
    translator.body.append("</em>")

def replace(app, doctree):
    for node in [*doctree.findall(nodes.emphasis)]:
        node.replace_self(mark("", *node.children))

def setup(app):
    app.add_node(mark, html=(visit, depart))
    app.connect("doctree-read", replace, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
""", marks.__dict__)
sys.modules["marks"] = marks
extensions = [*extensions, "marks"]
'''
POSTS = {
    f"posts/2026-01-{day:02}.mdx": f"# Day {day}\n\n## [A *b*](https://arxiv.org/abs/2601.000{day})"
    f"\n\nText.\n\n## [B](https://arxiv.org/abs/2601.001{day})\n\n### Method\n\nText.\n"
    for day in range(10, 20)
}
NUMBERED = """\
Site
====

.. toctree::
   :numbered:
   :glob:

   posts/*
"""


def test_few_are_kept_as_nodes(build: Build) -> None:
    built = build(POSTS, more_conf=CONF)
    assert built.app.alive == [0, 0]
    again = built.rebuild({"posts/2026-01-12.mdx": "# Another day\n\nText.\n"})
    assert again.app.alive == [0, 0]


def test_pages_show_them(build: Build) -> None:
    sidebars = {"**": ["localtoc.html"]}
    built = build(POSTS, confoverrides={"html_theme": "alabaster", "html_sidebars": sidebars})
    wanted = (
        '<a class="reference internal" href="#arxiv-2601.00010">A <em>b</em></a>',
        '<a class="reference internal" href="#method">Method</a>',
    )
    assert all(link in built.read("posts/2026-01-10.html") for link in wanted)
    # The page names the one after it, and is written again; its document is not read.
    again = built.rebuild({"posts/2026-01-11.mdx": "# Another day\n\nText.\n"})
    page = again.read("posts/2026-01-10.html")
    assert "Another day" in page
    assert all(link in page for link in wanted)


def test_nodes_of_an_extension_that_is_gone(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(POSTS, more_conf=MARKS)
    page = built.read("posts/2026-01-10.html")
    monkeypatch.delitem(sys.modules, "marks")
    conf = built.srcdir / "conf.py"
    plain = built.rebuild({"conf.py": conf.read_text(encoding="utf-8").replace(MARKS, "")})
    assert plain.warnings == []
    assert plain.read("posts/2026-01-10.html") == page


def test_they_are_packed_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    compress = contents.zlib.compress

    def noted(data: bytes, *arguments: Any) -> bytes:
        packed.append(data)
        return compress(data, *arguments)

    monkeypatch.setattr(contents.zlib, "compress", noted)
    site = build(POSTS)
    documents = len(site.app.env.found_docs)
    assert len(packed) == documents
    # The pages of the posts beside it are written again.
    site.rebuild({"posts/2026-01-12.mdx": "# Another day\n\nText.\n"})
    # That of the new one was asked for in between: another theme may show it beside each page.
    assert len(packed) <= documents + 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_numbers_of_sections_stay(build: Build, jobs: int) -> None:
    site = {**POSTS, "index.rst": NUMBERED}
    options = {"confoverrides": {"html_theme": "alabaster"}, "parallel": jobs}
    built = build(site, **options)
    assert ">10.2.1. Method</a>" in built.read("index.html")
    assert "10.2.1. " in built.read("posts/2026-01-19.html")
    added = {"posts/2026-01-09.mdx": POSTS["posts/2026-01-10.mdx"].replace("Day 10", "Day 9")}
    grown = built.rebuild(added)
    assert "11.2.1. " in grown.read("posts/2026-01-19.html")
    clean = build({**site, **added}, name="clean", **options)
    for page in ("index.html", *(f"{name.removesuffix('.mdx')}.html" for name in POSTS)):
        assert grown.read(page) == clean.read(page)
