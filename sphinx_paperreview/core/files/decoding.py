"""From the bytes of a source file to its text, whatever editor wrote it."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Encodings that begin with a mark, longest mark first.
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Which of four bytes are zero in ASCII, in encodings of two and four bytes a letter.
_UNMARKED: dict[tuple[bool, ...], str] = {
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}
#: Encodings without a mark in which older editors write, besides cp949.
_OLDER = (
    "gb18030", "big5", "cp932", "euc_jp", "cp1251", "koi8_r", "cp1252", "cp1250", "mac_roman",
)  # fmt: skip
#: An escape of a string of JSON: both halves of a character, or one without the other (group 1).
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
#: How many bytes at the head of a file tell its encoding.
_HEAD = 64


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of *data* with a line feed as the end of every line, and its encoding.

    The encoding is ``utf-8`` (with or without a mark), else the one that a mark names, UTF-16 or
    UTF-32 without a mark where the text begins with ASCII, else ``cp949``, in which older Korean
    editors write. If none of them fits, it is empty, and what is not UTF-8 becomes U+FFFD.
    """
    text, encoding = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def other_readings(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what *data* may say as well, and in which encoding, if :func:`decode` guesses.

    It does where the text has no mark and is not UTF-8; the line ends are those of *data*.
    """
    if decode(data)[1] in {"cp949", ""}:
        for encoding in _OLDER:
            with contextlib.suppress(UnicodeDecodeError):
                yield data.decode(encoding), encoding


def without_halves(data: bytes) -> bytes:
    """Return the JSON *data* with U+FFFD for each escape of half a character."""
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], data)


def is_binary(text: str) -> bool:
    """Return whether *text* has NUL or many control characters, as a decoded binary file has."""
    strange = sum(text.count(mark) for mark in "\ufffd\x01\x02\x03\x04\x05\x06")
    return "\0" in text or strange * 10 > len(text)


def _decode(data: bytes) -> tuple[str, str]:
    marked = [name for mark, name in _MARKED if data.startswith(mark) and name != "utf-8-sig"]
    for name in marked:  # the mark of UTF-32 is that of UTF-16 and a NUL, too
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(name), name
    if marked:
        return data.decode(marked[-1], errors="replace"), marked[-1]
    # Most letters of a head are ASCII, not all.
    zeros = tuple(
        data[place:_HEAD:4].count(0) * 4 > min(len(data), _HEAD) // 2 for place in range(4)
    )
    unmarked = _UNMARKED.get(zeros)
    if unmarked:
        return data.decode(unmarked, errors="replace"), unmarked
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace"), ""
