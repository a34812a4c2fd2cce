r"""Formulas without dollars, and ``$$x$$`` alone on a line.

That is ``\(x\)`` and ``\[x\]``, as chat programs write them, ``\begin{align}`` to ``\end{align}``,
and ``\eqref{name}``.

Converters double the backslashes, or lose them: ``\\[x\\]``, ``( \alpha )`` in text, and ``[`` and
``]`` on lines of their own with TeX between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.rules.math import strip_blank_lines

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_OPEN = pattern(r"\\{1,2}([(\[])")
_CLOSE = {"(": pattern(r"\\{1,2}\)"), "[": pattern(r"\\{1,2}\]")}
_CLOSING = {"(": ")", "[": "]"}
_COMMAND = pattern(r"\\[A-Za-z]{2,}|\\[{}|,;!:]")
_TEX = pattern(r"\\[A-Za-z]|[_^=<>{}]")
#: What is a formula without any mark of TeX: one or two letters, or a function of such.
_SHORT = pattern(
    r"[A-Za-z]{1,2}'{0,2}(?:\([A-Za-z0-9, ]{1,9}\))?|[A-Za-z0-9](?:\s*[-+*/,|]\s*[A-Za-z0-9]){1,6}",
    re.ASCII,
)
_TEXT_COMMAND = pattern(r"\\(?:text|mathrm|mbox|operatorname)[a-z]*\*?\s*\{[^{}]*\}")
#: Letters that stand in formulas within a command for text alone.
_PROSE = pattern(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: An underscore that a converter took for emphasis.
_BROKEN = pattern(r"\*{1,2}(?=[\w{\\])")
_REFERENCE = pattern(r"\\(?:eq)?ref\{[^{}\n]{1,100}\}")
_ENVIRONMENT = pattern(
    r"\\begin\{((?:equation|align|alignat|flalign|gather|multline|eqnarray)\*?"
    r"|aligned|split|gathered|cases|array|[bBpvV]?matrix)\}"
)
MAX_LINES = 60
#: Code, a formula or an escaped character, to leave them out; brackets with a blank at each side.
_LOST = pattern(
    r"(?P<ticks>`++).{1,300}?(?<!`)(?P=ticks)(?!`)|`++|\$[^$]{1,300}+\$|\\."
    r"|(?<![A-Za-z0-9_)\]])(?P<open>[(\[])[ ](?P<tex>[^`$()\[\]\n]{0,300}?"
    r"(?:\([^`$()\n]{0,60}\)[^`$()\[\]\n]{0,300}?){0,3})[ ](?P<close>[)\]])(?![(\[])",
    re.DOTALL,
)
#: Commands that are TeX without doubt; a path of Windows may hold any other word.
_KNOWN = pattern(
    r"\\(?:math(?:bf|bb|cal|rm|sf|scr|frak|it)|boldsymbol|operatorname|frac|sqrt|sum|prod|int|hat"
    r"|bar|tilde|vec|text|left|infty|partial|nabla|in|leq?|geq?|neq?|approx|sim|times|cdot|ldots"
    r"|cdots|dots|to|mapsto|rightarrow|Rightarrow|log|exp|max|min|arg|quad|alpha|beta|gamma|delta"
    r"|epsilon|varepsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi"
    r"|psi|omega|Gamma|Delta|Theta|Lambda|Pi|Sigma|Phi|Psi|Omega|ell|top|odot|oplus|otimes|mid"
    r"|forall|exists|subset|cup|cap)(?![A-Za-z])"
)
#: Commands and words in an index, which are no prose.
_NO_WORDS = pattern(r"\\[A-Za-z]+|[_^]\{[A-Za-z, -]{1,40}\}")
_WORD = pattern(r"[A-Za-z]{4}")
_DRIVE = pattern(r"[A-Za-z]:\\")


def _is_formula(text: str, *, short: bool) -> bool:
    """Return whether *text* between two brackets is TeX, and not an escaped bracket of prose.

    :param short: whether a letter alone is a formula
    """
    bare = text.strip()
    if not bare or _PROSE.search(_TEXT_COMMAND.sub("", bare)):
        return False
    return _TEX.search(bare) is not None or (short and _SHORT.fullmatch(bare) is not None)


def bracket_rule(state: StateInline, silent: bool) -> bool:
    r"""Make a formula of ``\(x\)`` or ``\[x\]`` in text."""
    found = _OPEN.match(state.src, state.pos)
    if found is None:
        return False
    kind = found[1]
    stop = _closing(state, kind, found.end())
    if stop is None or not _is_formula(state.src[found.end() : stop[0]], short=kind == "("):
        return False
    if not silent:
        token = state.push("math_inline" if kind == "(" else "math_inline_double", "math", 0)
        token.content = " ".join(state.src[found.end() : stop[0]].split())
        token.markup = "$" if kind == "(" else "$$"
    state.pos = stop[1]
    return True


def _closing(state: StateInline, kind: str, position: int) -> tuple[int, int] | None:
    """Return the range of the next closing bracket; all of a text are found once."""
    found: dict[str, list[tuple[int, int]]] | None = getattr(state, "dialect_brackets", None)
    if found is None:
        found = {
            each: [match.span() for match in pattern.finditer(state.src)]
            for each, pattern in _CLOSE.items()
        }
        state.dialect_brackets = found  # type: ignore[attr-defined]  # a plain class
    index = bisect_left(found[kind], (position, 0))
    return found[kind][index] if index < len(found[kind]) else None


def reference_rule(state: StateInline, silent: bool) -> bool:
    r"""Make a formula of ``\eqref{name}`` or ``\ref{name}`` in text, which refer to one."""
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = found[0], "$"
    state.pos = found.end()
    return True


def environment_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Make a displayed formula of the lines from ``\begin{align}`` to ``\end{align}``."""
    pos = state.bMarks[start] + state.tShift[start]
    found = _ENVIRONMENT.match(state.src, pos, state.eMarks[start])
    if found is None or state.is_code_block(start):
        return False
    mark = f"\\end{{{found[1]}}}"
    first = state.src[pos : state.eMarks[start]].rstrip(" \t.,")
    stop = start if first.endswith(mark) else _closing_line(state, start, end, mark)
    if stop is None:
        return False
    if silent:
        return True
    lines = state.getLines(start, stop + 1, state.blkIndent, False)
    token = state.push("math_block", "math", 0)
    token.content = strip_blank_lines(lines).strip()
    token.markup = "$$"
    state.line = stop + 1
    token.map = [start, state.line]
    return True


