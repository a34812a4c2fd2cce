"""Tags, ``{…}`` and comments within text: inline rules at ``<`` and ``{``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.flow import scan_construct
from sphinx_paperreview.mdx.javascript import is_comment, is_expression
from sphinx_paperreview.mdx.syntax import Braces, Comment, Scan, Tag

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

MAX_FAILURES = 60
#: What may follow ``<`` in Docusaurus without being a tag.
_HARMLESS = re.compile(r"[\s>\)\]}]|$")
#: The colons and the name before the label or the attributes of a directive within text.
_DIRECTIVE = re.compile(r"(?<!:):{1,2}[A-Za-z](?:[\w-]*[A-Za-z0-9])?$", re.ASCII)
_DIRECTIVE_ATTRIBUTES = re.compile(
    r"""\{(?:\s*+(?:[#.][\w-]++|[A-Za-z_:][\w:.-]*+
    (?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'=<>`{}]++))?))*+\s*+\}""",
    re.VERBOSE,
)
MAX_LABEL = 500


def construct_rule(state: StateInline, silent: bool) -> bool:
    """Make a token of the tag, expression or comment at the current position.

    What is none of them is left to the rules after this one, and to the text at last.
    """
    mark = state.src[state.pos]
    if mark not in "<{":
        return False
    if mark == "{" and (end := _directive_end(state.src, state.pos)) is not None:
        if not silent:
            state.push("text", "", 0).content = state.src[state.pos : end]
        state.pos = end
        return True
    failures = getattr(state, "mdx_failures", 0)
    if failures > MAX_FAILURES:
        return False
    item = scan_construct(state.src, state.pos)
    if isinstance(item, Scan):
        if item is Scan.INCOMPLETE:
            state.mdx_failures = failures + 1  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        _push(state, item)
    state.pos = item.end
    return True


def _directive_end(text: str, pos: int) -> int | None:
    """Return where the attributes of ``:name[label]{…}`` at *pos* end, or None if it is no such.

    They are no expression to Docusaurus. Here such a directive is the text that it was meant as.
    """
    found = _DIRECTIVE_ATTRIBUTES.match(text, pos)
    if not found or pos == 0:
        return None
    if text[pos - 1] == "]":
        depth = 0
        for index in range(pos - 1, max(-1, pos - MAX_LABEL), -1):
            depth += {"]": 1, "[": -1}.get(text[index], 0)
            if depth == 0:
                pos = index
                break
    return found.end() if _DIRECTIVE.search(text, max(0, pos - MAX_LABEL), pos) else None


def _push(state: StateInline, item: Tag | Braces | Comment) -> None:
    name = {Tag: "mdx_tag", Braces: "mdx_expression", Comment: "mdx_comment"}[type(item)]
    source = state.src[state.pos : item.end]
    token = state.push(name, "", 0)
    token.content = item.source
    token.meta = {"item": item, "pos": state.pos, "source": source}
    if isinstance(item, Braces) and is_comment(item.source):
        token.type = "mdx_comment"
    elif isinstance(item, Braces) and not is_expression(item.source):
        token.type, token.content = "mdx_refused", source
        token.meta["problem"] = "this {…} is not JavaScript; write \\{ for a brace"


def refused_rule(state: StateInline, silent: bool) -> bool:
    r"""Keep as text a ``<`` or ``{`` that Docusaurus would stop at, with a note."""
    mark = state.src[state.pos]
    if mark not in "<{" or silent:
        return False
    if mark == "<" and _HARMLESS.match(state.src, state.pos + 1):
        return False
    token = state.push("mdx_refused", "", 0)
    token.content = mark
    token.meta = {
        "pos": state.pos,
        "source": mark,
        "problem": f"a {mark} in text must be written \\{mark}",
    }
    state.pos += 1
    return True
