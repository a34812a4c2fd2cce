"""The verdict on each document of a build: by its source, its name, and what it inherits.

In: the documents that Sphinx has found. What each says of itself is read by :mod:`.reader`, what
configurations and folders give it by :mod:`.inherited`, what its name says by :mod:`.words.names`.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.files.digests import bytes_digest, digest
from sphinx_paperreview.core.files.filenames import is_index
from sphinx_paperreview.core.files.known_files import DIGITS
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.mdx.parser import MdxParser, parser_of
from sphinx_paperreview.reading.files.site_files import zone_of
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
from sphinx_paperreview.reading.states.reader import read_state
from sphinx_paperreview.reading.states.state import Problem, PublicationState
from sphinx_paperreview.reading.states.words.names import claim_of_folder, is_draft_name
from sphinx_paperreview.warnings import WarningKind, warn

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


def now_of(app: Sphinx) -> datetime:
    """Return the moment by which a build judges what is published."""
    settings = settings_of(app.config)
    return dates.now(os.environ.get("SOURCE_DATE_EPOCH"), settings.now, zone_of(app.config))


def states_of(env: BuildEnvironment, now: datetime) -> dict[str, PublicationState]:
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
    scopes += of_data_files(env.srcdir, env.found_docs)
    for docname, state in states.items():
        if state.cascade is not None and INDEX.fullmatch(docname.rpartition("/")[2]):
            scopes += scopes_of_index(docname, state.cascade)
    scopes += draft_sections(states, domain.layout.hiding)
    return scopes


def unpublished_documents(app: Sphinx) -> dict[str, Verdict]:
    """Return why each document is not published that a build with drafts has read.

    The verdicts are those by which a build without drafts leaves documents out.
    """
    env, now = app.env, now_of(app)
    data: Any = env.domains["paper"].data
    found: dict[str, Verdict] = {}
    for docname, state in states_of(env, now).items():
        verdict = verdict_on(env, docname, state, now)
        claim = data["claims"].get(docname)
        if not verdict and claim is not None:
            verdict = claim.verdict(now, is_review=may_be_review(env, docname, claim))
        post = data["posts"].get(docname)
        if not verdict and post is not None and post.date > now:
            verdict = "scheduled"
        if verdict:
            found[docname] = verdict
    return found


def note_posts(env: BuildEnvironment, states: Mapping[str, PublicationState]) -> AbstractSet[str]:
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


def verdict_on(
    env: BuildEnvironment, docname: str, state: PublicationState, now: datetime
) -> Verdict:
    """Return why *docname* is not published, by its source and its name; empty if it is."""
    folders = docname.split("/")[:-1]
    is_review = may_be_review(env, docname, state)
    may_say_so = is_review and not state.is_open
    if any(each.lower() == "_drafts" for each in folders) or (  # Jekyll
        may_say_so and "draft" in map(claim_of_folder, folders)
    ):
        return "draft"
    verdict = state.verdict(now, is_review=is_review)
    is_guest = env.config.html_theme != THEME
    if verdict == "doubt" and not is_review and is_guest and _is_hosts(env, docname):
        return ""  # a page of the project, which its own parser reads as it always did
    if not verdict and may_say_so and _has_draft_name(docname):
        verdict = "doubt"
    if not verdict and is_review and not state.has_date:
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


def may_be_review(env: BuildEnvironment, docname: str, state: PublicationState) -> bool:
    """Return whether *docname*, which says *state*, may be a review, so that all it says counts.

    That is a post, an index file among posts, and any document but an index: of a site with our
    theme, or one with the name of a paper that one of our parsers reads.
    """
    is_own = env.config.html_theme == THEME or (state.names_paper and not _is_hosts(env, docname))
    if is_own and not is_index(docname):
        return True
    if state.has_directive or is_post_by_name(env, docname):
        return True
    source = _source(env, docname, state)
    rules = rules_of(app_of(env))
    # One without a date is none, but what may be meant as a post is judged as one.
    return is_among(source, rules.patterns) and not (rules.leaves_hosts and source.is_hosts)


def report_doubt(
    env: BuildEnvironment, docname: str, state: PublicationState, now: datetime
) -> None:
    """Warn of what puts *docname* in doubt, once for all of it."""
    problems = state.problems_at(now, is_review=may_be_review(env, docname, state))
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
