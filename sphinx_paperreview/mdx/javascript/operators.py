"""Operators of JavaScript on known values, as far as a post uses them in ``{…}``."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.mdx.javascript.values import Asset, NotLiteral, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_paperreview.mdx.javascript.values import Value

#: Numbers that are worked out are smaller than this, so that they are exact.
MAX_NUMBER = 1e15
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def whole(number: float) -> int | float:
    """Return *number* as an integer if it is one: JavaScript has one kind of numbers."""
    return int(number) if number.is_integer() and abs(number) < MAX_NUMBER else number


def is_number(value: Value) -> bool:
    """Return whether *value* is a number; Python takes booleans for such."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_true(value: Value) -> bool:
    """Return whether a condition of *value* holds: empty lists and objects count as true."""
    return bool(value) or isinstance(value, list | dict)


def negated(value: Value, sign: str) -> Value:
    """Return ``!value``, ``-value`` or ``+value``; raise :exc:`NotLiteral` for others."""
    if sign == "!":
        return not is_true(value)
    if isinstance(value, int | float) and is_number(value) and sign in {"-", "+"}:
        return -value if sign == "-" else value
    raise NotLiteral(f"“{sign}” is not worked out")


def combined(a: Value, sign: str, b: Value) -> Value:
    """Return ``a sign b``; raise :exc:`NotLiteral` if that is not arithmetic or a comparison."""
    if sign in {"===", "!==", "==", "!="}:
        return _are_equal(a, b) == (sign[0] == "=")
    if sign == "+" and (isinstance(a, str) or isinstance(b, str)):
        return _text(a) + _text(b)
    if isinstance(a, str) and isinstance(b, str) and sign in _ORDER:
        return _ORDER[sign](a, b)
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        raise NotLiteral(f"“{sign}” is not worked out")
    return _ORDER[sign](a, b) if sign in _ORDER else _calculated(a, sign, b)


def _calculated(a: float, sign: str, b: float) -> float:
    if max(abs(a), abs(b)) >= MAX_NUMBER:
        raise NotLiteral("a number is too large")
    if sign in {"+", "-", "*"}:
        return {"+": a + b, "-": a - b, "*": a * b}[sign]
    if sign == "/" and b:
        return whole(a / b)
    if sign == "%" and b:
        # The remainder has the sign of the dividend.
        rest = abs(a) % abs(b)
        return -rest if a < 0 else rest
    raise NotLiteral(f"“{sign}” is not worked out")


def _text(value: Value) -> str:
    if value is None:
        raise NotLiteral("a value is missing")
    if isinstance(value, bool):
        return "true" if value else "false"
    return show(value)


def _are_equal(a: Value, b: Value) -> bool:
    if is_number(a) and is_number(b):
        return a == b
    if type(a) is not type(b) or not isinstance(a, str | bool | Asset | None):
        if None in (a, b) or isinstance(a, str | bool | int | float):
            return False
        raise NotLiteral("objects are not compared")
    return a == b
