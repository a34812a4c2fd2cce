"""Addresses of the web: recognising them, their host, and their normal form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

#: Query parameters that do not change the page.
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[ce]id)(?:=.*)?")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BARE_HOST = re.compile(r"(?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/")


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
