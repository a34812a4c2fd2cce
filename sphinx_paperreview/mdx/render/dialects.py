"""What the tokens of dialects become: sizes of images, wikilinks, marks, outputs of templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.dialects.attributes import KEY, AttributeList
from sphinx_paperreview.mdx.javascript.values import show
from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.contents import check_box
from sphinx_paperreview.mdx.render.files import find_by_name, look_up
from sphinx_paperreview.mdx.render.headings import contents_list
from sphinx_paperreview.mdx.rules.heading import slugify
from sphinx_paperreview.mdx.rules.math import read_characters
from sphinx_paperreview.nodes import inline_element
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Element, Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer

_SIDES = {
    "center": "center", "align-center": "center", "aligncenter": "center", "middle": "center",
    "mx-auto": "center", "text-center": "center", "left": "left", "align-left": "left",
    "alignleft": "left", "float-left": "left", "right": "right", "align-right": "right",
    "alignright": "right", "float-right": "right",
}  # fmt: skip
#: Widths of Bootstrap: ``w-50``.
_WIDTH_CLASS = re.compile(r"w-(25|50|75|100)")
#: The size in the words of an image of Obsidian: ``text|300``, ``300x200``.
_SIZE = re.compile(
    r"(?:(?P<words>.*)\|)?\s*(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?\s*", re.DOTALL
)
_DATE = re.compile(r"\s*date")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico|tiff?)$", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:mdx?|markdown)$", re.IGNORECASE)


def set_size(node: nodes.image, values: Mapping[str, str]) -> None:
    """Set the width, height and alignment of an image that *values* name."""
    style = dict(sanitize.split_style(values.get("style", "")))
    for name in ("width", "height"):
        written = values.get(name) or values.get(name[0]) or str(style.get(name, ""))
        size = sanitize.length(written)
        if size and not (name == "height" and size.endswith("%")):
            node[name] = size
    align = (values.get("align") or values.get("fig-align") or values.get("data-align", "")).lower()
    if align in _SIDES:
        node["align"] = _SIDES[align]


def _apply(node: nodes.image, attributes: AttributeList) -> None:
    for name in attributes.classes:
        if name.lower() in _SIDES:
            node["align"] = _SIDES[name.lower()]
        elif found := _WIDTH_CLASS.fullmatch(name):
            node["width"] = f"{found[1]}%"
        elif sanitize.valid_id(name):
            node["classes"].append(name)
    set_size(node, attributes.values)
    if title := attributes.values.get("title"):
        node["title"] = title
    if alt := attributes.values.get("alt") or attributes.values.get("fig-alt"):
        node["alt"] = alt


def render_image(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render an image of Markdown, with the attributes that a dialect gives it."""
    holder = renderer.current_node
    count = len(holder.children)
    references.render_image(renderer, token)
    for node in holder.children[count:]:
        if not isinstance(node, nodes.image):
            continue
        if "obsidian" in renderer.dialects and (found := _SIZE.fullmatch(node.get("alt", ""))):
            node["alt"] = (found["words"] or "").strip()
            set_size(node, {name: found[name] or "" for name in ("width", "height")})
        attributes = (token.meta or {}).get(KEY)
        if isinstance(attributes, AttributeList):
            _apply(node, attributes)
        if (token.meta or {}).get("centred"):
            node["align"] = "center"


