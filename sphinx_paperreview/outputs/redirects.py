"""Redirects: small HTML pages at old addresses, and at days that have one post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.filenames import fold_path, has_controls, problem_with
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.outputs.paths import SPHINX_FOLDERS, Claim, page_file
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
#: How much of an address a warning repeats, in characters.
_SHOWN = 100
#: Characters of a slug that stay: slashes, and escapes that the author wrote.
_AS_WRITTEN = "/%"
_WILDCARD = re.compile(r"[*?\[]")
#: Lies in ``theme/static``, which is copied whatever the theme is.
_SCRIPT = "paperreview-redirect.js"


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An old address, and where it leads."""

    path: str
    #: An address, or a path from the site's root.
    target: str
    title: str
    #: Whether the author wrote the address, and where.
    given: bool = False
    docname: str = ""
    #: Whether the address is made of a slug, whose repetition the domain reports.
    slug: bool = False


def redirect_files(site: Site) -> Iterator[SiteFile]:
    """Yield a page for each redirect.

    An address of the author's that cannot be one, or that leads elsewhere already, is reported
    as :attr:`.WarningKind.PATH`.
    """
    seen: dict[str, _Redirect] = {}
    for redirect in _redirects(site):
        location = (redirect.docname, 1) if redirect.docname else None
        name, problem = _file_of(redirect.path, site)
        first = seen.setdefault(fold_path(name), redirect) if name else redirect
        given = redirect.given or (redirect.slug and bool(problem))
        if not problem and first.target != redirect.target:
            problem = f"it leads to {unquote(first.target)} already"
        if problem and given:
            warn(
                WarningKind.PATH,
                "there can be no redirect at %r: %s; write an address of this site at which "
                "nothing else is, as /old/name",
                redirect.path[:_SHOWN], problem, location=location,
            )  # fmt: skip
        if problem or first is not redirect or _is_own(redirect, name, site):
            continue
        if redirect.given and re.search(r"[?#]", redirect.path):
            warn(
                WarningKind.PATH,
                "the redirect at %r is made without what follows ? or #, which no file can tell "
                "apart; leave it out",
                redirect.path[:_SHOWN], location=location,
            )  # fmt: skip
        outside = is_web(redirect.target)
        # A number sign in the name would end it.
        base, link = name.replace("#", "%23"), redirect.target
        if not outside:
            link = relative_uri(base, redirect.target)
        script = relative_uri(base, f"_static/{_SCRIPT}")
        canonical = redirect.target if outside else site.file_url(redirect.target)
        facts = (canonical, link, redirect.title, site.config.language, script)
        claim = Claim(
            name, f"the redirect at {redirect.path[:_SHOWN]!r}", location,
            wanted=redirect.given, replaceable=not redirect.given,
        )  # fmt: skip
        yield SiteFile(name, digest(facts), partial(_redirect_page, *facts), claim)


def _is_own(redirect: _Redirect, name: str, site: Site) -> bool:
    """Tell whether a post names the address that it has anyway."""
    return bool(redirect.docname) and name == page_file(site.builder, redirect.docname)


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


def _redirects(site: Site) -> Iterator[_Redirect]:
    """Yield the redirects; of two at one address the first counts."""
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
            yield _Redirect(path, uri, posts[0].title)
    for post in archive.posts:
        uri = builder.get_target_uri(post.docname)
        for alias in post.aliases:
            yield _Redirect(alias, uri, post.title, given=True, docname=post.docname)
        if site.settings.docusaurus_blog:
            path = _docusaurus_path(post, site)
            yield _Redirect(path, uri, post.title, docname=post.docname, slug=bool(post.slug))


def _docusaurus_path(post: Post, site: Site) -> str:
    """Return the address of *post* in Docusaurus, from the site's root."""
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
    """Return the file that a web server serves at *address*, and why there can be none.

    One of the two is empty.
    """
    try:
        path = _path_of(address, site)
    except UnicodeDecodeError:
        return "", "its %-escapes are no UTF-8"
    except ValueError as error:
        return "", str(error) if type(error) is _AddressError else "it is no address"
    name = path if path.endswith((".html", ".htm")) else f"{path}/index.html"
    problem = next(_problems(path, site), "") or problem_with(name)
    return "" if problem else name, problem


class _AddressError(ValueError):
    """An address is none of this site."""


def _path_of(address: str, site: Site) -> str:
    """Return the path of *address* from the site's root, without slashes at its ends."""
    if has_controls(address):
        raise _AddressError("it has a control character, or one that is no character")
    parts, base = urlsplit(address.strip()), urlsplit(site.base)
    path = unquote(parts.path, errors="strict")
    if parts.scheme or parts.netloc:
        same = (parts.scheme or base.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not same or not path.startswith(base.path):
            raise _AddressError("it is an address of another site")
        path = path.removeprefix(base.path)
    return path.strip("/")


def _problems(path: str, site: Site) -> Iterator[str]:
    """Yield why nothing of ours can be at *path*."""
    names = fold_path(path).split("/")
    hidden = [name for name in names if name.startswith(".") and name.strip(".")]
    if not path:
        yield "it is the address of the home page"
    if names[0] in SPHINX_FOLDERS:
        yield f"Sphinx fills the folder {names[0]}"
    if hidden and (hidden != [".well-known"] or names[0] != ".well-known"):
        yield "hosts do not serve what begins with a dot"
    if fold_path(f"{path}/").startswith(_doctrees(site)):
        yield "Sphinx keeps its doctrees there"


def _doctrees(site: Site) -> str:
    """Return the folder of the doctrees, with a slash, if it is one of the output folder."""
    outdir, doctrees = Path(site.builder.outdir), Path(site.env.doctreedir)
    if doctrees.is_relative_to(outdir) and doctrees != outdir:
        return fold_path(doctrees.relative_to(outdir).as_posix()) + "/"
    return "\0"
