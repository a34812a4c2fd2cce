"""Read literals from JavaScript by its syntax tree; nothing is ever run.

What can be known without running it becomes a Python value: strings, numbers, booleans,
``null``, arrays, objects, arithmetic of literals, and names bound by an ``import`` or an
``export const``. Anything else raises :exc:`NotLiteral`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import tree_sitter_javascript
from tree_sitter import Language, Parser

from sphinx_paperreview.mdx.javascript.values import Asset, Data, NotLiteral, charge, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from sphinx_paperreview.mdx.javascript.values import Value

MAX_DEPTH = 40
#: Names that JavaScript itself binds, and those that Docusaurus binds in every post.
GLOBALS = frozenset(
    {
        "Array", "BigInt", "Boolean", "Date", "Error", "Infinity", "Intl", "JSON", "Map", "Math",
        "NaN", "Number", "Object", "Promise", "RegExp", "Set", "String", "Symbol", "URL",
        "console", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent",
        "globalThis", "isFinite", "isNaN", "parseFloat", "parseInt", "process", "require",
        "assets", "contentTitle", "frontMatter", "metadata", "props", "toc",
    }
)  # fmt: skip
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


@functools.cache
def _language() -> Language:
    return Language(tree_sitter_javascript.language())


def parse(source: bytes) -> Node:
    """Return the syntax tree of *source*."""
    return Parser(_language()).parse(source).root_node


def text_of(node: Node) -> str:
    """Return the source of *node*."""
    return (node.text or b"").decode("utf-8", "replace")


def encode(source: str) -> bytes:
    """Return *source* as the parser takes it."""
    return source.encode("utf-8", "replace")


def is_expression(source: str) -> bool:
    """Return whether *source* is one JavaScript expression, or only comments."""
    root = parse(b"(" + encode(source) + b"\n)")
    return not root.has_error or is_comment(source)


def is_comment(source: str) -> bool:
    """Return whether *source* holds comments and blanks alone."""
    return comment_text(source) is not None


def comment_text(source: str) -> str | None:
    """Return the text within the comments of *source*, or None if there is anything else."""
    stripped = source.strip()
    if not stripped:
        return ""
    if not stripped.startswith(("/*", "//")):
        return None
    root = parse(encode(stripped))
    if root.has_error or any(child.type != "comment" for child in root.children):
        return None
    return " ".join(text_of(child).strip("/* \t\n") for child in root.children)


def evaluate(source: str, scope: Mapping[str, Value]) -> Value:
    """Return the value of the expression *source*; names are looked up in *scope*.

    Raise :exc:`NotLiteral` for what is not known without running it.
    """
    root = parse(b"(" + encode(source) + b"\n)")
    if root.has_error or root.named_child_count != 1:
        raise NotLiteral("not a JavaScript expression", syntax=True)
    statement = root.named_children[0]
    if statement.type != "expression_statement":
        raise NotLiteral("not a JavaScript expression", syntax=True)
    value = value_of(statement.named_children[0], scope, 0)
    charge(value, scope)
    return value


def value_of(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Return the value of *node*; raise :exc:`NotLiteral` if it is not known, or too deep."""
    if depth > MAX_DEPTH:
        raise NotLiteral("nested too deeply")
    reader = _READERS.get(node.type)
    if reader is None:
        kind = node.type.replace("_", " ")
        article = "an" if kind[0] in "aeio" else "a"
        left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
        unbound = left is not None and left.type == "identifier" and text_of(left) not in scope
        raise NotLiteral(
            f"{article} {kind} is not a literal",
            undefined=text_of(left) if left and unbound else "",
        )
    return reader(node, scope, depth + 1)


