"""Fences of Markdown in the lines of a source: what encloses code and directives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: A line that opens or closes a fence: its marks, the name of a directive, and what follows.
FENCE = pattern(r" {0,3}(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*(?:\{(?P<name>[^}\n]*)\})?(?P<rest>.*)$")
#: Directives whose content is shown as it stands.
VERBATIM = frozenset({
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal", "raw",
    "math", "mermaid", "highlight", "prompt", "doctest", "testcode", "comment",
})  # fmt: skip
_QUOTE = pattern(r"(?: {0,3}> ?)*")


def unquoted(line: str) -> str:
    """Return *line* without the marks of quotations before it."""
    return line[match.end() :] if (match := _QUOTE.match(line)) else line


def closes(marks: str, opening: str) -> bool:
    """Tell whether a line of *marks* ends what a fence of the marks *opening* began."""
    return marks[0] == opening[0] and len(marks) >= len(opening)


def closing(lines: Sequence[str], place: int, marks: str) -> int:
    """Return the index of the line that ends the fence *marks*, or that of the end."""
    for number in range(place, len(lines)):
        line = unquoted(lines[number]).strip()
        if line and not line.strip(marks[0]) and len(line) >= len(marks):
            return number
    return len(lines)


def shown_markdown(
    lines: Sequence[str], is_directive: Callable[[str], bool] = lambda _line: False
) -> Iterator[int]:
    """Yield the index of each line outside of code.

    :param is_directive: whether what a fence of code has behind it, and in the line below, is
        perhaps the name of a directive
    """
    place = 0
    while place < len(lines):
        yield place
        match = FENCE.match(unquoted(lines[place]))
        place += 1
        if match and match["marks"][0] != ":":
            name = (match["name"] or "").strip().lower()
            is_code = not name or name in VERBATIM
            rest, below = match["rest"], lines[place] if place < len(lines) else ""
            if rest.strip()[:1] in {"", "{"} and not FENCE.match(below):
                rest = f"{{{rest} {below}"
            if is_code and not is_directive(rest) and "`" not in match["rest"]:
                place = closing(lines, place, match["marks"]) + 1
