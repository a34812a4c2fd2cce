"""From tokens to docutils nodes: MyST's renderer with what MDX adds or means otherwise."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from docutils.parsers.rst import directives, roles
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.errors import SphinxError

from sphinx_paperreview import frontmatter
from sphinx_paperreview.domain import domain_of
from sphinx_paperreview.mdx import (
    components,
    render_admonitions,
    render_fences,
    render_partials,
    render_references,
)
from sphinx_paperreview.mdx.component_registry import registry
from sphinx_paperreview.mdx.esm import OPAQUE, scope_of
from sphinx_paperreview.mdx.heading import slugify
from sphinx_paperreview.mdx.javascript import (
    NotLiteral,
    comment_text,
    evaluate,
    plain_value,
    show,
)
from sphinx_paperreview.mdx.problems import take
from sphinx_paperreview.mdx.render_contents import (
    emit,
    is_flow,
    open_strays,
    show_check_boxes,
    split,
)
from sphinx_paperreview.mdx.render_footnotes import keep_in_step
from sphinx_paperreview.mdx.titles import arrange, title_of_file
from sphinx_paperreview.nodes import block_element, inline_element, leveled_section, line_break
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence

    from docutils.nodes import Element, Node
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.javascript import Value

#: How deep elements may stand in expressions in elements in expressions.
MAX_JSX_DEPTH = 8
#: Most warnings about one document.
MAX_WARNINGS = 300
#: Most ``(name)=`` in a row and names in all, and transitions in a section: docutils looks each
#: up among all its siblings.
MAX_ROW, MAX_TARGETS, MAX_TRANSITIONS = 30, 2000, 500
#: Front matter keys of Sphinx's own, handed on to ``env.metadata``.
METADATA = ("orphan", "tocdepth", "nosearch", "nocomments")


class MdxRenderer(SphinxRenderer):
    """Renderer of the tokens that :func:`~sphinx_paperreview.mdx.mdx_plugin` makes."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Prepare for one document."""
        super().setup_render(options, env)
        #: Whether what is rendered stands within running text.
        self.inline = False
        #: Whether what is rendered stands within a title, which other pages show too.
        self.titled = False
        self.registry = registry(domain_of(self.sphinx_env).components)
        self._line_offset = self._told = 0
        #: The partials that are being read, the outermost first, as paths from the source folder.
        self.partials: list[str] = []
        #: How many partials the document has shown so far, and how long they were.
        self.partial_count = self.partial_size = 0
        #: What stands between the tags of the innermost partial.
        self.partial_children: list[Node] = []
        self._warned: set[str] = set()
        self._counts: dict[str, int] = {}
        self._titles: list[tuple[nodes.section, nodes.title]] = []
        self._jsx_depth = 0
        #: The paragraph of the last expression that is a block.
        self._shown: nodes.paragraph | None = None
        #: Emoji of the heading that is rendered, with their names, as ``:tada:``.
        self._emoji: dict[str, str] = {}
        self._footnotes: tuple[set[str], set[str]] = (set(), set())

    # -- places and warnings

    def line_of(self, token: SyntaxTreeNode) -> int:
        """Return the line of the source file on which *token* stands, from 1."""
        lines = token.map
        meta = token.meta or {}
        return (lines[0] if lines else 1) + (0 if token.block else meta.get("line", 0))

    def place(self, node: Element, token: SyntaxTreeNode) -> None:
        """Set the source and the line of *node*."""
        node.source, node.line = self.source, self.line_of(token)

    @property
    def base(self) -> str:
        """The file that is being read, as a path from the source folder: what links start from."""
        return self.partials[-1] if self.partials else self.sphinx_env.docname

    @property
    def source(self) -> str:
        """The file that is being read, as docutils names it."""
        if self.partials:
            return str(self.sphinx_env.srcdir / self.partials[-1])
        return str(self.document["source"])

    def location(self, line: int) -> str | tuple[str, int]:
        """Return where *line* of the file that is being read is, for a warning."""
        return f"{self.source}:{line}" if self.partials else (self.sphinx_env.docname, line)

    def warn(
        self,
        kind: WarningKind,
        message: str,
        token: SyntaxTreeNode,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *token*, with its column where it is known (see :func:`warn`)."""
        column = (token.meta or {}).get("column")
        self.warn_at(kind, message, self.line_of(token), column, refused=refused)

    def warn_at(
        self,
        kind: WarningKind,
        message: str,
        line: int,
        column: int | None = None,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *line*, unless so much was told of the document that nobody reads on."""
        self._told += 1
        if self._told > MAX_WARNINGS:
            return
        if self._told == MAX_WARNINGS:
            message += "; there is more like this, which is not told"
        location = self.location(line)
        warn(kind, "%s", message, location=location, column=column, refused=refused)

    def warn_once(
        self,
        key: str,
        kind: WarningKind,
        message: str,
        token: SyntaxTreeNode,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *token* unless *key* was warned about in this document."""
        if key not in self._warned:
            self._warned.add(key)
            self.warn(kind, message, token, refused=refused)

    @property
    def scope(self) -> dict[str, Value]:
        """Return the names that the document's imports and exports bind."""
        return scope_of(self.md_env)

    # -- the document

    def render(
        self, tokens: Sequence[Token], options: Any, md_env: MutableMapping[str, Any]
    ) -> nodes.document:
        """Render *tokens*, the title first."""
        front = tokens[0].content if tokens and tokens[0].type == "front_matter" else ""
        data = _front_data(front)
        title = _front_title(data)
        scope_of(md_env).update({"frontMatter": plain_value(data), "props": {}})
        document = options.get("document")
        docname = document.settings.env.docname
        fallback = title_of_file(docname)
        arranged = arrange(list(tokens), title, fallback)
        return super().render(arranged, options, md_env)

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
        self._render_tokens(tokens)

    def nested_render_text(self, text: str, lineno: int, *args: Any, **kwargs: Any) -> None:
        """Render Markdown within a directive, with the right lines for its warnings."""
        before, self._line_offset = self._line_offset, lineno
        try:
            super().nested_render_text(text, lineno, *args, **kwargs)
        finally:
            self._line_offset = before

    def _render_finalise(self) -> None:
        for section, title in self._titles:
            self._identify(section, title, "")
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
        """Hand Sphinx's own keys on; show a front matter that is no mapping as it stands."""
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
            self._kept = nodes.literal_block(token.content, token.content, language="yaml")
            self._kept["force"] = True
            self._kept.source, self._kept.line = self.document["source"], 1
            return
        metadata = self.sphinx_env.metadata[self.sphinx_env.docname]
        for key in METADATA:
            if data and data.get(key) not in (None, False):
                metadata[key] = data[key]
        if not isinstance(metadata.get("tocdepth", 0), int):
            metadata["tocdepth"] = 0

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

    @contextmanager
    def within(self, *, inline: bool, titled: bool | None = None) -> Iterator[None]:
        """Render what follows as running text, or as blocks; in a title, never as blocks."""
        before = self.inline, self.titled
        self.inline = inline
        self.titled = self.titled if titled is None else titled
        try:
            yield
        finally:
            self.inline, self.titled = before

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
        skipped = level - 1 - max(number for number in self._level_to_section if number < level)
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
            self._identify(section, title, meta.get("id", ""))
        self.current_node = section
        kept = self.__dict__.pop("_kept", None)
        if kept is not None:
            section.append(kept)

    def _render_rubric(self, token: SyntaxTreeNode, level: int) -> None:
        rubric = nodes.rubric(token.children[0].content if token.children else "", "")
        rubric["heading-level"] = min(level, 6)
        self.place(rubric, token)
        self._emoji.clear()
        context = self.within(inline=True, titled=True)
        with context, self.current_node_context(rubric, append=True):
            self.render_children(token)
        self._identify(rubric, rubric, (token.meta or {}).get("id", ""))

    def update_section_level_state(self, section: nodes.section, level: int) -> None:
        """Nest *section* under the nearest one of a higher level, without a warning."""
        parent_level = max(number for number in self._level_to_section if number < level)
        self._level_to_section[parent_level].append(section)
        self._level_to_section = {
            number: node for number, node in self._level_to_section.items() if number < level
        }
        self._level_to_section[level] = section

    def _identify(self, node: Element, title: Element, explicit: str) -> None:
        """Give *node* the id that Docusaurus gives: the explicit one, else the slug."""
        written = title.astext().replace("\n", " ")
        text = " ".join(written.split())
        identifier = explicit if explicit and explicit not in self.document.ids else ""
        if not identifier:
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
            with self.within(inline=False):
                super().render_footnote_reference(token)
        else:
            message = f"nothing refers to the footnote [^{label}]; it is left out"
            self.warn(WarningKind.MDX_REFUSED, message, token, refused=False)

    # -- text

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """Render a reference to a footnote, or the text if there is no such footnote."""
        label = token.meta["label"]
        if label in self._footnotes[0]:
            super().render_footnote_ref(token)
        else:
            self.current_node.append(nodes.Text(f"[^{label}]"))

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        """Break the line, in every builder."""
        self.current_node.append(line_break())

    def render_mdx_emoji(self, token: SyntaxTreeNode) -> None:
        """Render ``:tada:``; a heading's id keeps the name."""
        self._emoji[token.content] = token.markup
        self.current_node.append(nodes.Text(token.content))

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

    def render_mdx_refused(self, token: SyntaxTreeNode) -> None:
        """Show what Docusaurus would refuse, and say so."""
        self.current_node.append(nodes.Text(token.content))
        self.warn(WarningKind.MDX_REFUSED, token.meta["problem"], token)

    def render_mdx_comment(self, token: SyntaxTreeNode) -> None:
        """Show nothing; keep the mark that ends the excerpt."""
        text = comment_text(token.content)
        if (text if text is not None else token.content).strip().lower() == "truncate":
            node = nodes.comment("", "truncate")
            self.place(node, token)
            self.current_node.append(node)

    def render_mdx_expression(self, token: SyntaxTreeNode) -> None:
        """Show the value of a literal; anything else as it stands, with a warning."""
        source = token.content
        if source.strip().startswith("<") and self._jsx_depth < MAX_JSX_DEPTH:
            self._render_jsx_expression(token)
            return
        if comment_text(source) is not None:
            self.render_mdx_comment(token)
            return
        if source.strip() == "props.children" and self.partials:
            render_partials.show_children(self, token)
            return
        try:
            text = show(evaluate(source, self.scope))
        except NotLiteral as reason:
            text = f"{{{source}}}"
            kind = WarningKind.MDX_REFUSED if reason.syntax else WarningKind.MDX_EXPRESSION
            message = f"{{…}} is shown as it stands ({reason}); write \\{{ for a brace"
            self.warn(kind, message, token, refused=reason.syntax or self._is_unbound(reason))
        if token.block and text.strip():
            self._append_shown(text, token)
        elif text:
            self.current_node.append(nodes.Text(text))

    def _render_jsx_expression(self, token: SyntaxTreeNode) -> None:
        """Render ``{<b>x</b>}`` as the element that it is."""
        tokens = self.md.parseInline(token.content.strip(), self.md_env)
        for part in tokens:
            part.map = list(token.map or [0, 1])
        holder = nodes.paragraph()
        self.place(holder, token)
        self._jsx_depth += 1
        with self.within(inline=True), self.current_node_context(holder):
            self._render_tokens(tokens)
        self._jsx_depth -= 1
        self.current_node.extend([holder] if token.block else holder.children)

    def _is_unbound(self, reason: NotLiteral) -> bool:
        """Return whether an expression cannot be read for a name that nothing binds."""
        return bool(reason.undefined) and reason.undefined not in self.md_env.get(OPAQUE, ())

    def _append_shown(self, text: str, token: SyntaxTreeNode) -> None:
        """Append the *text* of an expression that is a block; several on a line are one."""
        last = self.current_node.children[-1] if self.current_node.children else None
        if isinstance(last, nodes.paragraph) and last is self._shown:
            last += nodes.Text(f" {text}")
            return
        self._shown = nodes.paragraph("", text)
        self.place(self._shown, token)
        self.current_node.append(self._shown)

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


def kind_of(value: str) -> WarningKind:
    """Return the kind of warning of this *value*."""
    return next(kind for kind in WarningKind if kind.value == value)


def _front_data(source: str) -> dict[str, Any]:
    try:
        data = frontmatter.load(source) if source else None
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


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
