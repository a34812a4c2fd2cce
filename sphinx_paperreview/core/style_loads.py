"""Find and take out what CSS loads: images, fonts and other style sheets."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern


def _spelled(name: str) -> str:
    """Return an expression for *name*, each of its characters escaped or not.

    An escape is a backslash before the character, or before its number in hexadecimal digits and
    a blank that belongs to the escape (CSS Syntax Level 3, section 4.3.7).
    """
    return "".join(
        rf"(?:\\0{{0,4}}(?:{ord(letter):x}|{ord(letter.upper()):x})(?:\r\n|\s)?"
        rf"|\\?{re.escape(letter)})"
        for letter in name
    )


#: The rest of a rule up to its semicolon, and the arguments of a function.
_QUOTED = r"\"[^\"\n]*\"?|'[^'\n]*'?"
_RULE = rf"(?:{_QUOTED}|\([^)]*+\)?|[^\"'({{}};])*+;?"
_INNER = rf"\((?:{_QUOTED}|[^\"')])*+\)?"
_ARGUMENTS = rf"(?:{_QUOTED}|{_INNER}|[^\"'()])*+\)?"
#: What loads something, wherever it stands: what is in a string or a comment for this module need
#: not be so for a browser. ``url()`` may name a part of the same document or hold data.
#: The other functions may have their address from a variable.
_LOAD = pattern(
    rf"(?P<rule>@{_spelled('import')}){_RULE}"
    rf"|(?:{_spelled('url')}\((?!\s*+(?:[\"']\s*+)?(?:\#|data:))"
    rf"|{_spelled('src')}\(|{_spelled('image')}(?:{_spelled('-set')})?\(){_ARGUMENTS}",
    re.IGNORECASE,
)


def first_load(css: str) -> str:
    """Return the first part of *css* that loads a file; empty if there is none.

    *css* may be a style sheet, a style attribute or a value. The time is linear in its length.
    """
    found = _LOAD.search(css)
    return found[0] if found else ""


def without_loads(css: str) -> str:
    """Return *css* with nothing that loads a file.

    An ``@import`` becomes a rule that browsers ignore, a function the word ``none``: no letters
    around them are joined, so neither can make another one.
    """
    return _LOAD.sub(lambda found: "@none;" if found["rule"] else "none", css)
