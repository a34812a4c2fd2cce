"""The two forms of elements: nodes of docutils, and HTML.

A document gets nodes, which every builder can write. A gathered page gets HTML, without the nodes
and without Sphinx's writer, which take ten times as long. Both give the same HTML, but for classes
of links that our own theme has no use for: :func:`writes_same` asks for it before a build relies on
it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from sphinx_paperreview.config import THEME
from sphinx_paperreview.nodes import block_element, inline_element, svg_element
from sphinx_paperreview.rendering import visitors
from sphinx_paperreview.rendering.elements import LINKS, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.rendering.elements import Kind, Part

_CLASSES: dict[Kind, type[nodes.Element]] = {
    "block": block_element,
    "inline": inline_element,
    "svg": svg_element,
    "paragraph": nodes.paragraph,
    "span": nodes.inline,
    "strong": nodes.strong,
    "internal": nodes.reference,
    "external": nodes.reference,
}
#: Kinds that become nodes of ours.
_OURS = frozenset({"block", "inline", "svg"})
#: The classes that docutils and Sphinx give to links.
_LINK_CLASSES: dict[Kind, tuple[str, ...]] = {
    "internal": ("reference", "internal"),
    "external": ("reference", "external"),
}
#: Those of them that style sheets and scripts of our theme ask for; a page has many links.
_OWN_LINK_CLASSES: dict[Kind, tuple[str, ...]] = {"internal": (), "external": ("external",)}
#: What Sphinx writes after the start and the end of an element.
_AFTER_START: dict[Kind, str] = {"block": ">\n"}
_AFTER_END: dict[Kind, str] = {"block": ">\n", "paragraph": ">\n"}
#: The characters that docutils escapes (``HTMLTranslator.special_characters``).
_SPECIAL = re.compile(r'[&<>"@\0]')
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "@": "&#64;", "\0": None}
)
#: White space that is a blank in the value of an attribute (``HTMLTranslator.attval``).
_BREAKS = re.compile(r"[\n\r\t\v\f]")
_UNUSUAL = re.compile(r'[&<>"@\0\n\r\t\v\f]')


# -- as nodes --------------------------------------------------------------------------------------


def nodes_of(parts: Iterable[Part]) -> list[Node]:
    """Return *parts* as nodes, for a document and for any builder."""
    return [_node(part) for part in parts]


def _node(part: Part) -> Node:
    if isinstance(part, str):
        return nodes.Text(part)
    if not isinstance(part, Element):
        return part
    attributes: dict[str, Any] = dict(part.attributes)
    if part.kind in _OURS:
        attributes = {"tag": part.tag, "attributes": attributes}
    elif part.kind in LINKS:
        attributes = _reference(part)
    node = _CLASSES[part.kind]("", classes=list(part.classes), **attributes)
    if part.name:
        node["ids"] = [part.name]
    node.extend(nodes_of(part.children))
    return node


def _reference(link: Element) -> dict[str, Any]:
    """Return the attributes of docutils' ``reference`` for *link*."""
    if "refid" in link.attributes:
        return {"internal": True, "refid": link.attributes["refid"]}
    return {"internal": link.kind == "internal", "refuri": link.attributes["href"]}


# -- as HTML ---------------------------------------------------------------------------------------


class HtmlWriter:
    """Writes parts as the HTML that a builder writes for :func:`nodes_of` them.

    All text is escaped.

    :param builder: renders what has no kind of its own here
    :param link_classes: the classes of links, by kind
    """

    def __init__(
        self,
        builder: StandaloneHTMLBuilder,
        link_classes: Mapping[Kind, tuple[str, ...]] = _LINK_CLASSES,
    ) -> None:
        self._builder = builder
        self._link_classes = link_classes

    def write(self, parts: Iterable[Part]) -> str:
        """Return *parts* as HTML."""
        out: list[str] = []
        self._write(parts, out)
        return "".join(out)

    def _write(self, parts: Iterable[Part], out: list[str]) -> None:
        for part in parts:
            if isinstance(part, str):
                out.append(_text(part))
            elif not isinstance(part, Element) or _is_mail(part):
                out.append(self._builder.render_partial(_node(part))["fragment"])
            elif part.kind == "svg":
                self._write_svg(part, out)
            elif part.kind == "inline" and part.tag in visitors.VOID_TAGS:
                out.append(f"{self._start(part)[:-1]} />")
            else:
                self._write_plain(part, out)

    def _write_plain(self, part: Element, out: list[str]) -> None:
        children, end = part.children, f"</{part.tag}{_AFTER_END.get(part.kind, '>')}"
        if len(children) == 1 and isinstance(children[0], str):  # as most have
            out.append(f"{self._start(part)}{_text(children[0])}{end}")
            return
        out.append(self._start(part))
        self._write(children, out)
        out.append(end)

    def _write_svg(self, part: Element, out: list[str]) -> None:
        inside = "".join(f' {name}="{_value(value)}"' for name, value in part.attributes.items())
        out.append(f"<{part.tag}{inside}{'' if part.children else '/'}>")
        if part.children:
            self._write(part.children, out)
            out.append(f"</{part.tag}>")

    def _start(self, part: Element) -> str:
        """Return the start tag of *part*, its attributes sorted as docutils sorts them."""
        written, classes = part.attributes, part.classes
        end = _AFTER_START.get(part.kind, ">")
        if part.kind in LINKS:
            classes = (*classes, *self._link_classes[part.kind])
            written = {"href": _address(part) or "#"}
        names = f' class="{_value(" ".join(classes))}"' if classes else ""
        if part.kind in LINKS and not part.name:  # nearly always
            return f'<{part.tag}{names} href="{_value(written["href"])}"{end}'
        if not written and not part.name:
            return f"<{part.tag}{names}{end}"
        if classes:
            written = {**written, "class": " ".join(classes)}
        if part.name:
            written = {**written, "id": part.name}
        inside = "".join(f' {key}="{_value(written[key])}"' for key in sorted(written))
        return f"<{part.tag}{inside}{end}"


