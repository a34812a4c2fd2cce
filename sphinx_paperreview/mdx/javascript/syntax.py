"""Parse JavaScript with tree-sitter, and answer questions about its syntax alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sphinx_paperreview.core.later import later

if TYPE_CHECKING:
    import tree_sitter
    import tree_sitter_javascript
    from tree_sitter import Node
else:
    tree_sitter, tree_sitter_javascript = later("tree_sitter"), later("tree_sitter_javascript")


@functools.cache
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_javascript.language())


def parse(source: str) -> Node:
    """Return the root of the syntax tree of *source*, a program."""
    return tree_sitter.Parser(_language()).parse(source.encode("utf-8", "replace")).root_node


def parse_expression(source: str) -> Node:
    """Return the root of the syntax tree of *source*, an expression, within parentheses.

    The line break before the closing parenthesis ends a ``//`` comment.
    """
    return parse(f"({source}\n)")


def text_of(node: Node) -> str:
    """Return the source text of *node*."""
    return (node.text or b"").decode("utf-8", "replace")


def children_of(node: Node) -> list[Node]:
    """Return the named children of *node* without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def is_expression(source: str) -> bool:
    """Return whether *source* is one expression, or nothing but comments."""
    return not parse_expression(source).has_error or is_comment(source)


def is_comment(source: str) -> bool:
    """Return whether *source* holds nothing but comments and whitespace."""
    return comment_text(source) is not None


def comment_text(source: str) -> str | None:
    """Return the text of the comments in *source*, None if it holds anything else."""
    stripped = source.strip()
    if not stripped:
        return ""
    if not stripped.startswith(("/*", "//")):
        return None
    root = parse(stripped)
    if root.has_error or any(child.type != "comment" for child in root.children):
        return None
    return " ".join(text_of(child).strip("/* \t\n") for child in root.children)
