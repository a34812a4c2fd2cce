"""Addresses on the web: is it one, its host, and its normal form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult


_BARE_HOST = re.compile(r"(?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/")


def is_web(text: str) -> bool:
    """Tell whether *text* is an absolute address of the web."""
    return text[:8].lower().startswith(("http://", "https://"))


def has_bare_host(text: str) -> bool:
    """Tell whether *text* begins with a host and a slash, without ``https:``."""
    return bool(_BARE_HOST.match(text))


def split(url: str) -> SplitResult | None:
    """Split *url*; None if it is malformed."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what raises on a wrong port
    except ValueError:
        return None
    return parts


def host_of(parts: SplitResult, *, keep_www: bool = False) -> str:
    """Return the host in lower case, with a port that is not the usual one."""
    host = (parts.hostname or "").rstrip(".")
    if not keep_www:
        return host.removeprefix("www.")
    usual = parts.port in {None, 80, 443}
    return host if usual else f"{host}:{parts.port}"


_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[ce]id)(?:=.*)?")


_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


def normalize_url(url: str) -> str:
    """Return *url* without what does not change the page: case of host, tracking, fragment.

    ``http`` and ``https`` count as one. A fragment that is a route (``#/paper/1``) is kept.
    The result names a page; to link to it, use what the author wrote.
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
    """Return *text* with every character escaped that a URL does not hold, escapes alike."""
    text = quote(text, safe="%/?:@!$&'()*+,;=-._~[]", errors="replace")
    return _ESCAPE.sub(lambda match: match[0].upper(), text)
