"""Markdown that is written: texts that stay plain text, and links."""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from urllib.parse import quote, urljoin

#: Characters that can be markup anywhere; an underscore within a word is not.
_MARKUP = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)"
)
#: Characters that are not escaped in an address.
_SAFE = "%/?:@!$&'*+,;=-._~#[]"
#: An address on the same page; a path or an address that means the same in all pages of a folder.
_FRAGMENT = re.compile(r"#[\w.:%-]+")
_PATH = re.compile(r"(?:https?://\w.*|(?!//)[\w.%~/-]+(?:#.*)?)\Z")
#: An address that is absolute, and has no character to escape.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~/-]*")
#: What any markup begins with; most texts have none of it.
_FIRST = re.compile(r"[\\`*\[\]<&_~]")


def escape(text: str) -> str:
    """Return *text* with a backslash before each character that could be inline markup."""
    return _MARKUP.sub(r"\\\g<0>", text) if _FIRST.search(text) else text


def escape_line(text: str) -> str:
    """Return *text* on one line, escaped."""
    return escape(" ".join(text.split()))


def link(text: str, url: str) -> str:
    """Return a link with *text*, which is escaped; parentheses in *url* do not end it."""
    target = f"<{url}>" if "(" in url or ")" in url else url
    return f"[{escape_line(text)}]({target})"


def absolute(page: str, address: str) -> str:
    """Return the absolute form of *address*, as it stands on *page*, escaped.

    A malformed one (``http://[``) is only escaped.
    """
    if _ABSOLUTE.fullmatch(address):
        return address
    if _FRAGMENT.fullmatch(address):
        return quote(page + address, safe=_SAFE)
    # Of a path, posts of one folder have many in common.
    return _joined(page[: page.rfind("/") + 1] if _PATH.match(address) else page, address)


@lru_cache(maxsize=4096)
def _joined(base: str, address: str) -> str:
    with contextlib.suppress(ValueError):
        address = urljoin(base, address)
    return quote(address, safe=_SAFE)
