"""Make valid docutils content of mixed nodes: text into paragraphs, blocks beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.nodes import block_element, hard_break, inline_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Element, Node
    from markdown_it.tree import SyntaxTreeNode

#: Tokens that show something else than their source.
CONSTRUCTS = frozenset({"mdx_jsx", "mdx_expression", "mdx_comment"})
#: Nodes that are valid only in a parent of their own kind.
_STRAYS = (
    nodes.list_item,
    nodes.entry,
    nodes.row,
    nodes.thead,
    nodes.tbody,
    nodes.caption,
    nodes.legend,
)


def is_flow(children: Sequence[SyntaxTreeNode] | None) -> bool:
    """Return whether *children* are tags, expressions and blanks alone, at least one a tag."""
    return "mdx_jsx" in [child.type for child in children or ()] and all(
        child.type in CONSTRUCTS
        or child.type == "softbreak"
        or (child.type == "text" and not child.content.strip())
        for child in children or ()
    )


def is_block(node: Node) -> bool:
    """Return whether *node* is not allowed within a paragraph."""
    return isinstance(node, nodes.Element) and (
        not isinstance(node, nodes.Inline) or isinstance(node, addnodes.only)
    )


def _holds_blocks(node: Node) -> bool:
    """Return whether *node* is a link around blocks, which no paragraph may hold."""
    if not isinstance(node, nodes.reference | addnodes.pending_xref | addnodes.download_reference):
        return False
    return any(is_block(child) or _holds_blocks_within(child) for child in node.children)


def _holds_blocks_within(node: Node) -> bool:
    return isinstance(node, nodes.inline) and any(is_block(child) for child in node.children)


def _is_blank(run: Iterable[Node]) -> bool:
    return all(isinstance(node, nodes.Text) and not node.strip() for node in run)


def emit(parent: Element, paragraph: nodes.paragraph) -> None:
    """Append *paragraph* to *parent*, split around the blocks in it.

    Images of a paragraph of tags alone (its ``flow`` attribute) are not wrapped in a paragraph.
    """
    flow = paragraph.attributes.pop("flow", False)
    children = list(paragraph.children)
    if not flow and not any(is_block(child) or _holds_blocks(child) for child in children):
        if children:
            parent.append(paragraph)
        return
    parent.extend(split(paragraph, children, images=flow, strays=flow))


def split(
    template: Element, children: Iterable[Node], *, images: bool = False, strays: bool = False
) -> list[Node]:
    """Return *children* as blocks: each run of text becomes a copy of the paragraph *template*.

    :param images: whether images outside of text are blocks
    :param strays: whether cells, items and the like are kept, for a parent that follows; else
        they are replaced by their content
    """
    result: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        if run and not _is_blank(run):
            classes: list[str] = list(template.get("classes", []))
            paragraph: Element
            if any(map(_holds_blocks, run)):
                paragraph = block_element("", *run, tag="div", attributes={}, classes=classes)
            else:
                paragraph = nodes.paragraph("", "", *run, classes=classes)
            paragraph.rawsource = template.rawsource
            paragraph.source, paragraph.line = template.source, template.line
            result.append(paragraph)
        run.clear()

    for child in children if strays else _unwrapped(children):
        if is_block(child) or (images and isinstance(child, nodes.image) and _is_blank(run)):
            end_run()
            result.append(child)
        else:
            run.append(child)
    end_run()
    return result


def _unwrapped(children: Iterable[Node]) -> Iterable[Node]:
    for child in children:
        if isinstance(child, _STRAYS):
            yield from _unwrapped(list(child.children))
        else:
            yield child


def _is_no_code(node: Node) -> bool:
    return isinstance(node, nodes.math | hard_break)


def code_text(children: Iterable[Node]) -> str:
    """Return the text of *children* as code, in which dollars begin no formula."""
    parts = []
    for child in children:
        if isinstance(child, nodes.math):
            parts.append(child.rawsource or child.astext())
        elif isinstance(child, hard_break):
            parts.append("\n")
        elif any(True for _ in child.findall(_is_no_code)):
            parts.append(code_text(child.children))
        else:
            parts.append(child.astext())
    return "".join(parts)


def phrases(children: Iterable[Node]) -> list[Node]:
    """Return *children* as running text: the content of paragraphs, with a space between them."""
    result: list[Node] = []
    for child in _unwrapped(children):
        if isinstance(child, nodes.paragraph):
            if result:
                result.append(nodes.Text(" "))
            result.extend(child.children)
        else:
            result.append(child)
    return result


#: The valid parents of each stray, the outer strays first: replacing one may leave those in it.
_HOMES: tuple[tuple[type[nodes.Element], tuple[type[nodes.Element], ...]], ...] = (
    (nodes.thead, (nodes.tgroup,)),
    (nodes.tbody, (nodes.tgroup,)),
    (nodes.row, (nodes.thead, nodes.tbody)),
    (nodes.entry, (nodes.row,)),
    (nodes.list_item, (nodes.bullet_list, nodes.enumerated_list)),
    (nodes.caption, (nodes.figure, nodes.container)),
    (nodes.legend, (nodes.figure,)),
)


def elements_of(document: nodes.document) -> list[Element]:
    """Return all elements of *document*, in no particular order.

    ``findall`` of docutils takes several times as long: each node passes every generator above it.
    """
    elements: list[Element] = [document]
    for element in elements:
        elements += [child for child in element.children if isinstance(child, nodes.Element)]
    return elements


def open_strays(document: nodes.document) -> None:
    """Replace cells, items and captions without a valid parent by their content."""
    if not any(map(_is_misplaced, elements_of(document))):
        return
    for kind, homes in _HOMES:
        for node in list(document.findall(kind)):
            if not isinstance(node.parent, homes):
                template = nodes.paragraph()
                template.source, template.line = node.source, node.line
                node.replace_self(split(template, list(node.children), images=True, strays=True))


def _is_misplaced(node: Element) -> bool:
    return isinstance(node, _STRAYS) and any(
        isinstance(node, kind) and not isinstance(node.parent, homes) for kind, homes in _HOMES
    )


def replace_check_box(node: nodes.raw) -> bool:
    """Replace the check box of a task, which MyST writes for HTML alone, by an element.

    Return whether *node* is one.
    """
    if not node.astext().startswith('<input class="task-list-item-checkbox"'):
        return False
    box = check_box(checked='checked="checked"' in node.astext())
    box.source, box.line = node.source, node.line
    node.replace_self(box)
    return True


def check_box(*, checked: bool) -> inline_element:
    """Return the check box of a task."""
    attributes = {"type": "checkbox", "disabled": "disabled"}
    if checked:
        attributes["checked"] = "checked"
    return inline_element(
        "",
        "[x] " if checked else "[ ] ",
        tag="input",
        attributes=attributes,
        classes=["task-list-item-checkbox"],
    )
