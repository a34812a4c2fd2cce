"""SHA-256 digests in hexadecimal, for names of files and for what is made again when it changes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedReader

#: Hexadecimal digits of a digest unless another number is asked for (96 bits).
LENGTH = 24


def digest(value: object) -> str:
    """Return the digest of *value*: a record, text, number, or a tuple of them.

    Only values whose ``repr`` is the same in every process may be given (no sets, no objects
    without a ``repr`` of their own).
    """
    return text_digest(repr(value))


def text_digest(text: str, length: int = LENGTH) -> str:
    """Return the first *length* hexadecimal digits of the digest of *text* in UTF-8."""
    return bytes_digest(text.encode("utf-8", "surrogatepass"), length)


def bytes_digest(data: bytes, length: int = LENGTH) -> str:
    """Return the first *length* hexadecimal digits of the digest of *data*."""
    return hashlib.sha256(data).hexdigest()[:length]


def file_digest(file: BufferedReader) -> str:
    """Return all 64 digits of the digest of an open file, which is read in pieces."""
    return hashlib.file_digest(file, "sha256").hexdigest()
