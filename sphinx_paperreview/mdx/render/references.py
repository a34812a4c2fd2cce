"""Images, links and targets: the files and documents they name, and what replaces missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx import addnodes

from sphinx_paperreview.core.files.paths import LINK_OUTSIDE, OUTSIDE
from sphinx_paperreview.core.site_addresses import (
    has_template,
    without_hash_route,
    without_templates,
)
from sphinx_paperreview.core.urls import names_host
from sphinx_paperreview.mdx.render import sanitize
from sphinx_paperreview.mdx.render.files import (
    document_name,
    find_file,
    is_document,
    look_up,
    near_file,
)
from sphinx_paperreview.nodes import DARK, LIGHT, missing_image
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.core.files.paths import SourcePath
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Schemes that MyST resolves. ``path:`` is not among them: MyST's would reach any file.
_MYST_SCHEMES = ("inv:", "project:", "doc:")
#: The token of ``![[picture.png]]``, which names a file wherever it lies.
WIKILINK = "dialect_wikilink"
#: The classes of pictures for pages of one mode, by the fragment of the address: GitHub's, which
#: Docusaurus has taken over, and Material for MkDocs'.
_MODES = {
    "gh-dark-mode-only": DARK, "only-dark": DARK,
    "gh-light-mode-only": LIGHT, "only-light": LIGHT,
}  # fmt: skip
#: Most ``(name)=`` in a row, and most names of a document: docutils gives each target of a row
#: all names before it, and looks each up among all its siblings.
MAX_ROW, MAX_TARGETS = 30, 2000


def _is_by_name(token: SyntaxTreeNode) -> bool:
    """Return whether *token* names a file wherever it lies."""
    return token.type == WIKILINK or bool((token.meta or {}).get("by_name"))


def is_remote(address: str) -> bool:
    """Return whether *address* names a scheme or a host."""
    return names_host(address) and not address.startswith("pathname://")


class _Source(NamedTuple):
    """Where the file of an image is, or why there is none."""

    uri: str = ""
    #: What to warn of, with what to write instead; empty if the file is there or may be.
    problem: str = ""
    #: Whether the image is shown although its file is not there.
    is_missing: bool = False


def image(
    renderer: BaseRenderer, address: str, alt: str, token: SyntaxTreeNode
) -> nodes.image | nodes.inline:
    """Return the image at *address*, or its alternative text if the address is not allowed.

    An image without a file is marked as ``missing``. Both are warned about (``IMAGE``).
    """
    address = without_templates(address)
    source = _source(renderer, address, token)
    if source.problem:
        renderer.warn(WarningKind.IMAGE, source.problem, token)
    if source.problem and not source.is_missing:
        text = alt or ("" if has_template(address) else unquote(address).rsplit("/", 1)[-1][:200])
        refused = nodes.inline(text, text, classes=["pr-missing"])
        renderer.place(refused, token)
        return refused
    node = nodes.image(f"![{alt}]({address})", uri=source.uri, alt=alt)
    if mode := _MODES.get(address.partition("#")[2]):
        node["classes"].append(mode)
    if source.is_missing:
        node["missing"] = True
    renderer.place(node, token)
    return node


def _source(renderer: BaseRenderer, address: str, token: SyntaxTreeNode) -> _Source:
    """Return the source of the image at *address*."""
    if not address:
        return _Source(problem="an image has no address; write src")
    if has_template(address):
        made = unquote(address)[:80]
        return _Source(
            problem=f"the address of an image is made by a template: {made}; write it as it is on "
            "the page"
        )
    if is_remote(address):
        checked = sanitize.url(address, image=True)
        if checked is not None and checked.lower().startswith(("http://", "https://", "data:")):
            return _Source(checked)
        return _Source(
            problem=f"the address of an image is not allowed: {address[:80]}; write https://… or "
            "the path of a file in the source folder"
        )
    path = address.split("#", 1)[0]
    found = look_up(renderer.sphinx_env, path, renderer.base, anywhere=_is_by_name(token))
    if found.exists:
        return _Source("/" + found.path)
    if found.path:
        # The document is read again once the file exists.
        renderer.sphinx_env.note_dependency(found.path)
    what = found.problem or "not found in the source folder"
    advice = _advice(renderer, address, found)
    uri = sanitize.url(address_on_site(address)) or ""
    problem = f"image file {what}: {unquote(address)[:200]}{advice}"
    return _Source(uri, problem, is_missing=bool(uri and found.path))


def _advice(renderer: BaseRenderer, address: str, found: SourcePath) -> str:
    """Return what to do about an image at *address* that is not *found*."""
    if near := near_file(renderer.sphinx_env, address.split("#", 1)[0], renderer.base):
        return f"; write {near}, which differs in case"
    if "\\" in unquote(address):
        return "; write / in place of \\ between folders"
    if found.problem in {OUTSIDE, LINK_OUTSIDE}:
        return "; copy it into the source folder, and write its path there"
    return "; add the file or correct the path"


def render_image(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render an image of Markdown."""
    node = image(renderer, str(token.attrGet("src") or ""), _alternative(token), token)
    if isinstance(node, nodes.image):
        renderer.copy_attributes(token, node, ("class", "title"))
    renderer.current_node.append(node)


def _alternative(token: SyntaxTreeNode) -> str:
    """Return the alternative text of an image, including that of code and formulas in it."""
    parts = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.children:
            parts.append(_alternative(child))
        elif child.type not in {"mdx_comment", "mdx_tag"}:
            parts.append(child.content)
    return "".join(parts)


