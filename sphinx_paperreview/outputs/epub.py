"""What an EPUB needs beside what Sphinx writes: namespaces, and its package document.

EPUB 3.3: the manifest says of each content document whether it contains MathML or SVG (section
5.6.2.1), and a document that is outside the reading order is linked from another (section 5.7.2).
Sphinx writes no properties, takes documents without a toctree out of the reading order, has wrong
names there for those whose address is quoted (one in Korean), and writes an empty element for each
value that a project does not set.
"""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx.builders.epub3 import Epub3Builder

from sphinx_paperreview._compat import wrap_method
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.core.urls import path_in
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_page, changes_site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_NAMESPACES = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
_FOREIGN = re.compile(r"<(math|svg)\b(?![^<>]*\bxmlns=)")
_ITEM = re.compile(
    r'<item id="(?P<id>[^"]*)" href="(?P<href>[^"]*)" media-type="application/xhtml\+xml" />'
)
_PLACE = re.compile(r'\n *<itemref idref="([^"]*)"[^>]*/>')
_OUTSIDE = re.compile(r'<itemref idref="([^"]*)" linear="no" />')
_EMPTY = re.compile(r"\n *<(?:dc:\w+|meta property=\"[\w:-]+\")></(?:dc:\w+|meta)>")
_LINK = re.compile(r'<a\b[^<>]*? href="([^"]*)"')
_PROPERTIES = (("mathml", re.compile(r"<math[ >]")), ("svg", re.compile(r"<svg[ >]")))


def qualify_elements(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give MathML and SVG in a page of an EPUB their namespaces (``html-page-context``).

    HTML needs none; XHTML has no elements of these names without.
    """
    if writes_epub(app.builder) and changes_page(app.builder, pagename):
        context["body"] = _FOREIGN.sub(
            lambda tag: f'{tag[0]} xmlns="{_NAMESPACES[tag[1]]}"', str(context.get("body", ""))
        )


def order_navigation(app: Sphinx, builder: Builder) -> None:
    """Name headings without words, and close up the levels of headings (``write-started``).

    Sphinx leaves out the former, and ends at a level that follows upon none.
    """
    if isinstance(builder, Epub3Builder) and changes_site(builder):
        for name in ("build_navlist", "build_navpoints"):
            wrap_method(builder, name, _closed_up)


def _closed_up(build: Callable[..., Any], places: Sequence[dict[str, Any]]) -> Any:
    """Return what *build* makes of *places*, each no deeper than one below the one before."""
    level, found = 0, []
    for place in places:
        level = min(place["level"], level + 1)
        found.append({**place, "level": level, "text": place["text"] or "\N{EM DASH}"})
    return build(found)


def complete_package(app: Sphinx, exception: Exception | None) -> None:
    """Complete ``content.opf`` and pack the EPUB again (``build-finished``)."""
    builder = app.builder
    if exception is not None or not isinstance(builder, Epub3Builder) or not changes_site(builder):
        return
    path = Path(builder.outdir, "content.opf")
    text = path.read_text(encoding="utf-8")
    pages = {item["id"]: unquote(unescape(item["href"])) for item in _ITEM.finditer(text)}
    contents = {
        name: Path(builder.outdir, name).read_text(encoding="utf-8", errors="replace")
        for name in pages.values()
    }
    linked = {target for name, content in contents.items() for target in _targets(name, content)}
    completed = _ITEM.sub(lambda item: _declared(item, contents), text)
    completed = _ordered(completed, pages, builder.id_cache)
    # Whoever reads a book has no address of an unlisted post.
    posts = domain_of(builder.env).data["posts"].values()
    hidden = {f"{post.docname}{builder.out_suffix}" for post in posts if post.unlisted} - linked
    builder.files = [name for name in builder.files if name not in hidden]
    for key in [key for key, name in pages.items() if name in hidden]:
        completed = re.sub(
            rf'\n *<item(?:ref)? id(?:ref)?="{re.escape(key)}"[^>]*/>', "", completed
        )
    reached = {key for key, name in pages.items() if name in linked}
    completed = _OUTSIDE.sub(
        lambda item: item[0] if item[1] in reached else f'<itemref idref="{item[1]}" />', completed
    )
    completed = _EMPTY.sub("", completed)
    if completed != text:
        write_atomic(path, completed.encode())
        builder.build_epub()


def _targets(name: str, content: str) -> set[str]:
    """Return the files to which the page *name* links, but for itself."""
    folder = posixpath.dirname(name)
    found = (unquote(path_in(unescape(link))) for link in _LINK.findall(content))
    return {posixpath.normpath(posixpath.join(folder, path)) for path in found if path} - {name}


def _ordered(package: str, pages: Mapping[str, str], ids: Mapping[str, str]) -> str:
    """Return *package* with each page once in the reading order, by the name that it has above.

    Sphinx names the pages of the table of contents by their addresses, and all others by their
    paths. Can go when it compares paths.

    :param pages: the path of each page by its name in the manifest
    :param ids: the names that Sphinx gave, by path or address
    """
    names = {path: name for name, path in pages.items()}
    meant = {
        name: names.get(unquote(address), name)
        for address, name in ids.items()
        if name not in pages
    }
    seen: set[str] = set()

    def once(place: re.Match[str]) -> str:
        name = meant.get(place[1], place[1])
        if name in seen:
            return ""
        seen.add(name)
        return place[0].replace(f'"{place[1]}"', f'"{name}"')

    return _PLACE.sub(once, package)


def _declared(item: re.Match[str], contents: Mapping[str, str]) -> str:
    """Return the *item* of a manifest with the properties of its file."""
    content = contents[unquote(unescape(item["href"]))]
    found = " ".join(name for name, element in _PROPERTIES if element.search(content))
    return f'{item[0].removesuffix("/>")}properties="{found}" />' if found else item[0]
