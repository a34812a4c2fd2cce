"""Docsify: ``!> text``, ``# Title :id=name``, settings in the title of a link, tabs.

Source: https://docsify.js.org/#/helpers
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.attributes import attributes_of
from sphinx_paperreview.mdx.dialects.containers import push_tabs
from sphinx_paperreview.mdx.rules.admonition import Opening

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

#: The type of admonition of each mark at the beginning of a paragraph.
_MARKS = {"!>": "important", "?>": "tip"}
#: What stands behind the text of a heading: its id, or that the contents do not name it.
_SETTING = pattern(r" (?::id=(?P<id>[\w-]{1,100})|\{docsify-ignore(?:-all)?\})[ \t]*")
#: One setting in the title of a link or a picture.
_IN_TITLE = pattern(
    r"(?:(?<=\s)|\A):(?P<name>ignore|target|disabled|include|type|fragment|size|class|id|no-zoom"
    r"|crossorgin|omitTitle)(?:=(?P<value>\S{0,200}))?(?!\S)"
)
_SIZE = pattern(r"(?P<width>\d{1,5}%?)(?:x(?P<height>\d{1,5}))?")
_TABS, _END = re.compile(r"<!--\s*tabs:start\s*-->\s*"), re.compile(r"<!--\s*tabs:end\s*-->\s*")


def marked_rule(state: StateCore) -> None:
    """Make an admonition of each paragraph that begins with ``!>`` or ``?>`` (core rule)."""
    if "!>" not in state.src and "?>" not in state.src:
        return
    tokens: list[Token] = []
    closing: Token | None = None
    for index, token in enumerate(state.tokens):
        if token.type == "paragraph_open":
            inline = state.tokens[index + 1]
            name = _MARKS.get(inline.content[:2]) if inline.content[2:3].isspace() else None
            if name is not None:
                inline.content = inline.content[3:].lstrip()
                lines, level = list(token.map or [0, 1]), token.level
                tokens.append(
                    Token("mdx_admonition_open", "div", 1, map=lines, level=level, block=True,
                          info=name, meta={"opening": Opening(0, name)})
                )  # fmt: skip
                closing = Token("mdx_admonition_close", "div", -1, level=level, block=True)
        tokens.append(token)
        if token.type == "paragraph_close" and closing is not None:
            tokens.append(closing)
            closing = None
    state.tokens = tokens


def heading_settings_rule(state: StateCore) -> None:
    """Take ``:id=name`` and ``{docsify-ignore}`` from the text of headings (core rule)."""
    for token, text in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "heading_open":
            continue
        start = max(text.content.rfind(mark) for mark in (" :id=", " {docsify-"))
        found = _SETTING.fullmatch(text.content, start) if start > 0 else None
        if found is not None:
            text.content = text.content[:start].rstrip()
            if found["id"]:
                token.meta.setdefault("id", found["id"])


def titles_rule(state: StateCore) -> None:
    """Read the settings in titles of links and pictures (``':size=50x100'``; core rule)."""
    for block in state.tokens:
        for token in block.children or () if block.type == "inline" else ():
            written = str(token.attrs.get("title") or "")
            if token.type not in {"link_open", "image"} or ":" not in written:
                continue
            found = list(_IN_TITLE.finditer(written))
            if not found:
                continue
            title = " ".join(_IN_TITLE.sub("", written).split())
            if title:
                token.attrs["title"] = title
            else:
                del token.attrs["title"]
            for each in found if token.type == "image" else ():
                size = _SIZE.fullmatch(each["value"] or "") if each["name"] == "size" else None
                if size is not None:
                    given = {name: value for name, value in size.groupdict().items() if value}
                    attributes_of(token).values.update(given)


def tabs_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make tabs of the headings between ``<!-- tabs:start -->`` and ``<!-- tabs:end -->``.

    Source: https://jhildenbiddle.github.io/docsify-tabs
    """
    if not _is_line(state, start, _TABS) or state.bMarks[start] > _last_end(state):
        return False
    stop = next((line for line in range(start + 1, end) if _is_line(state, line, _END)), None)
    if stop is None:
        return False
    if not silent:
        push_tabs(state, start, stop)
        state.line = stop + 1
    return True


def _last_end(state: StateBlock) -> int:
    """Return the position of the last ``tabs:end``, -1 without one; it is looked for once."""
    last: int | None = getattr(state, "dialect_last_tabs", None)
    if last is None:
        last = state.src.rfind("tabs:end")
        state.dialect_last_tabs = last  # type: ignore[attr-defined]  # a plain class
    return last


def _is_line(state: StateBlock, line: int, expression: re.Pattern[str]) -> bool:
    pos = state.bMarks[line] + state.tShift[line]
    return (
        state.src.startswith("<!--", pos)
        and not state.is_code_block(line)
        and expression.fullmatch(state.src, pos, state.eMarks[line]) is not None
    )
