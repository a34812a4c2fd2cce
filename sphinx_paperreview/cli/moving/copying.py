"""The files of a site that are taken over: all but what a program made or needs."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.moving.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Folders of packages and of output, by name, at any depth.
_NEVER = frozenset({"node_modules", "__pycache__", "venv", "env"})
#: Folders in the root of a site: output, templates and code of its generator.
_LEFT: dict[Kind, frozenset[str]] = {
    Kind.DOCUSAURUS: frozenset({"build", "i18n", "versioned_docs", "versioned_sidebars"}),
    Kind.JEKYLL: frozenset({"_site", "_layouts", "_includes", "_sass", "_plugins", "vendor"}),
    Kind.HUGO: frozenset({"public", "resources", "themes", "layouts"}),
    Kind.ABLOG: frozenset({"_build", "_website", "_templates"}),
    Kind.QUARTO: frozenset({"_site", "_book", "_freeze", "_extensions"}),
}


def files_of(source: Path, kind: Kind, target: Path) -> Iterator[str]:
    """Yield the path of each file of the site at *source* that is taken over, in order.

    Hidden files are left out, and so is *target* if it lies within.
    """
    inside = target.resolve()

    def walk(folder: str) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(source / folder), key=lambda entry: entry.name)
        except OSError:
            return
        names = {entry.name for entry in entries}
        for entry in entries:
            path = posixpath.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                left = entry.name in _NEVER or (not folder and entry.name in _LEFT[kind])
                left = left or entry.name.startswith(".") or "pyvenv.cfg" in names
                if not left and (source / path).resolve() != inside:
                    yield from walk(path)
            elif entry.is_file() and not entry.name.startswith("."):
                yield path

    yield from walk("")
