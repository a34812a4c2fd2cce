"""Allowlists of HTML attributes, CSS properties and addresses; all else is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

ATTRIBUTES = frozenset(
    {
        "alt", "align", "title", "lang", "dir", "width", "height", "id", "class", "style", "href",
        "src", "start", "reversed", "type", "value", "colspan", "rowspan", "scope", "open",
        "controls", "loop", "muted", "autoplay", "poster", "preload", "playsinline",
        "allowfullscreen", "loading", "datetime", "cite", "role", "srclang", "kind", "label",
        "target", "rel", "download", "sizes", "media", "decoding", "border", "valign",
        "cellpadding", "cellspacing", "frameborder", "allow", "referrerpolicy", "abbr", "headers",
    }
)  # fmt: skip

STYLES = re.compile(
    r"(?:text-(?:align|decoration|indent|transform|shadow|wrap)"
    r"|(?:max-|min-)?(?:width|height)|(?:margin|padding)(?:-(?:top|right|bottom|left|block|inline))?"
    r"|color|background|background-color|border(?:-(?:top|right|bottom|left|radius|color|width|style"
    r"|collapse|spacing))?|box-shadow|display|flex(?:-\w+)*|align-(?:items|content|self)"
    r"|justify-(?:content|items|self)|gap|row-gap|column-gap|grid-template-columns|order"
    r"|font(?:-(?:size|weight|style|family|variant))?|line-height|letter-spacing|word-break"
    r"|overflow-wrap|white-space|overflow(?:-[xy])?|vertical-align|float|clear|opacity"
    r"|object-fit|aspect-ratio|list-style(?:-type)?|column-count|box-sizing|table-layout|cursor)"
)
_BAD_VALUE = re.compile(
    r"url|expression|javascript|behaviou?r|import|[<>{};\\@\"&]|/\*|none\b.*hidden", re.IGNORECASE
)

#: CSS properties whose bare numbers are not pixels.
_UNITLESS = frozenset(
    {
        "line-height", "opacity", "font-weight", "flex", "flex-grow", "flex-shrink", "order",
        "column-count", "aspect-ratio", "zoom", "z-index",
    }
)  # fmt: skip

EMBEDS = re.compile(
    r"(?:www\.)?(?:youtube\.com|youtube-nocookie\.com)|player\.vimeo\.com|vimeo\.com"
    r"|[a-z0-9-]+\.hf\.space|huggingface\.co"
    r"|codepen\.io|codesandbox\.io|stackblitz\.com|replit\.com|repl\.it"
    r"|player\.bilibili\.com|(?:app\.)?egghead\.io|speakerdeck\.com|www\.slideshare\.net"
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+\Z")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u2028\u2029\ufeff]+")


def url(text: str, *, image: bool = False) -> str | None:
    """Return *text*, stripped, if it has no scheme or one of :data:`_SCHEMES`, else None.

    An *image* may also be a ``data:`` address of a bitmap.
    """
    bare = _CONTROL.sub("", text)
    found = _SCHEME.match(bare)
    if not found:
        return text.strip()
    if found[1].lower() in _SCHEMES:
        return text.strip()
    if image and _DATA_IMAGE.match(text.strip()):
        return text.strip()
    return None


def embed(text: str, hosts: Iterable[str] = ()) -> str | None:
    """Return *text*, stripped, if a frame may show it, else None.

    It must be ``https://host/…`` or ``//host/…``, with a host of :data:`EMBEDS` or *hosts*.
    """
    text = text.strip()
    try:
        parts = urlsplit("https:" + text if text.startswith("//") else text)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    allowed = EMBEDS.fullmatch(host) or host in hosts
    if parts.scheme != "https" or parts.username or not allowed or re.search(r"[\s\\]", text):
        return None
    return text


def property_name(name: str) -> str:
    """Return the CSS name of React's *name* (``textAlign`` → ``text-align``)."""
    if "-" in name:
        return name.strip().lower()
    return re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name.strip())


def style_value(name: str, value: object) -> str | None:
    """Return *value* as CSS for the property *name*, or None if it is not allowed."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        text = f"{value:g}" if abs(value) < 1e6 else str(value)
        text += "" if name in _UNITLESS or value == 0 else "px"
    else:
        text = str(value).strip()
    text = re.sub(r"(?<!\s)\s*!important\s*$", "", text)
    if not text or len(text) > 200 or not STYLES.fullmatch(name) or _BAD_VALUE.search(text):
        return None
    if name == "display" and text == "none":
        return None
    return text


def split_style(text: str) -> list[tuple[str, str]]:
    """Split the text of a ``style="…"`` attribute into pairs of property and value."""
    pairs = (part.partition(":") for part in text.split(";") if part.strip())
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def valid_id(text: str) -> bool:
    """Return whether *text* is allowed as an id in HTML."""
    return bool(text) and not re.search(r"[\s<>\"'&]", text) and len(text) < 200
