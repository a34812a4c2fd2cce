"""The names that a document's imports and exports bind, and a limit on the size of their values."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.values import Markup, NotLiteral, Value

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

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        #: One number, which the scopes of all parts of a document share.
        self.left = [MAX_VALUES]

    def with_names(self, names: Mapping[str, Value]) -> Scope:
        """Return a scope that holds *names* as well, for a part of the document."""
        made = Scope()
        made.update(self)
        made.update(names)
        made.left = self.left
        return made


def scope_of(env: MutableMapping[str, Any]) -> dict[str, Value]:
    """Return the names bound so far in the document of *env*, the environment of markdown-it."""
    scope: dict[str, Value] = env.setdefault(_SCOPE, Scope())
    return scope


def env_with(env: MutableMapping[str, Any], names: Mapping[str, Value]) -> dict[str, Any]:
    """Return the environment of markdown-it for a part of the document of *env*, with *names*."""
    scope = scope_of(env)
    inner = scope.with_names(names) if isinstance(scope, Scope) else {**scope, **names}
    return {OPAQUE: env.get(OPAQUE, set()), _SCOPE: inner}


def charge(value: Value, scope: Mapping[str, Value]) -> None:
    """Subtract the size of *value* from what the document of *scope* may still write out.

    Values share their parts, so that a few lines can name a value of billions of items. Raise
    :exc:`NotLiteral` for a value that is larger than :data:`MAX_VALUE` or than what is left.
    """
    owner = scope.maps[-1] if isinstance(scope, ChainMap) else scope
    left = min(MAX_VALUE, owner.left[0]) if isinstance(owner, Scope) else MAX_VALUE
    stack, size = [value], 0
    while stack and size <= left:
        item = stack.pop()
        text = item.source if isinstance(item, Markup) else item
        size += len(text) if isinstance(text, str) else 1
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            stack += item.values()
            size += sum(map(len, item))
    if isinstance(owner, Scope):
        owner.left[0] -= size
    if size > left:
        raise NotLiteral("its value is too long")
