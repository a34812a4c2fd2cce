"""The files of a site that are taken over: all but what a program made or needs."""

from __future__ import annotations

import os
import posixpath
import stat
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_paperreview.cli.moving.kinds import Kind

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


@dataclass(slots=True)
class SiteFiles:
    """Files of a site by path, in order: what is taken over, and what is not and why."""

    taken: list[str] = field(default_factory=list)
    #: Symbolic links to folders, to what lies outside the site or is hidden, and to nothing.
    links: list[str] = field(default_factory=list)
    #: Pipes, sockets and devices.
    special: list[str] = field(default_factory=list)


def files_of(source: Path, kind: Kind, target: Path) -> SiteFiles:
    """Return the files of the site at *source*.

    Hidden files are left out, and so is *target* if it lies within. A symbolic link to a file is
    taken over as that file, if it is one of the site: another could bring any file of this machine
    into what is published.
    """
    inside, root = target.resolve(), source.resolve()
    found = SiteFiles()

    def walk(folder: str) -> None:
        try:
            entries = sorted(os.scandir(source / folder), key=lambda entry: entry.name)
        except OSError:
            return
        names = {entry.name for entry in entries}
        for entry in entries:
            path = posixpath.join(folder, entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                (found.taken if is_own_file(Path(entry.path), root) else found.links).append(path)
            elif entry.is_dir():
                left = entry.name in _NEVER or (not folder and entry.name in _LEFT[kind])
                left = left or "pyvenv.cfg" in names
                if not left and (source / path).resolve() != inside:
                    walk(path)
            else:
                (found.taken if entry.is_file() else found.special).append(path)

    walk("")
    return found


def is_own_file(link: Path, root: Path) -> bool:
    """Tell whether *link*, or any path, leads to a regular file below *root* that is not hidden.

    :param root: a folder, without symbolic links
    """
    try:
        real = link.resolve(strict=True)
        is_file = stat.S_ISREG(real.stat().st_mode)
    except (OSError, RuntimeError):  # a circle, as Python 3.12 and earlier report it
        return False
    if not is_file or not real.is_relative_to(root):
        return False
    return not any(part.startswith(".") for part in real.relative_to(root).parts)
