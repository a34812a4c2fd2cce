"""What an expression of JavaScript can be worth, as far as that is known without running it."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinx_paperreview.mdx.javascript.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an expression can be worth.
Value: TypeAlias = (
    "str | int | float | bool | list[Value] | dict[str, Value]"
    " | Asset | Imported | Partial | Template | None"
)

#: Most characters and parts of one value, written out; and of all values of a document.
MAX_VALUE = 100_000
MAX_VALUES = 2_000_000


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that was imported or required; ``path`` is as written."""

    path: str


@dataclass(frozen=True, slots=True)
class Data(Asset):
    """What a file of JSON holds, or the part of it named ``key``, before it is read."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A component or anything else that comes from another module."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Partial:
    """Another Markdown file, to be shown where its name stands; ``path`` is as written."""

    path: str


class Scope(dict[str, Value]):
    """The names of a document, and how much of their values may still be written out."""

    left: int = MAX_VALUES


class NotLiteral(Exception):  # noqa: N818  # an answer, not a failure
    """The expression is no literal.

    ``syntax``: it is no JavaScript at all; ``undefined``: the name in it that nothing binds.
    """

    def __init__(self, message: str, *, syntax: bool = False, undefined: str = "") -> None:
        """Keep the reason."""
        super().__init__(message)
        self.syntax = syntax
        self.undefined = undefined


def charge(value: Value, scope: Mapping[str, Value]) -> None:
    """Refuse a *value* that is too long, or whose repetition would make the page so.

    Values share their parts, so a few lines can name one of billions.
    """
    owner = scope.maps[-1] if isinstance(scope, ChainMap) else scope
    left = min(MAX_VALUE, owner.left) if isinstance(owner, Scope) else MAX_VALUE
    stack, size = [value], 0
    while stack and size <= left:
        item = stack.pop()
        size += len(item) if isinstance(item, str) else 1
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            stack += item.values()
            size += sum(map(len, item))
    if isinstance(owner, Scope):
        owner.left -= size
    if size > left:
        raise NotLiteral("its value is too long")


def show(value: Value) -> str:  # noqa: PLR0911  # one for each type
    """Return *value* as React would show it: nothing for booleans and null."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Asset | Partial):
        return value.path
    if isinstance(value, Imported):
        return value.name
    if isinstance(value, Template):
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return "".join(show(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item)}" for key, item in value.items())
    return str(value)


def plain_value(data: object, depth: int = 3) -> Value:
    """Return *data*, of YAML or JSON, as a value of JavaScript; what is deeper is left out.

    The *depth* is small for YAML because its aliases can make data that are exponentially large
    when written out.
    """
    if data is None or isinstance(data, str | int | float):
        return data
    if isinstance(data, dict | list) and depth < 1:
        return None
    if isinstance(data, dict):
        return {str(key): plain_value(item, depth - 1) for key, item in data.items()}
    if isinstance(data, list):
        return [plain_value(item, depth - 1) for item in data]
    return str(data)
