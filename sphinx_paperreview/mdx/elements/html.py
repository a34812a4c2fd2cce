"""Builders of the elements of HTML; they prefer docutils' own nodes to ours."""

from __future__ import annotations

from functools import partial
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.elements import tables
from sphinx_paperreview.mdx.elements.dropdown import dropdown
from sphinx_paperreview.mdx.elements.element import block, inline, keep_children, nothing
from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.contents import code_text, is_block, phrases, split
from sphinx_paperreview.mdx.render.files import find_file, is_document
from sphinx_paperreview.nodes import block_element, inline_element, line_break
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element
    from sphinx_paperreview.mdx.render.base import BaseRenderer


#: Largest zoom of a picture, in percent.
MAX_ZOOM = 400
#: Most characters of an address that is shown as its own name.
MAX_NAME = 80
#: Classes that centre, of Docusaurus and of Tistory.
_CENTRED = frozenset({"text--center", "alignCenter"})


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
    return [line_break()]


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


def _img(element: Element) -> list[Node]:
    attributes = element.attributes
    alt = attributes.text("alt")
    if "src" in attributes.unread:
        return [nodes.inline(alt, alt, classes=["pr-missing"])] if alt else []
    node = references.image(element.renderer, attributes.text("src"), alt, element.token)
    if not isinstance(node, nodes.image):
        return [node]
    node["classes"] += attributes.classes
    if _is_decoration(element):
        node["decorative"] = True
    for name in ("width", "height"):
        if size := sanitize.length(attributes.style.get(name, "")) or sanitize.length(
            attributes.text(name)
        ):
            node[name] = size
    _zoom(node, attributes.zoom)
    if node.get("height", "").endswith("%"):
        del node["height"]
    if attributes.text("title"):
        node["title"] = attributes.text("title")
    if align := _alignment(element):
        node["align"] = align
    return [node]


def _zoom(node: nodes.image, zoom: str) -> None:
    """Scale an image that has no size, as ``zoom`` does; of a remote one the size is not known."""
    size = sanitize.length(zoom)
    if not size.endswith("%") or not {"width", "height"}.isdisjoint(node.attributes):
        return
    percent = min(round(float(size.removesuffix("%"))), MAX_ZOOM)
    if node["uri"].startswith("/") and percent > 0:
        node["scale"] = percent
    else:
        node["width"] = size


def _is_decoration(element: Element) -> bool:
    """Return whether the image is marked as decorative, which Markdown has no syntax for."""
    attributes = element.attributes
    return (
        ("alt" in attributes.values and not attributes.text("alt"))
        or "alt" in attributes.unread
        or attributes.text("aria-hidden") == "true"
        or attributes.text("role") in {"presentation", "none"}
    )


def _alignment(element: Element) -> str:
    """Return the alignment that margins, ``float`` or ``align`` give; empty if none does."""
    style, align = element.attributes.style, element.attributes.text("align").lower()
    margins = style.get("margin", "").split()
    sides = {style.get("margin-left"), style.get("margin-right")}
    auto = margins == ["auto"] or (len(margins) in {2, 4} and margins[1] == "auto")
    if auto or sides == {"auto"}:
        return "center"
    if style.get("float") in {"left", "right"}:
        return style["float"]
    return "center" if align == "middle" else align if align in {"left", "center", "right"} else ""


def _is_centred(element: Element) -> bool:
    return (
        element.attributes.style.get("text-align") == "center"
        or element.name == "center"
        or element.attributes.text("align").lower() in {"center", "middle"}
        or not _CENTRED.isdisjoint(element.attributes.classes)
    )


def _div(element: Element) -> list[Node]:
    """Return a block, or the content if the ``div`` has no attributes.

    One that only centres an image becomes that image, centred.
    """
    if element.inline and not element.splits:
        return [inline(element, "span")]
    centred = _is_centred(element)
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
    centred = _is_centred(element)
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


