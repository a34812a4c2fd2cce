"""Find the documents of the source folder, in any Unicode form that their names have on the disk.

Folders that hold no documents, such as ``node_modules``, are not even searched
(:mod:`~sphinx_paperreview.reading.files.generators`).

Sphinx normalises file names to NFC when it looks for documents, and then does not find a file
whose name on the disk has another form: macOS and its archives decompose Hangul and accents (NFD).
It also reads anything with the suffix of a document, such as a named pipe, which never ends.
"""

from __future__ import annotations

import os
import posixpath
import stat
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.locale import __
from sphinx.project import EXCLUDE_PATHS, Project
from sphinx.util import logging
from sphinx.util.matching import compile_matchers

from sphinx_paperreview.core.files.filenames import LONGEST_NAME, has_controls
from sphinx_paperreview.reading.files.generators import (
    generators_of,
    is_about_package,
    is_environment,
    without_pages,
    without_sources,
)
from sphinx_paperreview.reading.layouts.programs import read_layout
from sphinx_paperreview.warnings import LOGGER, WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sphinx_paperreview.reading.files.generators import Generator

#: Bytes of a document, and of a notebook with its outputs. Reading takes some 4 s per MB of text.
LARGEST, LARGEST_NOTEBOOK = 32_000_000, 256_000_000
_SPHINX = logging.getLogger("sphinx.project")
#: Formats of texts that are not read by themselves, and what to do.
_OTHER_FORMATS = {
    ".ipynb": "to read notebooks, install myst-nb and add 'myst_nb' to extensions",
    ".qmd": "`paperreview import` makes Markdown of documents of Quarto",
    **dict.fromkeys(
        (".rmd", ".org", ".adoc", ".asciidoc"), "convert them to Markdown to have them read"
    ),
}
#: How many names of what is left out are shown.
_SHOWN = 8


def check_encoding(name: str) -> None:
    """Raise :exc:`~sphinx.errors.ConfigError` if this process cannot use the file name *name*.

    If the encoding of file names is not UTF-8 (``LC_ALL=POSIX`` without UTF-8 mode), a post of that
    name would be left out and its page deleted, and a page of that name could not be written.
    """
    encoding = sys.getfilesystemencoding()
    if encoding.lower().replace("-", "") != "utf8" and not name.isascii():
        shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        raise ConfigError(
            f"Python encodes file names as {encoding} here and cannot use the name {shown}; set "
            "the environment variable PYTHONUTF8=1, or LC_ALL=C.UTF-8"
        )


#: What is said of a folder that cannot be listed, around the reason.
_NO_FOLDER = "the folder cannot be read, so no document in it is published"
_OPEN_FOLDER = "change its permissions, or add it to exclude_patterns"

#: How often one folder is read through links: a few of them could lead to it on endless ways.
_MOST_LINKS = 10


def _printable(name: str) -> str:
    """Escape what is not printable: a line break looks like the start of another message."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


class _Links:
    """The links to folders that are followed: without an end, or a flood, of paths to one folder.

    :param root: the real path of the source folder
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._real = {root: root}
        self._times: Counter[str] = Counter()

    def problem_with(self, folder: str, name: str) -> str | None:
        """Return why the folder *name* in *folder* is not gone into; None if it is.

        The reason is empty if it was given before, for another link to the same folder.
        """
        path = os.path.join(folder, name)  # noqa: PTH118  # as os.walk
        if not os.path.islink(path):  # noqa: PTH114  # as above
            return None
        target = os.path.realpath(path)
        self._times[target] += 1
        if any(real == target or real.startswith(target + os.sep) for real in self._around(folder)):
            return "this link leads to a folder that it is in, so it is not followed; remove it"
        if self._times[target] <= _MOST_LINKS:
            return None
        if self._times[target] > _MOST_LINKS + 1:
            return ""
        return (
            f"links lead to the folder of this one on more than {_MOST_LINKS} ways, so it is not "
            "followed; remove it"
        )

    def _around(self, folder: str) -> Iterator[str]:
        """Yield the real paths of *folder* and of all that it is in, up to the source folder."""
        while True:
            if folder not in self._real:
                self._real[folder] = os.path.realpath(folder)
            yield self._real[folder]
            if folder == self._root:
                return
            folder = os.path.dirname(folder)  # noqa: PTH120  # as above


