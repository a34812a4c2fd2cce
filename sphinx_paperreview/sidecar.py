"""Sidecar files beside the doctrees: the HTML of each post, kept for feeds and exports.

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
    _digest_path(path).write_text(hashlib.sha256(body.encode()).hexdigest()[:24], encoding="ascii")


def _digest_path(path: Path) -> Path:
    return path.with_suffix(".sha256")


def body_digest(builder: Builder, docname: str) -> str:
    """Return a short hash of what is kept for *docname* without reading it; empty if nothing is."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return _digest_path(_path(builder, docname)).read_text(encoding="ascii")
    return ""


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
            _digest_path(path).unlink(missing_ok=True)
