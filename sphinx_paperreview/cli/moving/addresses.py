"""The addresses that documents had, each with the document that is there now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.site_addresses import route_key
from sphinx_paperreview.reading.layouts.programs import read_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_paperreview.cli.moving.kinds import Kind
    from sphinx_paperreview.domain.domain import PaperDomain

#: Generators whose addresses end in ``.html``, or may.
_WITH_SUFFIX = frozenset({"jekyll", "ablog", "quarto"})


def redirects_of(
    domain: PaperDomain, kind: Kind, more: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Return the old addresses of all documents, from the root of the site, each with its document.

    What is the address of the page anyway is left out. Of two documents the one that the generator
    would have served is taken.

    :param more: further addresses of documents, by docname
    """
    env = domain.env
    found: dict[str, str] = {}
    pages = {f"{docname}.html" for docname in env.found_docs}
    layout = read_layout(env.srcdir)
    for docname in sorted(env.found_docs):
        for address in (*_of_document(domain, docname), *more.get(docname, ())):
            for path in _spellings(address, kind):
                if path and _file(path) not in pages:
                    found.setdefault(path, docname)
    for old, new in layout.redirects:
        target = domain.routes.at(new)
        if target and route_key(old):
            found.setdefault(route_key(old), target)
    return dict(sorted(found.items()))


def _of_document(domain: PaperDomain, docname: str) -> Iterator[str]:
    yield domain.routes.address_of(docname)
    route = domain.data["routes"].get(docname)
    if route is not None:
        yield from route.aliases


def _spellings(address: str, kind: Kind) -> Iterator[str]:
    """Yield the paths at which a web server has *address*: as a folder, and as a file."""
    key = route_key(address)
    yield key
    if key and (kind in _WITH_SUFFIX or re.search(r"\.html?$", address)):
        yield f"{key}.html"


def _file(path: str) -> str:
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"
