"""Convert LaTeX in the values of ``.bib`` files to plain text."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from pylatexenc import latex2text
else:
    latex2text = later("pylatexenc.latex2text")

#: Commands for characters that pylatexenc does not know, or reads as accents.
_CHARACTERS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
}


#: Maximum number of commands, and of formulas, in a text that is converted.
MOST_COMMANDS = 500


def decoder(**options: Any) -> latex2text.LatexNodes2Text:
    """Return a converter of LaTeX to text; *options* are those of ``LatexNodes2Text``."""
    # It logs what it cannot convert as an error of its own configuration.
    latex2text.logger.disabled = True
    return latex2text.LatexNodes2Text(strict_latex_spaces=True, **options)


@cache
def _decoder() -> latex2text.LatexNodes2Text:
    known = latex2text.get_default_latex_context_db()
    macros = [latex2text.MacroTextSpec(name, character) for name, character in _CHARACTERS.items()]
    known.add_context_category("paperreview", macros=macros, prepend=True)
    return decoder(latex_context=known, math_mode="verbatim")


def plain_text(text: str) -> str:
    """Return a value of a ``.bib`` file as text: without braces, and with accents as letters.

    A text that nests too deeply, has more than :data:`MOST_COMMANDS` commands, or a command without
    its arguments such as ``href``, keeps its commands.
    """
    if any(character in text for character in "\\$%~") and text.count("\\") < MOST_COMMANDS:
        # Besides nesting too deeply, pylatexenc fails in many ways where an argument is missing.
        with contextlib.suppress(Exception):
            return one_line(_decoded(text))
    return one_line(text.replace("{", "").replace("}", ""))


def _decoded(text: str) -> str:
    # pylatexenc takes quadratic time for many formulas.
    if text.count("$") > MOST_COMMANDS:
        text = text.replace("$", "")
    return str(_decoder().latex_to_text(text, tolerant_parsing=True))
