"""Every snippet of the documentation builds without a warning; pairs give the same papers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project

if TYPE_CHECKING:
    from tests.harness import Built, Projects

DOCS = Path(__file__).parents[2] / "docs"
SNIPPETS = DOCS / "snippets"
TEXTS = sorted(path for path in SNIPPETS.iterdir() if path.suffix in {".mdx", ".md", ".rst"})
STEMS = sorted({path.stem for path in TEXTS if path.suffix == ".rst"})

#: What snippets that refer to something refer to.
OTHERS = {
    "posts/2025-11-14.mdx": (SNIPPETS / "post.mdx").read_text(encoding="utf-8"),
    "authors.yml": (SNIPPETS / "authors.yml").read_text(encoding="utf-8"),
}


def project(suffix: str) -> dict[str, str | bytes]:
    """Return the files of a project that holds all snippets in one notation."""
    files: dict[str, str | bytes] = {**OTHERS}
    for path in TEXTS:
        if path.suffix == suffix:
            files[f"posts/2025-11-14-{path.name}"] = path.read_bytes()
    for picture in (SNIPPETS / "asset").iterdir():
        files[f"posts/asset/{picture.name}"] = picture.read_bytes()
    return files


@pytest.fixture(scope="module")
def sites(projects: Projects) -> dict[str, Built]:
    """Build the snippets in each notation."""
    options = {"confoverrides": {"paperreview_components": {"Chart": "chart:render"}}}
    files = {"conf.py": CONF, "index.md": "# Reviews\n"}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SNIPPETS)
        return {
            suffix: projects.build({**files, **project(suffix)}, keep=False, **options)
            for suffix in (".mdx", ".md", ".rst")
        }


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_snippet_builds_without_a_warning(sites: dict[str, Built], path: Path) -> None:
    built = sites[path.suffix]
    assert built.warnings == []
    assert built.exists(f"posts/2025-11-14-{path.stem}.html")


@pytest.mark.parametrize("stem", STEMS)
def test_notations_agree(sites: dict[str, Built], stem: str) -> None:
    mdx, md, rst = (
        [replace(paper, line=0) for paper in built.env.domains["paper"].records("papers", docname)]
        for built in sites.values()
        for docname in [f"posts/2025-11-14-{stem}"]
    )
    assert mdx == md == rst


#: Number of papers in the snippets that show the forms of reviews.
FORMS = {"forms-headings": 4, "forms-lines": 4, "forms-document": 1, "forms-key": 1}


@pytest.mark.parametrize("stem", FORMS)
def test_forms_are_recognised(sites: dict[str, Built], stem: str) -> None:
    papers = sites[".mdx"].env.domains["paper"].records("papers", f"posts/2025-11-14-{stem}")
    assert len(papers) == FORMS[stem]
    assert any(paper.venue for paper in papers)


def test_every_snippet_is_shown() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    shown = set(re.findall(r"snippets/([\w.-]+)", pages))
    stems = {Path(name).stem for name in shown}
    assert {path.stem for path in TEXTS} <= stems


def test_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    built = build_project(DOCS, builddir=tmp_path)
    assert built.warnings == []
    assert "paperreview_page_size" in built.read("reference/configuration.html")
