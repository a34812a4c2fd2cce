"""Sections, rubrics, and their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.mdx.render.base import PlacedRenderer
from sphinx_paperreview.mdx.render.contents import CONSTRUCTS
from sphinx_paperreview.mdx.rules.heading import slugify
from sphinx_paperreview.nodes import leveled_section

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode


class HeadingRenderer(PlacedRenderer):
    """Renderer of headings, with the ids that Docusaurus gives them."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Prepare for one document."""
        super().setup_render(options, env)
        self._counts: dict[str, int] = {}
        #: The level that the heading of the innermost section of each level is shown with.
        self._shown_levels: dict[int, int] = {0: 0}
        self._titles: list[tuple[nodes.section, nodes.title]] = []
        #: Emoji of the heading that is rendered, with their names, as ``:tada:``.
        self._emoji: dict[str, str] = {}
        #: What is to follow the first heading.
        self._kept: list[nodes.Node] = []

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """Render a section, or a rubric where none can begin."""
        meta = token.meta or {}
        level = meta.get("level", int(token.tag[1])) + self._heading_offset
        root = self.md_env.get("temp_root_node")
        sectioned = isinstance(self.current_node, nodes.document | nodes.section) or (
            root is not None and self.current_node == root
        )
        if meta.get("rubric") or not sectioned:
            self._render_rubric(token, level)
            return
        shown = int(token.tag[1]) + self._heading_offset
        parent_level = max(number for number in self._level_to_section if number < level)
        skipped = shown - 1 - self._shown_levels[parent_level]
        self._shown_levels[level] = shown
        section = leveled_section(skipped=skipped) if skipped else nodes.section()
        self.place(section, token)
        if level == 1 and self.blocks_mathjax_processing:
            section["classes"].extend(["tex2jax_ignore", "mathjax_ignore"])
        self.update_section_level_state(section, level)
        title = nodes.title(token.children[0].content if token.children else "")
        self.place(title, token)
        section.append(title)
        self._emoji.clear()
        with self.within(inline=True, titled=True), self.current_node_context(title):
            self.render_children(token)
        if level == 1 and not meta.get("id"):
            # In Docusaurus an h1 has no id, so it must not take one from a heading below.
            self._titles.append((section, title))
        else:
            self._identify(section, title, meta.get("id", ""), _written(token))
        self.current_node = section
        section.extend(self._kept)
        self._kept = []

    def _render_rubric(self, token: SyntaxTreeNode, level: int) -> None:
        rubric = nodes.rubric(token.children[0].content if token.children else "", "")
        rubric["heading-level"] = min(level, 6)
        self.place(rubric, token)
        self._emoji.clear()
        context = self.within(inline=True, titled=True)
        with context, self.current_node_context(rubric, append=True):
            self.render_children(token)
        self._identify(rubric, rubric, (token.meta or {}).get("id", ""), _written(token))

    def update_section_level_state(self, section: nodes.section, level: int) -> None:
        """Nest *section* under the nearest one of a higher level, without a warning."""
        parent_level = max(number for number in self._level_to_section if number < level)
        self._level_to_section[parent_level].append(section)
        self._level_to_section = {
            number: node for number, node in self._level_to_section.items() if number < level
        }
        self._level_to_section[level] = section

    def _identify(self, node: Element, title: Element, explicit: str, written: str | None) -> None:
        """Give *node* the id that Docusaurus gives: the explicit one, else the slug.

        :param written: the text for the slug, where that is not what *title* says
        """
        shown = title.astext().replace("\n", " ")
        text = " ".join(shown.split())
        identifier = explicit if explicit and explicit not in self.document.ids else ""
        if not identifier:
            if written is None:
                written = shown
                for character, name in self._emoji.items():
                    written = written.replace(character, name)
            identifier = base = slugify(explicit or written) or "section"
            while identifier in self._counts or identifier in self.document.ids:
                self._counts[base] = self._counts.get(base, 0) + 1
                identifier = f"{base}-{self._counts[base]}"
            self._counts.setdefault(identifier, 0)
        names = node["names"]
        node["ids"].append(identifier)
        node["names"] = [nodes.fully_normalize_name(text)]
        self.document.note_implicit_target(node, node)
        node["names"] = names + node["names"]
        self.note_anchor(identifier, node.line or 1, text)

    def note_anchor(self, identifier: str, line: int, text: str) -> None:
        """Let ``#identifier`` links of this and other documents find it."""
        self._heading_slugs.setdefault(identifier, (line, identifier, text))

    def render_mdx_emoji(self, token: SyntaxTreeNode) -> None:
        """Render ``:tada:``; a heading's id keeps the name."""
        self._emoji[token.content] = token.markup
        self.current_node.append(nodes.Text(token.content))

    def identify_titles(self) -> None:
        """Give each h1 its id, now that no heading below can want the same."""
        for section, title in self._titles:
            self._identify(section, title, "", None)


def _written(heading: SyntaxTreeNode) -> str | None:
    """Return the text of *heading* before any component or ``{…}`` is put in; None without such.

    Docusaurus makes ids of that: links to them should go on working.
    """
    return _text(heading) if any(node.type in CONSTRUCTS for node in heading.walk()) else None


def _text(node: SyntaxTreeNode) -> str:
    if node.type == "mdx_emoji":
        return node.markup
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type == "mdx_comment" and not node.meta["source"].startswith("{"):
        return ""
    if node.type == "mdx_jsx" or node.children:
        return "".join(map(_text, node.children))
    return node.content
