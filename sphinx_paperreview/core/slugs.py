"""Slugs: the part of a path that stands for a name, and the colour that goes with it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx_paperreview.core.digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Most characters of a slug; a longer one ends in a digest of the whole.
LONGEST = 80
#: Bytes of a slug in UTF-8: file names hold 255, and a suffix comes behind.
LONGEST_BYTES = 200
#: How many colours organisations share.
HUES = 12

#: Names that Windows keeps for devices, whatever the suffix; ``index`` is the folder itself.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|index")
_SYMBOLS = {
    "+": "-plus-",
    "#": "-sharp-",
    "&": "-and-",
    "@": "-at-",
    "%": "-percent-",
    "*": "-star-",
}
_LEADING_DOT = re.compile(r"(?:^|(?<=\s))\.(?=\w)")
_INNER = re.compile(r"(?<=\w)([._])(?=\w)")


def fold(text: str) -> str:
    """Return the form in which two names are one: NFC, without case, blanks run together."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def slug(text: str) -> str:
    """Return the slug of *text*: lower case, letters and digits of every script, hyphens.

    ``C++`` is ``c-plus-plus``, ``C#`` is ``c-sharp``, ``.NET`` is ``dot-net``, ``강화 학습`` is
    ``강화-학습``. The result is never empty, never a name that a file system refuses, at most
    :data:`LONGEST` characters long, and the slug of a slug is itself.
    """
    name = fold(text)
    made = "".join(_letters(_LEADING_DOT.sub("dot ", name)))
    made = re.sub(r"-{2,}", "-", made).strip("-._")
    if not made:
        return f"x{text_digest(name, 8)}"
    if _RESERVED.fullmatch(made.partition(".")[0]):
        made = f"x-{made}"
    if len(made) > LONGEST or len(made.encode()) > LONGEST_BYTES:
        made = _cut(made)
    return made


def assign(labels: Iterable[str]) -> dict[str, str]:
    """Return the slug of each label; a function of the set of labels, whatever their order.

    Labels that differ by case, blanks or Unicode form alone share one slug. Where different
    labels come to one slug, the label that *is* the slug keeps it (``c-sharp`` beside ``c#``)
    and all others take ``-<4 hex>`` of their own digest behind it. If none is the slug itself,
    all take one. So what a label gets depends on nothing but whether it collides: a third
    label never renames the first two, and one without a rival keeps the plain slug.
    """
    groups: dict[str, set[str]] = {}
    spelt = sorted(set(labels))
    for label in spelt:
        name = fold(label)
        groups.setdefault(slug(name), set()).add(name)
    chosen: dict[str, str] = {}
    used = set(groups)
    for plain, names in sorted(groups.items()):
        for name in sorted(names):
            keeps = len(names) == 1 or name == plain
            chosen[name] = plain if keeps else _marked(plain, name, used)
            used.add(chosen[name])
    return {label: chosen[fold(label)] for label in spelt}


def hue(slug: str) -> int:
    """Return the colour of *slug*, 0 to 11, the same on every machine and for ever."""
    return int(text_digest(slug, 8), 16) % HUES


def _letters(text: str) -> Iterable[str]:
    """Yield the characters of a slug for those of *text*, symbols as words."""
    for position, char in enumerate(text):
        category = unicodedata.category(char)
        kept = category[0] in "LN" or category in {"Mn", "Mc"}
        if kept or (char in "._" and _INNER.match(text, position)):
            yield char
        else:
            yield _SYMBOLS.get(char, "-")


def _cut(made: str) -> str:
    """Shorten *made*, ending in a digest so that long names stay different."""
    head = made[: LONGEST - 9].encode()[: LONGEST_BYTES - 9].decode("utf-8", "ignore")
    return f"{head.rstrip('-._')}-{text_digest(made, 8)}"


def _marked(plain: str, name: str, used: set[str]) -> str:
    """Return *plain* with as many hex digits of *name*'s digest as make it no other's slug."""
    length = 4
    while True:
        tail = f"-{text_digest(name, length)}"
        head = plain.encode()[: LONGEST_BYTES - len(tail)].decode("utf-8", "ignore")
        made = head[: LONGEST - len(tail)].rstrip("-._") + tail
        if made not in used:
            return made
        length += 1
