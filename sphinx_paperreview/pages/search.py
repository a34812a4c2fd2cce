"""The search page, and Sphinx's own index: Korean in it, or none where another engine searches."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.locale import get_translation
from sphinx.search import languages

from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_site
from sphinx_paperreview.outputs.state import remove_files
from sphinx_paperreview.search import pagefind
from sphinx_paperreview.search.backends import covers, engine_of
from sphinx_paperreview.search.korean import KoreanBeside, SearchKorean, language_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.search import SearchLanguage

_ = get_translation("paperreview")

#: A part of a page that a script makes a search of papers.
_PLACE = re.compile(r'class="(?:[^"]* )?pr-finder[ "]')
#: Scripts of the search page by engine: one that searches, and one that shows the results.
SCRIPTS = {
    "paperreview": ("paperreview-search.js", "paperreview-search-ui.js"),
    "pagefind": ("../pagefind/pagefind-ui.js", "paperreview-search-pagefind.js"),
}
STYLE = "paperreview-search.css"


def engine(builder: Builder) -> str:
    """Return the search engine of the pages of *builder*; empty if they have no search."""
    if not writes_site(builder) or not getattr(builder, "search", False):
        return ""
    return engine_of(domain_of(builder.env).settings)


def searches_papers(builder: Builder) -> bool:
    """Return whether the pages of *builder* can have a search of papers: one of our index.

    ``builder.search`` is not asked: it is off while the first document is resolved.
    """
    return writes_site(builder) and bool(covers(domain_of(builder.env).settings))


def check_pagefind(app: Sphinx) -> None:
    """Warn if Pagefind is chosen and not installed (``builder-inited``)."""
    if domain_of(app.env).settings.search == "pagefind" and not pagefind.is_installed():
        warn(
            WarningKind.CONFIG,
            "paperreview_search is 'pagefind', but no Pagefind of version %s or later is "
            "installed; the search of Sphinx is used",
            ".".join(map(str, pagefind.LEAST)),
            location=None,
        )


class OwnSearch:
    """Keeps Sphinx from making its search index, where another engine searches the site.

    Sphinx reads ``builder.search`` twice: when writing begins, to make an index, and later, to
    write the search page. It is false only for the first.
    """

    def __init__(self) -> None:
        self._suspended = False

    def suspend(self, app: Sphinx, builder: Builder) -> None:
        """Turn ``builder.search`` off while Sphinx prepares to write (``write-started``)."""
        if engine(builder) in SCRIPTS:
            self._suspended = True
            html_builder(builder).search = False
            remove_files(Path(builder.outdir), ["searchindex.js"])

    def resume(self, app: Sphinx, *_args: Any) -> None:
        """Turn ``builder.search`` on again (``doctree-resolved`` and ``html-page-context``)."""
        if self._suspended:
            self._suspended = False
            html_builder(app.builder).search = True

    def resume_pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Call :meth:`resume` in builds that write no document (``html-collect-pages``)."""
        self.resume(app)
        yield from ()


def has_korean(builder: Builder) -> bool:
    """Return whether Sphinx's index gets rules for Korean: where a review may be in Korean."""
    if not changes_site(builder) or engine(builder) != "sphinx":
        return False
    code = builder.config.html_search_language or builder.config.language
    posts = domain_of(builder.env).archive.posts
    return code == "ko" or any(post.language == "ko" for post in posts)


class KoreanSearch:
    """Gives Sphinx's index rules for Korean, in whatever language the project is.

    Sphinx looks its languages up when it prepares to write; what is added there is taken back,
    for other builds of the process.
    """

    def __init__(self) -> None:
        self._before: tuple[str, Any] | None = None

    def add(self, app: Sphinx, builder: Builder) -> None:
        """Register Korean, or the language of the project with rules for it (``write-started``)."""
        code = str(app.config.html_search_language or app.config.language)
        if not has_korean(builder) or (code == "ko" and "ko" in languages):
            return
        self._before = code, languages.get(code)
        korean = partial(KoreanBeside, kind=language_of(code))
        languages[code] = SearchKorean if code == "ko" else cast("type[SearchLanguage]", korean)

    def withdraw(self, app: Sphinx, exception: Exception | None) -> None:
        """Take back what was registered (``build-finished``)."""
        if self._before is not None:
            code, before = self._before
            if before is None:
                languages.pop(code, None)
            else:
                languages[code] = before


def show_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> str | None:
    """Fill the search page for our engine or Pagefind (``html-page-context``).

    :return: the template of the page; None for other pages and for Sphinx's search
    """
    if pagename != "search" or templatename != "search.html":
        return None
    if engine(app.builder) not in SCRIPTS:
        return None
    context["title"] = _("Search")
    own = engine(app.builder) == "paperreview"
    # A site without a review has no lists, and its pages have no variables of ours.
    nav = context.get("paperreview", {}).get("nav", [])
    context["body"] = _body(nav, *((_form(), _results()) if own else (_pagefind(),)))
    context["metatags"] = context.get("metatags", "") + '<meta name="robots" content="noindex">\n'
    return "page.html"


def has_place(body: str) -> bool:
    """Return whether a page with the HTML *body* has a search of papers."""
    return _PLACE.search(body) is not None


def _body(links: list[dict[str, Any]], form: str, results: str = "") -> str:
    """Return the *form*, *links* to lists, which need no script, and the place of *results*.

    Results come last, so that nothing moves when they come.
    """
    items = "".join(
        f'<li><a class="pr-tag-plain" href="{escape(link["url"])}">{escape(link["label"])}</a></li>'
        for link in links
    )
    lists = f'<ul class="pr-terms">{items}</ul>' if items else ""
    return (
        f'<section id="search"><h1>{escape(_("Search"))}</h1>'
        f"<noscript><p>{escape(_('Search needs JavaScript. The indexes do not:'))}</p></noscript>"
        f"{form}{lists}{results}</section>"
    )


def _pagefind() -> str:
    """Return the element that Pagefind's interface fills."""
    failed = escape(_("The search cannot be loaded."))
    return f'<div id="pr-pagefind" data-failed="{failed}"></div>'


def _form() -> str:
    label = escape(_("Words, an organisation or an arXiv id"))
    return (
        '<form class="pr-search-form pr-js" method="get" role="search">'
        f'<label for="pr-query">{label}</label>'
        '<div><input id="pr-query" type="search" name="q" autocomplete="off" autocapitalize="off" '
        f'spellcheck="false"> <button type="submit">{escape(_("Search"))}</button></div></form>'
    )


def _results() -> str:
    """Return the list that our script fills with results, and its status."""
    failed = escape(_("The search cannot be loaded."))
    return (
        f'<p id="pr-search-status" role="status" data-failed="{failed}"></p>'
        '<ol id="search-results" class="pr-find-list"></ol>'
    )
