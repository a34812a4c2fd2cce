"""Typed access to values that authors write: front matter, YAML files, options of directives.

All such values are read here, as text on one line without characters that XML or HTML forbids
(:func:`~sphinx_paperreview.core.text.one_line`), as a list of such texts, as a flag, or as a
mapping. A value of another type is left out and reported with its key and what to write instead.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_YES, _NO = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off", ""})
#: Maximum number of items of a list.
MAX_ITEMS = 1000


def as_text(value: object) -> str | None:
    """Return *value* as text on one line; None if it is not a text, number, date or time.

    A number is written as it was in the YAML: only what Python writes the same way is read as a
    number by :mod:`~sphinx_paperreview.core.metadata.yaml_text`.
    """
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if value.bit_length() < 1000 else None
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.time):  # from TOML; a datetime is a date
        return value.isoformat()
    return None


def as_flag(value: object) -> bool | None:
    """Return *value* as a boolean (``true``, ``yes``, ``on`` …); None if it is not one.

    A missing value and an empty text are false.
    """
    if value is None or isinstance(value, bool):
        return bool(value)
    word = one_line(value).lower() if isinstance(value, str) else "?"
    return True if word in _YES else False if word in _NO else None


def kind_of(value: object) -> str:
    """Return the type of *value* in words for a warning."""
    if isinstance(value, bool):
        return f"the word {str(value).lower()} without quotes"
    for types, words in (
        (int | float, "a number"),
        (str, "a text"),
        (dict, "a mapping"),
        (list | tuple | set, "a list"),
        (bytes, "binary data"),
    ):
        if isinstance(value, types):
            return words
    return "an object"


def split_text(text: str, separators: str = ",") -> list[str]:
    """Split *text* at *separators*; brackets around it and quotes around the parts are removed."""
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    parts = (one_line(part).strip("\"'").strip() for part in text.split(separators[0]))
    return [part for part in parts if part]


class Values:
    """The values of one mapping, read by key and type.

    :param refuse: called with the key and a message for each value that cannot be used, once for
        each key; None where another reader of the mapping reports them
    """

    def __init__(
        self, data: Mapping[str, Any], refuse: Callable[[str, str], None] | None = None
    ) -> None:
        self._data = data
        self._refuse = refuse
        self._refused: set[str] = set()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the mapping."""
        return tuple(self._data)

    def refuse(self, key: str, message: str) -> None:
        """Report the value of *key*, once."""
        if self._refuse is not None and key not in self._refused:
            self._refused.add(key)
            self._refuse(key, message)

    def quiet(self) -> Values:
        """Return the same values, of which none is reported."""
        return Values(self._data)

    def get(self, *keys: str) -> tuple[str, Any]:
        """Return the first of *keys* that has a value, and the value; else the first and None."""
        return next(
            ((key, self._data[key]) for key in keys if self._data.get(key) is not None),
            (keys[0], None),
        )

    def text(self, *keys: str) -> str:
        """Return the text of the first of *keys* that has a value; empty if it is not a text."""
        key, value = self.get(*keys)
        if value is None:
            return ""
        text = as_text(value)
        if text is None:
            self.refuse(
                key,
                f'`{key}` must be one text, not {kind_of(value)}; write it as `{key}: "…"`',
            )
        return text or ""

    def flag(self, key: str, *, doubt: bool = False) -> bool:
        """Return the boolean of *key*; *doubt* if the value is not a boolean."""
        value = self._data.get(key)
        flag = as_flag(value)
        if flag is None:
            self.refuse(key, f"`{key}` must be true or false, not {_shown(value)}")
            return doubt
        return flag

    def mapping(self, key: str, example: str) -> Mapping[str, Any]:
        """Return the mapping of *key*, its keys as texts; empty if it is not a mapping."""
        value = self._data.get(key)
        if isinstance(value, dict):
            return text_keys(value)
        if value not in (None, ""):
            self.refuse(key, f"`{key}` must be a mapping, not {kind_of(value)}; write {example}")
        return {}

    def items(self, *keys: str, separators: str = ",") -> Iterator[Any]:
        """Yield the items of the list of the first of *keys* that has a value: texts and mappings.

        A text in place of a list is split at *separators*. Empty items are left out; items of
        other types are reported and left out.
        """
        key, value = self.get(*keys)
        if isinstance(value, str):
            yield from split_text(value, separators)
            return
        given = value if isinstance(value, list | tuple) else [] if value is None else [value]
        if len(given) > MAX_ITEMS:
            self.refuse(key, f"`{key}` has more than {MAX_ITEMS} items; the others are left out")
        for item in given[:MAX_ITEMS]:
            if isinstance(item, dict):
                yield text_keys(item)
            elif item is not None:
                text = as_text(item)
                if text is None:
                    self.refuse_item(key, item)
                elif text:
                    yield text

    def refuse_item(self, key: str, item: object) -> None:
        """Report an item of the list of *key* that is not a text."""
        message = f"`{key}` must be a list of texts; {kind_of(item)} in it is left out"
        self.refuse(key, f"{message}, write `{key}: [one, two]`")

    def texts(self, *keys: str, label: str = "") -> tuple[str, ...]:
        """Return the texts of a list without duplicates.

        :param label: the key whose value stands for an item that is a mapping
        """
        found: list[str] = []
        for item in self.items(*keys):
            text: str | None = item if isinstance(item, str) else None
            if text is None and label:
                text = as_text(item.get(label))
            if text is None:
                self.refuse_item(self.get(*keys)[0], item)
            elif text:
                found.append(text)
        return tuple(dict.fromkeys(found))


def text_keys(data: Mapping[Any, Any]) -> dict[str, Any]:
    """Return *data* with its keys as texts; entries with other keys are left out."""
    keys = ((as_text(key), value) for key, value in data.items())
    return {key: value for key, value in keys if key}


def _shown(value: object) -> str:
    text = as_text(value)
    return f"{text[:100]!r}" if text is not None else kind_of(value)
