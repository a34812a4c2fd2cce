"""URLs: which a page may link to, which are web addresses, their host, and their normal form."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

#: Query parameters that do not change the page.
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[ce]id)(?:=.*)?")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
#: Characters that the URL Standard strips at both ends, and those that it removes everywhere.
_ENDS = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: The part of a relative address that may not have a colon (RFC 3986, 4.2).
_FIRST_SEGMENT = re.compile(r"[^/?#\\]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(r"[/\\]{2}[^/\\?#]")
#: The beginning of a URL with a host: browsers read its backslashes before the query as slashes.
_WEB_HOST = re.compile(r"(?:https?:)?[/\\]{2}", re.IGNORECASE)
_QUERY = re.compile(r"[?#]")
_WEB = frozenset({"http", "https"})
_CALLS = frozenset({"mailto", "tel"})
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+\Z")
_BARE_HOST = re.compile(r"(?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/")


def clean_address(text: str, *, image: bool = False) -> str | None:
    """Return *text* as a URL that a page may link to, or None if it is not allowed.

    All URLs of authors are checked here. *text* is read as browsers do (URL Standard of the
    WHATWG): C0 controls and spaces at the ends are dropped, tabs and line ends everywhere. Then
    allowed are ``http`` and ``https`` with a host, ``mailto``, ``tel``, and relative URLs,
    including ``//host``. A URL with a colon before its first slash is not relative, whatever comes
    before the colon. A host or a port that no URL can have (``//[x``, ``:99999``) is refused. The
    URL must also be allowed after character references are decoded once more. Other control
    characters are refused.

    :param image: whether ``data:`` URLs of bitmaps are allowed as well
    """
    address = text.strip(_ENDS).translate(_REMOVED)
    if image and address[:5].lower() == "data:":
        return address if _DATA_IMAGE.match(address) else None
    decoded = unescape(address).strip(_ENDS).translate(_REMOVED) if "&" in address else address
    if not (_is_allowed(address) and _is_allowed(decoded)):
        return None
    host = _WEB_HOST.match(address)
    if host is not None and split(f"//{address[host.end() :]}") is None:
        return None
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
    """Return whether *address* begins with a scheme or with a host (``//host``).

    As in browsers, backslashes count as slashes, and the same characters are dropped first.
    """
    bare = address.strip(_ENDS).translate(_REMOVED)
    return bool(_SCHEME.match(bare)) or bare[:2].replace("\\", "/") == "//"


def is_web(text: str) -> bool:
    """Return whether *text* begins with ``http://`` or ``https://``, in any case."""
    return text[:8].lower().startswith(("http://", "https://"))


def bare_address(address: str) -> str:
    """Return an address on the site without slashes at its ends, ``index.html`` and ``.html``."""
    return address.strip("/").removesuffix("/index.html").removesuffix(".html")


def has_bare_host(text: str) -> bool:
    """Return whether *text* begins with a host and a slash, without a scheme."""
    return bool(_BARE_HOST.match(text))


def split(url: str) -> SplitResult | None:
    """Return the parts of *url*; None if it is malformed."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what raises on a wrong port
    except ValueError:
        return None
    return parts


def path_in(url: str) -> str:
    """Return the path of *url*, escaped as it is there; empty if it is malformed."""
    parts = split(url)
    return parts.path if parts is not None else ""


def join(base: str, url: str) -> str:
    """Return *url* as seen from the address *base*; one that is malformed is unchanged."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


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

    The scheme becomes ``https``, the host lower case; tracking parameters are removed, and so is
    the fragment, unless it is a route (``#/paper/1``). The result identifies the page; a link
    should use the address that the author wrote. A text that is not a web address is returned
    unchanged, without spaces at its ends.
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
