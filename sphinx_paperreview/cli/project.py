"""A project as a command sees it: read by Sphinx with its own ``conf.py``, nothing written."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.domain.domain import PaperDomain


class ProjectError(Exception):
    """A project cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ArchiveProject:
    """What a source folder holds."""

    srcdir: Path
    settings: Settings
    #: Every paper that is reviewed, related to or mentioned, by key, with the first place of it.
    papers: dict[str, tuple[PaperId, str]]


def read_project(
    source: Path, *, config: Path | None = None, doctrees: Path | None = None, drafts: bool = False
) -> ArchiveProject:
    """Return what a build would read in the folder *source*.

    :param config: the folder of ``conf.py``; *source* if None
    :param doctrees: the doctrees of a build, to read only what has changed since
    :param drafts: whether posts that are not published are read as well

    Raise :exc:`ProjectError` if there is no such project.
    """
    overrides: dict[str, Any] = {"paperreview_show_drafts": True} if drafts else {}
    if doctrees is None:
        # No inventory of another project says anything of papers, and each is a request.
        overrides["intersphinx_mapping"] = {}
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        stack.enter_context(patch_docutils())
        stack.enter_context(docutils_namespace())
        try:
            app = Sphinx(
                source, config or source, Path(place, "out"), doctrees or Path(place, "doctrees"),
                "dummy", confoverrides=overrides, status=None, warning=StringIO(),
            )  # fmt: skip
            if "paper" not in app.env.domains:
                raise ProjectError(
                    "its conf.py does not load this extension; add "
                    '"sphinx_paperreview" to `extensions`'
                )
            app.builder.read()
        except SphinxError as error:
            raise ProjectError(str(error)) from error
        domain = domain_of(app.env)
        return ArchiveProject(Path(app.srcdir), domain.settings, dict(_papers(domain)))


def _papers(domain: PaperDomain) -> Iterator[tuple[str, tuple[PaperId, str]]]:
    """Yield each paper once: the reviewed first, by document."""
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
