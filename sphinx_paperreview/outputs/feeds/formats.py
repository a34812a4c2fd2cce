"""The formats of feeds: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1.

They are written with the standard library: the formats are small, and the same entries must give
the same bytes on every machine.
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree as ET

from sphinx_paperreview.core.files.filenames import is_index
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import path_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.core.model import Person, Post

_GENERATOR = "sphinx-paperreview"
#: Characters that XML 1.0 does not allow, not even escaped.
_NO_XML = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ABSOLUTE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = pattern(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
#: The date of all tag URIs; RFC 4151 allows any at which the host was the author's.
_MINTED = "2025"
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """A feed without its entries. URLs are absolute, except those of :attr:`styles`."""

    title: str
    #: URL of the page with the same content.
    home: str
    #: URLs of the feed in each format; that of the format which is written must be given.
    atom: str = ""
    rss: str = ""
    json: str = ""
    description: str = ""
    language: str = ""
    #: Names of the authors of the feed.
    authors: tuple[str, ...] = ()
    #: Version of this extension.
    version: str = ""
    #: URLs of style sheets (``.css``) for browsers, relative to the feed.
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One post or one paper of a feed."""

    #: An IRI that stays the same when the page moves: see :func:`tag_uri`.
    id: str
    url: str
    title: str
    #: With a time zone.
    published: datetime
    #: With a time zone.
    updated: datetime
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    #: Plain text.
    summary: str = ""
    #: HTML with absolute URLs: the whole text (:mod:`~sphinx_paperreview.outputs.feeds.content`),
    #: or an excerpt.
    content: str = ""
    #: URL, or empty.
    image: str = ""
    language: str = ""
    #: URL of the paper that the entry reviews.
    about: str = ""


def tag_uri(home: str, name: str) -> str:
    """Return a tag URI (RFC 4151), which stays the same when the page gets another address.

    Its date is the same for all: that of a post may be corrected.

    :param home: URL of the page; only its host is used
    :param name: unique on the site: as of :func:`entry_names`, with ``#anchor`` for a paper
    """
    host = urlsplit(home).hostname or "localhost"
    return f"tag:{host},{_MINTED}:{quote(name, safe='/#._-~')}"


def entry_names(posts: Iterable[Post]) -> dict[str, str]:
    """Return a name for each of *posts* by docname, which stays when the post moves.

    It is its slug, else the last part of the first address in its ``aliases``, else that of its
    docname; a part that is only a day or a month has those before it. Where several posts have one
    name, all but the first in time have the whole path.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for post in sorted(posts, key=lambda post: (post.date, _former_path(post))):
        path = _former_path(post)
        short = post.slug or _last_part(path)
        found = next((name for name in (short, path) if name and name not in taken), post.docname)
        names[post.docname] = found
        taken.add(found)
    return names


def _last_part(path: str) -> str:
    """Return the last part of *path*; of ``blog/2025/03/02``, where it is a day, ``2025/03/02``."""
    parts = path.split("/")
    first = len(parts) - 1
    while first and len(parts[first]) <= 2 and parts[first].isdecimal():  # digits
        first -= 1
    return "/".join(parts[first:])


def _former_path(post: Post) -> str:
    """Return the path that *post* had first, without a suffix: of an alias, or its docname."""
    alias = unquote(path_in(post.aliases[0])) if post.aliases else ""
    own = posixpath.dirname(post.docname) if is_index(post.docname) else post.docname
    path = alias.strip("/").removesuffix(".html").removesuffix(".htm") or own or post.docname
    return path.removesuffix("/index") or path


def atom(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return an Atom 1.0 feed of *entries*, in their order."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _language(root, "xml:lang", info.language)
    _add(root, "id", _feed_id(info))
    _add(root, "title", info.title)
    if info.description:
        _add(root, "subtitle", info.description)
    _add(root, "updated", _rfc3339(_updated(entries)))
    _add(root, "link", rel="self", type="application/atom+xml", href=info.atom)
    _add(root, "link", rel="alternate", type="text/html", href=info.home)
    for name in info.authors or (info.title,):  # inherited by entries without authors
        _add(_add(root, "author"), "name", name)
    _add(root, "generator", _GENERATOR, **({"version": info.version} if info.version else {}))
    for entry in entries:
        _atom_entry(_add(root, "entry"), entry)
    return _document(root, info)


def _feed_id(info: FeedInfo) -> str:
    """Return the IRI of a feed (RFC 4287, 4.2.6): its URL, or a tag URI if that is relative."""
    if _ABSOLUTE.match(info.atom):
        return info.atom
    return tag_uri(info.atom, info.atom.removeprefix("/"))


def rss(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return an RSS 2.0 feed of *entries*, in their order."""
    root = ET.Element(
        "rss",
        {
            "version": "2.0",
            "xmlns:atom": "http://www.w3.org/2005/Atom",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        },
    )
    channel = _add(root, "channel")
    _add(channel, "title", info.title)
    _add(channel, "link", info.home)
    _add(channel, "description", _as_html(info.description or info.title))
    _add(channel, "atom:link", rel="self", type="application/rss+xml", href=info.rss)
    if _LANGUAGE.fullmatch(info.language.replace("_", "-")):
        _add(channel, "language", info.language.replace("_", "-").lower())
    _add(channel, "lastBuildDate", _rfc822(_updated(entries)))
    _add(channel, "generator", f"{_GENERATOR} {info.version}".strip())
    for entry in entries:
        _rss_item(_add(channel, "item"), entry, info)
    return _document(root, info)


