"""The renderer of one page, and the nodes that every part of a page is made of.

A :class:`Renderer` knows the page that is being made; the functions of the modules beside this
one take it first. HTML gets elements by name; other builders get the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.builders import writes_gathered_pages, writes_html
from sphinx_paperreview.nodes import block_element, inline_element
from sphinx_paperreview.rendering.phrases import locale_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Term


class Renderer:
    """What is needed to make nodes for one page: the archive, the builder and the page itself.

    :param page: the docname, or the name of a gathered page, that links start from
    """

    def __init__(
        self, archive: Archive, env: BuildEnvironment, builder: Builder, page: str
    ) -> None:
        self.archive = archive
        self.env = env
        self.builder = builder
        self.page = page
        self.html = writes_html(builder)
        self.locale = locale_of(env.config.language)

    # -- links -----------------------------------------------------------------------------------

    def _exists(self, page: str) -> bool:
        """Return whether a page that this builder writes can link to *page*."""
        if page not in self.env.found_docs:
            return bool(page) and writes_gathered_pages(self.builder)
        try:
            self.builder.get_relative_uri(self.page, page)
        except NoUri:  # LaTeX and Texinfo: the book does not contain the document
            return False
        return True

    def link(self, page: str, anchor: str, *children: Node, classes: Sequence[str] = ()) -> Element:
        """Return a link to *page*, or *children* without a link if this builder has no such page.

        *page* is a docname or the name of a gathered page, *anchor* an id on it or empty.
        """
        if not self._exists(page):
            return nodes.inline("", "", *children, classes=list(classes))
        content = nodes.inline("", "", *children)
        node = make_refnode(self.builder, self.page, page, anchor, content)
        node.clear()
        node += children
        node["classes"] = [*classes]
        return node

    def term_link(self, term: Term, *classes: str) -> Element:
        """Return a link to the page of *term*; an organisation's is a badge with a colour."""
        names = [f"pr-{term.kind}", *classes]
        if term.kind == "org":
            names.append(f"pr-h{slugs.hue(term.slug)}")
        return self.link(self.archive.term_page(term), "", nodes.Text(term.label), classes=names)

    def badges(self, orgs: Iterable[str]) -> list[Node]:
        """Return the badges of the organisations named *orgs*."""
        return [self.term_link(term) for term in self.archive.terms_of("org", orgs)]

    def badge_group(self, orgs: Iterable[str]) -> list[Node]:
        """Return the badges of *orgs* as one group after a space; nothing if there are none."""
        badges = self.badges(orgs)
        if not badges:
            return []
        return [nodes.Text(" "), nodes.inline("", "", *spaced(badges), classes=["pr-orgs"])]

    # -- dates and numbers -------------------------------------------------------------------------

    def time(self, date: datetime, text: str, *classes: str) -> Element:
        """Return *text* as a ``<time>`` element whose ``datetime`` is the day of *date*."""
        return inline("time", nodes.Text(text), classes=classes, datetime=date.date().isoformat())

    def long_date(self, day: dt.date) -> str:
        """Return *day* in the site's language (CLDR's long format)."""
        return str(format_date(day, "long", locale=self.locale))

    def number(self, value: float) -> str:
        """Return *value* in the site's format of numbers."""
        return str(format_decimal(value, locale=self.locale))

    def skeleton(self, form: str, date: dt.date) -> str:
        """Return the parts of *date* that the CLDR skeleton *form* names, in the site's order."""
        return str(format_skeleton(form, date, locale=self.locale))

    def short_month(self, date: dt.date) -> str:
        """Return the short name of the month of *date*.

        The skeleton ``MMM`` would ask for the stand-alone name (``LLL``); for a language without
        one, Babel returns the name in the first language that it was asked for.
        """
        return str(format_date(date, "MMM", locale=self.locale))


def block(tag: str, *children: Node, classes: Sequence[str] = (), **attributes: str) -> Element:
    """Return a block element; ``aria_label`` is written as ``aria-label``.

    Values of *attributes* must be safe to write: they are not checked again.
    """
    return block_element("", *children, tag=tag, classes=list(classes),
                         attributes=_html_names(attributes))  # fmt: skip


def inline(tag: str, *children: Node, classes: Sequence[str] = (), **attributes: str) -> Element:
    """Return an inline element, as :func:`block` does."""
    return inline_element("", "", *children, tag=tag, classes=list(classes),
                          attributes=_html_names(attributes))  # fmt: skip


def _html_names(attributes: dict[str, str]) -> dict[str, str]:
    return {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}


def span(text: str, *classes: str) -> nodes.inline:
    """Return *text* with *classes*."""
    return nodes.inline(text, text, classes=list(classes))


def spaced(items: Iterable[Node], between: str = " ") -> list[Node]:
    """Return *items* with the text *between* between them."""
    result: list[Node] = []
    for item in items:
        result += [nodes.Text(between), item] if result else [item]
    return result


def external(label: str, url: str, *classes: str) -> Element:
    """Return a link to *url*, outside the site."""
    return nodes.reference("", label, refuri=url, internal=False, classes=list(classes))
