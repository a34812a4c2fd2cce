"""``{…}`` and comments: values that are known without running JavaScript.

What is not known is left out if it is code, and shown as it stands if it may be prose.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.javascript.literals import as_written, evaluate
from sphinx_paperreview.mdx.javascript.scope import OPAQUE, env_with
from sphinx_paperreview.mdx.javascript.syntax import comment_text
from sphinx_paperreview.mdx.javascript.template import Template
from sphinx_paperreview.mdx.javascript.values import (
    Imported,
    Markup,
    NotLiteral,
    Partial,
    show,
)
from sphinx_paperreview.mdx.render.contents import is_block, split
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.javascript.values import Value
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most elements in expressions in elements in expressions.
MAX_JSX_DEPTH = 8
#: Most nodes that a document copies for ``{props.children}``.
MAX_COPIES = 100_000
#: Elements of running text, which make no block where they stand alone.
PHRASING = frozenset(
    {
        "a", "abbr", "b", "br", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
        "s", "small", "span", "strong", "sub", "sup", "u", "var", "Link",
    }
)  # fmt: skip
_NAME = re.compile(r"<\s*([\w.]*)")
#: Most pieces of JSX in expressions that a document renders.
MAX_MARKUP = 2_000


def render_refused(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show as text what Docusaurus would refuse, and warn (``MDX_REFUSED``).

    In Markdown it is a tag without a partner, which may show nothing (``MDX_JSX``).
    """
    if token.content:
        renderer.current_node.append(nodes.Text(token.content))
    kind = WarningKind.MDX_JSX if renderer.is_markdown else WarningKind.MDX_REFUSED
    renderer.warn(kind, token.meta["problem"], token)


def render_comment(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show nothing; ``truncate``, which ends the excerpt, becomes a docutils comment.

    In Markdown, ``more`` does, which is what Hugo and Jekyll look for. Within running text there is
    none, for it would divide the paragraph.
    """
    if not token.block:
        return
    text = comment_text(token.content)
    word = (text if text is not None else token.content).strip().lower()
    if word == "truncate" or (word == "more" and renderer.is_markdown):
        node = nodes.comment("", "truncate")
        renderer.place(node, token)
        renderer.current_node.append(node)


def render_expression(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Show the value of an expression if it is known without running it.

    Otherwise show the source if it may be prose, else nothing, and warn (``MDX_REFUSED`` if it is
    not JavaScript, else ``MDX_EXPRESSION``).
    """
    source = token.content
    if comment_text(source) is not None:
        render_comment(renderer, token)
        return
    if (renderer.partials or renderer.template_depth) and source.strip() in renderer.children_names:
        _render_children(renderer, token)
        return
    try:
        value = evaluate(source, renderer.scope)
    except NotLiteral as reason:
        value = _unknown(renderer, token, reason)
    if isinstance(value, Imported | Partial | Template):
        value = _unknown(renderer, token, NotLiteral("a component is shown by <…/>"))
    if isinstance(value, list | Markup):
        _append_nodes(renderer, value_nodes(renderer, value, token), token)
        return
    text = show(value)
    if token.block and text.strip():
        _append_block(renderer, text, token)
    elif text:
        renderer.current_node.append(nodes.Text(text))


def _unknown(renderer: BaseRenderer, token: SyntaxTreeNode, reason: NotLiteral) -> str:
    """Return the text to show for an expression whose value is not known, and warn."""
    source = token.content
    bound = renderer.md_env.get(OPAQUE, ())
    is_bound = source.strip() in bound or source.strip() in renderer.scope
    text = None if is_bound else as_written(source, renderer.scope)
    if reason.reported and text != f"{{{source}}}":
        return text or ""
    kind = WarningKind.MDX_REFUSED if reason.syntax else WarningKind.MDX_EXPRESSION
    unbound = reason.undefined and reason.undefined not in bound
    why = (
        reason if unbound or not reason.undefined else f"“{reason.undefined}” is worked out by code"
    )
    if text == f"{{{source}}}":
        message = f"{{…}} is shown as it stands ({why}); write \\{{ for a brace"
    else:
        what = "a part of {…}" if text else "{…}"
        message = f"{what} is left out: no JavaScript is run ({why}); write what it should show"
    renderer.warn(kind, message, token, refused=reason.syntax or bool(unbound))
    return text or ""


def value_nodes(renderer: BaseRenderer, value: Value, token: SyntaxTreeNode) -> list[Node]:
    """Return what *value* shows at the place of *token*: text, or blocks if that is a block."""
    found: list[Node] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, Markup):
            found += _markup_nodes(renderer, each, token)
        elif text := show(each):
            last = found[-1] if found else None
            if isinstance(last, nodes.Text):
                found[-1] = nodes.Text(last + text)
            else:
                found.append(nodes.Text(text))
    if not token.block:
        return found
    template = nodes.paragraph()
    renderer.place(template, token)
    return split(template, found, images=True, strays=True)


def _markup_nodes(renderer: BaseRenderer, markup: Markup, token: SyntaxTreeNode) -> list[Node]:
    if renderer.jsx_depth >= MAX_JSX_DEPTH or renderer.markup_count >= MAX_MARKUP:
        message = f"JSX in {{…}} is left out: at most {MAX_MARKUP} pieces are shown in a document"
        renderer.warn_once("markup", WarningKind.MDX_EXPRESSION, message, token)
        return []
    renderer.markup_count += 1
    env = env_with(renderer.md_env, markup.names)
    source = dedent(markup.source)
    first = _NAME.match(source)
    inline = not token.block or (first is not None and first[1] in PHRASING)
    tokens = (
        renderer.md.parseInline(" ".join(source.split()), env)
        if inline
        else renderer.md.parse(source, env)
    )
    for part in tokens:
        part.map = list(token.map or [0, 1])
    holder: nodes.Element = nodes.paragraph() if inline else nodes.container()
    before, renderer.md_env = renderer.md_env, env
    renderer.jsx_depth += 1
    try:
        with (
            renderer.within(inline=inline),
            renderer.current_node_context(holder),
        ):
            renderer.render_tokens(tokens)
    finally:
        renderer.jsx_depth -= 1
        renderer.md_env = before
    return list(holder.children)


def _append_nodes(renderer: BaseRenderer, found: list[Node], token: SyntaxTreeNode) -> None:
    """Append what JSX shows; running text shares a paragraph, as in :func:`_append_block`."""
    last = renderer.current_node.children[-1] if renderer.current_node.children else None
    if token.block and len(found) == 1 and isinstance(found[0], nodes.paragraph):
        if isinstance(last, nodes.paragraph) and last is renderer.last_value:
            last.extend([nodes.Text(" "), *found[0].children])
            return
        renderer.last_value = found[0]
    renderer.current_node.extend(found)


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
