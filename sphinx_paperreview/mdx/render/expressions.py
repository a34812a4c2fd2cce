"""``{…}`` and comments: their values, or the text as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.mdx.javascript.literals import as_written, comment_text, evaluate
from sphinx_paperreview.mdx.javascript.scope import OPAQUE
from sphinx_paperreview.mdx.javascript.values import NotLiteral, show
from sphinx_paperreview.mdx.render.contents import is_block
from sphinx_paperreview.mdx.render.headings import HeadingRenderer
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import PlacedRenderer


#: How deep elements may stand in expressions in elements in expressions.
MAX_JSX_DEPTH = 8


class ExpressionRenderer(HeadingRenderer):
    """Renderer of expressions; none is ever run."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Prepare for one document."""
        super().setup_render(options, env)
        self._jsx_depth = 0
        #: The paragraph of the last expression that is a block.
        self._shown: nodes.paragraph | None = None

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
        within = self.partials or self.template_depth
        if within and source.strip() in self.children_names:
            show_children(self, token)
            return
        try:
            text = show(evaluate(source, self.scope))
        except NotLiteral as reason:
            text = as_written(source)
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


#: How many nodes a document may copy to where ``{props.children}`` stands.
MAX_COPIES = 100_000


def show_children(renderer: PlacedRenderer, token: SyntaxTreeNode) -> None:
    """Render ``{props.children}``: what stands between the tags of the partial."""
    renderer.copied += sum(1 for child in renderer.partial_children for _ in child.findall())
    if renderer.copied > MAX_COPIES:
        # Counting goes on to cost nothing: what is to be copied is gone.
        renderer.partial_children = []
        message = f"{{{token.content}}} is shown too often; at most {MAX_COPIES} parts are copied"
        renderer.warn_once("copies", WarningKind.MDX_COMPONENT, message, token)
        return
    copies = [child.deepcopy() for child in renderer.partial_children]
    if token.block and copies and not any(map(is_block, copies)):
        paragraph = nodes.paragraph("", "", *copies)
        renderer.place(paragraph, token)
        copies = [paragraph]
    renderer.current_node.extend(copies)
