"""The examples of the documentation build without a warning, and alike in every notation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built

DOCS = Path(__file__).parents[2] / "docs"
SNIPPETS = DOCS / "snippets"
EXAMPLES = sorted(
    path.name
    for path in SNIPPETS.iterdir()
    if path.suffix in {".mdx", ".md", ".rst"} and path.stem not in {"index", "post"}
)
STEMS = sorted({Path(name).stem for name in EXAMPLES})
#: Differ by notation alone.
NOTATION = ("source", "line", "rawsource", "names", "translatable", "myst", "backrefs")


def site(**more: bytes) -> dict[str, bytes]:
    """Return the small site of the tutorial, to which an example is added."""
    picture = (SNIPPETS / "asset" / "distillation.png").read_bytes()
    return {
        "asset/distillation.png": picture,
        "posts/asset/distillation.png": picture,
        "posts/2025-11-14.mdx": (SNIPPETS / "post.mdx").read_bytes(),
        "authors.yml": (SNIPPETS / "authors.yml").read_bytes(),
        "index.md": (SNIPPETS / "index.md").read_bytes(),
    } | more


def conf() -> str:
    return (SNIPPETS / "conf.py").read_text(encoding="utf-8")


def shape(document: nodes.document) -> str:
    """Return the doctree without what only tells where it came from."""
    copy = document.deepcopy()
    for node in list(copy.findall(nodes.comment)) + list(copy.findall(nodes.meta)):
        node.parent.remove(node)
    for node in copy.findall(nodes.Element):
        for name in [name for name in node.attributes if name.startswith(NOTATION)]:
            del node[name]
    return re.sub(r"\n\s*\n", "\n", "".join(child.pformat() for child in copy.children))


def test_the_tutorial_builds(build: Callable[..., Built]) -> None:
    built = build(site(), conf=conf())
    assert built.warnings == []
    page = built.read("posts/2025-11-14.html")
    assert 'id="arxiv-2511.10643"' in page
    assert 'width="400"' in page or "width: 400px" in page
    assert "import distillation" not in page


@pytest.mark.parametrize("name", EXAMPLES)
def test_snippet_builds_without_warning(name: str, build: Callable[..., Built]) -> None:
    page = f"page{Path(name).suffix}"
    text = (SNIPPETS / name).read_bytes()
    built = build(site(**{page: text}), conf=conf(), more_conf='paperreview_posts = ["p*/**"]\n')
    assert [line for line in built.warnings if "toc.not_included" not in line] == []


@pytest.mark.parametrize("stem", STEMS)
def test_notations_give_one_doctree(stem: str, build: Callable[..., Built]) -> None:
    shapes = {}
    for suffix in (".mdx", ".md", ".rst"):
        files = site(**{f"page{suffix}": (SNIPPETS / f"{stem}{suffix}").read_bytes()})
        built = build(files, conf=conf(), name=f"src{suffix}")
        shapes[suffix] = shape(built.doctree("page"))
    assert shapes[".md"] == shapes[".rst"]
    assert shapes[".mdx"] == shapes[".rst"]


def test_every_snippet_is_shown_in_the_documentation() -> None:
    pages = "".join(
        page.read_text(encoding="utf-8")
        for page in DOCS.rglob("*.md")
        if not {"snippets", "_build"} & set(page.relative_to(DOCS).parts)
    )
    files = [path.name for path in SNIPPETS.iterdir() if path.is_file()]
    # MDX examples that read like their MyST twins are shown once, as MyST.
    twins = {f"{stem}.mdx" for stem in STEMS if same_text(stem)}
    assert not [name for name in files if name not in twins and f"snippets/{name}" not in pages]


def same_text(stem: str) -> bool:
    """Tell whether an example is written alike in MDX and MyST."""
    mdx, myst = ((SNIPPETS / f"{stem}{suffix}").read_bytes() for suffix in (".mdx", ".md"))
    return mdx == myst


@pytest.mark.slow
def test_the_documentation_builds_without_warning(tmp_path: Path) -> None:
    from sphinx.cmd.build import build_main

    arguments = ["-q", "-W", "--keep-going", "-b", "html", "-d", str(tmp_path / "doctrees")]
    assert build_main([*arguments, str(DOCS), str(tmp_path / "html")]) == 0
    configuration = (tmp_path / "html" / "reference" / "configuration.html").read_text("utf-8")
    assert 'id="confval-paperreview_posts"' in configuration