def _figure(element: Element) -> list[Node]:
    """Return a figure if it holds one image, else an element with the same content."""
    children = [child for child in element.children() if not isinstance(child, nodes.comment)]
    captions = [child for child in children if isinstance(child, nodes.caption)]
    others = [child for child in children if child not in captions]
    images = [image for other in others for image in _images(other)]
    if len(images) != 1 or any(other.astext().strip() for other in _without(others, images[0])):
        return _loose_figure(element, others, captions)
    image = images[0]
    figure = nodes.figure("", image.parent if _is_link(image.parent) else image)
    figure["classes"] += element.attributes.classes
    if width := sanitize.length(element.attributes.style.get("width", "")):
        figure["width"] = width
    # Empty, not missing: docutils centres a figure without the attribute.
    figure["align"] = image.attributes.pop("align", "") or _alignment(element)
    if _is_centred(element):
        figure["align"] = "center"
    figure.extend(captions[:1])
    if captions[1:]:
        figure.append(nodes.legend("", *[_as_paragraph(each) for each in captions[1:]]))
    return [figure]


def _is_link(node: Node | None) -> bool:
    return isinstance(node, nodes.reference)


def _images(node: Node) -> list[nodes.image]:
    return list(node.findall(nodes.image))


def _without(others: list[Node], image: nodes.image) -> list[Node]:
    return [other for other in others if other is not image and image not in _images(other)] + [
        nodes.Text(other.astext().replace(image.astext(), ""))
        for other in others
        if other is not image and image in _images(other)
    ]


def _as_paragraph(node: nodes.Element) -> nodes.paragraph:
    return nodes.paragraph("", "", *node.children)


def _loose_figure(
    element: Element, others: list[Node], captions: list[nodes.caption]
) -> list[Node]:
    node = block_element("", tag="figure", attributes=element.html_attributes())
    node["classes"] += element.attributes.classes
    node.extend(split(nodes.paragraph(), others, images=True))
    for caption in captions:
        part = block_element("", tag="figcaption", attributes={})
        part.append(_as_paragraph(caption))
        node.append(part)
    return [node]


def _caption(element: Element) -> list[Node]:
    return [nodes.caption("", "", *element.phrases())]


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
    return [nodes.list_item("", *element.blocks())]


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


def _frame(element: Element) -> list[Node]:
    address = element.attributes.text("src")
    hosts = settings_of(element.renderer.sphinx_env.config).embed_hosts
    checked = sanitize.embed(address, hosts)
    if checked is None:
        return _refused_frame(element, address.strip())
    names = ("width", "height", "allowfullscreen", "allow")
    attributes = element.html_attributes(*names)
    attributes.update(src=checked, loading="lazy")
    attributes.setdefault("title", checked)
    link = nodes.reference("", checked, refuri=checked)
    return [block_element("", nodes.paragraph("", "", link), tag="iframe", attributes=attributes)]


def _refused_frame(element: Element, address: str) -> list[Node]:
    """Return a link to what a refused frame shows: a page of the web, or a file that is no page."""
    renderer = element.renderer
    if not is_web(address) and _is_file(renderer, address):
        return _link_to_file(element, address)
    message = f"a frame of this address is not allowed: {address[:80]}"
    element.warn(WarningKind.MDX_ATTRIBUTE, f"{message}; see paperreview_embed_hosts")
    if not is_web(address) or sanitize.url(address) is None:
        return []
    link = nodes.reference("", _name_of(element, address), refuri=address)
    return [link] if element.inline else [nodes.paragraph("", "", link)]


def _is_file(renderer: BaseRenderer, address: str) -> bool:
    """Return whether *address* names a file that may be downloaded: no page, no document."""
    path = address.partition("#")[0]
    found = find_file(renderer.sphinx_env, path, renderer.base) if path else None
    return (
        found is not None
        and not is_document(renderer.sphinx_env, found.path)
        and not found.path.lower().endswith((".html", ".htm", ".xhtml"))
    )