def _constant(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    return {"true": True, "false": False}.get(node.type)


def children_of(node: Node) -> list[Node]:
    """Return what is in *node* but for comments."""
    return [child for child in node.named_children if child.type != "comment"]


def _parenthesised(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    children = children_of(node)
    if len(children) != 1:
        raise NotLiteral("not one expression")
    return value_of(children[0], scope, depth)


def _sequence(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Refuse ``{0, 1}``, of which JavaScript keeps the last; it may name what nothing binds."""
    for child in children_of(node):
        value_of(child, scope, depth)
    raise NotLiteral("a sequence expression is not a literal")


def _number(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    text = text_of(node).replace("_", "")
    if len(text) > 300:
        raise NotLiteral("a number is too long")
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        raise NotLiteral("not a plain number") from None
    return _whole(number)


def _whole(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _escape(text: str) -> str:
    if text[1:2] in {"u", "x"}:
        try:
            return chr(int(text[2:].strip("{}"), 16))
        except (ValueError, OverflowError):
            return text
    if text[1:2] in {"\n", "\r"}:
        return ""
    return ESCAPES.get(text[1:2], text[1:])


def read_string(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Return what a string or a template string says."""
    parts = []
    for child in node.named_children:
        if child.type == "escape_sequence":
            parts.append(_escape(text_of(child)))
        elif child.type == "string_fragment":
            parts.append(text_of(child))
        elif child.type == "template_substitution":
            part = _parenthesised(child, scope, depth)
            charge(part, scope)
            parts.append(show(part))
    return "".join(parts)


def _array(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    return [value_of(child, scope, depth) for child in children_of(node)]


def _key(node: Node, scope: Mapping[str, Value], depth: int) -> str:
    if node.type == "property_identifier":
        return text_of(node)
    return show(value_of(node, scope, depth))


def _object(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    result: dict[str, Value] = {}
    for child in children_of(node):
        if child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is None or value is None:
                raise NotLiteral("not a plain object")
            result[_key(key, scope, depth)] = value_of(value, scope, depth)
        elif child.type == "shorthand_property_identifier":
            result[text_of(child)] = _name(child, scope, depth)
        elif child.type == "spread_element":
            spread = _parenthesised(child, scope, depth)
            if not isinstance(spread, dict):
                raise NotLiteral("only an object can be spread")
            result.update(spread)
        else:
            raise NotLiteral("not a plain object")
    return result


def _name(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    name = text_of(node)
    if name == "undefined":
        return None
    if name not in scope:
        undefined = "" if name in GLOBALS else name
        raise NotLiteral(f"“{name}” is not defined in this file", undefined=undefined)
    value = scope[name]
    if isinstance(value, Data):
        raise NotLiteral(f"the file of “{name}” is not read")
    return value


def _unary(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    operator, operand = node.children[0].type, node.children[-1]
    value = value_of(operand, scope, depth)
    if operator == "!":
        return not value
    if isinstance(value, int | float) and operator in {"-", "+"}:
        return -value if operator == "-" else value
    raise NotLiteral(f"“{operator}” is not worked out")


def _binary(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        raise NotLiteral("not an expression")
    a, b = value_of(left, scope, depth), value_of(right, scope, depth)
    sign = operator.type
    if sign == "+" and (isinstance(a, str) or isinstance(b, str)):
        charge([a, b], scope)
        return show(a) + show(b)
    if isinstance(a, int | float) and isinstance(b, int | float):
        if sign in {"+", "-", "*"} and max(abs(a), abs(b)) < 1e15:
            return {"+": a + b, "-": a - b, "*": a * b}[sign]
        if sign == "/" and b:
            return _whole(a / b)
    raise NotLiteral(f"“{sign}” is not worked out")


def _member(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if owner is None or name is None:
        raise NotLiteral("not a member")
    value = value_of(owner, scope, depth)
    key = text_of(name)
    if isinstance(value, Asset) and key in {"default", "src"}:
        return value
    if isinstance(value, dict) and (key in value or text_of(owner) == "props"):
        # What a partial is not given is undefined and shows nothing.
        return value.get(key)
    raise NotLiteral(f"“{key}” is not known here")


def _call(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    function, arguments = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    )
    if function is None or arguments is None:
        raise NotLiteral("a call is not run")
    children = children_of(arguments)
    if text_of(function) in {"require", "useBaseUrl", "withBaseUrl"} and len(children) >= 1:
        value = value_of(children[0], scope, depth)
        if isinstance(value, str):
            return Asset(value)
        if isinstance(value, Asset):
            return value
    raise NotLiteral("a call is not run", undefined=unbound_owner(function, scope))


def unbound_owner(node: Node, scope: Mapping[str, Value]) -> str:
    """Return the first name of the function *node* (``a`` of ``a.b.c``) if nothing binds it."""
    owner: Node | None = node
    while owner is not None and owner.type == "member_expression":
        owner = owner.child_by_field_name("object")
    if owner is None or owner.type != "identifier":
        return ""
    name = text_of(owner)
    return "" if name in scope or name in GLOBALS else name


_READERS = {
    "parenthesized_expression": _parenthesised,
    "number": _number,
    "string": read_string,
    "template_string": read_string,
    "true": _constant,
    "false": _constant,
    "null": _constant,
    "undefined": _constant,
    "sequence_expression": _sequence,
    "array": _array,
    "object": _object,
    "identifier": _name,
    "unary_expression": _unary,
    "binary_expression": _binary,
    "member_expression": _member,
    "call_expression": _call,
}


def as_written(source: str) -> str:
    """Return what stands for the expression *source*, whose value is not known.

    Of a template string it is its text, with ``${…}`` where a value would be.
    """
    root = parse(b"(" + encode(source) + b"\n)")
    node: Node | None = root
    while node is not None and node.type != "template_string":
        node = node.named_children[0] if node.named_child_count == 1 else None
    if node is None or root.has_error:
        return f"{{{source}}}"
    return "".join(
        _escape(text_of(child)) if child.type == "escape_sequence" else text_of(child)
        for child in node.named_children
    )
