"""Builders of frames, players and files within a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.elements.element import keep_children
from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.files import find_file, is_document
from sphinx_paperreview.nodes import block_element
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most characters of an address that is shown as its own name.
MAX_NAME = 80
#: What a frame may be allowed (``allow``): what players use. Others ask a reader for a camera, say.
_FEATURES = frozenset(
    {"accelerometer", "autoplay", "clipboard-write", "encrypted-media", "fullscreen", "gyroscope",
     "picture-in-picture", "web-share"}
)  # fmt: skip


def _frame(element: Element) -> list[Node]:
    address = element.attributes.text("src")
    settings = settings_of(element.renderer.sphinx_env.config)
    checked = sanitize.embed(address, settings.embed_hosts)
    if checked is None:
        return _refused_frame(element, address.strip())
    names = ("width", "height", "allowfullscreen", "allow")
    attributes = element.html_attributes(*names)
    attributes.update(src=checked, loading="lazy")
    attributes.setdefault("title", checked)
    if "allow" in attributes and not settings.trusted:
        attributes["allow"] = _features(element, attributes["allow"])
    link = nodes.reference("", checked, refuri=checked)
    return [block_element("", nodes.paragraph("", "", link), tag="iframe", attributes=attributes)]


def _features(element: Element, written: str) -> str:
    """Return those of the features in *written* (Permissions Policy) that players use."""
    names = [words[0].lower() for part in written.split(";") if (words := part.split())]
    if refused := [name for name in names if name not in _FEATURES]:
        message = (
            f"a frame in a post is not allowed {', '.join(refused)[:80]}; take it out of allow"
        )
        element.warn(WarningKind.MDX_ATTRIBUTE, f"{message}, or set paperreview_trusted")
    return "; ".join(name for name in names if name in _FEATURES)


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
    found = find_file(renderer.sphinx_env, path, renderer.base) if path else ""
    return (
        bool(found)
        and not is_document(renderer.sphinx_env, found)
        and not found.lower().endswith((".html", ".htm", ".xhtml"))
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
    checked = sanitize.source(address)
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


BUILDERS: Mapping[str, Builder] = {
    "iframe": _frame,
    "video": _media,
    "audio": _media,
    "source": _source,
    "object": _object,
    "embed": _object,
}