def _link_to_file(element: Element, address: str) -> list[Node]:
    """Return a link that stands for the file at *address*, with a warning (``MDX_ATTRIBUTE``)."""
    node = references.link(element.renderer, address, "", element.token)
    if node is None:
        return []
    message = f"<{element.name}> is not shown within the page; a link stands for it"
    element.warn(WarningKind.MDX_ATTRIBUTE, message)
    file = "" if is_web(address) else unquote(address).rpartition("/")[2]
    name = _name_of(element, file or address)
    references.inner_of(node).append(nodes.Text(name))
    return [node] if element.inline else [nodes.paragraph("", "", node)]


def _name_of(element: Element, address: str) -> str:
    return " ".join(element.attributes.text("title").split()) or _short(address)


def _short(address: str) -> str:
    """Return a name for *address*: its host and the end of its path, if it is long."""
    if len(address) <= MAX_NAME:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{address[:MAX_NAME]}…"
    name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return f"{parts.hostname}/…/{name}" if 0 < len(name) <= MAX_NAME else f"{parts.hostname}/…"


def _media(element: Element) -> list[Node]:
    """Return a player, with a link to the file for builders other than HTML.

    What it holds for browsers that cannot play is left out.
    """
    addresses = [element.attributes.text("src")]
    children = element.children()
    sources = [child for child in children if isinstance(child, nodes.comment) and "src" in child]
    addresses += [child["src"] for child in sources]
    others = [child for child in children if child not in sources]
    address = next(filter(None, addresses), "")
    checked = sanitize.url(address)
    if not address or checked is None:
        element.warn(WarningKind.MDX_ATTRIBUTE, f"<{element.name}> has no allowed address (src)")
        return others
    names = ("width", "height", "loop", "muted", "playsinline", "preload")
    attributes = element.html_attributes(*names) | {"controls": "controls"}
    node = block_element("", tag=element.name, attributes=attributes)
    if not references.is_remote(address):
        local = references.link(element.renderer, address, "", element.token)
        if isinstance(local, addnodes.download_reference):
            # The link makes Sphinx copy the file, and gives the player its address.
            references.inner_of(local).append(nodes.Text(address.rsplit("/", 1)[-1]))
            node.append(nodes.paragraph("", "", local))
            return [node]
        message = f"the file of <{element.name}> is not there: {address[:200]}"
        element.warn(WarningKind.MDX_LINK, message)
        checked = references.address_on_site(address)
    attributes["src"] = checked
    node.append(nodes.paragraph("", "", nodes.reference("", checked, refuri=checked)))
    return [node]


def _object(element: Element) -> list[Node]:
    """Return what stands for an ``object`` or ``embed``: its content, else a link to its file."""
    children = keep_children(element)
    if any(not isinstance(child, nodes.comment) for child in children):
        return children
    return _link_to_file(element, element.attributes.text("data") or element.attributes.text("src"))


def _source(element: Element) -> list[Node]:
    """Return the address in a comment, which the player around it removes."""
    return [nodes.comment("", "", src=element.attributes.text("src"))]


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
    "img": _img,
    "picture": keep_children,
    "div": _div,
    "center": _div,
    **{name: partial(_section, name) for name in ("section", "article", "aside")},
    **dict.fromkeys(("main", "header", "footer"), _div),
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    "figure": _figure,
    "figcaption": _caption,
    "ul": _list,
    "ol": _list,
    "li": _item,
    **{name: partial(_definition, name) for name in ("dl", "dt", "dd")},
    "blockquote": _quote,
    "pre": _pre,
    "iframe": _frame,
    "video": _media,
    "audio": _media,
    "source": _source,
    "track": nothing,
    "col": nothing,
    "colgroup": nothing,
    "object": _object,
    "embed": _object,
    "details": dropdown,
    "summary": keep_children,
    **tables.BUILDERS,
    **dict.fromkeys(
        (
            "script", "style", "input", "form", "link", "meta", "base", "svg",
            "noscript", "template", "title",
        ),
        _drop,
    ),
}  # fmt: skip
