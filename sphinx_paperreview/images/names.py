"""File names of images in the output, independent of the order in which documents are read."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import set_image_names
from sphinx_paperreview.core.files.digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.environment import BuildEnvironment


def canonical_names(paths: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return the file name in the output of each of *paths*.

    A base name that only one path has (ignoring case), and none of *taken*, stays. Others get
    ``<stem>-<SHA-256 of the path>.<suffix>``.
    """
    groups: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        groups.setdefault(_fold(_posix(path).name), []).append(path)
    known = {_fold(name) for name in taken}
    return {
        path: _posix(path).name if len(group) == 1 and name not in known else _with_hash(path)
        for name, group in groups.items()
        for path in group
    }


def numbered_names(paths: Iterable[str]) -> dict[str, str]:
    """Return the file name in the output that Sphinx gives each of *paths*, in this order.

    The first of several with one base name has it, the next ones a number as well.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    for path in paths:
        file = PurePath(path)
        name, number = file.name, last.get(file.name, 0)
        while name in taken:
            number += 1
            name = f"{file.stem}{number}{file.suffix}"
        last[file.name] = number
        taken.add(name)
        found[path] = name
    return found


def apply(env: BuildEnvironment, is_hosts: Callable[[str], bool]) -> set[str]:
    """Give the images of *env* their canonical names; return the documents whose names changed.

    Sphinx numbers equal base names in the order of reading, so an incremental or parallel build
    would differ from a clean one. Images of documents that are none of ours have the numbers of a
    clean build without our documents. Call it after all documents are read (``env-updated``).

    :param is_hosts: whether the page of a document is not ours to change
    """
    hosts: dict[str, str] = {}
    for path, (docnames, _name) in env.images.items():
        if first := min(filter(is_hosts, docnames), default=""):
            hosts[path] = first
    names = numbered_names(sorted(hosts, key=hosts.__getitem__))
    names |= canonical_names(env.images.keys() - names.keys(), names.values())
    changed: set[str] = set()
    for path, (docnames, name) in list(env.images.items()):
        if name != names[path]:
            env.images[path] = (docnames, names[path])
            changed |= docnames
    set_image_names(env, names.values())
    return changed


def _posix(path: str) -> PurePosixPath:
    return PurePosixPath(path.replace("\\", "/"))


def _fold(name: str) -> str:
    """Return *name* as file systems compare it that ignore case or normalise Unicode."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _with_hash(path: str) -> str:
    """Return the base name of *path* with a hash of the path."""
    file = _posix(path)
    # Absolute paths are Sphinx's downloads, <hash>/<name> in a folder that differs by machine.
    hashed = "/".join(file.parts[-2:]) if file.is_absolute() else str(file)
    return f"{file.stem}-{text_digest(hashed)}{file.suffix}"
