"""Digests of what documents show: a page is written again when its digest has changed."""

from __future__ import annotations

import posixpath
from functools import cache, partial
from typing import TYPE_CHECKING

from sphinx_paperreview.archive.figures import figure_rows
from sphinx_paperreview.archive.front import front_of
from sphinx_paperreview.archive.statistics import statistics_of
from sphinx_paperreview.core.files.digests import LENGTH, digest
from sphinx_paperreview.core.model import FRONT_KINDS, RELATION_KINDS
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.links import document_at, page_at, route_of_unknown
from sphinx_paperreview.domain.scope import has_own_theme
from sphinx_paperreview.outputs.page import pictures_in
from sphinx_paperreview.pages.gathered.maps import views_of
from sphinx_paperreview.pages.link_cards import cards_of
from sphinx_paperreview.pages.navigation import about_page, navigation
from sphinx_paperreview.pages.places import DocumentTree
from sphinx_paperreview.pages.sidebars import shown_in_sidebars
from sphinx_paperreview.reading.states.publishing import has_hidden_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.image_copies import PictureCopies
    from sphinx_paperreview.core.model import Link, Query
    from sphinx_paperreview.domain.domain import PaperDomain


def document_digests(
    domain: PaperDomain,
    builder: Builder,
    copies: PictureCopies,
    layout: str,
    known: Mapping[str, str],
) -> dict[str, str]:
    """Return a digest for each document: of what its page shows of other documents and files.

    It includes the time of reading, because another builder that shares the doctrees may have
    read the document again while its source did not change.

    :param layout: a digest of what shapes every page
    :param known: what was returned in the last build, if all that :func:`.facts_digest` covers is
        as it was then; else empty
    """
    env, archive = domain.env, domain.archive
    shared = digest((
        layout, navigation(archive, env, builder), about_page(archive, env), _site_title(env),
        bool(archive.posts), shown_in_sidebars(env.config, archive),
    ))  # fmt: skip
    images = _images(env, copies)
    tree = DocumentTree(env, builder) if has_own_theme(builder) else None
    places = cache(partial(_place, archive, env))
    found = {}
    for docname in sorted(env.found_docs):
        before = known.get(docname, "")
        # The first half is of those facts alone.
        is_known = len(before) == 2 * LENGTH
        facts = before[:LENGTH] if is_known else digest(_shown(domain, docname, places))
        links = tuple(_resolved(domain, link) for link in domain.records("links", docname))
        place = tree.place(docname) if tree is not None else ()
        rest = (shared, env.all_docs.get(docname), links, images.get(docname, ()), place)
        found[docname] = facts + digest(rest)
    return found


def _site_title(env: BuildEnvironment) -> tuple[str, ...]:
    title = env.titles.get(env.config.root_doc)
    return (title.astext() if title is not None else "",)


def _shown(
    domain: PaperDomain, docname: str, place: Callable[[str], tuple[str, str, str]]
) -> tuple[Any, ...]:
    """Return what the page of *docname* shows of records; *place* is :func:`_place`, cached."""
    archive = domain.archive
    post = archive.post(docname)
    papers = archive.papers_in(docname)
    if (
        post is None
        and not papers
        and not domain.data["links"].get(docname)
        and not domain.data["mentions"].get(docname)
        and (docname not in domain.data["queries"])
    ):
        return ()
    answers = tuple(
        _answer(archive, query, domain.settings.page_size)
        for query in domain.records("queries", docname)
    )
    people = archive.authors(post.authors) if post else ()
    pictures = (
        *pictures_in(people),
        *pictures_in(answers),
        *(path for paper in papers for path in archive.pictures_of(paper)),
    )
    return (
        _post_shown(archive, docname),
        tuple(_paper_shown(archive, key, place) for key in dict.fromkeys(p.id.key for p in papers)),
        archive.terms_of("org", (org for paper in papers for org in paper.orgs)),
        tuple(archive.paper_page(paper.id) for paper in papers),
        answers,
        tuple(domain.thumbnails.get(path) for path in pictures),
        cards_of(archive, docname, domain.records("links", docname)),
        len(archive.posts) if domain.records("queries", docname) else 0,
    )


def _answer(archive: Archive, query: Query, page_size: int) -> tuple[Any, ...]:
    if query.kind in FRONT_KINDS:
        return front_of(archive, query, page_size)
    if query.kind == "gallery":
        return figure_rows(archive, query)
    if query.kind == "map":
        return (views_of(archive)[0],)
    return statistics_of(archive, query) if query.kind == "statistics" else archive.answer(query)


