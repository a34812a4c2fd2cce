"""The files of the source folder by their names, as Obsidian finds attachments."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.filenames import fold_path
from sphinx_paperreview.reading.files.generators import without_sources

if TYPE_CHECKING:
    from os import PathLike

#: The file that Sphinx writes into an output folder.
_BUILT = ".buildinfo"


class FileNames:
    """Finds files by name; the source folder is gone through once, at the first question.

    Hidden folders, packages and output of a build are not searched.

    :param without: a folder that is not searched either, such as that of the doctrees
    """

    def __init__(self, srcdir: str | PathLike[str], without: str | PathLike[str]) -> None:
        self._srcdir = Path(srcdir)
        self._without = Path(without)
        #: Number of folders that were listed, for tests of the amount of work.
        self.listed = 0

    def find(self, name: str) -> str:
        """Return the path of the file called *name*, from the source folder; empty if none is.

        Case does not count. Of several files, the one with the shortest path is found.
        """
        return self._paths.get(fold_path(name), "")

    @cached_property
    def _paths(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for folder, folders, files in os.walk(self._srcdir):
            self.listed += 1
            place = Path(folder)
            is_built = _BUILT in files or place == self._without
            gone = without_sources(folders, ())
            folders[:] = [
                each
                for each in sorted(folders)
                if not is_built and each not in gone and not each.startswith((".", "_build"))
            ]
            for name in () if is_built else files:
                path = place.joinpath(name).relative_to(self._srcdir).as_posix()
                known = found.setdefault(fold_path(name), path)
                if (path.count("/"), path) < (known.count("/"), known):
                    found[fold_path(name)] = path
        return found
