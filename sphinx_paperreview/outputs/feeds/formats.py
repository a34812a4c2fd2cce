"""Feeds: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1, made of nothing but their arguments.

Built with the standard library: the three formats are small, and a feed must come out byte for
byte the same on every machine.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.core.model import Person

GENERATOR = "sphinx-paperreview"

#: What no XML document may hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """What a feed says of itself; all URLs are absolute."""

    title: str
    #: The page that the feed belongs to.
    home: str
    #: Addresses of the feed's three forms; the one of the form that is made must be set.
    atom: str = ""
    rss: str = ""
    json: str = ""
    description: str = ""
    language: str = ""
    #: Names of the people or the group behind the whole.
    authors: tuple[str, ...] = ()
    #: Version of this extension.
    version: str = ""
    icon: str = ""
    #: Addresses of style sheets (``.xsl``, ``.css``) for browsers, from the feed itself.
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One post or one paper of a feed."""

    #: An IRI that stays when the page moves: see :func:`tag_uri`.
    id: str
    url: str
    title: str
    #: Aware, as is :attr:`updated`.
    published: datetime
    updated: datetime
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    #: Plain text.
    summary: str = ""
    #: HTML with absolute URLs: see :mod:`~sphinx_paperreview.feed_content`.
    content: str = ""
    image: str = ""
    language: str = ""
    #: What the entry is about: the paper itself.
    about: str = ""


def tag_uri(home: str, published: datetime, name: str) -> str:
    """Return an id (RFC 4151) that does not change when pages get other addresses.

    *home* gives the host, *published* the day that the name was given, *name* is what is
    unique on the site: a docname, with ``#anchor`` for a paper.
    """
    host = urlsplit(home).hostname or "localhost"
    return f"tag:{host},{published:%Y-%m-%d}:{quote(name, safe='/#._-~')}"


def atom(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return the Atom 1.0 feed of *entries*, in the order given."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _language(root, "xml:lang", info.language)
    _add(root, "id", _feed_id(info))
    _add(root, "title", info.title)
    if info.description:
        _add(root, "subtitle", info.description)
    _add(root, "updated", _rfc3339(_updated(entries)))
    _add(root, "link", rel="self", type="application/atom+xml", href=info.atom)
    _add(root, "link", rel="alternate", type="text/html", href=info.home)
    for name in info.authors or (info.title,):  # an entry without authors inherits these
        _add(_add(root, "author"), "name", name)
    _add(root, "generator", GENERATOR, **({"version": info.version} if info.version else {}))
    if info.icon:
        _add(root, "icon", info.icon)
    for entry in entries:
        _atom_entry(_add(root, "entry"), entry)
    return _document(root, info)


def _feed_id(info: FeedInfo) -> str:
    """Return the IRI of a feed: its address, where that is whole (RFC 4287, section 4.2.6)."""
    if _ABSOLUTE.match(info.atom):
        return info.atom
    return tag_uri(info.atom, _START, info.atom.removeprefix("/"))


def rss(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return the RSS 2.0 feed of *entries*, in the order given."""
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
    _add(channel, "description", info.description or info.title)
    _add(channel, "atom:link", rel="self", type="application/rss+xml", href=info.rss)
    if _LANGUAGE.fullmatch(info.language.replace("_", "-")):
        _add(channel, "language", info.language.replace("_", "-").lower())
    _add(channel, "lastBuildDate", _rfc822(_updated(entries)))
    _add(channel, "generator", f"{GENERATOR} {info.version}".strip())
    for entry in entries:
        _rss_item(_add(channel, "item"), entry, info)
    return _document(root, info)


def _rss_item(item: ET.Element, entry: FeedEntry, info: FeedInfo) -> None:
    """Fill the RSS element of one entry."""
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
    _add(item, "description", entry.summary or entry.title)
    if entry.content:
        _add(item, "content:encoded", entry.content)


def json_feed(info: FeedInfo, entries: Sequence[FeedEntry]) -> bytes:
    """Return the JSON Feed 1.1 of *entries*, in the order given."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": info.title,
        "home_page_url": info.home,
        "feed_url": info.json,
        "description": info.description,
        "icon": info.icon,
        "language": info.language.replace("_", "-"),
        "authors": [{"name": name} for name in info.authors],
        "items": [_json_item(entry) for entry in entries],
    }
    kept = {key: value for key, value in feed.items() if value or key == "items"}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    return _clean(text).encode() + b"\n"


def _atom_entry(item: ET.Element, entry: FeedEntry) -> None:
    """Fill the Atom element of one entry."""
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
    """Return the JSON object of one entry."""
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
    if not entry.content:  # one of the two forms of content is required
        item["content_text"] = entry.summary or entry.title
    return {key: value for key, value in item.items() if value}


def _updated(entries: Sequence[FeedEntry]) -> datetime:
    """Return when the feed last changed: a matter of its entries, never of the clock."""
    return max((max(entry.updated, entry.published) for entry in entries), default=_START)


def _whole(moment: datetime) -> datetime:
    """Return *moment* in a zone that the formats can write, which know no seconds of offset."""
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        return moment.astimezone(UTC)
    return moment


def _rfc3339(moment: datetime) -> str:
    """Return *moment* as RFC 3339 has it."""
    return _whole(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rfc822(moment: datetime) -> str:
    """Return *moment* as RFC 822 has it, with four digits of year."""
    return format_datetime(_whole(moment))


def _clean(text: str) -> str:
    """Return *text* without what XML forbids and with plain line ends."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element to *parent* and return it."""
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, cleaned)
    element.text = _clean(text) or None
    return element


def _language(element: ET.Element, attribute: str, language: str) -> None:
    """Set the language of *element*, if it is one."""
    language = language.replace("_", "-")
    if _LANGUAGE.fullmatch(language):
        element.set(attribute, language)


def _document(root: ET.Element, info: FeedInfo) -> bytes:
    """Return the file of *root*, which says how to show it to people."""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    styles = "".join(
        f'<?xml-stylesheet type="text/{style.rpartition(".")[2]}" href="{style}"?>\n'
        for style in info.styles
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{styles}{body}\n'.encode()
