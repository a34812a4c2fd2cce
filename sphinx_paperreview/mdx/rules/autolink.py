"""Bare addresses in text become links, without the particle that Korean glues to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.emphasis import is_cjk

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])(?:https?://(?=[^\s/?#\[])|www\.(?=[A-Za-z0-9]))[^\s<]+"
    r"|(?<![\w.+/-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){0,7}\.[A-Za-z0-9-]*[A-Za-z](?![\w@-])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,32};")
#: Longest text without any mark in which addresses are looked for.
MAX_PLAIN = 1_000_000
_CHARS = frozenset("/=_-%#?&+(")


def trim(url: str) -> str:
    """Cut from *url* what belongs to the sentence around it."""
    slash = url.removeprefix("https://").removeprefix("http://").find("/")
    for index, character in enumerate(url):
        if ord(character) > 0x2E80 and is_cjk(character):
            before = url[index - 1]
            in_path = 0 <= slash < index
            kept = in_path and (before in _CHARS or (ord(before) > 0x2E80 and before.isalnum()))
            if not kept or not character.isalnum():
                url = url[:index]
                break
    end = len(url)
    unmatched = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        if last == ")" and unmatched > 0:
            unmatched -= 1
            end -= 1
        elif last in "?!.,:*_~'\"”’…":
            end -= 1
        elif last == ";":
            start = url.rfind("&", max(0, end - 34), end)
            found = _ENTITY.fullmatch(url, start, end) if start >= 0 else None
            end = found.start() if found else end - 1
        else:
            break
    return url[:end]


def _split(token: Token, state: StateCore) -> list[Token]:
    parts: list[Token] = []
    last = 0
    text = token.content
    for found in _ADDRESS.finditer(text):
        url = trim(found[0])
        if "@" in url and "/" not in url:
            href = "mailto:" + url
        else:
            href = url if "://" in url else "http://" + url
        href = state.md.normalizeLink(href)
        host = href.split("://", 1)[-1]
        if len(url) < 6 or not _is_host(host) or not state.md.validateLink(href):
            continue
        if found.start() > last:
            parts.append(_text(text[last : found.start()], token.level))
        opening = Token("link_open", "a", 1)
        opening.attrs, opening.markup, opening.info = {"href": href}, "linkify", "auto"
        opening.level = token.level
        closing = Token("link_close", "a", -1)
        closing.markup, closing.info, closing.level = "linkify", "auto", token.level
        parts += [opening, _text(url, token.level + 1), closing]
        last = found.start() + len(url)
    if not parts:
        return [token]
    if last < len(text):
        parts.append(_text(text[last:], token.level))
    return parts


def _is_host(address: str) -> bool:
    """Return whether *address* begins with a host; GFM allows no ``_`` at the end of its name."""
    name = re.split(r"[/?#:]", address, maxsplit=1)[0]
    return bool(name) and not any("_" in part for part in name.split(".")[-2:])


def _text(content: str, level: int) -> Token:
    token = Token("text", "", 0)
    token.content, token.level = content, level
    return token


def autolink_rule(state: StateCore) -> None:
    """Split the text tokens that hold an address, outside of links."""
    for block in state.tokens:
        children = block.children
        plain = children is not None and len(children) == 1 and len(block.content) > MAX_PLAIN
        if plain or block.type != "inline" or not children or not _ADDRESS.search(block.content):
            continue
        depth = 0
        result: list[Token] = []
        for child in children:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            if child.type in {"mdx_jsx_open", "mdx_jsx_close"} and child.meta.get("name") == "a":
                depth += child.nesting
            if child.type == "text" and depth == 0:
                result += _split(child, state)
            else:
                result.append(child)
        block.children = result