class SourceProject(Project):
    """The documents of a source folder; a file that cannot be one is reported once a build."""

    def __init__(self, srcdir: str | os.PathLike[str], source_suffix: Iterable[str]) -> None:
        super().__init__(srcdir, source_suffix)
        self._warned: set[str] = set()
        #: The root document, which is read whatever its name is.
        self.root_doc = ""
        #: Folders and files that are not read, as paths; what was said of them before.
        self._left_out: list[str] = []
        self._said: list[str] = []
        #: Files that the configuration of the site's own program leaves out; what was said of them.
        self._excluded: list[str] = []
        self._said_excluded: list[str] = []
        #: Whether texts in formats that nothing reads are named; those found, and those named.
        self.names_unread = False
        self._unread: list[str] = []
        self._said_unread: list[str] = []
        #: What :meth:`doc2path` returned, and the path that it was made of.
        self._paths: dict[tuple[str, bool], tuple[Path, Any]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept in the environment: paths are made again."""
        return vars(self) | {"_paths": {}}

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the path of *docname*, as ``Project.doc2path`` does; it is made only once.

        A build asks for the path of each document a dozen times.
        """
        path = self._docname_to_path.get(docname)
        if path is None:
            return super().doc2path(docname, absolute)
        known = self._paths.get((docname, absolute))
        if known is None or known[0] is not path:
            known = path, super().doc2path(docname, absolute)
            self._paths[docname, absolute] = known
        return known[1]

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all documents, as ``Project.discover`` does, and return their docnames.

        Docnames are in NFC; paths are as on the disk. What is not a regular file is not opened. A
        file that cannot be a document is reported as :attr:`.WarningKind.FILE`.
        """
        self.docnames.clear()
        self._path_to_docname.clear()
        self._docname_to_path.clear()
        spellings: dict[str, str] = {}
        self._left_out.clear()
        self._excluded.clear()
        self._unread.clear()
        excluded = compile_matchers([*exclude_paths, *EXCLUDE_PATHS])
        for name in self._files(include_paths, excluded):
            check_encoding(name)
            docname = self.path2doc(name)
            if not docname:
                continue
            normal = unicodedata.normalize("NFC", name)
            first = spellings.setdefault(normal, name)
            if first != name:
                problem = (
                    "two files have this name, in two Unicode forms (composed and decomposed), "
                    "and only one of them is read; delete or rename the other"
                )
                self._warn(normal, problem)
                if name != normal:
                    continue
                spellings[normal] = name
                del self._path_to_docname[Path(first)]
            elif docname in self.docnames:
                self._warn_of_formats(docname)
                continue
            if problem := self._problem_with(name, docname):
                self._warn(name, problem)
                continue
            self.docnames.add(docname)
            self._path_to_docname[Path(name)] = docname
            self._docname_to_path[docname] = Path(name)
        self._say_what_is_unread(excluded)
        self._say_what_is_left_out()
        return self.docnames

    def _files(
        self, include_paths: Iterable[str], excluded: Sequence[Callable[[str], object]]
    ) -> Iterator[str]:
        """Yield the files with the suffix of a document, as paths relative to the source folder."""
        included = compile_matchers(include_paths)
        chooser, layout = _Chooser(include_paths), read_layout(self.srcdir)
        root = str(Path(self.srcdir).resolve())
        links = _Links(root)

        def is_excluded(path: str) -> bool:
            normal = unicodedata.normalize("NFC", path)
            return any(matches(normal) for matches in excluded)

        def is_included(path: str) -> bool:
            # Patterns do not match line breaks, but such a name has to be reported.
            normal = unicodedata.normalize("NFC", path)
            return has_controls(path) or any(matches(normal) for matches in included)

        def report(error: OSError) -> None:
            path = Path(error.filename).relative_to(root).as_posix()
            self._warn(path, f"{_NO_FOLDER} ({error.strerror}); {_OPEN_FOLDER}")

        for folder, folders, files in os.walk(root, onerror=report, followlinks=True):
            base = Path(folder).relative_to(root).as_posix()
            base = "" if base == "." else base
            if base and is_environment(files) and not chooser.is_named(base):
                self._left_out.append(base)
                folders.clear()
                continue
            documents = sorted(name for name in files if name.endswith(self.source_suffix))
            left_out = chooser.left_out(base, folders, files, documents)
            self._note_unread(posixpath.join(base, name) for name in files)
            for name in documents:
                path = posixpath.join(base, name)
                if is_excluded(path) or not is_included(path):
                    continue
                is_root = self.path2doc(path) == self.root_doc
                if name in left_out and not is_root:
                    self._left_out.append(path)
                elif layout.excludes(path) and not is_root and not chooser.is_named(path):
                    self._excluded.append(path)
                else:
                    yield path
            inner = [name for name in folders if not is_excluded(posixpath.join(base, name))]
            problems = {name: links.problem_with(folder, name) for name in sorted(inner)}
            folders[:] = self._entered(base, problems, left_out)

    def _entered(
        self, base: str, problems: Mapping[str, str | None], left_out: Collection[str]
    ) -> Iterator[str]:
        """Yield the names of the folders in *base* that are gone into; note or report the others.

        :param problems: why each is not gone into, as of :meth:`_Links.problem_with`
        """
        for name, problem in problems.items():
            path = posixpath.join(base, name)
            if problem:
                self._warn(path, problem)
            elif problem is None and name in left_out:
                self._left_out.append(path)
            elif problem is None:
                yield name

    def _say_what_is_left_out(self) -> None:
        """Name the folders and files that are not read, once, and say how to read one."""
        if self._excluded and self._excluded != self._said_excluded:
            self._said_excluded = list(self._excluded)
            more = (
                f" and {len(self._excluded) - _SHOWN} more" if len(self._excluded) > _SHOWN else ""
            )
            LOGGER.info(
                "not read, as the site's own configuration excludes them: %s%s; to read one all "
                "the same, change it there or name the file in include_patterns",
                ", ".join(map(_printable, self._excluded[:_SHOWN])),
                more,
            )
        # Nobody looks for documents in folders that are hidden.
        names = [
            path for path in self._left_out if not posixpath.basename(path).startswith((".", "__"))
        ]
        if not names or names == self._said:
            return
        self._said = names
        first = names[0]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        LOGGER.info(
            "not read, as they hold no sources of pages: %s%s; to read one all the same, name it "
            'in include_patterns, as in ["**", "%s"]',
            ", ".join(map(_printable, names[:_SHOWN])),
            more,
            _printable(first if first.endswith(self.source_suffix) else f"{first}/**"),
        )

    def _note_unread(self, paths: Iterable[str]) -> None:
        """Note those of *paths* that are texts in formats which nothing here reads."""
        if self.names_unread:
            formats = _OTHER_FORMATS.keys() - {*self.source_suffix}
            self._unread += (path for path in paths if _format_of(path) in formats)

    def _say_what_is_unread(self, excluded: Sequence[Callable[[str], object]]) -> None:
        """Name these texts, but for those that are *excluded*, once, and say what to do."""
        unread = [path for path in sorted(self._unread) if not any(each(path) for each in excluded)]
        if unread == self._said_unread:
            return
        self._said_unread = unread
        by_advice: dict[str, list[str]] = {}
        for path in unread:
            by_advice.setdefault(_OTHER_FORMATS[_format_of(path)], []).append(path)
        for advice, paths in by_advice.items():
            more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
            names = ", ".join(map(_printable, paths[:_SHOWN]))
            LOGGER.info(
                "not read, as nothing here reads this format: %s%s; %s", names, more, advice
            )

    def _problem_with(self, name: str, docname: str) -> str:
        """Return why the file *name* cannot be a document; empty if it can."""
        return next(self._problems(name, docname), "")

    def _problems(self, name: str, docname: str) -> Iterator[str]:
        if has_controls(name):
            yield (
                "the file name has a line break, another control character or a byte that is not "
                "UTF-8, so the file is not published; rename it"
            )
        # Sphinx writes names into TeX as they are, and TeX reads ^^5c as a backslash.
        if "\\" in docname or "^^" in docname:
            yield (
                "the file name has a backslash or ^^, which LaTeX runs as a command, so the file "
                "is not published; rename it"
            )
        stem = docname.rpartition("/")[2]
        if not stem:
            yield "the file name is only a suffix, so the file is not published; rename it"
        if len(stem.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
            yield (
                f"the file name is longer than {LONGEST_NAME} bytes, so its page cannot be written "
                "and it is not published; shorten the name"
            )
        path = Path(self.srcdir, name)
        try:
            status = path.stat()
        except OSError as error:
            reason = error.strerror
            yield f"the file cannot be read and is not published ({reason}); fix or delete it"
            return
        if not stat.S_ISREG(status.st_mode):
            yield (
                "this is not a regular file but a pipe, a socket, a device or a link to one, so it "
                "is not read; delete it, or add it to exclude_patterns"
            )
        largest = LARGEST_NOTEBOOK if name.endswith(".ipynb") else LARGEST
        if status.st_size > largest:
            yield (
                f"the file is larger than {largest // 1_000_000} MB, so it is not read; divide it, "
                "or add it to exclude_patterns"
            )
        if not os.access(path, os.R_OK):
            yield "the file cannot be read and is not published; change its permissions"

    def _warn(self, name: str, problem: str) -> None:
        if name not in self._warned:
            self._warned.add(name)
            shown = _printable(name)
            # Without a line, Sphinx takes the path for a docname and appends a suffix.
            warn(WarningKind.FILE, "%s", problem, location=f"{Path(self.srcdir, shown)}:1")

    def _warn_of_formats(self, docname: str) -> None:
        """Warn of a second file for *docname* with another suffix, with Sphinx's own message."""
        files = (str(path.relative_to(self.srcdir)) for path in self.srcdir.glob(f"{docname}.*"))
        _SPHINX.warning(
            __('multiple files found for the document "%s": %s\nUse %r for the build.'),
            docname, ", ".join(files), self.doc2path(docname, absolute=True), once=True,
        )  # fmt: skip


def _format_of(path: str) -> str:
    """Return the suffix of *path*, in lower case."""
    return posixpath.splitext(path)[1].lower()


class _Chooser:
    """Decides, folder by folder from the top, what in it holds no sources of pages.

    :param include_paths: the patterns of a project; a name that they contain is never left out
    """

    def __init__(self, include_paths: Iterable[str]) -> None:
        self._named = frozenset(part for path in include_paths for part in path.split("/"))
        self._docusaurus: set[str] = set()
        self._root: frozenset[Generator] = frozenset()

    def is_named(self, path: str) -> bool:
        """Return whether a pattern has the name of the folder *path*."""
        return path.rpartition("/")[2] in self._named

    def left_out(
        self, base: str, folders: Sequence[str], files: Sequence[str], documents: Sequence[str]
    ) -> frozenset[str]:
        """Return the names of *folders* and *documents* in the folder *base* that are not read.

        :param files: the names of all files in it, *documents* among them
        """
        generators = generators_of({*folders, *files})
        if not base:
            self._root = generators
        found = without_sources(folders, generators)
        if "Docusaurus" in generators:
            self._docusaurus.add(base)
        parent, _, name = base.rpartition("/")
        if name == "src" and parent in self._docusaurus:
            found |= without_pages(folders)
        is_root = not base or bool(generators)
        found |= {
            each
            for each in documents
            if is_about_package(each, files, generators if is_root else self._root, is_root=is_root)
        }
        return found - self._named
