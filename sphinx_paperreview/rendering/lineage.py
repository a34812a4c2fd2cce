"""Relations as nodes: of papers to other papers, and of a post to its series."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.rendering.elements import block, external, paragraph, phrase, spaced, span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_paperreview.archive.related import Related
    from sphinx_paperreview.core.model import Paper, PaperId, Post, Relation, RelationKind
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def _name(kind: RelationKind, *, inverse: bool) -> str:
    """Return the name of a relation, for the paper that states it or, *inverse*, for its target."""
    if kind == "builds-on":
        return _("Built on by") if inverse else _("Builds on")
    if kind == "contradicts":
        return _("Contradicted by") if inverse else _("Contradicts")
    return _("Compared in") if inverse else _("Compared with")


def lineage(
    renderer: Renderer, key: str, relations: Iterable[Relation], most: int | None = None
) -> list[Element]:
    """Return a phrase for each kind of relation of the paper *key*.

    *relations* are those that its reviews state; those that reviews of other papers state to it
    are added.

    :param most: as many papers are named in each phrase, and how many more there are
    """
    #: The links of each phrase, by paper; none for those that are only counted.
    found: dict[str, dict[str, Element | None]] = {}

    def add(label: str, key: str, link: Callable[[], Element]) -> None:
        links = found.setdefault(label, {})
        if key not in links:
            links[key] = link() if most is None or len(links) < most else None

    for relation in relations:
        label = _name(relation.kind, inverse=False)
        add(label, relation.target.key, partial(paper_link, renderer, relation.target))
    for kind, review in renderer.archive.related_to(key):
        # A comparison has the same name for both papers.
        label = _name(kind, inverse=kind != "compares")
        link = partial(renderer.link, review.docname, review.anchor, review.title)
        add(label, review.id.key, link)
    phrases = []
    for label, links in found.items():
        shown = [link for link in links.values() if link is not None]
        rest = [f" +{len(links) - len(shown)}"] if len(links) > len(shown) else []
        phrases.append(phrase(f"{label} ", *spaced(shown, ", "), *rest, classes=["pr-relation"]))
    return phrases


def paper_link(renderer: Renderer, identifier: PaperId) -> Element:
    """Return a link to the newest review of a paper: here, else elsewhere, else to the paper."""
    reviews = renderer.archive.reviews_of(identifier.key)
    if reviews:
        first = reviews[0]
        return renderer.link(first.docname, first.anchor, first.title)
    title = renderer.archive.about(identifier.key).title
    if other := renderer.archive.newest_elsewhere(identifier.key):
        return external(title or other.title, other.url, "pr-link")
    title = title or identifiers.label(identifier)
    address = identifiers.canonical_url(identifier)
    return external(title, address, "pr-link") if address else span(title)


def lineage_box(renderer: Renderer, reviews: Sequence[Paper]) -> list[Part]:
    """Return the section "Lineage" of a paper's page; nothing if *reviews* have no relations."""
    relations = dict.fromkeys(relation for review in reviews for relation in review.relations)
    phrases = lineage(renderer, reviews[0].id.key, relations)
    if not phrases:
        return []
    items = (block("li", phrase) for phrase in phrases)
    return [
        block("h2", _("Lineage")),
        block("ul", *items, classes=["pr-lineage"]),
    ]


def related_box(renderer: Renderer, found: Sequence[Related]) -> list[Part]:
    """Return the section "Related reviews" of a paper's page, with the reasons for each."""
    if not found:
        return []
    items = []
    for related in found:
        reasons = [*related.terms, *([_("similar words")] if related.is_similar else [])]
        reasons += [_("mentioned together")] if related.is_mentioned else []
        review = renderer.archive.reviews_of(related.key)[0]
        link = renderer.link(review.docname, review.anchor, review.title)
        items.append(block("li", link, " ", span(" · ".join(reasons), "pr-reason")))
    return [
        block("h2", _("Related reviews")),
        block("ul", *items, classes=["pr-related"]),
    ]


def series_line(renderer: Renderer, post: Post) -> list[Part]:
    """Return the line of *post* with its series, its number, and the parts before and after."""
    term, parts = renderer.archive.series_of(post)
    if term is None:
        return []
    position = next(number for number, part in enumerate(parts) if part.docname == post.docname)
    line: list[Part] = [
        span(_("Series"), "pr-label"),
        renderer.term_link(term),
        span(f"{position + 1}/{len(parts)}", "pr-count"),
    ]
    around = ((position - 1, _("Previous part")), (position + 1, _("Next part")))
    for number, label in around:
        if 0 <= number < len(parts):
            part = parts[number]
            text = f"{label}: {part.title}"
            line.append(renderer.link(part.docname, "", text))
    return [paragraph(*spaced(line, renderer.between), classes=["pr-series-line"])]
