"""The names that a document's imports and exports bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.values import Scope

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from sphinx_paperreview.mdx.javascript.values import Value


SCOPE = "mdx_scope"


OPAQUE = "mdx_opaque"


def scope_of(env: MutableMapping[str, Any]) -> dict[str, Value]:
    """Return the names bound so far in this document."""
    scope: dict[str, Value] = env.setdefault(SCOPE, Scope())
    return scope
