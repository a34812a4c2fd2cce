"""Alerts of GitHub (``> [!NOTE]``) and callouts of Obsidian (``> [!info]- Title``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.admonition import TYPES, Opening

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

#: Obsidian takes any words for a kind. A picture with a link, and a link, are none.
_MARK = re.compile(
    r"\\?\[![ \t]*(?P<kind>[^\[\]\\|\s][^\[\]\\|\n]{0,80})(?:\|[^\]\n]{0,80})?\\?\](?![(\[])"
    r"(?P<fold>[+-]?)[ \t]*"
)
_WORD = re.compile(r"[A-Za-z][\w-]*")
#: The type of Docusaurus for each kind of Obsidian, and for other names of these.
_KINDS = {
    "abstract": "note", "summary": "note", "tldr": "note", "example": "note", "quote": "note",
    "cite": "note", "todo": "info", "question": "info", "help": "info", "faq": "info",
    "hint": "tip", "check": "tip", "done": "tip", "attention": "warning", "failure": "danger",
    "fail": "danger", "missing": "danger", "error": "danger", "bug": "danger",
}  # fmt: skip
_CAPITALS = frozenset({"faq", "tldr"})


def kind_of(name: str) -> str:
    """Return the type of Docusaurus for the *name* of a box, in lower case."""
    return name if name in TYPES else _KINDS.get(name, "note")


def alert_rule(state: StateCore) -> None:
    """Make an admonition of each block quote whose first line says so (core rule)."""
    if not any(token.type == "blockquote_open" for token in state.tokens):
        return
    tokens: list[Token] = []
    opened: list[bool] = []
    skip = 0
    for index, token in enumerate(state.tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_open":
            first = state.tokens[index + 1 : index + 4]
            opening = _opening(first)
            opened.append(opening is not None)
            tokens.append(token)
            if opening is not None:
                token.type, token.tag, token.info = "mdx_admonition_open", "div", opening.name
                token.meta = {"opening": opening}
                tokens += _title(opening, token)
                skip = 0 if _cut_first_line(first[1]) else 3
        elif token.type == "blockquote_close" and opened:
            if opened.pop():
                token.type, token.tag = "mdx_admonition_close", "div"
            tokens.append(token)
        else:
            tokens.append(token)
    state.tokens = tokens


def _opening(tokens: list[Token]) -> Opening | None:
    """Return what the first line of a quote opens; None if it is an ordinary quote."""
    if len(tokens) < 3 or tokens[0].type != "paragraph_open":
        return None
    found = _MARK.match(tokens[1].content)
    if found is None:
        return None
    written = found["kind"].strip()
    kind = written.lower()
    first, _, _ = tokens[1].content.partition("\n")
    title = first[found.end() :].strip()
    if kind not in TYPES and not title:
        title = _title_of(written)
    return Opening(0, kind_of(kind), title=title, fold=found["fold"])


def _title_of(kind: str) -> str:
    """Return the title of a box that only its *kind* names; one that is not known is as written."""
    if kind.lower() in _CAPITALS:
        return kind.upper()
    words = kind.replace("-", " ") if _WORD.fullmatch(kind) else kind
    return words.capitalize() if kind.lower() in _KINDS else words[:1].upper() + words[1:]


def _cut_first_line(text: Token) -> bool:
    """Remove the first line of *text*; return whether anything is left."""
    rest = text.content.partition("\n")[2]
    text.content = rest.lstrip(" \t")
    if text.map is not None and rest:
        text.map = [text.map[0] + 1, text.map[1]]
    return bool(rest.strip())


def _title(opening: Opening, quote: Token) -> list[Token]:
    if not opening.title:
        return []
    line = (quote.map or [0, 0])[0]
    level = quote.level + 1
    return [
        Token("mdx_admonition_title_open", "p", 1, map=[line, line + 1], level=level, block=True),
        Token("inline", "", 0, content=opening.title, map=[line, line + 1], level=level + 1,
              children=[], block=True),
        Token("mdx_admonition_title_close", "p", -1, level=level, block=True),
    ]  # fmt: skip