def _rss_item(item: ET.Element, entry: FeedEntry, info: FeedInfo) -> None:
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.id, isPermaLink="false")
    _add(item, "pubDate", _rfc822(entry.published))
    for name in [person.name or person.key for person in entry.authors] or info.authors:
        _add(item, "dc:creator", name)
    for tag in entry.tags:
        _add(item, "category", tag)
    if entry.about:
        _add(item, "atom:link", rel="related", href=entry.about)
    _add(item, "description", _as_html(entry.summary or entry.title))
    if entry.content:
        _add(item, "content:encoded", entry.content)


def _as_html(text: str) -> str:
    """Return plain *text* as HTML, which ``description`` of RSS holds (RSS 2.0, "Elements")."""
    return escape(text, quote=False)


def json_feed(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return a JSON Feed 1.1 of *entries*, in their order."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": info.title,
        "home_page_url": info.home,
        "feed_url": info.json,
        "description": info.description,
        "language": info.language.replace("_", "-"),
        "authors": [{"name": name} for name in info.authors],
        "items": [_json_item(entry) for entry in entries],
    }
    kept = {key: value for key, value in feed.items() if value or key == "items"}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    return _clean(text).encode() + b"\n"


def _atom_entry(item: ET.Element, entry: FeedEntry) -> None:
    _language(item, "xml:lang", entry.language)
    _add(item, "id", entry.id)
    _add(item, "title", entry.title)
    _add(item, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.about:
        _add(item, "link", rel="related", href=entry.about)
    _add(item, "published", _rfc3339(entry.published))
    _add(item, "updated", _rfc3339(entry.updated))
    for person in entry.authors:
        author = _add(item, "author")
        _add(author, "name", person.name or person.key)
        if _ABSOLUTE.match(person.url):
            _add(author, "uri", person.url)
        if "@" in person.email:
            _add(author, "email", person.email)
    for tag in entry.tags:
        _add(item, "category", term=tag)
    if entry.summary:
        _add(item, "summary", entry.summary)
    if entry.content:
        _add(item, "content", entry.content, type="html")
    elif not entry.summary:
        _add(item, "summary", entry.title)


def _json_item(entry: FeedEntry) -> dict[str, object]:
    authors = []
    for person in entry.authors:
        links = {"url": person.url, "avatar": person.image}
        known = {key: value for key, value in links.items() if _ABSOLUTE.match(value)}
        authors.append({"name": person.name or person.key, **known})
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.about,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": _rfc3339(entry.published),
        "date_modified": _rfc3339(entry.updated),
        "authors": authors,
        "tags": list(entry.tags),
        "language": entry.language.replace("_", "-"),
    }
    if not entry.content:  # content_html or content_text is required
        item["content_text"] = entry.summary or entry.title
    return {key: value for key, value in item.items() if value}


def _updated(entries: Sequence[FeedEntry]) -> datetime:
    """Return the time of the newest change of an entry: the time of the build never counts."""
    return max((max(entry.updated, entry.published) for entry in entries), default=_START)


def _whole_minutes(moment: datetime) -> datetime:
    """Return *moment* in a zone whose offset has no seconds, which the formats cannot write."""
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        return moment.astimezone(UTC)
    return moment


def _rfc3339(moment: datetime) -> str:
    return _whole_minutes(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rfc822(moment: datetime) -> str:
    """Return *moment* as of RFC 822, with a year of four digits."""
    return format_datetime(_whole_minutes(moment))


def _clean(text: str) -> str:
    """Return *text* without characters that XML forbids, each line end as one line feed."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element to *parent* and return it."""
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, cleaned)
    element.text = _clean(text) or None
    return element


def _language(element: ET.Element, attribute: str, language: str) -> None:
    """Set *attribute* to *language*, if that is a language tag."""
    language = language.replace("_", "-")
    if _LANGUAGE.fullmatch(language):
        element.set(attribute, language)


def _document(root: ET.Element, info: FeedInfo) -> bytes:
    """Return the XML document of *root*, with its style sheets."""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    styles = "".join(
        f'<?xml-stylesheet type="text/{style.rpartition(".")[2]}" href="{style}"?>\n'
        for style in info.styles
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{styles}{body}\n'.encode()
