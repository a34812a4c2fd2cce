"""Tags, ``{…}`` and comments within text, and what looks like one and is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_ref

from sphinx_paperreview.mdx.javascript.syntax import is_comment, is_expression
from sphinx_paperreview.mdx.rules.html import PIECES, tokenize_pieces
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note
from sphinx_paperreview.mdx.rules.scanner import (
    MAX_LENGTH,
    TOKEN_TYPES,
    Braces,
    Scan,
    scan_construct,
)

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

    from sphinx_paperreview.mdx.rules.scanner import Construct

#: Most scans of one paragraph that find nothing, and most characters that they read.
MAX_FAILURES, MAX_READ = 60, 200_000
#: Strings that begin a token within text, and most of them in one paragraph.
MARKS = (*"*_~`$[]<>{}&\\!:@", "www.", "\n")
MAX_MARKS = 150_000
#: Characters after a ``<`` that Docusaurus takes for text.
_HARMLESS = re.compile(r"[\s>\)\]}]|$")
#: The colons and the name before the label or attributes of a text directive.
_DIRECTIVE = re.compile(r"(?<!:):{1,2}[A-Za-z](?:[\w-]*[A-Za-z0-9])?$", re.ASCII)
_DIRECTIVE_ATTRIBUTES = re.compile(
    r"""\{(?:\s*+(?:[#.][\w-]++|[A-Za-z_:][\w:.-]*+
    (?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'=<>`{}]++))?))*+\s*+\}""",
    re.VERBOSE,
)
MAX_LABEL, MAX_NAME, MAX_ADDRESS = 200, 60, 300
_ADDRESS_END = re.compile(r"[\s<>()]")
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,999}\]")


def inline_rule(state: StateCore) -> None:
    """Tokenise each text, except one with so much markup that its tokens would fill the memory."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        pieces = token.meta.pop(PIECES, None)
        marks = sum(map(token.content.count, MARKS)) if len(token.content) > MAX_MARKS else 0
        if marks <= MAX_MARKS and pieces is not None:
            token.children = tokenize_pieces(pieces, state.md, state.env)
            continue
        if marks <= MAX_MARKS:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        line = (token.map or [0])[0]
        message = f"a paragraph with more than {MAX_MARKS} marks is shown as it stands; divide it"
        note(state.env, SyntaxProblem("mdx.refused", message, line))
        token.children.append(Token("text", "", 0, content=token.content, meta={"line": 0}))


def footnote_rule(state: StateInline, silent: bool) -> bool:
    """Read ``[^label]`` of a limited length; the plugin's own rule searches without a limit."""
    if not _FOOTNOTE.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent, always_match=True)


def construct_rule(state: StateInline, silent: bool) -> bool:
    """Make a token of the tag, expression or comment at the current position.

    Anything else is left to later rules; :func:`refused_rule` is the last of them.
    """
    mark = state.src[state.pos]
    if mark not in "<{":
        return False
    if mark == "{" and (end := _directive_end(state.src, state.pos)) is not None:
        if not silent:
            state.push("text", "", 0).content = state.src[state.pos : end]
        state.pos = end
        return True
    if mark == "{" and _in_address(state.src, state.pos):
        if not silent:
            state.pending += mark
        state.pos += 1
        return True
    failures, read = getattr(state, "mdx_failures", (0, 0))
    if failures > MAX_FAILURES or read > MAX_READ:
        return False
    item = scan_construct(state.src, state.pos)
    if isinstance(item, Scan):
        if item is not Scan.NOTHING:
            read += min(len(state.src) - state.pos, MAX_LENGTH)
            state.mdx_failures = failures + 1, read  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        _push(state, item)
    state.pos = item.end
    return True


def _directive_end(text: str, pos: int) -> int | None:
    """Return the end of the attributes at *pos* of a text directive ``:name[label]{…}``, or None.

    They are not an expression in Docusaurus. The directive is shown as text.
    """
    before = pos
    if text[pos - 1 : pos] == "]":
        depth = 0
        for index in range(pos - 1, max(-1, pos - MAX_LABEL), -1):
            depth += {"]": 1, "[": -1}.get(text[index], 0)
            if depth == 0:
                before = index
                break
    if not _DIRECTIVE.search(text, max(0, before - MAX_NAME), before):
        return None
    found = _DIRECTIVE_ATTRIBUTES.match(text, pos)
    return found.end() if found else None


def _in_address(text: str, pos: int) -> bool:
    """Return whether *pos* is within an address, whose braces are part of it."""
    before = text[max(0, pos - MAX_ADDRESS) : pos]
    start = max(before.rfind("http://"), before.rfind("https://"), before.rfind("www."))
    return start >= 0 and _ADDRESS_END.search(before, start) is None


def _push(state: StateInline, item: Construct) -> None:
    source = state.src[state.pos : item.end]
    token = state.push(TOKEN_TYPES[type(item)], "", 0)
    token.content = item.source
    token.meta = {"item": item, "pos": state.pos, "source": source}
    if isinstance(item, Braces) and is_comment(item.source):
        token.type = "mdx_comment"
    elif isinstance(item, Braces) and not is_expression(item.source):
        token.type, token.content = "mdx_refused", source
        token.meta["problem"] = "this {…} is not JavaScript; write \\{ for a brace"


def refused_rule(state: StateInline, silent: bool) -> bool:
    """Show as text a ``<`` or ``{`` that Docusaurus would refuse, and keep the problem."""
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
