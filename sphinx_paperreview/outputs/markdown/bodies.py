"""The HTML and the Markdown of reviews, kept in files beside the doctrees for feeds and exports.

They are too large for the environment, and a page that is not written again would otherwise have
to be rendered for them. What is derived from a body, as the content of feeds, is kept beside it.
Each file carries the digest of its content: one that is not whole counts as missing.
"""

from __future__ import annotations

import contextlib
import json
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.files.store import read_kept, write_kept
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.state import state_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.builders import Builder

#: Suffix of the file with the Markdown of a document's reviews.
_MARKDOWN = ".sections"


def _folder(builder: Builder) -> Path:
    return _folder_of(builder.name, str(builder.doctreedir), str(builder.outdir))


@lru_cache(maxsize=8)
def _folder_of(name: str, doctreedir: str, outdir: str) -> Path:
    return state_file(name, doctreedir, outdir).with_suffix("")


def _path(builder: Builder, docname: str, suffix: str = ".html") -> Path:
    return _folder(builder) / f"{text_digest(docname)}{suffix}"


def write_body(builder: Builder, docname: str, body: str) -> None:
    """Keep the HTML *body* of the page of *docname*."""
    write_kept(_path(builder, docname), body.encode("utf-8", "replace"))


def body_digest(builder: Builder, docname: str) -> str:
    """Return the digest of the kept body of *docname*; empty if none is kept whole."""
    known = domain_of(builder.env).known_files
    return known.seal(os.fspath(_path(builder, docname)))


def has_body(builder: Builder, docname: str) -> bool:
    """Return whether the body of *docname* is kept."""
    return bool(body_digest(builder, docname))


def read_body(builder: Builder, docname: str) -> str:
    """Return the kept body of *docname*; empty if none is kept."""
    return (read_kept(_path(builder, docname)) or b"").decode("utf-8", "replace")


def write_sections(builder: Builder, docname: str, sections: Mapping[str, str]) -> None:
    """Keep the Markdown of the *sections* of *docname*, by their ids."""
    text = json.dumps([package_digest(), dict(sections)], ensure_ascii=False)
    write_kept(_path(builder, docname, _MARKDOWN), text.encode("utf-8", "replace"))


def sections_digest(builder: Builder, docname: str) -> str:
    """Return the digest of the kept Markdown of *docname*; empty if none is kept whole."""
    known = domain_of(builder.env).known_files
    return known.seal(os.fspath(_path(builder, docname, _MARKDOWN)))


def read_sections(builder: Builder, docname: str) -> dict[str, str]:
    """Return the kept Markdown of the sections of *docname*; empty if none is kept."""
    with contextlib.suppress(ValueError):
        data = read_kept(_path(builder, docname, _MARKDOWN)) or b"[]"
        found = json.loads(data)
        if found and found[0] == package_digest():
            return dict(found[1])
    return {}


def write_made(builder: Builder, docname: str, kind: str, key: str, text: str) -> None:
    """Keep *text*, which was derived from the body of *docname*.

    :param kind: what it is, as ``feed``; the suffix of the file
    :param key: digest of all it was made of
    """
    write_kept(_path(builder, docname, f".{kind}"), f"{key}\n{text}".encode("utf-8", "replace"))


def read_made(builder: Builder, docname: str, kind: str, key: str) -> str | None:
    """Return the text that was kept with the same *kind* and *key*, or None."""
    data = read_kept(_path(builder, docname, f".{kind}")) or b""
    head, _end, text = data.decode("utf-8", "replace").partition("\n")
    return text if head == key else None


def forget_bodies(builder: Builder, kept: AbstractSet[str]) -> None:
    """Delete the files of all documents but those that are *kept*."""
    names = {_path(builder, docname).stem for docname in kept}
    for path in _folder(builder).glob("*.*"):
        if path.stem not in names:
            path.unlink(missing_ok=True)
