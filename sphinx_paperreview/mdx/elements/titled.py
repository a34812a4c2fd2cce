"""Components of documentation sites whose title is an attribute: boxes, cards, steps, tabs.

Mintlify, Starlight, Nextra and Fumadocs share their names, and most of their attributes. A
component that is not known here is shown in the same way: its title in bold, and its content.
Sources: https://mintlify.com/docs/components, https://starlight.astro.build/components,
https://nextra.site/docs/built-ins, https://www.fumadocs.dev/docs/ui/components
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.elements.dropdown import dropdown
from sphinx_paperreview.mdx.elements.element import keep_children, nothing
from sphinx_paperreview.mdx.javascript.values import show
from sphinx_paperreview.mdx.render import references
from sphinx_paperreview.mdx.render.admonitions import make_admonition
from sphinx_paperreview.mdx.rules.admonition import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element

#: Attributes whose text a component shows above its content, and below that.
_TITLES, _BELOW = ("title", "label", "heading", "name", "text"), ("description", "caption")
#: Types of boxes by the names that these programs have for them.
_KINDS = {"warn": "warning", "error": "danger", "check": "tip", "success": "tip", "default": "note"}


def show_titled(element: Element) -> list[Node]:
    """Return the title of *element* in bold, as a link if it has an address, and its content."""
    title = _words(element, _TITLES)
    below = _words(element, _BELOW)
    if not (title or below):
        return keep_children(element)
    address = show(element.attributes.values.get("href"))
    link = references.link(element.renderer, address, "", element.token) if address else None
    if link is not None:
        references.inner_of(link).extend(title or [nodes.Text(address)])
        title = [link]
    shown: list[Node] = [nodes.strong("", "", *title)] if title else []
    if element.inline:
        parts = [part for part in (shown, below, element.phrases()) if part]
        return [node for part in parts for node in (nodes.Text(" "), *part)][1:]
    above = [nodes.paragraph("", "", *shown)] if shown else []
    return [*above, *([nodes.paragraph("", "", *below)] if below else []), *element.blocks()]


def _words(element: Element, names: tuple[str, ...]) -> list[Node]:
    """Return what the first attribute of *names* that has a value shows."""
    values = element.attributes.values
    value = next((values[name] for name in names if isinstance(values.get(name), str)), None)
    return element.shown(value) if value else []


def _box(element: Element, name: str = "") -> list[Node]:
    """Return an admonition of the type *name*, or of that in ``type``."""
    if element.inline:
        return show_titled(element)
    kind = (name or show(element.attributes.values.get("type")) or "note").lower()
    kind = _KINDS.get(kind, kind)
    title = element.shown(element.attributes.values.get("title"))
    node = make_admonition(kind if kind in TYPES else "note", title, element.attributes.classes)
    node.extend(element.blocks())
    return [node]


def _details(element: Element) -> list[Node]:
    values = element.attributes.values
    values["summary"] = values.get("title", values.get("summary"))
    return dropdown(element)


def _tab(element: Element) -> list[Node]:
    props = element.attributes.props
    title = show(props.get("label")) or show(props.get("title"))
    props.update({"label": title, "value": show(props.get("value")) or title})
    return element.renderer.registry["TabItem"](element)


#: Components that only lay out their content.
_LAYOUT = (
    "CardGroup", "CardGrid", "Cards", "Columns", "Column", "Steps", "AccordionGroup", "Accordions",
    "CodeGroup", "FileTree", "Files", "FileTree.Container", "TypeTable",
)  # fmt: skip
BUILDERS: Mapping[str, Builder] = {
    **dict.fromkeys(("Callout", "Aside"), _box),
    **{name: partial(_box, name=name) for name in
       ("Info", "Note", "Tip", "Warning", "Danger", "Caution", "Important", "Check")},
    **dict.fromkeys(("Accordion", "Expandable", "Collapsible"), _details),
    **dict.fromkeys(
        ("Card", "Cards.Card", "LinkCard", "Step", "Frame", "Update", "File", "Folder",
         "FileTree.File", "FileTree.Folder", "LinkButton", "Tooltip"), show_titled,
    ),
    **dict.fromkeys(("Tab", "Tabs.Tab", "TabsItem"), _tab),
    **dict.fromkeys(_LAYOUT, keep_children),
    "Icon": nothing,
}  # fmt: skip
