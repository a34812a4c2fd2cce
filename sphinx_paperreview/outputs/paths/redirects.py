"""Redirects: small HTML pages at old addresses, and at the addresses of days with one post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.filenames import fold_path, has_controls, problem_with
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.outputs.paths.builder_files import SPHINX_FOLDERS, page_file
from sphinx_paperreview.outputs.paths.claims import Claim
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
#: Maximum length of an address in a warning, in characters.
_SHOWN = 100
#: Characters of a slug that are not escaped: slashes, and the author's own escapes.
_AS_WRITTEN = "/%"
_WILDCARD = re.compile(r"[*?\[]")
#: A file of ``theme/static``, which is copied with every theme.
_SCRIPT = "paperreview-redirect.js"


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An old address, and its target."""

    path: str
    #: A web address, or a path relative to the root of the site.
    target: str
    title: str
    #: Whether the author wrote the address.
    given: bool = False
    #: The document that the author wrote it in; empty for the configuration.
    docname: str = ""
    #: Whether the address is made from a slug; the domain reports duplicate slugs.
    slug: bool = False


def redirect_files(site: Site) -> Iterator[SiteFile]:
    """Yield a page for each redirect.

    An address that the author wrote and that is invalid, or already redirects to another target,
    is reported as :attr:`.WarningKind.PATH`.
    """
    seen: dict[str, tuple[_Redirect, str]] = {}
    for redirect in _redirects(site):
        location = (redirect.docname, 1) if redirect.docname else None
        name, problem = _file_of(redirect.path, site)
        nothing = (redirect, name)
        first, written = seen.setdefault(fold_path(name), nothing) if name else nothing
        given = redirect.given or (redirect.slug and bool(problem))
        if not problem and first.target != redirect.target:
            problem = f"it redirects to {unquote(first.target)} already"
        elif not problem and name != written:
            problem = f"file systems may take it for {written}, which redirects already"
        if problem and given:
            warn(
                WarningKind.PATH,
                "a redirect at %r is not possible: %s; write an address of this site that has no "
                "page or file, such as /old/name",
                redirect.path[:_SHOWN], problem, location=location,
            )  # fmt: skip
        if problem or first is not redirect or _is_own(redirect, name, site):
            continue
        if redirect.given and re.search(r"[?#]", redirect.path):
            warn(
                WarningKind.PATH,
                "the redirect at %r ignores ? or # and what follows, because a web server serves "
                "the same file for all of them; delete that part",
                redirect.path[:_SHOWN], location=location,
            )  # fmt: skip
        yield _redirect_file(redirect, name, site)


def _redirect_file(redirect: _Redirect, name: str, site: Site) -> SiteFile:
    """Return the page of *redirect*, at the path *name* of the output."""
    is_outside = is_web(redirect.target)
    # Unescaped, a number sign would end the path.
    base = name.replace("#", "%23")
    link = redirect.target if is_outside else relative_uri(base, redirect.target)
    canonical = redirect.target if is_outside else site.file_url(redirect.target)
    script = relative_uri(base, f"_static/{_SCRIPT}")
    facts = (canonical, link, redirect.title, site.config.language, script)
    claim = Claim(
        name, f"the redirect at {redirect.path[:_SHOWN]!r}",
        (redirect.docname, 1) if redirect.docname else None,
        wanted=redirect.given, replaceable=not redirect.given,
    )  # fmt: skip
    return SiteFile(name, digest(facts), partial(_redirect_page, *facts), claim)


def _is_own(redirect: _Redirect, name: str, site: Site) -> bool:
    """Return whether an alias of a post is the address of the post itself."""
    return bool(redirect.docname) and name == page_file(site.builder, redirect.docname)


