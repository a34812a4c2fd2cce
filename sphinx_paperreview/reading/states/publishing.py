"""Documents that are not read: drafts, future and expired posts, and output of a build.

Handlers of ``env-get-outdated`` remove them from the project before anything is read, so nothing
of them reaches the output, the search index or the inventory. Which these are is decided in
:mod:`.verdicts`.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import forget_doctree, forget_source
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.filenames import spelt_on_disk
from sphinx_paperreview.core.files.paths import identity_of
from sphinx_paperreview.mdx.parser import MarkdownParser
from sphinx_paperreview.reading.guard.toctrees import remove_entries
from sphinx_paperreview.reading.posts.home import provide_home
from sphinx_paperreview.reading.states.verdicts import (
    may_be_review,
    note_posts,
    now_of,
    report_doubt,
    states_of,
    verdict_on,
)
from sphinx_paperreview.warnings import LOGGER, WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.reading.states.state import Verdict


def hide_outputs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Hide the documents that a build wrote to a folder within the sources (``env-get-outdated``).

    Sphinx itself ignores only ``_sources``. Its output folders have a file ``.buildinfo``; beside
    them MyST-NB and jupyter-sphinx copy each notebook, which may have become a draft since.
    """
    built: dict[str, bool] = {"": False}
    if not {"myst_nb", "jupyter_sphinx"}.isdisjoint(app.extensions):
        copies = Path(app.outdir).parent / "jupyter_execute"
        if copies.is_relative_to(env.srcdir):
            built[copies.relative_to(env.srcdir).as_posix()] = True

    def is_built(folder: str) -> bool:
        if folder not in built:
            own = Path(env.srcdir, folder, ".buildinfo").is_file()
            built[folder] = own or is_built(posixpath.dirname(folder))
        return built[folder]

    hidden = {docname for docname in env.found_docs if is_built(posixpath.dirname(docname))}
    _take_out(hidden, env, added, changed, removed)
    return []


