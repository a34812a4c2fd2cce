"""The metadata in a page's ``<head>``: for link previews, robots and search engines.

It is written into ``metatags``, which themes write into the head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from babel.core import get_global
from docutils import nodes

from sphinx_paperreview.core.model import Term
from sphinx_paperreview.images.cards.cards import card_name, has_card
from sphinx_paperreview.images.cards.drawing import SIZE
from sphinx_paperreview.images.measure import measure
from sphinx_paperreview.outputs.papers_json import markdown_file
from sphinx_paperreview.pages.structured_data import StructuredData, script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.core.model import Post
    from sphinx_paperreview.outputs.site import Site
    from sphinx_paperreview.pages.places import ToctreeEntry

#: Least width and height in pixels of a large preview (X, "Summary card with large image").
_LARGE = (300, 157)
#: Kinds of page that other sites do not link to.
_UNSHARED = frozenset({"special", "missing"})
_TAGS = re.compile(r"<[^<>]*>")
_NAMED = re.compile(r"<meta\b[^<>]*?\b(?:name|property)=\"([^\"]*)\"")
#: What the Open Graph protocol calls the description of a page.
_OG_DESCRIPTION = "og:description"


@dataclass(frozen=True, slots=True)
class _Picture:
    """The picture of a page in link previews."""

    url: str
    alt: str = ""
    #: Width and height in pixels, if known.
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The contents of a page that its head describes."""

    page: str
    #: As :attr:`Page.kind`, or ``post``, ``document``, ``special``.
    kind: str
    #: Plain text.
    title: str
    description: str
    subject: Term | str | None = None
    post: Post | None = None
    doctree: nodes.document | None = None
    #: The documents above it in the toctrees, from the root on.
    above: tuple[ToctreeEntry, ...] = ()


def plain_title(html: str) -> str:
    """Return the text of a title that Sphinx gives as HTML."""
    return unescape(_TAGS.sub("", html)).strip()


def metatags(site: Site, shown: Shown, before: str) -> str:
    """Return the elements to add to the head, which contains *before* already.

    A name to which the author gave a value (by a ``meta`` directive) is left out. The description
    is written once, in an element that has a name and, for previews, a property (RDFa Lite).
    """
    given = set(_NAMED.findall(before))
    values = [
        (kind, name, value)
        for kind, name, value in _values(site, shown)
        if value and name not in given
    ]
    joined = {"description", _OG_DESCRIPTION} <= {name for _kind, name, _value in values}
    lines = [
        f'<meta {kind}="{name}" content="{escape(value)}"'
        + (f' property="{_OG_DESCRIPTION}">' if joined and name == "description" else ">")
        for kind, name, value in values
        if not (joined and name == _OG_DESCRIPTION)
    ]
    lines += _alternates(site, shown)
    if data := _data(site, shown):
        lines.append(script(data))
    return "".join(f"\n{line}" for line in lines)


def _values(site: Site, shown: Shown) -> Iterator[tuple[str, str, str]]:
    """Yield attribute, name and value of each ``meta``."""
    yield "name", "description", shown.description
    post = shown.post
    if post is not None:
        yield "name", "author", ", ".join(person.name for person in site.archive.people(post))
        if post.unlisted:
            yield "name", "robots", "noindex"
    if shown.kind in _UNSHARED or "sphinxext.opengraph" in site.config.extensions:
        return
    yield from _open_graph(site, shown)


def _open_graph(site: Site, shown: Shown) -> Iterator[tuple[str, str, str]]:
    """Yield the values of the Open Graph protocol (ogp.me), and ``twitter:card``."""
    based, post = site.has_address, shown.post
    yield "property", "og:type", "article" if post else "website"
    yield "property", "og:title", shown.title
    yield "property", _OG_DESCRIPTION, shown.description
    # These addresses must be absolute, so they need the host in ``html_baseurl``.
    yield "property", "og:url", site.url(shown.page) if based else ""
    yield "property", "og:site_name", site.config.project
    yield "property", "og:locale", _territory((post.language if post else "")
                                             or site.config.language or "en")  # fmt: skip
    picture = _picture_of(site, shown) if based else None
    if picture is not None:
        yield "property", "og:image", picture.url
        if picture.size:
            yield "property", "og:image:width", str(picture.size[0])
            yield "property", "og:image:height", str(picture.size[1])
        yield "property", "og:image:alt", picture.alt
    if post is not None:
        yield from _article(site, post)
    large = picture is not None and (
        picture.size is None or (picture.size[0] >= _LARGE[0] and picture.size[1] >= _LARGE[1])
    )
    yield "name", "twitter:card", "summary_large_image" if large else "summary"


def _article(site: Site, post: Post) -> Iterator[tuple[str, str, str]]:
    archive = site.archive
    yield "property", "article:published_time", post.date.isoformat()
    yield "property", "article:modified_time", archive.updated(post).isoformat()
    if site.has_address:
        for term in archive.authors(post.authors):
            yield "property", "article:author", site.url(archive.term_page(term))
    tags = archive.terms_of("tag", post.tags)
    series = archive.series_of(post)[0]
    yield "property", "article:section", (series or next(iter(tags), Term("tag", "", ""))).label
    for term in tags:
        yield "property", "article:tag", term.label


def _picture_of(site: Site, shown: Shown) -> _Picture | None:
    """Return the picture of a page: its card, else the picture of its post, else None."""
    if has_card(site, shown.kind, shown.post):
        return _Picture(site.file_url(quote(card_name(shown.page))), shown.title, SIZE)
    if shown.post is None or not shown.post.image:
        return None
    image = shown.post.image
    url = site.image_url(image)
    if not url:
        return None
    found = shown.doctree.findall(nodes.image) if shown.doctree else ()
    shows = (node for node in found if image in node.get("candidates", {}).values())
    alt = next((str(node.get("alt", "")) for node in shows), "")
    size = measure(Path(site.env.srcdir, image)) if url != image else None
    return _Picture(url, alt, size)


@lru_cache(maxsize=16)
def _territory(language: str) -> str:
    """Return *language* with its most likely territory (CLDR): ``ko_KR`` for ``ko``."""
    code = language.replace("-", "_")
    if "_" in code:
        return code
    likely = str(get_global("likely_subtags").get(code, code))
    return f"{code}_{likely.rpartition('_')[2]}" if "_" in likely else code


def _alternates(site: Site, shown: Shown) -> Iterator[str]:
    """Yield links to the page in other languages, and from that of a paper to its Markdown."""
    if shown.kind not in _UNSHARED:
        for language, url in site.translations(shown.page):
            yield f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(url)}">'
    if shown.kind == "paper" and site.exports("markdown"):
        folder = "../" * site.builder.get_target_uri(shown.page).count("/")
        href = escape(folder + markdown_file(shown.page))
        yield f'<link rel="alternate" type="text/markdown" href="{href}">'


def _data(site: Site, shown: Shown) -> dict[str, Any]:
    data = StructuredData(site, shown.page)
    if shown.post is not None:
        return data.post(shown.post)
    if shown.page == site.config.root_doc:
        return data.home(shown.title)
    if shown.kind == "document":
        return data.document(shown.title, shown.above)
    if shown.kind == "paper" and isinstance(shown.subject, str):
        return data.paper(shown.subject)
    if shown.kind in _UNSHARED:
        return {}
    term = shown.subject if isinstance(shown.subject, Term) else None
    return data.collection(shown.title, shown.description, term)
