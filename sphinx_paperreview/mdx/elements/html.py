"""Builders of the elements of HTML; they prefer docutils' own nodes to ours."""

from __future__ import annotations

from functools import partial
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.elements import embeds, pictures, tables
from sphinx_paperreview.mdx.elements.dropdown import dropdown
from sphinx_paperreview.mdx.elements.element import block, inline, keep_children, nothing
from sphinx_paperreview.mdx.elements.pictures import is_centred
from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.contents import code_text, is_block, phrases, split
from sphinx_paperreview.nodes import block_element, hard_break, inline_element
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element


def _mark(cls: type[nodes.TextElement], element: Element) -> list[Node]:
    """Wrap the content in *cls*; around blocks, wrap the text of each paragraph."""
    children = element.children()
    if any(is_block(child) for child in children):
        for child in children:
            if isinstance(child, nodes.paragraph):
                child[:] = [cls("", "", *child.children)]
        return children
    node = cls("", "", *phrases(children))
    node["classes"] += element.attributes.classes
    return [node]


def _named(tag: str, element: Element) -> list[Node]:
    return [inline(element, tag, "datetime", "cite")]


def _span(element: Element) -> list[Node]:
    if element.attributes.style:
        return [inline(element, "span")]
    children = element.phrases()
    if not element.attributes.classes and not element.attributes.text("id"):
        return children
    return [nodes.inline("", "", *children, classes=element.attributes.classes)]


def _font(element: Element) -> list[Node]:
    """Return the content in its colour."""
    colour = sanitize.style_value("color", element.attributes.text("color"))
    if colour and element.attributes.text("color"):
        element.attributes.style.setdefault("color", colour)
    return _span(element)


def _code(element: Element) -> list[Node]:
    children = element.phrases()
    text = code_text(children)
    if all(isinstance(child, nodes.Text | nodes.math) for child in children):
        return [nodes.literal(text, text)]
    return [nodes.literal(text, "", *children)]


def _break(element: Element) -> list[Node]:
    return [hard_break()]


def _rule(element: Element) -> list[Node]:
    if element.inline:
        return []
    return [block_element("", tag="hr", attributes={})]


def _anchor(element: Element) -> list[Node]:
    address = element.attributes.text("href")
    children = element.children()
    blocks = [child for child in children if is_block(child)]
    if all(isinstance(child, nodes.paragraph) for child in blocks) and len(blocks) < 2:
        children = phrases(children)
    else:
        may_hold = not element.inline or element.splits
        children = split(nodes.paragraph(), children) if may_hold else phrases(children)
    if not address or not children:
        # Without content it only marks a place: of an empty link MyST would show the target.
        return [nodes.inline("", "", *children)]
    title = element.attributes.text("title")
    node = references.link(element.renderer, address, title, element.token)
    if node is None:
        return children
    references.inner_of(node).extend(children)
    return [node]


def _div(element: Element) -> list[Node]:
    """Return a block, or the content if the ``div`` has no attributes.

    One that only centres an image becomes that image, centred.
    """
    if element.inline and not element.splits:
        return [inline(element, "span")]
    centred = is_centred(element)
    node = block(element, "div", "role")
    for image in node.children if centred and len(node.children) == 1 else ():
        if isinstance(image, nodes.image | nodes.figure):
            image["align"] = "center"
            image["classes"] += element.attributes.classes
            return [image]
    if centred:
        style = node["attributes"].get("style", "")
        if "text-align" not in style:
            node["attributes"]["style"] = "; ".join(filter(None, [style, "text-align: center"]))
    plain = not node["attributes"] and not node["classes"] and not element.attributes.text("id")
    return list(node.children) if plain else [node]


def _section(tag: str, element: Element) -> list[Node]:
    return [inline(element, "span")] if element.inline else [block(element, tag, "cite")]


def _paragraph(element: Element) -> list[Node]:
    if element.inline:
        return element.phrases()
    centred = is_centred(element)
    children = element.blocks()
    if len(children) == 1 and isinstance(children[0], nodes.image) and centred:
        children[0]["align"] = "center"
        return children
    if centred and children and all(isinstance(child, nodes.image) for child in children):
        blanks = [nodes.Text(" ") for _ in children[1:]]
        row = [node for pair in zip_longest(children, blanks) for node in pair if node is not None]
        children = [nodes.paragraph("", "", *row)]
    for child in children:
        if centred and isinstance(child, nodes.image):
            child["align"] = "center"
        if isinstance(child, nodes.paragraph):
            child["classes"] += element.attributes.classes
            if centred:
                child["classes"].append("text-center")
    return children


