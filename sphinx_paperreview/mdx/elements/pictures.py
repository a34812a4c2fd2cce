"""Builders of pictures and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.contents import split
from sphinx_paperreview.nodes import block_element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element

#: Largest zoom of a picture, in percent.
MAX_ZOOM = 400
#: Classes that centre, of Docusaurus and of Tistory.
_CENTRED = frozenset({"text--center", "alignCenter"})


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


def is_centred(element: Element) -> bool:
    """Return whether *element* centres what is in it."""
    return (
        element.attributes.style.get("text-align") == "center"
        or element.name == "center"
        or element.attributes.text("align").lower() in {"center", "middle"}
        or not _CENTRED.isdisjoint(element.attributes.classes)
    )


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
    if is_centred(element):
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


BUILDERS: Mapping[str, Builder] = {"img": _img, "figure": _figure, "figcaption": _caption}
