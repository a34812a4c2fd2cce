"""One name for each picture, however it is written."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx_paperreview.core.digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment


def canonical_names(paths: Iterable[str]) -> dict[str, str]:
    """Return for each of *paths* the name of its copy; a function of the set of paths.

    A base name that only one path has (whatever its case) stays. All paths that share one
    get ``<stem>-<hex of the path's SHA-256>.<suffix>``, as bundlers name them by their content.
    """
    groups: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        groups.setdefault(_fold(_posix(path).name), []).append(path)
    return {
        path: _posix(path).name if len(group) == 1 else _marked(path)
        for group in groups.values()
        for path in group
    }


def apply(env: BuildEnvironment) -> set[str]:
    """Give the images of *env* their canonical names; return the documents that show a new one.

    Sphinx numbers equal base names in the order of reading, so an incremental or parallel build
    would differ from a clean one. To be called once all documents are read, before any is
    written.
    """
    names = canonical_names(env.images)
    changed: set[str] = set()
    for path, (docnames, name) in list(env.images.items()):
        if name != names[path]:
            env.images[path] = (docnames, names[path])
            changed |= docnames
    taken = env.images._existing  # noqa: SLF001  # it has no other way in
    taken.clear()
    taken.update(names.values())
    return changed


def _posix(path: str) -> PurePosixPath:
    """Return *path* as a POSIX path."""
    return PurePosixPath(path.replace("\\", "/"))


def _fold(name: str) -> str:
    """Return the form in which a file system may take two names for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _marked(path: str) -> str:
    """Return the base name of *path* with so much of its digest that no other has it."""
    file = _posix(path)
    # Absolute are Sphinx's own downloads, <digest>/<name> in a folder that is not the same for all.
    told = "/".join(file.parts[-2:]) if file.is_absolute() else str(file)
    return f"{file.stem}-{text_digest(told)}{file.suffix}"