def bracket_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Make a displayed formula of the lines from ``\[`` to ``\]``, or from ``[`` to ``]``."""
    pos = state.bMarks[start] + state.tShift[start]
    mark = state.src[pos : pos + 1]
    if mark not in {"\\", "["} or state.is_code_block(start):
        return False
    first = state.src[pos : state.eMarks[start]].rstrip()
    found = _bare(state, start, end, first) if mark == "[" else _escaped(state, start, end, first)
    if found is None:
        return False
    content, line = found
    if silent:
        return True
    token = state.push("math_block", "math", 0)
    token.content = strip_blank_lines(content)
    token.markup = "$$"
    state.line = line
    token.map = [start, line]
    return True


def _escaped(state: StateBlock, start: int, end: int, first: str) -> tuple[str, int] | None:
    opening = _OPEN.match(first)
    if opening is None or opening[1] != "[":
        return None
    own = first[opening.end() :]
    closing = _CLOSE["["].search(own)
    if closing is not None:
        is_alone = not own[closing.end() :].strip(" \t.,")
        content = own[: closing.start()]
        # Blanks at both sides are no part of a bracket that is escaped in prose.
        short = content[:1] == " " == content[-1:]
        return (content, start + 1) if is_alone and _is_formula(content, short=short) else None
    stop = _closing_line(state, start, end, "\\]")
    if stop is None:
        return None
    last = state.src[state.bMarks[stop] + state.tShift[stop] : state.eMarks[stop]]
    ending = _CLOSE["["].search(last)
    if ending is None or last[ending.end() :].strip(" \t.,"):
        return None
    lines = state.getLines(start + 1, stop, state.blkIndent, False)
    content = "\n".join([own, lines, last[: ending.start()]])
    return (content, stop + 1) if _is_formula(content, short=True) else None


def _bare(state: StateBlock, start: int, end: int, first: str) -> tuple[str, int] | None:
    if first != "[":
        inner = first[1:-1]
        is_alone = first.endswith(" ]") and first.startswith("[ ") and "](" not in first
        is_tex = is_alone and _COMMAND.search(inner) and _is_formula(inner, short=False)
        return (_repaired(inner), start + 1) if is_tex else None
    stop = _closing_line(state, start, end, "]")
    if stop is None or state.src[state.bMarks[stop] : state.eMarks[stop]].strip() != "]":
        return None
    content = state.getLines(start + 1, stop, state.blkIndent, False)
    is_tex = _COMMAND.search(content) and _is_formula(content, short=False)
    return (_repaired(content), stop + 1) if is_tex else None


def _repaired(content: str) -> str:
    return _BROKEN.sub("_", content)


def _closing_line(state: StateBlock, start: int, end: int, mark: str) -> int | None:
    """Return the next line that ends with *mark*, within :data:`MAX_LINES`; None if there is none.

    All such lines of the document are found once, which keeps many openings linear.
    """
    known: dict[str, list[int]] | None = getattr(state, "dialect_formula_ends", None)
    if known is None:
        known = {}
        state.dialect_formula_ends = known  # type: ignore[attr-defined]  # a plain class
    if mark not in known:
        known[mark] = [
            line
            for line, (begin, stop) in enumerate(zip(state.bMarks, state.eMarks, strict=True))
            if state.src[begin:stop].rstrip(" \t.,").endswith(mark)
        ]
    lines = known[mark]
    index = bisect_left(lines, start + 1)
    if index == len(lines) or lines[index] >= min(end, start + MAX_LINES):
        return None
    stop = lines[index]
    inside = all(
        state.isEmpty(line) or state.sCount[line] >= state.blkIndent
        for line in range(start + 1, stop + 1)
    )
    return stop if inside else None


def lost_rule(state: StateCore) -> None:
    r"""Read ``( \alpha )`` and ``[ \alpha ]`` in text as if they had their backslashes (core rule).

    It comes before ``inline``. Each blank becomes a backslash's place, so that columns stay.
    """
    for token in state.tokens:
        text = token.content
        if token.type == "inline" and "\\" in text and ("( " in text or "[ " in text):
            token.content = _LOST.sub(_with_backslashes, text)


def _with_backslashes(found: re.Match[str]) -> str:
    tex = found["tex"]
    if not tex or _CLOSING[found["open"]] != found["close"]:
        return found[0]
    if _KNOWN.search(tex) is None or _DRIVE.match(tex):
        return found[0]
    bare = _NO_WORDS.sub("", _TEXT_COMMAND.sub("", tex))
    if _WORD.search(bare) or _PROSE.search(bare) or tex.count("{") != tex.count("}"):
        return found[0]
    return f"\\{found['open']}{tex}\\{found['close']}"


def displayed_rule(state: StateCore) -> None:
    """Display a formula of ``$$`` that is alone on its line (core rule, after ``inline``)."""
    if "$$" not in state.src and "\\[" not in state.src:
        return
    for token in state.tokens:
        children = token.children
        if token.type != "inline" or not children:
            continue
        for index, child in enumerate(children):
            if child.type == "math_inline_double" and _is_alone(children, index):
                child.type = "dialect_formula"


def _is_alone(children: list[Token], index: int) -> bool:
    breaks = {"softbreak", "hardbreak"}
    return (index == 0 or children[index - 1].type in breaks) and (
        index + 1 == len(children) or children[index + 1].type in breaks
    )
