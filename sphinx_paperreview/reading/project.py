"""Which files of the source folder are documents, by the names that they have on the disk.

Sphinx brings names into one Unicode form (NFC) while it looks for documents, and then misses a
file that the disk spells in another: macOS and its archives decompose Hangul and accents (NFD).
It also takes for a document whatever has its suffix, as a named pipe that never ends.
"""

from __future__ import annotations

import os
import posixpath
import stat
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError
from sphinx.locale import __
from sphinx.project import EXCLUDE_PATHS, Project
from sphinx.util import logging
from sphinx.util.matching import compile_matchers

from sphinx_paperreview.core.filenames import LONGEST_NAME, has_controls
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPHINX = logging.getLogger("sphinx.project")


def check_encoding(name: str) -> None:
    """Raise an error if this process cannot read the file *name* as it is called.

    Without UTF-8 for names (``LC_ALL=POSIX`` without UTF-8 mode) the post would be left out, and
    its page deleted.
    """
    encoding = sys.getfilesystemencoding()
    if encoding.lower().replace("-", "") != "utf8" and not name.isascii():
        shown = name.encode(encoding, "surrogateescape").decode("utf-8", "replace")
        raise ConfigError(
            f"Python reads the names of files as {encoding} here, and there is one that is called "
            f"{shown}; set the environment variable PYTHONUTF8=1, or LC_ALL=C.UTF-8"
        )


class SourceProject(Project):
    """The documents of a source folder; what cannot be one is told once a build."""

    def __init__(self, srcdir: str | os.PathLike[str], source_suffix: Iterable[str]) -> None:
        super().__init__(srcdir, source_suffix)
        self._told: set[str] = set()

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all documents, as ``Project.discover`` does, and return their docnames.

        A docname is in NFC; its path is spelt as on the disk. What is no regular file is not
        opened. A file that cannot be a document is reported as :attr:`.WarningKind.FILE`.
        """
        self.docnames.clear()
        self._path_to_docname.clear()
        self._docname_to_path.clear()
        spellings: dict[str, str] = {}
        for name in self._files(include_paths, [*exclude_paths, *EXCLUDE_PATHS]):
            check_encoding(name)
            docname = self.path2doc(name)
            if not docname:
                continue
            normal = unicodedata.normalize("NFC", name)
            twin = spellings.setdefault(normal, name)
            if twin != name:
                problem = (
                    "two files have this name, in two Unicode forms (composed, decomposed), "
                    "and one of them is read; delete or rename the other"
                )
                self._tell(normal, problem)
                if name != normal:
                    continue
                spellings[normal] = name
                del self._path_to_docname[Path(twin)]
            elif docname in self.docnames:
                self._tell_of_formats(docname)
                continue
            if problem := self._problem_with(name, docname):
                self._tell(name, problem)
                continue
            self.docnames.add(docname)
            self._path_to_docname[Path(name)] = docname
            self._docname_to_path[docname] = Path(name)
        return self.docnames

    def _files(self, include_paths: Iterable[str], exclude_paths: Iterable[str]) -> Iterator[str]:
        """Yield the files that have a document's suffix, as paths from the source folder."""
        included, excluded = compile_matchers(include_paths), compile_matchers(exclude_paths)
        suffixes = self.source_suffix
        root = str(Path(self.srcdir).resolve())
        for folder, folders, files in os.walk(root, followlinks=True):
            base = Path(folder).relative_to(root).as_posix().removeprefix(".")
            for name in sorted(files):
                path = posixpath.join(base, name)
                if not name.endswith(suffixes):
                    continue
                normal = unicodedata.normalize("NFC", path)
                if any(matches(normal) for matches in excluded):
                    continue
                # A pattern matches no line break, so the name is looked at first.
                if has_controls(path) or any(matches(normal) for matches in included):
                    yield path
            folders[:] = [
                name
                for name in sorted(folders)
                if not any(
                    matches(unicodedata.normalize("NFC", posixpath.join(base, name)))
                    for matches in excluded
                )
            ]

    def _problem_with(self, name: str, docname: str) -> str:
        """Return why the file *name* is no document; empty if it is one."""
        return next(self._problems(name, docname), "")

    def _problems(self, name: str, docname: str) -> Iterator[str]:
        if has_controls(name):
            yield (
                "the name has a line break, another control character or a letter that is not "
                "UTF-8, so it is not published; rename it"
            )
        stem = docname.rpartition("/")[2]
        if not stem:
            yield "the file has no name but its suffix, so it is not published; give it one"
        if len(stem.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
            yield (
                f"the name is longer than {LONGEST_NAME} bytes, so no page can have it, and it is "
                "not published; shorten it"
            )
        path = Path(self.srcdir, name)
        try:
            is_regular = stat.S_ISREG(path.stat().st_mode)
        except OSError as error:
            reason = error.strerror
            yield f"the file cannot be read and is not published ({reason}); mend or delete it"
            return
        if not is_regular:
            yield (
                "this is no file but a pipe, a socket, a device or a link to one, so it is not "
                "read; delete it, or leave it out by exclude_patterns"
            )
        if not os.access(path, os.R_OK):
            yield "the file cannot be read and is not published; change its permissions"

    def _tell(self, name: str, problem: str) -> None:
        if name not in self._told:
            self._told.add(name)
            # A line break within a location would look like another message.
            place = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
            # Without a line, Sphinx would take the path for a docname and add a suffix.
            warn(WarningKind.FILE, "%s", problem, location=f"{Path(self.srcdir, place)}:1")

    def _tell_of_formats(self, docname: str) -> None:
        """Warn of a second file of the name *docname* in another format, in Sphinx's own words."""
        files = (str(path.relative_to(self.srcdir)) for path in self.srcdir.glob(f"{docname}.*"))
        _SPHINX.warning(
            __('multiple files found for the document "%s": %s\nUse %r for the build.'),
            docname, ", ".join(files), self.doc2path(docname, absolute=True), once=True,
        )  # fmt: skip
