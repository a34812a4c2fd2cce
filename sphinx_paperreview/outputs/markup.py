"""Small things about markup: text that stays text in Markdown, and sections of our own HTML."""

from __future__ import annotations

import re

#: Characters that could be markup anywhere; an underscore within a word is none.
_MARKUP = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)"
)
_HEADING = re.compile(r"<h([1-6])\b.*?</h\1>\n?", re.DOTALL)
_SECTION = re.compile(r"<(/?)section\b[^>]*>")


def marked(text: str) -> str:
    """Return *text* with a backslash before whatever could be Markdown in it."""
    return _MARKUP.sub(r"\\\g<0>", text)


def escaped(text: str) -> str:
    """Return *text* on one line, so that none of it is taken for Markdown."""
    return marked(" ".join(text.split()))


def link(words: str, url: str) -> str:
    """Return a link; brackets in *url* do not end it."""
    return (
        f"[{escaped(words)}](<{url}>)" if "(" in url or ")" in url else f"[{escaped(words)}]({url})"
    )


def section(html: str, anchor: str) -> str:
    """Return what the section with the id *anchor* holds, without its own heading.

    *html* is what the builder wrote: its sections nest properly, and no text in it is markup.
    """
    tags = _SECTION.finditer(html)
    own = next((tag for tag in tags if f' id="{anchor}"' in tag[0]), None)
    if own is None:
        return ""
    depth = 1
    for tag in tags:
        depth += -1 if tag[1] else 1
        if not depth:
            return _HEADING.sub("", html[own.end() : tag.start()], count=1)
    return html[own.end() :]
