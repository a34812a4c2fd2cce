"""Read the literals in the configuration of a JavaScript tool; no code is run.

What is not a literal (calls, functions, values of the environment) is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.mdx.javascript.literals import value_of
from sphinx_paperreview.mdx.javascript.syntax import children_of, parse, text_of
from sphinx_paperreview.mdx.javascript.values import NotLiteral

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tree_sitter import Node

    from sphinx_paperreview.mdx.javascript.values import Value

#: Deepest nesting of the objects and arrays that are read.
MAX_DEPTH = 12
#: Most nodes of the syntax tree that are visited.
MAX_NODES = 200_000


def read_object(source: str, keys: Collection[str]) -> dict[str, Any]:
    """Return the first object literal of the program *source* that has one of *keys*, as a dict.

    Names are those of constants of the program. TypeScript is read as far as its literals are
    those of JavaScript: types are skipped. Empty if there is no such object.
    """
    nodes = list(_walk(parse(source)))
    constants: dict[str, Value] = {}
    for node in nodes:
        if node.type == "variable_declarator":
            _bind(node, constants)
    for node in nodes:
        if node.type == "object" and not _keys(node).isdisjoint(keys):
            found = _read(node, constants, 0)
            return found if isinstance(found, dict) else {}
    return {}


def _walk(root: Node) -> Iterator[Node]:
    """Yield the named nodes below *root* in the order of the source, at most MAX_NODES."""
    waiting = [root]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.named_children))


def _bind(node: Node, constants: dict[str, Value]) -> None:
    """Add to *constants* the name that *node* declares, if its value is a literal.

    In TypeScript the name before a type (``const name: string = …``) is all that the error has.
    """
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    before = node.prev_named_sibling
    if before is not None and before.type == "ERROR" and before.named_child_count == 1:
        name = before.named_children[0]
    if name is None or value is None or name.type != "identifier":
        return
    try:
        constants[text_of(name)] = value_of(value, constants, 0)
    except NotLiteral:
        return


def _keys(node: Node) -> set[str]:
    pairs = (child.child_by_field_name("key") for child in node.named_children)
    short = (each for each in node.named_children if each.type == "shorthand_property_identifier")
    return {text_of(key).strip("\"'") for key in (*pairs, *short) if key is not None}


def _read(node: Node, constants: Mapping[str, Value], depth: int) -> Any:
    """Return the value of *node*; None for what is not a literal."""
    inner = _inner(node)
    if depth > MAX_DEPTH:
        return None
    if node.type == "object":
        return dict(_pairs(node, constants, depth))
    if node.type == "array":
        return [_read(child, constants, depth + 1) for child in children_of(node)]
    if inner is not None:
        return _read(inner, constants, depth + 1)
    try:
        return value_of(node, constants, 0)
    except NotLiteral:
        return None


def _pairs(node: Node, constants: Mapping[str, Value], depth: int) -> Iterator[tuple[str, Any]]:
    for child in children_of(node):
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "pair" and key is not None and value is not None:
            yield text_of(key).strip("\"'"), _read(value, constants, depth + 1)
        elif child.type == "shorthand_property_identifier":
            yield text_of(child), constants.get(text_of(child))


def _inner(node: Node) -> Node | None:
    """Return the object or array that *node* only wraps.

    That is ``({…})``, ``defineConfig({…})``, and ``{…} satisfies Preset.Options``, in which the
    parser of JavaScript sees a member of the object.
    """
    if node.type == "member_expression":
        wrapped = [node.child_by_field_name("object")]
    elif node.type in {"parenthesized_expression", "call_expression"}:
        arguments = node.child_by_field_name("arguments")
        wrapped = list(children_of(node if arguments is None else arguments))
    else:
        return None
    found = [each for each in wrapped if each is not None and each.type in {"object", "array"}]
    return found[0] if len(found) == 1 else None
