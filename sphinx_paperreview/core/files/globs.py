"""How much work a pattern of names is for Sphinx, as in a toctree with the option ``glob``.

Sphinx makes a regular expression of it, which tries all ways to share a name among the asterisks of
a part of the path: with eight of them, a name of a hundred letters takes years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_STARS = pattern(r"\*+")
#: How many asterisks a pattern may have more than one in each part of a path; ``**`` is such a one.
MOST_MORE = 2
#: How many patterns of a document may have more than one in a part.
MOST_PATTERNS = 100


class PatternLimit:
    """Counts the patterns of one document."""

    def __init__(self) -> None:
        self._several = 0

    def problem(self, patterns: Iterable[str]) -> str:
        """Return why the document may not have *patterns* as well; empty if it may."""
        several = self._several
        for each in patterns:
            more = _more_asterisks(each)
            several += more > 0
            if more > MOST_MORE:
                return f"has a pattern with too many asterisks: {each.strip()[:80]}"
            if several > MOST_PATTERNS:
                return f"has more than {MOST_PATTERNS} patterns with several asterisks"
        self._several = several
        return ""


def _more_asterisks(text: str) -> int:
    found = 0
    for part in text.split("/"):
        stars = _STARS.findall(part)
        found += max(0, len(stars) - 1) + sum(len(each) > 1 for each in stars)
    return found
