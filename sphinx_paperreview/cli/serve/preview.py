"""A project that stays in memory: first the pages of the documents that changed, then all.

Each build is the ordinary one of Sphinx, by an application of its own, which takes over the
environment of the one before. So it leaves what ``sphinx-build`` would leave. Before it, the pages
of a few changed documents are written *ahead* from the application of the last build, with what the
archive says at this moment; the build writes them again with all else.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.locale import translators
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_paperreview._compat import WarmSphinx, resolved_doctree
from sphinx_paperreview.cli.check import Recorder, listening
from sphinx_paperreview.cli.project import require_extension
from sphinx_paperreview.cli.serve.problems import Collector, Problems
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.paths.builder_files import page_file
from sphinx_paperreview.outputs.state import State, state_path
from sphinx_paperreview.reading.states.verdicts import unpublished_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.cli.codes import Diagnostic
    from sphinx_paperreview.cli.serve.folders import Folders
    from sphinx_paperreview.reading.states.state import Verdict

#: The configuration of every preview, beside that of the project.
_VALUES: dict[str, Any] = {"paperreview_show_drafts": True, "paperreview_all_warnings": True}
#: The logger of this extension, which is heard while Sphinx sets its own up.
_EARLY = "sphinx.sphinx_paperreview"
#: Changed documents up to which their pages are written ahead.
MOST_AHEAD = 3
#: Changed files from which on a build uses several processes; to start these takes time.
_MANY = 20


@dataclass(slots=True)
class Built:
    """What a build did."""

    #: Documents that were read, and documents whose pages were written.
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    seconds: float = 0.0
    problems: list[Diagnostic] = field(default_factory=list)
    #: Why pages are not published, by their path from the output folder.
    unpublished: dict[str, Verdict] = field(default_factory=dict)


class Preview:
    """The preview of one project.

    :param folders: where it is kept
    :param builder: the name of a builder of HTML
    :param jobs: processes of a build of many documents
    """

    def __init__(self, folders: Folders, builder: str = "html", jobs: int = 1) -> None:
        self._folders = folders
        self._name = builder
        self._jobs = jobs
        self._app: Sphinx | None = None
        self._loaded = ExitStack()
        self._problems = Problems(folders.problems)

    def close(self) -> None:
        """Let go of the application."""
        self._app = None
        self._loaded.close()

    def documents_at(self, paths: Sequence[str]) -> list[str]:
        """Return the documents whose pages can be written ahead when the files *paths* changed."""
        if self._app is None or len(paths) > MOST_AHEAD:
            return []
        env = self._app.env
        found = {path: env.path2doc(path) for path in paths if Path(path).is_file()}
        return [docname for docname in found.values() if docname and docname in env.all_docs]

    def note_ahead(self, docnames: Sequence[str]) -> None:
        """Note that pages are about to be written which the state of the build does not know.

        If the process is killed before the build, the next one writes them again.
        """
        known = _read_names(self._folders.ahead)
        text = json.dumps(sorted({*known, *docnames}))
        write_atomic(self._folders.ahead, text.encode())

    def write_ahead(self, docnames: Sequence[str]) -> Iterator[str]:
        """Read *docnames*, write their pages, each in one step, and yield the path of each.

        To be called in a fork of the process, or followed by :meth:`forget_ahead`: the environment
        has then read them, but the archive around them is as before.
        """
        app = self._app
        assert app is not None  # noqa: S101  # documents_at found documents
        builder = html_builder(app.builder)
        collector = Collector(app)
        with listening("sphinx", collector), self._apart(builder):
            self._read(app, docnames)
            for docname in docnames:
                page = page_file(builder, docname)
                draft = self._folders.scratch / "page.html"
                _write_to(builder, docname, draft)
                target = self._folders.output / page
                target.parent.mkdir(parents=True, exist_ok=True)
                draft.replace(target)
                yield page
        self._problems.update(collector.found, read=docnames, written=docnames)

    def forget_ahead(self, docnames: Sequence[str]) -> None:
        """Have *docnames* read again by the next build, although they are read (no fork)."""
        if self._app is not None:
            for docname in docnames:
                domain_of(self._app.env).data["sources"].pop(docname, None)

    def build(self, changes: int = 0) -> Built:
        """Build what has changed, as ``sphinx-build`` does.

        :param changes: the number of changed files; 0 if it is not known
        :raises Exception: whatever Sphinx, an extension or ``conf.py`` raises
        """
        start = time.perf_counter()
        ahead = _read_names(self._folders.ahead)
        jobs = self._jobs if not 0 < changes < _MANY else 1
        early = Recorder()
        env = self._app.env if self._app is not None else None
        self._app = None
        self._loaded.close()
        # Each application adds its catalogs to those of the ones before, which would never go.
        translators.clear()
        self._loaded.enter_context(patch_docutils())
        self._loaded.enter_context(docutils_namespace())
        with listening(_EARLY, early):
            app = WarmSphinx(
                self._folders.source, self._folders.source, self._folders.output,
                self._folders.doctrees, self._name, confoverrides=_VALUES, status=None,
                warning=StringIO(), parallel=jobs, env=env,
            )  # fmt: skip
        require_extension(app)
        # Also if the build fails: what was read stays read, and the next build does the rest.
        self._app = app
        self._forget_pages(app, ahead)
        built = Built()
        known, pages = dict(app.env.all_docs), State(state_path(app.builder)).documents
        collector = Collector(app)
        for record in early.records:
            collector.emit(record)
        try:
            with listening("sphinx", collector):
                app.build()
        finally:
            # Of each document its time, and of each page its digest.
            built.read = _changed(known, app.env.all_docs)
            built.written = _changed(pages, State(state_path(app.builder)).documents)
            self._problems.update(
                collector.found, read=built.read, written=built.written,
                documents=app.env.found_docs,
            )  # fmt: skip
        self._keep_environment(app)
        self._problems.save()
        self._folders.ahead.unlink(missing_ok=True)
        builder = html_builder(app.builder)
        built.problems = self._problems.all()
        built.unpublished = {
            page_file(builder, docname): verdict
            for docname, verdict in unpublished_documents(app).items()
        }
        built.seconds = time.perf_counter() - start
        return built

    def problems(self) -> list[Diagnostic]:
        """Return what is known to be wrong with the project."""
        return self._problems.all()

    def page_of(self, file: str) -> str:
        """Return the page of the source *file*, from the output folder; empty if it has none."""
        if self._app is None:
            return ""
        docname = self._app.env.path2doc(file)
        if not docname or docname not in self._app.env.found_docs:
            return ""
        return page_file(html_builder(self._app.builder), docname)

    def _forget_pages(self, app: Sphinx, docnames: Sequence[str]) -> None:
        """Have the build write the pages of *docnames*, whatever its state says of them."""
        if docnames:
            state = State(state_path(app.builder))
            if state.forget(documents=docnames):
                state.save()

    def _keep_environment(self, app: Sphinx) -> None:
        """Write the file of the environment if there is none: Sphinx deletes it after an error.

        Without it, the next session would read every document again.
        """
        path = Path(app.doctreedir, ENV_PICKLE_FILENAME)
        if not path.exists():
            write_atomic(path, pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))

    def _read(self, app: Sphinx, docnames: Sequence[str]) -> None:
        """Read *docnames* into the environment, as a build does."""
        builder, env = app.builder, app.env
        builder.phase = BuildPhase.READING
        app.emit("env-before-read-docs", env, list(docnames))
        for docname in docnames:
            app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
            builder.read_doc(docname)

    @contextlib.contextmanager
    def _apart(self, builder: StandaloneHTMLBuilder) -> Iterator[None]:
        """Let *builder* keep doctrees and bodies in a folder that is removed."""
        doctrees, scratch = builder.doctreedir, self._folders.scratch
        scratch.mkdir(parents=True, exist_ok=True)
        builder.doctreedir = scratch / "doctrees"
        try:
            yield
        finally:
            builder.doctreedir = doctrees
            shutil.rmtree(scratch, ignore_errors=True)


def _write_to(builder: StandaloneHTMLBuilder, docname: str, path: Path) -> None:
    """Write the page of *docname* to *path*, as a build does to the output folder."""
    builder.phase = BuildPhase.RESOLVING
    doctree = resolved_doctree(builder, docname)
    builder.phase = BuildPhase.WRITING
    builder.write_doc_serialized(docname, doctree)
    handle: Any = builder.handle_page
    names: Any = vars(builder)
    names["handle_page"] = partial(handle, outfilename=path)
    try:
        builder.write_doc(docname, doctree)
    finally:
        del names["handle_page"]


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {name for name, value in new.items() if old.get(name) != value}


def _read_names(path: Path) -> list[str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, list):
            return [name for name in found if isinstance(name, str)]
    return []
