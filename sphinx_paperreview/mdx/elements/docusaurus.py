"""Builders of Docusaurus's own components: tabs, admonitions, code, links, pictures, lists."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx_design.shared import create_component, is_component

from sphinx_paperreview.core.files.filenames import is_index
from sphinx_paperreview.mdx.elements.dropdown import dropdown
from sphinx_paperreview.mdx.elements.element import keep_children, nothing
from sphinx_paperreview.mdx.javascript.literals import evaluate, returned_source
from sphinx_paperreview.mdx.javascript.values import Markup, NotLiteral, show
from sphinx_paperreview.mdx.render import references
from sphinx_paperreview.mdx.render.admonitions import make_admonition, warn_unknown
from sphinx_paperreview.mdx.render.contents import code_text, phrases
from sphinx_paperreview.mdx.render.expressions import value_nodes
from sphinx_paperreview.mdx.render.fences import code_block, read_meta
from sphinx_paperreview.mdx.render.headings import contents_list
from sphinx_paperreview.nodes import DARK, LIGHT
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.elements.element import Builder, Element
    from sphinx_paperreview.mdx.javascript.values import Value


def _tabs(element: Element) -> list[Node]:
    """Return a tab set; its labels come from ``values`` or ``items``, else from its tabs."""
    props = element.attributes.props
    titles = props.get("items")
    names = [show(title) for title in titles] if isinstance(titles, list) else []
    node = create_component("tab-set", classes=["sd-tab-set"])
    labels = _labels(props.get("values"))
    default = show(props.get("defaultValue"))
    group = show(props.get("groupId"))
    others: list[Node] = []
    items: list[nodes.Element] = []
    selected = False
    for child in element.blocks():
        if not isinstance(child, nodes.container) or not is_component(child, "tab-item"):
            if not isinstance(child, nodes.comment):
                others.append(child)
            continue
        value, label = child["value"], child.next_node(nodes.rubric)
        if label is not None and not value and len(items) < len(names):
            label[:] = [nodes.Text(names[len(items)])]
        if label is not None and value in labels:
            label[:] = [nodes.Text(labels[value])]
        if label is not None and group and value:
            label["sync_group"], label["sync_id"] = group, value
        if default and default != "null":
            child["selected"] = value == default
        # sphinx-design warns if two are selected.
        child["selected"] = child["selected"] and not selected
        selected = selected or child["selected"]
        items.append(child)
    # The labels stand in the order of ``values``, whatever that of the items.
    order = {value: place for place, value in enumerate(labels)}
    items.sort(key=lambda child: order.get(child["value"], len(order)))
    node.extend(items)
    return [*others, node] if node.children else others


def _labels(values: Value) -> dict[str, str]:
    if not isinstance(values, list):
        return {}
    return {
        show(item.get("value")): show(item.get("label", item.get("value")))
        for item in values
        if isinstance(item, dict)
    }


def _tab_item(element: Element) -> list[Node]:
    props = element.attributes.props
    value = show(props.get("value"))
    label = show(props.get("label"))
    words = element.shown(props.get("label")) or [nodes.Text(value or "…")]
    node = create_component(
        "tab-item",
        classes=["sd-tab-item"],
        selected=props.get("default") not in (None, False),
        value=value,
    )
    node.append(nodes.rubric(label, "", *words, classes=["sd-tab-label"]))
    content = create_component("tab-content", classes=["sd-tab-content"])
    content.extend(element.blocks())
    node.append(content)
    return [node]


def _admonition(element: Element) -> list[Node]:
    props = element.attributes.props
    name = show(props.get("type")) or "note"
    title = element.shown(props.get("title"))
    warn_unknown(element.renderer, name, element.token)
    node = make_admonition(name, title, element.attributes.classes)
    node.extend(element.blocks())
    return [node]


def _code_block(element: Element) -> list[Node]:
    props = element.attributes.props
    meta = read_meta(show(props.get("metastring")))
    meta.title = show(props.get("title")) or meta.title
    if props.get("showLineNumbers") not in (None, False):
        number = props["showLineNumbers"]
        meta.start = number if isinstance(number, int) and number is not True else 1
    language = show(props.get("language")) or next(
        (name[9:] for name in element.attributes.classes if name.startswith("language-")), ""
    )
    return [code_block(code_text(element.children()).strip("\n"), language, meta)]


def _link(element: Element) -> list[Node]:
    """Return ``<Link to>`` as the link that it is."""
    values = element.attributes.values
    address = show(values.get("to")) or show(values.get("href"))
    values["href"] = address
    return element.renderer.registry["a"](element)


def _image_of(element: Element, source: Value) -> list[Node]:
    """Return the picture *source*, with the other attributes of *element*."""
    if isinstance(source, dict):
        # What the loader of responsive pictures makes: {src: {src}, preSrc}.
        source = source.get("src")
        source = source.get("src") if isinstance(source, dict) else source
    element.attributes.values["src"] = source
    return element.renderer.registry["img"](element)


def _ideal_image(element: Element) -> list[Node]:
    attributes = element.attributes
    if "img" in attributes.unread:
        attributes.unread.add("src")
    return _image_of(element, attributes.values.get("img"))


def _themed_image(element: Element) -> list[Node]:
    """Return the picture for light pages and the one for dark pages, or the only one there is."""
    sources = element.attributes.props.get("sources")
    if "sources" in element.attributes.unread:
        element.attributes.unread.add("src")
    if not isinstance(sources, dict):
        return _image_of(element, element.attributes.values.get("src"))
    light, dark = sources.get("light"), sources.get("dark")
    pairs = [(LIGHT, light), *([(DARK, dark)] if dark != light else [])]
    made = [(mode, _image_of(element, source)) for mode, source in pairs if source]
    there = [(mode, found) for mode, found in made if not _is_missing(found)] or made
    if len(there) > 1:
        for mode, found in there:
            for picture in (each for node in found for each in node.findall(nodes.image)):
                picture["classes"].append(mode)
    return [node for _, found in there for node in found]


def _is_missing(found: list[Node]) -> bool:
    pictures = (picture for node in found for picture in node.findall(nodes.image))
    return all(picture.get("missing") for picture in pictures)


def _browser_only(element: Element) -> list[Node]:
    """Return what is shown before a script runs, else the JSX that the function returns."""
    if "fallback" in element.attributes.values:
        return element.shown_blocks(element.attributes.values["fallback"])
    result: list[Node] = []
    functions = [child for child in _flat(element.token) if child.type == "mdx_expression"]
    for child in functions:
        body = returned_source(child.content)
        try:
            value = evaluate(body, element.renderer.scope) if body else None
        except NotLiteral:
            continue
        if isinstance(value, str | Markup):
            result += value_nodes(element.renderer, value, element.token)
    if functions:
        return phrases(result) if element.inline else result
    return keep_children(element)


def _flat(token: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """Return the children of *token*, and those of paragraphs among them."""
    found: list[SyntaxTreeNode] = []
    for child in token.children or []:
        found += _flat(child) if child.type in {"paragraph", "inline"} else [child]
    return found


def contents(element: Element) -> list[Node]:
    """Return the place of a list of headings, from ``minHeadingLevel`` to ``maxHeadingLevel``."""
    props = element.attributes.props
    levels = [props.get("minHeadingLevel", 2), props.get("maxHeadingLevel", 3)]
    low, high = (each if isinstance(each, int) else 2 + at for at, each in enumerate(levels))
    # A list in running text would split it.
    return [] if element.inline else [contents_list(low, high)]


#: Most pages of a folder that are listed.
MOST_CARDS = 500


def _cards(element: Element) -> list[Node]:
    """Return a list of the links in ``items``; without these, of the pages of the folder."""
    items = element.attributes.props.get("items")
    listed = nodes.bullet_list(bullet="-")
    for item in items if isinstance(items, list) else []:
        address = show(item.get("href")) if isinstance(item, dict) else ""
        if not isinstance(item, dict) or not address:
            continue
        words = nodes.Text(show(item.get("label")) or address)
        link = references.link(element.renderer, address, "", element.token)
        if link is not None:
            references.inner_of(link).append(words)
        paragraph = nodes.paragraph("", "", link if link is not None else words)
        if description := show(item.get("description")):
            paragraph += nodes.Text(f": {description}")
        listed.append(nodes.list_item("", paragraph))
    if not listed.children and "items" not in element.attributes.props:
        listed = _pages_of_folder(element)
    if not listed.children:
        message = (
            "<DocCardList> has no pages to show, or has shown them before, and is left out; write "
            "a list of links"
        )
        element.renderer.warn_once(
            "<DocCardList>", WarningKind.MDX_COMPONENT, message, element.token, refused=False
        )
        return []
    return [] if element.inline else [listed]


def _pages_of_folder(element: Element) -> nodes.bullet_list:
    """Return a list of the other documents in the folder, in the order of their names.

    So Docusaurus makes a sidebar where the site writes none. For a folder in it stands its index,
    or else its first document. The document is read again if others come or go. Empty for a second
    list in a document: each goes through all documents.
    """
    env, md_env = element.renderer.sphinx_env, element.renderer.md_env
    if md_env.setdefault("paperreview_card_list", element) is not element:
        return nodes.bullet_list()
    folder = posixpath.dirname(env.docname)
    start = f"{folder}/" if folder else ""
    pages: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        if docname == env.docname or not docname.startswith(start):
            continue
        name, _, rest = docname.removeprefix(start).partition("/")
        if rest or not is_index(name):
            pages[name] = docname if rest == "index" else pages.get(name, docname)
    env.glob_toctrees.add(env.docname)
    listed = nodes.bullet_list(bullet="-")
    for _name, docname in zip(range(MOST_CARDS), pages.values(), strict=False):
        link = addnodes.pending_xref(
            "", nodes.inline(classes=["xref", "std", "std-doc"]), refdomain="std", reftype="doc",
            reftarget=f"/{docname}", refdoc=env.docname, refexplicit=False, refwarn=True,
        )  # fmt: skip
        element.renderer.place(link, element.token)
        listed.append(nodes.list_item("", nodes.paragraph("", "", link)))
    return listed


def _translate(element: Element) -> list[Node]:
    """Return the text, with ``{name}`` replaced by what ``values`` holds."""
    # The id is that of a message, not of an element.
    element.attributes.values.pop("id", None)
    given = element.attributes.props.get("values")
    values: dict[str, Value] = given if isinstance(given, dict) else {}
    holder = nodes.paragraph("", "", *(keep_children(element)))
    for text in list(holder.findall(nodes.Text)) if values else ():
        filled = _PLACE.sub(lambda found: show(values.get(found[1])), text.astext())
        text.parent.replace(text, nodes.Text(filled))
    return list(holder.children)


_PLACE = re.compile(r"\{\s*(\w+)\s*\}")


def _redirect(element: Element) -> list[Node]:
    """Return a link to where the page leads."""
    address = show(element.attributes.props.get("to"))
    element.attributes.values["href"] = address
    if not address:
        return []
    node = references.link(element.renderer, address, "", element.token)
    if node is None:
        return []
    references.inner_of(node).append(nodes.Text(address))
    return [node] if element.inline else [nodes.paragraph("", "", node)]


def _badge(element: Element) -> list[Node]:
    """Return the words of a label, as VitePress, VuePress and Starlight show it beside a title."""
    text = element.attributes.values.get("text")
    words = [nodes.Text(text)] if isinstance(text, str) else element.phrases()
    return [nodes.literal("", "", *words)]


BUILDERS: Mapping[str, Builder] = {
    "Tabs": _tabs,
    "TabItem": _tab_item,
    "Admonition": _admonition,
    "Details": dropdown,
    "CodeBlock": _code_block,
    "TOCInline": contents,
    "DocCardList": _cards,
    "Head": nothing,
    "Fragment": keep_children,
    "React.Fragment": keep_children,
    "BrowserOnly": _browser_only,
    "Link": _link,
    "NavLink": _link,
    "IdealImage": _ideal_image,
    "ThemedImage": _themed_image,
    "Translate": _translate,
    "Redirect": _redirect,
    "Badge": _badge,
}
