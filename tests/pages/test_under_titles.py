"""Date, tags and papers of a post stand under its title, also if that is the title of a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

MARKUPS = {
    "posts/a.md": (
        "---\ndate: 2025-11-14\ntags: [nlp]\n---\n\n"
        "# [Attention](https://arxiv.org/abs/1706.03762) `google`\n\nOf attention.\n"
    ),
    "posts/2025-11-14.mdx": (
        "---\ntags: [nlp]\n---\n\n"
        "# [Attention](https://arxiv.org/abs/1706.03762) `google`\n\nOf attention.\n"
    ),
    "posts/a.rst": (
        ":date: 2025-11-14\n:tags: nlp\n\n"
        "`Attention <https://arxiv.org/abs/1706.03762>`_\n"
        "===============================================\n\nOf attention.\n"
    ),
}
TWO = (
    ":date: 2025-11-14\n\n.. paper:: 1706.03762\n   :title: Attention\n\n"
    "   One.\n\n.. paper:: 1512.03385\n   :title: Residuals\n\n   Two.\n"
)
PARTS = re.compile(r'<h1|class="(pr-meta|pr-tags|pr-facts|pr-digest)"')


@pytest.mark.parametrize("name", MARKUPS)
@pytest.mark.parametrize("theme", ["alabaster", "paperreview"])
def test_the_title_comes_first(build: Build, name: str, theme: str) -> None:
    changes = {"html_theme": theme, "extensions": ["myst_parser", "sphinx_paperreview"]}
    built = build({name: MARKUPS[name]}, confoverrides=changes)
    page = built.read(f"{name.rpartition('.')[0]}.html")
    found = [match[1] or "h1" for match in PARTS.finditer(page)]
    assert found[:4] == ["h1", "pr-meta", "pr-tags", "pr-facts"]
    # They are the post's, and no part of what is said of the paper.
    text = built.read("papers/1706.03762.md").partition("\n# ")[2]
    assert "Of attention." in text
    assert "min read" not in text
    assert "tags/nlp" not in text


def test_before_several_papers_without_a_title(build: Build) -> None:
    built = build({"posts/a.rst": TWO}, confoverrides={"html_theme": "alabaster"})
    found = [match[1] for match in PARTS.finditer(built.read("posts/a.html")) if match[1]]
    assert found[:3] == ["pr-meta", "pr-digest", "pr-facts"]


def test_the_papers_of_a_post_come_after_the_facts_of_its_title(build: Build) -> None:
    text = MARKUPS["posts/a.rst"] + "\n.. paper:: 1512.03385\n   :title: Residuals\n\n   Two.\n"
    built = build({"posts/a.rst": text}, confoverrides={"html_theme": "alabaster"})
    found = [match[1] for match in PARTS.finditer(built.read("posts/a.html")) if match[1]]
    assert found[:4] == ["pr-meta", "pr-tags", "pr-facts", "pr-digest"]


@pytest.mark.parametrize("builder", ["text", "singlehtml"])
def test_in_other_builders(build: Build, builder: str) -> None:
    files = {"index.rst": "Host\n====\n\n.. toctree::\n\n   posts/a\n"}
    built = build({**files, "posts/a.rst": MARKUPS["posts/a.rst"]}, builder=builder)
    page = built.read("posts/a.txt" if builder == "text" else "index.html")
    assert page.index("Attention") < page.index("14, 2025") < page.index("Of attention.")
