"""Numbers of lists in reStructuredText that are too long to be read.

docutils makes an integer of the number before each item, and Python refuses to make one of more
than 4,300 digits, which ends the build. CommonMark has no list with more than nine.
"""

from __future__ import annotations

from sphinx_paperreview.core.patterns import pattern

#: The number of digits up to which a number may begin an item of a list.
LONGEST_NUMBER = 300
#: What is said of a longer one.
TOO_LONG = (
    f"a number of a list has more than {LONGEST_NUMBER} digits and is shown as text; write a "
    "shorter one"
)
_LONG = pattern(rf"(?<![\w\\])[0-9]{{{LONGEST_NUMBER + 1},}}+(?=[.)])")


def place_of_long_number(text: str) -> int:
    """Return where in *text* a number begins that is too long for a list; -1 if there is none."""
    found = _LONG.search(text)
    return found.start() if found else -1


def without_long_numbers(text: str) -> str:
    """Return *text* with a backslash before each such number, so that it begins no list."""
    return _LONG.sub(r"\\\g<0>", text)
