"""Our own docutils nodes: elements of HTML and SVG by name, and placeholders.

:mod:`sphinx_paperreview.rendering.visitors` and :mod:`sphinx_paperreview.latex.visitors` write
them. Builders without HTML show the content of an element, so no text is lost in LaTeX or text.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docutils.nodes import Element, Node


#: Attribute of pictures of other hosts, in posts; no build fetches them unasked.
REMOTE = "paperreview_remote"
#: Attribute of drawings, in posts, which are published without what they load.
LOADING = "paperreview_loading"
#: Classes of pictures for dark and for light pages alone: those of PyData's theme and Furo.
DARK, LIGHT = "only-dark", "only-light"


class block_element(nodes.General, nodes.TextElement):  # noqa: N801  # docutils names nodes in lower case
    """A block that HTML shows as ``<tag>`` and every other builder as its content.

    Attributes: ``tag`` (str) and ``attributes`` (dict of str to str, already checked). It holds
    blocks or text; it is a ``TextElement`` because Sphinx's HTML writer accepts links only there.
    """

    child_text_separator = "\n\n"

    def __init__(self, rawsource: str = "", *children: Node, **attributes: Any) -> None:
        """Hold *children*; gettext extracts the paragraphs among them, not the element."""
        attributes.setdefault("translatable", False)
        nodes.Element.__init__(self, rawsource, *children, **attributes)


class inline_element(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """An inline element of HTML, with the attributes of :class:`block_element`."""


class svg_element(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """An element of SVG, with the attributes of :class:`block_element`; for HTML builders only.

    Its names keep their case (``viewBox``), and it has no ids or classes of docutils.
    """


class hard_break(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """A line break within a paragraph (``<br>``)."""

    def astext(self) -> str:
        """Return a newline, so that the words on both sides stay apart."""
        return "\n"


class fenced_code(nodes.literal_block):  # noqa: N801  # as above
    """A code block whose ``language`` is as its author wrote it, known to Pygments or not.

    ``lexer`` (str) is the name of the Pygments lexer. Themes and scripts find the language in the
    class ``highlight-<language>``.
    """


class missing_image(nodes.Inline, nodes.TextElement):  # noqa: N801  # as above
    """An image whose file does not exist; builders without HTML show its content instead.

    It has the attributes of ``image``; ``uri`` (str) is the address for a browser.
    """


class leveled_section(nodes.section):  # noqa: N801  # as above
    """A section whose heading keeps its level though levels above it are skipped.

    ``skipped`` (int) is the number of skipped levels, or -1 for an h1 below the title. Only HTML
    shows the level; other builders show an ordinary section.
    """


class header_cell(nodes.entry):  # noqa: N801  # as above
    """A cell of a table's body that is the heading of its row or column (``<th>``).

    Only HTML shows that; to other builders it is a cell.
    """


class paper_facts(nodes.General, nodes.Element):  # noqa: N801  # as above
    """The placeholder of the fact line under the title of a paper.

    ``anchor`` (str) is the id of the paper's section. Replaced when the page is written.
    """


class paper_header(nodes.General, nodes.Element):  # noqa: N801  # as above
    """The facts of a ``paper:header`` or ``paper:orgs``; moved to its section while reading."""


class post_header(nodes.General, nodes.Element):  # noqa: N801  # as above
    """The options of a ``paper:post``; ``data`` is a front matter. Removed while reading."""


class shown_text(nodes.comment, addnodes.translatable):  # noqa: N801  # as above
    """A text of the front matter that readers see elsewhere; a message for translators.

    ``message`` (str) is what the author wrote, ``shown`` (str) its translation, if there is one. It
    is a comment because no writer shows those.
    """

    def preserve_original_messages(self) -> None:
        """Do nothing: ``message`` is not changed."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Keep the translation."""
        self["shown"] = translated_message
        self["translated"] = True

    def extract_original_messages(self) -> list[str]:
        """Return the only message."""
        return [self["message"]]


