"""Digests of values, for what is made again only when it changed."""

from __future__ import annotations

import hashlib


def digest(value: object) -> str:
    """Return a short hash of *value*, which must be records, texts, numbers and tuples of them."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:24]
