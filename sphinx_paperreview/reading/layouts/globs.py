"""The patterns by which site generators leave files out, as regular expressions."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Most patterns of a configuration, and the longest.
_MOST, _LONGEST = 200, 200
#: How often a pattern may have ``**``, or stars in braces.
_MOST_DEEP = 3
_GLOB = re.compile(r"\*\*/|\*\*|\*|\?|\{[^{}]*\}|\[[^\[\]/]+\]|.", re.DOTALL)
#: What follows a pattern that stands for a folder and all in it, too.
AND_BELOW = "(?:/.*)?"


def patterns(value: object) -> list[str]:
    """Return the texts in *value*, a text or a list, without those that are empty or too long."""
    return list(islice(_texts(value), _MOST))


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip() and len(item) <= _LONGEST:
            yield item.strip()


def expressions(
    folder: str, value: object, *, crosses: bool = False, end: str = ""
) -> tuple[re.Pattern[str], ...]:
    """Return expressions for the glob patterns *value*, which begin in *folder*.

    :param crosses: whether ``*`` matches a slash as well
    :param end: what may follow, as an expression
    """
    base = path_prefix(folder)
    return tuple(
        re.compile(rf"\A{base}{glob_expression(glob.strip('/'), crosses=crosses)}{end}\Z")
        for glob in patterns(value)
    )


def at_or_below(folder: str, paths: Iterable[object]) -> tuple[re.Pattern[str], ...]:
    """Return expressions for *paths* of *folder*, as they are written, and all below each."""
    named = (path.strip().strip("/") for path in paths if isinstance(path, str))
    return tuple(
        re.compile(rf"\A{path_prefix(folder)}{re.escape(path)}{AND_BELOW}\Z")
        for path in islice(filter(None, named), _MOST)
    )


def ignored_by_git(value: object) -> list[str]:
    """Return the glob patterns of lines as ``.gitignore`` has them; exceptions are left out."""
    lines = value.splitlines() if isinstance(value, str) else ()
    found = (line.partition(" #")[0].strip() for line in lines)
    return [
        line if "/" in line.rstrip("/") else f"**/{line}"
        for line in found
        if line and not line.startswith(("#", "!"))
    ]


def path_prefix(folder: str) -> str:
    """Return the expression with which paths in *folder*, from the source folder, begin."""
    return re.escape(f"{folder}/") if folder else ""


def glob_expression(glob: str, *, crosses: bool) -> str:
    """Return the expression for *glob*; *crosses* says whether ``*`` matches a slash.

    What is between two stars is searched once, as in :func:`fnmatch.translate`, so that a hostile
    pattern takes no exponential time. Behind more of ``**`` than :data:`_MOST_DEEP`, all matches.
    """
    one = "." if crosses else "[^/]"
    found: list[str] = []
    chunk: list[str] = []
    deep, star = 0, ""
    for match in _GLOB.finditer(glob.removeprefix("./")):
        part = match[0]
        if part == "*":
            found.append(f"(?>{star}?{''.join(chunk)})" if star else "".join(chunk))
            chunk, star = [], f"{one}*"
        elif part in {"**", "**/"}:
            found += [star, *chunk, ".*" if part == "**" else "(?:.*/)?"]
            chunk, star = [], ""
        elif part == "?":
            chunk.append(one)
        elif len(part) > 1 and part[0] == "{":
            ways = (glob_expression(way, crosses=crosses) for way in part[1:-1].split(","))
            chunk.append(f"(?:{'|'.join(ways)})")
        elif len(part) > 1:
            sign = "^" if part[1] in "!^" else ""
            chunk.append(f"[{sign}{re.escape(part[1 + len(sign) : -1])}]")
        else:
            chunk.append(re.escape(part))
        deep += part != "*" and "*" in part
        if deep > _MOST_DEEP:
            return "".join((*found, star, *chunk, ".*"))
    return "".join((*found, star, *chunk))