class paper_list(nodes.General, nodes.Element):  # noqa: N801  # as above
    """The placeholder of a list; ``query`` is a :class:`~sphinx_paperreview.core.model.Query`.

    Replaced when the page is written.
    """


def hold_in_paragraph(words: Element) -> None:
    """Put *words*, or the link around them, into a paragraph if only blocks may stand there.

    They stand for a picture, which needs none in a figure, also with its link; or they are a link.
    A link with words that is in no paragraph ends the build in Sphinx's writer of HTML. The text
    beside it comes into the same paragraph.
    """
    outer = words.parent if isinstance(words.parent, nodes.reference) else words
    parent = outer.parent
    if isinstance(parent, nodes.TextElement | addnodes.pending_xref):
        return
    children: list[Node] = []
    for is_text, group in groupby(parent.children, _stands_in_line):
        found = list(group)
        is_words = is_text and any(child is outer for child in found)
        children += [nodes.paragraph("", "", *found)] if is_words else found
    parent.children[:] = children
    for child in children:
        parent.setup_child(child)


def _stands_in_line(node: Node) -> bool:
    return isinstance(node, nodes.Text | nodes.Inline)


def replace_nodes(replacements: Iterable[tuple[Element, Node | Sequence[Node]]]) -> None:
    """Replace each first node, in document order, by what is beside it, as ``replace_self`` does.

    The children of a parent are gone through once. ``replace_self`` goes through them for each
    node, so that a paragraph of many links or images would take quadratic time.
    """
    found: dict[int, tuple[Element, dict[int, Sequence[Node]]]] = {}
    for node, new in replacements:
        news = [new] if isinstance(new, nodes.Node) else list(new)
        if any(node.get(name) for name in node.basic_attributes):
            if not news or not isinstance(news[0], nodes.Element):
                news = [nodes.inline("", "", *news)]  # a text has no ids and no classes
            news[0].update_basic_atts(node)  # type: ignore[attr-defined]  # it is an element
        parent = node.parent
        found.setdefault(id(parent), (parent, {}))[1][id(node)] = news
    # Inner nodes first: what replaces an outer one may have the inner one in it.
    for parent, replaced in reversed(found.values()):
        children: list[Node] = []
        for child in parent.children:
            children += replaced.get(id(child), [child])
        parent.children[:] = children
        for child in children:
            parent.setup_child(child)


def nodes_of_kinds(root: Node, *kinds: type[Node]) -> list[Any]:
    """Return the nodes of *kinds* in *root*, which counts itself, in the order of the document.

    It takes half the time of ``findall``, for several kinds a tenth.
    """
    found: list[Any] = [root] if isinstance(root, kinds) else []
    walk_below(root, kinds, found.append)
    return found


def walk_below(node: Node, kinds: tuple[type[Node], ...], add: Callable[[Node], object]) -> None:
    """Call *add* with each node of *kinds* below *node*."""
    for child in node.children:
        if isinstance(child, kinds):
            add(child)
        if child.children:
            walk_below(child, kinds, add)


def ancestor(node: Node, kind: type[Element]) -> Element | None:
    """Return the nearest node of *kind* that *node* is in; None if there is none."""
    parent: Element | None = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


def document_of(node: Node) -> str:
    """Return the document that *node* comes of, where a builder makes one of several; else empty.

    Sphinx notes it at each section and around each document (``inline_all_toctrees``).
    """
    place: Node | None = node
    while place is not None:
        if isinstance(place, nodes.Element) and place.get("docname"):
            return str(place["docname"])
        place = place.parent
    return ""


def is_part_of_text(node: nodes.Node) -> bool:
    """Return whether *node* is part of a paragraph, where it stands among blocks."""
    if isinstance(node, nodes.raw):
        return isinstance(node.parent, nodes.TextElement) and not isinstance(
            node.parent, block_element
        )
    return isinstance(node, (nodes.Text, nodes.Inline)) and not isinstance(
        node, addnodes.desc_signature
    )
