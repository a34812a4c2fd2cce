"""One JSX element with its content, and the basic builders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.render import sanitize
from sphinx_paperreview.mdx.render.contents import is_flow, phrases, split
from sphinx_paperreview.mdx.render.expressions import value_nodes
from sphinx_paperreview.nodes import block_element, inline_element
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.elements.attributes import Attributes
    from sphinx_paperreview.mdx.javascript.values import Value
    from sphinx_paperreview.mdx.render.base import BaseRenderer


@dataclass(slots=True)
class Element:
    """The argument of a builder."""

    name: str
    attributes: Attributes
    token: SyntaxTreeNode
    renderer: BaseRenderer
    #: Whether it is within running text, where blocks are not allowed.
    inline: bool

    @property
    def splits(self) -> bool:
        """Whether the element is directly in a paragraph, which a block may split."""
        return isinstance(self.renderer.current_node, nodes.paragraph)

    def children(self) -> list[Node]:
        """Render the content and return its nodes: blocks, text or both."""
        holder = nodes.container()
        children = list(self.token.children or [])
        flow = not children or all(child.block for child in children) or is_flow(children)
        inline = self.inline or not flow
        renderer = self.renderer
        with renderer.within(inline=inline), renderer.current_node_context(holder):
            for child in children:
                renderer.rules[f"render_{child.type}"](child)
        return list(holder.children)

    def blocks(self) -> list[Node]:
        """Render the content as blocks; text between them becomes paragraphs."""
        template = nodes.paragraph()
        self.renderer.place(template, self.token)
        return split(template, self.children(), images=not self.inline)

    def phrases(self) -> list[Node]:
        """Render the content as running text."""
        return phrases(self.children())

    def shown(self, value: Value) -> list[Node]:
        """Return what *value*, that of an attribute, shows as running text: JSX is rendered."""
        return phrases(value_nodes(self.renderer, value, self.token))

    def shown_blocks(self, value: Value) -> list[Node]:
        """Return the same as blocks, or as running text in a paragraph."""
        nodes_of_value = value_nodes(self.renderer, value, self.token)
        return phrases(nodes_of_value) if self.inline else nodes_of_value

    def warn(self, kind: WarningKind, message: str) -> None:
        """Warn about this element."""
        self.renderer.warn(kind, message, self.token)

    def html_attributes(self, *names: str) -> dict[str, str]:
        """Return the attributes of *names* that are set and allowed, and the style, for HTML."""
        result: dict[str, str] = {}
        for name in ("title", "lang", "dir", *names):
            value = self.attributes.values.get(name)
            if value is None or value is False or name not in sanitize.ATTRIBUTES:
                continue
            text = name if value is True else self.attributes.text(name)
            if name in sanitize.ADDRESSES:
                is_shown = name in {"src", "poster"}
                address = sanitize.source(text) if is_shown else sanitize.url(text)
                if address is None:
                    message = f"the address in {name} is not allowed: {text[:80]}; write https://…"
                    self.warn(WarningKind.MDX_ATTRIBUTE, message)
                    continue
                text = address
            result[name] = text
        if self.attributes.style:
            result["style"] = "; ".join(
                f"{name}: {value}" for name, value in self.attributes.style.items()
            )
        return result


#: A function that makes nodes of an element.
Builder: TypeAlias = "Callable[[Element], list[Node]]"


def keep_children(element: Element) -> list[Node]:
    """Return the content, without the element."""
    return element.phrases() if element.inline else element.blocks()


def nothing(element: Element) -> list[Node]:
    """Return nothing, for an element that shows none of its content here."""
    return []


def block(element: Element, tag: str, *names: str) -> block_element:
    """Return a block element of HTML with the content of *element*."""
    attributes = element.html_attributes(*names)
    node = block_element("", tag=tag, attributes=attributes)
    node["classes"] += element.attributes.classes
    node.extend(element.blocks())
    return node


def inline(element: Element, tag: str, *names: str) -> inline_element:
    """Return an inline element of HTML with the content of *element*."""
    node = inline_element("", "", tag=tag, attributes=element.html_attributes(*names))
    node["classes"] += element.attributes.classes
    node.extend(element.phrases())
    return node
