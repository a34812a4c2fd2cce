"""Gathered pages: archive, terms, papers (``html-collect-pages``).

Each page is described before it is made: a digest of the rows it shows decides whether it
has to be rendered at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.archive import digest
from sphinx_paperreview.chart_figures import page_nodes
from sphinx_paperreview.exports.slices import SLICED, term_keys
from sphinx_paperreview.lineage import lineage_box, paper_link, related_box
from sphinx_paperreview.model import TERM_SEGMENTS, Query
from sphinx_paperreview.paper_details import paper_details, paper_links
from sphinx_paperreview.render import (
    MENTIONS_SHOWN,
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
from sphinx_paperreview.statistics import count
from sphinx_paperreview.subscriptions import visible_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.citations import Citations
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.model import Mention, Row, Term

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
    #: The rows and records that it shows.
    shown: object = ()
    #: What it is about: a term, or the key of a paper.
    subject: Term | str | None = None

    def documents(self) -> Iterator[str]:
        """Yield the documents that something on the page comes from, in no order, some twice."""
        rest = [self.shown]
        while rest:
            item = rest.pop()
            if isinstance(item, tuple):
                rest += item
            elif docname := getattr(item, "docname", ""):
                yield docname


def gathered_pages(
    archive: Archive, citations: Citations, settings: Settings, language: str
) -> Iterator[Page]:
    """Yield every gathered page that *archive* calls for, nothing rendered yet."""
    counts = count(archive, Query("statistics")) if settings.statistics else ()
    more = archive.segment("statistics") if counts else ""
    if archive.posts:
        yield from _archive_pages(archive, citations, language, more)
        yield from _front_pages(archive, settings.page_size)
    for kind in TERM_SEGMENTS:
        if archive.terms(kind):
            yield from _term_pages(archive, citations, kind)
    if archive.papers:
        yield from _index_pages(archive, citations, more)
        yield from queue_pages(archive)
        yield from _paper_pages(archive, citations)
    if counts:
        yield _page(more, "statistics", _("Statistics"), (counts, language),
                    lambda renderer: page_nodes(renderer, counts))  # fmt: skip


def _page(
    name: str, kind: str, title: str, rows: object, make: Callable[[Renderer], list[Node]],
    description: str = "", subject: Term | str | None = None,
) -> Page:  # fmt: skip
    value = digest((kind, title, description, rows))
    return Page(name, kind, title, value, description, make, shown=rows, subject=subject)


def summary(posts: int, papers: int, *more: Node) -> nodes.paragraph:
    """Return the line that counts posts and papers, and *more*."""
    parts = [posts_phrase(posts)] if posts else []
    parts += [papers_phrase(papers)] if papers else []
    counts = spaced([*(span(part, "pr-count") for part in parts), *more], " · ")
    return nodes.paragraph("", "", *counts, classes=["pr-summary"])


def _link_to(renderer: Renderer, statistics: str) -> list[Node]:
    return [renderer.link(statistics, "", nodes.Text(_("Statistics")))] if statistics else []


def _archive_pages(
    archive: Archive, citations: Citations, language: str, statistics: str
) -> Iterator[Page]:
    base = archive.segment("archive")
    years = tuple(dict.fromkeys(year for year, _month in archive.months))

    def periods(renderer: Renderer) -> Node:
        links = [renderer.link(f"{base}/{year}", "", nodes.Text(str(year))) for year in years]
        items = [block("li", link) for link in links]
        return block("nav", block("ul", *items), classes=["pr-years"], aria_label=_("Archive"))

    def body(query: Query, *, whole: bool) -> Callable[[Renderer], list[Node]]:
        def make(renderer: Renderer) -> list[Node]:
            rows = archive.answer(query)
            papers = len(archive.papers) if whole else sum(row.count for row in rows)
            total = len(archive.posts) if whole else len(rows)
            lists = renderer.archive_rows(rows) if query.month is None else renderer.rows(rows)
            years_nav = [periods(renderer)] if len(years) > 1 or not whole else []
            more = _link_to(renderer, statistics) if whole else []
            folder = f"{renderer.page}/" if query.month else ""
            links = citations.links(renderer.builder, renderer.page, folder) if papers else []
            links = links if whole or (query.month and not query.day) else []
            line = summary(total, papers, *more)
            return [line, renderer.calendar(rows), *years_nav, *lists, *links]

        return make

    newest = Query("archive", limit=LIST_ROWS)
    counts = (len(archive.posts), len(archive.papers))
    yield _page(base, "archive", _("Archive"), (archive.answer(newest), years, counts, statistics),
                body(newest, whole=True))  # fmt: skip
    for year in years:
        query = Query("archive", year=year)
        yield _page(f"{base}/{year}", "year", str(year), (archive.answer(query), years),
                    body(query, whole=False))  # fmt: skip
    for day, posts in archive.days.items():
        if len(posts) > 1:  # a day with one post leads to it: see redirects.py
            query = Query("archive", year=day[0], month=day[1], day=day[2])
            yield _page("{}/{}/{:02}/{:02}".format(base, *day), "day", _day_name(day, language),
                        (archive.answer(query), years), body(query, whole=False))  # fmt: skip
    for year, month in archive.months:
        query = Query("archive", year=year, month=month)
        yield _page(f"{base}/{year}/{month:02}", "month", _month_name(year, month, language),
                    (archive.answer(query), years), body(query, whole=False))  # fmt: skip


def _month_name(year: int, month: int, language: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))


def _day_name(day: tuple[int, int, int], language: str) -> str:
    return str(format_date(date(*day), "long", locale=locale_of(language)))


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
    if term.kind == "series":  # is read from its beginning
        posts = posts[::-1]
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
        yield _page(name, term.kind, term.label, shown, make, term.description, term)


def _term_head(term: Term) -> list[Node]:
    head: list[Node] = []
    if term.title:
        head.append(nodes.paragraph("", term.title, classes=["pr-subtitle"]))
    if term.description:
        head.append(nodes.paragraph("", term.description, classes=["pr-description"]))
    links = ((term.url, term.url), *term.links) if term.url else term.links
    if links:
        outward = spaced((external(label, url, "pr-link") for label, url in links), " · ")
        head.append(nodes.paragraph("", "", *outward, classes=["pr-description"]))
    return head


def _index_pages(archive: Archive, citations: Citations, statistics: str) -> Iterator[Page]:
    """Yield the index of papers, whole or split by year where it is long."""
    base, title = archive.segment("papers"), _("Papers")
    rows = archive.answer(Query("papers"))
    waiting = len(archive.unreviewed)

    def whole(renderer: Renderer, rows: Sequence[Row], years: Sequence[str]) -> list[Node]:
        links = citations.links(renderer.builder, renderer.page, "")
        return [*_index(renderer, rows, years, statistics), *links]

    if len(rows) <= INDEX_ROWS:
        yield _page(base, "papers", title, (rows, waiting, statistics),
                    lambda renderer: whole(renderer, rows, ()))  # fmt: skip
        return
    years = tuple(dict.fromkeys(row.date.year for row in rows if row.date))
    names = tuple(f"{base}/{year}" for year in years)
    first = rows[:INDEX_ROWS]
    yield _page(base, "papers", title, (first, years, len(rows), waiting, statistics),
                lambda renderer: whole(renderer, first, names))  # fmt: skip
    for year, name in zip(years, names, strict=True):
        found = tuple(row for row in rows if row.date and row.date.year == year)
        yield _page(name, "papers", f"{title} {year}", (found, years, waiting),
                    partial(_index, rows=found, years=names))  # fmt: skip


def _index(
    renderer: Renderer, rows: Sequence[Row], years: Sequence[str], statistics: str = ""
) -> list[Node]:
    links = [(name.rpartition("/")[2], name) for name in years]
    count = len(renderer.archive.unreviewed)
    if count:
        label = _("Mentioned, not yet reviewed") + f" ({count})"
        links.append((label, f"{renderer.archive.segment('papers')}/unreviewed"))
    line = summary(0, len(rows), *_link_to(renderer, statistics))
    return [line, *pagination(renderer, links), renderer.index_table(rows)]


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
        people = tuple(person for post in posts if post for person in archive.people(post))
        authors = archive.terms_of("author", (person.name for person in people))
        shown = (reviews, rows, places, posts, orgs, archive.about(key), people, authors,
                 _around(archive, key), citations.digest(key))  # fmt: skip
        page = _page(name, "paper", newest.title, shown, make, newest.summary, key)
        yield replace(page, tags=partial(citations.tags, key))


def _around(archive: Archive, key: str) -> tuple[object, ...]:
    """Return what a paper's page shows of other papers."""
    targets = dict.fromkeys(
        relation.target.key for review in archive.reviews_of(key) for relation in review.relations
    )
    near = [*targets, *(related.key for related in archive.related(key))]
    found = (archive.reviews_of(other)[:1] for other in near)
    names = tuple(
        (review.docname, review.anchor, review.title) for reviews in found for review in reviews
    )
    titles = tuple(archive.about(target).title for target in targets)
    sources = tuple(
        (kind, review.docname, review.anchor, review.title)
        for kind, review in archive.related_to(key)
    )
    return archive.related(key), names, titles, sources


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
    links = paper_links(renderer, newest)
    result.append(nodes.paragraph("", "", *spaced(orgs + links), classes=["pr-facts"]))
    result += paper_details(renderer, newest)
    result += lineage_box(renderer, reviews)
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
    result += related_box(renderer, archive.related(key))
    return result


