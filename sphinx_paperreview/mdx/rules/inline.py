"""Tags, ``{…}`` and comments within text: inline rules at ``<`` and ``{``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_ref

from sphinx_paperreview.mdx.javascript.syntax import is_comment, is_expression
from sphinx_paperreview.mdx.rules.flow import scan_construct
from sphinx_paperreview.mdx.rules.problems import Problem, note
from sphinx_paperreview.mdx.rules.scanner import MAX_LENGTH, Braces, Comment, Scan, Tag

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Constructs that do not end, and characters looked at for their ends, in one paragraph.
MAX_FAILURES, MAX_VAIN = 60, 200_000
#: What begins a token within a text, and most of it in one paragraph.
MARKS = (*"*_~`$[]<>{}&\\!:@", "www.", "\n")
MAX_MARKS = 150_000
#: What may follow ``<`` in Docusaurus without being a tag.
_HARMLESS = re.compile(r"[\s>\)\]}]|$")
#: The colons and the name before the label or the attributes of a directive within text.
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
    """Tokenise each text, but for one with so many marks that its tokens would fill the memory."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        marks = sum(map(token.content.count, MARKS)) if len(token.content) > MAX_MARKS else 0
        if marks <= MAX_MARKS:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        line = (token.map or [0])[0]
        message = f"a paragraph with more than {MAX_MARKS} marks is shown as it stands; divide it"
        note(state.env, Problem("mdx.refused", message, line))
        token.children.append(Token("text", "", 0, content=token.content, meta={"line": 0}))


def footnote_rule(state: StateInline, silent: bool) -> bool:
    """Read ``[^label]`` if a label ends; the rule of the plugin looks for its end without bound."""
    if not _FOOTNOTE.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent, always_match=True)


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
    if mark == "{" and _in_address(state.src, state.pos):
        if not silent:
            state.pending += mark
        state.pos += 1
        return True
    failures, vain = getattr(state, "mdx_failures", (0, 0))
    if failures > MAX_FAILURES or vain > MAX_VAIN:
        return False
    item = scan_construct(state.src, state.pos)
    if isinstance(item, Scan):
        if item is not Scan.NOTHING:
            vain += min(len(state.src) - state.pos, MAX_LENGTH)
            state.mdx_failures = failures + 1, vain  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        _push(state, item)
    state.pos = item.end
    return True


def _directive_end(text: str, pos: int) -> int | None:
    """Return where the attributes of ``:name[label]{…}`` at *pos* end, or None if it is no such.

    They are no expression to Docusaurus. Here such a directive is the text that it was meant as.
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
    """Return whether a bare address goes on at *pos*: its braces are a part of it."""
    before = text[max(0, pos - MAX_ADDRESS) : pos]
    start = max(before.rfind("http://"), before.rfind("https://"), before.rfind("www."))
    return start >= 0 and _ADDRESS_END.search(before, start) is None


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
