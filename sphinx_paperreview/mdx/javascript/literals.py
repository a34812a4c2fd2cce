"""Evaluate literals of JavaScript from the syntax tree; no code is run.

The value of a string, a template string, a number, a boolean, ``null``, an array, an object,
arithmetic, comparisons, conditions and members of these, or a name that an ``import`` or ``export
const`` binds becomes a Python value; so does ``map`` with a function that is one expression. JSX
becomes :class:`Markup`. Anything else raises :exc:`NotLiteral`.
"""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, cast

from sphinx_paperreview.mdx.javascript import methods
from sphinx_paperreview.mdx.javascript.operators import combined, is_true, negated, whole
from sphinx_paperreview.mdx.javascript.scope import charge
from sphinx_paperreview.mdx.javascript.syntax import children_of, parse_expression, text_of
from sphinx_paperreview.mdx.javascript.values import Asset, Data, Markup, NotLiteral, show

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
    }
)  # fmt: skip
_DOCUSAURUS = frozenset({"assets", "contentTitle", "frontMatter", "metadata", "props", "toc"})
#: Expressions that may stand in prose: ``{id}``, ``{0, 1}``, ``{x = 1}``, ``{a </b> c </d> e}``.
_PROSE = frozenset(
    {
        "program", "expression_statement", "parenthesized_expression", "sequence_expression",
        "identifier", "number", "string", "string_fragment", "escape_sequence", "binary_expression",
        "unary_expression", "assignment_expression", "array", "comment", "undefined",
        "member_expression", "property_identifier", "regex", "regex_pattern", "regex_flags",
        "template_string", "template_substitution", "arguments", "subscript_expression",
    }
)  # fmt: skip
#: What a call of a function costs of the values that a document may write out.
_PRICE = " " * 100
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
    return whole(number)


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
    result: list[Value] = []
    for child in children_of(node):
        if child.type != "spread_element":
            result.append(value_of(child, scope, depth))
            continue
        spread = _parenthesised(child, scope, depth)
        if not isinstance(spread, list):
            raise NotLiteral("only a list can be spread here")
        result += spread
        charge(result, scope)
    return result


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
        if name in _GLOBALS or name in _DOCUSAURUS:
            raise NotLiteral(f"“{name}” is known to scripts alone")
        raise NotLiteral(f"“{name}” is not defined in this file", undefined=name)
    value = scope[name]
    if isinstance(value, Data):
        raise NotLiteral(f"the file of “{name}” is not read", reported=True)
    return value


