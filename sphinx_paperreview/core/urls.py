"""Addresses: which a page may have, which are of the web, their host, and their normal form."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

#: Query parameters that do not change the page.
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[ce]id)(?:=.*)?")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
#: What the URL Standard strips at both ends, and what it removes anywhere.
_ENDS = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: The part of a relative address that may not have a colon (RFC 3986, 4.2).
_FIRST_SEGMENT = re.compile(r"[^/?#\\]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(r"[/\\]{2}[^/\\?#]")
#: Where backslashes are slashes: in addresses with a host, before the query and the fragment.
_WEB_HOST = re.compile(r"(?:https?:)?[/\\]{2}", re.IGNORECASE)
_QUERY = re.compile(r"[?#]")
_WEB = frozenset({"http", "https"})
_CALLS = frozenset({"mailto", "tel"})
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+\Z")
_BARE_HOST = re.compile(r"(?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/")


def clean_address(text: str, *, image: bool = False) -> str | None:
    """Return *text* as an address that a page may have, or None: the one judge of addresses.

    It is read as browsers do (the URL Standard of the WHATWG): C0 controls and blanks at the ends
    are dropped, tabs and line ends anywhere. Allowed is what is then clearly ``http`` or
    ``https`` with a host, ``mailto``, ``tel``, or relative, ``//host`` included; an address is not
    relative if anything like a scheme stands before its first slash, whatever characters are in
    it. The same must hold after character references are decoded once more. All other control
    characters are refused.

    :param image: whether ``data:`` addresses of bitmaps are allowed as well
    """
    address = text.strip(_ENDS).translate(_REMOVED)
    if image and address[:5].lower() == "data:":
        return address if _DATA_IMAGE.match(address) else None
    decoded = unescape(address).strip(_ENDS).translate(_REMOVED) if "&" in address else address
    if not (_is_allowed(address) and _is_allowed(decoded)):
        return None
    host = _WEB_HOST.match(address)
    if host is None or "\\" not in address:
        return address
    place = _QUERY.split(address, maxsplit=1)[0]
    return place.replace("\\", "/") + address[len(place) :]


def _is_allowed(address: str) -> bool:
    if _CONTROL.search(address):
        return False
    scheme = _SCHEME.match(address)
    if scheme is None:
        first = _FIRST_SEGMENT.match(address)
        return first is not None and ":" not in first[0]
    if scheme[1].lower() in _WEB:
        return bool(_HOST.match(address, scheme.end()))
    return scheme[1].lower() in _CALLS


def names_host(address: str) -> bool:
    """Tell whether *address* begins with a scheme, or with a host as a browser reads it.

    Backslashes count as slashes, and what browsers drop is dropped first.
    """
    bare = address.strip(_ENDS).translate(_REMOVED)
    return bool(_SCHEME.match(bare)) or bare[:2].replace("\\", "/") == "//"


def is_web(text: str) -> bool:
    """Tell whether *text* begins with ``http://`` or ``https://``, in any case."""
    return text[:8].lower().startswith(("http://", "https://"))


def bare_address(address: str) -> str:
    """Return an address on the site without slashes at its ends and the name of a file."""
    return address.strip("/").removesuffix("/index.html").removesuffix(".html")


def has_bare_host(text: str) -> bool:
    """Tell whether *text* begins with a host and a slash, without ``https:``."""
    return bool(_BARE_HOST.match(text))


def split(url: str) -> SplitResult | None:
    """Return the parts of *url*; None if it is malformed."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what raises on a wrong port
    except ValueError:
        return None
    return parts


def host_of(parts: SplitResult, *, keep_www: bool = False) -> str:
    """Return the host in lower case, without ``www.``.

    With *keep_www* it is the whole host, and a port other than 80 and 443.
    """
    host = (parts.hostname or "").rstrip(".")
    if not keep_www:
        return host.removeprefix("www.")
    usual = parts.port in {None, 80, 443}
    return host if usual else f"{host}:{parts.port}"


def normalize_url(url: str) -> str:
    """Return the normal form of *url*, which is equal for addresses of the same page.

    The scheme becomes ``https`` and the host lower case; tracking parameters and the fragment go,
    unless it is a route (``#/paper/1``). The result names the page; a link should use the address
    that the author wrote. A text that is not an address of the web is returned as it is.
    """
    url = url.strip()
    parts = split(url)
    if parts is None or not is_web(url):
        return url
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.fullmatch(part))
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    path = _escaped(parts.path.rstrip("/") or "/")
    return urlunsplit(("https", host_of(parts, keep_www=True), path, _escaped(query), fragment))


def _escaped(text: str) -> str:
    """Escape the characters that a URL may not contain; write all escapes in upper case."""
    text = quote(text, safe="%/?:@!$&'()*+,;=-._~[]", errors="replace")
    return _ESCAPE.sub(lambda match: match[0].upper(), text)
