"""From the bytes of a source file to its text, whatever editor wrote it."""

from __future__ import annotations

import codecs

#: Encodings that begin with a mark, longest mark first.
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How ASCII looks in encodings of two and four bytes a letter: which bytes of the first eight are
#: zero.
_UNMARKED = (
    ((1, 2, 3, 5, 6, 7), "utf-32-le"),
    ((0, 1, 2, 4, 5, 6), "utf-32-be"),
    ((1, 3, 5, 7), "utf-16-le"),
    ((0, 2, 4, 6), "utf-16-be"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of *data* with a line feed as the end of every line, and its encoding.

    The encoding is ``utf-8`` (with or without a mark), else the one that a mark names, UTF-16 or
    UTF-32 without a mark where the text begins with ASCII, else ``cp949``, in which older Korean
    editors write. If none of them fits, it is empty, and what is not UTF-8 becomes U+FFFD.
    """
    text, encoding = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode(data: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKED if data.startswith(mark)), "")
    if marked and marked != "utf-8-sig":
        return data.decode(marked, errors="replace"), marked
    zeros = tuple(place for place, byte in enumerate(data[:8]) if not byte)
    unmarked = next((name for places, name in _UNMARKED if places == zeros), "")
    if unmarked and len(data) >= 8:
        return data.decode(unmarked, errors="replace"), unmarked
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace"), ""
