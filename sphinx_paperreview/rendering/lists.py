"""Rows and records as nodes: the one place where what the archive knows takes a shape.

Documents and gathered pages share it. HTML gets elements by name; other builders get lists
and paragraphs with the same words.
"""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.rendering.posts import PostRenderer
from sphinx_paperreview.rendering.renderer import (
    block,
    external,
    inline,
    papers_phrase,
    posts_phrase,
    spaced,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import Row

_ = get_translation("paperreview")

#: Papers of a day from which a calendar cell takes the next level.
LEVELS = (1, 3, 6, 9)


class Renderer(PostRenderer):
    """Makes the nodes that one page shows."""

    def rows(self, rows: Sequence[Row]) -> list[Node]:
        """Return a list of *rows*, which are of one kind."""
        if not rows:
            return [nodes.paragraph("", _("Nothing here yet."), classes=["pr-empty"])]
        if not self.html:
            return [self._plain(rows)]
        if rows[0].kind == "post":
            return [block("div", *(self.entry(row) for row in rows), classes=["pr-entries"])]
        if rows[0].kind == "paper":
            items = (self._paper_item(row) for row in rows)
            return [block("ul", *items, classes=["pr-papers"], role="list")]
        return [block("ul", *(self._term_item(row) for row in rows), classes=["pr-terms"],
                      role="list")]  # fmt: skip

    def _plain(self, rows: Sequence[Row]) -> Element:
        """Return *rows* as the list that every builder has."""
        items = []
        for row in rows:
            words = row.title or (self.long_date(row.date.date()) if row.date else row.docname)
            parts: list[Node] = [self.link(row.docname or row.page, row.anchor, nodes.Text(words))]
            if row.date and row.title:
                parts.insert(0, nodes.Text(row.date.date().isoformat() + " "))
            orgs = ", ".join(label for label, _slug in row.orgs)
            if orgs:
                parts.append(nodes.Text(f" ({orgs})"))
            item = nodes.list_item("", nodes.paragraph("", "", *parts))
            if row.children:
                item += self._plain(row.children)
            items.append(item)
        return nodes.bullet_list("", *items, bullet="-")

    def _paper_item(self, row: Row) -> Element:
        target = (row.docname, row.anchor) if row.docname else (row.page, "")
        body = [self.link(*target, nodes.Text(row.title), classes=["pr-row-title"])]
        if row.subtitle or row.summary:
            body.append(span(row.subtitle or row.summary, "pr-row-subtitle"))
        parts: list[Node] = [block("div", *body, classes=["pr-row-body"])]
        if row.date:
            time = self.time(row.date, row.date.date().isoformat(), "pr-date")
            parts[:0] = [time, nodes.Text(" ")]
        return block("li", *parts, *self._orgs(label for label, _slug in row.orgs),
                     classes=["pr-row"])  # fmt: skip

    def _term_item(self, row: Row) -> Element:
        kind: Any = row.kind
        term = self.archive.term(kind, row.page.rpartition("/")[2])
        label = self.term(term) if term else nodes.Text(row.title)
        parts = [label, nodes.Text(" "), span(str(row.count), "pr-count")]
        if row.summary:
            parts += [nodes.Text(" "), span(row.summary, "pr-term-description")]
        return block("li", *parts)

    def entry(self, row: Row) -> Element:
        """Return a post of the archive: its day, and the titles of its papers."""
        assert row.date is not None  # noqa: S101  # a post has a date
        day = self.time(row.date, self.skeleton("MMMd", row.date.date()))
        head: list[Node] = [
            self.link(row.docname, "", day),
            nodes.Text(" "),
            span(str(format_date(row.date.date(), "EEE", locale=self.locale)), "pr-weekday"),
        ]
        if row.pinned:
            head += [nodes.Text(" "), span(_("Pinned"), "pr-pinned")]
        if row.count:
            head += [nodes.Text(" "), span(papers_phrase(row.count), "pr-count")]
        body: list[Node] = []
        if row.title:
            link = self.link(row.docname, "", nodes.Text(row.title))
            body.append(nodes.paragraph("", "", link, classes=["pr-entry-title"]))
        if row.children:
            items = (
                block("li", self.link(child.docname, child.anchor, nodes.Text(child.title)))
                for child in row.children
            )
            body.append(block("ol", *items, classes=["pr-entry-papers"]))
        elif row.summary:
            body.append(nodes.paragraph("", row.summary, classes=["pr-entry-summary"]))
        return block(
            "div",
            block("div", *head, classes=["pr-entry-date"]),
            block("div", *body, classes=["pr-entry-body"]),
            classes=["pr-entry"],
        )

    def archive_rows(self, rows: Sequence[Row], *, heading: str = "h2") -> Iterator[Node]:
        """Yield a heading and the posts for each month of *rows*, which are newest first."""
        for (year, month), found in groupby(rows, key=_month):
            name = self.skeleton("yMMMM", dt.date(year, month, 1))
            page = f"{self.archive.segment('archive')}/{year}/{month:02}"
            link = self.link(page, "", nodes.Text(name)) if self.page != page else nodes.Text(name)
            if self.html:
                yield block(heading, link, classes=["pr-month"])
            else:
                yield nodes.rubric("", "", link)
            yield from self.rows(tuple(found))

    def calendar(self, rows: Sequence[Row]) -> Element:
        """Return a matrix of days: a line for each month that has a post of *rows*."""
        days: dict[dt.date, list[Row]] = {}
        for row in rows:
            days.setdefault(_day(row), []).append(row)
        months = sorted({(day.year, day.month) for day in days})
        body = block("tbody", *(self._calendar_row(month, days) for month in months))
        table = block("table", body)
        return block("nav", table, classes=["pr-calendar"], aria_label=_("Calendar"))

    def _calendar_row(self, month: tuple[int, int], days: dict[dt.date, list[Row]]) -> Element:
        year, number = month
        first = dt.date(year, number, 1)
        name = self.skeleton("yMMM", first)
        cells = [block("th", nodes.Text(name), scope="row")]
        last = calendar.monthrange(year, number)[1]
        for day in range(1, 32):
            found = days.get(dt.date(year, number, day), []) if day <= last else []
            cells.append(self._cell(found) if found else
                         block("td", classes=[] if day <= last else ["pr-none"]))  # fmt: skip
        return block("tr", *cells)

    def _cell(self, rows: list[Row]) -> Element:
        row = rows[0]
        day = _day(row)
        papers = sum(each.count for each in rows)
        level = max(
            (number + 1 for number, least in enumerate(LEVELS) if papers >= least), default=1
        )
        label = f"{self.long_date(day)} · {papers_phrase(papers)}"
        # The visible number is one of thirty-one like it, so the name of the link is the date.
        children = (inline("span", nodes.Text(str(day.day)), aria_hidden="true"),
                    span(label, "visually-hidden"))  # fmt: skip
        return block("td", self.link(row.docname, "", *children), classes=[f"pr-level-{level}"])

    def index_table(self, rows: Sequence[Row]) -> Element:
        """Return the table of all papers."""
        names = (_("Date"), _("Paper"), _("Organisation"), _("Identifier"))
        head = block("thead", block("tr", *(block("th", nodes.Text(name), scope="col")
                                            for name in names)))  # fmt: skip
        body = block("tbody", *(self._index_row(row) for row in rows))
        return block("table", head, body, classes=["pr-index"])

    def _index_row(self, row: Row) -> Element:
        date: list[Node] = []
        if row.date:
            time = self.time(row.date, row.date.date().isoformat())
            date = [self.link(row.docname, "", time)]
        paper: list[Node] = [
            self.link(row.docname, row.anchor, nodes.Text(row.title), classes=["pr-row-title"])
        ]
        if row.subtitle:
            paper += [nodes.Text(" "), span(row.subtitle, "pr-row-subtitle")]
        identifier: list[Node] = []
        if row.identifier is not None:
            label = row.identifier.value if row.identifier.scheme != "url" else "URL"
            identifier = [external(label, identifiers.canonical_url(row.identifier), "pr-id")]
        orgs = self._orgs(label for label, _slug in row.orgs)
        return block(
            "tr",
            *(block("td", *cell) for cell in (date, paper, orgs, identifier)),
            data_orgs=" ".join(slug for _label, slug in row.orgs),
            data_tags=" ".join(slug for _label, slug in row.tags),
        )


def _day(row: Row) -> dt.date:
    assert row.date is not None  # noqa: S101  # a post has a date
    return row.date.date()


def _month(row: Row) -> tuple[int, int]:
    day = _day(row)
    return day.year, day.month


def pagination(renderer: Renderer, links: Sequence[tuple[str, str]]) -> list[Node]:
    """Return the navigation between pages of one list: ``(label, page)`` each."""
    if not links:
        return []
    children: list[Node] = []
    for label, page in links:
        children += [renderer.link(page, "", nodes.Text(label)), nodes.Text(" ")]
    return [block("nav", *children, classes=["pr-pagination"], aria_label=_("Pages"))]


def summary(posts: int, papers: int, *more: Node) -> nodes.paragraph:
    """Return the line that counts posts and papers, and *more*."""
    parts = [posts_phrase(posts)] if posts else []
    parts += [papers_phrase(papers)] if papers else []
    counts = spaced([*(span(part, "pr-count") for part in parts), *more], " · ")
    return nodes.paragraph("", "", *counts, classes=["pr-summary"])


def link_to(renderer: Renderer, statistics: str) -> list[Node]:
    """Return the link to the page of statistics, where there is one."""
    return [renderer.link(statistics, "", nodes.Text(_("Statistics")))] if statistics else []
