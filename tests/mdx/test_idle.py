"""Transforms that would find nothing are left out, and no page is another one for it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from sphinx_paperreview.mdx import idle

if TYPE_CHECKING:
    from tests.harness import Build

MYST = "---\nformat: myst\n---\n\n# {0}\n\n"
RST = MYST + "```{{eval-rst}}\n{1}\n```\n"
#: Texts in which some transform finds something, each alone in its document.
FINDS = {
    "target": ".. _there:\n\nText, and :ref:`a link <there>`.\n\n.. _away: https://example.org/\n\nAn away_.",
    "anonymous": "A `link`__ and `another`__.\n\n__ https://example.org/\n__ https://example.com/",
    "substitution": "|here| and |today|.\n\n.. |here| replace:: *there*",
    "footnote": "A [1]_ note [#b]_.\n\n.. [1] One.\n.. [#b] Two.",
    "citation": "A [Word]_.\n\n.. [Word] What is cited.",
    "index": ".. index:: single: word\n\nText.\n\n.. _after:\n.. index:: other\n\nMore.",
    "doctest": "    >>> 1 + 1  # doctest: +SKIP\n    2",
    "glossary": ".. glossary::\n   :sorted:\n\n   zebra\n      Last.\n\n   ape\n      First.",
    "only": ".. only:: html\n\n   Shown.\n\n.. only:: latex\n\n   Hidden.",
    "domain": ".. c:function:: int f(int a)\n\n.. c:alias:: f\n\n.. cpp:function:: int g()\n\n.. cpp:alias:: g",
    "code": ".. highlight:: json\n   :linenothreshold: 2\n\n::\n\n   {\n     1\n   }\n\n.. code-block:: python\n\n   >>> 1  # doctest: +SKIP",
    "badge": ":bdg-ref-primary:`genindex`\n\n.. button-ref:: only\n   :new-tab:\n\n   To **there**",
    "component": ".. dropdown:: More\n\n   Text.\n\n.. tab-set::\n\n   .. tab-item:: One\n\n      Text.",
    "module": ".. py:module:: m\n\nText.",
    "hidden": ":sd_hide_title:\n\nText.",
}  # fmt: skip
DOCUMENTS = {f"{name}.md": RST.format(name, text) for name, text in FINDS.items()} | {
    "index.md": "# Home\n",
    "plain.mdx": "---\ntitle: P\ndate: 2026-01-02\n---\n\n## [A](https://arxiv.org/abs/2401.00001)\n\nText.\n",
    "own.mdx": "---\ntitle: O\ndate: 2026-01-03\n---\n\n> a\n\n[^1] `b`\n\n[^1]: c\n\n```python\n>>> 1\n```\n\n---\n\nd\n",
    "shown.mdx": "---\ntitle: S\ndate: 2026-01-04\n---\n\n- - -\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n($x$).\n\n"
                 "![r](https://example.org/r.png) ![d](data:image/png;base64,iVBORw0KGgo=)\n\n[o](own.mdx)\n",
    "titled.md": "---\nformat: myst\nsd_hide_title: true\n---\n\n# T\n\n(a)=\n## A\n\n[b](#a), {c:func}`f`\n",
}  # fmt: skip
TABLES = ("READING", "WRITING", "CONVERTING")


def test_pages_are_those_of_all_transforms(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    spared = build(DOCUMENTS)
    assert 'target="_blank"' in spared.read("badge.html")
    for table in TABLES:
        monkeypatch.setattr(idle, table, {})
    applied = build(DOCUMENTS, name="all")
    assert applied.files() == spared.files()
    for docname in map(Path, DOCUMENTS):
        assert shown(applied.doctree(docname.stem)) == shown(spared.doctree(docname.stem))


def shown(document: nodes.document) -> str:
    """Return the text of a doctree without the path of its source."""
    document["source"] = ""
    return document.pformat()


def test_a_plain_post_is_walked_through_less_often(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[int] = []
    findall = nodes.Node.findall

    def noted(node: nodes.Node, *arguments: Any, **names: Any) -> Any:
        walks[-1] += isinstance(node, nodes.document)
        return findall(node, *arguments, **names)

    monkeypatch.setattr(nodes.Node, "findall", noted)
    post = {"index.md": "# Home\n", "plain.mdx": DOCUMENTS["plain.mdx"]}
    for name in ("spared", "all"):
        walks.append(0)
        build(post, name=name)
        for table in TABLES:
            monkeypatch.setattr(idle, table, {})
    assert walks[1] - walks[0] >= 66


def test_transforms_of_others_may_add_what_is_left_out_elsewhere(build: Build) -> None:
    conf = """
from docutils import nodes
from docutils.transforms import Transform
from sphinx.transforms.post_transforms import SphinxPostTransform
class Quoted(Transform):
    default_priority = 100
    def apply(self):
        self.document[0] += nodes.block_quote("", nodes.doctest_block("", ">>> 1"))
class Code(SphinxPostTransform):
    default_priority = 300
    def run(self):
        self.document[0] += nodes.literal_block("[2, 3]", "[2, 3]")
def setup(app):
    app.add_transform(Quoted)
    app.add_post_transform(Code)
highlight_language = "json"
"""
    site = build({"index.md": "# Home\n", "a.mdx": "# A\n\nb\n"}, more_conf=conf)
    page = site.read("a.html")
    assert "<blockquote>" not in page
    assert 'class="highlight-json' in page


@pytest.mark.parametrize("name", [name for table in TABLES for name in getattr(idle, table)])
def test_the_tables_name_transforms_that_there_are(name: str) -> None:
    module, _dot, kind = name.rpartition(".")
    assert idle.transform_name(getattr(import_module(module), kind)) == name
