"""Sidecar files beside the doctrees: the HTML of each post, kept for feeds and whoever else asks.

The environment stays small, and a page that is not rewritten need not be rendered again. The
first line of a file tells what the rest is, so that whoever compares need not read it all. What
is made of a body and wanted by many is kept beside it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sphinx_paperreview.core.digests import bytes_digest, text_digest
from sphinx_paperreview.core.store import write_atomic
from sphinx_paperreview.outputs.state import state_path

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.builders import Builder

#: Begins each file of a body; another one is of a version that wrote something else.
_FORM = "paperreview-body-2 "
_HEAD = len(_FORM) + 24


def _folder(builder: Builder) -> Path:
    return state_path(builder).with_suffix("")


def _path(builder: Builder, docname: str, suffix: str = ".html") -> Path:
    return _folder(builder) / f"{text_digest(docname)}{suffix}"


def _write(path: Path, head: str, text: str) -> None:
    """Write a file of one line *head* and *text*, in one step."""
    write_atomic(path, f"{head}\n{text}".encode("utf-8", "replace"))


def _read(path: Path) -> tuple[str, str]:
    """Return the first line of a file and the rest; both empty if it cannot be read."""
    with contextlib.suppress(OSError, ValueError), path.open(encoding="utf-8", newline="") as file:
        return file.readline().removesuffix("\n"), file.read()
    return "", ""


def write_body(builder: Builder, docname: str, body: str) -> None:
    """Keep the HTML *body* of *docname*, in one step."""
    short = bytes_digest(body.encode("utf-8", "replace"))
    _write(_path(builder, docname), _FORM + short, body)


def body_digest(builder: Builder, docname: str) -> str:
    """Return a hash of what is kept of *docname* without reading it; empty if nothing is."""
    with contextlib.suppress(OSError), _path(builder, docname).open("rb", buffering=0) as file:
        head = (file.read(_HEAD) or b"").decode("ascii", "replace")
        if head.startswith(_FORM) and len(head) == _HEAD:
            return head.removeprefix(_FORM)
    return ""


def has_body(builder: Builder, docname: str) -> bool:
    """Tell whether the HTML of *docname* is kept."""
    return bool(body_digest(builder, docname))


def read_body(builder: Builder, docname: str) -> str:
    """Return the HTML of *docname*; empty if none is kept."""
    head, body = _read(_path(builder, docname))
    return body if head.startswith(_FORM) else ""


def write_made(builder: Builder, docname: str, kind: str, key: str, text: str) -> None:
    """Keep *text*, which is what *kind* of thing was made of a body; *key* says of what else."""
    _write(_path(builder, docname, f".{kind}"), key, text)


def read_made(builder: Builder, docname: str, kind: str, key: str) -> str | None:
    """Return what was kept with the same *key*."""
    head, text = _read(_path(builder, docname, f".{kind}"))
    return text if head == key else None


def forget_bodies(builder: Builder, kept: AbstractSet[str]) -> None:
    """Delete what is kept for documents that are not *kept*."""
    names = {_path(builder, docname).stem for docname in kept}
    for path in _folder(builder).glob("*.*"):
        if path.stem not in names:
            path.unlink(missing_ok=True)
