"""Rows and records as nodes: the one place where what the archive knows takes a shape.

Documents and gathered pages share it. HTML gets elements by name; other builders get lists
and paragraphs with the same words.
"""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from sphinx_paperreview import identifiers, slugs
from sphinx_paperreview.bibliographic import bibliographic, places, version_phrase
from sphinx_paperreview.citations import BOX, coins_of
from sphinx_paperreview.nodes import block_element, inline_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.model import Mention, Paper, Post, Row, Term

_ = get_translation("paperreview")

#: Most links of "mentioned in" in a fact line; the paper's page has all.
MENTIONS_SHOWN = 3
#: Papers of a day from which a calendar cell takes the next level.
LEVELS = (1, 3, 6, 9)


def block(tag: str, *children: Node, classes: Sequence[str] = (), **attributes: str) -> Element:
    """Return a block element with checked attributes (``aria_label`` is ``aria-label``)."""
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return block_element("", *children, tag=tag, classes=list(classes), attributes=names)


def inline(tag: str, *children: Node, classes: Sequence[str] = (), **attributes: str) -> Element:
    """Return an inline element, as :func:`block` does."""
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return inline_element("", "", *children, tag=tag, classes=list(classes), attributes=names)


def span(text: str, *classes: str) -> nodes.inline:
    """Return *text* with *classes*."""
    return nodes.inline(text, text, classes=list(classes))


def spaced(items: Iterable[Node], between: str = " ") -> list[Node]:
    """Return *items* with *between* between them."""
    result: list[Node] = []
    for item in items:
        result += [nodes.Text(between), item] if result else [item]
    return result


def counted(count: int, one: str, many: str) -> str:
    """Return the translated phrase for *count* things."""
    return (_(one) if count == 1 else _(many)) % {"count": count}


def papers_phrase(count: int) -> str:
    """Return "8 papers" in the site's language."""
    return counted(count, "%(count)d paper", "%(count)d papers")


def posts_phrase(count: int) -> str:
    """Return "12 posts" in the site's language."""
    return counted(count, "%(count)d post", "%(count)d posts")


