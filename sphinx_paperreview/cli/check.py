"""``paperreview check``: what is wrong in a folder of posts, and what might be written better.

The folder is read by Sphinx as a build reads it, in a temporary folder beside which nothing is
written; what is found is what a build warns of.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import get_node_location, is_suppressed_warning

from sphinx_paperreview.cli.codes import Diagnostic, is_reported, severity_of
from sphinx_paperreview.warnings import NOTICE, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SUFFIXES = (".md", ".mdx")
#: For folders without a ``conf.py``: read as Docusaurus reads them.
_CONFIG: dict[str, Any] = {
    "extensions": ["sphinx_paperreview"],
    "source_suffix": dict.fromkeys(SUFFIXES, "mdx"),
    # Folders of packages and of builds.
    "exclude_patterns": ["**/node_modules", "node_modules", "**/.*", ".*", "**/_build", "_build"],
}
_DATED = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
_POSTS = ["posts/**", "blog/**", _DATED, f"**/{_DATED}"]


class CheckError(Exception):
    """The folder cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A folder to read, as Sphinx wants it."""

    folder: Path
    #: The values of its configuration that are given here; the rest is in its ``conf.py``.
    values: Mapping[str, Any]
    has_conf: bool = False


class _Records(logging.Handler):
    """Keeps the warnings of an application that is not there yet."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class _Collector(logging.Handler):
    """Keeps the warnings of one application as diagnostics."""

    def __init__(self, app: Sphinx, *, refused: bool) -> None:
        super().__init__(logging.WARNING)
        self.app = app
        self.refused = refused
        self.diagnostics: set[Diagnostic] = set()

    def emit(self, record: logging.LogRecord) -> None:
        notice = getattr(record, NOTICE, None)
        if isinstance(notice, Notice):
            code, message = f"paperreview.{notice.kind.value}", notice.message
        else:
            code = f"{getattr(record, 'type', '')}.{getattr(record, 'subtype', '')}"
            message = record.getMessage()
            notice = None
        if self.refused:
            wanted = notice is not None and notice.refused
        else:
            suppressed = self.app.config.suppress_warnings
            family, _, subtype = code.partition(".")
            wanted = is_reported(code) and not is_suppressed_warning(family, subtype, suppressed)
        if wanted:
            path, line = self._place(getattr(record, "location", None))
            column = notice.column if notice is not None else None
            severity = "error" if self.refused else severity_of(code)
            self.diagnostics.add(Diagnostic(path, line, column, code, severity, message))

    def _place(self, location: object) -> tuple[str, int | None]:
        """Return the file and the line of a warning; a handler before may have told the file."""
        line: int | None = None
        if isinstance(location, Node):
            location = get_node_location(location)
        if isinstance(location, tuple):
            location, line = location
        text = str(location or "")
        path, colon, number = text.rpartition(":")
        if colon and (number.isdecimal() or not number):
            text, line = path, int(number) if number else None
        if not text:
            conf = Path(self.app.confdir, "conf.py")
            text = str(conf if conf.is_file() else self.app.srcdir)
        elif not Path(text).is_absolute():
            text = str(self.app.env.doc2path(text))
        return text, line


def check_mdx(paths: Iterable[Path]) -> set[Diagnostic]:
    """Return what Docusaurus would refuse in the ``.md`` and ``.mdx`` files at *paths*.

    A folder is searched with all below it but for files named ``_…``, which are read where they
    are shown. Nothing is written where the files are.
    """
    return {
        diagnostic
        for folder, names in _by_folder(paths).items()
        for diagnostic in _run(
            Sources(folder, {**_CONFIG, "paperreview_posts": [], "include_patterns": names}),
            refused=True,
        )
    }


def check(paths: Iterable[Path], jobs: int = 1) -> set[Diagnostic]:
    """Return what a build of the projects at *paths* would warn of, with all advice.

    A path is a source folder, or a folder or file within one; of the latter, what concerns it is
    returned. The ``conf.py`` is looked for upwards as far as the repository reaches; without
    one, the ``.md`` and ``.mdx`` files are read as MDX. Raise :exc:`CheckError` where a folder
    cannot be read.
    """
    projects: dict[Path, list[Path]] = {}
    bare: list[Path] = []
    for path in (given.resolve() for given in paths):
        folder = _project_of(path)
        if folder is None:
            bare.append(path)
        else:
            projects.setdefault(folder, []).append(path)
    found: set[Diagnostic] = set()
    for folder, asked in projects.items():
        every = _run(Sources(folder, {"paperreview_lint": "all"}, has_conf=True), jobs=jobs)
        found |= {diagnostic for diagnostic in every if _concerns(diagnostic, asked)}
    for folder, names in _by_folder(bare).items():
        if names == ["**"] and not any(
            file.suffix in SUFFIXES for file in folder.rglob("*") if file.is_file()
        ):
            raise CheckError(f"there is no conf.py and no .md or .mdx file in {folder}")
        values = {**_CONFIG, "paperreview_lint": "all", "paperreview_posts": _POSTS}
        found |= _run(Sources(folder, {**values, "include_patterns": names}), jobs=jobs)
    return found


def _by_folder(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """Return patterns of the files to read, by the folder that they are read from."""
    result: dict[Path, list[str]] = {}
    for path in paths:
        if path.is_dir():
            result[path.resolve()] = ["**"]
        else:
            result.setdefault(path.resolve().parent, []).append(path.name)
    return result


def _project_of(path: Path) -> Path | None:
    """Return the nearest folder with a ``conf.py`` that holds *path*, within its repository."""
    for folder in (path, *path.parents) if path.is_dir() else path.parents:
        if (folder / "conf.py").is_file():
            return folder
        if (folder / ".git").exists():
            break
    return None


def _concerns(diagnostic: Diagnostic, paths: Sequence[Path]) -> bool:
    return any(Path(diagnostic.file).is_relative_to(path) for path in paths)


def _run(project: Sources, *, refused: bool = False, jobs: int = 1) -> set[Diagnostic]:
    """Return what Sphinx says of *project*: while it reads (*refused*), or in a whole build."""
    early = _Records()
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        stack.enter_context(patch_docutils())
        stack.enter_context(docutils_namespace())
        try:
            # Sphinx sets up its own logger anew while it begins, and forgets who listened there.
            with _listening("sphinx.sphinx_paperreview", early):
                app = Sphinx(
                    project.folder, project.folder if project.has_conf else None,
                    Path(place, "out"), Path(place, "doctrees"), "dummy",
                    confoverrides=dict(project.values), status=None, warning=StringIO(),
                    freshenv=True, parallel=jobs,
                )  # fmt: skip
            collector = _Collector(app, refused=refused)
            for record in early.records:
                collector.emit(record)
            with _listening("sphinx", collector):
                if refused:
                    app.builder.read()
                else:
                    app.build(force_all=True)
        except Exception as error:
            if refused:
                raise
            reason = f"{type(error).__name__}: {error}"
            raise CheckError(f"cannot read {project.folder}: {reason}") from error
        return collector.diagnostics


@contextlib.contextmanager
def _listening(name: str, handler: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def jobs_of(text: str) -> int:
    """Return the number of processes that *text* asks for, ``auto`` being one for each core."""
    number = (os.cpu_count() or 1) if text == "auto" else int(text)
    if number < 1:
        raise ValueError(text)
    return number
