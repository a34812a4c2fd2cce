"""The files and documents that an address in a post names, within the source folder."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_paperreview.core.filenames import spelt_on_disk
from sphinx_paperreview.core.paths import LINK_OUTSIDE, OUTSIDE, SourcePath, source_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

#: Largest file that is read as a part of a post, in bytes.
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file within the source folder; ``path`` is relative to it, with ``/``."""

    path: str


def _places(address: str) -> Iterator[str]:
    """Yield the paths that *address* may mean, from the source folder (``/``) or the document."""
    if address.startswith("@site/"):
        yield "/" + address.removeprefix("@site/")
    elif address.startswith("pathname://"):
        yield "/static/" + address.removeprefix("pathname://").lstrip("/")
    elif address.startswith("/"):
        yield "/static" + address
        yield address
    else:
        yield address
        if not address.startswith("."):
            yield "/static/" + address


def _spellings(address: str) -> list[str]:
    decoded = unquote(address)
    bare = decoded.split("?", 1)[0]
    return list(dict.fromkeys([address, decoded, bare]))


def look_up(env: BuildEnvironment, address: str, base: str) -> SourcePath:
    """Return the file that *address* names in the file *base*.

    A file whose name has another Unicode form on the disk is found as well. If there is no file,
    return the first candidate out of the source folder, else the first that is not refused, else
    the first of all.
    """
    found: list[SourcePath] = []
    if address.replace("\\", "/").startswith("//"):
        return SourcePath(problem=OUTSIDE)
    for spelling in _spellings(address):
        for written in _places(spelling):
            found.append(source_path(env.srcdir, written, base))
            if found[-1].exists:
                return found[-1]
    for place in found if not unquote(address).isascii() else ():
        spelt = spelt_on_disk(Path(env.srcdir), place.path) if place.path else None
        if spelt is not None and (other := source_path(env.srcdir, f"/{spelt}", base)).exists:
            return other
    # The last spelling is the one without a query.
    outside = [each for each in found if each.problem in {OUTSIDE, LINK_OUTSIDE}]
    last = [source_path(env.srcdir, place, base) for place in _places(_spellings(address)[-1])]
    free = [each for each in last if each.path]
    return (outside + free + last)[0]


def is_file(path: Path) -> bool:
    """Return whether *path* is a file; False for names that the system refuses."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_file(env: BuildEnvironment, address: str, base: str) -> Found | None:
    """Return the file that *address* names in the file *base*, or None.

    *base* is a path from the source folder, with or without a suffix: a docname, or a partial.
    """
    found = look_up(env, address, base)
    return Found(found.path) if found.exists else None


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