class Renderer:
    """Makes the nodes that one page shows.

    :param page: docname, or name of a gathered page, from which links lead
    """

    def __init__(
        self, archive: Archive, env: BuildEnvironment, builder: Builder, page: str
    ) -> None:
        self.archive = archive
        self.env = env
        self.builder = builder
        self.page = page
        self.html = builder.format == "html"
        self.locale = locale_of(env.config.language)

    # -- small parts -----------------------------------------------------------------------------

    def exists(self, page: str) -> bool:
        """Tell whether this builder writes *page*."""
        if page not in self.env.found_docs:
            return bool(page) and gathers(self.builder)
        try:
            self.builder.get_relative_uri(self.page, page)
        except NoUri:  # a book that this document is no part of
            return False
        return True

    def link(self, page: str, anchor: str, *children: Node, classes: Sequence[str] = ()) -> Element:
        """Return a link to *page*, or the words alone where there is no such page."""
        if not self.exists(page):
            return nodes.inline("", "", *children, classes=list(classes))
        content = nodes.inline("", "", *children)
        node = make_refnode(self.builder, self.page, page, anchor, content)
        node.clear()
        node += children
        node["classes"] = [*classes]
        return node

    def time(self, date: datetime, text: str, *classes: str) -> Element:
        """Return *text* marked as *date*."""
        return inline("time", nodes.Text(text), classes=classes, datetime=date.date().isoformat())

    def long_date(self, day: dt.date) -> str:
        """Return the day in the site's words."""
        return str(format_date(day, "long", locale=self.locale))

    def number(self, value: float) -> str:
        """Return *value* as the site writes numbers."""
        return str(format_decimal(value, locale=self.locale))

    def skeleton(self, form: str, date: dt.date) -> str:
        """Return the parts of *date* that *form* (CLDR) names, in the site's order."""
        return str(format_skeleton(form, date, locale=self.locale))

    def term(self, term: Term, *classes: str) -> Element:
        """Return the badge of an organisation, or the link of a tag or author."""
        names = [f"pr-{term.kind}", *classes]
        if term.kind == "org":
            names.append(f"pr-h{slugs.hue(term.slug)}")
        return self.link(self.archive.term_page(term), "", nodes.Text(term.label), classes=names)

    def badges(self, orgs: Iterable[str]) -> list[Node]:
        """Return the badges of the organisations called *orgs*."""
        return [self.term(term) for term in self.archive.terms_of("org", orgs)]

    # -- furniture of a post -----------------------------------------------------------------------

    def meta(self, post: Post) -> list[Node]:
        """Return the line under the title of a post, and its tags."""
        papers = self.archive.papers_in(post.docname)
        parts: list[Node] = [self.time(post.date, self.long_date(post.date.date()), "pr-date")]
        if papers:
            parts.append(span(papers_phrase(len(papers)), "pr-count"))
        updated = self.archive.updated(post)
        if updated.date() > post.date.date():
            words = _("Updated %(date)s") % {"date": self.long_date(updated.date())}
            parts.append(self.time(updated, words, "pr-updated"))
        minutes = _("%(count)d min read") % {"count": post.minutes}
        parts.append(span(minutes, "pr-minutes"))
        people = [self.archive.person(person).name for person in post.authors]
        names = self.archive.terms_of("author", people)
        if names:
            links = spaced((self.term(term) for term in names), ", ")
            parts.append(nodes.inline("", "", *links, classes=["pr-authors"]))
        result: list[Node] = [nodes.paragraph("", "", *spaced(parts), classes=["pr-meta"])]
        tags = self.archive.terms_of("tag", post.tags)
        if tags:
            links = spaced(self.term(term) for term in tags)
            result.append(nodes.paragraph("", "", *links, classes=["pr-tags"]))
        return result

    def digest(self, papers: Sequence[Paper]) -> Element:
        """Return the numbered index of a post's papers."""
        items = [
            block(
                "li",
                self.link(paper.docname, paper.anchor, nodes.Text(paper.title),
                          classes=["pr-digest-title"]),
                *self._orgs(paper.orgs),
                *([nodes.Text(" "), span(line, "pr-line")]
                  if (line := paper.summary or paper.subtitle) else []),
            )
            for paper in papers
        ]  # fmt: skip
        return block(
            "nav", block("ol", *items), classes=["pr-digest"], aria_label=_("Papers in this post")
        )

    def _orgs(self, orgs: Iterable[str]) -> list[Node]:
        badges = self.badges(orgs)
        if not badges:
            return []
        return [nodes.Text(" "), nodes.inline("", "", *spaced(badges), classes=["pr-orgs"])]

    def facts(self, paper: Paper) -> Element:
        """Return the line of facts under a paper's title."""
        about = self.archive.about(paper.id.key)
        parts: list[Node] = self.badges(paper.orgs)
        for number, (label, url) in enumerate(identifiers.links(paper.id)):
            parts.append(external(label, url, "pr-link" if number else "pr-id"))
        for label, url in places(paper.code or about.code, paper.project or about.project):
            parts.append(external(label, url, "pr-link"))
        if self.html and (page := self.archive.paper_page(paper.id)) and gathers(self.builder):
            parts.append(self.link(page, "", nodes.Text(_("Paper page")),
                                   classes=["pr-link", "pr-paper-page"]))  # fmt: skip
            parts.append(self.link(page, BOX, nodes.Text(_("Cite")),
                                   classes=["pr-link"]))  # fmt: skip
        parts += self._elsewhere(paper)
        if version := version_phrase(paper.id, about.version):
            parts.append(span(version, "pr-version"))
        if line := bibliographic(paper, about):
            parts.insert(0, span(line, "pr-bibliographic"))
        if gathers(self.builder):
            parts.append(coins_of(self.archive, paper))
        return nodes.paragraph("", "", *spaced(parts), classes=["pr-facts"])

    def verdict(self, paper: Paper) -> list[Node]:
        """Return what the reviewer thinks of the paper in short, if they say so."""
        parts = [_("Rating") + f" {paper.rating}"] if paper.rating else []
        parts += [_("Confidence") + f" {paper.confidence}"] if paper.confidence else []
        parts += [paper.status] if paper.status else []
        return [span(" · ".join(parts), "pr-verdict")] if parts else []

    def _elsewhere(self, paper: Paper) -> list[Node]:
        """Return where else the paper is reviewed or mentioned."""
        here = (paper.docname, paper.anchor)
        others = [
            review
            for review in self.archive.reviews_of(paper.id.key)
            if (review.docname, review.anchor) != here
        ]
        result: list[Node] = []
        if others:
            links = spaced((self.review_link(review) for review in others), ", ")
            lead = nodes.Text(_("Also reviewed in") + " ")
            result.append(nodes.inline("", "", lead, *links, classes=["pr-also"]))
        mentions = [
            mention
            for mention in self.archive.mentions_of(paper.id.key)
            if mention.docname != paper.docname
        ]
        if mentions:
            shown = mentions[:MENTIONS_SHOWN]
            links = spaced(
                (self.link(mention.docname, mention.anchor, nodes.Text(self.context(mention)))
                 for mention in shown), ", ",
            )  # fmt: skip
            if len(mentions) > len(shown):
                links.append(nodes.Text(f" +{len(mentions) - len(shown)}"))
            lead = nodes.Text(_("Mentioned in") + " ")
            result.append(nodes.inline("", "", lead, *links, classes=["pr-mentioned"]))
        return result

    def context(self, mention: Mention) -> str:
        """Return the words by which the place of a mention is linked."""
        date = self.archive.date_of(mention.docname)
        title = mention.context or mention.docname.rpartition("/")[2]
        post = self.archive.post(mention.docname)
        if date is None or post is None or title == post.title:
            return title
        return f"{title} ({date.date().isoformat()})"

    def review_link(self, paper: Paper) -> Element:
        """Return a link to a review, called by its date, else by its document's title."""
        date = self.archive.date_of(paper.docname)
        title = self.env.titles.get(paper.docname)
        fallback = title.astext() if title is not None else paper.docname
        words = nodes.Text(date.date().isoformat() if date else fallback)
        return self.link(paper.docname, paper.anchor, words)

    def neighbours(self, docname: str) -> Element | None:
        """Return the links to the posts before and after, if there are any."""
        older, newer = self.archive.neighbours(docname)
        links: list[Node] = []
        for post, label, rel in ((older, _("Older"), "prev"), (newer, _("Newer"), "next")):
            if post is not None:
                children = (span(label, "pr-label"), nodes.Text(" "),
                            span(post.title, "pr-neighbour-title"))  # fmt: skip
                node = self.link(post.docname, "", *children, classes=[f"pr-{rel}"])
                links.append(node)
        if not links:
            return None
        return block("nav", *links, classes=["pr-neighbours"], aria_label=_("Posts"))

    # -- lists -------------------------------------------------------------------------------------

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


def external(label: str, url: str, *classes: str) -> Element:
    """Return a link out of the site."""
    return nodes.reference("", label, refuri=url, internal=False, classes=list(classes))


def gathers(builder: Builder) -> bool:
    """Tell whether *builder* writes gathered pages: a page for each document, in HTML."""
    return builder.format == "html" and builder.name not in {"singlehtml", "epub"}


def locale_of(language: str) -> Locale:
    """Return Babel's locale for Sphinx's *language*; English where Babel has none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")
