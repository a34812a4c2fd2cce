"""The facts of a paper: as phrases, and as the line under the title of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.metadata.names import displayed
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.rendering.citations import BOX, coins_of
from sphinx_paperreview.rendering.elements import external, paragraph, phrase, spaced, span
from sphinx_paperreview.rendering.lineage import lineage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.core.model import Mention, Metadata, Paper, PaperId
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Most authors that a line of facts names; the page of the paper names all.
_AUTHORS_SHOWN = 5
#: Most links of a phrase "Also reviewed in" or of a relation, and of "Mentioned in"; the page of
#: the paper has all.
_REVIEWS_SHOWN = 10
MENTIONS_SHOWN = 3


# -- phrases --------------------------------------------------------------------------------------


def _authors_phrase(names: Sequence[str]) -> str:
    """Return the first of *names*, and the number of the others."""
    shown = ", ".join(names[:_AUTHORS_SHOWN])
    if len(names) <= _AUTHORS_SHOWN:
        return shown
    return _("%(names)s and %(count)d more") % {
        "names": shown,
        "count": len(names) - _AUTHORS_SHOWN,
    }


def _bibliographic_phrase(paper: Paper, about: Metadata) -> str:
    """Return authors, venue and year: those that the review gives, else those of *about*.

    The year of *about* is shown only beside authors or a venue, because an identifier alone
    implies its year. A year that the venue contains (``NeurIPS 2025``) is not repeated.
    """
    authors = _authors_phrase(displayed(paper.authors or about.authors))
    venue = paper.venue or about.venue
    year = paper.year or (about.year if authors or venue else "")
    parts = (authors, venue, "" if year in venue else year)
    return " · ".join(part for part in parts if part)


def version_phrase(identifier: PaperId, newest: int) -> str:
    """Return that *newest* is newer than the version that *identifier* names; else nothing."""
    linked = identifier.version
    if linked is None or linked >= newest:
        return ""
    return _("Review of v%(linked)d; v%(newest)d is out") % {"linked": linked, "newest": newest}


def places(code: str, project: str) -> Iterator[tuple[str, str]]:
    """Yield label and address of the paper's code and project page; empty ones are left out."""
    if code:
        yield _("Code"), code
    if project and project != code:
        yield _("Project"), project


# -- the line under a title -----------------------------------------------------------------------


def fact_line(renderer: Renderer, paper: Paper) -> Element:
    """Return the line of facts under the title of the review *paper*."""
    archive = renderer.archive
    about = archive.about(paper.id.key)
    has_pages = writes_gathered_pages(renderer.builder)
    parts: list[Part] = renderer.badges(paper.orgs)
    # On paper the other addresses of an identifier are words without use.
    links = identifiers.links(paper.id)[: None if renderer.html else 1]
    for number, (label, url) in enumerate(links):
        parts.append(external(label, url, "pr-link" if number else "pr-id"))
    for label, url in places(paper.code or about.code, paper.project or about.project):
        parts.append(external(label, url, "pr-link"))
    if has_pages and (page := archive.paper_page(paper.id)):
        parts.append(renderer.link(page, "", _("Paper page"),
                                   classes=["pr-link", "pr-paper-page"]))  # fmt: skip
        parts.append(renderer.link(page, BOX, _("Cite"), classes=["pr-link"]))
    parts += _other_places(renderer, paper)
    parts += _verdict(paper)
    parts += lineage(renderer, paper.id.key, paper.relations, _REVIEWS_SHOWN)
    if version := version_phrase(paper.id, about.version):
        parts.append(span(version, "pr-version"))
    if line := _bibliographic_phrase(paper, about):
        parts.insert(0, span(line, "pr-bibliographic"))
    if has_pages:
        parts.append(coins_of(archive, paper))
    return paragraph(*spaced(parts, renderer.between), classes=["pr-facts"])


def _verdict(paper: Paper) -> list[Part]:
    """Return rating, confidence and status, as far as the review gives them."""
    parts = [_("Rating") + f" {paper.rating}"] if paper.rating else []
    parts += [_("Confidence") + f" {paper.confidence}"] if paper.confidence else []
    parts += [paper.status] if paper.status else []
    return [span(" · ".join(parts), "pr-verdict")] if parts else []


def _other_places(renderer: Renderer, paper: Paper) -> list[Part]:
    """Return the other reviews of the paper, and the mentions of it in other documents."""
    archive = renderer.archive
    here = (paper.docname, paper.anchor)
    others = [
        review
        for review in archive.reviews_of(paper.id.key)
        if (review.docname, review.anchor) != here
    ]
    result: list[Part] = []
    if others:
        shown = others[:_REVIEWS_SHOWN]
        links = spaced((_review_link(renderer, review) for review in shown), ", ")
        if len(others) > len(shown):
            links.append(f" +{len(others) - len(shown)}")
        lead = _("Also reviewed in") + " "
        result.append(phrase(lead, *links, classes=["pr-also"]))
    if elsewhere := archive.elsewhere(paper.id.key):
        names = spaced((external(name, other.url, "pr-link") for name, other in elsewhere), ", ")
        result.append(phrase(_("Also reviewed at") + " ", *names, classes=["pr-elsewhere"]))
    mentions = [
        mention for mention in archive.mentions_of(paper.id.key) if mention.docname != paper.docname
    ]
    if mentions:
        result.append(mentioned_in(renderer, mentions))
    return result


def _review_link(renderer: Renderer, paper: Paper) -> Element:
    """Return a link to a review by its date, or by the title of its document if it has none."""
    date = renderer.archive.date_of(paper.docname)
    title = renderer.env.titles.get(paper.docname)
    fallback = title.astext() if title is not None else paper.docname
    words = date.date().isoformat() if date else fallback
    return renderer.link(paper.docname, paper.anchor, words)


# -- mentions -------------------------------------------------------------------------------------


def mentioned_in(renderer: Renderer, mentions: Sequence[Mention]) -> Element:
    """Return the phrase "Mentioned in" with links to the first of *mentions*."""
    shown = mentions[:MENTIONS_SHOWN]
    links = spaced((mention_link(renderer, mention) for mention in shown), ", ")
    if len(mentions) > len(shown):
        links.append(f" +{len(mentions) - len(shown)}")
    lead = _("Mentioned in") + " "
    return phrase(lead, *links, classes=["pr-mentioned"])


def mention_link(renderer: Renderer, mention: Mention) -> Element:
    """Return a link to the place of *mention*: its heading and the date of its post."""
    title = mention.context or mention.docname.rpartition("/")[2]
    post = renderer.archive.post(mention.docname)
    if post is not None and title != post.title:
        title = f"{title} ({post.date.date().isoformat()})"
    return renderer.link(mention.docname, mention.anchor, title)
