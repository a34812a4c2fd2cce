"""Gathered pages of pictures: every figure of the archive by month, organisation and tag."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from sphinx.locale import get_translation

from sphinx_paperreview.archive.figures import rows_of
from sphinx_paperreview.core.model import TERM_SEGMENTS
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gathered.paging import neighbour_pages, newest_and_older
from sphinx_paperreview.rendering.elements import block, paragraph, phrase, spaced, span
from sphinx_paperreview.rendering.lists import pagination
from sphinx_paperreview.rendering.phrases import figures_phrase, list_titles, locale_of
from sphinx_paperreview.rendering.pictures import figure_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Row, Term, TermKind
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Pictures on one page; the first has up to half more, or fewer.
PAGE = 60
#: Least pictures of an organisation or a tag with pages of its own: of fewer, its list of papers
#: shows as much.
_LEAST = 4
_KINDS: tuple[TermKind, ...] = ("org", "tag")


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of the listed reviews that have a small copy, newest first."""

    #: Of kind ``figure``: title of the paper, place of the figure, its caption and its path.
    figures: tuple[Row, ...]
    #: By year and month, newest first.
    months: dict[tuple[int, int], tuple[Row, ...]]
    #: By kind and slug of a term; only those with enough pictures.
    terms: dict[tuple[TermKind, str], tuple[Row, ...]]


def gallery_of(archive: Archive, pictures: Collection[str]) -> Gallery:
    """Return the figures of *archive* whose path is in *pictures*, those with a small copy."""
    figures: list[Row] = []
    months: dict[tuple[int, int], list[Row]] = defaultdict(list)
    terms: dict[tuple[TermKind, str], list[Row]] = defaultdict(list)
    for paper in archive.papers:
        rows = [row for row in rows_of(archive, paper) if row.pictures[0] in pictures]
        if not rows:
            continue
        row = archive.paper_row(paper)
        figures += rows
        if row.date is not None:
            months[row.date.year, row.date.month] += rows
        for _label, slug in row.orgs:
            terms["org", slug] += rows
        for _label, slug in row.tags:
            terms["tag", slug] += rows
    return Gallery(
        tuple(figures),
        {month: tuple(found) for month, found in sorted(months.items(), reverse=True)},
        {key: tuple(found) for key, found in sorted(terms.items()) if len(found) >= _LEAST},
    )


def gallery_pages(archive: Archive, gallery: Gallery, language: str) -> Iterator[Page]:
    """Yield the page of the newest figures, and the pages of each month, organisation and tag."""
    if not gallery.figures:
        return
    base = archive.segment("gallery")
    newest = gallery.figures[:PAGE]
    months = tuple((month, len(found)) for month, found in gallery.months.items())
    terms = tuple((archive.term(kind, slug), len(found))
                  for (kind, slug), found in gallery.terms.items())  # fmt: skip
    counts = tuple((term, count) for term, count in terms if term is not None)
    yield make_page(base, "gallery", _("Gallery"), (newest, months, counts, len(gallery.figures)),
                    partial(_newest, rows=newest, gallery=gallery, terms=counts))  # fmt: skip
    for (year, month), rows in gallery.months.items():
        name = str(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))
        yield from _paged(
            f"{base}/{year}/{month:02}", _("Gallery: %(name)s") % {"name": name}, rows
        )
    for term, _count in counts:
        rows = gallery.terms[term.kind, term.slug]
        title = _("Gallery: %(name)s") % {"name": term.label}
        yield from _paged(term_gallery(archive, term), title, rows)


def term_gallery(archive: Archive, term: Term) -> str:
    """Return the name of the page of the figures of *term*."""
    return f"{archive.segment('gallery')}/{TERM_SEGMENTS[term.kind]}/{term.slug}"


def _paged(base: str, title: str, rows: Sequence[Row]) -> Iterator[Page]:
    """Yield the pages of *rows*: *base* has the newest, the others are counted from the oldest."""
    newest, *older = newest_and_older(rows, PAGE)
    links = [(_("Older"), f"{base}/{len(older)}")] if older else []
    make = partial(_list, rows=newest, count=len(rows), links=links)
    yield make_page(base, "gallery", title, (newest, len(rows), len(older)), make)
    for number, found in enumerate(older, start=1):
        links = neighbour_pages(base, base, number, len(older))
        make = partial(_list, rows=found, count=0, links=links)
        yield make_page(f"{base}/{number}", "gallery", title, (found, tuple(links)), make)


def _newest(
    renderer: Renderer, rows: Sequence[Row], gallery: Gallery, terms: Sequence[tuple[Term, int]]
) -> list[Part]:
    base = renderer.archive.segment("gallery")
    months: list[Part] = [
        phrase(
            renderer.link(f"{base}/{year}/{month:02}", "",
                          renderer.skeleton("yMMM", date(year, month, 1))),
            " ", span(str(len(found)), "pr-count"),
        )
        for (year, month), found in gallery.months.items()
    ]  # fmt: skip
    result: list[Part] = [
        paragraph(span(figures_phrase(len(gallery.figures)), "pr-count"), classes=["pr-summary"]),
        *figure_list(renderer, rows),
        *_links(list_titles()["archive"], months),
    ]
    for kind in _KINDS:
        found: list[Part] = [
            phrase(renderer.link(term_gallery(renderer.archive, term), "", term.label), " ",
                   span(str(count), "pr-count"))
            for term, count in terms if term.kind == kind
        ]  # fmt: skip
        result += _links(list_titles()[TERM_SEGMENTS[kind]], found)
    return result


def _links(title: str, items: list[Part]) -> list[Part]:
    if not items:
        return []
    found = (block("li", item) for item in items)
    return [block("h2", title, classes=["pr-month"]), block("ul", *found, classes=["pr-terms"],
                                                            role="list")]  # fmt: skip


def _list(
    renderer: Renderer, rows: Sequence[Row], count: int, links: Sequence[tuple[str, str]]
) -> list[Part]:
    """Return a page of figures; *count* is how many there are on all, said on the first alone."""
    back = renderer.link(renderer.archive.segment("gallery"), "", _("All pictures"))
    line = [span(figures_phrase(count), "pr-count"), back] if count else [back]
    return [
        paragraph(*spaced(line, " · "), classes=["pr-summary"]),
        *figure_list(renderer, rows),
        *pagination(renderer, links),
    ]
