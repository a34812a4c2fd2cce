"""Short names of the commonest roles of the ``paper`` domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.roles import XRefRole

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class _DomainRole(XRefRole):
    """A cross-reference of the domain under a name without the domain's."""

    def __init__(self, name: str) -> None:
        super().__init__(warn_dangling=True)
        self._full_name = f"paper:{name}"

    def __call__(
        self, name: str, *args: Any, **kwargs: Any
    ) -> tuple[list[Node], list[system_message]]:
        """Do as the role of the domain does."""
        return super().__call__(self._full_name, *args, **kwargs)


#: Short name → role.
SHORT_ROLES = {"paper": _DomainRole("ref"), "org": _DomainRole("org"), "tag": _DomainRole("tag")}