def _unary(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    operator, operand = node.children[0].type, node.children[-1]
    return negated(value_of(operand, scope, depth), operator)


def _binary(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        raise NotLiteral("not an expression")
    sign = operator.type
    a = value_of(left, scope, depth)
    if sign in {"&&", "||", "??"}:
        is_enough = a is not None if sign == "??" else is_true(a) == (sign == "||")
        return a if is_enough else value_of(right, scope, depth)
    b = value_of(right, scope, depth)
    charge([a, b], scope)
    return combined(a, sign, b)


def _ternary(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    condition = node.child_by_field_name("condition")
    if condition is None:
        raise NotLiteral("not an expression")
    name = "consequence" if is_true(value_of(condition, scope, depth)) else "alternative"
    chosen = node.child_by_field_name(name)
    if chosen is None:
        raise NotLiteral("not an expression")
    return value_of(chosen, scope, depth)


def _member(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    owner = node.child_by_field_name("object")
    name = node.child_by_field_name("property") or node.child_by_field_name("index")
    if owner is None or name is None:
        raise NotLiteral("not a member")
    value = value_of(owner, scope, depth)
    if value is None and node.child_by_field_name("optional_chain") is not None:
        return None
    is_dotted = node.type == "member_expression"
    key = text_of(name) if is_dotted else value_of(name, scope, depth)
    if isinstance(value, Asset) and key in {"default", "src"}:
        return value
    return methods.member(value, key)


def _markup(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    names: dict[str, Value] = {}
    for each in reversed(scope.maps) if isinstance(scope, ChainMap) else ():
        if isinstance(each, _Parameters):
            names.update(each)
    return Markup(text_of(node), names)


def _call(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    function, arguments = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    )
    if function is None or arguments is None:
        raise NotLiteral("a call is not run")
    children = children_of(arguments)
    name = text_of(function)
    if name in _FILES | {"translate"} and children:
        value = value_of(children[0], scope, depth)
        if name in _FILES and isinstance(value, str | Asset):
            return Asset(value) if isinstance(value, str) else value
        if isinstance(value, dict) and isinstance(value.get("message"), str):
            return value["message"]
    unbound = unbound_owner(function, scope)
    owner = function.child_by_field_name("object")
    if function.type != "member_expression" or owner is None or unbound:
        raise NotLiteral("a call is not run", undefined=unbound)
    if text_of(owner) in _GLOBALS and text_of(owner) not in scope:
        return _parts(name, children, scope, depth)
    return _method(function, value_of(owner, scope, depth), children, scope, depth)


_FILES = frozenset({"require", "useBaseUrl", "withBaseUrl"})


def _parts(name: str, children: list[Node], scope: Mapping[str, Value], depth: int) -> Value:
    """Return what ``Object.keys``, ``.values`` and ``.entries`` give."""
    if name in {"Object.keys", "Object.values", "Object.entries"} and children:
        value = value_of(children[0], scope, depth)
        if isinstance(value, dict) and name == "Object.entries":
            return [[each, item] for each, item in value.items()]
        if isinstance(value, dict):
            return list(value) if name == "Object.keys" else list(value.values())
    raise NotLiteral("a call is not run")


def _method(
    function: Node, value: Value, children: list[Node], scope: Mapping[str, Value], depth: int
) -> Value:
    """Return what the method of *value* that *function* names gives for *children*."""
    key = function.child_by_field_name("property")
    method = text_of(key) if key is not None else ""
    if value is None and function.child_by_field_name("optional_chain") is not None:
        return None
    if method == "map" and isinstance(value, list) and children:
        return [
            _applied(children[0], [item, index], scope, depth) for index, item in enumerate(value)
        ]
    given = [value_of(child, scope, depth) for child in children]
    charge([value, given], scope)
    return methods.call(value, method, given)


def _applied(
    function: Node, arguments: list[Value], scope: Mapping[str, Value], depth: int
) -> Value:
    """Return the value of the arrow function *function*, one expression, for *arguments*."""
    charge(_PRICE, scope)
    result = returned(function) if function.type in _FUNCTIONS else None
    if result is None:
        raise NotLiteral("a call is not run")
    single, listed = (
        function.child_by_field_name("parameter"),
        function.child_by_field_name("parameters"),
    )
    parameters = [single] if single is not None else children_of(listed) if listed else []
    names = _Parameters()
    maps = scope.maps if isinstance(scope, ChainMap) else [cast("dict[str, Value]", scope)]
    inner = ChainMap[str, "Value"](names, *maps)
    for parameter, value in zip(parameters, arguments, strict=False):
        _bind(parameter, value, names, inner, depth)
    return value_of(result, inner, depth)


class _Parameters(dict[str, "Value"]):
    """The values of the parameters of one call."""


_FUNCTIONS = frozenset({"arrow_function", "function_expression"})


def returned(function: Node) -> Node | None:
    """Return the expression that *function* returns if that is all it does, else None."""
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        return body
    statements = children_of(body)
    if len(statements) != 1 or statements[0].type != "return_statement":
        return None
    return next(iter(children_of(statements[0])), None)


def returned_source(source: str) -> str:
    """Return the source of what the function *source* returns, empty if it does more than that."""
    root = parse_expression(source)
    node: Node | None = root
    while node is not None and node.type not in _FUNCTIONS:
        node = children_of(node)[0] if len(children_of(node)) == 1 else None
    found = returned(node) if node is not None and not root.has_error else None
    return text_of(found) if found is not None else ""


def _bind(
    pattern: Node, value: Value, names: dict[str, Value], scope: Mapping[str, Value], depth: int
) -> None:
    """Add to *names* the value of a parameter, or of the parts into which it is destructured."""
    if depth > MAX_DEPTH:
        raise NotLiteral("nested too deeply")
    children = children_of(pattern)
    if pattern.type in {"identifier", "shorthand_property_identifier_pattern"}:
        names[text_of(pattern)] = value
    elif pattern.type == "array_pattern" and isinstance(value, list):
        for index, child in enumerate(children):
            _bind(child, methods.member(value, index), names, scope, depth + 1)
    elif pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        given = value_of(children[-1], scope, depth) if value is None else value
        _bind(children[0], given, names, scope, depth + 1)
    elif pattern.type == "object_pattern" and isinstance(value, dict):
        for child in children:
            if child.type == "rest_pattern":
                raise NotLiteral("a call is not run")
            key = children_of(child)[0] if child.named_child_count else child
            target = children_of(child)[-1] if child.type == "pair_pattern" else child
            _bind(target, value.get(text_of(key)), names, scope, depth + 1)
    else:
        raise NotLiteral("a call is not run")


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
    return "" if name in scope or name in _GLOBALS or name in _DOCUSAURUS else name


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
    "ternary_expression": _ternary,
    "member_expression": _member,
    "subscript_expression": _member,
    "jsx_element": _markup,
    "jsx_self_closing_element": _markup,
    "jsx_fragment": _markup,
    "call_expression": _call,
}


def as_written(source: str, scope: Mapping[str, Value]) -> str | None:
    """Return the text to show for the expression *source*, whose value is not known.

    This is ``{…}`` itself if it may be prose, and the text of a template string without its
    ``${…}``. It is None for code.
    """
    root = parse_expression(source)
    node: Node | None = root
    while node is not None and node.type not in {"template_string", "string"}:
        node = node.named_children[0] if node.named_child_count == 1 else None
    if node is not None and not root.has_error:
        return "".join(
            _escape(text_of(child)) if child.type == "escape_sequence" else text_of(child)
            for child in node.named_children
            if child.type != "template_substitution"
        )
    waiting = [root]
    while waiting and not root.has_error:
        each = waiting.pop()
        if not _may_be_prose(each, scope):
            return None
        waiting += each.named_children
    return f"{{{source}}}"


def _may_be_prose(node: Node, scope: Mapping[str, Value]) -> bool:
    """Return whether words between braces can be read as *node*, as ``a [b](c)`` can as a call."""
    if node.type == "call_expression":
        function, arguments = node.named_children[0], node.named_children[-1]
        is_markup = arguments.type == "template_string" or function.type == "subscript_expression"
        return is_markup and function.type in _PROSE | {"subscript_expression"}
    if node.type == "member_expression":
        return bool(unbound_owner(node, scope))
    if node.type == "identifier":
        return text_of(node) not in _DOCUSAURUS
    return node.type in _PROSE
