"""Names of people, and lists of them, as papers, BibTeX files and authors write them.

A name is kept as written: ``Given Family``, ``Family, Given``, ``von Family, Jr, Given``, or
``{Organisation}``. :data:`OTHERS` at the end of a list stands for those that it does not name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How pages say that a list names not all; BibTeX says ``and others``.
OTHERS = "et al."
#: Suffixes of a name.
SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
#: Words of names of organisations, which have neither family nor given name.
ORGANISATION = pattern(
    r"\d|&|\b(?:AI|Academy|Agency|Association|Center|Centre|Collaboration|Company|Consortium|"
    r"Corporation|DeepMind|Foundation|Group|Inc|Institute|Lab|Laboratory|Labs|Ltd|Project|"
    r"Research|Society|Team|University)\b"
)
#: A name in Korean, Chinese or Japanese letters.
CJK = pattern(r"[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\s·]+")

_AND = pattern(r",?\s(?:and|&)\s", re.I)
_COMMA, _SEMICOLON = pattern(","), pattern(";")
_WIDE = str.maketrans("，、；", ",,;")
#: Letters of a name between middle dots, which separate Korean names (but not the parts of others).
_DOT = pattern(r"(?<=[\uac00-\ud7a3])·(?=[\uac00-\ud7a3])")
_INITIALS = pattern(r"(?:[^\W\d_]{1,2}\.[ -]?)+")
#: The end of a list that names not all.
_MORE = pattern(
    r"(?:^|(?<=[\s,;]))(?:(?:and|&)\s)?"
    r"(?:et\.?\s?al(?:ii|ia|\b)\.?|(?:(?<=and\s)|(?<=&\s))(?:\d{1,5}\s)?(?:others|more)\.?|"
    r"외(?:\s?\d{1,5}\s?[명인])?|他(?:\s?\d{1,5}\s?名)?|ほか|等人?)$"
    r"|(?<=[\u3040-\u30ff\u4e00-\u9fff])(?:ほか|等人)$",
    re.I,
)
#: Most characters of such an end.
_TAIL = 40


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, a list as people write it.

    They are separated by ``and``, ``&``, ``;`` or ``,``: ``A and B``, ``A, B, and C``, ``A; B``,
    ``Kim, Minsu and Lee, Hana``, ``Kim, M., Lee, H.``; Korean names also by ``·``. What is in
    braces is one name. The end may be ``et al.``, ``and others``, ``외 3명``, ``ほか`` or ``等``.
    """
    text, more = _without_more(one_line(text).translate(_WIDE))
    # BibTeX writes "Kim, Minsu and others": two words there are one name.
    found = (
        _split(f"{text} and x x")[:-1] if more.startswith(("and", "&")) and text else _split(text)
    )
    names = tuple(dict.fromkeys(name for name in found if name))
    return (*names, OTHERS) if more else names


def read_items(items: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a list with an item for each; ``et al.`` and the like come last."""
    found = [one_line(item) for item in items]
    named = [name for name in found if name and not is_more(name)]
    more = any(is_more(name) for name in found)
    return (*dict.fromkeys(named), *((OTHERS,) if more else ()))


def is_more(name: str) -> bool:
    """Return whether *name* stands for people who are not named."""
    return name.lower() in {"others", "and others"} or _MORE.fullmatch(name[-_TAIL:]) is not None


def display(name: str) -> str:
    """Return *name* as pages show it: ``Given von Family Jr``, without braces."""
    if name.startswith("{") and name.endswith("}"):
        return name.strip("{} ")
    parts = [part.strip() for part in name.split(",")]
    if len(parts) not in {2, 3} or not all(parts) or ORGANISATION.search(parts[-1]):
        return name
    if parts[1] in SUFFIXES:
        return " ".join([*parts[2:], *parts[:2]])
    if len(parts) == 2 and CJK.fullmatch(name.replace(",", "")):
        return "".join(parts)
    return " ".join([parts[-1], *parts[:-1]])


def displayed(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* as pages show them."""
    return tuple(map(display, names))


def _without_more(text: str) -> tuple[str, str]:
    """Return *text* without the words at its end for those it does not name, and these words."""
    match = _MORE.search(text, max(0, len(text) - _TAIL))
    if match is None:
        return text, ""
    return text[: match.start()].rstrip(" ,;"), match[0].lower()


def _split(text: str) -> list[str]:
    pieces = _cut(text, _SEMICOLON)
    if len(pieces) > 1:
        return [name for piece in pieces for name in _cut(piece, _AND)]
    pieces = _cut(text, _AND)
    if len(pieces) == 1:
        return _listed(text)
    lists = [_cut(piece, _COMMA) for piece in pieces]
    return [
        name
        for piece, parts in zip(pieces, lists, strict=True)
        for name in (_listed(piece) if _is_list(parts, lists[-1]) else [piece])
    ]


def _is_list(parts: list[str], last: list[str]) -> bool:
    """Return whether *parts*, between commas, are names: ``A, B`` of ``A, B and C``.

    Else they are the parts of one name, as in ``Kim, Minsu and Lee, Hana``.
    """
    if len(parts) < 2 or (len(parts) == 3 and parts[1] in SUFFIXES):
        return False
    if len(parts) > 3:
        return True
    if len(last) > 1:
        return False
    if CJK.fullmatch("".join(parts)):
        return True
    return len({" " in part for part in (*parts, *last)}) == 1


def _listed(text: str) -> list[str]:
    """Return the names of a list that is separated by commas."""
    parts: list[str] = []
    for part in _cut(text, _COMMA):
        if part in SUFFIXES and parts:
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    firsts, seconds = parts[::2], parts[1::2]
    if len(firsts) == len(seconds) and all(map(_INITIALS.fullmatch, seconds)):
        return [f"{family}, {given}" for family, given in zip(firsts, seconds, strict=True)]
    dotted = [piece for part in parts for piece in _cut(part, _DOT)]
    return dotted if all(2 <= len(name) <= 5 for name in dotted) else parts


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts of *text* between separators that are outside of braces."""
    masked = _masked(text)
    parts, start = [], 0
    for match in separator.finditer(masked):
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [part for part in (part.strip(" ,;") for part in parts) if part]


def _masked(text: str) -> str:
    """Return *text* with a letter for each character in braces; unchanged if they do not match."""
    if "{" not in text:
        return text
    depth, masked = 0, []
    for character in text:
        depth -= character == "}"
        if depth < 0:
            return text
        masked.append("x" if depth else character)
        depth += character == "{"
    return text if depth else "".join(masked)
