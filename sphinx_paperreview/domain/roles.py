"""Short names of the most used roles of the ``paper`` domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.roles import XRefRole

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class _DomainRole(XRefRole):
    """A role of the domain whose name has no ``paper:``."""

    def __init__(self, name: str) -> None:
        super().__init__(warn_dangling=True)
        self._full_name = f"paper:{name}"

    def __call__(
        self, name: str, *args: Any, **kwargs: Any
    ) -> tuple[list[Node], list[system_message]]:
        """Make the cross-reference that the role of the domain makes."""
        return super().__call__(self._full_name, *args, **kwargs)


#: Short name → role; registered unless another extension has the name.
SHORT_ROLES = {"paper": _DomainRole("ref"), "org": _DomainRole("org"), "tag": _DomainRole("tag")}
