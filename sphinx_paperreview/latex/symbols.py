"""Characters that TeX's fonts often lack, each with a replacement to print if no font has it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from docutils.utils.math.unichar2tex import uni2tex_table
from sphinx.util import texescape

from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    import emoji

else:
    emoji = later("emoji")

#: Ranges of CJK characters (Hangul, kana, Han) for a class of a regular expression.
CJK = "\u1100-\u11ff\u3040-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
#: Joiners and selectors, which are invisible.
_INVISIBLE = pattern("[\u200b-\u200d\u2060\u20e3\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]")
_NAMED = pattern(r"\\([A-Za-z]+)")
_SIGN = "[\u2070-\u209f\u2100-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_CHANGES = "[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
#: Runs of letters that are neither Latin nor CJK; flags; keycaps; signs and joined signs.
_RARE = pattern(
    "[\u0370-\u10ff\u1200-\u1dff\u1f00-\u1fff\U0001d400-\U0001d7ff]+"
    f"|[\U0001f1e6-\U0001f1ff]{{1,2}}|[0-9#*]\ufe0f?\u20e3"
    f"|{_SIGN}{_CHANGES}(?:\u200d{_SIGN}{_CHANGES})*"
)


def split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of *text* as ``(part, command)``, without invisible characters.

    The command of our style file shows a part that fonts often lack; it is empty for other parts.
    """
    end = 0
    for match in _RARE.finditer(text):
        if plain := _INVISIBLE.sub("", text[end : match.start()]):
            yield plain, ""
        yield match[0], _command(match[0])
        end = match.end()
    if plain := _INVISIBLE.sub("", text[end:]):
        yield plain, ""


def replaced(text: str) -> str:
    """Return *text*, which is TeX, with a command for each part that fonts often lack."""
    return "".join(command or part for part, command in split(text))


def _command(characters: str) -> str:
    visible = _INVISIBLE.sub("", characters)
    name = emoji.demojize(characters, delimiters=("", "")).replace("_", " ")
    if name != characters:
        fallback = f"\\paperreviewname{{{texescape.escape(name)}}}"
    else:
        fallback = "".join(map(_fallback, visible))
    return f"\\paperreviewsymbol{{{visible}}}{{{ord(visible[0]):04X}}}{{{fallback}}}"


def _fallback(character: str) -> str:
    """Return the replacement of *character*: a mathematical command, a letter, or its name."""
    if character.isalpha():
        alone = unicodedata.normalize("NFKC", character)
    else:
        alone = unicodedata.name(character, "unknown").lower()
    command = _NAMED.fullmatch(uni2tex_table.get(ord(character), "").strip())
    if command:
        return f"\\paperreviewmath{{{command[1]}}}{{{alone}}}"
    return alone if character.isalpha() else f"\\paperreviewname{{{alone}}}"
