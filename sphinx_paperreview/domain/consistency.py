"""What is said of all records together: contradictions, and documents that are nearly something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.archive import lint
from sphinx_paperreview.config import near_match
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.posts.post_rules import NO_DATE
from sphinx_paperreview.warnings import LOGGER, WarningKind, kind_of, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import Decision, Post
    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.reading.posts.post_rules import Posts


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of contradictions, suspicious facts and repeated slugs (``env-check-consistency``).

    How much is said depends on ``paperreview_lint``. The kinds are ``DUPLICATE_SLUG``, ``NO_POST``,
    ``UNKNOWN_AUTHOR`` and those of :mod:`~sphinx_paperreview.archive.lint`.
    """
    domain = domain_of(env)
    for finding in _findings(domain):
        place = finding.docname, finding.line
        warn(kind_of(finding.code), "%s", finding.message, location=place)
    if domain.settings.lint == "all":
        for docname, reason in _nearly_posts(domain):
            warn(
                WarningKind.NO_POST,
                "this looks like a post and is none: %s",
                reason,
                location=(docname, 1),
            )
        for docname, message in _unknown_authors(domain):
            warn(WarningKind.UNKNOWN_AUTHOR, "%s", message, location=(docname, 1))
    for post, other in _same_slugs(domain.data["posts"]):
        warn(
            WarningKind.DUPLICATE_SLUG,
            "the slug %r is also that of %s; give each post a slug of its own",
            post.slug,
            other.docname,
            location=(post.docname, post.line),
        )


def report_missed(app: Sphinx, exception: Exception | None) -> None:
    """Say how many documents look like posts or reviews and are none (``build-finished``)."""
    if exception is None:
        domain = domain_of(app.env)
        _say_what_is_no_post(domain)
        _say_what_is_not_taken(domain)


def _say_what_is_not_taken(domain: PaperDomain) -> None:
    """Say how many documents look like reviews, of which nothing is taken for one, if any do."""
    decisions: Mapping[str, tuple[Decision, ...]] = domain.data["decisions"]
    number = sum(
        docname not in domain.data["papers"] and any(each.is_missed for each in found)
        for docname, found in decisions.items()
    )
    if domain.settings.lint != "off":
        _say(
            number,
            "document looks like a review of a paper and is not taken: paperreview check --papers",
            "documents look like reviews of papers and are not taken: paperreview check --papers",
        )


def _say_what_is_no_post(domain: PaperDomain) -> None:
    """Say how many documents look like posts and are none, if any do."""
    _say(
        sum(1 for _ in _nearly_posts(domain)),
        "document looks like a post and is none: paperreview check",
        "documents look like posts and are none: paperreview check",
    )


def _say(number: int, one: str, many: str) -> None:
    if number:
        LOGGER.info("%d %s says why", number, one if number == 1 else many)


def _nearly_posts(domain: PaperDomain) -> Iterator[tuple[str, str]]:
    """Yield the documents that look like posts and are none, and why."""
    found: Posts = domain.data["found_posts"]
    reasons = {**found.nearly, **dict.fromkeys(found.silent, NO_DATE)}
    for docname, reason in sorted(reasons.items()):
        if docname in domain.env.found_docs and docname not in domain.data["posts"]:
            yield docname, reason


def _unknown_authors(domain: PaperDomain) -> Iterator[tuple[str, str]]:
    """Yield a document and a message for each key of an author that is nearly one of a file."""
    people = domain.shared_files.people
    names = {person.name for person in people.entries.values()}
    for docname, post in sorted(domain.data["posts"].items()):
        for key in (person.key for person in post.authors if person.key == person.name):
            known = people.key_in(docname, key) in people.entries or key in names
            hint = "" if known else near_match(key, people.entries)
            if hint:
                path = people.files[people.folder_of(docname) or ""]
                yield docname, f"the author {key!r} is not in {path}{hint}; correct one of them"


def _findings(domain: PaperDomain) -> Iterator[lint.Finding]:
    settings, archive, papers = domain.settings, domain.archive, domain.data["papers"]
    if settings.lint != "off":
        yield from lint.facts(papers, archive, settings)
        yield from lint.misspelt(domain.data["queries"], archive)
    if settings.lint == "all":
        yield from lint.advice(domain.data["posts"], papers, archive, settings)
        yield from lint.not_taken(domain.data["decisions"])


def _same_slugs(posts: Mapping[str, Post]) -> Iterator[tuple[Post, Post]]:
    first: dict[str, Post] = {}
    for docname in sorted(posts):
        post = posts[docname]
        if post.slug and first.setdefault(post.slug, post) is not post:
            yield post, first[post.slug]
