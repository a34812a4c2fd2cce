"""Evaluate literals of JavaScript from the syntax tree; no code is run.

The value of a string, a template string, a number, a boolean, ``null``, an array, an object,
arithmetic of these, or a name that an ``import`` or ``export const`` binds becomes a Python value.
Anything else raises :exc:`NotLiteral`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.scope import charge
from sphinx_paperreview.mdx.javascript.syntax import children_of, parse_expression, text_of
from sphinx_paperreview.mdx.javascript.values import Asset, Data, NotLiteral, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from sphinx_paperreview.mdx.javascript.values import Value

#: Deepest nesting of an expression.
MAX_DEPTH = 40
#: Names that JavaScript binds, and those that Docusaurus binds in every post.
_GLOBALS = frozenset(
    {
        "Array", "BigInt", "Boolean", "Date", "Error", "Infinity", "Intl", "JSON", "Map", "Math",
        "NaN", "Number", "Object", "Promise", "RegExp", "Set", "String", "Symbol", "URL",
        "console", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent",
        "globalThis", "isFinite", "isNaN", "parseFloat", "parseInt", "process", "require",
        "assets", "contentTitle", "frontMatter", "metadata", "props", "toc",
    }
)  # fmt: skip
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def evaluate(source: str, scope: Mapping[str, Value]) -> Value:
    """Return the value of the expression *source*, whose names are looked up in *scope*.

    Raise :exc:`NotLiteral` if it is not JavaScript, if it would have to be run, or if its value
    is too large.
    """
    root = parse_expression(source)
    if root.has_error or root.named_child_count != 1:
        raise NotLiteral("not a JavaScript expression", syntax=True)
    statement = root.named_children[0]
    if statement.type != "expression_statement":
        raise NotLiteral("not a JavaScript expression", syntax=True)
    value = value_of(statement.named_children[0], scope, 0)
    charge(value, scope)
    return value


def value_of(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Return the value of the expression *node*, which is nested *depth* levels deep.

    Raise :exc:`NotLiteral` if it would have to be run, or is nested deeper than
    :data:`MAX_DEPTH`.
    """
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


def _parenthesised(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    children = children_of(node)
    if len(children) != 1:
        raise NotLiteral("not one expression")
    return value_of(children[0], scope, depth)


def _sequence(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Refuse ``{0, 1}``, whose value is its last part; report a name that is not defined first."""
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
    return _ESCAPES.get(text[1:2], text[1:])


def read_string(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    """Return the value of a string or template string."""
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
        undefined = "" if name in _GLOBALS else name
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
        # A property that a partial does not receive is undefined, which React shows as nothing.
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
    """Return the first name of the member expression *node* (``a`` of ``a.b.c``), if not defined.

    Return an empty string if *scope* or JavaScript defines it, or if *node* is something else.
    """
    owner: Node | None = node
    while owner is not None and owner.type == "member_expression":
        owner = owner.child_by_field_name("object")
    if owner is None or owner.type != "identifier":
        return ""
    name = text_of(owner)
    return "" if name in scope or name in _GLOBALS else name


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
    """Return the text to show for the expression *source*, whose value is not known.

    This is the text of a template string, with its ``${…}`` as written, and ``{…}`` of anything
    else.
    """
    root = parse_expression(source)
    node: Node | None = root
    while node is not None and node.type != "template_string":
        node = node.named_children[0] if node.named_child_count == 1 else None
    if node is None or root.has_error:
        return f"{{{source}}}"
    return "".join(
        _escape(text_of(child)) if child.type == "escape_sequence" else text_of(child)
        for child in node.named_children
    )
