"""The registry of elements: HTML's own, and the components of Docusaurus."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.elements import docusaurus as component_docusaurus
from sphinx_paperreview.mdx.elements import html as component_html
from sphinx_paperreview.mdx.elements import site as component_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.components import ComponentFunction
    from sphinx_paperreview.mdx.elements.element import Builder

_BUILDERS = MappingProxyType({**component_html.BUILDERS, **component_docusaurus.BUILDERS})


def registry(components: Mapping[str, ComponentFunction]) -> Mapping[str, Builder]:
    """Return every builder by the name of its element; a site's *components* win."""
    if not components:
        return _BUILDERS
    return MappingProxyType({**_BUILDERS, **component_site.builders(components)})
