"""The document as a whole: title, front matter, and what is settled once all is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.metadata.values import as_flag, as_text
from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.mdx.javascript.values import plain_value
from sphinx_paperreview.mdx.language import is_message
from sphinx_paperreview.mdx.render.contents import elements_of, open_strays, replace_check_box
from sphinx_paperreview.mdx.render.footnotes import drop_unmatched
from sphinx_paperreview.mdx.render.headings import fill_contents, identify_titles
from sphinx_paperreview.mdx.render.references import replacement
from sphinx_paperreview.mdx.render.titles import (
    IS_PAGE,
    OWN_TITLE,
    arrange,
    own_title,
    title_of_file,
)
from sphinx_paperreview.mdx.rules.language import LANGUAGE, Language
from sphinx_paperreview.nodes import block_element, replace_nodes
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from docutils.nodes import Element, Node
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most transitions in a section: docutils looks each up among all its siblings.
MAX_TRANSITIONS = 500
#: Front matter keys of Sphinx itself, copied to ``env.metadata``.
METADATA = ("orphan", "tocdepth", "nosearch", "nocomments")


def arrange_title(
    tokens: list[Token], options: Mapping[str, Any], md_env: MutableMapping[str, Any]
) -> list[Token]:
    """Return *tokens* with the title of the document first; bind what Docusaurus binds.

    That is ``frontMatter``, ``props`` and, where there is one, ``contentTitle``.

    A translated message of a document gets no title.
    """
    front_matter: FrontMatter = options["front_matter"]
    scope_of(md_env).update({"frontMatter": plain_value(front_matter.data), "props": {}})
    if is_message(options["document"]):
        return tokens
    fallback = title_of_file(options["document"].settings.env.docname)
    only_one = options[LANGUAGE] is Language.MARKDOWN
    content_title = own_title(tokens)
    if content_title is not None:
        scope_of(md_env)["contentTitle"] = content_title
    md_env[OWN_TITLE] = content_title is not None
    has_own = md_env[OWN_TITLE] and not only_one
    title = _title_of(front_matter, options["document"], has_own=has_own)
    is_page = options["document"].settings.env.current_document.get(IS_PAGE, False)
    return arrange(tokens, title, fallback, only_one=only_one, in_place=is_page and not only_one)


def _title_of(front_matter: FrontMatter, document: nodes.document, *, has_own: bool) -> str:
    """Return the title in the front matter; empty if the heading of a page is shown instead.

    As in Docusaurus, that is so in a document that is no post and begins with an h1. The title of
    the front matter then stands in the ``<title>`` alone.
    """
    title = as_text(front_matter.data.get("title")) or ""
    is_page = document.settings.env.current_document.get(IS_PAGE, False)
    if title and is_page and has_own and not front_matter.data.get("date"):
        document["title"] = title
        return ""
    return title


def render_front_matter(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Copy Sphinx's own keys to ``env.metadata``.

    A front matter that is not a mapping is shown below the title, prose with a warning
    (``FRONT_MATTER``); a document with another one is only shown as a draft.
    """
    env, front_matter = renderer.sphinx_env, renderer.front_matter
    if front_matter.problem:
        if front_matter.is_prose:  # else it was reported before
            location = (env.docname, front_matter.line)
            problem = front_matter.problem
            warn(WarningKind.FRONT_MATTER, "%s", problem, location=location, refused=True)
        renderer.headings.pending = _shown(renderer, front_matter)
        return
    metadata = env.metadata[env.docname]
    for key in METADATA:
        if front_matter.data.get(key) not in (None, False):
            metadata[key] = front_matter.data[key]
    if not isinstance(metadata.get("tocdepth", 0), int):
        metadata["tocdepth"] = 0


def _shown(renderer: BaseRenderer, front_matter: FrontMatter) -> list[Node]:
    """Return prose as Markdown, anything else as code."""
    if front_matter.is_prose:
        holder = nodes.Element()
        with renderer.current_node_context(holder):
            renderer.nested_render_text(front_matter.source, 1)
        return holder.children
    block = nodes.literal_block(
        front_matter.source, front_matter.source, language=front_matter.format.lower(), force=True
    )
    block.source, block.line = renderer.document["source"], 1
    return [block]


def render_esm(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show nothing: the rule has bound what the imports and exports define."""


def finish(renderer: BaseRenderer) -> None:
    """Settle what depends on the whole document, before MyST finishes it."""
    document = renderer.document
    identify_titles(renderer)
    _hide_title(renderer)
    if renderer.has_elements:
        open_strays(document)
    if renderer.footnotes.defined:
        drop_unmatched(document)
    parents: dict[int, Element] = {}
    missing: list[nodes.image] = []
    places: list[nodes.topic] = []
    for node in elements_of(document):
        if isinstance(node, nodes.image):
            missing += [node] if node.get("missing") else []
        elif isinstance(node, nodes.raw):
            replace_check_box(node)
        elif isinstance(node, nodes.topic) and "levels" in node:
            places.append(node)
        elif isinstance(node, nodes.transition):
            parents[id(node.parent)] = node.parent
    for parent in parents.values():
        parent[:] = _with_rules(parent)
    replace_nodes((node, replacement(node)) for node in missing)
    fill_contents(document, places)
    # MyST would warn of these; that the first definition of a link counts is Markdown's rule.
    renderer.md_env.pop("duplicate_refs", None)


def _hide_title(renderer: BaseRenderer) -> None:
    """Hide the title of a page whose front matter says ``hide_title``, as Docusaurus does.

    It hides only the title of the front matter, not a heading. Screen readers still read it.
    """
    data = renderer.front_matter.data
    is_page = renderer.sphinx_env.current_document.get(IS_PAGE, False)
    title = next(iter(renderer.document.findall(nodes.title)), None) if is_page else None
    has_own = renderer.md_env.get(OWN_TITLE, False)
    if title is not None and as_flag(data.get("hide_title")) and not has_own:
        title["classes"] += ["pr-content-title", "visually-hidden"]


def _with_rules(parent: Element) -> list[Node]:
    """Return the children of *parent*, with an ``<hr>`` for each transition docutils refuses."""
    children: list[Node] = []
    count = 0
    for node in parent.children:
        if isinstance(node, nodes.transition):
            count += 1
            before = children[-1] if children and node is not parent.children[-1] else None
            misplaced = before is None or isinstance(before, nodes.title | nodes.transition)
            if misplaced or count > MAX_TRANSITIONS or not isinstance(parent, nodes.section):
                rule = block_element("", tag="hr", attributes={})
                rule.source, rule.line = node.source, node.line
                children.append(rule)
                continue
        children.append(node)
    return children
