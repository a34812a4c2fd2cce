"""Random directives, roles and blocks of reStructuredText and MyST end no build."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tools import fuzz_directives

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Python, of what the posts name


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
@pytest.mark.parametrize("language", ["rst", "myst", "eval-rst"])
def test_random_posts_end_no_build(tmp_path: Path, language: str, builder: str) -> None:
    assert fuzz_directives.build(tmp_path, language, builder, 15, random.Random(builder)) == ""


def test_a_post_that_ends_a_build_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conf = f"{fuzz_directives.CONF}paperreview_trusted = True\n"
    monkeypatch.setattr(fuzz_directives, "CONF", conf)
    text = "T\n=\n\n|a|\n\n.. |a| replace:: |b|\n"
    monkeypatch.setattr(fuzz_directives.Writer, "post", lambda *_arguments: text)
    found = fuzz_directives.build(tmp_path, "rst", "html", 1, random.Random("one"))
    assert found.startswith("posts/2025-01-02-a0 (rst, html)\nTraceback")
    assert found.endswith(text)