def render_mark(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``==text==`` and ``++text++``."""
    node = inline_element("", "", tag=token.tag, attributes={})
    renderer.place(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)


def render_task(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render the box of ``- [/]``, a task that is not open, or of ``- {{[[TODO]]}}``."""
    node = check_box(checked=token.meta["checked"])
    renderer.place(node, token)
    renderer.current_node.append(node)


def render_wikilink(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``[[target|text]]`` as a link, and ``![[picture.png|300]]`` as an image."""
    meta, target = token.meta, token.content
    labels: list[str] = meta["labels"]
    if _is_reversed(renderer, target, labels):
        target, labels = labels[0], [target]
    if meta["embed"] and _PICTURE.search(target):
        sizes = [found for label in labels if (found := _SIZE.fullmatch(label))]
        words = [label for label in labels if label and not _SIZE.fullmatch(label)]
        address = _embedded(renderer, target)
        node = references.image(renderer, address, words[0] if words else "", token)
        if isinstance(node, nodes.image) and sizes:
            size = sizes[-1]
            set_size(node, {"width": size["width"], "height": size["height"] or ""})
        renderer.current_node.append(node)
        return
    # The part of a file is a page of it, not a heading.
    is_file = meta["embed"] and "." in target and not _DOCUMENT.search(target)
    # A heading may have elements of HTML, which its name has not.
    part = "" if is_file else _TAG.sub("", meta["part"])
    shown = next(filter(None, labels), "")
    if not shown:
        heading = part.lstrip("#^").strip()
        name = _DOCUMENT.sub("", target.rpartition("/")[2])
        shown = f"{name} > {heading}" if name and heading else name or heading
    address = target + _fragment(part)
    node_or_none = references.link(renderer, address, "", token)
    words_node: Node = nodes.Text(shown)
    if node_or_none is None:
        renderer.current_node.append(words_node)
        return
    references.inner_of(node_or_none).append(words_node)
    renderer.current_node.append(node_or_none)


def _is_reversed(renderer: BaseRenderer, target: str, labels: list[str]) -> bool:
    """Return whether a link has its words first, as Dendron's ``[[words|notes.alpha]]`` has."""
    if len(labels) != 1 or "." not in labels[0] or " " in labels[0]:
        return False
    env = renderer.sphinx_env
    there, here = (find_by_name(env, f"{name}.md") for name in (labels[0], target))
    return there is not None and here is None


def _embedded(renderer: BaseRenderer, target: str) -> str:
    """Return the address of an embedded file, which Obsidian finds by its name in any folder."""
    env = renderer.sphinx_env
    if look_up(env, target, renderer.base).exists or "/" in target:
        return target
    found = find_by_name(env, target)
    return f"/{found.path}" if found is not None else target


def _fragment(part: str) -> str:
    """Return the fragment that leads to a heading or a block of Obsidian."""
    if not part:
        return ""
    last = part.rpartition("#")[2].strip()
    return "#" + (last.lstrip("^").lower() if last.startswith("^") else slugify(last))


def render_output(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``{{ page.title }}``: the value of the front matter, a quoted text, or nothing."""
    expression, _, filters = token.content.partition("|")
    expression = expression.strip()
    text = ""
    if _DATE.match(filters) and not expression.startswith("page."):
        return  # the date of the build
    if expression[:1] in {'"', "'"}:
        text = expression.strip("\"'")
    elif expression.startswith("page."):
        value = renderer.front_matter.data.get(expression.removeprefix("page."))
        text = show(value) if isinstance(value, (str, int, float)) else ""
    elif expression in {"site.title", "site.name"}:
        text = renderer.sphinx_env.config.project
    if text:
        renderer.current_node.append(nodes.Text(text))


def render_formula(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a formula alone on its line, within a paragraph, as a displayed one."""
    content = read_characters(token.content.strip())
    node = nodes.math_block(content, content, nowrap=False, number=None)
    renderer.place(node, token)
    renderer.current_node.append(node)


def render_half(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Leave out half of a pair of tags, and warn once for each name (``MDX_DIALECT``)."""
    name = token.meta["item"].name
    message = (
        f"{token.meta['source'][:80]} has no other half in the block that it stands in and is left "
        "out; write both on lines of their own"
    )
    renderer.warn_once(name, WarningKind.MDX_DIALECT, message, token)


def render_nothing(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render nothing: attributes that belong to no block."""


def render_tag(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``x^2^``, ``H~2~O``, and an abbreviation with its meaning."""
    node: Element
    if token.tag in _SCRIPTS:
        node = _SCRIPTS[token.tag]("", token.content)
    else:
        title = str(token.meta.get("title", ""))
        attributes = {"title": title} if title else {}
        node = inline_element("", token.content, tag=token.tag, attributes=attributes)
    renderer.place(node, token)
    renderer.current_node.append(node)


_SCRIPTS = {"sup": nodes.superscript, "sub": nodes.subscript}


def render_contents(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``[TOC]`` as the place of a list of headings."""
    node = contents_list(2, 4)
    renderer.place(node, token)
    renderer.current_node.append(node)
