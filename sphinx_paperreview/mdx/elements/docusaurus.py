"""Builders of Docusaurus's own components: tabs, admonitions, code, details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx_design.shared import create_component, is_component

from sphinx_paperreview.mdx.elements.dropdown import dropdown
from sphinx_paperreview.mdx.elements.element import keep_children, nothing
from sphinx_paperreview.mdx.javascript.values import show
from sphinx_paperreview.mdx.render.admonitions import make_admonition, warn_unknown
from sphinx_paperreview.mdx.render.fences import code_block, read_meta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element
    from sphinx_paperreview.mdx.javascript.values import Value


def _tabs(element: Element) -> list[Node]:
    """Return a tab set; its labels come from ``values``, else from the items."""
    props = element.attributes.props
    node = create_component("tab-set", classes=["sd-tab-set"])
    labels = _labels(props.get("values"))
    default = show(props.get("defaultValue"))
    group = show(props.get("groupId"))
    others: list[Node] = []
    selected = False
    for child in element.blocks():
        if not isinstance(child, nodes.container) or not is_component(child, "tab-item"):
            if not isinstance(child, nodes.comment):
                others.append(child)
            continue
        value, label = child["value"], child.next_node(nodes.rubric)
        if label is not None and value in labels:
            label[:] = [nodes.Text(labels[value])]
        if label is not None and group and value:
            label["sync_group"], label["sync_id"] = group, value
        if default and default != "null":
            child["selected"] = value == default
        # sphinx-design warns if two are selected.
        child["selected"] = child["selected"] and not selected
        selected = selected or child["selected"]
        node.append(child)
    return [*others, node] if node.children else others


def _labels(values: Value) -> dict[str, str]:
    if not isinstance(values, list):
        return {}
    return {
        show(item.get("value")): show(item.get("label", item.get("value")))
        for item in values
        if isinstance(item, dict)
    }


def _tab_item(element: Element) -> list[Node]:
    props = element.attributes.props
    value = show(props.get("value"))
    label = show(props.get("label")) or value or "…"
    node = create_component(
        "tab-item",
        classes=["sd-tab-item"],
        selected=props.get("default") not in (None, False),
        value=value,
    )
    node.append(nodes.rubric(label, label, classes=["sd-tab-label"]))
    content = create_component("tab-content", classes=["sd-tab-content"])
    content.extend(element.blocks())
    node.append(content)
    return [node]


def _admonition(element: Element) -> list[Node]:
    props = element.attributes.props
    name = show(props.get("type")) or "note"
    title = show(props.get("title"))
    warn_unknown(element.renderer, name, element.token)
    node = make_admonition(name, [nodes.Text(title)] if title else [], element.attributes.classes)
    node.extend(element.blocks())
    return [node]


def _code_block(element: Element) -> list[Node]:
    props = element.attributes.props
    meta = read_meta(show(props.get("metastring")))
    meta.title = show(props.get("title")) or meta.title
    if props.get("showLineNumbers") not in (None, False):
        number = props["showLineNumbers"]
        meta.start = number if isinstance(number, int) and number is not True else 1
    language = show(props.get("language")) or next(
        (name[9:] for name in element.attributes.classes if name.startswith("language-")), ""
    )
    text = "".join(child.astext() for child in element.children())
    return [code_block(text.strip("\n"), language, meta)]


BUILDERS: Mapping[str, Builder] = {
    "Tabs": _tabs,
    "TabItem": _tab_item,
    "Admonition": _admonition,
    "Details": dropdown,
    "CodeBlock": _code_block,
    "TOCInline": nothing,
    "DocCardList": nothing,
    "Head": nothing,
    "Fragment": keep_children,
    "React.Fragment": keep_children,
    "BrowserOnly": keep_children,
}
