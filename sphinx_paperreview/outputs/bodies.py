"""The HTML bodies of reviews, kept in files beside the doctrees for feeds and Markdown exports.

They are too large for the environment, and a page that is not written again would otherwise have
to be rendered for them. The first line of a file is a digest of the rest, which can be compared
without reading it all. What is derived from a body, as the content of feeds, is kept beside it.
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

#: Begins each file of a body; the number is raised when the form of the file changes.
_FORM = "paperreview-body-2 "
_HEAD = len(_FORM) + 24


def _folder(builder: Builder) -> Path:
    return state_path(builder).with_suffix("")


def _path(builder: Builder, docname: str, suffix: str = ".html") -> Path:
    return _folder(builder) / f"{text_digest(docname)}{suffix}"


def _write(path: Path, head: str, text: str) -> None:
    """Write a file of the line *head* and *text*, in one step."""
    write_atomic(path, f"{head}\n{text}".encode("utf-8", "replace"))


def _read(path: Path) -> tuple[str, str]:
    """Return the first line of a file and the rest; both are empty if it cannot be read."""
    with contextlib.suppress(OSError, ValueError), path.open(encoding="utf-8", newline="") as file:
        return file.readline().removesuffix("\n"), file.read()
    return "", ""


def write_body(builder: Builder, docname: str, body: str) -> None:
    """Keep the HTML *body* of the page of *docname*."""
    short = bytes_digest(body.encode("utf-8", "replace"))
    _write(_path(builder, docname), _FORM + short, body)


def body_digest(builder: Builder, docname: str) -> str:
    """Return the digest of the kept body of *docname*; empty if none is kept."""
    with contextlib.suppress(OSError), _path(builder, docname).open("rb", buffering=0) as file:
        head = (file.read(_HEAD) or b"").decode("ascii", "replace")
        if head.startswith(_FORM) and len(head) == _HEAD:
            return head.removeprefix(_FORM)
    return ""


def has_body(builder: Builder, docname: str) -> bool:
    """Tell whether the body of *docname* is kept."""
    return bool(body_digest(builder, docname))


def read_body(builder: Builder, docname: str) -> str:
    """Return the kept body of *docname*; empty if none is kept."""
    head, body = _read(_path(builder, docname))
    return body if head.startswith(_FORM) else ""


def write_made(builder: Builder, docname: str, kind: str, key: str, text: str) -> None:
    """Keep *text*, which was derived from the body of *docname*.

    :param kind: what it is, as ``feed``; the suffix of the file
    :param key: digest of all it was made of
    """
    _write(_path(builder, docname, f".{kind}"), key, text)


def read_made(builder: Builder, docname: str, kind: str, key: str) -> str | None:
    """Return the text that was kept with the same *kind* and *key*, or None."""
    head, text = _read(_path(builder, docname, f".{kind}"))
    return text if head == key else None


def forget_bodies(builder: Builder, kept: AbstractSet[str]) -> None:
    """Delete the files of all documents but those that are *kept*."""
    names = {_path(builder, docname).stem for docname in kept}
    for path in _folder(builder).glob("*.*"):
        if path.stem not in names:
            path.unlink(missing_ok=True)
