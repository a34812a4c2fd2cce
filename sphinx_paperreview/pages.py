"""Gathered pages: archive, terms, papers (``html-collect-pages``).

Each page is described before it is made: a digest of the rows it shows decides whether it
has to be rendered at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview import identifiers
from sphinx_paperreview.archive import digest
from sphinx_paperreview.exports.slices import SLICED, term_keys
from sphinx_paperreview.model import TERM_SEGMENTS, Query
from sphinx_paperreview.render import (
    Renderer,
    block,
    external,
    locale_of,
    pagination,
    papers_phrase,
    posts_phrase,
    spaced,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.citations import Citations
    from sphinx_paperreview.model import Row, Term

_ = get_translation("paperreview")

#: Rows on one page of a long list, and rows of the papers index before it is split by year.
LIST_ROWS, INDEX_ROWS = 100, 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page that no document holds: what it is called, shows, and how it is made."""

    name: str
    kind: str
    title: str
    #: Of everything that the page shows.
    digest: str
    description: str
    make: Callable[[Renderer], list[Node]]
    #: What the head of the page says to programs, ready to be written.
    tags: Callable[[], str] = str


def gathered_pages(
    archive: Archive, citations: Citations, page_size: int, language: str
) -> Iterator[Page]:
    """Yield every gathered page that *archive* calls for, nothing rendered yet."""
    if archive.posts:
        yield from _archive_pages(archive, citations, language)
        yield from _front_pages(archive, page_size)
    for kind in TERM_SEGMENTS:
        if archive.terms(kind):
            yield from _term_pages(archive, citations, kind)
    if archive.papers:
        yield from _index_pages(archive, citations)
        yield from _paper_pages(archive, citations)


def _page(
    name: str, kind: str, title: str, rows: object, make: Callable[[Renderer], list[Node]],
    description: str = "",
) -> Page:  # fmt: skip
    return Page(name, kind, title, digest((kind, title, description, rows)), description, make)


def summary(posts: int, papers: int) -> nodes.paragraph:
    """Return the line that counts posts and papers."""
    parts = [posts_phrase(posts)] if posts else []
    parts += [papers_phrase(papers)] if papers else []
    counts = spaced((span(part, "pr-count") for part in parts), " · ")
    return nodes.paragraph("", "", *counts, classes=["pr-summary"])


def _archive_pages(archive: Archive, citations: Citations, language: str) -> Iterator[Page]:
    base = archive.segment("archive")
    years = tuple(dict.fromkeys(year for year, _month in archive.months))

    def periods(renderer: Renderer) -> Node:
        links = [renderer.link(f"{base}/{year}", "", nodes.Text(str(year))) for year in years]
        items = [block("li", link) for link in links]
        return block("nav", block("ul", *items), classes=["pr-years"], aria_label=_("Archive"))

    def body(query: Query, *, whole: bool) -> Callable[[Renderer], list[Node]]:
        def make(renderer: Renderer) -> list[Node]:
            rows = archive.answer(query)
            count = len(archive.papers) if whole else sum(row.count for row in rows)
            total = len(archive.posts) if whole else len(rows)
            lists = renderer.archive_rows(rows) if query.month is None else renderer.rows(rows)
            years_nav = [periods(renderer)] if len(years) > 1 or not whole else []
            folder = f"{renderer.page}/" if query.month else ""
            links = citations.links(renderer.builder, renderer.page, folder) if count else []
            links = links if whole or query.month else []
            return [summary(total, count), renderer.calendar(rows), *years_nav, *lists, *links]

        return make

    newest = Query("archive", limit=LIST_ROWS)
    counts = (len(archive.posts), len(archive.papers))
    yield _page(base, "archive", _("Archive"), (archive.answer(newest), years, counts),
                body(newest, whole=True))  # fmt: skip
    for year in years:
        query = Query("archive", year=year)
        yield _page(f"{base}/{year}", "year", str(year), (archive.answer(query), years),
                    body(query, whole=False))  # fmt: skip
    for year, month in archive.months:
        query = Query("archive", year=year, month=month)
        yield _page(f"{base}/{year}/{month:02}", "month", _month_name(year, month, language),
                    (archive.answer(query), years), body(query, whole=False))  # fmt: skip


