"""The elements that lists and pages are made of.

What a row looks like is decided once, by the functions of this folder, which return elements and
texts. :mod:`sphinx_paperreview.rendering.forms` makes HTML of them, or nodes for any builder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Node

#: What a page is made of; a node of docutils is written by Sphinx.
Part: TypeAlias = "Element | Node | str"
#: Which node an element becomes: one of ours, or one of docutils.
Kind: TypeAlias = Literal[
    "block", "inline", "svg", "paragraph", "span", "strong", "internal", "external"
]
#: The kinds that are links: to pages of the site, and to others.
LINKS = frozenset({"internal", "external"})


class Element:
    """An element of a page.

    :ivar kind: decides which node it becomes
    :ivar tag: its name in HTML
    :ivar attributes: names and values as in HTML, without ``class`` and ``id``. A link has either
        ``href`` or, for a place on the same page, ``refid``.
    :ivar name: its id, or empty
    """

    __slots__ = ("attributes", "children", "classes", "kind", "name", "tag")

    def __init__(
        self, kind: Kind, tag: str, children: Sequence[Part],
        classes: Sequence[str] = (), attributes: dict[str, str] | None = None, name: str = "",
    ) -> None:  # fmt: skip
        """Hold *children*."""
        self.kind: Kind = kind
        self.tag = tag
        self.children = children
        self.classes = classes
        self.attributes = attributes or {}
        self.name = name

    def astext(self) -> str:
        """Return the texts in the element, joined."""
        return "".join(map(text_of, self.children))


def text_of(part: Part) -> str:
    """Return the text of *part*."""
    return part if isinstance(part, str) else part.astext()


def links_in(parts: Iterable[Part], besides: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Yield the links among *parts* and in them, in their order.

    :param besides: classes of elements that are passed over with what is in them
    """
    for part in parts:
        if isinstance(part, Element) and besides.isdisjoint(part.classes):
            if part.kind in LINKS:
                yield part
            yield from links_in(part.children, besides)


# -- to make them ----------------------------------------------------------------------------------


def block(tag: str, *children: Part, classes: Sequence[str] = (), name: str = "",
          **attributes: str) -> Element:  # fmt: skip
    """Return a block element; ``aria_label`` is written as ``aria-label``."""
    return Element("block", tag, children, classes, _html_names(attributes), name)


def inline(tag: str, *children: Part, classes: Sequence[str] = (), **attributes: str) -> Element:
    """Return an inline element, as :func:`block` does."""
    return Element("inline", tag, children, classes, _html_names(attributes))


def _html_names(attributes: dict[str, str]) -> dict[str, str]:
    return {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}


def paragraph(*children: Part, classes: Sequence[str] = ()) -> Element:
    """Return a paragraph."""
    return Element("paragraph", "p", children, classes)


def phrase(*children: Part, classes: Sequence[str] = ()) -> Element:
    """Return a part of a line with *classes*."""
    return Element("span", "span", children, classes)


def span(text: str, *classes: str) -> Element:
    """Return *text* with *classes*."""
    return Element("span", "span", (text,), classes)


def strong(text: str, *classes: str) -> Element:
    """Return *text* as important, with *classes*."""
    return Element("strong", "strong", (text,), classes)


def external(label: str, url: str, *classes: str) -> Element:
    """Return a link to *url*, outside the site."""
    return Element("external", "a", (label,), classes, {"href": url})


def internal(uri: str, *children: Part, classes: Sequence[str] = ()) -> Element:
    """Return a link to *uri*, which is relative to the page."""
    return Element("internal", "a", children, classes, {"href": uri})


def spaced(items: Iterable[Part], between: str = " ") -> list[Part]:
    """Return *items* with the text *between* between them."""
    result: list[Part] = []
    for item in items:
        result += [between, item] if result else [item]
    return result
