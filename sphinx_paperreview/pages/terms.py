"""Gathered pages of tags, organisations, authors and series."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.citations.library import SLICED, term_keys
from sphinx_paperreview.core.model import TERM_SEGMENTS, Query
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gallery import term_gallery
from sphinx_paperreview.rendering.elements import block, external, paragraph, spaced
from sphinx_paperreview.rendering.lists import LIST_ROWS, month_lists, pagination, row_list, summary
from sphinx_paperreview.rendering.phrases import figures_phrase, list_titles
from sphinx_paperreview.rendering.pictures import face_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Row, Term, TermKind
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.pages.gallery import Gallery
    from sphinx_paperreview.rendering.citations import Citations
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def term_pages(
    archive: Archive, citations: Citations, kind: TermKind, gallery: Gallery
) -> Iterator[Page]:
    """Yield the index of the terms of *kind*, and the pages of each."""
    segment = TERM_SEGMENTS[kind]
    rows = archive.answer(Query(segment))  # type: ignore[arg-type]  # segments are query kinds
    make = partial(row_list, rows=rows)
    yield make_page(archive.segment(segment), segment, list_titles()[segment], rows, make)
    for term in archive.terms(kind):
        figures = len(gallery.terms.get((term.kind, term.slug), ()))
        yield from _term_page(archive, citations, term, figures)


def _term_page(archive: Archive, citations: Citations, term: Term, figures: int) -> Iterator[Page]:
    """Yield the pages of one term: its papers, then its posts, at most ``LIST_ROWS`` a page."""
    papers, posts = archive.papers_under(term), archive.posts_under(term)
    if term.kind == "series":  # the first part comes first
        posts = posts[::-1]
    pages = max(1, -(-(len(papers) + len(posts)) // LIST_ROWS))
    base = archive.term_page(term)
    for number in range(1, pages + 1):
        part = slice((number - 1) * LIST_ROWS, number * LIST_ROWS)
        paper_rows = tuple(archive.paper_row(paper) for paper in papers[part])
        offset = max(0, part.start - len(papers))
        count = LIST_ROWS - len(paper_rows)
        post_rows = tuple(archive.post_row(post) for post in posts[offset : offset + count])
        shown = (term, paper_rows, post_rows, pages, len(papers), len(posts), figures)
        make = partial(_term, term=term, papers=paper_rows, posts=post_rows, number=number,
                       pages=pages, citations=citations, figures=figures)  # fmt: skip
        name = _name(base, number)
        yield make_page(name, term.kind, term.label, shown, make, term.description, term)


def _name(base: str, number: int) -> str:
    return base if number == 1 else f"{base}/{number}"


def _term(
    renderer: Renderer,
    term: Term,
    papers: Sequence[Row],
    posts: Sequence[Row],
    number: int,
    pages: int,
    citations: Citations,
    figures: int,
) -> list[Part]:
    """Return the page *number* of *pages* of a term, which shows *papers* and *posts*."""
    archive = renderer.archive
    base = archive.term_page(term)
    more = [renderer.link(term_gallery(archive, term), "", figures_phrase(figures))]
    total = summary(
        len(archive.posts_under(term)), len(archive.papers_under(term)), *(more if figures else ())
    )
    face = face_of(renderer, term)[:1] if term.kind == "author" else []
    about = _description(term)
    # Beside what is said of the author, if anything is.
    result = [block("div", *face, block("div", *about), classes=["pr-person"])] if face else about
    result.append(total)
    result += row_list(renderer, papers) if papers else []
    result += month_lists(renderer, posts)
    if number == 1 and term.kind in SLICED and term_keys(archive, term):
        result += citations.links(renderer.builder, base, f"{base}/")
    links = [(_("Newer"), _name(base, number - 1))] if number > 1 else []
    links += [(_("Older"), _name(base, number + 1))] if number < pages else []
    return result + pagination(renderer, links)


def _description(term: Term) -> list[Part]:
    """Return title, description and links of *term*, as far as the site gives them."""
    head: list[Part] = []
    if term.title:
        head.append(paragraph(term.title, classes=["pr-subtitle"]))
    if term.description:
        head.append(paragraph(term.description, classes=["pr-description"]))
    links = ((term.url, term.url), *term.links) if term.url else term.links
    if links:
        outward = spaced((external(label, url, "pr-link") for label, url in links), " · ")
        head.append(paragraph(*outward, classes=["pr-description"]))
    return head
