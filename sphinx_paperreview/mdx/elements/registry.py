"""The builders by name: elements of HTML, components of Docusaurus and of the site."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.elements import docusaurus, html, notion, site, titled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.components import ComponentFunction
    from sphinx_paperreview.mdx.elements.element import Builder

#: Further elements of HTML, of which only the content is shown.
UNSTYLED = frozenset(
    {
        "acronym", "address", "area", "basefont", "big", "blink", "button", "canvas", "data",
        "datalist", "dialog", "dir", "fieldset", "hgroup", "label", "legend", "map", "marquee",
        "menu", "meter", "nav", "nobr", "optgroup", "option", "output", "param", "progress", "rb",
        "rtc", "search", "select", "slot",
    }
)  # fmt: skip
#: Elements of a dialect, which are text where it is off.
OF_DIALECTS = MappingProxyType({"notion": frozenset(notion.BUILDERS)})
_BUILDERS = MappingProxyType(
    {**html.BUILDERS, **titled.BUILDERS, **docusaurus.BUILDERS, **notion.BUILDERS}
)


def registry(components: Mapping[str, ComponentFunction]) -> Mapping[str, Builder]:
    """Return every builder by the name of its element; *components* of the site override others."""
    if not components:
        return _BUILDERS
    return MappingProxyType({**_BUILDERS, **site.builders(components)})
