"""Where a Markdown link leads, as far as other documents decide it.

Pages and the digests that say when a page is stale ask the same functions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.archive.paths import is_served
from sphinx_paperreview.core.model import TERM_KINDS
from sphinx_paperreview.core.site_addresses import route_key, without_templates
from sphinx_paperreview.core.urls import names_host
from sphinx_paperreview.reading.states.publishing import has_hidden_source

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import TermKind
    from sphinx_paperreview.domain.domain import PaperDomain

#: Names under which site generators list tags and authors, besides the segments of this site.
_LISTS: dict[str, TermKind] = {
    **TERM_KINDS, "tag": "tag", "categories": "tag", "category": "tag", "author": "author",
}  # fmt: skip


def document_at(domain: PaperDomain, name: str, address: str, docname: str) -> str | None:
    """Return the document that a link in *docname* leads to, or None.

    Where a document that is not published has the path, no other takes its place.

    :param name: the docname that the address means here: the document, or its folder
    :param address: the address as written, for another site generator; may be empty
    """
    found_docs = domain.env.found_docs
    root = ["index"] if name in {"", "."} else []
    for candidate in (name, f"{name}/index", *root):
        if candidate in found_docs:
            return candidate
    if has_hidden_source(domain.env, name):
        return None
    written = address or f"/{name}"
    found = domain.routes.at(written, docname)
    if found is None and not is_page(domain, name, written):
        found = domain.routes.ending_in(written, docname)
    return found


def is_page(domain: PaperDomain, name: str, address: str) -> bool:
    """Return whether this site has a page or file besides its documents at *name* or *address*."""
    archive, settings = domain.archive, domain.settings
    served = is_served(name, archive, settings, domain.env.found_docs)
    return served or page_at(domain, address) is not None


def route_of_unknown(domain: PaperDomain, target: str, docname: str) -> str | None:
    """Return the document of a link that MyST takes for the name of a target, or None.

    It must look like a path, and there must be no label of this name.
    """
    std = domain.env.domains.standard_domain
    path = target.partition("#")[0]
    looks_like_path = "/" in path or path.endswith((".md", ".mdx", ".markdown"))
    if not looks_like_path or target in std.anonlabels or target.lower() in std.anonlabels:
        return None
    return domain.routes.find(target, docname)


def page_at(domain: PaperDomain, address: str) -> str | None:
    """Return the gathered page that stands for the list at *address*, or None.

    So ``/tags/x``, ``/blog/tags/x``, ``/categories/x``, ``/blog/authors/kim``, ``/blog/archive``
    and ``/blog`` lead to the tag, the author and the archive.
    """
    plain = without_templates(address)
    if names_host(plain):
        return None
    archive, layout = domain.archive, domain.layout
    key = route_key(plain)
    for base in layout.bases:
        key = key.removeprefix(f"{base}/")
    home = "" if key in layout.bases else key
    if not home:
        return domain.env.config.root_doc if plain.startswith("/") else None
    parts = key.split("/")
    blogs = {each.base for each in layout.contents if each.kind in {"blog", "posts"}} | {"blog"}
    is_blog = key in blogs
    for blog in sorted(blogs, key=len, reverse=True):
        if blog and key.startswith(f"{blog}/"):
            parts = key.removeprefix(f"{blog}/").split("/")
            break
    kind = _LISTS.get(parts[-2]) if len(parts) > 1 else None
    if kind is not None and (term := archive.term(kind, parts[-1])):
        return archive.term_page(term)
    if len(parts) > 2 or not archive.posts:
        return None
    if len(parts) == 1 and parts[0] in _LISTS:
        kind = _LISTS[parts[0]]
        segment = next(each for each, known in TERM_KINDS.items() if known == kind)
        return archive.segment(segment) if archive.term_slugs(kind) else None
    is_archive = len(parts) == 1 and (is_blog or parts[0] == archive.segment("archive"))
    is_numbered = bool(re.fullmatch(r"page/\d+", "/".join(parts)))
    return archive.segment("archive") if is_archive or is_numbered else None
