"""Nodes of our own, few on purpose: an HTML element by name, and the placeholders of lists.

What other builders show of the elements is their content, so LaTeX, EPUB and text lose nothing.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

#: Elements that HTML does not close.
VOID_TAGS = frozenset({"hr", "wbr", "source", "track", "input"})
#: Elements that play the file to which the link within them leads.
PLAYERS = frozenset({"video", "audio"})


class block_element(nodes.General, nodes.TextElement):  # noqa: N801  # docutils names nodes in lower case
    """A block that HTML shows as ``<tag>`` and every other builder as its content.

    Attributes: ``tag`` (str) and ``attributes`` (dict of str to str, already checked). It may
    hold blocks or text, so it is a text element: Sphinx's HTML writer allows links in no other.
    """

    child_text_separator = "\n\n"

    def __init__(self, rawsource: str = "", *children: Node, **attributes: Any) -> None:
        """Hold *children*; what is translated are the paragraphs within."""
        attributes.setdefault("translatable", False)
        nodes.Element.__init__(self, rawsource, *children, **attributes)


class inline_element(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """Inline twin of :class:`block_element`."""


class svg_element(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """An element of SVG, of the same form; only builders of HTML may be given one.

    The case of its names counts (``viewBox``), and it has no docutils ids or classes.
    """


class line_break(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """A break of a line within a paragraph, which every builder shows in its own way."""

    def astext(self) -> str:
        """Keep the words on its two sides apart."""
        return "\n"


class fenced_code(nodes.literal_block):  # noqa: N801  # as above
    """Code whose ``language`` is as its author wrote it, known to Pygments or not.

    ``lexer`` is the name by which Pygments knows it. Themes and scripts find the language in the
    class ``highlight-<language>``.
    """


class missing_image(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """An image whose file is not there; its content is what stands for it in other builders.

    Has the attributes of an image, ``uri`` being an address that a page can give to a browser.
    """


class leveled_section(nodes.section):  # noqa: N801  # as above
    """A section whose heading keeps its level though levels above it are skipped.

    ``skipped`` (int) tells how many; it is -1 for an h1 below the title. Every builder but HTML
    shows it as any section.
    """


class paper_facts(nodes.General, nodes.Element):  # noqa: N801  # as above
    """Place of the fact line under the title of a paper; ``anchor`` names the paper's section."""


class paper_header(nodes.General, nodes.Element):  # noqa: N801  # as above
    """What a ``paper:header`` or ``paper:orgs`` says; taken into its section when it is read."""


class post_header(nodes.General, nodes.Element):  # noqa: N801  # as above
    """What a ``paper:post`` says; ``data`` is a front matter. Vanishes when it is read."""


class paper_list(nodes.General, nodes.Element):  # noqa: N801  # as above
    """Place of a list; ``query`` is a :class:`~sphinx_paperreview.model.Query`."""


def visit_element(translator: Any, node: Element) -> None:
    """Open the element in HTML; ids and classes are docutils' own attributes.

    A void element and a frame have no content there: what they hold stands for them in other
    builders, and in an EPUB, which is read without a network.
    """
    if _is_left_to_its_content(translator, node):
        return
    end = "" if isinstance(node, nodes.Inline) else "\n"
    attributes = dict(node.get("attributes", {}))
    if node["tag"] in PLAYERS and "src" not in attributes:
        for link in node.findall(addnodes.download_reference):
            name = quote(link.get("filename", ""))
            attributes["src"] = posixpath.join(translator.builder.dlpath, name)
    if node["tag"] in VOID_TAGS:
        translator.body.append(translator.emptytag(node, node["tag"], end, **attributes))
        raise nodes.SkipNode
    translator.body.append(translator.starttag(node, node["tag"], end, **attributes))
    if node["tag"] == "iframe":
        translator.body.append("</iframe>\n")
        raise nodes.SkipNode


def _is_left_to_its_content(translator: Any, node: Element) -> bool:
    return translator.builder.name == "epub" and node["tag"] in {*PLAYERS, "iframe"}


def depart_element(translator: Any, node: Element) -> None:
    """Close the element in HTML."""
    if _is_left_to_its_content(translator, node):
        return
    end = "" if isinstance(node, nodes.Inline) else "\n"
    translator.body.append(f"</{node['tag']}>{end}")


def visit_svg(translator: Any, node: Element) -> None:
    """Open the element in HTML; docutils' own start tag would lose the case of the names."""
    attributes = "".join(
        f' {name}="{translator.attval(value)}"' for name, value in node["attributes"].items()
    )
    translator.body.append(f"<{node['tag']}{attributes}{'' if node.children else '/'}>")


def depart_svg(translator: Any, node: Element) -> None:
    """Close what :func:`visit_svg` opened."""
    if node.children:
        translator.body.append(f"</{node['tag']}>")


def visit_break_html(translator: Any, node: Element) -> None:
    """Break the line in HTML and EPUB."""
    translator.body.append("<br />\n")
    raise nodes.SkipNode


def visit_break_text(translator: Any, node: Element) -> None:
    """Break the line in plain text; a title there is one line."""
    outer: Any = node
    while isinstance(outer, nodes.Inline):
        outer = outer.parent  # type: ignore[attr-defined]  # every node has one
    if isinstance(outer, nodes.paragraph):
        translator.new_state(0)
        translator.add_text("")
        translator.end_state(wrap=False, end=None)
    else:
        translator.add_text(" ")
    raise nodes.SkipNode


def visit_break_man(translator: Any, node: Element) -> None:
    """Break the line in a manual page."""
    translator.body.append("\n.br\n")
    raise nodes.SkipNode


def visit_break_texinfo(translator: Any, node: Element) -> None:
    """Break the line in Texinfo."""
    translator.body.append("@*\n")
    raise nodes.SkipNode


class _Highlighter:
    """A translator's highlighter for one block: it takes the block's lexer, keeps blank lines."""

    def __init__(self, highlighter: Any, lexer: str) -> None:
        self.highlighter = highlighter
        self.lexer = lexer

    def highlight_block(self, source: str, lang: str, opts: Any = None, **kwargs: Any) -> Any:
        """Highlight *source* (see Sphinx's ``PygmentsBridge``)."""
        del lang
        opts = {"stripnl": False, **(opts or {})}
        return self.highlighter.highlight_block(source, self.lexer, opts, **kwargs)


def visit_fenced_code(translator: Any, node: Element) -> None:
    """Show the code as any literal block, highlighted by its own lexer."""
    highlighter = translator.highlighter
    translator.highlighter = _Highlighter(highlighter, node["lexer"])
    try:
        translator.visit_literal_block(node)
    finally:
        translator.highlighter = highlighter


def depart_fenced_code(translator: Any, node: Element) -> None:
    """Close what :func:`visit_fenced_code` opened, where it left anything open."""
    translator.depart_literal_block(node)


def visit_leveled_section(translator: Any, node: Element) -> None:
    """Open the section in HTML, as deep as its heading says."""
    translator.section_level += node["skipped"]
    translator.visit_section(node)


def depart_leveled_section(translator: Any, node: Element) -> None:
    """Close what :func:`visit_leveled_section` opened."""
    translator.depart_section(node)
    translator.section_level -= node["skipped"]


def pass_through(translator: Any, node: Element) -> None:
    """Show the content alone."""
