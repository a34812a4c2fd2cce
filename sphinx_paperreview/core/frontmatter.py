"""What a document says of itself before its text: YAML front matter, or RST field list."""

from __future__ import annotations

import difflib
import itertools
import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELD = re.compile(r"^[ \t]*:(date|draft|expires|expiry_date):[ \t]+(.+)$", re.M | re.I)

#: Keys that Docusaurus, Sphinx, MyST or this extension reads.
KNOWN_KEYS = frozenset({
    "title", "title_meta", "description", "slug", "date", "authors", "author", "tags", "keywords",
    "image", "draft", "unlisted", "last_update", "sidebar_label", "sidebar_position",
    "hide_table_of_contents", "hide_title", "toc_min_heading_level", "toc_max_heading_level",
    "pagination_label", "custom_edit_url", "id", "displayed_sidebar", "year", "venue",
    "papers", "tldr", "code", "project", "rating", "confidence", "status", "series", "pinned",
    "expires", "expiry_date", "aliases", "builds-on", "contradicts", "compares",
    "relevance", "orphan", "nosearch", "tocdepth", "nocomments", "myst", "language", "category",
})  # fmt: skip


#: Most characters of a front matter, brackets that nest in it, values once aliases are written out.
LONGEST, DEEPEST, LARGEST = 50_000, 40, 20_000
#: Unknown keys that are compared with the known ones.
COMPARED = 100


class FrontMatterError(yaml.YAMLError):
    """A front matter that YAML would read, at a price, or that its reader fails at."""


def load(source: str) -> Any:
    """Return the data of the YAML *source*; whatever is wrong with it is a ``YAMLError``.

    PyYAML takes quadratic time for nested brackets, and aliases can make a short text mean a
    list of billions.
    """
    if len(source) > LONGEST:
        raise FrontMatterError(f"it is longer than {LONGEST} characters")
    depth = 0
    for mark in re.findall(r"[\[\]{}]", source):
        depth = depth + 1 if mark in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            raise FrontMatterError(f"it nests more than {DEEPEST} brackets")
    try:
        data = yaml.safe_load(source)
    except yaml.YAMLError:
        raise
    except Exception as error:  # its constructors raise what they happen to
        raise FrontMatterError(str(error).split("\n", 1)[0] or type(error).__name__) from error
    _bound(data)
    return data


def data_of(source: str) -> dict[str, Any]:
    """Return the mapping that the YAML *source* is, empty if it is none; nothing is raised."""
    try:
        data = load(source) if source else None
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


def _bound(data: object) -> None:
    """Raise :exc:`FrontMatterError` if *data* would be endless or huge if it were written out."""
    stack = [data]
    for _ in range(LARGEST):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            stack += itertools.islice(itertools.chain(item, item.values()), LARGEST)
        elif isinstance(item, list | tuple | set):
            stack += itertools.islice(item, LARGEST)
        elif isinstance(item, int) and item.bit_length() > 1000:
            raise FrontMatterError("a number is too long")
        if len(stack) > LARGEST:
            break
    raise FrontMatterError(f"it stands for more than {LARGEST} values")


def read(text: str) -> dict[str, Any]:
    """Return the YAML front matter of *text*; empty where there is none or it is broken.

    What is broken is reported by the parser of the document, which knows the line.
    """
    return {str(key): value for key, value in data_of(split(text)[0]).items()}


def split(text: str) -> tuple[str, str]:
    """Split *text* into the YAML between its leading ``---`` lines and the rest."""
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return "", text
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
    return "", text


def read_fields(text: str) -> dict[str, Any]:
    """Return the one-line fields (``:date: 2025-11-14``) at the head of an RST text."""
    return {match[1].lower(): match[2].strip() for match in _FIELD.finditer(text[:4096])}


def as_list(value: object) -> list[Any]:
    """Return *value* as a list: itself, or the comma-separated parts of a text."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        text = value.strip().removeprefix("[").removesuffix("]")
        return [part.strip().strip("\"'") for part in text.split(",") if part.strip().strip("\"'")]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def misspelt(keys: Iterable[str]) -> Mapping[str, str]:
    """Return the unknown keys that are one edit away from a known one, with that one."""
    return {
        key: close[0]
        for key in itertools.islice((key for key in keys if key not in KNOWN_KEYS), COMPARED)
        if 3 < len(key) < 40
        and (close := difflib.get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.85))
    }
