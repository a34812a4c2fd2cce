"""Put rendered nodes where they may stand: text into paragraphs, blocks beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.nodes import inline_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Element, Node
    from markdown_it.tree import SyntaxTreeNode

#: Tokens of which something else is shown than what is written.
CONSTRUCTS = frozenset({"mdx_jsx", "mdx_expression", "mdx_comment"})
#: Parts that have no meaning outside of their own parent.
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
    """Return whether *children* are only tags, expressions and blanks, a tag among them."""
    return any(child.type == "mdx_jsx" for child in children or ()) and all(
        child.type in CONSTRUCTS
        or child.type == "softbreak"
        or (child.type == "text" and not child.content.strip())
        for child in children or ()
    )


def is_block(node: Node) -> bool:
    """Return whether *node* cannot stand within a paragraph."""
    return isinstance(node, nodes.Element) and (
        not isinstance(node, nodes.Inline) or isinstance(node, addnodes.only)
    )


def _is_blank(run: Iterable[Node]) -> bool:
    return all(isinstance(node, nodes.Text) and not node.strip() for node in run)


def emit(parent: Element, paragraph: nodes.paragraph) -> None:
    """Append *paragraph* to *parent*, split around the blocks that it holds.

    A paragraph that was only tags (its ``flow`` attribute) lets its images stand alone.
    """
    flow = paragraph.attributes.pop("flow", False)
    children = list(paragraph.children)
    if not flow and not any(map(is_block, children)):
        if children:
            parent.append(paragraph)
        return
    parent.extend(split(paragraph, children, images=flow, strays=flow))


def split(
    template: Element, children: Iterable[Node], *, images: bool = False, strays: bool = False
) -> list[Node]:
    """Return *children* as blocks: runs of text become copies of the paragraph *template*.

    With *images*, images stand alone; with *strays*, cells and items are left to a parent
    that is still to come, else they are opened.
    """
    result: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        if run and not _is_blank(run):
            paragraph = nodes.paragraph("", "", *run, **_kept(template))
            paragraph.rawsource = template.rawsource
            paragraph.source, paragraph.line = template.source, template.line
            result.append(paragraph)
        run.clear()

    for child in children if strays else _unwrapped(children):
        if is_block(child) or (images and isinstance(child, nodes.image) and not _text_in(run)):
            end_run()
            result.append(child)
        else:
            run.append(child)
    end_run()
    return result


def _text_in(run: list[Node]) -> bool:
    return not _is_blank(run)


def _kept(template: Element) -> dict[str, list[str]]:
    return {"classes": list(template.get("classes", []))}


def _unwrapped(children: Iterable[Node]) -> Iterable[Node]:
    for child in children:
        if isinstance(child, _STRAYS):
            yield from _unwrapped(list(child.children))
        else:
            yield child


def phrases(children: Iterable[Node]) -> list[Node]:
    """Return *children* as running text: paragraphs are opened, with a blank between them."""
    result: list[Node] = []
    for child in _unwrapped(children):
        if isinstance(child, nodes.paragraph):
            if result:
                result.append(nodes.Text(" "))
            result.extend(child.children)
        else:
            result.append(child)
    return result


#: Where each part may stand.
_HOMES: tuple[tuple[type[nodes.Element], tuple[type[nodes.Element], ...]], ...] = (
    # From the outside in: what a part held may be a stray once the part is opened.
    (nodes.thead, (nodes.tgroup,)),
    (nodes.tbody, (nodes.tgroup,)),
    (nodes.row, (nodes.thead, nodes.tbody)),
    (nodes.entry, (nodes.row,)),
    (nodes.list_item, (nodes.bullet_list, nodes.enumerated_list)),
    (nodes.caption, (nodes.figure, nodes.container)),
    (nodes.legend, (nodes.figure,)),
)


def open_strays(document: nodes.document) -> None:
    """Open the cells, items and captions that found no parent of theirs."""
    for kind, homes in _HOMES:
        for node in list(document.findall(kind)):
            if not isinstance(node.parent, homes):
                template = nodes.paragraph()
                template.source, template.line = node.source, node.line
                node.replace_self(split(template, list(node.children), images=True, strays=True))


def show_check_boxes(document: nodes.document) -> None:
    """Make an element of the check box of each task, which MyST writes as HTML for HTML alone."""
    boxes = [
        node
        for node in document.findall(nodes.raw)
        if node.astext().startswith('<input class="task-list-item-checkbox"')
    ]
    for node in boxes:
        checked = {"checked": "checked"} if 'checked="checked"' in node.astext() else {}
        box = inline_element(
            "",
            "[x] " if checked else "[ ] ",
            tag="input",
            attributes={"type": "checkbox", "disabled": "disabled", **checked},
            classes=["task-list-item-checkbox"],
        )
        box.source, box.line = node.source, node.line
        node.replace_self(box)
