"""Documents that are not read: drafts, future and expired posts, and output of a build.

Handlers of ``env-get-outdated`` remove them from the project before anything is read, so nothing
of them reaches the output, the search index or the inventory. What a document says of itself is
read in :mod:`~sphinx_paperreview.reading.states.reader`.
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from sphinx_paperreview._compat import app_of, forget_doctree, forget_source
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.files.digests import bytes_digest, digest
from sphinx_paperreview.core.files.filenames import spelt_on_disk
from sphinx_paperreview.core.files.known_files import DIGITS
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.mdx.parser import MarkdownParser, MdxParser, parser_of
from sphinx_paperreview.reading.files.site_files import zone_of
from sphinx_paperreview.reading.posts.home import provide_home
from sphinx_paperreview.reading.posts.post_rules import Source, find_posts, is_among
from sphinx_paperreview.reading.posts.posts import is_post_by_name, rules_of
from sphinx_paperreview.reading.states.inherited import (
    INDEX,
    cascades,
    defaults,
    draft_sections,
    of_data_files,
    scopes_of_index,
    with_choice,
    with_inherited,
)
from sphinx_paperreview.reading.states.names import (
    claim_of_folder,
    is_draft_name,
)
from sphinx_paperreview.reading.states.reader import read_state
from sphinx_paperreview.reading.states.state import Problem, PublicationState
from sphinx_paperreview.warnings import LOGGER, WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.reading.posts.post_rules import Posts
    from sphinx_paperreview.reading.states.inherited import Scope
    from sphinx_paperreview.reading.states.reader import Kind
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
        now = _now(app)
        self._left_out.clear()
        states = _states(env, now)
        became = _find_posts(env, states)
        foreign = _foreign_markdown(app, env)
        hidden = set(foreign)
        for docname, state in states.items():
            verdict = _verdict(env, docname, state, now)
            if not verdict or docname in foreign:
                continue
            if verdict == "doubt":
                _report(env, docname, state, now)
            if not show:
                hidden.add(docname)
                self._left_out[verdict] += 1
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
        if settings_of(app.config).show_drafts:
            return []
        now = _now(app)
        domain = env.domains["paper"]
        found: dict[str, Verdict] = {}
        for docname, state in domain.data["claims"].items():
            if verdict := state.verdict(now, is_post=docname in domain.data["posts"]):
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
        return sorted({*self._forget(app, env, found.keys()), *to_save})

    def _forget(self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str]) -> list[str]:
        """Remove every trace of *docnames*, which were read; return who had them in a toctree."""
        if not docnames:
            return []
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
            _remove_entries(app, env, parent, docnames)
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


def unpublished_documents(app: Sphinx) -> dict[str, Verdict]:
    """Return why each document is not published that a build with drafts has read.

    The verdicts are those by which a build without drafts leaves documents out.
    """
    env, now = app.env, _now(app)
    data: Any = env.domains["paper"].data
    found: dict[str, Verdict] = {}
    for docname, state in _states(env, now).items():
        verdict = _verdict(env, docname, state, now)
        claim = data["claims"].get(docname)
        if not verdict and claim is not None:
            verdict = claim.verdict(now, is_post=docname in data["posts"])
        post = data["posts"].get(docname)
        if not verdict and post is not None and post.date > now:
            verdict = "scheduled"
        if verdict:
            found[docname] = verdict
    return found


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


def _now(app: Sphinx) -> datetime:
    settings = settings_of(app.config)
    return dates.now(os.environ.get("SOURCE_DATE_EPOCH"), settings.now, zone_of(app.config))


def _states(env: BuildEnvironment, now: datetime) -> dict[str, PublicationState]:
    """Return the state of each document, read anew only where the content of its file is new.

    States are kept in the environment under a digest of the content, so that nothing there tells
    of an unpublished document; those of documents in doubt, which quote them, are not kept.
    """
    domain: Any = env.domains["paper"]
    kept: dict[str, PublicationState] = domain.data["states"]
    suffixes = env.config.source_suffix
    zone = settings_of(env.config).timezone
    assert now.tzinfo is not None  # noqa: S101  # dates.now always gives a zone
    states: dict[str, PublicationState] = {}
    known: dict[str, PublicationState] = {}
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname)
        kind = _kind(path.suffix, suffixes.get(path.suffix))
        common = (kind, zone)
        key = digest((*common, domain.known_files.digest(str(path))))
        state = kept.get(key)
        if state is None:
            try:
                is_file = path.is_file()
                data = path.read_bytes() if is_file else b""
            except OSError:  # Sphinx says so
                continue
            # Of what was read, in case the file has changed since its digest was taken.
            key = digest((*common, bytes_digest(data, DIGITS) if is_file else ""))
            state = read_state(data, kind, now.tzinfo)
        states[docname] = state
        says_nothing = not (state.is_draft or state.is_draft_post or state.starts or state.ends)
        tells_of_others = state.cascade is not None or (not says_nothing and state.toctree)
        if state.is_certain and not tells_of_others:
            known[key] = state
    kept.clear()
    kept.update(known)
    scopes = _scopes(env, states)
    if scopes:
        states = {
            docname: with_inherited(state, docname, scopes, now.tzinfo)
            for docname, state in states.items()
        }
    return with_choice(states, domain.layout.choosing, env.config.root_doc)


def _scopes(env: BuildEnvironment, states: Mapping[str, PublicationState]) -> list[Scope]:
    """Return what documents inherit by configurations and by the documents of their folders."""
    scopes: list[Scope] = []
    domain: Any = env.domains["paper"]
    for generator, folder, value in domain.layout.inherited:
        scopes += (cascades if generator == "Hugo" else defaults)(folder, value)
    scopes += of_data_files(env.srcdir, domain.layout, env.found_docs)
    for docname, state in states.items():
        if state.cascade is not None and INDEX.fullmatch(docname.rpartition("/")[2]):
            scopes += scopes_of_index(docname, state.cascade)
    scopes += draft_sections(states, domain.layout.hiding)
    return scopes


def _forget_posts(env: BuildEnvironment) -> None:
    """Keep no names of documents that are not published in the environment."""
    data: Any = env.domains["paper"].data
    data["found_posts"] = data["found_posts"].among(env.found_docs)


def _find_posts(env: BuildEnvironment, states: Mapping[str, PublicationState]) -> AbstractSet[str]:
    """Decide which documents are posts; return those for which it is not as it was before."""
    data: Any = env.domains["paper"].data
    nothing = PublicationState()
    found = find_posts(
        (_source(env, docname, states.get(docname, nothing)) for docname in sorted(env.found_docs)),
        rules_of(app_of(env)),
    )
    before: Posts = data["found_posts"]
    data["found_posts"] = found
    return before.names ^ found.names


def _source(env: BuildEnvironment, docname: str, state: PublicationState) -> Source:
    suffix = env.doc2path(docname, base=False).suffix
    return Source(
        docname,
        is_mdx=suffix == ".mdx",
        is_markdown=_kind(suffix, env.config.source_suffix.get(suffix)) == "markdown",
        is_dated_by_name=dates.date_from_name(docname, dt.UTC) is not None,
        has_date=state.is_dated or state.is_heading_date,
        has_date_in_heading=state.heading_date is not None,
        toctree=() if state.is_draft or state.is_draft_post else state.toctree,
        has_directive=state.has_directive,
        is_hosts=_is_hosts(env, docname),
    )


def _is_hosts(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a parser of the project reads *docname*, and none of ours."""
    return not issubclass(parser_of(app_of(env), env.doc2path(docname)), MdxParser)


