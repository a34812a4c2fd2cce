"""Third-party themes: the archive works in them, and nothing of theirs is replaced."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

POST = """# 2025-11-14 papers review

## 1. [Depth Anything 3](https://arxiv.org/abs/2511.10647) `bytedance`

One plain transformer: $a_1$.

## 2. [PAN](https://arxiv.org/abs/2511.09057)

A world model.
"""


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo", "pydata_sphinx_theme"])
def test_archive_under_another_theme(build: Callable[..., Built], theme: str) -> None:
    if theme in {"furo", "pydata_sphinx_theme"}:
        pytest.importorskip(theme)
    built = build({"posts/2025-11-14.mdx": POST}, confoverrides={"html_theme": theme})
    assert built.warnings == []
    post = built.read("posts/2025-11-14.html")
    for part in ("pr-digest", "pr-facts", "../orgs/bytedance.html", "2 papers"):
        assert part in post
    assert "<math" not in post  # the theme's, or the project's, own way with formulas stays
    assert "2 papers" in built.read("archive.html")
    assert "paperreview.css" not in post
    ours = ("archive.html", "papers.html", "statistics.html")
    for page in ("posts/2025-11-14.html", *ours):
        assert 'href="_static/paperreview-guest.css' in built.read(page).replace('"../', '"')
    for page in ("genindex.html", "index.html", "search.html"):  # nothing of ours is on these
        assert "paperreview-guest" not in built.read(page)


def test_our_own_theme_and_its_children_do_without(build: Callable[..., Built]) -> None:
    child = {
        "themes/child/theme.toml": '[theme]\ninherit = "paperreview"\n[options]\n'
        'accent = "#7a1fa2"\n',
        "posts/2025-11-14.mdx": POST,
    }
    changes = {"html_theme": "child", "html_theme_path": ["themes"]}
    built = build(child, confoverrides=changes)
    assert built.warnings == []
    for page in ("posts/2025-11-14.html", "archive.html"):
        assert "paperreview-guest" not in built.read(page)
    assert "--pr-seed: #7a1fa2;" in built.read("_static/paperreview-accent.css")


def test_own_rules_come_after_ours(build: Callable[..., Built]) -> None:
    files = {"posts/2025-11-14.mdx": POST, "_static/own.css": ".pr-org { color: red; }"}
    changes = {"html_theme": "alabaster", "html_static_path": ["_static"]}
    page = build(files, confoverrides={**changes, "html_css_files": ["own.css"]}).read(
        "archive.html"
    )
    assert page.index("alabaster.css") < page.index("paperreview-guest.css") < page.index("own.css")


def test_pictures_of_other_pages_are_not_converted(build: Callable[..., Built]) -> None:
    picture = io.BytesIO()
    Image.effect_noise((1600, 900), 90).save(picture, "PNG")
    page = "Guide\n=====\n\n.. image:: wide.png\n   :alt: noise\n"
    host = {"guide.rst": f":orphan:\n\n{page}", "wide.png": picture.getvalue()}
    files = {**host, "posts/2025-11-14.mdx": POST}
    built = build(files, confoverrides={"html_theme": "alabaster"})
    assert built.exists("papers/2511.10647.html")
    assert [name for name in built.files() if name.startswith("_images/")] == ["_images/wide.png"]
