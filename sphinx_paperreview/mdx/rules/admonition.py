"""``:::note Title`` … ``:::``: admonitions of Docusaurus; and ``:::{directive}`` of MyST."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.rules_block import make_fence_rule

from sphinx_paperreview.mdx.rules.blocks import tokenize_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock

#: The type of each name in Docusaurus, including old names.
TYPES = {
    "note": "note",
    "tip": "tip",
    "info": "info",
    "warning": "warning",
    "danger": "danger",
    "caution": "caution",
    "secondary": "note",
    "important": "info",
    "success": "tip",
}

_OPEN = re.compile(r"(:{3,})([ \t]*)([A-Za-z](?:[\w-]*[A-Za-z0-9])?)(?![\w-])(.*)$", re.ASCII)
_FENCE = re.compile(r"`{3,}|~{3,}")
_HEADING = re.compile(r"#{1,6}[ \t]")
_DIRECTIVE = re.compile(r":{3,}\{[^}\s]+\}")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#([^\s#.}=]+)|\.([^\s#.}=]+)|([A-Za-z_][\w-]*)(?:=("[^"]*"|'[^']*'|[^\s}]+))?)"""
)


@dataclass(slots=True)
class Opening:
    """The first line of an admonition."""

    colons: int
    name: str
    title: str = ""
    id: str = ""
    classes: list[str] = field(default_factory=list)
    #: ``-`` or ``+`` for a box that readers fold, closed or open at first.
    fold: str = ""
    #: What Docusaurus would refuse, as a warning; empty if nothing.
    problem: str = ""
    #: Whether its end is missing, so that a heading ended it.
    is_unclosed: bool = False


def read_attributes(text: str, opening: Opening) -> bool:
    """Set the attributes ``#id .class title="…"`` of *opening*; return False for other text."""
    text = text.rstrip()
    pos = 0
    while pos < len(text):
        found = _ATTRIBUTE.match(text, pos)
        if not found:
            return False
        identifier, name, key, value = found.groups()
        if identifier:
            opening.id = identifier
        elif name:
            opening.classes.append(name)
        elif key == "title" and value:
            opening.title = value.strip("\"'")
        pos = found.end()
    return True


def _label_end(text: str) -> int:
    """Return the position of the ``]`` that closes the ``[`` at the start, or -1."""
    depth = 0
    for found in re.finditer(r"\\.|[\[\]]", text):
        if found[0] == "[":
            depth += 1
        elif found[0] == "]":
            depth -= 1
            if depth == 0:
                return found.start()
    return -1


def _read_opening(text: str) -> Opening | None:
    """Return what the line *text* opens, None if it opens no admonition."""
    found = _OPEN.match(text)
    if not found:
        return None
    colons, blank, name, rest = found.groups()
    if blank and name.lower() not in TYPES:
        return None
    opening = Opening(len(colons), name)
    is_apart, rest = rest[:1].isspace(), rest.strip()
    if rest.startswith("["):
        if (end := _label_end(rest)) < 0:
            return None
        behind = rest[end + 1 :].strip()
        if not is_apart or not behind or behind.startswith("{"):  # else "[T] and S" is the title
            opening.title, rest = rest[1:end].strip(), behind
    if rest.startswith("{") and rest.endswith("}"):
        if read_attributes(rest[1:-1], opening):
            rest = ""
    elif rest.endswith("}"):
        title, _, attributes = rest[:-1].rpartition("{")
        named = title.strip() and attributes.lstrip()[:1] in {"#", "."} and "}" not in attributes
        if named and read_attributes(attributes, opening):
            rest = title.rstrip()
            opening.problem = "MDX refuses {…} after a title; write :::note[Title]{#id}"
    if rest:
        opening.title = f"{opening.title} {rest}".strip()
    return opening


def closing_line(state: StateBlock, start: int, end: int, colons: int) -> int:
    """Return the line that closes the admonition, or the line after the container around it."""
    mark = ":" * colons
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return line
        pos = state.bMarks[line] + state.tShift[line]
        text = state.src[pos : state.eMarks[line]]
        if text.startswith(mark) and not text.strip(": \t"):
            return line
    return end


def _heading_line(state: StateBlock, start: int, end: int) -> int:
    """Return the first line after *start* that is a heading and not in a fence; else *end*."""
    fence = ""
    for line in range(start + 1, end):
        pos = state.bMarks[line] + state.tShift[line]
        text = state.src[pos : state.eMarks[line]]
        if (mark := _FENCE.match(text)) is not None:
            fence = "" if mark[0] == fence else fence or mark[0]
        elif not fence and state.sCount[line] == state.blkIndent and _HEADING.match(text):
            return line
    return end


def admonition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a container of the lines from ``:::name`` to the next line of as many colons.

    That line closes the admonition even within a list item or a fence; more colons nest. Without
    it, the admonition ends before the next heading, so that no section is hidden in it, or with
    the container around it.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if state.src[pos : pos + 3] != ":::" or state.is_code_block(start):
        return False
    opening = _read_opening(state.src[pos : state.eMarks[start]])
    if opening is None:
        return False
    if silent:
        return True
    stop = closing_line(state, start, end, opening.colons)
    closed = stop < end and state.sCount[stop] >= state.blkIndent
    if not closed and (heading := _heading_line(state, start, stop)) < stop:
        stop, opening.is_unclosed = heading, True
    push_admonition(state, opening, start, stop)
    state.line = stop + 1 if closed else stop
    return True


def push_admonition(state: StateBlock, opening: Opening, start: int, stop: int) -> None:
    """Add the tokens of an admonition from its first line to before the line *stop*."""
    token = state.push("mdx_admonition_open", "div", 1)
    token.map = [start, stop]
    token.info = opening.name
    token.meta = {"opening": opening}
    if opening.title:
        token = state.push("mdx_admonition_title_open", "p", 1)
        token.map = [start, start + 1]
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = opening.title, [start, start + 1], []
        state.push("mdx_admonition_title_close", "p", -1)
    tokenize_content(state, "mdx_admonition", start + 1, stop)
    state.push("mdx_admonition_close", "div", -1)


def directive_rule() -> Callable[[StateBlock, int, int, bool], bool]:
    """Return a rule for ``:::{name}`` of MyST, which takes no other fence of colons."""
    fence = make_fence_rule(markers=(":",), token_type="colon_fence")  # noqa: S106  # no secret

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        pos = state.bMarks[start] + state.tShift[start]
        if state.src[pos : pos + 3] != ":::" or state.is_code_block(start):
            return False
        if not _DIRECTIVE.match(state.src, pos):
            return False
        return fence(state, start, end, silent)

    return rule
