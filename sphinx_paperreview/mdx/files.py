"""Find the files and documents that an address in a post means, within the source folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

#: What an address may lack to be the name of a document's file.
_TAILS = ("", ".mdx", ".md", ".rst", "/index.mdx", "/index.md", "/index.rst")


@dataclass(frozen=True, slots=True)
class Found:
    """A file within the source folder; ``path`` is relative to it, with ``/``."""

    path: str
    docname: str | None = None


def _bases(env: BuildEnvironment, address: str) -> Iterator[Path]:
    source = Path(env.srcdir)
    if address.startswith("@site/"):
        yield source / address.removeprefix("@site/")
    elif address.startswith("pathname://"):
        yield source / "static" / address.removeprefix("pathname://").lstrip("/")
    elif address.startswith("/"):
        yield source / "static" / address.lstrip("/")
        yield source / address.lstrip("/")
    else:
        folder = Path(env.doc2path(env.docname)).parent
        yield folder / address
        if not address.startswith("."):
            yield source / "static" / address


def _spellings(address: str) -> list[str]:
    decoded = unquote(address)
    bare = decoded.split("?", 1)[0]
    return list(dict.fromkeys([address, decoded, bare]))


def _relative(env: BuildEnvironment, path: Path) -> str | None:
    """Return *path* relative to the source folder, or None if it lies outside of it."""
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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_file(env: BuildEnvironment, address: str) -> Found | None:
    """Return the file that *address* names in the current document, or None."""
    for spelling in _spellings(address):
        if "\0" in spelling or len(spelling) > 1000:
            continue
        for path in _bases(env, spelling):
            if _is_file(path) and (relative := _relative(env, path)) is not None:
                return Found(relative)
    return None


def find_document(env: BuildEnvironment, address: str) -> Found | None:
    """Return the document or file that a link to *address* means, or None."""
    for spelling in _spellings(address):
        if "\0" in spelling or len(spelling) > 1000:
            continue
        for base in _bases(env, spelling.rstrip("/") or "/"):
            for tail in _TAILS:
                path = Path(f"{base}{tail}")
                if not _is_file(path) or (relative := _relative(env, path)) is None:
                    continue
                docname = env.path2doc(str(Path(env.srcdir) / relative))
                if docname in env.found_docs:
                    return Found(relative, docname)
                if not tail:
                    return Found(relative)
    return None