def _take_out(
    hidden: set[str], env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> None:
    added -= hidden
    changed -= hidden
    removed |= hidden & env.all_docs.keys()
    for docname in hidden:
        forget_source(env, docname)


def _withhold(env: BuildEnvironment, hidden: AbstractSet[str]) -> set[str]:
    """Keep the sources of *hidden* documents from all others; return those to be read again.

    These are the documents that show one of them, and those to which one was refused before.
    """
    domain: Any = env.domains["paper"]
    found = (identity_of(Path(env.doc2path(docname))) for docname in hidden)
    domain.hidden, domain.withheld = frozenset(hidden), frozenset(filter(None, found))
    before = domain.data["withheld"]
    domain.data["withheld"] = digest(sorted(hidden)) if hidden else ""
    if domain.data["withheld"] == before:
        return set()
    shown: dict[str, set[str]] = defaultdict(set)
    for docname, paths in env.dependencies.items():
        for path in paths:
            shown[os.fspath(path)].add(docname)
    for files in (env.images, env.dlfiles):
        for name, (docnames, _copy) in files.items():
            shown[str(name)] |= docnames
    again = set(domain.data["refusals"])
    for name, users in shown.items() if domain.withheld else ():
        if identity_of(Path(env.srcdir, name)) in domain.withheld:
            again |= users
    return again


def has_hidden_source(env: BuildEnvironment, docname: str) -> bool:
    """Return whether there is a source of the name *docname*, but no document.

    It was hidden from Sphinx, which then no longer knows its path.
    """
    if docname in env.found_docs or docname.startswith(("/", "../")):
        return False
    domain: Any = env.domains["paper"]
    domain.sought_sources.add(docname)
    folder = Path(env.srcdir)
    names = [docname + suffix for suffix in env.config.source_suffix]
    return any(
        os.path.exists(folder / name) or spelt_on_disk(folder, name) is not None  # noqa: PTH110  # false for names that the system refuses
        for name in names
    )


class Publication:
    """Keeps documents that are not published out of one build, and tells how many it left out."""

    def __init__(self) -> None:
        self._left_out: Counter[Verdict] = Counter()
        self._to_read: list[str] = []
        self._hidden: set[str] = set()
        self._were_published: set[str] = set()

    def hide_unpublished(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Hide what is not published from Sphinx before it is read (``env-get-outdated``).

        Which documents are posts is decided here as well: those that have become one, or are none
        any more, are returned to be read again.

        What cannot be understood is reported (:attr:`WarningKind.DATE` and ``FRONT_MATTER``), once
        for each document. With ``paperreview_show_drafts`` nothing is hidden, but this is said.
        """
        show = settings_of(app.config).show_drafts
        now = now_of(app)
        self._left_out.clear()
        states = states_of(env, now)
        became = note_posts(env, states)
        foreign = _foreign_markdown(app, env)
        hidden = set(foreign)
        for docname, state in states.items():
            verdict = verdict_on(env, docname, state, now)
            if not verdict or docname in foreign:
                continue
            if verdict == "doubt":
                report_doubt(env, docname, state, now)
            if not show:
                hidden.add(docname)
                self._left_out[verdict] += 1
        became |= _withhold(env, hidden - foreign)
        self._hidden = hidden
        self._were_published = hidden & env.all_docs.keys()
        _take_out(hidden, env, added, changed, removed)
        _forget_posts(env)
        return sorted(became & env.found_docs & env.all_docs.keys())

    def note_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Remember the list of what is read (``env-before-read-docs``): Sphinx writes these."""
        self._to_read = docnames

    def withdraw(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Take out again what only reading shows not to be published (``env-updated``).

        A directive that another one makes, a field that only docutils understands, or the date of a
        heading may say so. Return the documents whose table of contents has changed by that; and
        the root document if anything was hidden that was published before: Sphinx saves the
        environment, which had it, only if a document is written.
        """
        # Those that an environment knew which is no longer used have a doctree, too.
        for docname in self._hidden - env.found_docs:
            forget_doctree(env, docname)
        to_save = [app.config.root_doc] if self._were_published - env.found_docs else []
        domain = env.domains["paper"]
        unread = domain.data["unread"].keys()  # see ReadingGuard, which has said so
        self._left_out["doubt"] += len(unread)
        found = {} if settings_of(app.config).show_drafts else self._report_late(app, env)
        return sorted({*self._forget(app, env, found.keys() | unread), *to_save})

    def _report_late(self, app: Sphinx, env: BuildEnvironment) -> dict[str, Verdict]:
        """Return which documents are not published by what was read, and report each."""
        now = now_of(app)
        domain = env.domains["paper"]
        found: dict[str, Verdict] = {}
        for docname, state in domain.data["claims"].items():
            if verdict := state.verdict(now, is_review=may_be_review(env, docname, state)):
                found[docname] = verdict
        for docname, post in domain.data["posts"].items():
            if post.date > now:
                found.setdefault(docname, "scheduled")
        for docname, verdict in sorted(found.items()):
            warn(
                WarningKind.FRONT_MATTER,
                "this document says only within its text that it is not published (%s); it was "
                "left out, write so at its head",
                verdict,
                location=f"{env.doc2path(docname)}:1",
            )
            self._left_out[verdict] += 1
        return found

    def _forget(self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str]) -> list[str]:
        """Remove every trace of *docnames*, which were read; return who had them in a toctree."""
        if not docnames:
            return []
        domain: Any = env.domains["paper"]
        domain.hidden |= docnames
        self._to_read[:] = [docname for docname in self._to_read if docname not in docnames]
        for docname in docnames:
            env.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
            # Its path stays known: warnings of it that are not yet written need it.
            env.project.docnames.discard(docname)
            forget_doctree(env, docname)
        _forget_posts(env)
        parents = [
            docname
            for docname, found in env.toctree_includes.items()
            if not docnames.isdisjoint(found)
        ]
        for parent in parents:
            remove_entries(app, env, parent, docnames)
        root = app.config.root_doc
        if root in docnames:
            provide_home(app, env, set(), set(), set())
            app.builder.read_doc(root)
            parents.append(root)
        return sorted(parents)

    def report(self, app: Sphinx, exception: Exception | None) -> None:
        """Say how many documents were left out (``build-finished``)."""
        words = {
            "draft": ("%d draft", "%d drafts"),
            "scheduled": ("%d scheduled", "%d scheduled"),
            "expired": ("%d expired", "%d expired"),
            "doubt": ("%d in doubt", "%d in doubt"),
        }
        parts = [
            words[verdict][number != 1] % number
            for verdict in words
            if (number := self._left_out[verdict])  # type: ignore[index]  # each is a verdict
        ]
        if parts and exception is None:
            LOGGER.info("not published: %s", ", ".join(parts))


def _foreign_markdown(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Return the Markdown files that the project did not read before it had this extension.

    That is so of all but posts where the root document is a file in reStructuredText, under another
    theme than ours, and our parser is the only one for Markdown. This is said in one line.
    """
    config, root = app.config, env.doc2path(app.config.root_doc)
    is_guest = config.html_theme != THEME and root.suffix == ".rst" and root.is_file()
    if not is_guest or app.registry.get_source_parsers().get("markdown") is not MarkdownParser:
        return set()
    posts: frozenset[str] = env.domains["paper"].data["found_posts"].names
    found = {
        docname
        for docname in env.found_docs
        if config.source_suffix.get(env.doc2path(docname).suffix) == "markdown"
    }
    if foreign := found - posts:
        LOGGER.info(
            "not read, as this project reads no Markdown but posts: %s%s; to read it, add "
            "'myst_parser' to extensions",
            min(foreign),
            f" and {len(foreign) - 1} more" if len(foreign) > 1 else "",
        )
    return foreign


def _forget_posts(env: BuildEnvironment) -> None:
    """Keep no names of documents that are not published in the environment."""
    data: Any = env.domains["paper"].data
    data["found_posts"] = data["found_posts"].among(env.found_docs)
