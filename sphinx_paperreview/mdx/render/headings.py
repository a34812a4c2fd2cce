"""Sections, rubrics, and their ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.render.contents import CONSTRUCTS
from sphinx_paperreview.mdx.render.titles import IS_PAGE, OWN_TITLE
from sphinx_paperreview.mdx.rules.heading import slugify
from sphinx_paperreview.nodes import leveled_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_heading(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a section with the id that Docusaurus gives it, or a rubric within another block."""
    level = token.meta.get("level", int(token.tag[1])) + renderer.heading_offset
    if token.meta.get("rubric") or not _may_begin_section(renderer):
        _render_rubric(renderer, token, level)
        return
    section = _open_section(renderer, token, level)
    title = nodes.title(token.children[0].content if token.children else "")
    renderer.place(title, token)
    section.append(title)
    _render_text(renderer, token, title)
    # A page keeps its own h1, whose id a heading below does not get.
    is_page = renderer.sphinx_env.current_document.get(IS_PAGE, False)
    is_own = is_page and renderer.md_env.get(OWN_TITLE, False) and not renderer.is_markdown
    if level == 1 and not token.meta.get("id") and not is_own:
        # In a post of Docusaurus the h1 has no id, so it must not take one from a heading below.
        renderer.headings.postponed.append((section, title))
    else:
        source = _source_text(token, is_mdx=not renderer.is_markdown)
        _identify(renderer, section, title, token.meta.get("id", ""), source)
    renderer.current_node = section
    section.extend(renderer.headings.pending)
    renderer.headings.pending = []


def _may_begin_section(renderer: BaseRenderer) -> bool:
    """Return whether the current node may hold sections; a directive may name a root of its own."""
    root = renderer.md_env.get("temp_root_node")
    return isinstance(renderer.current_node, nodes.document | nodes.section) or (
        root is not None and renderer.current_node == root
    )


def _open_section(renderer: BaseRenderer, token: SyntaxTreeNode, level: int) -> nodes.section:
    shown_levels = renderer.headings.shown_levels
    shown = int(token.tag[1]) + renderer.heading_offset
    skipped = shown - 1 - shown_levels[renderer.parent_level(level)]
    shown_levels[level] = shown
    section = leveled_section(skipped=skipped) if skipped else nodes.section()
    renderer.place(section, token)
    if level == 1 and renderer.blocks_mathjax_processing:
        section["classes"].extend(["tex2jax_ignore", "mathjax_ignore"])
    renderer.update_section_level_state(section, level)
    return section


def _render_rubric(renderer: BaseRenderer, token: SyntaxTreeNode, level: int) -> None:
    rubric = nodes.rubric(token.children[0].content if token.children else "", "")
    rubric["heading-level"] = max(min(level, 6), 2 if renderer.is_markdown else 1)
    renderer.place(rubric, token)
    renderer.current_node.append(rubric)
    _render_text(renderer, token, rubric)
    source = _source_text(token, is_mdx=not renderer.is_markdown)
    _identify(renderer, rubric, rubric, token.meta.get("id", ""), source)


def _render_text(renderer: BaseRenderer, token: SyntaxTreeNode, node: Element) -> None:
    renderer.headings.emoji.clear()
    with renderer.within(inline=True, titled=True), renderer.current_node_context(node):
        renderer.render_children(token)


def _identify(
    renderer: BaseRenderer, node: Element, title: Element, explicit: str, source: str | None
) -> None:
    """Give *node* the explicit id, else the slug that github-slugger makes of its text.

    :param source: the text for the slug, where it differs from that of *title*
    """
    document, counts = renderer.document, renderer.headings.counts
    shown = title.astext().replace("\n", " ")
    text = " ".join(shown.split())
    identifier = explicit if explicit and explicit not in document.ids else ""
    if not identifier:
        if source is None:
            source = shown
            for character, name in renderer.headings.emoji.items():
                source = source.replace(character, name)
        identifier = base = slugify(explicit or source) or "section"
        while identifier in counts or identifier in document.ids:
            counts[base] = counts.get(base, 0) + 1
            identifier = f"{base}-{counts[base]}"
        counts.setdefault(identifier, 0)
    names = node["names"]
    node["ids"].append(identifier)
    # docutils notes all names of a node: only the new one is implicit.
    node["names"] = [nodes.fully_normalize_name(text)]
    document.note_implicit_target(node, node)
    node["names"] = names + node["names"]
    renderer.note_anchor(identifier, node.line or 1, text)


