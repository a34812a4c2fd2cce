"""How our nodes are written: in HTML, and line breaks in text, manual pages and Texinfo.

LaTeX has a module of its own (:mod:`sphinx_paperreview.latex.visitors`).
"""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.core.builders import writes_epub

if TYPE_CHECKING:
    from docutils.nodes import Element

#: Elements that have no end tag (HTML, "Void elements"), of those that we write.
VOID_TAGS = frozenset({"hr", "wbr", "source", "track", "input", "img"})
#: Elements that play the file of the download link among their children.
_PLAYERS = frozenset({"video", "audio"})


def visit_element(translator: Any, node: Element) -> None:
    """Open a ``block_element`` or ``inline_element`` in HTML.

    The children of a void element or an ``iframe`` are not written: they replace the element in
    other builders, and those of a player or a frame also in an EPUB.
    """
    if _shows_content_alone(translator, node):
        return
    end = "" if isinstance(node, nodes.Inline) else "\n"
    attributes = dict(node.get("attributes", {}))
    if node["tag"] in _PLAYERS and "src" not in attributes:
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


def _shows_content_alone(translator: Any, node: Element) -> bool:
    """Return whether *node* would need a network in an EPUB, which is read without one."""
    return writes_epub(translator.builder) and node["tag"] in {*_PLAYERS, "iframe"}


def depart_element(translator: Any, node: Element) -> None:
    """Close what :func:`visit_element` opened."""
    if _shows_content_alone(translator, node):
        return
    end = "" if isinstance(node, nodes.Inline) else "\n"
    translator.body.append(f"</{node['tag']}>{end}")


def visit_svg(translator: Any, node: Element) -> None:
    """Open an ``svg_element`` in HTML; docutils' ``starttag`` would write names in lower case."""
    attributes = "".join(
        f' {name}="{translator.attval(value)}"' for name, value in node["attributes"].items()
    )
    translator.body.append(f"<{node['tag']}{attributes}{'' if node.children else '/'}>")


def depart_svg(translator: Any, node: Element) -> None:
    """Close what :func:`visit_svg` opened."""
    if node.children:
        translator.body.append(f"</{node['tag']}>")


def visit_header_cell(translator: Any, node: Element) -> None:
    """Open a cell as ``<th>``, in whichever part of the table it stands."""
    place = len(translator.body)
    translator.visit_entry(node)
    if translator.body[place].startswith("<td"):
        translator.body[place] = "<th" + translator.body[place].removeprefix("<td")
        translator.context[-1] = translator.context[-1].replace("</td>", "</th>")


def depart_header_cell(translator: Any, node: Element) -> None:
    """Close it."""
    translator.depart_entry(node)


def visit_start_of_file(translator: Any, node: Element) -> None:
    """Write the place of a document on the page of all (``HTML5Translator.visit_start_of_file``).

    Sphinx writes the name of the document, that of its file, as it is. Can go when it escapes it.
    """
    translator.docnames.append(node["docname"])
    translator.body.append(f'<span id="document-{escape(node["docname"])}"></span>')


def depart_start_of_file(translator: Any, node: Element) -> None:
    """Leave the document."""
    translator.docnames.pop()


def visit_break_html(translator: Any, node: Element) -> None:
    """Break the line in HTML and EPUB."""
    translator.body.append("<br />\n")
    raise nodes.SkipNode


def visit_break_text(translator: Any, node: Element) -> None:
    """Break the line of a paragraph in text; elsewhere write a space, as in a title of one line."""
    outer: Any = node
    while isinstance(outer, nodes.Inline):
        outer = outer.parent  # type: ignore[attr-defined]  # every node has one
    if not isinstance(outer, nodes.paragraph):
        translator.add_text(" ")
    elif translator.states[-1]:  # else nothing is before it, to which Sphinx would put a mark
        translator.new_state(0)
        translator.add_text("")
        translator.end_state(wrap=False, end=None)
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
    """A stand-in for a translator's highlighter: it uses a given lexer and keeps blank lines."""

    def __init__(self, highlighter: Any, lexer: str) -> None:
        self.highlighter = highlighter
        self.lexer = lexer

    def highlight_block(self, source: str, lang: str, opts: Any = None, **kwargs: Any) -> Any:
        """Highlight *source* (``sphinx.highlighting.PygmentsBridge.highlight_block``)."""
        del lang
        opts = {"stripnl": False, **(opts or {})}
        return self.highlighter.highlight_block(source, self.lexer, opts, **kwargs)


def visit_fenced_code(translator: Any, node: Element) -> None:
    """Write the code as a literal block, highlighted by the node's ``lexer``."""
    highlighter = translator.highlighter
    translator.highlighter = _Highlighter(highlighter, node["lexer"])
    try:
        translator.visit_literal_block(node)
    finally:
        translator.highlighter = highlighter


def depart_fenced_code(translator: Any, node: Element) -> None:
    """Close a block that was not highlighted; a highlighted one is complete (``SkipNode``)."""
    translator.depart_literal_block(node)


def visit_leveled_section(translator: Any, node: Element) -> None:
    """Open the section in HTML at the level of its heading."""
    translator.section_level += node["skipped"]
    translator.visit_section(node)


def depart_leveled_section(translator: Any, node: Element) -> None:
    """Close what :func:`visit_leveled_section` opened."""
    translator.depart_section(node)
    translator.section_level -= node["skipped"]


def pass_through(translator: Any, node: Element) -> None:
    """Write the children of *node* and nothing else."""