def _is_mail(part: Element) -> bool:
    """Return whether *part* is a link that docutils may be set to hide from collectors."""
    return part.kind in LINKS and _address(part).startswith("mailto:")


def _address(link: Element) -> str:
    if "refid" in link.attributes:
        return "#" + link.attributes["refid"]
    return link.attributes["href"]


def _value(text: str) -> str:
    if _UNUSUAL.search(text):
        return _BREAKS.sub(" ", text).translate(_ESCAPES)
    return text


def _text(text: str) -> str:
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


# -- whether both are the same ---------------------------------------------------------------------

#: Methods that write the nodes that elements become, as Sphinx and we define them.
_METHODS: dict[str, Any] = {
    **{
        f"{verb}_{name}": getattr(HTML5Translator, f"{verb}_{name}")
        for verb in ("visit", "depart")
        for name in ("Text", "inline", "paragraph", "reference", "strong")
    },
    "visit_block_element": visitors.visit_element,
    "depart_block_element": visitors.depart_element,
    "visit_inline_element": visitors.visit_element,
    "depart_inline_element": visitors.depart_element,
    "visit_svg_element": visitors.visit_svg,
    "depart_svg_element": visitors.depart_svg,
}


class _Probe(nodes.Element):
    """A node that notes by what it would be written."""

    translator: Any = None

    def walkabout(self, visitor: Any) -> bool:
        self.translator = visitor
        return False


def writer_of(builder: StandaloneHTMLBuilder) -> Callable[[Iterable[Part]], str]:
    """Return a function that returns parts as the HTML that *builder* writes for them."""
    if writes_same(builder):
        # A theme that inherits from ours may have rules for the other classes.
        is_own = builder.config.html_theme == THEME
        return HtmlWriter(builder, _OWN_LINK_CLASSES if is_own else _LINK_CLASSES).write
    return lambda parts: "".join(
        builder.render_partial(node)["fragment"] for node in nodes_of(parts)
    )


def writes_same(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether *builder* writes elements as :class:`HtmlWriter` does.

    It does not if a theme or an extension has methods of its own for one of the nodes, or if a
    sample of all kinds of elements is written in another way, as ``docutils.conf`` may ask for.
    """
    probe = _Probe()
    builder.render_partial(probe)
    for name, method in _METHODS.items():
        if getattr(getattr(probe.translator, name, None), "__func__", None) is not method:
            return False
    sample = [_sample()]
    return (
        HtmlWriter(builder).write(sample) == builder.render_partial(*nodes_of(sample))["fragment"]
    )


def _sample() -> Element:
    """Return an element that holds one of each kind, with all that is escaped."""
    text = "a & b <c> \"d\" 'e' f@example.org"
    values = {"title": text, "aria-label": text}
    return Element("block", "div", [
        text,
        Element("paragraph", "p", [Element("span", "span", [text], ["a"]),
                                   Element("strong", "strong", [text])]),
        Element("paragraph", "p", [text], ["a", "b"]),
        Element("internal", "a", [text], ["c"], {"href": "../a.html#b"}),
        Element("internal", "a", [text], attributes={"refid": "b"}),
        Element("external", "a", [text], ["c"], {"href": "https://example.org/?a=1&b=@"}),
        Element("inline", "time", [text], ["c"], values),
        Element("inline", "img", [], ["c"], {"src": "a b.webp", "alt": text}),
        Element("block", "ul", [Element("block", "li", [text])], attributes={"role": "list"},
                name="id"),
        Element("inline", "pre", [f"@misc{{a,\n  title = {{{text}}},\n}}\n"]),
        Element("svg", "svg", [Element("svg", "path", [])], attributes={"viewBox": "0 0 1 1"}),
    ], ["pr"])  # fmt: skip