def _redirect_page(canonical: str, link: str, title: str, language: str, script: str) -> bytes:
    """Return a page that redirects to *link*; *script* keeps the query and the fragment.

    The script is a file of its own, because a Content-Security-Policy may forbid inline scripts.
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


def _redirects(site: Site) -> Iterator[_Redirect]:
    """Yield the redirects; of two with one address the first one counts."""
    archive, builder = site.archive, site.builder
    for old, target in sorted(site.settings.redirects.items()):
        if is_web(str(target)) and (address := clean_address(str(target))):
            yield _Redirect(old, address, address, given=True)
        elif str(target) in site.env.found_docs:
            title = site.env.titles.get(str(target))
            words = title.astext() if title is not None else str(target)
            yield _Redirect(old, builder.get_target_uri(str(target)), words, given=True)
        else:
            warn(
                WarningKind.CONFIG,
                "paperreview_redirects: there is no document %r; write a document name as in a "
                "toctree, or a web address (https://…)",
                target,
                location=None,
            )
    base = archive.segment("archive")
    for (year, month, day), posts in archive.days.items():
        if len(posts) == 1:
            uri = builder.get_target_uri(posts[0].docname)
            path = builder.get_target_uri(f"{base}/{year}/{month:02}/{day:02}")
            yield _Redirect(path, uri, posts[0].title)
    for post in archive.posts:
        uri = builder.get_target_uri(post.docname)
        for alias in post.aliases:
            yield _Redirect(alias, uri, post.title, given=True, docname=post.docname)
        if site.settings.docusaurus_blog:
            path = _docusaurus_path(post, site)
            yield _Redirect(path, uri, post.title, docname=post.docname, slug=bool(post.slug))


def _docusaurus_path(post: Post, site: Site) -> str:
    """Return the address of *post* in Docusaurus, relative to the root of the site."""
    base = site.settings.docusaurus_blog.strip("/")
    if post.slug:
        return f"{base}/{quote(post.slug, safe=_AS_WRITTEN, errors='replace')}"
    name = post.docname
    prefixes = (_WILDCARD.split(pattern, maxsplit=1)[0] for pattern in site.settings.posts)
    prefix = max((each for each in prefixes if name.startswith(each)), key=len, default="")
    name = name.removeprefix(prefix)
    match = _DATED.fullmatch(name)
    if match is None:
        return f"{base}/{quote(name.removesuffix('/index'))}"
    date = match["date"].replace("-", "/")
    return f"{base}/{date}/{quote(match['folder'] + match['text'])}"


def _file_of(address: str, site: Site) -> tuple[str, str]:
    """Return the file that a web server serves at *address*, and why it cannot be written.

    One of the two is empty.
    """
    try:
        path = _path_of(address, site)
    except UnicodeDecodeError:
        return "", "its percent-encoding is not UTF-8"
    except ValueError as error:
        return "", str(error) if type(error) is _AddressError else "it is not a valid address"
    name = path if path.endswith((".html", ".htm")) else f"{path}/index.html"
    problem = next(_problems(path, site), "") or problem_with(name)
    return "" if problem else name, problem


class _AddressError(ValueError):
    """An address is not a valid address of this site."""


def _path_of(address: str, site: Site) -> str:
    """Return the path of *address* relative to the site's root, without slashes at its ends."""
    if has_controls(address):
        raise _AddressError("it has a control character or an invalid character")
    parts, base = urlsplit(address.strip()), urlsplit(site.base)
    path = unquote(parts.path, errors="strict")
    if parts.scheme or parts.netloc:
        same = (parts.scheme or base.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not same or not path.startswith(base.path):
            raise _AddressError("it is an address of another site")
        path = path.removeprefix(base.path)
    return path.strip("/")


def _problems(path: str, site: Site) -> Iterator[str]:
    """Yield the reasons why a redirect cannot be written at *path*."""
    names = fold_path(path).split("/")
    hidden = [name for name in names if name.startswith(".") and name.strip(".")]
    if not path:
        yield "it is the address of the home page"
    if names[0] in SPHINX_FOLDERS:
        yield f"Sphinx writes the folder {names[0]}"
    if hidden and (hidden != [".well-known"] or names[0] != ".well-known"):
        yield "web servers do not serve names that begin with a dot"
    if fold_path(f"{path}/").startswith(_doctrees(site)):
        yield "Sphinx stores its doctrees there"


def _doctrees(site: Site) -> str:
    """Return the doctree folder with a slash, relative to the output folder.

    If it is not within the output folder, return a text that no path begins with.
    """
    outdir, doctrees = Path(site.builder.outdir), Path(site.env.doctreedir)
    if doctrees.is_relative_to(outdir) and doctrees != outdir:
        return fold_path(doctrees.relative_to(outdir).as_posix()) + "/"
    return "\0"
