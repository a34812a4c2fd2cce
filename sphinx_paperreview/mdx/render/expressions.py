"""``{…}`` and comments: the values of literals, anything else as text. No JavaScript is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.javascript.literals import as_written, evaluate
from sphinx_paperreview.mdx.javascript.scope import OPAQUE
from sphinx_paperreview.mdx.javascript.syntax import comment_text
from sphinx_paperreview.mdx.javascript.values import NotLiteral, show
from sphinx_paperreview.mdx.render.contents import is_block
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most elements in expressions in elements in expressions.
MAX_JSX_DEPTH = 8
#: Most nodes that a document copies for ``{props.children}``.
MAX_COPIES = 100_000


def render_refused(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show as text what Docusaurus would refuse, and warn (``MDX_REFUSED``).

    In Markdown it is a tag without a partner (``MDX_JSX``).
    """
    renderer.current_node.append(nodes.Text(token.content))
    kind = WarningKind.MDX_JSX if renderer.is_markdown else WarningKind.MDX_REFUSED
    renderer.warn(kind, token.meta["problem"], token)


def render_comment(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show nothing; ``truncate``, which ends the excerpt, becomes a docutils comment.

    In Markdown, ``more`` does, which is what Hugo and Jekyll look for.
    """
    text = comment_text(token.content)
    word = (text if text is not None else token.content).strip().lower()
    if word == "truncate" or (word == "more" and renderer.is_markdown):
        node = nodes.comment("", "truncate")
        renderer.place(node, token)
        renderer.current_node.append(node)


def render_expression(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show the value of an expression if it is known without running it.

    Otherwise show the source, and warn (``MDX_REFUSED`` if it is not JavaScript, else
    ``MDX_EXPRESSION``).
    """
    source = token.content
    if source.strip().startswith("<") and renderer.jsx_depth < MAX_JSX_DEPTH:
        _render_jsx(renderer, token)
        return
    if comment_text(source) is not None:
        render_comment(renderer, token)
        return
    if (renderer.partials or renderer.template_depth) and source.strip() in renderer.children_names:
        _render_children(renderer, token)
        return
    try:
        text = show(evaluate(source, renderer.scope))
    except NotLiteral as reason:
        text = as_written(source)
        kind = WarningKind.MDX_REFUSED if reason.syntax else WarningKind.MDX_EXPRESSION
        message = f"{{…}} is shown as it stands ({reason}); write \\{{ for a brace"
        unbound = reason.undefined and reason.undefined not in renderer.md_env.get(OPAQUE, ())
        renderer.warn(kind, message, token, refused=reason.syntax or bool(unbound))
    if token.block and text.strip():
        _append_block(renderer, text, token)
    elif text:
        renderer.current_node.append(nodes.Text(text))


def _render_jsx(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``{<b>x</b>}`` as the element that it is."""
    tokens = renderer.md.parseInline(token.content.strip(), renderer.md_env)
    for part in tokens:
        part.map = list(token.map or [0, 1])
    holder = nodes.paragraph()
    renderer.place(holder, token)
    renderer.jsx_depth += 1
    with renderer.within(inline=True), renderer.current_node_context(holder):
        renderer.render_tokens(tokens)
    renderer.jsx_depth -= 1
    renderer.current_node.extend([holder] if token.block else holder.children)


def _append_block(renderer: BaseRenderer, text: str, token: SyntaxTreeNode) -> None:
    """Append a paragraph of *text*; expressions that follow one another share one."""
    last = renderer.current_node.children[-1] if renderer.current_node.children else None
    if isinstance(last, nodes.paragraph) and last is renderer.last_value:
        last += nodes.Text(f" {text}")
        return
    renderer.last_value = nodes.paragraph("", text)
    renderer.place(renderer.last_value, token)
    renderer.current_node.append(renderer.last_value)


def _render_children(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``{props.children}``: a copy of the content of the element that is replaced."""
    renderer.copied += sum(1 for child in renderer.partial_children for _ in child.findall())
    if renderer.copied > MAX_COPIES:
        # Without this, counting alone would take quadratic time.
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
