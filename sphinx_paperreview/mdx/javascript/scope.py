"""The names that a document's imports and exports bind, and a limit on the size of their values."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.values import NotLiteral, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from typing import Any

#: Most characters and items of one value when it is written out, and of all values of a document.
MAX_VALUE = 100_000
MAX_VALUES = 2_000_000
_SCOPE = "mdx_scope"
#: Key of the environment of markdown-it: the set of exported names whose value is not known.
OPAQUE = "mdx_opaque"


class Scope(dict[str, Value]):
    """The values of a document by name, and how much of them may still be written out."""

    left: int = MAX_VALUES


def scope_of(env: MutableMapping[str, Any]) -> dict[str, Value]:
    """Return the names bound so far in the document of *env*, the environment of markdown-it."""
    scope: dict[str, Value] = env.setdefault(_SCOPE, Scope())
    return scope


def charge(value: Value, scope: Mapping[str, Value]) -> None:
    """Subtract the size of *value* from what the document of *scope* may still write out.

    Values share their parts, so that a few lines can name a value of billions of items. Raise
    :exc:`NotLiteral` for a value that is larger than :data:`MAX_VALUE` or than what is left.
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
