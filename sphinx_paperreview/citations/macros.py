"""The values of BibTeX: texts, numbers and macros of ``@string``, joined by ``#``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.bibtex import MONTHS
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Maximum length of a value in characters, after its macros are resolved.
MAX_VALUE = 100_000
#: Maximum depth of nested braces; pybtex refuses 100.
MAX_DEPTH = 50
_MONTH = re.compile("|".join(MONTHS), re.I)


class Macros:
    """The macros of one file; a definition may use earlier macros, as in BibTeX.

    :param report: called with a message and a line (from 0) for each value that cannot be resolved
    """

    def __init__(self, report: Callable[[str, int], None]) -> None:
        self._report = report
        self._texts: dict[str, str] = {}
        self._unknown: set[str] = set()

    def define(self, name: str, value: str, line: int) -> None:
        """Define the macro *name*."""
        self._texts[name.lower()] = bare(self.resolve(value, line))

    def resolve(self, value: str, line: int) -> str:
        """Return *value* in braces, with its macros replaced; the macros of months are kept.

        An undefined macro is kept as a word and reported.
        """
        found: list[str] = []
        texts: list[str] = []
        length = 0
        for part, is_word in _parts(value):
            if is_word and _MONTH.fullmatch(part) and part.lower() not in self._texts:
                found += [_braced(texts), part.lower()]
                texts = []
                continue
            text = self._word(part, line) if is_word else part
            length += len(text)
            if length > MAX_VALUE:
                self._report(f"a value is longer than {MAX_VALUE} characters; it is cut", line)
                texts.append(text[: max(0, MAX_VALUE - length)])
                break
            texts.append(text)
        if not found:
            return _braced(texts) or "{}"
        return " # ".join(part for part in (*found, _braced(texts)) if part)

    def _word(self, word: str, line: int) -> str:
        if word.isdecimal():
            return word
        known = self._texts.get(word.lower())
        if known is None and word and word not in self._unknown:
            self._unknown.add(word)
            self._report(
                f"the macro {word[:100]!r} is not defined before it is used; define it by @string "
                "above, or put the text in braces",
                line,
            )
        return word if known is None else known


def bare(value: str) -> str:
    """Return *value* without its outer braces; the macro of a month has none."""
    return value[1:-1] if value.startswith("{") and value.endswith("}") else value


def _braced(texts: list[str]) -> str:
    """Join *texts* to one value in braces; empty if there are none.

    Inner braces are left out if they do not match, or nest deeper than :data:`MAX_DEPTH`.
    """
    text = one_line("".join(texts))
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if not 0 <= depth <= MAX_DEPTH:
            break
    if depth:
        text = text.replace("{", "").replace("}", "")
    return f"{{{text}}}" if texts else ""


def _parts(value: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of *value* between ``#``, and whether each is a word without braces."""
    position, size = 0, len(value)
    while position < size:
        character = value[position]
        if character == "#" or character.isspace():
            position += 1
        elif character in '{"':
            end = _end(value, position)
            yield value[position + 1 : end], False
            position = end + 1
        else:
            end = value.find("#", position)
            end = size if end < 0 else end
            yield value[position:end].strip(), True
            position = end


def _end(value: str, start: int) -> int:
    """Return the position of the end of the text in braces or quotes that begins at *start*."""
    quoted, depth = value[start] == '"', 0
    for position in range(start + 1, len(value)):
        character = value[position]
        if depth == 0 and character == ('"' if quoted else "}"):
            return position
        depth += (character == "{") - (character == "}")
    return len(value)
