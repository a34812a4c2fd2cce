r"""Commands that formulas define, worked out before LaTeX sees them, or brackets are counted.

A command of TeX may call itself or grow without end (``\def\x{\x}``), and one that is defined for
all (``\gdef``) changes the book around the formula. So definitions never reach LaTeX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.rendering.formulas.tex import group_end

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Most times that the commands in a formula are replaced, and most characters that it then has.
_ROUNDS, _LONGEST = 20, 20_000
_NAME = pattern(r"\\([A-Za-z]+|[^A-Za-z\s])")
_PARAMETER = pattern(r"#([1-9])")
_BLANKS = pattern(r"\s*")


def expanded(tex: str, commands: Mapping[str, str]) -> str:
    """Return *tex* with *commands*, bodies with ``#1`` to ``#9`` by names, replaced in it.

    :raises ValueError: if there is no end to it, or an argument is missing
    """
    for _round in range(_ROUNDS):
        parts: list[str] = []
        index = 0
        for found in _NAME.finditer(tex):
            body = commands.get(found[1])
            if body is None or found.start() < index:
                continue
            most = max((int(number) for number in _PARAMETER.findall(body)), default=0)
            values, end = _arguments(tex, found.end(), most, found[0])
            parts.append(tex[index : found.start()])
            parts.append(_filled(body, values))
            index = end
        if not parts:
            return tex
        tex = "".join([*parts, tex[index:]])
        if len(tex) > _LONGEST:
            break
    raise ValueError("its commands call one another without end, or grow too long")


def _arguments(tex: str, index: int, number: int, name: str) -> tuple[list[str], int]:
    """Return the *number* arguments that follow *index*, and where they end."""
    found: list[str] = []
    for _ in range(number):
        start = _BLANKS.match(tex, index).end()  # type: ignore[union-attr]  # it may be empty
        end = group_end(tex, start)
        if end is not None:
            found.append(tex[start + 1 : end - 1])
        else:
            token = _NAME.match(tex, start)
            end = token.end() if token is not None else start + 1
            found.append(tex[start:end])
        if not tex[start:end] or tex[start] == "}":
            raise ValueError(f"{name} has too few arguments")
        index = end
    return found, index


def _filled(body: str, values: list[str]) -> str:
    """Return *body* with its arguments; a command at its end does not run into what follows."""
    text = _PARAMETER.sub(lambda found: values[int(found[1]) - 1], body)
    return f"{text} " if re.search(r"\\[A-Za-z]+$", text) else text
