"""The example site with every builder of Sphinx: no exception, and the words are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Builder → a file of its output that holds words of a post, or nothing where there is none.
BUILDERS = {
    "html": "posts/2025/2025-11-14.html",
    "dirhtml": "posts/2025/2025-11-14/index.html",
    "singlehtml": "index.html",
    "epub": "posts/2025/2025-11-14.xhtml",
    "latex": None,
    "text": "posts/2025/2025-11-14.txt",
    "man": None,
    "texinfo": None,
    "xml": "posts/2025/2025-11-14.xml",
    "gettext": "posts.pot",
    "linkcheck": None,
    "json": "posts/2025/2025-11-14.fjson",
    "pickle": None,
}


# The builders json and pickle ask their application for what Sphinx 9 has elsewhere.
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
@pytest.mark.parametrize("builder", BUILDERS)
def test_builder(example: Callable[[str], tuple[Path, list[str]]], builder: str) -> None:
    outdir, warnings = example(builder)
    known = ("writing-in-mdx", "unknown mimetype")
    assert [line for line in warnings if not any(part in line for part in known)] == []
    page = BUILDERS[builder]
    if page is not None:
        assert "Black-Box" in (outdir / page).read_text(encoding="utf-8")
