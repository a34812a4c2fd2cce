"""Checks of values that a project writes: settings, and options of the theme.

A check is called with a value; it returns nothing, or raises :exc:`SettingError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.spelling import near_match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from dataclasses import Field


class SettingError(ValueError):
    """A value of ``conf.py`` cannot be used; the message follows the name of the setting.

    :param usable: the part of the value that can be used; None: the default is used instead
    """

    def __init__(self, message: str, usable: Any = None) -> None:
        super().__init__(message)
        self.usable = usable


def check_value(item: Field[Any], value: object) -> None:
    """Raise :exc:`SettingError` if the setting or option *item* cannot be *value*.

    :param item: a field with the accepted ``types`` and a ``check`` (or None) in its metadata
    """
    types, check = item.metadata["types"], item.metadata["check"]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise SettingError(f"must be {' or '.join(kind.__name__ for kind in types)}, not {value!r}")
    if check is not None:
        check(value)


def one_of(*words: str) -> Callable[[str], None]:
    """Return the check of a text that is one of *words*; messages do not name an empty one."""

    def check(value: str) -> None:
        if value not in words:
            *first, last = filter(None, words)
            named = f"{', '.join(first)} or {last}"
            raise SettingError(f"must be {named}, not {value!r}{near_match(value, words)}")

    return check


def some_of(words: Sequence[str]) -> Callable[[Sequence[object]], None]:
    """Return the check of a list of some of *words*."""

    def check(value: Sequence[object]) -> None:
        unknown = [item for item in value if item not in words]
        if unknown:
            names = ", ".join(f"{item!r}{near_match(item, words)}" for item in unknown)
            usable = [item for item in value if item in words]
            raise SettingError(f"does not know {names}; it takes {', '.join(words)}", usable)

    return check


def list_of(what: str, is_good: Callable[[object], bool]) -> Callable[[Iterable[object]], None]:
    """Return the check of a list of *what*; *is_good* is asked of each item."""

    def check(value: Iterable[object]) -> None:
        if not all(is_good(item) for item in value):
            raise SettingError(f"must be a list of {what}, not {value!r}")

    return check


def mapping_of(
    what: str, is_good: Callable[[object, object], bool]
) -> Callable[[Mapping[object, object]], None]:
    """Return the check of a mapping to *what*; *is_good* is asked of each key and value."""

    def check(value: Mapping[object, object]) -> None:
        usable = {key: item for key, item in value.items() if is_good(key, item)}
        if len(usable) < len(value):
            refused = {key: item for key, item in value.items() if key not in usable}
            raise SettingError(f"takes {what}, not {refused!r}", usable)

    return check
