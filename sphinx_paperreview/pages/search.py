"""Which search a site has: Sphinx's index is not made where ours is, and the page asks ours."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.search import pagefind
from sphinx_paperreview.search.backends import engine_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

_ = get_translation("paperreview")

#: What the page of search loads: what asks the index, and what lists the answers.
SCRIPTS = {
    "paperreview": ("paperreview-search.js", "paperreview-search-ui.js"),
    "pagefind": ("../pagefind/pagefind-ui.js", "paperreview-search-pagefind.js"),
}
STYLE = "paperreview-search.css"
#: Where Pagefind's own interface is put.
_PAGEFIND = '<div id="pr-pagefind"></div>'


def engine(builder: Builder) -> str:
    """Return what searches the pages of *builder*, nothing if it has no search."""
    if not writes_site(builder) or not getattr(builder, "search", False):
        return ""
    return engine_of(domain_of(builder.env).settings)


def check_pagefind(app: Sphinx) -> None:
    """Warn where Pagefind is chosen and not there (``builder-inited``)."""
    if domain_of(app.env).settings.search == "pagefind" and not pagefind.is_there():
        warn(
            WarningKind.CONFIG,
            "paperreview_search is 'pagefind', but no Pagefind of version %s or later is "
            "installed; the search of Sphinx is used",
            ".".join(map(str, pagefind.LEAST)),
            location=None,
        )


class OwnSearch:
    """Keeps Sphinx from making its index, and has its page ask ours.

    Sphinx asks ``builder.search`` twice: whether to make an index, when writing begins, and
    whether there is a page of search, later on. Only the first is to be no.
    """

    def __init__(self) -> None:
        self._held = False

    def suspend(self, app: Sphinx, builder: Builder) -> None:
        """Say that there is no search, while Sphinx prepares to write (``write-started``)."""
        if engine(builder) in SCRIPTS:
            self._held = True
            cast("StandaloneHTMLBuilder", builder).search = False
            Path(builder.outdir, "searchindex.js").unlink(missing_ok=True)

    def resume(self, app: Sphinx, *_args: Any) -> None:
        """Say that there is one, from the first page (``html-page-context`` and others)."""
        if self._held:
            self._held = False
            cast("StandaloneHTMLBuilder", app.builder).search = True

    def resume_pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """As :meth:`resume`, where no page is written (``html-collect-pages``)."""
        self.resume(app)
        yield from ()


def show_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> str | None:
    """Make the page of search one that asks our index (``html-page-context``)."""
    if pagename != "search" or templatename != "search.html":
        return None
    if engine(app.builder) not in SCRIPTS:
        return None
    context["title"] = _("Search")
    own = engine(app.builder) == "paperreview"
    context["body"] = _body(context["paperreview"]["nav"], _form() if own else _PAGEFIND)
    context["metatags"] = context.get("metatags", "") + '<meta name="robots" content="noindex">\n'
    return "page.html"


def _body(links: list[dict[str, Any]], form: str) -> str:
    """Return the *form*, and the lists that need no script."""
    items = "".join(
        f'<li><a class="pr-tag-plain" href="{escape(link["url"])}">{escape(link["label"])}</a></li>'
        for link in links
    )
    lists = f'<ul class="pr-terms">{items}</ul>' if items else ""
    return (
        f'<section id="search"><h1>{escape(_("Search"))}</h1>'
        f"<noscript><p>{escape(_('Search needs JavaScript. The indexes do not:'))}</p></noscript>"
        f"{form}{lists}</section>"
    )


def _form() -> str:
    """Return the form and the place of the results."""
    label = escape(_("Words, an organisation or an arXiv id"))
    failed = escape(_("The search cannot be loaded."))
    return (
        '<form class="pr-search-form pr-js" method="get" role="search">'
        f'<label for="pr-query">{label}</label>'
        '<div><input id="pr-query" type="search" name="q" autocomplete="off" autocapitalize="off" '
        f'spellcheck="false"> <button type="submit">{escape(_("Search"))}</button></div></form>'
        f'<p id="pr-search-status" role="status" data-failed="{failed}"></p>'
        '<ol id="search-results" class="pr-find-list"></ol>'
    )
