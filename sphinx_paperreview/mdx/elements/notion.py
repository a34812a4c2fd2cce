"""Builders of the elements that Notion writes into Markdown: ``<callout>``, ``<columns>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.elements.element import keep_children, nothing
from sphinx_paperreview.mdx.render import references
from sphinx_paperreview.mdx.render.admonitions import make_admonition
from sphinx_paperreview.mdx.render.headings import contents_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element


def _callout(element: Element) -> list[Node]:
    node = make_admonition("note", [], [])
    content = element.blocks()
    icon = element.attributes.text("icon")
    if icon and content and isinstance(content[0], nodes.paragraph):
        content[0].insert(0, nodes.Text(f"{icon} "))
    node.extend(content)
    return [node]


def _contents(element: Element) -> list[Node]:
    return [] if element.inline else [contents_list(2, 4)]


def _link(element: Element) -> list[Node]:
    """Return a link to what Notion mentions or holds; without an address, the words."""
    words = element.phrases()
    address = element.attributes.text("url") or element.attributes.text("src")
    shown = words or [nodes.Text(element.attributes.text("alt") or address)]
    node = references.link(element.renderer, address, "", element.token) if address else None
    if node is not None:
        references.inner_of(node).extend(shown)
        shown = [node]
    return shown if element.inline else [nodes.paragraph("", "", *shown)]


def _mention(element: Element) -> list[Node]:
    words = element.phrases() or [nodes.Text(element.attributes.text("start"))]
    return words if element.inline else [nodes.paragraph("", "", *words)]


BUILDERS: Mapping[str, Builder] = {
    "callout": _callout,
    "empty-block": nothing,
    "table_of_contents": _contents,
    **dict.fromkeys(
        ("columns", "column", "synced_block", "synced_block_reference", "meeting-notes"),
        keep_children,
    ),
    **dict.fromkeys(
        (
            "mention-page", "mention-database", "mention-data-source", "page", "database",
            "file", "pdf", "unknown",
        ),
        _link,
    ),
    **dict.fromkeys(("mention-user", "mention-date"), _mention),
}  # fmt: skip
