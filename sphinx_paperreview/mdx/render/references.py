"""Images and links of a document: what they mean, and what is shown if that is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.mdx.render import sanitize
from sphinx_paperreview.mdx.render.files import document_name, expected_path, find_file, is_document
from sphinx_paperreview.nodes import missing_image
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import PlacedRenderer

_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
#: Schemes that MyST resolves; ``path:`` is ours, so that no file outside can be asked for.
_MYST_SCHEMES = ("inv:", "project:", "doc:")


def is_remote(address: str) -> bool:
    """Return whether *address* names a scheme or a host."""
    return bool(_SCHEME.match(address)) and not address.startswith("pathname://")


def image(
    renderer: PlacedRenderer, address: str, alt: str, token: SyntaxTreeNode
) -> nodes.image | nodes.inline:
    """Return the image at *address*, marked as missing if it is; a refused one is its text."""
    uri = address
    problem, missing = "", False
    if not address:
        problem = "an image has no address; write src"
    elif is_remote(address):
        checked = sanitize.url(address, image=True)
        if checked is None:
            problem = f"the address of an image is not allowed: {address[:80]}"
    else:
        found = find_file(renderer.sphinx_env, address.split("#", 1)[0], renderer.base)
        if found is None:
            problem = f"image file not found in the source folder: {unquote(address)[:200]}"
            missing = _note_missing(renderer, address)
            uri = address_on_site(address)
        else:
            uri = "/" + found.path
    if problem:
        renderer.warn(WarningKind.IMAGE, problem + "; add the file or correct the path", token)
    if problem and not missing:
        text = alt or unquote(address).rsplit("/", 1)[-1][:200]
        refused = nodes.inline(text, text, classes=["pr-missing"])
        renderer.place(refused, token)
        return refused
    node = nodes.image(f"![{alt}]({address})", uri=uri, alt=alt)
    if missing:
        node["missing"] = True
    renderer.place(node, token)
    return node


def settle_missing(document: nodes.document) -> None:
    """Take the images of *document* that are missing out of the sight of Sphinx's collector."""
    for node in [node for node in document.findall(nodes.image) if node.get("missing")]:
        text = node["alt"] or unquote(node["uri"]).rsplit("/", 1)[-1][:200]
        stand_in = missing_image(node.rawsource, text, **node.attributes)
        del stand_in["missing"]
        stand_in["classes"] = [*node["classes"], "pr-missing"]
        if not node["alt"]:
            del stand_in["alt"]
        stand_in.source, stand_in.line = node.source, node.line
        alone = not isinstance(node.parent, nodes.TextElement | nodes.figure)
        node.replace_self(nodes.paragraph("", "", stand_in) if alone else stand_in)


def address_on_site(address: str) -> str:
    """Return what a browser is given for a file that is not there."""
    for prefix in ("@site/static/", "@site/", "pathname:///"):
        if address.startswith(prefix):
            return "/" + address.removeprefix(prefix)
    return address


def _note_missing(renderer: PlacedRenderer, address: str) -> bool:
    """Have the document read again once the file is there, as Sphinx does.

    Return whether it might ever be: a path out of the source folder is refused.
    """
    path = expected_path(renderer.sphinx_env, address, renderer.base)
    if path is not None:
        renderer.sphinx_env.note_dependency(path)
    return path is not None


def render_link(renderer: PlacedRenderer, token: SyntaxTreeNode) -> None:
    """Render a link of Markdown; what points nowhere stays as its text."""
    address = str(token.attrGet("href") or "")
    if token.info == "auto" and sanitize.url(address) is not None:
        if token.markup == "autolink":
            message = f"<{address}> is refused by MDX; write the address alone"
            renderer.warn(WarningKind.MDX_REFUSED, message, token)
        renderer.render_link_url(token)
        return
    if address.startswith(("#", *_MYST_SCHEMES)) and address != "#":
        renderer.render_myst_link(token)
        return
    title = str(token.attrGet("title") or "")
    node = link(renderer, address.removeprefix("path:"), title, token)
    if node is None:
        with renderer.within(inline=True):
            renderer.render_children(token)
        return
    renderer.current_node.append(node)
    with renderer.within(inline=True), renderer.current_node_context(inner_of(node)):
        renderer.render_children(token)


def inner_of(node: Element) -> Element:
    """Return the node within the link *node* that takes its text."""
    first = node.children[0] if node.children else node
    return first if isinstance(first, nodes.Element) else node


def link(
    renderer: PlacedRenderer, address: str, title: str, token: SyntaxTreeNode
) -> Element | None:
    """Return an empty link to *address*, or None with a warning if there is nothing there."""
    node: Element
    if not address:
        return None
    if address == "#":
        node = nodes.reference("", "", refuri=address)
    elif address.startswith("#"):
        node = nodes.reference("", "", refuri=renderer.md.normalizeLinkText(address), id_link=True)
    elif is_remote(address):
        checked = sanitize.url(address)
        if checked is None:
            message = f"a link to this address is not allowed: {address[:80]}"
            renderer.warn(WarningKind.MDX_LINK, message, token)
            return None
        node = nodes.reference("", "", refuri=checked)
    else:
        local = _local(renderer, address, token)
        if local is None:
            return None
        node = local
    if title:
        node["reftitle"] = title
    renderer.place(node, token)
    return node


def _local(renderer: PlacedRenderer, address: str, token: SyntaxTreeNode) -> Element | None:
    """Return a link to a file, or a cross-reference to a document.

    Whether the document exists is asked when the page is written: others come and go while
    this one stays unread.
    """
    env = renderer.sphinx_env
    path, _, fragment = address.partition("#")
    file = find_file(env, path, renderer.base)
    if file is not None and not is_document(env, file.path):
        node: Element = addnodes.download_reference(
            "",
            "",
            refdomain=None,
            reftarget="/" + file.path,
            refdoc=env.docname,
            reftype="myst",
            refexplicit=True,
        )
        node.append(nodes.inline("", "", classes=["xref", "download", "myst"]))
        return node
    docname = document_name(env, path, renderer.base)
    if docname is None:
        message = f"“{path}” lies outside the source folder; correct the link"
        renderer.warn(WarningKind.MDX_LINK, message, token)
        return None
    node = addnodes.pending_xref(
        "",
        refdomain="doc",
        reftarget=docname,
        reftargetid=renderer.md.normalizeLinkText(fragment) or None,
        refdoc=env.docname,
        reftype="myst",
        refexplicit=True,
        address=renderer.md.normalizeLink(address_on_site(address)),
    )
    node.append(nodes.inline("", "", classes=["xref", "myst"]))
    return node