def identify_titles(renderer: BaseRenderer) -> None:
    """Give the postponed sections their ids, now that no other heading can want the same."""
    for section, title in renderer.headings.postponed:
        _identify(renderer, section, title, "", None)


def render_emoji(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``:tada:`` as its character; the id of a heading keeps the name."""
    renderer.headings.emoji[token.content] = token.markup
    renderer.current_node.append(nodes.Text(token.content))


def _source_text(heading: SyntaxTreeNode, *, is_mdx: bool) -> str | None:
    """Return the text of *heading* before elements and ``{…}`` are evaluated; None without such.

    Docusaurus makes ids of that text, and links to them should go on working. It keeps the blanks
    at the ends of formulas, and leaves out the ``:name`` that would be a directive in text.
    """
    is_source = any(
        node.type in CONSTRUCTS
        or node.type in _FORMULAS
        or (is_mdx and node.type == "text" and _DIRECTIVE.search(node.content))
        for node in heading.walk()
    )
    return _text(heading, is_mdx=is_mdx) if is_source else None


#: The name of a directive in text (micromark-extension-directive).
_DIRECTIVE = re.compile(r"(?<!:):[A-Za-z](?:[\w-]*[A-Za-z0-9])?(?![\w:-])", re.ASCII)
_FORMULAS = frozenset({"math_inline", "math_inline_double"})


def _text(node: SyntaxTreeNode, *, is_mdx: bool) -> str:
    if node.type in _FORMULAS and "written" in node.meta:
        inner = str(node.meta["written"]).strip("$").replace("\n", " ")
        is_padded = inner[:1] == inner[-1:] == " " and bool(inner.strip())
        return inner[1:-1] if is_padded else inner
    if node.type == "mdx_emoji":
        return node.markup
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type == "mdx_comment" and not node.meta["source"].startswith("{"):
        return ""
    if node.type == "mdx_jsx" or node.children:
        return "".join(_text(child, is_mdx=is_mdx) for child in node.children)
    return _DIRECTIVE.sub("", node.content) if is_mdx and node.type == "text" else node.content


def contents_list(low: int, high: int) -> nodes.topic:
    """Return the place of a list of the headings of the levels *low* to *high* (1 to 6)."""
    return nodes.topic("", classes=["contents", "local"], levels=(low, high))


#: Most lists of headings in a document: each goes through all of them.
MAX_CONTENTS = 5


def fill_contents(document: nodes.document, places: Iterable[nodes.topic]) -> None:
    """Put the list of headings into each of *places*, now that all have their ids."""
    first = next(iter(document.findall(nodes.section)), None)
    for count, place in enumerate(places):
        low, high = place.attributes.pop("levels")
        own = place.parent if place.parent is not first else None
        listed = _listed(document, 0, low, high, own) if count < MAX_CONTENTS else None
        if listed is None:
            place.parent.remove(place)
        else:
            for paragraph in listed.findall(nodes.paragraph):
                paragraph.source, paragraph.line = place.source, place.line
            place.append(listed)


def _listed(
    parent: Element, level: int, low: int, high: int, own: Element | None
) -> nodes.bullet_list | None:
    """Return a list of the sections in *parent*, whose own level is *level*; None if it is empty.

    The sections of a level below *low* are passed over, what is in them is not; so is *own*, which
    holds the list.
    """
    found = nodes.bullet_list("", bullet="-")
    for section in parent.children:
        if not isinstance(section, nodes.section):
            continue
        shown = level + 1 + section.get("skipped", 0)
        inner = _listed(section, shown, low, high, own)
        if section is own or not low <= shown <= high or not section["ids"]:
            found.extend(inner.children if inner is not None else [])
            continue
        words = nodes.reference("", section[0].astext(), refid=section["ids"][0], internal=True)
        item = nodes.list_item("", nodes.paragraph("", "", words))
        if inner is not None:
            item.append(inner)
        found.append(item)
    return found if found.children else None