def queue_pages(archive: Archive) -> Iterator[Page]:
    """Yield the list of papers that are mentioned and not reviewed: a reading list."""
    found = archive.unreviewed[:LIST_ROWS]
    if not found:
        return
    name = f"{archive.segment('papers')}/unreviewed"
    places = tuple(
        tuple((mention, archive.post(mention.docname)) for mention in mentions[:MENTIONS_SHOWN])
        for _key, mentions in found
    )
    shown = (
        tuple((key, len(mentions), archive.about(key).title) for key, mentions in found),
        places,
        len(archive.unreviewed),
    )
    title = _("Mentioned, not yet reviewed")
    yield _page(name, "queue", title, shown, lambda renderer: _queue(renderer, found))


def _queue(renderer: Renderer, found: Sequence[tuple[str, tuple[Mention, ...]]]) -> list[Node]:
    items = []
    for _key, mentions in found:
        places = spaced(
            (renderer.link(mention.docname, mention.anchor, nodes.Text(renderer.context(mention)))
             for mention in mentions[:MENTIONS_SHOWN]), ", ",
        )  # fmt: skip
        if len(mentions) > MENTIONS_SHOWN:
            places.append(nodes.Text(f" +{len(mentions) - MENTIONS_SHOWN}"))
        lead = nodes.Text(_("Mentioned in") + " ")
        links = nodes.inline("", "", lead, *places, classes=["pr-mentioned"])
        title = paper_link(renderer, mentions[0].id)
        items.append(block("li", title, nodes.Text(" "), links))
    return [
        summary(0, len(renderer.archive.unreviewed)),
        block("ul", *items, classes=["pr-mentions"]),
    ]


def _by_review(row: Row) -> Row:
    """Return *row* without what the page of the paper says already."""
    return replace(row, subtitle="", orgs=())


def render_page(page: Page, archive: Archive, env: BuildEnvironment,
                builder: StandaloneHTMLBuilder) -> dict[str, Any]:  # fmt: skip
    """Return the template context of *page*."""
    renderer = Renderer(archive, env, builder, page.name)
    subscribe = visible_links(builder, page.name, page.kind)
    body = block("section", block("h1", nodes.Text(page.title)), *subscribe, *page.make(renderer))
    return {
        "title": page.title,
        "body": builder.render_partial(body)["fragment"],
        "paperreview_kind": page.kind,
        "paperreview_description": page.description,
        "paperreview_subject": page.subject,
        "metatags": page.tags(),
    }
