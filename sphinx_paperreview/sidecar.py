"""Sidecar files beside the doctrees: the HTML of each post, kept for the feeds.

The environment stays small, and a page that is not rewritten need not be rendered again.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from sphinx_paperreview.incremental import state_path

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.builders import Builder


def _folder(builder: Builder) -> Path:
    return state_path(builder).with_suffix("")


def _path(builder: Builder, docname: str) -> Path:
    return _folder(builder) / f"{hashlib.sha256(docname.encode()).hexdigest()[:24]}.html"


def write_body(builder: Builder, docname: str, body: str) -> None:
    """Keep the HTML *body* of *docname*, in one step."""
    path = _path(builder, docname)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(body, encoding="utf-8", newline="")
    temporary.replace(path)


def has_body(builder: Builder, docname: str) -> bool:
    """Tell whether the HTML of *docname* is kept."""
    return _path(builder, docname).is_file()


def read_body(builder: Builder, docname: str) -> str:
    """Return the HTML of *docname*; empty if none is kept."""
    with (
        contextlib.suppress(OSError),
        _path(builder, docname).open(encoding="utf-8", newline="") as f,
    ):
        return f.read()
    return ""


def forget_bodies(builder: Builder, kept: AbstractSet[str]) -> None:
    """Delete what is kept for documents that are not *kept*."""
    names = {_path(builder, docname).name for docname in kept}
    for path in _folder(builder).glob("*.html"):
        if path.name not in names:
            path.unlink(missing_ok=True)
