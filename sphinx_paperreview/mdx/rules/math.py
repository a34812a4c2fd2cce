"""Formulas: ``$x$`` in text, and blocks of ``$$``, which may interrupt a paragraph.

``$$x$$`` on one line is a formula in text, as in remark-math. References to characters
(``&lt;``, ``&#123;``), by which HTML and MDX are kept from reading marks, are these characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.rules.blocks import begin_after
from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

#: Keys of the environment of markdown-it: by the end of a container, the line from which on no
#: ``$$`` closes in it; and the lines of formulas that are reported as not closed.
_MISSING = "mdx_math_missing"
_UNCLOSED = "mdx_math_unclosed"
_RUN = re.compile(r"\$+")
#: The same in Markdown, where a dollar may be escaped within a formula, too.
_ESCAPED_OR_RUN = re.compile(r"\\.|\$+", re.DOTALL)
#: No TeX: there ``&`` stands before a cell, and ``#`` before a number of a macro.
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|lt|gt|amp);")
#: The form of GitHub with code in it: ``$`x`$``.
_GITHUB = re.compile(r"`[^`]+`")
_COMMAND = re.compile(r"\\[A-Za-z]")
#: What no amount of money has; an escaped dollar begins another one.
_MARK = re.compile(r"\\(?!\$)|[\^_{}]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def strip_blank_lines(formula: str) -> str:
    """Return *formula* without blank lines, and with the characters that it refers to.

    KaTeX ignores them, TeX stops at them, and Sphinx begins another formula at each.
    """
    return read_characters(_BLANK_LINES.sub("\n", formula.strip("\n")))


def read_characters(formula: str) -> str:
    """Return *formula* with its references to characters replaced by these."""
    return _CHARACTER.sub(lambda found: unescape(found[0]), formula)


def math_text_rule(state: StateInline, silent: bool) -> bool:
    """Make a formula of ``$x$``; the next run of as many dollars closes it.

    As in remark-math, nothing is escaped within in MDX. Against it, a dollar before a digit begins
    an amount of money if the closing dollar follows a blank or precedes a digit.
    """
    if state.src[state.pos] != "$":
        return False
    start = state.pos
    opening = _RUN.match(state.src, start)
    assert opening is not None  # noqa: S101  # there is one at least
    size = opening.end() - start
    stop = _closing_run(state, opening.end(), size)
    if stop < 0 or (size == 1 and _are_amounts(state.src, start, stop)):
        if not silent:
            state.pending += opening[0]
        state.pos = opening.end()
        return True
    if not silent:
        token = state.push("math_inline" if size == 1 else "math_inline_double", "math", 0)
        token.content = state.src[opening.end() : stop].replace("\n", " ").strip()
        if _GITHUB.fullmatch(token.content) and size == 1:
            token.content = token.content[1:-1].strip()
        token.markup = opening[0]
        token.meta = {"written": state.src[start : stop + size]}
    state.pos = stop + size
    return True


def _are_amounts(text: str, start: int, stop: int) -> bool:
    """Return whether both dollars begin an amount of money (``$10 and $20``)."""
    if _MARK.search(text, start, stop) is not None:
        return False
    begins = text[start + 1].isdigit() and text[stop - 1].isspace()
    return begins or (text[start + 1].isdigit() and text[stop + 1 : stop + 2].isdigit())


def _closing_run(state: StateInline, position: int, size: int) -> int:
    """Return the start of the next run of *size* dollars, -1 if there is none.

    All runs are found once for each text, which keeps many dollars linear.
    """
    runs: dict[int, list[int]] | None = getattr(state, "mdx_dollars", None)
    if runs is None:
        runs = {}
        runs_of = _ESCAPED_OR_RUN if is_markdown(state.md) else _RUN
        for found in runs_of.finditer(state.src):
            if found[0][0] == "$":
                length = found.end() - found.start()
                runs.setdefault(length, []).append(found.start())
                if length == 3 and is_markdown(state.md):
                    # The end of one formula and the beginning of the next, as in Obsidian.
                    runs.setdefault(2, []).append(found.start())
        state.mdx_dollars = runs  # type: ignore[attr-defined]  # a plain class
    starts = runs.get(size, [])
    index = bisect_left(starts, position)
    return starts[index] if index < len(starts) else -1


def math_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a formula of ``$$``, some lines, ``$$``."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", pos) or state.is_code_block(start):
        return False
    first = state.src[pos + 2 : state.eMarks[start]].rstrip()
    if first.startswith("$") or "$$" in first:
        return False
    found = closing = _closing(state, start, end)
    if found is None and not first:
        found = _broken_off(state, start, end)
        unclosed: set[int] = state.env.setdefault(_UNCLOSED, set())
        if not silent and (start not in unclosed if found else not unclosed):
            unclosed.add(start)
            message = "a formula that begins with $$ has no end; write $$ on a line below it"
            note(state.env, SyntaxProblem("math", message, start))
    if found is None:
        return False
    if silent:
        return True
    stop, last, state.line = found
    lines = [first, state.getLines(start + 1, stop, state.blkIndent, False), last]
    token = state.push("math_block", "math", 0)
    token.content = strip_blank_lines("\n".join(lines))
    token.markup = "$$"
    token.map = [start, state.line]
    if closing is not None and state.line == stop:
        begin_after(state, stop, state.bMarks[stop] + state.tShift[stop] + 2)
    return True


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, str, int] | None:
    """Return the line that ends with ``$$``, its text before them, and the line to go on with.

    This is the line after it, or itself if words follow the dollars.
    """
    missing: dict[int, int] = state.env.setdefault(_MISSING, {})
    if start >= missing.get(end, end):
        return None
    # A formula may continue a paragraph of a list item with less indentation than the item.
    indent = min(state.blkIndent, state.sCount[start])
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            return None
        text = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
        if text.endswith("$$"):
            return line, text[:-2].strip(), line + 1
        if state.src.startswith("$$", state.bMarks[line] + state.tShift[line]):
            # Words after the end of a formula are a paragraph; remark-math takes them, and what
            # comes next, for TeX.
            return line, "", line
    # No formula further down closes either: do not search again.
    missing[end] = start
    return None


def _broken_off(state: StateBlock, start: int, end: int) -> tuple[int, str, int] | None:
    """Return the same for TeX without a closing ``$$``: it ends at a blank line or with the item.

    remark-math would take the rest of the item or document for the formula.
    """
    stop = start + 1
    indent = min(state.blkIndent, state.sCount[start])
    while stop < end and not state.isEmpty(stop) and state.sCount[stop] >= indent:
        stop += 1
    text = state.src[state.eMarks[start] : state.eMarks[stop - 1]]
    return (stop, "", stop) if _COMMAND.search(text) else None
