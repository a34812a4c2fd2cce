"""Addresses in text become links, without a Korean particle that follows without a blank."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.emphasis import is_cjk
from sphinx_paperreview.mdx.rules.texts import split_text, text_token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])(?:https?://(?=[^\s/?#\[])|www\.(?=[A-Za-z0-9]))[^\s<]+"
    r"|(?<![\w.+/-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){0,7}\.[A-Za-z0-9-]*[A-Za-z](?![\w@-])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,32};")
_BRACKET = re.compile(r"[\[\]]")
#: Longest text without any markup in which addresses are searched.
MAX_PLAIN = 1_000_000
#: Characters of an address after which a CJK letter still belongs to it.
_BEFORE_CJK = frozenset("/=_-%#?&+(")


def _trim(url: str) -> str:
    """Return *url* without the end that belongs to the sentence: punctuation, or a CJK word."""
    slash = url.removeprefix("https://").removeprefix("http://").find("/")
    for index, character in enumerate(url):
        if ord(character) > 0x2E80 and is_cjk(character):
            before = url[index - 1]
            in_path = 0 <= slash < index
            kept = in_path and (
                before in _BEFORE_CJK or (ord(before) > 0x2E80 and before.isalnum())
            )
            if not kept or not character.isalnum():
                url = url[:index]
                break
    url = _within_brackets(url)
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


def _within_brackets(url: str) -> str:
    """Return *url* up to a bracket that was opened before it: ``[https://x.org]``."""
    depth = 0
    for bracket in _BRACKET.finditer(url):
        depth += 1 if bracket[0] == "[" else -1
        if depth < 0:
            return url[: bracket.start()]
    return url


def _link(found: re.Match[str], level: int, md: MarkdownIt) -> tuple[list[Token], int] | None:
    url = _trim(found[0])
    if "@" in url and "/" not in url:
        href = "mailto:" + url
    else:
        href = url if "://" in url else "http://" + url
    href = md.normalizeLink(href)
    host = href.split("://", 1)[-1]
    if len(url) < 6 or not _is_host(host) or not md.validateLink(href):
        return None
    opening = Token("link_open", "a", 1, level=level, markup="linkify", info="auto")
    opening.attrs = {"href": href}
    closing = Token("link_close", "a", -1, level=level, markup="linkify", info="auto")
    return [opening, text_token(url, level + 1), closing], found.start() + len(url)


def _is_host(address: str) -> bool:
    """Return whether *address* begins with a host, in whose last two parts GFM forbids ``_``."""
    name = re.split(r"[/?#:]", address, maxsplit=1)[0]
    return bool(name) and not any("_" in part for part in name.split(".")[-2:])


def _has_address(text: str) -> bool:
    """Return whether an address is in *text*; most have no sign of one."""
    has_sign = "://" in text or "@" in text or "www." in text.lower()
    return has_sign and _ADDRESS.search(text) is not None


def autolink_rule(state: StateCore) -> None:
    """Make a link of each address in text that is not within a link (core rule)."""
    link = partial(_link, md=state.md)
    for block in state.tokens:
        children = block.children
        plain = children is not None and len(children) == 1 and len(block.content) > MAX_PLAIN
        if plain or block.type != "inline" or not children or not _has_address(block.content):
            continue
        depth = 0
        result: list[Token] = []
        for child in children:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            if child.type in {"mdx_jsx_open", "mdx_jsx_close"} and child.meta.get("name") == "a":
                depth += child.nesting
            if child.type == "text" and depth == 0:
                result += split_text(child, _ADDRESS, link)
            else:
                result.append(child)
        block.children = result
