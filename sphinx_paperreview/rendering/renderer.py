"""Small things in nodes: elements, links, dates and counts, for documents and gathered pages.

HTML gets elements by name; other builders get the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from sphinx_paperreview.core import slugs
from sphinx_paperreview.nodes import block_element, inline_element
from sphinx_paperreview.rendering.builders import locale_of, writes_gathered_pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Term

_ = get_translation("paperreview")


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


class Parts:
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
            return bool(page) and writes_gathered_pages(self.builder)
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

    def short_month(self, date: dt.date) -> str:
        """Return the name of a month alone, short.

        Not by a skeleton: that asks for names that stand alone (``LLL``), and where a language
        has none of its own, Babel answers with those of the language that was asked for first.
        """
        return str(format_date(date, "MMM", locale=self.locale))

    def term(self, term: Term, *classes: str) -> Element:
        """Return the badge of an organisation, or the link of a tag or author."""
        names = [f"pr-{term.kind}", *classes]
        if term.kind == "org":
            names.append(f"pr-h{slugs.hue(term.slug)}")
        return self.link(self.archive.term_page(term), "", nodes.Text(term.label), classes=names)

    def badges(self, orgs: Iterable[str]) -> list[Node]:
        """Return the badges of the organisations called *orgs*."""
        return [self.term(term) for term in self.archive.terms_of("org", orgs)]


def external(label: str, url: str, *classes: str) -> Element:
    """Return a link out of the site."""
    return nodes.reference("", label, refuri=url, internal=False, classes=list(classes))
