"""What was perhaps meant as the directive that makes a document a post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.fences import shown_markdown
from sphinx_paperreview.reading.states.source.heads import end_of_metadata
from sphinx_paperreview.reading.states.source.rst_lines import shown_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The name of the directive, in letters alone.
_NAME = "paperpost"
#: One of three parts of the name, which is whole where no more than two letters are wrong.
_PART_OF_NAME = pattern(
    "|".join(r"[\W\d_]{0,3}".join(part) for part in ("pap", "erp", "ost")), re.IGNORECASE
)
#: How long the first line of a name that is cut in two may be.
_MOST_OF_A_CUT_NAME = 30
_NO_LETTERS = pattern(r"[\W\d_]+")
#: A mark near the begin of a line that no prose has: most lines are left alone by it.
_LIKE_OPENING = pattern(r".{0,39}[:{}~`]|\W*\.\.")
#: The name as prose has it: in code that is closed, behind a word.
_IN_PROSE = pattern(r"(?<=\w[ (])(`{1,2})paper:post\1(?!`)")


def perhaps_directives(text: str, *, is_rst: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield what was perhaps meant as a ``paper:post`` in *text*: its line, from 1, and its lines.

    Its name, what encloses it and the form of its options may be wrong. Code and comments are left
    out.
    """
    if not any(map(_is_nearly_post, _lines_with_part_of_name(text))):
        return
    lines = text.split("\n")
    end = 0
    of_rst = (place for place, _match in shown_lines(lines))
    shown = of_rst if is_rst else shown_markdown(lines, is_directive=_is_nearly_post)
    for place in shown:
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if place >= end and (
            _is_nearly_post(lines[place])
            or (
                # The name may be cut in two, or a bare ``..`` above it make a comment of it.
                0 < len(lines[place]) < _MOST_OF_A_CUT_NAME
                and (lines[place].strip() == ".." or not _is_nearly_post(below))
                and _is_nearly_post(f"{lines[place]} {below}")
            )
        ):
            end = end_of_metadata(lines, place, 2, fences=not is_rst)
            yield place + 1, lines[place:end]


def _lines_with_part_of_name(text: str) -> Iterator[str]:
    """Yield the lines of *text* with a part of the name, each also with the line before it."""
    place = 0
    while (match := _PART_OF_NAME.search(text, place)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        below = text.find("\n", end + 1)
        below = len(text) if below < 0 else below
        yield text[start:end]
        if end - start < _MOST_OF_A_CUT_NAME:
            yield f"{text[start:end]} {text[end + 1 : below]}"
        before = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if 0 < start - 1 - before < _MOST_OF_A_CUT_NAME:
            yield f"{text[before : start - 1]} {text[start:end]}"
        # A match may end in the line below, which is looked at by itself.
        place = max(match.start() + 1, end)


def _is_nearly_post(line: str) -> bool:
    """Tell whether the letters of *line* have ``paperpost`` within, two of them wrong at most."""
    if not (_LIKE_OPENING.match(line) and _PART_OF_NAME.search(line, 0, 200)):
        return False
    line = _IN_PROSE.sub("", line)
    letters = _NO_LETTERS.sub("", line[:200].lower())[:60]
    # Of three parts of the name, one at least has no edit.
    for first in range(0, len(_NAME), 3):
        part = _NAME[first : first + 3]
        place = letters.find(part)
        while place >= 0:
            start = place - first - 2
            if _has_name(letters[max(start, 0) : start + len(_NAME) + 4]):
                return True
            place = letters.find(part, place + 1)
    return False


def _has_name(letters: str) -> bool:
    """Tell whether *letters* have the name within, two of them wrong at most."""
    # The least number of edits up to each letter of the name, for any start (Sellers).
    column = list(range(len(_NAME) + 1))
    for letter in letters:
        before, column[0] = column[0], 0
        for n, wanted in enumerate(_NAME, 1):
            before, column[n] = (
                column[n],
                min(before + (letter != wanted), column[n] + 1, column[n - 1] + 1),
            )
        if column[-1] <= 2:
            return True
    return False
