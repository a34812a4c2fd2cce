"""The lines of a source in reStructuredText: fields, titles, comments and directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.fences import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The line that begins a directive, also one of a substitution.
DIRECTIVE = pattern(
    r"[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+)[ \t]?::"
    r"(?:[ \t]+(?P<rest>.*))?$"
)
_EXPLICIT = pattern(r"\.\.(?:[ \t]|$)")
#: The line that begins a field.
FIELD = pattern(r"[ \t]*:(?P<name>(?:[^:\\\n]|\\.|:(?![ \t\n]))+):(?:[ \t]+(?P<value>.*)|[ \t]*$)")
#: The line above or below a title.
ADORNMENT = pattern(r"([!-/:-@\[-`{-~])\1*[ \t]*$")
#: What begins a target, a footnote or a substitution, and directives that show no text of theirs.
NO_TEXT = pattern(r"\.\.[ \t]+(?:[_\[|]|(?:only|ifconfig|index)[ \t]*::)")


def width(line: str) -> int:
    """Return how far *line* is indented."""
    return len(line) - len(line.lstrip())


def shown_lines(
    lines: Sequence[str], *, within: bool = True
) -> Iterator[tuple[int, re.Match[str] | None]]:
    """Yield the index of each line outside of code and comments, and its match as a directive.

    :param within: whether the content of directives counts
    """
    # The blocks around a line: how far each is indented, and whether it is shown as it stands.
    around: list[tuple[int, bool]] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        indent = width(line)
        while around and around[-1][0] >= indent:
            around.pop()
        is_verbatim = bool(around) and around[-1][1]
        match = DIRECTIVE.match(line)
        if not is_verbatim:
            yield place, match
        if match:
            shown = not within or match["name"].lower() in VERBATIM
        else:
            stripped = line.strip()
            is_literal = stripped.endswith("::") and not FIELD.match(line)  # ``:date::``
            shown = is_literal or _is_comment(stripped)
        around.append((indent, is_verbatim or shown))


def _is_comment(line: str) -> bool:
    return _EXPLICIT.match(line) is not None and line[2:].strip()[:1] not in {"_", "[", "|"}


def rst_fields(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line (from 1) of each field at the head of RST.

    The head is all before the first text: titles, comments, directives and field lists.
    """
    lines = lines_of(text)
    for place, _end, is_list in head_of(lines):
        if is_list:
            yield from fields_of(lines, place)


def lines_of(text: str) -> list[str]:
    """Return the lines of *text* as docutils sees them."""
    # As in docutils, which splits lines at these marks too.
    return re.split(r"[\n\x1c-\x1e\x85\u2028\u2029]", text.lstrip("\ufeff"))


def head_of(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield begin and end of each block at the head of RST, and whether it is a field list."""
    place, titles = 0, 0
    while place < len(lines):
        line, begin = lines[place], place
        if not line.strip():
            place += 1
        elif FIELD.match(line) and not line[:1].isspace():
            place = _end_of_fields(lines, place)
            yield begin, place, True
        elif _EXPLICIT.match(line):
            place += 1
            while place < len(lines) and (not lines[place].strip() or lines[place][:1] in " \t"):
                place += 1
            yield begin, place, False
        elif titles < 2 and (size := title_size(lines, place)):
            place += size
            titles += 1
        else:
            return


def _end_of_fields(lines: Sequence[str], place: int) -> int:
    for number in range(place, len(lines)):
        line = lines[number]
        if line.strip() and not line[:1].isspace() and not FIELD.match(line):
            return number
    return len(lines)


def fields_of(lines: Sequence[str], place: int) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line (from 1) of each field of the list that begins at *place*."""
    name, value, line = "", "", 0
    for number in range(place, len(lines)):
        match = FIELD.match(lines[number])
        if match:
            if line:
                yield name, value, line
            name, value, line = _plain(match["name"]), (match["value"] or "").strip(), number + 1
        elif lines[number].strip() and line and lines[number][:1] in " \t":
            value = f"{value} {lines[number].strip()}".strip()
        elif lines[number].strip():
            break
    if line:
        yield name, value, line


def fields_below_head(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line (from 1) of each field of RST below its head.

    Those of directives and of other blocks are indented, and do not count.
    """
    lines = lines_of(text)
    end = max((end for _begin, end, _is_list in head_of(lines)), default=0)
    place = end
    while place < len(lines):
        if FIELD.match(lines[place]) and not lines[place][:1].isspace():
            yield from fields_of(lines, place)
            place = _end_of_fields(lines, place)
        place += 1


def _plain(name: str) -> str:
    """Return the name of a field as docutils shows it: without escapes and inline markup."""
    return re.sub(r"[*`]", "", re.sub(r"\\(\s|(?=.))", "", name)).strip().lower()


def title_size(lines: Sequence[str], place: int) -> int:
    """Return how many lines the title at *place* has; 0 if there is none."""
    if ADORNMENT.match(lines[place]):
        return 3 if place + 2 < len(lines) and ADORNMENT.match(lines[place + 2]) else 0
    return 2 if place + 1 < len(lines) and ADORNMENT.match(lines[place + 1]) else 0