def _post_shown(archive: Archive, docname: str) -> tuple[Any, ...]:
    post = archive.post(docname)
    if post is None:
        return ()
    people = tuple(archive.person(person) for person in post.authors)
    return (
        post,
        str(archive.updated(post)),
        archive.series_of(post)[0],
        tuple((part.docname, part.title) for part in archive.series_of(post)[1]),
        people,
        archive.authors(people),
        archive.terms_of("tag", post.tags),
        tuple((near.docname, near.title) if near else None for near in archive.neighbours(docname)),
    )


def _place(archive: Archive, env: BuildEnvironment, docname: str) -> tuple[str, str, str]:
    """Return date and titles of *docname*, as links to it show them."""
    date, title, post = archive.date_of(docname), env.titles.get(docname), archive.post(docname)
    return str(date), title.astext() if title is not None else "", post.title if post else ""


def _paper_shown(
    archive: Archive, key: str, place: Callable[[str], tuple[str, str, str]]
) -> tuple[Any, ...]:
    return (
        archive.about(key),
        tuple((kind, r.docname, r.anchor, r.title) for kind, r in archive.related_to(key)),
        tuple(
            (
                relation,
                archive.about(relation.target.key).title,
                archive.newest_elsewhere(relation.target.key),
                tuple(
                    (r.docname, r.anchor, r.title)
                    for r in archive.reviews_of(relation.target.key)[:1]
                ),
            )
            for review in archive.reviews_of(key)
            for relation in review.relations
        ),
        tuple((r.docname, r.anchor, place(r.docname)) for r in archive.reviews_of(key)),
        archive.elsewhere(key),
        tuple((m.docname, m.anchor, m.context, place(m.docname)) for m in archive.mentions_of(key)),
    )


def _resolved(domain: PaperDomain, link: Link) -> tuple[Any, ...]:
    """Return the present target of a cross-reference, as far as other documents decide it."""
    env, std = domain.env, domain.env.domains["std"]
    target = link.target
    if link.domain == "paper":
        names_paper = link.type in {"ref", *RELATION_KINDS}
        known = _known(domain, target) if names_paper else ()
        return (link, domain.target(link.type, target), known)
    names = (target, target.lower(), link.fragment, link.fragment.lower())
    labels = tuple(
        std.data[table].get(name) for table in ("labels", "anonlabels") for name in names
    )
    if link.domain == "doc":
        found = document_at(domain, target, link.address, link.docname)
        document = found or target
    else:
        found = route_of_unknown(domain, target, link.docname) if link.type == "myst" else None
        folder = "" if target.startswith("/") else posixpath.dirname(link.docname)
        document = found or posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
    heading = env.titles.get(document)
    slugs = env.metadata[document].get("myst_slugs", {}) if document in env.metadata else {}
    return (
        link,
        labels,
        _presence(env, document),
        f"{document}/index" in env.found_docs,
        tuple(paper.anchor for paper in domain.archive.papers_in(document)),
        heading.astext() if heading is not None and document in env.found_docs else "",
        tuple(str(part) for part in slugs.get(link.fragment, ())[1:]),
        tuple(domain.target(role, target) for role in domain.roles) if link.type == "any" else (),
        _known(domain, target) if link.type == "any" else (),
        found or (page_at(domain, link.address or target) if link.domain == "doc" else None),
        link.fragment not in slugs and any(link.fragment == each[1] for each in slugs.values()),
    )


def _known(domain: PaperDomain, target: str) -> tuple[Any, ...]:
    """Return what is known of the paper that *target* names, here and in other archives."""
    identifier = identifiers.identify(target)
    if identifier is None:
        return ()
    archive = domain.archive
    return archive.about(identifier.key).title, archive.newest_elsewhere(identifier.key)


def _presence(env: BuildEnvironment, docname: str) -> str:
    """Return ``read`` for a document, ``hidden`` for a draft, ``absent`` if there is no file."""
    if docname in env.found_docs:
        return "read"
    return "hidden" if has_hidden_source(env, docname) else "absent"


def _images(env: BuildEnvironment, copies: PictureCopies) -> dict[str, tuple[Any, ...]]:
    """Return for each document the output names of its images and of their copies."""
    result: dict[str, list[Any]] = {}
    for path, (docnames, name) in sorted(env.images.items()):
        for docname in docnames:
            result.setdefault(docname, []).append((path, name, copies.get(path, ())))
    return {docname: tuple(found) for docname, found in result.items()}
