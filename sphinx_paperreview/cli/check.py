"""``paperreview check``: what is wrong in a folder of posts, and what could be improved.

Sphinx reads the folder as a build does; the warnings of that build are the diagnostics.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import Node
from sphinx.util.logging import get_node_location, is_suppressed_warning

from sphinx_paperreview.cli.codes import Diagnostic, is_reported, severity_of
from sphinx_paperreview.cli.project import ProjectError, application, project_of
from sphinx_paperreview.config import DIALECTS
from sphinx_paperreview.warnings import NOTICE, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx

_SUFFIXES = (".md", ".mdx")
#: The configuration of a folder without ``conf.py``: read as Docusaurus reads it.
_CONFIG: dict[str, Any] = {
    "extensions": ["sphinx_paperreview"],
    "source_suffix": dict.fromkeys(_SUFFIXES, "mdx"),
    # Folders of packages and of builds.
    "exclude_patterns": ["**/node_modules", "node_modules", "**/.*", ".*", "**/_build", "_build"],
}


class Recorder(logging.Handler):
    """Keeps warnings that are logged, as while an application is being made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep *record*."""
        self.records.append(record)


class _Collector(logging.Handler):
    """Keeps the warnings of one application as diagnostics.

    With *refused*, only those about text that Docusaurus would refuse.
    """

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
            parts = (getattr(record, "type", ""), getattr(record, "subtype", ""))
            code = ".".join(filter(None, parts))
            # docutils repeats the markup after a blank line.
            message = " ".join(record.getMessage().partition("\n\n")[0].split())
            notice = None
        if self.refused:
            wanted = notice is not None and notice.refused
        else:
            suppressed = self.app.config.suppress_warnings
            family, _, subtype = code.partition(".")
            wanted = is_reported(code) and not is_suppressed_warning(family, subtype, suppressed)
        if wanted:
            path, line = place_of(self.app, getattr(record, "location", None))
            column = notice.column if notice is not None else None
            severity = "error" if self.refused else severity_of(code)
            self.diagnostics.add(Diagnostic(path, line, column, code, severity, message))


def place_of(app: Sphinx, location: object) -> tuple[str, int | None]:
    """Return the file and the line of a warning of *app*.

    *location* is a node, ``(docname, line)``, a docname, or the text that another handler of
    Sphinx has made of one of these. A warning without a location is about ``conf.py``.
    """
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
        conf = Path(app.confdir, "conf.py")
        text = str(conf if conf.is_file() else app.srcdir)
    elif not Path(text).is_absolute():
        text = str(app.env.doc2path(text))
    return text, line


def check_mdx(paths: Iterable[Path]) -> set[Diagnostic]:
    """Return what Docusaurus would refuse in the ``.md`` and ``.mdx`` files at *paths*.

    A folder is searched with its subfolders. Partials (``_name.mdx``) are read where they are
    imported. Nothing is written beside the files.
    """
    # What other programs write is nothing to Docusaurus.
    dialects = dict.fromkeys(DIALECTS, False)
    values = {**_CONFIG, "paperreview_posts": [], "paperreview_dialects": dialects}
    found: set[Diagnostic] = set()
    for folder, names in _by_folder(paths).items():
        found |= _run(folder, None, {**values, "include_patterns": names}, refused=True)
    return found


def check(paths: Iterable[Path], jobs: int = 1) -> set[Diagnostic]:
    """Return what a build of the projects at *paths* would warn of, with all advice.

    A path is a source folder, or a folder or file within one; for the latter, only its own
    diagnostics are returned. ``conf.py`` is searched for upwards, as far as the repository
    reaches. Without one, the ``.md`` and ``.mdx`` files are read as MDX.

    :param jobs: number of processes
    :raises ProjectError: if a folder cannot be read
    """
    found: set[Diagnostic] = set()
    for project in projects_at(paths):
        values = {**project.values, "paperreview_lint": "all"}
        every = _run(project.folder, project.confdir, values, jobs=jobs)
        found |= {each for each in every if project.concerns(each.file)}
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder that a command reads, as a build of it does."""

    folder: Path
    #: The folder of ``conf.py``; None where there is none.
    confdir: Path | None
    #: Values that replace those of ``conf.py``, or stand for it.
    values: Mapping[str, Any]
    #: What of the folder was asked for; empty for all.
    asked: tuple[Path, ...] = ()

    def concerns(self, file: str) -> bool:
        """Return whether *file* is among what was asked for."""
        return not self.asked or any(Path(file).is_relative_to(path) for path in self.asked)


def projects_at(paths: Iterable[Path]) -> Iterator[Checked]:
    """Yield the projects that hold *paths*; a folder without ``conf.py`` is one by itself.

    :raises ProjectError: if there is nothing to read in a folder
    """
    projects: dict[Path, list[Path]] = {}
    without_conf: list[Path] = []
    for path in (given.resolve() for given in paths):
        folder = project_of(path)
        if folder is None:
            without_conf.append(path)
        else:
            projects.setdefault(folder, []).append(path)
    for folder, asked in projects.items():
        yield Checked(folder, folder, {}, tuple(asked))
    values = dict(_CONFIG)
    for folder, names in _by_folder(without_conf).items():
        if names == ["**"] and not any(
            file.suffix in _SUFFIXES for file in folder.rglob("*") if file.is_file()
        ):
            raise ProjectError(f"there is no conf.py and no .md or .mdx file in {folder}")
        yield Checked(folder, None, {**values, "include_patterns": names})


def _by_folder(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """Return source folders, each with the patterns of the files to read in it."""
    result: dict[Path, list[str]] = {}
    for path in paths:
        if path.is_dir():
            result[path.resolve()] = ["**"]
        elif path.suffix not in _SUFFIXES:
            raise ProjectError(f"{path} is no .md or .mdx file, and no project of Sphinx holds it")
        else:
            result.setdefault(path.resolve().parent, []).append(path.name)
    return result


def _run(
    folder: Path,
    confdir: Path | None,
    values: Mapping[str, Any],
    *,
    refused: bool = False,
    jobs: int = 1,
) -> set[Diagnostic]:
    """Return the diagnostics of *folder*: with *refused* those of reading, else of a build."""
    early = Recorder()
    with contextlib.ExitStack() as stack:
        # Sphinx sets up its own logger while an application is made, and removes handlers.
        with listening("sphinx.sphinx_paperreview", early):
            app = stack.enter_context(application(folder, confdir, values, jobs=jobs))
        collector = _Collector(app, refused=refused)
        for record in early.records:
            collector.emit(record)
        with listening("sphinx", collector):
            if refused:
                app.builder.read()
            else:
                app.build(force_all=True)
    return collector.diagnostics


@contextlib.contextmanager
def listening(name: str, handler: logging.Handler) -> Iterator[None]:
    """Add *handler* to the logger *name* for a while."""
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
