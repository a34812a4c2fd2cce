"""Sphinx started by a command: it reads a project and writes nothing beside it."""

from __future__ import annotations

import contextlib
import re
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.domain.domain import PaperDomain


class ProjectError(Exception):
    """A project cannot be read; the text says why and what to do."""


def reason_of(error: Exception) -> str:
    """Return why a project cannot be read, as one line: *error* without a traceback."""
    cause = error.orig_exc if isinstance(error, ExtensionError) else error
    if isinstance(cause, OSError) and cause.strerror:
        return f"{cause.filename}: {cause.strerror}" if cause.filename else cause.strerror
    text = str(error).strip()
    if "Traceback (most recent call last)" in text:
        # Sphinx puts the traceback of conf.py into the message; its last line is the error.
        *_, last = (line.strip() for line in text.splitlines() if line.strip())
        places = re.findall(r'File "([^"\n]+)", line (\d+)', text)
        where = f" ({places[-1][0]}, line {places[-1][1]})" if places else ""
        return f"conf.py fails: {last}{where}"
    text = " ".join(text.split())
    # These say what happened; the name of the class would say it to programmers alone.
    is_said = text and isinstance(error, (ProjectError, SphinxError))
    return text if is_said else f"{type(error).__name__}: {text}".removesuffix(": ")


def require_extension(app: Sphinx) -> None:
    """Raise :exc:`ProjectError` if the project of *app* does not load this extension."""
    if "paper" not in app.env.domains:
        raise ProjectError(
            'its conf.py does not load this extension; add "sphinx_paperreview" to `extensions`'
        )


@dataclass(frozen=True, slots=True)
class ArchiveProject:
    """The papers of a project, and the settings it is read with."""

    srcdir: Path
    settings: Settings
    #: Every paper that is reviewed, related to or mentioned: its key → the paper, and the first
    #: document that names it.
    papers: dict[str, tuple[PaperId, str]]


@contextlib.contextmanager
def application(
    srcdir: Path,
    confdir: Path | None,
    overrides: Mapping[str, Any],
    *,
    doctrees: Path | None = None,
    jobs: int = 1,
) -> Iterator[Sphinx]:
    """Yield a Sphinx application with the builder ``dummy`` and a temporary output folder.

    :raises ProjectError: if the project does not load this extension, or whatever its ``conf.py``,
        its extensions or a reading of it raise
    :param confdir: the folder of ``conf.py``; None if *overrides* are the whole configuration
    :param overrides: values of the configuration that replace those of ``conf.py``
    :param doctrees: the doctrees of a build, to read only what has changed since; None for
        temporary ones
    :param jobs: number of processes
    """
    try:
        with tempfile.TemporaryDirectory() as folder, patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir, confdir, Path(folder, "out"), doctrees or Path(folder, "doctrees"),
                "dummy", confoverrides=dict(overrides), status=None, warning=StringIO(),
                parallel=jobs,
            )  # fmt: skip
            require_extension(app)
            yield app
    except Exception as error:  # whatever conf.py and the extensions of the project raise
        raise ProjectError(f"cannot read {srcdir}: {reason_of(error)}") from error


def project_of(path: Path) -> Path | None:
    """Return the nearest folder with a ``conf.py`` that holds *path*, within its repository."""
    for folder in (path, *path.parents) if path.is_dir() else path.parents:
        if (folder / "conf.py").is_file():
            return folder
        if (folder / ".git").exists():
            break
    return None


def found_project(folder: Path) -> Path:
    """Return the folder of the ``conf.py`` that is nearest to *folder*, from there upwards.

    :raises ProjectError: if there is none, or no such folder
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise ProjectError(f"there is no folder {folder}")
    confdir = project_of(folder)
    if confdir is None:
        raise ProjectError(
            f"there is no conf.py in {folder} or above it; paperreview init makes one"
        )
    return confdir


def read_project(
    source: Path, *, config: Path | None = None, doctrees: Path | None = None, drafts: bool = False
) -> ArchiveProject:
    """Read the project in the folder *source* as a build does.

    :param config: the folder of ``conf.py``; if None, it is searched for from *source* upwards
    :param doctrees: the doctrees of a build, to read only what has changed since
    :param drafts: whether posts that are not published are read as well
    :raises ProjectError: if there is no project, or it cannot be read
    """
    if config is None:
        source = config = found_project(source)
    overrides: dict[str, Any] = {"paperreview_show_drafts": True} if drafts else {}
    if doctrees is None:
        # An inventory of another project says nothing about papers, and each is a request.
        overrides["intersphinx_mapping"] = {}
    with application(source, config, overrides, doctrees=doctrees) as app:
        domain = domain_of(app.env)
        app.builder.read()
        return ArchiveProject(Path(app.srcdir), domain.settings, dict(_papers(domain)))


def _papers(domain: PaperDomain) -> Iterator[tuple[str, tuple[PaperId, str]]]:
    """Yield each paper once: reviewed papers first, then related ones, then mentioned ones."""
    seen: set[str] = set()
    docnames = sorted(domain.env.found_docs)
    found = [
        *((paper.id, name) for name in docnames for paper in domain.records("papers", name)),
        *(
            (relation.target, name)
            for name in docnames
            for paper in domain.records("papers", name)
            for relation in paper.relations
        ),
        *((mention.id, name) for name in docnames for mention in domain.records("mentions", name)),
    ]
    for identifier, docname in found:
        if identifier.key not in seen:
            seen.add(identifier.key)
            yield identifier.key, (identifier, docname)