def _kind(suffix: str, parser: str | None) -> Kind:
    if suffix == ".ipynb":
        return "notebook"
    return "rst" if parser in {"restructuredtext", None, ""} else "markdown"


def _verdict(
    env: BuildEnvironment, docname: str, state: PublicationState, now: datetime
) -> Verdict:
    """Return why *docname* is not published, by its source and its name; empty if it is."""
    folders = docname.split("/")[:-1]
    is_post = _is_post(env, docname, state)
    may_say_so = is_post and not state.is_open
    if any(each.lower() == "_drafts" for each in folders) or (  # Jekyll
        may_say_so and "draft" in map(claim_of_folder, folders)
    ):
        return "draft"
    verdict = state.verdict(now, is_post=is_post)
    is_guest = env.config.html_theme != THEME
    if verdict == "doubt" and not is_post and is_guest and _is_hosts(env, docname):
        return ""  # a page of the project, which its own parser reads as it always did
    if not verdict and may_say_so and _has_draft_name(docname):
        verdict = "doubt"
    if not verdict and is_post and not state.has_date:
        assert now.tzinfo is not None  # noqa: S101  # dates.now always gives a zone
        day = dates.date_from_name(docname, now.tzinfo)
        day = day or state.heading_date
        if day is not None and day > now:
            verdict = "scheduled"
        elif dates.names_impossible_day(docname) or (
            day is None and dates.names_later_day(docname, now)
        ):
            verdict = "doubt"
    return verdict


def _has_draft_name(docname: str) -> bool:
    """Return whether the name of a document says so, or a mark in that of a folder above it."""
    *folders, name = docname.split("/")
    names = [name, *(folders[-1:] if name.lower() in {"index", "readme"} else ())]
    return any(map(is_draft_name, names)) or "doubt" in map(claim_of_folder, folders)


def _is_post(env: BuildEnvironment, docname: str, state: PublicationState) -> bool:
    """Return whether *docname* may be a post: also an index file among posts."""
    if state.has_directive or is_post_by_name(env, docname):
        return True
    source = _source(env, docname, state)
    rules = rules_of(app_of(env))
    # One without a date is none, but what may be meant as a post is judged as one.
    return is_among(source, rules.patterns) and not (rules.leaves_hosts and source.is_hosts)


def _report(env: BuildEnvironment, docname: str, state: PublicationState, now: datetime) -> None:
    problems = state.problems_at(now, is_post=_is_post(env, docname, state))
    if not problems and _has_draft_name(docname):
        message = (
            "its name, or that of its folder, says that it is a draft; write `draft: false` to "
            "publish it"
        )
        problems = (Problem(message, 1),)
    if not problems:
        problems = (
            Problem(
                "its name has a day that no calendar has, or one to come; correct the name, or "
                "write `date:`",
                1,
                about_date=True,
            ),
        )
    first = problems[0]
    warn(
        WarningKind.DATE if first.about_date else WarningKind.FRONT_MATTER,
        "this is not published: %s",
        "; ".join(dict.fromkeys(problem.message for problem in problems[:5])),
        location=f"{env.doc2path(docname)}:{first.line}",  # Sphinx is about to forget the docname
        refused=True,
    )


def _remove_entries(
    app: Sphinx, env: BuildEnvironment, parent: str, docnames: AbstractSet[str]
) -> None:
    """Remove *docnames* from the toctrees of *parent*, which is read again in the next build."""
    document = env.get_doctree(parent)
    for tree in (document, env.tocs[parent]):
        for node in tree.findall(addnodes.toctree):
            node["entries"] = [each for each in node["entries"] if each[1] not in docnames]
            node["includefiles"] = [each for each in node["includefiles"] if each not in docnames]
    env.toctree_includes[parent] = [
        each for each in env.toctree_includes[parent] if each not in docnames
    ]
    env.reread_always.add(parent)
    app.builder.write_doctree(parent, document)
