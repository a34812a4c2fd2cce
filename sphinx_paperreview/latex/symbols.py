"""Characters that fonts for TeX often lack, each with the name to print where none has it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import emoji
from docutils.utils.math.unichar2tex import uni2tex_table
from sphinx.util import texescape

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Joiners and selectors, which show nothing by themselves.
_UNSEEN = re.compile("[\u200b-\u200d\u2060\u20e3\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]")
_NAMED = re.compile(r"\\([A-Za-z]+)")
_SIGN = "[\u2070-\u209f\u2100-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_CHANGES = "[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
#: Letters in a row, neither Latin nor of East Asia; flags; signs with what is joined to them.
_RARE = re.compile(
    "[\u0370-\u10ff\u1200-\u1dff\u1f00-\u1fff\U0001d400-\U0001d7ff]+"
    f"|[\U0001f1e6-\U0001f1ff]{{1,2}}|[0-9#*]\ufe0f?\u20e3"
    f"|{_SIGN}{_CHANGES}(?:\u200d{_SIGN}{_CHANGES})*"
)


def split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of *text*, each as ``(part, command)``.

    The command, for our style file, shows a part that is rare; that of others is empty. Left out
    is what cannot be seen.
    """
    end = 0
    for match in _RARE.finditer(text):
        if plain := _UNSEEN.sub("", text[end : match.start()]):
            yield plain, ""
        yield match[0], _command(match[0])
        end = match.end()
    if plain := _UNSEEN.sub("", text[end:]):
        yield plain, ""


def replaced(text: str) -> str:
    """Return *text* that is TeX already with a command for what is rare."""
    return "".join(command or part for part, command in split(text))


def _command(characters: str) -> str:
    seen = _UNSEEN.sub("", characters)
    name = emoji.demojize(characters, delimiters=("", "")).replace("_", " ")
    if name != characters:
        fallback = f"\\paperreviewname{{{texescape.escape(name)}}}"
    else:
        fallback = "".join(map(_fallback, seen))
    return f"\\paperreviewsymbol{{{seen}}}{{{ord(seen[0]):04X}}}{{{fallback}}}"


def _fallback(character: str) -> str:
    """Return what stands for *character*: a command of mathematics or its name; a letter itself."""
    if character.isalpha():
        alone = unicodedata.normalize("NFKC", character)
    else:
        alone = unicodedata.name(character, "unknown").lower()
    command = _NAMED.fullmatch(uni2tex_table.get(ord(character), "").strip())
    if command:
        return f"\\paperreviewmath{{{command[1]}}}{{{alone}}}"
    return alone if character.isalpha() else f"\\paperreviewname{{{alone}}}"
