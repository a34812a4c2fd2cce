"""From tokens to docutils nodes: MyST's renderer with what MDX adds or means otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from docutils.parsers.rst import directives, roles
from sphinx.errors import SphinxError

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.components import components_of
from sphinx_paperreview.core import frontmatter
from sphinx_paperreview.mdx.elements import build as components
from sphinx_paperreview.mdx.elements.registry import registry
from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.mdx.javascript.values import plain_value
from sphinx_paperreview.mdx.render import admonitions as render_admonitions
from sphinx_paperreview.mdx.render import fences as render_fences
from sphinx_paperreview.mdx.render import references as render_references
from sphinx_paperreview.mdx.render.contents import (
    emit,
    is_flow,
    open_strays,
    show_check_boxes,
    split,
)
from sphinx_paperreview.mdx.render.data import read_data
from sphinx_paperreview.mdx.render.expressions import ExpressionRenderer
from sphinx_paperreview.mdx.render.footnotes import keep_in_step, numbered_by_use
from sphinx_paperreview.mdx.render.titles import arrange, title_of_file
from sphinx_paperreview.mdx.rules.problems import take
from sphinx_paperreview.nodes import block_element, inline_element, line_break
from sphinx_paperreview.warnings import WarningKind, kind_of, warn

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from docutils.nodes import Element, Node
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode


#: Most ``(name)=`` in a row and names in all, and transitions in a section: docutils looks each
#: up among all its siblings.
MAX_ROW, MAX_TARGETS, MAX_TRANSITIONS = 30, 2000, 500
#: Front matter keys of Sphinx's own, handed on to ``env.metadata``.
METADATA = ("orphan", "tocdepth", "nosearch", "nocomments")


class MdxRenderer(ExpressionRenderer):
    """Renderer of the tokens that :func:`~sphinx_paperreview.mdx.mdx_plugin` makes."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Prepare for one document."""
        super().setup_render(options, env)
        self.registry = registry(components_of(app_of(self.sphinx_env)))
        self._line_offset = 0
        self._footnotes: tuple[set[str], set[str]] = (set(), set())

    # -- the document

    def render(
        self, tokens: Sequence[Token], options: Any, md_env: MutableMapping[str, Any]
    ) -> nodes.document:
        """Render *tokens*, the title first."""
        front = tokens[0].content if tokens and tokens[0].type == "front_matter" else ""
        data = frontmatter.data_of(front)
        title = _front_title(data)
        scope_of(md_env).update({"frontMatter": plain_value(data), "props": {}})
        document = options.get("document")
        docname = document.settings.env.docname
        fallback = title_of_file(docname)
        arranged = arrange(list(tokens), title, fallback)
        return super().render(arranged, options, md_env)

    def _render_initialise(self) -> None:
        super()._render_initialise()
        read_data(self)

    def _render_tokens(self, tokens: list[Token]) -> None:
        for problem in take(self.md_env):
            line = problem.line + 1 + self._line_offset
            self.warn_at(kind_of(problem.kind), problem.message, line, problem.column)
        self._footnotes[0].update(
            token.meta["label"] for token in tokens if token.type == "footnote_reference_open"
        )
        self._footnotes[1].update(
            child.meta["label"]
            for token in tokens
            for child in token.children or []
            if child.type == "footnote_ref"
        )
        super()._render_tokens(tokens)

    def render_partial_tokens(self, tokens: list[Token]) -> None:
        """Render *tokens* of a partial at the current place."""
        read_data(self)
        self._render_tokens(tokens)

    def nested_render_text(self, text: str, lineno: int, *args: Any, **kwargs: Any) -> None:
        """Render Markdown within a directive, with the right lines for its warnings."""
        before, self._line_offset = self._line_offset, lineno
        try:
            super().nested_render_text(text, lineno, *args, **kwargs)
        finally:
            self._line_offset = before

    def _render_finalise(self) -> None:
        self.identify_titles()
        if components.BUILT in self.md_env:
            open_strays(self.document)
        if self._footnotes[0]:
            keep_in_step(self.document)
        render_references.settle_missing(self.document)
        show_check_boxes(self.document)
        parents = {id(node.parent): node.parent for node in self.document.findall(nodes.transition)}
        for parent in parents.values():
            parent[:] = _with_rules(parent)
        # The first definition of a link counts, as everywhere; that is no matter for a warning.
        self.md_env.pop("duplicate_refs", None)
        super()._render_finalise()

    def render_front_matter(self, token: SyntaxTreeNode) -> None:
        """Hand Sphinx's own keys on; show a front matter that is no mapping below the title."""
        line, message = 1, ""
        try:
            data = frontmatter.load(token.content)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark is not None else 0) + 2
            reason = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
            message = f"the front matter is not YAML: {reason}; put quotes around the value"
            data = None
        if data is not None and not isinstance(data, dict):
            message = "the front matter is not a list of “key: value” lines; write it as such"
        if message:
            location = (self.sphinx_env.docname, line)
            warn(WarningKind.FRONT_MATTER, "%s", message, location=location, refused=True)
            self._keep_front_matter(token, text=isinstance(data, str))
            return
        metadata = self.sphinx_env.metadata[self.sphinx_env.docname]
        for key in METADATA:
            if data and data.get(key) not in (None, False):
                metadata[key] = data[key]
        if not isinstance(metadata.get("tocdepth", 0), int):
            metadata["tocdepth"] = 0

    def _keep_front_matter(self, token: SyntaxTreeNode, *, text: bool) -> None:
        """Keep it to follow the title, what is *text* as such and anything else as code."""
        if text:
            holder = nodes.Element()
            with self.current_node_context(holder):
                self.nested_render_text(token.content, 1)
            self._kept = holder.children
            return
        block = nodes.literal_block(token.content, token.content, language="yaml", force=True)
        block.source, block.line = self.document["source"], 1
        self._kept = [block]

    # -- blocks

    def render_mdx_esm(self, token: SyntaxTreeNode) -> None:
        """Show nothing: imports are facts."""

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """Render a paragraph; one that holds only tags and blanks is none."""
        text = token.children[0] if token.children else None
        paragraph = nodes.paragraph(text.content if text is not None else "")
        self.copy_attributes(token, paragraph, keys=("class", "id"))
        self.place(paragraph, token)
        if text is not None:
            self.fill(paragraph, text)
        if paragraph["flow"] and isinstance(self.current_node, nodes.document | nodes.section):
            # React puts a line break between the elements that a document itself holds.
            paragraph.children = [
                part for child in paragraph for part in (child, nodes.Text("\n"))
            ][:-1]
        emit(self.current_node, paragraph)

    def fill(self, node: Element, token: SyntaxTreeNode) -> None:
        """Render the children of *token*, an inline one, into *node*."""
        flow = is_flow(token.children)
        node["flow"] = flow
        with self.within(inline=not flow), self.current_node_context(node):
            self.render_children(token)

    def render_table(self, token: SyntaxTreeNode) -> None:
        """Render a table; one that is a head alone gets an empty body, which LaTeX needs."""
        super().render_table(token)
        table = self.current_node.children[-1]
        group = next(iter(table.findall(nodes.tgroup)))
        if not any(isinstance(child, nodes.tbody) for child in group.children):
            group.append(nodes.tbody())

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """Render a row; a cell may hold whatever a paragraph may."""
        row = nodes.row()
        self.place(row, token)
        for child in token.children or []:
            entry = nodes.entry()
            self.place(entry, child)
            style = str(child.attrGet("style") or "")
            if style.startswith("text-align:"):
                entry["classes"].append("text-" + style.removeprefix("text-align:"))
            paragraph = nodes.paragraph()
            self.place(paragraph, child)
            for text in child.children or []:
                self.fill(paragraph, text)
            emit(entry, paragraph)
            row.append(entry)
        self.current_node.append(row)

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Render code with Docusaurus's meta string, or a MyST directive."""
        render_fences.render_fence(self, token)

    def render_plain_fence(self, token: SyntaxTreeNode) -> None:
        """Render a fence as MyST does."""
        super().render_fence(token)

    def has_directive(self, name: str) -> bool:
        """Return whether some extension gives a directive of this name."""
        found, _ = directives.directive(name, self.language_module_rst, self.document)
        return found is not None

    def run_directive(
        self,
        name: str,
        first_line: str,
        content: str,
        position: int,
        additional_options: dict[str, str] | None = None,
        **kwargs: Any,  # ``block_text`` from MyST 5.2 on
    ) -> list[Element]:
        """Run a directive; one that does not exist is shown as it stands."""
        message = f"there is no directive “{name}”; its text is shown as it stands"
        if self.has_directive(name):
            try:
                return super().run_directive(
                    name, first_line, content, position, additional_options, **kwargs
                )
            except SphinxError:
                raise
            except Exception as error:  # noqa: BLE001  # what others' directives fail at
                message = (
                    f"the directive “{name}” failed ({type(error).__name__}: {error}); "
                    "its text is shown as it stands"
                )
        text = f"{{{name}}} {first_line}".rstrip() + "\n" + content
        block = nodes.literal_block(text, text, language="none")
        block.source, block.line = self.source, position
        location = self.location(position)
        warn(WarningKind.MDX_REFUSED, "%s", message, location=location, refused=False)
        return [block]

    def render_myst_target(self, token: SyntaxTreeNode) -> None:
        """Render ``(name)=``; docutils gives each of a row all names before it, so rows end."""
        row = self.current_node.children[-MAX_ROW:]
        full = len(row) == MAX_ROW and all(isinstance(node, nodes.target) for node in row)
        if not full and len(self.document.nametypes) < MAX_TARGETS:
            super().render_myst_target(token)
            return
        message = "too many targets (name)= in a row or in all; remove some"
        self.warn_once("targets", WarningKind.MDX_REFUSED, message, token)
        text = f"({token.content})="
        paragraph = nodes.paragraph("", text)
        self.place(paragraph, token)
        self.current_node.append(paragraph)

    def render_mdx_admonition(self, token: SyntaxTreeNode) -> None:
        """Render ``:::note`` and its like."""
        render_admonitions.render_admonition(self, token)

    def render_footnote_reference(self, token: SyntaxTreeNode) -> None:
        """Render a footnote; one that nothing refers to is left out, as in Docusaurus."""
        label = token.meta["label"]
        if label in self._footnotes[1]:
            with self.within(inline=False), numbered_by_use(token):
                super().render_footnote_reference(token)
        else:
            message = f"nothing refers to the footnote [^{label}]; it is left out"
            self.warn(WarningKind.MDX_REFUSED, message, token, refused=False)

    # -- text

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """Render a reference to a footnote, or the text if there is no such footnote."""
        label = token.meta["label"]
        if label in self._footnotes[0]:
            with numbered_by_use(token):
                super().render_footnote_ref(token)
        else:
            self.current_node.append(nodes.Text(f"[^{label}]"))

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        """Break the line, in every builder."""
        self.current_node.append(line_break())

    def render_s(self, token: SyntaxTreeNode) -> None:
        """Render struck text."""
        node = inline_element("", "", tag="del", attributes={})
        self.place(node, token)
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def render_math_inline_double(self, token: SyntaxTreeNode) -> None:
        """Render ``$$x$$`` as the formula in the text that it is in MDX, as large as displayed."""
        content = token.content.strip()
        node = nodes.math(content, content, displaystyle=True)
        self.place(node, token)
        self.current_node.append(node)

    def render_mdx_citation(self, token: SyntaxTreeNode) -> None:
        """Run the role of sphinxcontrib-bibtex; without it, the citation is the text it was."""
        if "cite" in self.sphinx_env.domains:
            super().render_myst_role(token)
        else:
            self.current_node.append(nodes.Text(f"(@{token.content})"))

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Run a role; one that does not exist is shown as it stands."""
        name = token.meta["name"]
        role, _ = roles.role(name, self.language_module_rst, self.line_of(token), self.reporter)
        if role is not None:
            super().render_myst_role(token)
            return
        self.current_node.append(nodes.Text(f"{{{name}}}"))
        self.current_node.append(nodes.literal(token.content, token.content))
        message = f"there is no role “{name}”; write \\{{ for a brace"
        self.warn(WarningKind.MDX_EXPRESSION, message, token)

    def render_mdx_jsx(self, token: SyntaxTreeNode) -> None:
        """Render an element: HTML, or a component of the registry."""
        result = components.build(self, token)
        if token.block:
            template = nodes.paragraph()
            self.place(template, token)
            result = split(template, result, images=True, strays=True)
        self.current_node.extend(result)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """Render an image whose file exists, else its alternative text."""
        alt = _alternative(token)
        node = render_references.image(self, str(token.attrGet("src") or ""), alt, token)
        if isinstance(node, nodes.image):
            self.copy_attributes(token, node, ("class", "title"))
        self.current_node.append(node)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Render a link: outside, to a document, to a file, or to a place on the page."""
        render_references.render_link(self, token)

    def render_myst_link(self, token: SyntaxTreeNode) -> None:
        """Render a link as MyST does."""
        super().render_link(token)


def _alternative(token: SyntaxTreeNode) -> str:
    """Return the text of an image's alternative, that of code and formulas included."""
    parts = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.children:
            parts.append(_alternative(child))
        elif child.type not in {"mdx_comment", "mdx_tag"}:
            parts.append(child.content)
    return "".join(parts)


def _front_title(data: dict[str, Any]) -> str:
    title = data.get("title")
    return "" if title is None or isinstance(title, dict | list | bool) else str(title).strip()


def _with_rules(parent: Element) -> list[Node]:
    """Return the children of *parent*, a rule for each transition that docutils does not accept."""
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
