"""Characters that pages, feeds and files can hold; text on one line."""

from __future__ import annotations

import re
import unicodedata

#: Control characters but for tab and line ends, lone surrogates and noncharacters: what XML 1.0
#: ("Char", and what it discourages) or HTML ("control", "noncharacter") forbids.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_FORBIDDEN = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}"
_UNFIT = re.compile(f"[{_FORBIDDEN}]")
#: Embeddings and isolates of a direction, which change the text around a value, and the byte
#: order mark.
_UNFIT_IN_VALUES = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
#: Controls that separate words: page break, vertical tab, separators, next line.
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
#: Part of an expression: blanks, if there are any. A search tries them from the first of them only,
#: so that a long run of blanks is read once.
BLANKS = r"(?:(?<!\s)\s+)?"
#: Halves of a character of UTF-16, and bytes that Python could not decode.
SURROGATES = re.compile("[\ud800-\udfff]")


def has_unfit(text: str) -> bool:
    """Return whether *text* has a character that XML or HTML forbids."""
    return not text.isprintable() and _UNFIT.search(text) is not None


def whole(text: str) -> str:
    """Return *text* without the characters that XML or HTML forbids.

    Two surrogates that are a pair (JSON and YAML of JavaScript write an emoji so) become the one
    character that they mean. A control character that ends a line or page becomes a blank.
    """
    if not has_unfit(text):
        return text
    if SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _UNFIT.sub("", _BREAKS.sub(" ", text))


def one_line(text: str) -> str:
    """Return *text* as a value: :func:`whole`, in NFC, every run of white space one blank.

    Marks that set a direction for what follows are left out.
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly always, and much faster
        return text.strip()
    text = _UNFIT_IN_VALUES.sub("", whole(text))
    return " ".join(unicodedata.normalize("NFC", text).split())
