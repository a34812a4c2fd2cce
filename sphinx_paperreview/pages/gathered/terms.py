"""Gathered pages of tags, organisations, authors and series."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.citations.library import SLICED, term_keys
from sphinx_paperreview.core.model import TERM_SEGMENTS, Query
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gathered.gallery import term_gallery
from sphinx_paperreview.pages.gathered.paging import neighbour_pages, newest_and_older
from sphinx_paperreview.rendering.elements import block, external, paragraph, spaced
from sphinx_paperreview.rendering.lists import LIST_ROWS, month_lists, pagination, row_list, summary
from sphinx_paperreview.rendering.phrases import figures_phrase, list_titles
from sphinx_paperreview.rendering.pictures import face_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Row, Term, TermKind
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.pages.gathered.gallery import Gallery
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
    """Yield the pages of one term, each of its papers and its posts of a time.

    The first has the newest, and all if they are few. The others have ``LIST_ROWS`` rows each and
    are counted from the oldest.
    """
    rows = _rows_of(archive, term)
    base = archive.term_page(term)
    newest, *older = newest_and_older(rows, LIST_ROWS)
    counts = len(archive.posts_under(term)), len(archive.papers_under(term))
    for number, found in enumerate([newest, *older]):
        first = (counts, len(older), figures) if number == 0 else ()
        shown = (term, found, first, number == len(older))
        make = partial(_term, term=term, rows=found, number=number, count=len(older),
                       citations=citations, figures=figures)  # fmt: skip
        name = f"{base}/{number}" if number else base
        yield make_page(name, term.kind, term.label, shown, make, term.description, term)


def _rows_of(archive: Archive, term: Term) -> tuple[Row, ...]:
    """Return the papers and posts of *term*, the newest first, but a series from its beginning."""
    papers = [archive.paper_row(paper) for paper in archive.papers_under(term)]
    posts = [archive.post_row(post) for post in archive.posts_under(term)]
    if term.kind == "series":
        return (*papers, *posts[::-1])
    rows = [*papers, *posts]
    dated = sorted((row for row in rows if row.date), key=_date, reverse=True)
    return (*dated, *(row for row in rows if not row.date))


def _date(row: Row) -> datetime:
    assert row.date is not None  # noqa: S101  # the caller has left those out
    return row.date


def _term(
    renderer: Renderer,
    term: Term,
    rows: Sequence[Row],
    number: int,
    count: int,
    citations: Citations,
    figures: int,
) -> list[Part]:
    """Return the page *number* of a term, which shows *rows*: 0 has the newest.

    :param count: how many other pages there are
    """
    archive = renderer.archive
    base = archive.term_page(term)
    papers = [row for row in rows if row.kind == "paper"]
    result = _description(term)
    if number == 0:
        face = face_of(renderer, term)[:1] if term.kind == "author" else []
        if face:  # beside what is said of the author, if anything is
            result = [block("div", *face, block("div", *result), classes=["pr-person"])]
        counts = len(archive.posts_under(term)), len(archive.papers_under(term))
        more = [renderer.link(term_gallery(archive, term), "", figures_phrase(figures))]
        result.append(summary(*counts, *(more if figures else ())))
    result += row_list(renderer, papers) if papers else []
    result += month_lists(renderer, [row for row in rows if row.kind == "post"])
    if number == 0 and term.kind in SLICED and term_keys(archive, term):
        result += citations.links(renderer.builder, base, f"{base}/")
    if number == 0:
        return result + pagination(renderer, [(_("Older"), f"{base}/{count}")] if count else [])
    return result + pagination(renderer, neighbour_pages(base, base, number, count))


def _description(term: Term) -> list[Part]:
    """Return title, description and links of *term*, as far as the site gives them."""
    head: list[Part] = []
    if term.title:
        head.append(paragraph(term.title, classes=["pr-subtitle"]))
    if term.description:
        head.append(paragraph(term.description, classes=["pr-description"]))
    # Without its scheme an address fits a line of a phone.
    own = term.url.partition("://")[2].rstrip("/") or term.url
    links = ((own, term.url), *term.links) if term.url else term.links
    if links:
        outward = spaced((external(label, url, "pr-link") for label, url in links), " · ")
        head.append(paragraph(*outward, classes=["pr-description"]))
    return head