def _heading(element: Element) -> list[Node]:
    children = element.phrases()
    if element.inline:
        return [nodes.strong("", "", *children)]
    rubric = nodes.rubric("", "", *children)
    level = int(element.name[1])
    # In Markdown the title of the page is its only h1.
    rubric["heading-level"] = max(level, 2) if element.renderer.is_markdown else level
    rubric["classes"] += element.attributes.classes
    return [rubric]


def _list(element: Element) -> list[Node]:
    node: nodes.Element
    if element.name == "ol":
        node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        start = element.attributes.text("start")
        if start.isdecimal():
            node["start"] = int(start[:6])
    else:
        node = nodes.bullet_list(bullet="-")
    node["classes"] += element.attributes.classes
    last: nodes.list_item | None = None
    for child in element.children():
        if isinstance(child, nodes.list_item):
            node.append(child)
            last = child
        elif isinstance(child, nodes.bullet_list | nodes.enumerated_list) and last is not None:
            last.append(child)
        elif child.astext().strip() or is_block(child):
            body = child if is_block(child) else nodes.paragraph("", "", child)
            node.append(nodes.list_item("", body))
    return [node] if node.children else []


def _item(element: Element) -> list[Node]:
    """Return the item; none of what only a template had, which leaves nothing to show."""
    blocks = element.blocks()
    return [nodes.list_item("", *blocks)] if blocks else []


def _quote(element: Element) -> list[Node]:
    return [nodes.block_quote("", *element.blocks())]


def _pre(element: Element) -> list[Node]:
    children = element.children()
    if any(isinstance(child, nodes.literal_block) for child in children):
        return children
    # Each block is a run of its own, as is the text between two.
    runs = groupby(children, key=lambda child: id(child) if is_block(child) else 0)
    text = "\n\n".join(code_text(run) for _, run in runs)
    node = nodes.literal_block(text, text, language="none")
    return [node] if text.strip() else []


#: What to write instead of an element that is left out.
_INSTEAD = {
    "script": "write what it shows, as a picture or a link",
    "style": "put it into a file, and its name into html_css_files",
    "link": "put its file into html_css_files",
    "meta": "write it into the front matter",
    "input": "write - [ ] for a task",
    "svg": "save it as a file, and write ![…](…)",
    "title": "write title into the front matter",
}


def _drop(element: Element) -> list[Node]:
    advice = _INSTEAD.get(element.name, "write what it shows")
    message = f"<{element.name}> is not allowed and is left out; {advice}"
    element.warn(WarningKind.MDX_ATTRIBUTE, message)
    renderer = element.renderer
    with renderer.current_node_context(nodes.container()):
        # The content is not shown, but its problems are warned about.
        for token in element.token.walk():
            if token.type in {"mdx_refused", "mdx_expression"}:
                renderer.rules[f"render_{token.type}"](token)
    return []


def _definition(tag: str, element: Element) -> list[Node]:
    if element.inline:
        return [inline_element("", "", *element.phrases(), tag="span", attributes={})]
    return [block(element, tag)]


BUILDERS: Mapping[str, Builder] = {
    **{name: partial(_mark, nodes.strong) for name in ("strong", "b")},
    **{name: partial(_mark, nodes.emphasis) for name in ("em", "i")},
    "sup": partial(_mark, nodes.superscript),
    "sub": partial(_mark, nodes.subscript),
    **{
        name: partial(_named, name)
        for name in (
            "kbd", "mark", "u", "s", "del", "ins", "small", "abbr", "cite", "q", "var", "samp",
            "dfn", "time", "bdi", "bdo", "ruby", "rt", "rp",
        )
    },
    "strike": partial(_named, "s"),
    "span": _span,
    **dict.fromkeys(("big", "nobr"), _span),
    "acronym": partial(_named, "abbr"),
    "font": _font,
    "code": _code,
    "tt": _code,
    "br": _break,
    "wbr": nothing,
    "hr": _rule,
    "a": _anchor,
    "picture": keep_children,
    "div": _div,
    "center": _div,
    **{name: partial(_section, name) for name in ("section", "article", "aside")},
    **dict.fromkeys(("main", "header", "footer"), _div),
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    "ul": _list,
    "ol": _list,
    "li": _item,
    **{name: partial(_definition, name) for name in ("dl", "dt", "dd")},
    "blockquote": _quote,
    "pre": _pre,
    "track": nothing,
    "col": nothing,
    "colgroup": nothing,
    "details": dropdown,
    "summary": keep_children,
    **pictures.BUILDERS,
    **embeds.BUILDERS,
    **tables.BUILDERS,
    **dict.fromkeys(
        (
            "script", "style", "input", "form", "link", "meta", "base", "svg",
            "noscript", "template", "title",
        ),
        _drop,
    ),
}  # fmt: skip
