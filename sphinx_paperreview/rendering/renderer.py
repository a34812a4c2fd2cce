"""The renderer of one page: links from it, and dates and numbers in the site's language.

The functions of the modules beside this one take it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.builders import writes_gathered_pages, writes_html
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.rendering.elements import Element, inline, internal, phrase, spaced
from sphinx_paperreview.rendering.phrases import locale_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Term
    from sphinx_paperreview.rendering.elements import Part


class Renderer:
    """What makes the elements of one page: the archive, the builder and the page itself.

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
        #: Stands between the facts of a line, which style sheets keep apart.
        self.between = " " if self.html else " · "
        self.locale = locale_of(env.config.language)
        #: The small copies of pictures by path; empty where pages show none.
        self.thumbnails = domain_of(env).thumbnails
        self._uris: dict[str, str | None] = {}
        self._images: str | None = None

    # -- links -----------------------------------------------------------------------------------

    def _uri(self, page: str) -> str | None:
        """Return the address of *page* from this one; None if this builder has no such page."""
        if page not in self._uris:
            self._uris[page] = self._find_uri(page)
        return self._uris[page]

    def _find_uri(self, page: str) -> str | None:
        if page not in self.env.found_docs and not (page and writes_gathered_pages(self.builder)):
            return None
        try:
            return self.builder.get_relative_uri(self.page, page)
        except NoUri:  # LaTeX and Texinfo: the book does not contain the document
            return None

    def link(self, page: str, anchor: str, *children: Part, classes: Sequence[str] = ()) -> Element:
        """Return a link to *page*, or *children* without a link if this builder has no such page.

        *page* is a docname or the name of a gathered page, *anchor* an id on it or empty.
        """
        uri = self._uri(page)
        if uri is None:
            return phrase(*children, classes=classes)
        if page == self.page and anchor:
            return Element("internal", "a", children, classes, {"refid": anchor})
        return internal(f"{uri}#{anchor}" if anchor else uri, *children, classes=classes)

    def address(self, page: str, anchor: str = "") -> str:
        """Return the address of a page that this builder writes, as :meth:`link` would use it."""
        uri = self._uri(page) or ""
        return f"{uri}#{anchor}" if anchor else uri or "#"

    def image_uri(self, name: str) -> str:
        """Return the address of the file *name* in the folder of images."""
        if self._images is None:
            builder = html_builder(self.builder)
            self._images = relative_uri(builder.get_target_uri(self.page), builder.imagedir)
        return f"{self._images}/{quote(name, safe='')}"

    def term_link(self, term: Term, *classes: str) -> Element:
        """Return a link to the page of *term*; an organisation's is a badge with a colour."""
        names = [f"pr-{term.kind}", *classes]
        if term.kind == "org":
            names.append(f"pr-h{slugs.hue(term.slug)}")
        return self.link(self.archive.term_page(term), "", term.label, classes=names)

    def badges(self, orgs: Iterable[str]) -> list[Part]:
        """Return the badges of the organisations named *orgs*."""
        return [self.term_link(term) for term in self.archive.terms_of("org", orgs)]

    def badge_group(self, orgs: Iterable[str]) -> list[Part]:
        """Return the badges of *orgs* as one group after a space; nothing if there are none."""
        badges = self.badges(orgs)
        if not badges:
            return []
        return [" ", phrase(*spaced(badges), classes=["pr-orgs"])]

    # -- dates and numbers -------------------------------------------------------------------------

    def time(self, date: datetime, text: str, *classes: str) -> Element:
        """Return *text* as a ``<time>`` element for the day of *date*.

        It has a ``datetime`` if *text* is not that day as HTML writes it.
        """
        day = date.date().isoformat()
        return inline("time", text, classes=classes, **({"datetime": day} if text != day else {}))

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
