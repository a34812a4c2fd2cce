"""The values that an expression of JavaScript can have without being run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinx_paperreview.mdx.javascript.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The value of an expression.
Value: TypeAlias = (
    "str | int | float | bool | list[Value] | dict[str, Value]"
    " | Asset | Imported | Partial | Template | Markup | None"
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is imported or required; ``path`` is as written."""

    path: str


@dataclass(frozen=True, slots=True)
class Data(Asset):
    """The content of a file, before it is read: its text if ``raw``, else its JSON.

    ``key`` names the part of the JSON that is meant.
    """

    key: str = ""
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """A component, or anything else, from another module."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Partial:
    """Another Markdown file, which is shown in place of its tag; ``path`` is as written."""

    path: str


@dataclass(frozen=True, slots=True)
class Markup:
    """JSX in an expression, which is rendered where the expression stands.

    ``names`` are the values of the parameters of the functions around it.
    """

    source: str
    names: Mapping[str, Value]


class NotLiteral(Exception):  # noqa: N818  # an answer, not a failure
    """The expression has no value that is known without running it.

    ``syntax`` says that it is not JavaScript; ``undefined`` is a name in it that is not defined;
    ``reported``, that the reason was warned of where it is, as a file that is not there.
    """

    def __init__(
        self, message: str, *, syntax: bool = False, undefined: str = "", reported: bool = False
    ) -> None:
        """Set the reason."""
        super().__init__(message)
        self.syntax = syntax
        self.undefined = undefined
        self.reported = reported


def show(value: Value) -> str:  # noqa: PLR0911  # one for each type
    """Return *value* as React would show it: nothing for booleans and null."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Asset | Partial):
        return value.path
    if isinstance(value, Imported):
        return value.name
    if isinstance(value, Template | Markup):
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return "".join(show(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item)}" for key, item in value.items())
    return str(value)


def plain_value(data: object, depth: int = 3) -> Value:
    """Return *data*, read from YAML or JSON, as a value.

    Lists and dicts that are nested deeper than *depth* become None. The default *depth* is small
    because aliases of YAML can make data that are exponentially large when written out.
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
