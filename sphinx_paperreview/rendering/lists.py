"""Rows of the archive as lists and tables, for documents and gathered pages alike.

HTML gets elements by name; other builders get lists and paragraphs with the same words.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.rendering.elements import (
    block,
    external,
    paragraph,
    phrase,
    spaced,
    span,
)
from sphinx_paperreview.rendering.forms import nodes_of
from sphinx_paperreview.rendering.phrases import papers_phrase, posts_phrase
from sphinx_paperreview.rendering.pictures import face_of, picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Most rows on one page of a list that has further pages.
LIST_ROWS = 100


def row_list(renderer: Renderer, rows: Sequence[Row], *, within_month: bool = False) -> list[Part]:
    """Return the list of *rows*, which are all posts, all papers or all terms of one kind.

    :param within_month: whether posts stand under the name of their month, so that no year is shown
    """
    if not rows:
        return [paragraph(_("Nothing here yet."), classes=["pr-empty"])]
    if not renderer.html:
        return [_plain_list(renderer, rows)]
    if rows[0].kind == "post":
        entries = (_post_entry(renderer, row, within_month=within_month) for row in rows)
        return [block("div", *entries, classes=["pr-entries"])]
    if rows[0].kind != "paper":
        item, classes = _term_item, ["pr-terms"]
    else:
        is_dated = any(row.date for row in rows)
        item, classes = _paper_item, ["pr-papers"] if is_dated else ["pr-papers", "pr-undated"]
    # WebKit does not report a list without markers as a list, unless it has the role.
    return [block("ul", *(item(renderer, row) for row in rows), classes=classes, role="list")]


def paper_cards(renderer: Renderer, rows: Sequence[Row]) -> Element:
    """Return papers as cards: title, words on it, organisations and date of each."""
    return block("ul", *(_card(renderer, row) for row in rows), classes=["pr-cards"], role="list")


def _card(renderer: Renderer, row: Row) -> Element:
    target = (row.docname, row.anchor) if row.docname else (row.page, "")
    parts: list[Part] = [
        *picture_of(renderer, row.pictures),
        paragraph(renderer.link(*target, row.title, classes=["pr-row-title"])),
    ]  # fmt: skip
    if words := row.subtitle or row.summary:
        parts.append(paragraph(words, classes=["pr-row-subtitle"]))
    foot: list[Part] = []
    if row.date:
        foot.append(renderer.time(row.date, row.date.date().isoformat(), "pr-date"))
    foot += renderer.badge_group(label for label, _slug in row.orgs)
    if foot:
        parts.append(paragraph(*foot, classes=["pr-card-foot"]))
    return block("li", *parts, classes=["pr-card"])


def search_box(*shown: Part) -> Element:
    """Return the place of a search of papers above what is *shown* until words are typed.

    A script fills the place.
    """
    place = block(
        "div",
        classes=["pr-finder"],
        data_label=_("Search papers: words, an organisation or an arXiv id"),
        data_button=_("Search"),
        data_failed=_("The search cannot be loaded."),
    )
    return block("div", place, block("div", *shown), classes=["pr-search-box"])


def _plain_list(renderer: Renderer, rows: Sequence[Row]) -> nodes.bullet_list:
    """Return *rows* as a bullet list, which every builder can write."""
    items = []
    for row in rows:
        words = row.title or (renderer.long_date(row.date.date()) if row.date else row.docname)
        parts: list[Part] = [renderer.link(row.docname or row.page, row.anchor, words)]
        if row.date and row.title:
            parts.insert(0, row.date.date().isoformat() + " ")
        orgs = ", ".join(label for label, _slug in row.orgs)
        if orgs:
            parts.append(f" ({orgs})")
        item = nodes.list_item("", *nodes_of([paragraph(*parts)]))
        if row.children:
            item += _plain_list(renderer, row.children)
        items.append(item)
    return nodes.bullet_list("", *items, bullet="-")


def _paper_item(renderer: Renderer, row: Row) -> Element:
    target = (row.docname, row.anchor) if row.docname else (row.page, "")
    body = [renderer.link(*target, row.title, classes=["pr-row-title"])]
    if row.subtitle or row.summary:
        body.append(span(row.subtitle or row.summary, "pr-row-subtitle"))
    parts: list[Part] = [block("div", *body, classes=["pr-row-body"])]
    if row.date:
        time = renderer.time(row.date, row.date.date().isoformat(), "pr-date")
        parts[:0] = [time, " "]
    orgs = renderer.badge_group(label for label, _slug in row.orgs)
    picture = picture_of(renderer, row.pictures)
    return block("li", *parts, *orgs, *picture, classes=["pr-row"])


def _term_item(renderer: Renderer, row: Row) -> Element:
    kind: Any = row.kind
    term = renderer.archive.term(kind, row.page.rpartition("/")[2])
    label = renderer.term_link(term) if term else row.title
    face = face_of(renderer, term) if term and term.kind == "author" else []
    parts = [*face, label, " ", span(str(row.count), "pr-count")]
    if row.summary:
        parts += [" ", span(row.summary, "pr-term-description")]
    return block("li", *parts)


def _post_entry(renderer: Renderer, row: Row, *, within_month: bool) -> Element:
    """Return a post: its day, its title, and the titles of its papers or its summary."""
    assert row.date is not None  # noqa: S101  # a post has a date
    day = row.date.date()
    time = renderer.time(row.date, renderer.skeleton("MMMd" if within_month else "yMMMd", day))
    weekday = str(format_date(day, "EEE", locale=renderer.locale))
    head: list[Part] = [
        renderer.link(row.docname, "", time),
        " ",
        span(weekday, "pr-weekday"),
    ]
    if row.pinned:
        head += [" ", span(_("Pinned"), "pr-pinned")]
    if row.count:
        head += [" ", span(papers_phrase(row.count), "pr-count")]
    body: list[Part] = []
    if row.title:
        link = renderer.link(row.docname, "", row.title)
        body.append(paragraph(link, classes=["pr-entry-title"]))
    if row.children:
        items = (
            block("li", renderer.link(child.docname, child.anchor, child.title))
            for child in row.children
        )
        body.append(block("ol", *items, classes=["pr-entry-papers"]))
    elif row.summary:
        body.append(paragraph(row.summary, classes=["pr-entry-summary"]))
    return block(
        "div",
        block("div", *head, classes=["pr-entry-date"]),
        block("div", *body, classes=["pr-entry-body"]),
        *picture_of(renderer, row.pictures),
        classes=["pr-entry"],
    )


def month_lists(renderer: Renderer, rows: Sequence[Row]) -> Iterator[Part]:
    """Yield a heading and a list of posts for each month of *rows*, which are newest first.

    Pinned posts that come before newer ones are a list of their own.
    """
    ahead = _ahead(rows)
    if ahead:
        yield _month_heading(renderer, _("Pinned"))
        yield from row_list(renderer, [replace(row, pinned=False) for row in rows[:ahead]])
    months: dict[tuple[int, int], list[Row]] = {}
    # Not itertools.groupby: moments of two zones may go back to another month.
    for row in rows[ahead:]:
        months.setdefault(_month(row), []).append(row)
    for (year, month), found in months.items():
        name = renderer.skeleton("yMMMM", dt.date(year, month, 1))
        page = f"{renderer.archive.segment('archive')}/{year}/{month:02}"
        link = renderer.link(page, "", name) if renderer.page != page else name
        yield _month_heading(renderer, link)
        yield from row_list(renderer, tuple(found), within_month=True)


def _month_heading(renderer: Renderer, words: Part) -> Part:
    if renderer.html:
        return block("h2", words, classes=["pr-month"])
    return nodes.rubric("", "", *nodes_of([words]))


def _ahead(rows: Sequence[Row]) -> int:
    """Return how many posts at the beginning of *rows* are there only because they are pinned."""
    count = next((place for place, row in enumerate(rows) if not row.pinned), len(rows))
    dates = [row.date for row in rows[: count + 1] if row.date]
    return count if any(later > date for date, later in itertools.pairwise(dates)) else 0


def _month(row: Row) -> tuple[int, int]:
    assert row.date is not None  # noqa: S101  # a post has a date
    return row.date.year, row.date.month


def paper_table(renderer: Renderer, rows: Sequence[Row]) -> Element:
    """Return the table of papers: date, title, organisations and identifier of each.

    Classes say which columns are empty, for the style sheets.
    """
    names = (_("Date"), _("Paper"), _("Organisation"), _("Identifier"))
    head = block("thead", block("tr", *(block("th", name, scope="col")
                                        for name in names)))  # fmt: skip
    body = block("tbody", *(_table_row(renderer, row) for row in rows))
    classes = ["pr-index"]
    classes += [] if any(row.date for row in rows) else ["pr-no-dates"]
    classes += [] if any(row.orgs for row in rows) else ["pr-no-orgs"]
    return block("table", head, body, classes=classes)


def _table_row(renderer: Renderer, row: Row) -> Element:
    date: list[Part] = []
    if row.date:
        time = renderer.time(row.date, row.date.date().isoformat())
        date = [renderer.link(row.docname, "", time)]
    paper: list[Part] = [
        renderer.link(row.docname, row.anchor, row.title, classes=["pr-row-title"])
    ]
    if row.subtitle:
        paper += [" ", span(row.subtitle, "pr-row-subtitle")]
    # Before the title, beside which it floats.
    paper[:0] = picture_of(renderer, row.pictures)
    identifier: list[Part] = []
    address = identifiers.canonical_url(row.identifier) if row.identifier is not None else ""
    if row.identifier is not None and address:
        label = row.identifier.value if row.identifier.scheme != "url" else "URL"
        identifier = [external(label, address, "pr-id")]
    orgs = renderer.badge_group(label for label, _slug in row.orgs)
    return block(
        "tr",
        *(block("td", *cell) for cell in (date, paper, orgs, identifier)),
        data_orgs=" ".join(slug for _label, slug in row.orgs),
        data_tags=" ".join(slug for _label, slug in row.tags),
    )


def pagination(renderer: Renderer, links: Sequence[tuple[str, str]]) -> list[Part]:
    """Return the navigation between the pages of a list; *links* are pairs of label and page."""
    if not links:
        return []
    children: list[Part] = []
    for label, page in links:
        children += [renderer.link(page, "", label), " "]
    return [block("nav", *children, classes=["pr-pagination"], aria_label=_("Pages"))]


def summary(posts: int, papers: int, *more: Part) -> Element:
    """Return the line that counts posts and papers, followed by *more*; zero is left out."""
    parts = [posts_phrase(posts)] if posts else []
    parts += [papers_phrase(papers)] if papers else []
    counts = spaced([*(span(part, "pr-count") for part in parts), *more], " · ")
    return paragraph(*counts, classes=["pr-summary"])


def other_archives(renderer: Renderer) -> list[Part]:
    """Return the links to the archives of ``paperreview_federation``; nothing without them."""
    found = renderer.archive.others_shown
    if not found:
        return []
    links = [
        phrase(external(name, url, "pr-link"), " ", span(str(count), "pr-count"))
        for name, url, count in found
    ]
    label = span(_("Other archives"), "pr-label")
    return [paragraph(*spaced([label, *links]), classes=["pr-summary"])]


def links_to(renderer: Renderer, pages: Sequence[tuple[str, str]]) -> list[Part]:
    """Return links to *pages*, which are pairs of label and page."""
    return [renderer.link(page, "", label) for label, page in pages]
