"""Markdown that is written: texts that stay plain text, and links."""

from __future__ import annotations

import re

#: Characters that can be markup anywhere; an underscore within a word is not.
_MARKUP = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)"
)


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
