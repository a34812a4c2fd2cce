"""The registry of elements: HTML's own, and the components of Docusaurus."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx import component_docusaurus, component_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.mdx.components import Builder

_BUILDERS = MappingProxyType({**component_html.BUILDERS, **component_docusaurus.BUILDERS})


def registry(extra: Mapping[str, Builder] | None = None) -> Mapping[str, Builder]:
    """Return every builder by the name of its element; *extra* ones win."""
    return MappingProxyType({**_BUILDERS, **extra}) if extra else _BUILDERS
