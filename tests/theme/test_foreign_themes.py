"""Other people's themes: the archive is there, and nothing of theirs is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built

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
