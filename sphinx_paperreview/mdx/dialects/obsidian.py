"""Obsidian: ``[[links]]``, ``![[embeds]]``, ``==marks==``, ``%%comments%%`` and ``^block-ids``."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline.state_inline import Delimiter

from sphinx_paperreview.mdx.rules.emphasis import scan_run
from sphinx_paperreview.mdx.rules.problems import Problem, note

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_LINK = re.compile(
    r"(!?)\[\[([^\[\]|#^\n]{0,200})([#^][^\[\]|\n]{0,200})?((?:\|[^\[\]|\n]{0,200}){0,4})\]\]"
)
#: Numbers in double brackets are a citation or a matrix; that of arXiv is the name of a note.
_NUMBERS = re.compile(r"(?!\d{4}\.\d{4,5}$)[\d\s,.;:+*/–-]*")
_BLOCK_ID = re.compile(
    r"(?:^|[ \t\n])\^(?=[A-Za-z0-9-]*[A-Za-z])([A-Za-z0-9][A-Za-z0-9-]{2,60})[ \t]*$"
)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_COMMENT = "%%"
_SPANS = re.compile(r"(`{1,64}+)(?!`).*?(?<!`)\1(?!`)|\$[^$\n]*\$", re.DOTALL)


# -- links -----------------------------------------------------------------------------------------


def wikilink_rule(state: StateInline, silent: bool) -> bool:
    """Make a token of ``[[target#part|text]]`` and of ``![[file|300]]``."""
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None or state.src.startswith(("(", "["), found.end()):
        return False
    embed, target, part, labels = found.groups()
    target = target.strip().rstrip("\\")
    if not (target or part) or (target and _NUMBERS.fullmatch(target) and not embed):
        return False
    if normalizeReference(target) in state.env.get("references", {}):
        return False  # ``[[1]]`` with a definition of ``[1]``
    if not silent:
        token = state.push("dialect_wikilink", "", 0)
        token.content = target
        token.markup = found[0]
        token.meta = {
            "part": (part or "").strip(),
            "labels": [label.strip().rstrip("\\") for label in labels.split("|")[1:]],
            "embed": bool(embed),
        }
    state.pos = found.end()
    return True


# -- marks -----------------------------------------------------------------------------------------


def mark_rule(state: StateInline, silent: bool) -> bool:
    """Make a delimiter of ``==``, which markdown-it pairs later."""
    if silent or state.src[state.pos] != "=":
        return False
    end, before, after, left, right = scan_run(state)
    size = end - state.pos
    token = state.push("text", "", 0)
    token.content = state.src[state.pos : end]
    state.pos = end
    if size == 2:
        # ``a==b`` compares.
        opens = left and not (before.isascii() and before.isalnum())
        closes = right and not (after.isascii() and after.isalnum())
        state.delimiters.append(
            Delimiter(ord("="), 0, len(state.tokens) - 1, -1, open=opens, close=closes)
        )
    return True


def mark_pairs_rule(state: StateInline) -> None:
    """Make tokens of the delimiters ``==`` that markdown-it has paired."""
    if "==" not in state.src:
        return
    groups = [state.delimiters]
    groups += [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in groups:
        for delimiter in delimiters:
            if delimiter.marker != ord("=") or delimiter.end == -1:
                continue
            closing = delimiters[delimiter.end]
            _change(state.tokens[delimiter.token], "dialect_mark_open", 1)
            _change(state.tokens[closing.token], "dialect_mark_close", -1)


def _change(token: Token, kind: str, nesting: int) -> None:
    token.type, token.tag, token.markup, token.content = kind, "mark", "==", ""
    token.nesting = nesting  # type: ignore[assignment]  # 1 or -1


# -- comments --------------------------------------------------------------------------------------


def comment_rule(state: StateInline, silent: bool) -> bool:
    """Leave out ``%%…%%`` in text."""
    if not state.src.startswith(_COMMENT, state.pos):
        return False
    before = state.src[state.pos - 1 : state.pos]
    if before == "%" or (before.isascii() and before.isalnum()):
        return False
    stop = state.src.find(_COMMENT, state.pos + 2, state.posMax)
    if getattr(state, "dialect_no_comment", False) or stop < 0:
        state.dialect_no_comment = True  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        token = state.push("mdx_comment", "", 0)
        token.meta = {"item": None, "pos": state.pos, "source": state.src[state.pos : stop + 2]}
    state.pos = stop + 2
    return True


def comment_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out the lines from one that begins with ``%%`` to the next ``%%``.

    Marks in fences do not count. A line of ``%%`` alone without an end hides what follows in its
    container, as in Obsidian, with a warning.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_COMMENT, pos) or state.is_code_block(start):
        return False
    first = state.src[pos + 2 : state.eMarks[start]]
    marks = _marks(state)
    index = bisect_left(marks, pos + 2)
    stop = marks[index] if index < len(marks) and marks[index] < state.eMarks[end - 1] else -1
    if stop < 0:
        if first.strip():
            return False
        if not silent:
            message = (
                "a comment that begins with %% has no end, and hides the text after it; "
                "write %% on a line below it"
            )
            note(state.env, Problem("mdx.dialect", message, start))
            state.line = end
        return True
    last = start
    while state.eMarks[last] < stop:
        last += 1
    rest = state.src[stop + 2 : state.eMarks[last]]
    if last == start and rest.strip():
        return False  # a comment at the beginning of a text
    if silent:
        return True
    if rest.strip():
        # What follows the comment begins a block of its own.
        state.bMarks[last] = stop + 2
        state.tShift[last] = len(rest) - len(rest.lstrip(" \t"))
        state.sCount[last] = state.blkIndent
        state.line = last
    else:
        state.line = last + 1
    return True


def _marks(state: StateBlock) -> list[int]:
    """Return the positions of all ``%%`` outside of fences and code; found once for a document."""
    marks: list[int] | None = getattr(state, "dialect_comment_marks", None)
    if marks is None:
        marks = []
        fence = ""
        position = 0
        for line in state.src.split("\n"):
            found = _FENCE.match(line)
            if found and (not fence or found[1].startswith(fence)):
                fence = "" if fence else found[1]
            elif not fence and _COMMENT in line:
                bare = _SPANS.sub(lambda span: " " * len(span[0]), line) if "`" in line else line
                marks += [position + each.start() for each in re.finditer("%%", bare)]
            position += len(line) + 1
        state.dialect_comment_marks = marks  # type: ignore[attr-defined]  # a plain class
    return marks


def comment_pairs_rule(state: StateCore) -> None:
    """Leave out a comment that begins in one paragraph and ends in a later one (core rule)."""
    if _COMMENT not in state.src:
        return
    open_at: dict[int, tuple[int, int]] = {}
    cuts: list[tuple[int, int, int, int]] = []
    for index, token in enumerate(state.tokens):
        if token.nesting < 0 and token.type != "paragraph_close":
            open_at.pop(token.level + 2, None)  # of the paragraphs in a container
        if token.type != "inline" or _COMMENT not in token.content:
            continue
        bare = _SPANS.sub(lambda span: " " * len(span[0]), token.content)
        marks = [
            each.start()
            for each in re.finditer("%%", bare)
            if not (before := bare[each.start() - 1 : each.start()]).isascii()
            or not before.isalnum()
            or open_at
        ]
        begun = open_at.pop(token.level, None)
        if begun is not None and marks:
            cuts.append((*begun, index, marks.pop(0)))
        if len(marks) % 2:
            open_at[token.level] = index, marks[-1]
    if not cuts:
        return
    kept: list[Token] = []
    position = 0
    for start, begin, _stop, _end in cuts:
        state.tokens[start].content = state.tokens[start].content[:begin].rstrip()
    for start, _begin, stop, end in cuts:
        state.tokens[stop].content = state.tokens[stop].content[end + 2 :].lstrip()
        kept += state.tokens[position : start + 2]
        position = stop - 1
    state.tokens = kept + state.tokens[position:]


# -- ids of blocks ---------------------------------------------------------------------------------


def block_id_rule(state: StateCore) -> None:
    """Read the id at the end of a paragraph or item (``text ^id``; core rule)."""
    if "^" not in state.src:
        return
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "inline" or opening.type != "paragraph_open" or "^" not in token.content:
            continue
        found = _BLOCK_ID.search(token.content[-80:])
        if found is None:
            continue
        token.content = token.content[: len(token.content) - len(found[0])].rstrip()
        opening.attrs.setdefault("id", found[1].lower())
