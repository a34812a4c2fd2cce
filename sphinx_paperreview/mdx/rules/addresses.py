"""Blanks in addresses: ``![](my fig.png)`` and ``[text](my paper.pdf)``, as kramdown reads them.

CommonMark wants ``<…>`` around such an address, and would show the whole as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: The name of a file with a blank in it, and a title, in brackets.
_ADDRESS = re.compile(
    r"\([ \t]*(?P<address>[^\s()<>\"'][^()<>\"\n]{0,300}\.[A-Za-z0-9]{1,5}(?:#[^\s()<>\"]{0,200})?)"
    r"(?:[ \t]+\"(?P<title>[^\"\n]{0,300})\")?[ \t]*\)"
)


def blank_address_rule(state: StateInline, silent: bool) -> bool:
    """Make an image or a link of one whose address has blanks; the rules before it found none."""
    start = state.pos
    is_image = state.src.startswith("![", start)
    if not is_image and state.src[start] != "[":
        return False
    if start > _last_address(state):
        return False
    label = start + 1 + is_image
    end = state.md.helpers.parseLinkLabel(state, label - 1, not is_image)
    state.pos = start
    found = _ADDRESS.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None or not re.search(r"[ \t]", found["address"]):
        return False
    href = state.md.normalizeLink(found["address"])
    if not state.md.validateLink(href):
        return False
    if not silent:
        push_address(state, (label, end), href, found["title"] or "", is_image=is_image)
    state.pos = found.end()
    return True


def _last_address(state: StateInline) -> int:
    """Return where the last address of the text begins, found once; -1 if there is none."""
    last: int | None = getattr(state, "last_address", None)
    if last is None:
        last = state.src.rfind("](")
        state.last_address = last  # type: ignore[attr-defined]  # a plain class
    return last


def push_address(
    state: StateInline, label: tuple[int, int], href: str, title: str, *, is_image: bool
) -> Token:
    """Push the tokens of an image or a link; return the one that has the address.

    :param label: where the text in brackets begins and ends
    """
    start, end = label
    if is_image:
        token = state.push("image", "img", 0)
        token.content, token.children = state.src[start:end], []
        token.attrs = {"src": href, "alt": ""}
        state.md.inline.parse(token.content, state.md, state.env, token.children)
    else:
        last = state.posMax
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": href}
        state.pos, state.posMax = start, end
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = last
    if title:
        token.attrs["title"] = title
    return token
