"""Members and methods of texts, numbers, lists and objects that depend on their value alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.mdx.javascript.operators import is_number
from sphinx_paperreview.mdx.javascript.values import NotLiteral, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_paperreview.mdx.javascript.values import Value

_MISSING = "“{}” of a value that is missing"


def member(value: Value, key: Value) -> Value:
    """Return ``value[key]``: None, which is shown as nothing, where JavaScript has ``undefined``.

    Raise :exc:`NotLiteral` for a member of what is missing, or is no text, list or object.
    """
    if isinstance(value, dict):
        return value.get(show(key))
    if isinstance(value, str | list):
        if key == "length":
            return len(value)
        if isinstance(key, int) and not isinstance(key, bool):
            return value[key] if 0 <= key < len(value) else None
    if value is None:
        raise NotLiteral(_MISSING.format(show(key)))
    raise NotLiteral(f"“{show(key)}” is not known here")


def call(value: Value, name: str, arguments: list[Value]) -> Value:
    """Return ``value.name(arguments)``; raise :exc:`NotLiteral` for methods that are not known."""
    kind = "text" if isinstance(value, str) else "list" if isinstance(value, list) else "number"
    known = _METHODS[kind].get(name)
    if known is None or (kind == "number" and not is_number(value)):
        raise NotLiteral("a call is not run")
    try:
        result: Value = known(value, *arguments)
    except (TypeError, ValueError, IndexError):
        raise NotLiteral(f"{name}(…) is not worked out") from None
    return result


def _index(number: Any, size: int) -> int:
    if not isinstance(number, int):
        raise TypeError
    return max(0, number + size) if number < 0 else min(number, size)


def _slice(value: Any, start: Any = 0, stop: Any = None) -> Any:
    size = len(value)
    return value[_index(start, size) : size if stop is None else _index(stop, size)]


def _replace(value: str, old: Any, new: Any) -> str:
    if not isinstance(old, str) or not isinstance(new, str) or "$" in new:
        raise TypeError
    return value.replace(old, new, 1)


def _split(value: str, mark: Any) -> Value:
    if not isinstance(mark, str):
        raise TypeError
    return list(value.split(mark) if mark else value)


def _join(value: list[Value], mark: Any = ",") -> str:
    if not isinstance(mark, str) or any(isinstance(each, list | dict) for each in value):
        raise TypeError
    return mark.join(map(show, value))


def _includes(value: Any, other: Any) -> bool:
    return bool(other in value)


def _fixed(value: float, digits: Any = 0) -> str:
    if not isinstance(digits, int) or not 0 <= digits <= 20:
        raise TypeError
    return f"{value:.{digits}f}"


_METHODS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "text": {
        "toUpperCase": str.upper, "toLowerCase": str.lower, "trim": str.strip, "toString": str,
        "slice": _slice, "replace": _replace, "split": _split, "includes": _includes,
        "startsWith": str.startswith, "endsWith": str.endswith,
    },
    "list": {
        "join": _join, "slice": _slice, "includes": _includes,
    },
    "number": {"toFixed": _fixed, "toString": show},
}  # fmt: skip
