"""The files and documents that an address in a post names, within the source folder."""

from __future__ import annotations

import os
import posixpath
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_paperreview.core.filenames import spelt_on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

#: Largest file that is read as a part of a post, in bytes.
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file within the source folder; ``path`` is relative to it, with ``/``."""

    path: str


def _bases(env: BuildEnvironment, address: str, base: str) -> Iterator[Path]:
    source = Path(env.srcdir)
    if address.startswith("@site/"):
        yield source / address.removeprefix("@site/")
    elif address.startswith("pathname://"):
        yield source / "static" / address.removeprefix("pathname://").lstrip("/")
    elif address.startswith("/"):
        yield source / "static" / address.lstrip("/")
        yield source / address.lstrip("/")
    else:
        yield source / posixpath.dirname(base) / address
        if not address.startswith("."):
            yield source / "static" / address


def _spellings(address: str) -> list[str]:
    decoded = unquote(address)
    bare = decoded.split("?", 1)[0]
    return list(dict.fromkeys([address, decoded, bare]))


def _relative(env: BuildEnvironment, path: Path) -> str | None:
    """Return *path* relative to the source folder, or None if it is outside."""
    try:
        source = Path(env.srcdir).resolve()
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    if not real.is_relative_to(source):
        return None
    plain = Path(os.path.normpath(path))
    root = Path(os.path.normpath(env.srcdir))
    chosen = plain.relative_to(root) if plain.is_relative_to(root) else real.relative_to(source)
    return chosen.as_posix()


def is_file(path: Path) -> bool:
    """Return whether *path* is a file; False for names that the system refuses."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_file(env: BuildEnvironment, address: str, base: str) -> Found | None:
    """Return the file that *address* names in the file *base*, or None.

    *base* is a path from the source folder, with or without a suffix: a docname, or a partial.
    A name that the disk spells in another Unicode form is found where the address itself is not.
    """
    places = [
        path
        for spelling in _spellings(address)
        if "\0" not in spelling and len(spelling) <= 1000
        for path in _bases(env, spelling, base)
    ]
    for path in places:
        if is_file(path) and (relative := _relative(env, path)) is not None:
            return Found(relative)
    for path in places if not unquote(address).isascii() else ():
        relative = _relative(env, path)
        spelt = spelt_on_disk(Path(env.srcdir), relative) if relative else None
        place = Path(env.srcdir, spelt) if spelt is not None else None
        if place is not None and is_file(place) and (relative := _relative(env, place)):
            return Found(relative)
    return None


def read_text(env: BuildEnvironment, path: str) -> str | None:
    """Return the text of the file at *path* (from the source folder); note it as a dependency.

    None if it is larger than :data:`MAX_BYTES`, cannot be read, or is not UTF-8.
    """
    env.note_dependency(path)
    file = Path(env.srcdir, path)
    try:
        if file.stat().st_size > MAX_BYTES:
            return None
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def is_document(env: BuildEnvironment, path: str) -> bool:
    """Return whether *path* has the suffix of a document.

    That includes drafts, so that a link to one never publishes its source as a download.
    """
    return path.endswith(tuple(env.config.source_suffix))


def document_name(env: BuildEnvironment, address: str, base: str) -> str | None:
    """Return the docname that a link in *base* names, or None outside of the source folder.

    ``./other.md``, ``other.mdx``, ``/posts/other`` and ``../other/`` are resolved as in
    Docusaurus. The document need not exist.
    """
    path = unquote(address.split("?", 1)[0]).removeprefix("@site").rstrip("/")
    folder = "" if path.startswith("/") else posixpath.dirname(base)
    joined = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    joined = unicodedata.normalize("NFC", joined)
    if joined.startswith("..") or "\0" in joined:
        return None
    for suffix in (*env.config.source_suffix, ".md", ".mdx"):
        if joined.endswith(suffix):
            return joined.removesuffix(suffix)
    return joined


def expected_path(env: BuildEnvironment, address: str, base: str) -> str | None:
    """Return the first path (from the source folder) at which *address* is looked for, or None."""
    if "\0" in address or len(address) > 1000:
        return None
    path = next(_bases(env, _spellings(address)[-1], base))
    return _relative(env, path)
