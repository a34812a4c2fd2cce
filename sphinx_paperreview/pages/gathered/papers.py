"""Gathered pages of papers: the index, a page for each paper, and the reading list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.model import Query
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gathered.paging import neighbour_pages, newest_and_older
from sphinx_paperreview.pages.search import engine, searches_papers
from sphinx_paperreview.rendering.elements import (
    block,
    external,
    paragraph,
    spaced,
    span,
    strong,
)
from sphinx_paperreview.rendering.facts import MENTIONS_SHOWN, mention_link, mentioned_in
from sphinx_paperreview.rendering.lineage import lineage_box, paper_link, related_box
from sphinx_paperreview.rendering.lists import (
    LIST_ROWS,
    links_to,
    other_archives,
    pagination,
    paper_table,
    row_list,
    search_box,
    summary,
)
from sphinx_paperreview.rendering.papers import paper_details, paper_links
from sphinx_paperreview.rendering.phrases import list_titles, reviews_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.files.federation import OtherPaper
    from sphinx_paperreview.core.model import Mention, Row
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.citations import Citations
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Most rows of the index; a longer one has pages for each year.
_INDEX_ROWS = 1000
#: Rows on a page of a year; its first page has up to half more, or fewer.
_YEAR_ROWS = 500


def index_pages(
    archive: Archive, citations: Citations, more: Sequence[tuple[str, str]]
) -> Iterator[Page]:
    """Yield the index of papers; a long one has pages for each year.

    *more* are other views of the archive, pairs of label and page.
    """
    base, title = archive.segment("papers"), list_titles()["papers"]
    rows = archive.answer(Query("papers"))
    unreviewed = len(archive.unreviewed)
    whole = partial(_whole_index, citations=citations, more=more)
    if len(rows) <= _INDEX_ROWS:
        yield make_page(base, "papers", title, (rows, unreviewed, more, archive.others_shown),
                        partial(whole, rows=rows, years=()))  # fmt: skip
        return
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.date:
            found[row.date.year].append(row)
    years = tuple(found)
    names = tuple(f"{base}/{year}" for year in years)
    first = rows[:_INDEX_ROWS]
    yield make_page(base, "papers", title, (first, years, len(rows), len(archive.keys),
                                           unreviewed, more, archive.others_shown),
                    partial(whole, rows=first, years=names))  # fmt: skip
    for (year, of_year), name in zip(found.items(), names, strict=True):
        newest, *older = newest_and_older(of_year, _YEAR_ROWS)
        for number, part in enumerate([newest, *older]):
            count, page = (0, f"{name}/{number}") if number else (len(of_year), name)
            links = tuple(_beside(name, number, len(older)))
            shown = (tuple(part), years, unreviewed, count, links)
            yield make_page(page, "papers", f"{title} {year}", shown,
                            partial(_index_of_year, rows=part, years=names, count=count,
                                    links=links))  # fmt: skip


def _beside(name: str, number: int, count: int) -> list[tuple[str, str]]:
    """Return the links of a page of a year to those beside it; number 0 has the newest papers.

    :param count: how many pages there are besides that
    """
    if number:
        return neighbour_pages(name, name, number, count)
    return [(_("Older"), f"{name}/{count}")] if count else []


def _whole_index(
    renderer: Renderer,
    rows: Sequence[Row],
    years: Sequence[str],
    citations: Citations,
    more: Sequence[tuple[str, str]],
) -> list[Part]:
    links = citations.links(renderer.builder, renderer.page, "")
    papers, reviews = len(renderer.archive.keys), len(renderer.archive.papers)
    more_reviews = [_reviews(reviews)] if reviews > papers else []
    line = summary(0, papers, *more_reviews, *links_to(renderer, more))
    index = _index(renderer, rows, years, line)
    found = [*index, *other_archives(renderer), *links]
    # Where our index searches all of the site, each page leads to its search.
    beside = engine(renderer.builder) == "sphinx" and searches_papers(renderer.builder)
    return [search_box(*found)] if beside else found


def _index_of_year(
    renderer: Renderer, rows: Sequence[Row], years: Sequence[str], count: int,
    links: Sequence[tuple[str, str]],
) -> list[Part]:  # fmt: skip
    """Return a page of the papers of a year; *count* is said of all, on the first alone."""
    line = summary(0, 0, _reviews(count)) if count else None
    return [*_index(renderer, rows, years, line), *pagination(renderer, links)]


def _reviews(count: int) -> Element:
    return span(reviews_phrase(count), "pr-count")


def _index(
    renderer: Renderer, rows: Sequence[Row], years: Sequence[str], line: Element | None
) -> list[Part]:
    """Return the index of *rows*, each of which is a review, below *line*."""
    links = [(name.rpartition("/")[2], name) for name in years]
    count = len(renderer.archive.unreviewed)
    if count:
        label = _("Mentioned, not yet reviewed") + f" ({count})"
        links.append((label, f"{renderer.archive.segment('papers')}/unreviewed"))
    head = [line] if line is not None else []
    return [*head, *pagination(renderer, links), paper_table(renderer, rows)]


def paper_pages(archive: Archive, citations: Citations) -> Iterator[Page]:
    """Yield the page of each paper that has one."""
    for key in archive.keys:
        reviews, mentions = archive.reviews_of(key), archive.mentions_of(key)
        newest = reviews[0]
        name = archive.paper_page(newest.id)
        if not name:
            continue
        rows = tuple(archive.paper_row(review) for review in reviews)
        posts = (archive.post(review.docname) for review in reviews)
        orgs = archive.terms_of("org", (org for review in reviews for org in review.orgs))
        people = tuple(person for post in posts if post for person in archive.people(post))
        # Of the posts, no more is shown: a page does not follow their other edits.
        shown = (reviews, rows, _places(archive, mentions), orgs, people, archive.authors(people),
                 _around(archive, key), citations.digest(key))  # fmt: skip
        make = partial(_paper, key=key, citations=citations)
        tags = partial(citations.tags, key)
        yield make_page(name, "paper", newest.title, shown, make, newest.summary, key, tags)


def _places(archive: Archive, mentions: Sequence[Mention]) -> tuple[object, ...]:
    """Return what a page shows of *mentions* and their posts, for its digest."""
    posts = (archive.post(mention.docname) for mention in mentions)
    shown = (post and (post.title, post.date) for post in posts)
    return tuple(zip(mentions, shown, strict=True))


def _around(archive: Archive, key: str) -> tuple[object, ...]:
    """Return what the page of a paper shows of other papers, for its digest."""
    targets = dict.fromkeys(
        [relation.target.key for review in archive.reviews_of(key) for relation in review.relations]
    )
    related = archive.related(key)
    near = [*targets, *[each.key for each in related]]
    names = tuple([
        (review.docname, review.anchor, review.title)
        for other in near
        for review in archive.reviews_of(other)[:1]
    ])  # fmt: skip
    titles = tuple([archive.about(target).title for target in targets])
    sources = tuple([
        (kind, review.docname, review.anchor, review.title)
        for kind, review in archive.related_to(key)
    ])  # fmt: skip
    elsewhere = tuple(map(archive.elsewhere, (key, *targets))) if archive.others else ()
    return related, names, titles, sources, elsewhere


def _paper(renderer: Renderer, key: str, citations: Citations) -> list[Part]:
    """Return the page of one paper: its facts, reviews, mentions and related reviews."""
    archive = renderer.archive
    reviews, mentions = archive.reviews_of(key), archive.mentions_of(key)
    newest = reviews[0]
    result: list[Part] = []
    subtitle = next((review.subtitle for review in reviews if review.subtitle), "")
    if subtitle:
        result.append(paragraph(subtitle, classes=["pr-subtitle"]))
    orgs = renderer.badges(org for review in reviews for org in review.orgs)
    if facts := orgs + paper_links(renderer, newest):
        result.append(paragraph(*spaced(facts), classes=["pr-facts"]))
    result += paper_details(renderer, newest)
    result += lineage_box(renderer, reviews)
    result.append(block("h2", _("Reviews")))
    result += row_list(renderer, [_by_review(archive.paper_row(review)) for review in reviews])
    if mentions:
        items = (block("li", mention_link(renderer, mention)) for mention in mentions)
        result += [
            block("h2", _("Mentions")),
            block("ul", *items, classes=["pr-mentions"]),
        ]
    if elsewhere := archive.elsewhere(key):
        items = (_elsewhere(name, other) for name, other in elsewhere)
        result += [block("h2", _("Reviews in other archives")), block("ul", *items)]
    result += related_box(renderer, archive.related(key))
    return result + citations.box(renderer.builder, renderer.page, key)


def _elsewhere(name: str, other: OtherPaper) -> Element:
    """Return the item of the paper in the archive called *name*, with its reviews."""
    page = external(other.title, other.url, "pr-link")
    days = [review for review in other.reviews if review.date]
    links = spaced((external(review.date, review.url, "pr-link") for review in days), ", ")
    return block("li", strong(name), " ", page, *([" (", *links, ")"] if links else []))


def queue_pages(archive: Archive) -> Iterator[Page]:
    """Yield the reading list: papers that are mentioned and not reviewed."""
    found = archive.unreviewed[:LIST_ROWS]
    if not found:
        return
    name = f"{archive.segment('papers')}/unreviewed"
    places = tuple(_places(archive, mentions[:MENTIONS_SHOWN]) for _key, mentions in found)
    shown = (
        tuple((key, len(mentions), archive.about(key).title) for key, mentions in found),
        tuple(archive.newest_elsewhere(key) for key, _mentions in found),
        places,
        len(archive.unreviewed),
    )
    title = _("Mentioned, not yet reviewed")
    yield make_page(name, "queue", title, shown, partial(_queue, found=found))


def _queue(renderer: Renderer, found: Sequence[tuple[str, tuple[Mention, ...]]]) -> list[Part]:
    items = []
    for _key, mentions in found:
        title = paper_link(renderer, mentions[0].id)
        items.append(block("li", title, " ", mentioned_in(renderer, mentions)))
    return [
        summary(0, len(renderer.archive.unreviewed)),
        block("ul", *items, classes=["pr-mentions"]),
    ]


def _by_review(row: Row) -> Row:
    """Return *row* without subtitle and organisations, which the page shows already."""
    return replace(row, subtitle="", orgs=())