def _month_name(year: int, month: int, language: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))


def _front_pages(archive: Archive, page_size: int) -> Iterator[Page]:
    """Yield ``page/2`` and on: the front list beyond what the index shows."""
    pages = -(-len(archive.posts) // page_size) if page_size else 1
    base = archive.segment("page")
    for number in range(2, pages + 1):
        query = Query("posts", offset=(number - 1) * page_size, limit=page_size)

        def make(renderer: Renderer, query: Query = query, number: int = number) -> list[Node]:
            links: list[tuple[str, str]] = []
            if number > 2:  # the first page is the author's own document
                links.append((_("Newer"), f"{base}/{number - 1}"))
            if number < pages:
                links.append((_("Older"), f"{base}/{number + 1}"))
            return [*renderer.archive_rows(archive.answer(query)), *pagination(renderer, links)]

        title = _("Posts, page %(number)d") % {"number": number}
        rows = (archive.answer(query), number < pages)
        yield _page(f"{base}/{number}", "posts", title, rows, make)


def _term_pages(archive: Archive, citations: Citations, kind: Any) -> Iterator[Page]:
    segment = TERM_SEGMENTS[kind]
    titles = {"tag": _("Tags"), "org": _("Organisations"), "author": _("Authors"),
              "series": _("Series")}  # fmt: skip
    rows = archive.answer(Query(segment))  # type: ignore[arg-type]  # segments are query kinds
    yield _page(archive.segment(segment), segment, titles[kind], rows,
                lambda renderer: renderer.rows(rows))  # fmt: skip
    for term in archive.terms(kind):
        yield from _term_page(archive, citations, term)


def _term_page(archive: Archive, citations: Citations, term: Term) -> Iterator[Page]:
    """Yield the pages of one term: its papers, then its posts, in pages of a bounded length."""
    papers, posts = archive.papers_under(term), archive.posts_under(term)
    things = [*papers, *posts]
    pages = max(1, -(-len(things) // LIST_ROWS))
    base = archive.term_page(term)
    for number in range(1, pages + 1):
        part = slice((number - 1) * LIST_ROWS, number * LIST_ROWS)
        paper_rows = tuple(archive.paper_row(paper) for paper in papers[part])
        offset = max(0, part.start - len(papers))
        count = LIST_ROWS - len(paper_rows)
        post_rows = tuple(archive.post_row(post) for post in posts[offset : offset + count])

        def make(
            renderer: Renderer,
            rows: tuple[tuple[Row, ...], tuple[Row, ...]] = (paper_rows, post_rows),
            number: int = number,
        ) -> list[Node]:
            result = _term_head(term)
            result.append(summary(len(posts), len(papers)))
            result += renderer.rows(rows[0]) if rows[0] else []
            result += renderer.archive_rows(rows[1])
            names = [base] + [f"{base}/{other}" for other in range(2, pages + 1)]
            links = [(_("Newer"), names[number - 2])] if number > 1 else []
            links += [(_("Older"), names[number])] if number < pages else []
            if number == 1 and term.kind in SLICED and term_keys(archive, term):
                result += citations.links(renderer.builder, base, f"{base}/")
            return result + pagination(renderer, links)

        name = base if number == 1 else f"{base}/{number}"
        shown = (term, paper_rows, post_rows, pages, len(papers), len(posts))
        yield _page(name, term.kind, term.label, shown, make, term.description)


def _term_head(term: Term) -> list[Node]:
    head: list[Node] = []
    if term.description:
        head.append(nodes.paragraph("", term.description, classes=["pr-description"]))
    if term.url:
        link = external(term.url, term.url, "pr-link")
        head.append(nodes.paragraph("", "", link, classes=["pr-description"]))
    return head


def _index_pages(archive: Archive, citations: Citations) -> Iterator[Page]:
    """Yield the index of papers, whole or split by year where it is long."""
    base, title = archive.segment("papers"), _("Papers")
    rows = archive.answer(Query("papers"))

    def whole(renderer: Renderer, rows: Sequence[Row], years: Sequence[str]) -> list[Node]:
        links = citations.links(renderer.builder, renderer.page, "")
        return [*_index(renderer, rows, years), *links]

    if len(rows) <= INDEX_ROWS:
        yield _page(base, "papers", title, rows, lambda renderer: whole(renderer, rows, ()))
        return
    years = tuple(dict.fromkeys(row.date.year for row in rows if row.date))
    names = tuple(f"{base}/{year}" for year in years)
    first = rows[:INDEX_ROWS]
    yield _page(base, "papers", title, (first, years, len(rows)),
                lambda renderer: whole(renderer, first, names))  # fmt: skip
    for year, name in zip(years, names, strict=True):
        found = tuple(row for row in rows if row.date and row.date.year == year)
        yield _page(name, "papers", f"{title} {year}", (found, years),
                    partial(_index, rows=found, years=names))  # fmt: skip


def _index(renderer: Renderer, rows: Sequence[Row], years: Sequence[str]) -> list[Node]:
    links = [(name.rpartition("/")[2], name) for name in years]
    return [summary(0, len(rows)), *pagination(renderer, links), renderer.index_table(rows)]


def _paper_pages(archive: Archive, citations: Citations) -> Iterator[Page]:
    for key in archive.keys:
        reviews, mentions = archive.reviews_of(key), archive.mentions_of(key)
        newest = reviews[0]
        name = archive.paper_page(newest.id)
        if not name:
            continue
        places = tuple((mention, archive.post(mention.docname)) for mention in mentions)
        rows = tuple(archive.paper_row(review) for review in reviews)
        posts = tuple(archive.post(review.docname) for review in reviews)

        def make(renderer: Renderer, key: str = key) -> list[Node]:
            box = citations.box(renderer.builder, renderer.page, key)
            return [*_paper(renderer, key), *box]

        orgs = archive.terms_of("org", (org for review in reviews for org in review.orgs))
        shown = (reviews, rows, places, posts, orgs, citations.digest(key))
        page = _page(name, "paper", newest.title, shown, make, newest.summary)
        yield replace(page, tags=partial(citations.tags, key))


def _paper(renderer: Renderer, key: str) -> list[Node]:
    """Return the page of one paper: reviews, mentions and links."""
    archive = renderer.archive
    reviews, mentions = archive.reviews_of(key), archive.mentions_of(key)
    newest = reviews[0]
    result: list[Node] = []
    subtitle = next((review.subtitle for review in reviews if review.subtitle), "")
    if subtitle:
        result.append(nodes.paragraph("", subtitle, classes=["pr-subtitle"]))
    orgs = renderer.badges(org for review in reviews for org in review.orgs)
    links: list[Node] = [
        external(label, url, "pr-link") for label, url in identifiers.links(newest.id)
    ]
    result.append(nodes.paragraph("", "", *spaced(orgs + links), classes=["pr-facts"]))
    result.append(block("h2", nodes.Text(_("Reviews"))))
    result += renderer.rows(tuple(_by_review(archive.paper_row(review)) for review in reviews))
    if mentions:
        items = [
            block("li", renderer.link(mention.docname, mention.anchor,
                                      nodes.Text(renderer.context(mention))))
            for mention in mentions
        ]  # fmt: skip
        result += [
            block("h2", nodes.Text(_("Mentions"))),
            block("ul", *items, classes=["pr-mentions"]),
        ]
    return result


def _by_review(row: Row) -> Row:
    """Return *row* without what the page of the paper says already."""
    return replace(row, subtitle="", orgs=())


def render_page(page: Page, archive: Archive, env: BuildEnvironment,
                builder: StandaloneHTMLBuilder) -> dict[str, Any]:  # fmt: skip
    """Return the template context of *page*."""
    renderer = Renderer(archive, env, builder, page.name)
    body = block("section", block("h1", nodes.Text(page.title)), *page.make(renderer))
    return {
        "title": page.title,
        "body": builder.render_partial(body)["fragment"],
        "paperreview_kind": page.kind,
        "paperreview_description": page.description,
        "metatags": page.tags(),
    }
