"""Every snippet of the documentation builds without a warning; pairs give the same papers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

DOCS = Path(__file__).parents[2] / "docs"
SNIPPETS = DOCS / "snippets"
TEXTS = sorted(path for path in SNIPPETS.iterdir() if path.suffix in {".mdx", ".md", ".rst"})
STEMS = sorted({path.stem for path in TEXTS if path.suffix == ".rst"})

#: What snippets that refer to something refer to.
OTHERS = {
    "posts/2025-11-14.mdx": (SNIPPETS / "post.mdx").read_text(encoding="utf-8"),
    "authors.yml": (SNIPPETS / "authors.yml").read_text(encoding="utf-8"),
}


def project(path: Path) -> dict[str, str | bytes]:
    """Return the files of a project that holds the snippet at *path*."""
    text = path.read_text(encoding="utf-8")
    files: dict[str, str | bytes] = {**OTHERS, f"posts/2025-11-14-{path.stem}{path.suffix}": text}
    for picture in (SNIPPETS / "asset").iterdir():
        files[f"posts/asset/{picture.name}"] = picture.read_bytes()
    return files


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_snippet_builds_without_a_warning(
    build: Callable[..., Built], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(SNIPPETS)
    components = {"Chart": "chart:render"}
    built = build(project(path), confoverrides={"paperreview_components": components})
    assert built.warnings == []
    assert built.exists(f"posts/2025-11-14-{path.stem}.html")


@pytest.mark.parametrize("stem", STEMS)
def test_notations_agree(build: Callable[..., Built], stem: str) -> None:
    found = {}
    for suffix in (".mdx", ".md", ".rst"):
        built = build(project(SNIPPETS / (stem + suffix)), name=f"project{suffix[1:]}")
        papers = built.env.domains["paper"].records("papers", f"posts/2025-11-14-{stem}")
        found[suffix] = tuple(replace(paper, line=0) for paper in papers)
    assert found[".mdx"] == found[".md"] == found[".rst"]


def test_every_snippet_is_shown() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    shown = set(re.findall(r"snippets/([\w.-]+)", pages))
    stems = {Path(name).stem for name in shown}
    assert {path.stem for path in TEXTS} <= stems


def test_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    from sphinx.cmd.build import build_main  # only here

    arguments = ["-q", "-W", "--keep-going", "-d", str(tmp_path / "doctrees")]
    assert build_main([*arguments, str(DOCS), str(tmp_path / "html")]) == 0
    page = (tmp_path / "html" / "reference" / "configuration.html").read_text(encoding="utf-8")
    assert "paperreview_page_size" in page
