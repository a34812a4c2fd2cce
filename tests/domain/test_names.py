"""Names that another extension has too are the other's, whichever of the two is loaded first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

PARTS = """\
from docutils import nodes
from docutils.parsers.rst import Directive, Parser


def role(*arguments):
    return [nodes.emphasis("", "of the other")], []


class Block(Directive):
    optional_arguments = 1

    def run(self):
        return [nodes.paragraph("", "of the other")]


class line_break(nodes.Inline, nodes.TextElement):
    pass


class Broken(Directive):
    def run(self):
        return [nodes.paragraph("", "", line_break())]


def visit(translator, node):
    translator.body.append("of the other")


class Mdx(Parser):
    supported = ("mdx",)

    def parse(self, inputstring, document):
        document += nodes.section("", nodes.title("", "Mdx"), ids=["mdx"])
        document[0] += nodes.paragraph("", "of the other")


def pages(app):
    for name in ("archive", "papers", "tags/vision"):
        yield name, {"title": name, "body": "of the other"}, "page.html"


def add_role(app, *arguments):
    app.add_role("tag", role)


def add_directive(app, *arguments):
    app.add_directive("paper", Block)


def setup(app):
"""
REVIEW = """\
Reviews
=======

.. paper:post::
   :tags: vision

.. paper:header:: 2106.09685
   :orgs: microsoft

Of :paper:ref:`2106.09685`, and :paper:tag:`vision`.
"""


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("setup", "text", "page"),
    [
        ("add_role(app)", ":tag:`a`", "index"),
        ("app.connect('config-inited', add_role)", ":tag:`a`", "index"),
        ("app.connect('builder-inited', add_role)", ":tag:`a`", "index"),
        ("app.connect('env-before-read-docs', add_role)", ":tag:`a`", "index"),
        ("add_directive(app)", ".. paper:: one", "index"),
        ("app.connect('config-inited', add_directive)", ".. paper:: one", "index"),
        ("app.connect('builder-inited', add_directive)", ".. paper:: one", "index"),
        (
            "app.add_node(line_break, html=(visit, visit)); app.add_directive('broken', Broken)",
            ".. broken::",
            "index",
        ),
        ("app.add_source_suffix('.mdx', 'restructuredtext')", "Words.", "other"),
        ("app.add_source_suffix('.mdx', 'mdx'); app.add_source_parser(Mdx)", "Words.", "other"),
    ],
)
def test_names_of_another_extension(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setup: str, text: str, page: str,
    is_first: bool,
) -> None:  # fmt: skip
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "other_extension.py").write_text(f"{PARTS}    {setup}\n", encoding="utf-8")
    names = ["sphinx_paperreview", "other_extension"]
    files = {
        "index.md": None,
        "index.rst": f"Host\n====\n\n{text}\n\n.. toctree::\n   :glob:\n\n   *\n",
        "other.mdx": "Mdx\n===\n\n*of the other*\n",
        "_partial.mdx": "Partial\n=======\n\n*of the other*\n",
        "posts/2025-11-14.rst": REVIEW,
    }
    conf = f"extensions = {names[::-1] if is_first else names}\nhtml_theme = 'basic'\n"
    try:
        built = build(files, conf=conf)
    finally:
        sys.modules.pop("other_extension", None)
    assert built.warnings == []
    assert "of the other" in built.read(f"{page}.html")
    assert built.exists("_partial.html") is (page == "other")
    assert 'class="pr-facts"' in built.read("posts/2025-11-14.html")


@pytest.mark.parametrize("is_first", [True, False])
def test_pages_of_another_extension(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    module = f"{PARTS}    app.connect('html-collect-pages', pages)\n"
    (tmp_path / "other_extension.py").write_text(module, encoding="utf-8")
    names = ["sphinx_paperreview", "other_extension"]
    conf = f"extensions = {names[::-1] if is_first else names}\nhtml_theme = 'basic'\n"
    try:
        built = build({"posts/2025-11-14.rst": REVIEW}, conf=conf)
        again = built.rebuild({"index.md": "# Changed\n\nWords.\n"})
    finally:
        sys.modules.pop("other_extension", None)
    for each in (built, again):
        assert set(each.codes) == {"paperreview.path"}
        assert len(each.codes) == 3
        assert "of the other" in each.read("archive.html")
        assert "of the other" in each.read("tags/vision.html")
