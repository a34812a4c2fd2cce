"""The documents that the toctrees of a source name."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.fences import unquoted
from sphinx_paperreview.reading.states.source.rst_lines import width

#: The line that begins a toctree, in Markdown and in reStructuredText.
_TOCTREE = pattern(
    r"^(?P<indent>[ \t>]*)(?:(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*\{toctree\}|\.\.[ \t]+toctree::)"
    r".*\n",
    re.MULTILINE,
)
_ENTRY = pattern(r"[^<]*<(?P<name>[^<>]+)>$")
_DOCUMENT = pattern(r"\.(?:mdx?|rst|ipynb|markdown|txt)$")


def toctree_entries(text: str) -> tuple[str, ...]:
    """Return the documents in the toctrees of *text*, as they are written; patterns with ``glob``.

    An entry that is no pattern has no ``*``, ``?`` or ``[``.
    """
    found: list[str] = []
    match = _TOCTREE.search(text) if "toctree" in text else None
    while match:
        lines, end = _toctree_lines(text, match)
        is_glob = any(re.match(r":?glob:", line) for line in lines)
        for line in lines:
            named = _ENTRY.match(line)
            name = _DOCUMENT.sub("", named["name"] if named else line)
            is_pattern = re.search(r"[*?\[]", name) is not None
            if name and not re.match(r":|---|\w+:", name) and is_pattern <= is_glob:
                found.append(name)
        match = _TOCTREE.search(text, end)
    return tuple(found)


def _toctree_lines(text: str, match: re.Match[str]) -> tuple[list[str], int]:
    """Return the lines of the toctree that begins with *match*, and the offset of its end."""
    lines: list[str] = []
    marks, indent = match["marks"], len(match["indent"])
    place = match.end()
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place:end]
        is_end = not marks and line.strip() and width(line) <= indent
        if is_end or (marks and unquoted(line).strip().startswith(marks)):
            break
        lines.append(unquoted(line).strip())
        place = end + 1
    return lines, place
