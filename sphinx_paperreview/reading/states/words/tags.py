"""The words of tags, keywords and classes, each of which says something of a text."""

from __future__ import annotations

import re
from typing import Any

from sphinx_paperreview.reading.states.words.vocabulary import fold, lists

#: Keys of the classes of a page, which are like tags.
_CLASSES = frozenset({"classes", "cssclasses", "class", "cssclass"})
#: Those of tags whose text is divided at blanks (Jekyll); others are phrases.
_TAGS_OF_WORDS = _CLASSES | {"tags", "tag", "categories", "flags"}
#: What parts the tags of a line.
_BETWEEN_TAGS = re.compile(r"[,;、，；]|\s(?=#)")


def has_tags(key: str) -> bool:
    """Tell whether the value of *key* is such words: ``keywords``, ``태그``, ``cssclasses``."""
    return fold(key) in lists()["tags"] or key in _CLASSES


def tags_in(line: str) -> list[str]:
    """Return the tags in the value of a *line*: ``rl, draft`` or ``#rl #draft``."""
    return [tag.strip(" #") for tag in _BETWEEN_TAGS.split(line)]


def tags_of(key: str, value: Any) -> list[str]:
    """Return the tags in *value*, each with what it is below: ``draft/2025``, ``status/draft``."""
    items = value if isinstance(value, list | tuple) else [value]
    if isinstance(value, str) and "," in value:
        items = value.split(",")
    elif isinstance(value, str) and key in _TAGS_OF_WORDS:
        items = [value, *(word for word in value.split() if word.lower() != "private")]
    found: list[str] = []
    for item in items:
        if isinstance(item, str):
            found += [item, *item.split("/")]
        elif isinstance(item, list):
            found += (each for each in item if isinstance(each, str))
    return found
