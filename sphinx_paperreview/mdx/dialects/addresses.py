"""Addresses that CommonMark does not take: a size (``x.png =300x200``), a blank, a template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.dialects.attributes import attributes_of
from sphinx_paperreview.mdx.rules.addresses import push_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.rules_inline import StateInline

_TEMPLATE = r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}"
_ADDRESS = re.compile(
    rf"\([ \t]*(?P<address>(?:{_TEMPLATE}|[^\s()<>\"'{{}}]|[ \t](?![ \t\"'=)])"
    r"|\([^\s()]{0,100}\)){1,500}+)"
    r"(?:[ \t]+=(?P<width>\d{1,5}%?)?(?:x(?P<height>\d{1,5}%?)?)?)?"
    r"(?:[ \t]+(?:\"(?P<title>[^\"\n]{0,300})\"|'(?P<title2>[^'\n]{0,300})'))?"
    r"(?:[ \t]+=(?P<width2>\d{1,5}%?)?(?:x(?P<height2>\d{1,5}%?)?)?)?[ \t]*\)"
)
_FILE = re.compile(r"[^\n]*\.[A-Za-z0-9]{1,8}|(?:[^\n]*[^\S\n])?+(?>\S*?\.[A-Za-z0-9]{1,8}[#?])\S*")


def address_rule(state: StateInline, silent: bool, dialects: Collection[str]) -> bool:
    """Make an image or a link of one that CommonMark refuses for its address."""
    start = state.pos
    if state.src[start] not in "![" or not _may_follow(state, start):
        return False
    is_image = state.src.startswith("![", start)
    if not is_image and state.src[start] != "[":
        return False
    label = start + 1 + is_image
    end = state.md.helpers.parseLinkLabel(state, label - 1, not is_image)
    state.pos = start
    found = _ADDRESS.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None or not _is_read(found, dialects, is_image=is_image):
        return False
    if not silent:
        _push(state, (label, end), found, is_image=is_image)
    state.pos = found.end()
    return True


def _may_follow(state: StateInline, start: int) -> bool:
    """Return whether any ``](`` follows; the last one of a text is looked for once."""
    last = getattr(state, "dialect_last_address", None)
    if last is None:
        last = state.src.rfind("](")
        setattr(state, "dialect_last_address", last)  # noqa: B010  # a plain class
    return bool(start < last)


def _is_read(found: re.Match[str], dialects: Collection[str], *, is_image: bool) -> bool:
    address = found["address"]
    sized = any(found[name] for name in ("width", "height", "width2", "height2"))
    if sized and not (is_image and "hackmd" in dialects):
        return False
    if "{{" in address or "{%" in address:
        return "liquid" in dialects or "hugo" in dialects
    if re.search(r"[ \t]", address):
        return "notion" in dialects and _FILE.fullmatch(address) is not None
    return sized


def _push(
    state: StateInline, label: tuple[int, int], found: re.Match[str], *, is_image: bool
) -> None:
    title = found["title"] or found["title2"] or ""
    token = push_address(state, label, found["address"].strip(), title, is_image=is_image)
    for name in ("width", "height") if is_image else ():
        if size := found[name] or found[f"{name}2"]:
            attributes_of(token).values[name] = size
