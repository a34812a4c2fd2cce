"""Lines that are a reference to a paper, as in a list of literature.

No style of citation is parsed. A line is one if it begins with names and ends with an address, an
identifier or a year: sentences go on behind the address, or begin with other words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.papers.facts.flat import ATOM
from sphinx_paperreview.reading.papers.facts.labels import fold

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import PaperId

#: Most characters of a reference.
_LONGEST = 600
_QUOTED = pattern('["“「『《]([^"“”「」『』《》]{6,400})["”」』》]')
#: Letters of a part that may be a title.
_SHORTEST = 8
#: Letters of a title that a line may repeat, and of what must stand beside it in a reference.
_SHORTEST_TITLE, _LEAST_BESIDE = 12, 8
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_JOINS = frozenset({
    "and", "&", "et", "al", "al.", "others", "with", "de", "van", "von", "der", "den", "la", "le",
    "di", "da", "del", "el", "bin", "외", "等", "ら", "他",
})  # fmt: skip
_INITIALS = pattern(r"(?:[^\W\d_]\.?-?){1,4}")
_NAME = pattern(r"[^\W\d_][\w.'’-]*")
#: An address or an identifier in plain text.
_ADDRESS = pattern(r"https?://[^\s<>\"'{}]+|\barxiv:\S+|\b10\.[0-9]{4,9}/\S+", re.IGNORECASE)
_SIGNS = " *_\"'“”‘’「」『』《》([（【>•·-"
_LABEL = re.compile(r"^[\W_]*[^\W\d_]{2,12}\s?[:：]\s*")
#: Words behind an address that are no sentence: "[J]", "(2024)", "cs.CL", "Accessed".
_WORD = pattern(r"[^\W\d_]{4,}")
#: Where it was published, behind a title that is the link.
_PUBLISHED = pattern(
    r"\W*(?:in:?\s+)?(?:the\s+)?[A-Z][^.!?:]*"
    r"(?:[(\s,'’](?:19|20)?[0-9]{2}|[0-9])\W*",
    re.IGNORECASE,
)


def is_citation(text: str) -> bool:
    """Return whether *text*, a :class:`~.flat.Line`'s, begins and ends as a reference does."""
    if not 20 <= len(text) <= _LONGEST:
        return False
    links = list(re.finditer(ATOM, text))
    if not links:
        return False
    after = text[links[-1].end() :]
    if _WORD.search(after) and not _PUBLISHED.fullmatch(after):
        return False
    return _begins_with_names(text[: links[-1].start()].lstrip(_SIGNS))


def is_reference_to(text: str, title: str) -> bool:
    """Return whether the line *text* is a reference to the paper *title*, with or without a link.

    It has the title and a year, and begins with names, or with the title and a mark:
    *Doe, J. Alpha. ICML, 2016*.
    """
    text = " ".join(text[:_LONGEST].split())
    one, other = fold(text), fold(title)
    if len(other) < _SHORTEST_TITLE or other not in one or len(one) < len(other) + _LEAST_BESIDE:
        return False
    if _YEAR.search(text.replace(title, "")) is None:
        return False
    words = _LABEL.sub("", text).lstrip(_SIGNS)
    if words.casefold().startswith(title.casefold()):
        return words[len(title) :].lstrip(_SIGNS)[:1] in {".", ",", "，", "|", "–", "—"}
    return _begins_with_names(words)


def addressed_in(text: str) -> PaperId | None:
    """Return the only paper whose address or identifier is written in *text*."""
    found = {identifiers.identify(each.rstrip(".,;")) for each in _ADDRESS.findall(text)} - {None}
    return found.pop() if len(found) == 1 else None


def title_in(text: str) -> str:
    """Return the title in a reference: what is in quotation marks, or the words behind the names.

    *text* has no links.
    """
    quoted = _QUOTED.search(text)
    if quoted is not None:
        return " ".join(quoted[1].split()).rstrip(",.")
    for part in re.split(r"[.。]\s+|[)）][.,]?\s+", text):
        names, colon, rest = part.partition(": ")
        words = (rest if colon and _begins_with_names(names) else part).strip(_SIGNS + ".,;)")
        if len(words) >= _SHORTEST and " " in words and not _begins_with_names(words):
            return " ".join(words.split())
    return ""


def title_of_line(text: str) -> str:
    """Return the title in a line that names a paper: in quotation marks, or of a reference.

    >>> title_of_line("论文《Alpha for Beta》 下载："), title_of_line("The paper is here.")
    ('Alpha for Beta', '')
    """
    title = title_in(text)
    return title if title and (f"《{title}》" in text or is_reference_to(text, title)) else ""


def _begins_with_names(text: str) -> bool:
    """Return whether *text* begins with two names, or one with "et al." or its initials."""
    count, divided, least = 0, False, 2
    for token in text.split()[:60]:
        word = token.rstrip(",;，；、:*_")
        ended = word != token or token.endswith(".")
        if word.lower() in _JOINS:
            divided = True
            least = 1 if word.lower().startswith("al") else least
        elif _is_name(word):
            count += 1
            divided = divided or ended
        else:
            break
    return count >= least and divided


def _is_name(word: str) -> bool:
    if _INITIALS.fullmatch(word) and word[:1].isupper():
        return True
    plain = word.rstrip(".")
    if not plain or not _NAME.fullmatch(plain):
        return False
    # Han and Hangul have no capitals; a name there is short.
    return plain[0].isupper() or (not plain[0].islower() and len(plain) <= 4)
