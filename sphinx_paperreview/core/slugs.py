"""Slugs: the segment of a path that is made from a name, and the hue of an organisation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Most characters of a slug; a longer one ends in a digest of the whole.
LONGEST = 80
#: Most bytes of a slug in UTF-8: file names have at most 255, with a suffix.
LONGEST_BYTES = 200
#: Number of colours of organisations.
HUES = 12

#: Names of devices in Windows, which no file may have; ``index`` is the page of the folder.
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
    """Return the form by which names are compared: NFC, case-folded, single blanks."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def slug(text: str) -> str:
    """Return the slug of *text*: letters and digits of any script in lower case, and hyphens.

    ``C++`` becomes ``c-plus-plus``, ``C#`` ``c-sharp``, ``.NET`` ``dot-net``, ``강화 학습``
    ``강화-학습``. The result is not empty, is a valid file name, and has at most :data:`LONGEST`
    characters. The slug of a slug is the slug itself.
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
    """Return the slug of each label; the order of the labels does not matter.

    Labels that differ only by case, blanks or Unicode form share one slug. Where different labels
    have the same slug, the label that equals it (``c-sharp`` beside ``c#``) keeps it, and every
    other label gets ``-<4 hex digits>`` of its own digest. So a label's slug depends only on
    whether it collides: a third label does not rename the first two.
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


@lru_cache(maxsize=4096)
def hue(slug: str) -> int:
    """Return the number of the colour of *slug*, from 0 to :data:`HUES` - 1; it never changes."""
    return int(text_digest(slug, 8), 16) % HUES


def _letters(text: str) -> Iterable[str]:
    """Yield the characters of a slug; symbols become words, others hyphens."""
    for position, char in enumerate(text):
        category = unicodedata.category(char)
        kept = category[0] in "LN" or category in {"Mn", "Mc"}
        if kept or (char in "._" and _INNER.match(text, position)):
            yield char
        else:
            yield _SYMBOLS.get(char, "-")


def _cut(made: str) -> str:
    """Shorten *made* to the limits; its end is a digest, so that long names stay different."""
    head = made[: LONGEST - 9].encode()[: LONGEST_BYTES - 9].decode("utf-8", "ignore")
    return f"{head.rstrip('-._')}-{text_digest(made, 8)}"


def _marked(plain: str, name: str, used: set[str]) -> str:
    """Return *plain* with as many digits of the digest of *name* as make it unused."""
    length = 4
    while True:
        tail = f"-{text_digest(name, length)}"
        head = plain.encode()[: LONGEST_BYTES - len(tail)].decode("utf-8", "ignore")
        made = head[: LONGEST - len(tail)].rstrip("-._") + tail
        if made not in used:
            return made
        length += 1
