"""One review in three notations, as heading and as directive: one doctree, one record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.nodes import paper_facts
from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build

MARKDOWN = """# 2025-11-14 papers review

## 1. [Depth Anything 3](https://huggingface.co/papers/2511.10647) `bytedance` `google`
### Recovering the Visual Space from Any Views

One plain transformer. No more.

## 2. [PAN](https://arxiv.org/abs/2511.09057)

A world model.
"""

RST = """2025-11-14 papers review
========================

1. `Depth Anything 3 <https://huggingface.co/papers/2511.10647>`__ ``bytedance`` ``google``
--------------------------------------------------------------------------------------------
Recovering the Visual Space from Any Views
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

One plain transformer. No more.

2. `PAN <https://arxiv.org/abs/2511.09057>`__
---------------------------------------------

A world model.
"""

MARKDOWN_DIRECTIVE = """# 2025-11-14 papers review

## 1. Depth Anything 3

```{paper:header} https://huggingface.co/papers/2511.10647
:orgs: bytedance
:subtitle: Recovering the Visual Space from Any Views
```

```{paper:orgs} google
```

One plain transformer. No more.

## 2. PAN

```{paper:header} arxiv:2511.09057
```

A world model.
"""

RST_DIRECTIVE = """2025-11-14 papers review
========================

1. Depth Anything 3
-------------------

.. paper:header:: https://huggingface.co/papers/2511.10647
   :orgs: bytedance, google
   :subtitle: Recovering the Visual Space from Any Views

One plain transformer. No more.

2. PAN
------

.. paper:header:: arxiv:2511.09057

A world model.
"""

NOTATIONS = {
    "mdx": ("mdx", MARKDOWN),
    "myst": ("md", MARKDOWN),
    "rst": ("rst", RST),
    "mdx-directive": ("mdx", MARKDOWN_DIRECTIVE),
    "myst-directive": ("md", MARKDOWN_DIRECTIVE),
    "rst-directive": ("rst", RST_DIRECTIVE),
}


def normalized(document: nodes.document) -> str:
    """Return the papers of *document* as text, without what tells only of its source."""
    texts = []
    for section in document.findall(nodes.section):
        if "pr-paper" not in section["classes"]:
            continue
        copy = section.deepcopy()
        for node in copy.findall(nodes.Element):
            node.attributes = {
                key: value
                for key, value in node.attributes.items()
                if key in {"classes", "refuri", *paper_fields()} and value
            }
            if isinstance(node, nodes.section):
                node["ids"] = section["ids"][:1]
        texts.append(copy.pformat())
    return "".join(texts)


def paper_fields() -> set[str]:
    """Return the attributes of the node that carries the record."""
    return {"identifier", "number", "title", "url", "subtitle", "orgs", "summary", "anchor"}


@pytest.mark.parametrize("name", NOTATIONS)
def test_notation(build: Build, name: str) -> None:
    suffix, text = NOTATIONS[name]
    built = build({"index.md": "# Home\n", f"posts/2025-11-14.{suffix}": text})
    assert built.warnings == []
    papers = built.env.domains["paper"].records("papers", "posts/2025-11-14")
    first, second = papers
    assert first.id == PaperId("arxiv", "2511.10647")
    assert first.orgs == ("bytedance", "google")
    assert (first.number, first.title) == ("1", "Depth Anything 3")
    assert first.subtitle == "Recovering the Visual Space from Any Views"
    assert first.summary == "One plain transformer."
    assert (second.anchor, second.position) == ("arxiv-2511.09057", 1)
    document = built.doctree("posts/2025-11-14")
    assert len(list(document.findall(paper_facts))) == 2
    assert len(list(document.findall(nodes.section))) == 3  # the subtitle is none


def test_all_notations_give_one_doctree(build: Build) -> None:
    files = {
        f"posts/{name}-2025-11-14.{suffix}": text for name, (suffix, text) in NOTATIONS.items()
    }
    built = build({"index.md": "# Home\n", **files})
    trees = {name: normalized(built.doctree(f"posts/{name}-2025-11-14")) for name in NOTATIONS}
    for name, tree in trees.items():
        assert tree == trees["mdx"], name
    records = {
        name: tuple(
            replace(paper, docname="", line=0)
            for paper in built.env.domains["paper"].records("papers", f"posts/{name}-2025-11-14")
        )
        for name in NOTATIONS
    }
    assert set(records.values()) == {records["mdx"]}


def test_subsection_after_a_blank_line_stays(build: Build) -> None:
    text = "# A\n\n## [T](https://arxiv.org/abs/2511.09057)\n\n### Method\n\nText.\n"
    built = build({"index.md": "# Home\n", "posts/2025-11-14.md": text})
    (paper,) = built.env.domains["paper"].records("papers", "posts/2025-11-14")
    assert paper.subtitle == ""
    assert len(list(built.doctree("posts/2025-11-14").findall(nodes.section))) == 3


def test_ordinary_headings_are_not_papers(build: Build) -> None:
    text = (
        "# Guide\n\n## See [the site](https://example.org)\n\na\n\n## [Site](https://example.org)\n\n"
        "b\n\n## [T](https://arxiv.org/abs/2511.09057) and more\n\nc\n"
    )
    built = build({"index.md": "# Home\n", "guide.md": text})
    assert built.env.domains["paper"].records("papers", "guide") == ()


def test_paper_in_an_ordinary_document(build: Build) -> None:
    text = "# Reading list\n\n## [T](https://arxiv.org/abs/2511.09057) `nvidia`\n\nText.\n"
    built = build({"index.md": "# Home\n", "guide.md": text})
    (paper,) = built.env.domains["paper"].records("papers", "guide")
    assert paper.orgs == ("nvidia",)
    assert built.exists("orgs/nvidia.html")


def test_notes_and_figures_agree(build: Build) -> None:
    mdx = (
        "import fig from './fig.png';\n\n# A\n\n:::note\nA word.\n:::\n\n:::note[**My** title]\nA word."
        "\n:::\n\n<div style={{textAlign: 'center'}}>\n <img src={fig} alt=\"x\" style={{width: 50}} />\n"
        "</div>\n"
    )
    directives = (
        "# A\n\n```{paper:note}\nA word.\n```\n\n```{paper:note} **My** title\nA word.\n```\n\n"
        "```{paper:figure} fig.png\n:alt: x\n:width: 50\n```\n"
    )
    built = build({
        "index.md": "# Home\n", "posts/2025-11-14-a.mdx": mdx, "posts/2025-11-14-b.md": directives,
        "posts/fig.png": PNG,
    })  # fmt: skip
    assert built.warnings == []
    pages = [built.read(f"posts/2025-11-14-{name}.html") for name in "ab"]
    for page in pages:
        assert page.count('class="admonition note"') >= 1
        assert "<strong>My</strong> title" in page
        assert 'width="50"' in page
        assert "align-center" in page
    bodies = [page[page.index('class="admonition note"') :] for page in pages]
    ends = [body[: body.index("<nav")] for body in bodies]
    assert ends[0] == ends[1]
