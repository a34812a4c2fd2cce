r"""Brackets of formulas that are not closed.

math-core looks for the end of each, and for those behind it again if there is none, so that each
doubles its time: a formula of forty ``(`` would never be written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from docutils.utils.math.tex2unichar import mathclose, mathopen

from sphinx_paperreview.core.patterns import pattern

_TOKENS = pattern(r"\\(?:[A-Za-z]+|.)|[^\\\w\s]", re.DOTALL)
#: Names that docutils does not know, and signs that are brackets for math-core, not for Unicode.
_OPENING = frozenset({
    *mathopen, "lparen", "lvert", "lVert", "lmoustache", "lang", "lBrace", "lAngle", "lBrack",
    "Lparengtr",
})  # fmt: skip
_CLOSING = frozenset({
    *mathclose, "rparen", "rvert", "rVert", "rmoustache", "rang", "rBrace", "rAngle", "rBrack",
})  # fmt: skip
_SIGNS = {"⌜": True, "⌞": True, "⎰": True, "⌝": False, "⌟": False, "⎱": False}
#: What ends a cell or a line.
_ENDS = frozenset({"&", r"\\"})


@dataclass(slots=True)
class _Part:
    """A group, or a cell of an environment."""

    is_cell: bool
    #: Brackets that may still be closed, and those that can no longer be.
    open: int = 0
    lost: int = 0


def unclosed_brackets(tex: str) -> int:
    r"""Return how many brackets are not closed in the part of *tex* with most of them.

    Such a part is a cell of an environment, or what stands in none. The brackets of ``\left`` and
    ``\right`` are not counted, for they are always in pairs.
    """
    parts, most, is_paired = [_Part(is_cell=False)], 0, False
    for found in _TOKENS.finditer(tex):
        sign, last = found[0], parts[-1]
        if sign in {r"\left", r"\right", r"\middle"}:
            is_paired = True
            continue
        if sign in {"{", r"\begin"}:
            parts.append(_Part(is_cell=sign != "{"))
        elif sign == "}" and not last.is_cell and len(parts) > 1:
            parts.pop()
            parts[-1].lost += last.open + last.lost
        elif last.is_cell and (sign in _ENDS or sign == r"\end"):
            most = max(most, last.open + last.lost)
            parts.pop()
            if sign in _ENDS:
                parts.append(_Part(is_cell=True))
        elif sign in _ENDS:
            last.lost, last.open = last.lost + last.open, 0
        elif not is_paired:
            last.open = max(0, last.open + _change(sign))
        is_paired = False
    return max(most, sum(part.open + part.lost for part in parts))


def _change(sign: str) -> int:
    """Return 1 for a bracket that opens, -1 for one that closes, else 0."""
    name = sign[1:]
    if name:
        return (name in _OPENING) - (name in _CLOSING)
    if sign in _SIGNS:
        return 1 if _SIGNS[sign] else -1
    category = unicodedata.category(sign)
    return (category == "Ps") - (category == "Pe")
