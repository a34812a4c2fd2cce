"""The header and the footer of a post: its date line, its list of papers, its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.rendering.elements import block, paragraph, phrase, spaced, span
from sphinx_paperreview.rendering.lineage import series_line
from sphinx_paperreview.rendering.phrases import papers_phrase
from sphinx_paperreview.rendering.pictures import face_of, picture_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.core.model import Paper, Post
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Most authors of a post whose faces stand beside their names.
_FACES = 3


def lines_under_title(renderer: Renderer, post: Post) -> list[Part]:
    """Return what follows the title of *post*: its date line, tags and place in its series."""
    archive = renderer.archive
    papers = archive.papers_in(post.docname)
    date = renderer.long_date(post.date.date())
    parts: list[Part] = [renderer.time(post.date, date, "pr-date")]
    if papers:
        parts.append(span(papers_phrase(len(papers)), "pr-count"))
    updated = archive.updated(post)
    if updated.date() > post.date.date():
        words = _("Updated %(date)s") % {"date": renderer.long_date(updated.date())}
        parts.append(renderer.time(updated, words, "pr-updated"))
    minutes = _("%(count)d min read") % {"count": post.minutes}
    parts.append(span(minutes, "pr-minutes"))
    authors = archive.authors(post.authors)
    if authors:
        # Where there are many, their faces would be a crowd.
        faces = len(authors) <= _FACES
        named = (
            phrase(*(face_of(renderer, term) if faces else ()), renderer.term_link(term))
            for term in authors
        )
        links = spaced(named, ", ")
        parts.append(phrase(*links, classes=["pr-authors"]))
    result: list[Part] = [paragraph(*spaced(parts, renderer.between), classes=["pr-meta"])]
    tags = archive.terms_of("tag", post.tags)
    if tags:
        links = spaced((renderer.term_link(term) for term in tags), renderer.between)
        result.append(paragraph(*links, classes=["pr-tags"]))
    return [*result, *series_line(renderer, post)]


def post_contents(renderer: Renderer, papers: Sequence[Paper]) -> Element:
    """Return the numbered list of *papers*, those of a post, with links to their sections."""
    items = []
    for paper in papers:
        title = paper.title
        parts: list[Part] = [
            renderer.link(paper.docname, paper.anchor, title, classes=["pr-digest-title"]),
            *renderer.badge_group(paper.orgs),
        ]
        if line := paper.summary or paper.subtitle:
            parts += [" ", span(line, "pr-line")]
        parts += picture_of(renderer, renderer.archive.pictures_of(paper))
        items.append(block("li", *parts))
    return block(
        "nav", block("ol", *items), classes=["pr-digest"], aria_label=_("Papers in this post")
    )


def neighbour_links(renderer: Renderer, docname: str) -> Element | None:
    """Return the links to the posts before and after *docname*; None if it has no neighbours."""
    older, newer = renderer.archive.neighbours(docname)
    links: list[Part] = []
    for post, label, rel in ((older, _("Older"), "prev"), (newer, _("Newer"), "next")):
        if post is not None:
            children = (span(label, "pr-label"), " ",
                        span(post.title, "pr-neighbour-title"))  # fmt: skip
            links.append(renderer.link(post.docname, "", *children, classes=[f"pr-{rel}"]))
    if not links:
        return None
    return block("nav", *spaced(links), classes=["pr-neighbours"], aria_label=_("Posts"))
