"""TOML of strangers, read in time that grows as its length."""

from __future__ import annotations

import tomllib
from typing import Any

#: Most dots in a line: for a key of many parts, ``a.a.a``, tomllib takes quadratic time and memory.
MAX_DOTS = 200


def load(source: str) -> dict[str, Any]:
    """Return the data of the TOML *source*.

    :raises ValueError: it is no TOML, is nested too deeply, or has a line of too many dots
    """
    if any(line.count(".") > MAX_DOTS for line in source.split("\n")):
        raise ValueError(f"a line has more than {MAX_DOTS} dots")
    try:
        return tomllib.loads(source)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