def replacement(node: nodes.image) -> Element:
    """Return what stands for *node*, whose file is missing: Sphinx's image collector ignores it."""
    text = node["alt"] or unquote(node["uri"]).rsplit("/", 1)[-1][:200]
    stand_in = missing_image(node.rawsource, text, **node.attributes)
    del stand_in["missing"]
    stand_in["classes"] = [*node["classes"], "pr-missing"]
    if not node["alt"]:
        del stand_in["alt"]
    stand_in.source, stand_in.line = node.source, node.line
    alone = not isinstance(node.parent, nodes.TextElement | nodes.figure)
    return nodes.paragraph("", "", stand_in) if alone else stand_in


def address_on_site(address: str) -> str:
    """Return the URL that stands for a missing file on the page."""
    for prefix in ("@site/static/", "@site/", "pathname:///"):
        if address.startswith(prefix):
            return "/" + address.removeprefix(prefix)
    return address


def render_link(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a link of Markdown, or its text if :func:`link` refuses its address."""
    address = without_hash_route(str(token.attrGet("href") or ""))
    if token.info == "auto" and sanitize.url(address) is not None:
        if token.markup == "autolink" and not renderer.is_markdown:
            message = f"<{address}> is refused by MDX; write the address alone"
            renderer.warn(WarningKind.MDX_REFUSED, message, token)
        renderer.render_link_url(token)
        return
    if address.startswith(("#", *_MYST_SCHEMES)) and address != "#":
        SphinxRenderer.render_link(renderer, token)
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
    # HTML has no links within links.
    for footnote in list(node.findall(nodes.footnote_reference)):
        footnote.parent.remove(footnote)
        renderer.current_node.append(footnote)


def inner_of(node: Element) -> Element:
    """Return the node in the link *node* that its text belongs in."""
    first = node.children[0] if node.children else node
    return first if isinstance(first, nodes.Element) else node


def link(renderer: BaseRenderer, address: str, title: str, token: SyntaxTreeNode) -> Element | None:
    """Return a link to *address* without text, or None.

    None stands for an empty address, and for one that is not allowed or outside of the source
    folder, which is warned about (``MDX_LINK``).
    """
    node: Element
    address = without_hash_route(without_templates(address))
    if not address:
        return None
    if has_template(address):
        message = f"the address of a link is made by a template: {unquote(address)[:80]}"
        message += "; write it as it is on the page"
        renderer.warn(WarningKind.MDX_LINK, message, token)
        return None
    if address == "#":
        node = nodes.reference("", "", refuri=address)
    elif address.startswith("#"):
        node = nodes.reference("", "", refuri=renderer.md.normalizeLinkText(address), id_link=True)
    elif is_remote(address):
        checked = sanitize.url(address)
        if checked is None:
            message = (
                f"a link to this address is not allowed and is shown as text: {address[:80]}; "
                "write the address of a page, https://…"
            )
            # Notes of a reference manager have a link to its program (zotero:) in each line.
            scheme = f"{address.partition(':')[0].casefold()}:"
            renderer.warn_once(scheme, WarningKind.MDX_LINK, message, token)
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


def _local(renderer: BaseRenderer, address: str, token: SyntaxTreeNode) -> Element | None:
    """Return a link to a file, or a cross-reference to a document.

    Whether the document exists is checked when the page is written, because it may be added or
    removed without this one being read again.
    """
    env = renderer.sphinx_env
    path, _, fragment = address.partition("#")
    file = find_file(env, path, renderer.base, anywhere=_is_by_name(token))
    if file and not is_document(env, file):
        node: Element = addnodes.download_reference(
            "",
            "",
            refdomain=None,
            reftarget=f"/{file}",
            refdoc=env.docname,
            reftype="myst",
            refexplicit=True,
        )
        node.append(nodes.inline("", "", classes=["xref", "download", "myst"]))
        return node
    near = near_file(env, path, renderer.base) if not file else ""
    if near and not is_document(env, near):
        message = f"there is no file “{path}”; write {near}, which differs in case"
        renderer.warn(WarningKind.MDX_LINK, message, token)
        return None
    docname = document_name(env, path, renderer.base)
    if docname is None:
        message = f"“{path}” lies outside the source folder; write the full address, https://…"
        renderer.warn(WarningKind.MDX_LINK, message, token)
        return None
    written = sanitize.url(address_on_site(address))
    if written is None:
        message = f"a link to this address is not allowed: {address[:80]}; write ./ before a path"
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
        address=renderer.md.normalizeLink(written),
    )
    if address.startswith("pathname://"):
        node["hosted"] = True
    node.append(nodes.inline("", "", classes=["xref", "myst"]))
    return node


def render_target(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``(name)=``; show it as text beyond the limits, and warn once (``MDX_REFUSED``)."""
    row = renderer.current_node.children[-MAX_ROW:]
    full = len(row) == MAX_ROW and all(isinstance(node, nodes.target) for node in row)
    if not full and len(renderer.document.nametypes) < MAX_TARGETS:
        SphinxRenderer.render_myst_target(renderer, token)
        return
    message = "too many targets (name)= in a row or in all; remove some"
    renderer.warn_once("targets", WarningKind.MDX_REFUSED, message, token)
    text = f"({token.content})="
    paragraph = nodes.paragraph("", text)
    renderer.place(paragraph, token)
    renderer.current_node.append(paragraph)
