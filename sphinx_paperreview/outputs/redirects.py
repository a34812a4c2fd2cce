"""Redirects: small HTML pages at old addresses, and at days that have one post."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.core.model import Post
    from sphinx_paperreview.outputs.site import Site

#: The file name of a post as Docusaurus parses it (``parseBlogFileName`` of its blog plugin).
_DATED = re.compile(
    r"(?P<folder>.*)(?P<date>[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})[-/]?(?P<text>.*?)(?:/index)?",
    re.DOTALL,
)
_WILDCARD = re.compile(r"[*?\[]")
#: Lies in ``theme/static``, which is copied whatever the theme is.
_SCRIPT = "paperreview-redirect.js"


def redirect_files(site: Site) -> Iterator[SiteFile]:
    """Yield a page for each redirect, unless a document has its address.

    An address of the author's that cannot be one, or that is taken, is reported as
    :attr:`.WarningKind.CONFIG`.
    """
    taken = {site.builder.get_output_path(name) for name in site.env.found_docs}
    seen: set[str] = set()
    for path, target, title, given in _redirects(site):
        name = _file_of(path)
        if name is None or Path(site.builder.outdir, name) in taken:
            if given:
                warn(
                    WarningKind.CONFIG,
                    "there can be no redirect at %r; write an address of the site at which "
                    "nothing else is",
                    path,
                    location=None,
                )
            continue
        if name not in seen:
            seen.add(name)
            link = target if is_web(target) else relative_uri(name, target)
            script = relative_uri(name, f"_static/{_SCRIPT}")
            canonical = target if is_web(target) else site.file_url(target)
            facts = (canonical, link, title, site.config.language, script)
            yield SiteFile(name, digest(facts), partial(_redirect_page, *facts))


def _redirect_page(canonical: str, link: str, title: str, language: str, script: str) -> bytes:
    """Return a page that redirects to *link*; the file *script* keeps the query and the fragment.

    The script is not within the page, because a Content-Security-Policy may forbid that.
    """
    address = escape(link)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language.replace("_", "-"))}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<link rel="canonical" href="{escape(canonical)}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<script src="{escape(script)}" data-target="{address}"></script>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n</head>\n'
        f'<body><p><a href="{address}">{escape(title)}</a></p></body>\n</html>\n'
    ).encode()


def _redirects(site: Site) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each old address, its target, a title, and whether the author wrote the address."""
    archive, builder = site.archive, site.builder
    for old, target in sorted(site.settings.redirects.items()):
        if is_web(str(target)):
            yield old, str(target), str(target), True
        elif str(target) in site.env.found_docs:
            title = site.env.titles.get(str(target))
            words = title.astext() if title is not None else str(target)
            yield old, builder.get_target_uri(str(target)), words, True
        else:
            warn(
                WarningKind.CONFIG,
                "paperreview_redirects: there is no document %r; write its name as in a toctree, "
                "or an address (https://…)",
                target,
                location=None,
            )
    base = archive.segment("archive")
    for (year, month, day), posts in archive.days.items():
        if len(posts) == 1:
            uri = builder.get_target_uri(posts[0].docname)
            path = builder.get_target_uri(f"{base}/{year}/{month:02}/{day:02}")
            yield path, uri, posts[0].title, False
    for post in archive.posts:
        uri = builder.get_target_uri(post.docname)
        for alias in post.aliases:
            yield alias, uri, post.title, True
        if site.settings.docusaurus_blog:
            yield _docusaurus_path(post, site), uri, post.title, False


def _docusaurus_path(post: Post, site: Site) -> str:
    """Return the address of *post* in Docusaurus, from the site's root."""
    base = site.settings.docusaurus_blog.strip("/")
    if post.slug:
        return f"{base}/{post.slug}"
    name = post.docname
    prefixes = (_WILDCARD.split(pattern, maxsplit=1)[0] for pattern in site.settings.posts)
    prefix = max((each for each in prefixes if name.startswith(each)), key=len, default="")
    name = name.removeprefix(prefix)
    match = _DATED.fullmatch(name)
    if match is None:
        return f"{base}/{name.removesuffix('/index')}"
    date = match["date"].replace("-", "/")
    return f"{base}/{date}/{match['folder']}{match['text']}"


def _file_of(path: str) -> str | None:
    """Return the file that a web server serves at *path*; None if no page can have that path."""
    parts = unquote(urlsplit(path).path).strip("/").split("/")
    if not all(parts) or any(part in {".", ".."} or "\\" in part or ":" in part for part in parts):
        return None
    if parts[0] in {"_static", "_sources", "_images", "_downloads"}:
        return None
    name = "/".join(parts)
    return name if name.endswith((".html", ".htm")) else f"{name}/index.html"
