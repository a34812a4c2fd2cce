"""Read literals and imports from JavaScript by its syntax tree; nothing is ever run.

What can be known without running it becomes a Python value: strings, numbers, booleans,
``null``, arrays, objects, arithmetic of literals, and names bound by an ``import`` or an
``export const``. Anything else raises :exc:`NotLiteral`.
"""

from __future__ import annotations

import functools
import re
from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import tree_sitter_javascript
from tree_sitter import Language, Parser

from sphinx_paperreview.mdx.template import Template, read_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

#: What an expression can be worth.
Value: TypeAlias = (
    "str | int | float | bool | list[Value] | dict[str, Value]"
    " | Asset | Imported | Partial | Template | None"
)

MAX_DEPTH = 40
#: Most characters and parts of one value, written out; and of all values of a document.
MAX_VALUE = 100_000
MAX_VALUES = 2_000_000
ASSET_SUFFIX = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico|tiff?|pdf|mp4|webm|mov|mp3|wav|ogg|zip|csv|json|txt)"
    r"(?:\?.*)?$",
    re.IGNORECASE,
)
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


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that was imported or required; ``path`` is as written."""

    path: str


@dataclass(frozen=True, slots=True)
class Data(Asset):
    """What a file of JSON holds, or the part of it named ``key``, before it is read."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A component or anything else that comes from another module."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Partial:
    """Another Markdown file, to be shown where its name stands; ``path`` is as written."""

    path: str


@dataclass(slots=True)
class Module:
    """What an ``import``/``export`` block binds, and the statements not understood."""

    bindings: dict[str, Value] = field(default_factory=dict)
    #: Names that are exported, with a value that cannot be known.
    opaque: set[str] = field(default_factory=set)
    #: A name that is used and that nothing binds.
    undefined: str = ""
    #: False when the text is not JavaScript made of imports and exports alone.
    valid: bool = True


class Scope(dict[str, Value]):
    """The names of a document, and how much of their values may still be written out."""

    left: int = MAX_VALUES


class NotLiteral(Exception):  # noqa: N818  # an answer, not a failure
    """The expression is no literal.

    ``syntax``: it is no JavaScript at all; ``undefined``: the name in it that nothing binds.
    """

    def __init__(self, message: str, *, syntax: bool = False, undefined: str = "") -> None:
        """Keep the reason."""
        super().__init__(message)
        self.syntax = syntax
        self.undefined = undefined


@functools.cache
def _language() -> Language:
    return Language(tree_sitter_javascript.language())


def _parse(source: bytes) -> Node:
    return Parser(_language()).parse(source).root_node


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _encode(source: str) -> bytes:
    return source.encode("utf-8", "replace")


def is_expression(source: str) -> bool:
    """Return whether *source* is one JavaScript expression, or only comments."""
    root = _parse(b"(" + _encode(source) + b"\n)")
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
    root = _parse(_encode(stripped))
    if root.has_error or any(child.type != "comment" for child in root.children):
        return None
    return " ".join(_text(child).strip("/* \t\n") for child in root.children)


def evaluate(source: str, scope: Mapping[str, Value]) -> Value:
    """Return the value of the expression *source*; names are looked up in *scope*.

    Raise :exc:`NotLiteral` for what is not known without running it.
    """
    root = _parse(b"(" + _encode(source) + b"\n)")
    if root.has_error or root.named_child_count != 1:
        raise NotLiteral("not a JavaScript expression", syntax=True)
    statement = root.named_children[0]
    if statement.type != "expression_statement":
        raise NotLiteral("not a JavaScript expression", syntax=True)
    value = _value(statement.named_children[0], scope, 0)
    _spend(value, scope)
    return value


def _spend(value: Value, scope: Mapping[str, Value]) -> None:
    """Refuse a *value* that is too long, or whose repetition would make the page so.

    Values share their parts, so a few lines can name one of billions.
    """
    owner = scope.maps[-1] if isinstance(scope, ChainMap) else scope
    left = min(MAX_VALUE, owner.left) if isinstance(owner, Scope) else MAX_VALUE
    stack, size = [value], 0
    while stack and size <= left:
        item = stack.pop()
        size += len(item) if isinstance(item, str) else 1
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            stack += item.values()
            size += sum(map(len, item))
    if isinstance(owner, Scope):
        owner.left -= size
    if size > left:
        raise NotLiteral("its value is too long")


def _value(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise NotLiteral("nested too deeply")
    reader = _READERS.get(node.type)
    if reader is None:
        kind = node.type.replace("_", " ")
        article = "an" if kind[0] in "aeio" else "a"
        left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
        unbound = left is not None and left.type == "identifier" and _text(left) not in scope
        raise NotLiteral(
            f"{article} {kind} is not a literal", undefined=_text(left) if left and unbound else ""
        )
    return reader(node, scope, depth + 1)


def _constant(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    return {"true": True, "false": False}.get(node.type)


def _children(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _parenthesised(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    children = _children(node)
    if len(children) != 1:
        raise NotLiteral("not one expression")
    return _value(children[0], scope, depth)


def _number(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    text = _text(node).replace("_", "")
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


def _string(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    parts = []
    for child in node.named_children:
        if child.type == "escape_sequence":
            parts.append(_escape(_text(child)))
        elif child.type == "string_fragment":
            parts.append(_text(child))
        elif child.type == "template_substitution":
            part = _parenthesised(child, scope, depth)
            _spend(part, scope)
            parts.append(show(part))
    return "".join(parts)


def _array(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    return [_value(child, scope, depth) for child in _children(node)]


def _key(node: Node, scope: Mapping[str, Value], depth: int) -> str:
    if node.type == "property_identifier":
        return _text(node)
    return show(_value(node, scope, depth))


def _object(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    result: dict[str, Value] = {}
    for child in _children(node):
        if child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is None or value is None:
                raise NotLiteral("not a plain object")
            result[_key(key, scope, depth)] = _value(value, scope, depth)
        elif child.type == "shorthand_property_identifier":
            result[_text(child)] = _name(child, scope, depth)
        elif child.type == "spread_element":
            spread = _parenthesised(child, scope, depth)
            if not isinstance(spread, dict):
                raise NotLiteral("only an object can be spread")
            result.update(spread)
        else:
            raise NotLiteral("not a plain object")
    return result


def _name(node: Node, scope: Mapping[str, Value], depth: int) -> Value:
    name = _text(node)
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
    value = _value(operand, scope, depth)
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
    a, b = _value(left, scope, depth), _value(right, scope, depth)
    sign = operator.type
    if sign == "+" and (isinstance(a, str) or isinstance(b, str)):
        _spend([a, b], scope)
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
    value = _value(owner, scope, depth)
    key = _text(name)
    if isinstance(value, Asset) and key in {"default", "src"}:
        return value
    if isinstance(value, dict) and (key in value or _text(owner) == "props"):
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
    children = _children(arguments)
    if _text(function) in {"require", "useBaseUrl", "withBaseUrl"} and len(children) >= 1:
        value = _value(children[0], scope, depth)
        if isinstance(value, str):
            return Asset(value)
        if isinstance(value, Asset):
            return value
    raise NotLiteral("a call is not run", undefined=_unbound_owner(function, scope))


def _unbound_owner(node: Node, scope: Mapping[str, Value]) -> str:
    """Return the first name of the function *node* (``a`` of ``a.b.c``) if nothing binds it."""
    owner: Node | None = node
    while owner is not None and owner.type == "member_expression":
        owner = owner.child_by_field_name("object")
    if owner is None or owner.type != "identifier":
        return ""
    name = _text(owner)
    return "" if name in scope or name in GLOBALS else name


_READERS = {
    "parenthesized_expression": _parenthesised,
    "number": _number,
    "string": _string,
    "template_string": _string,
    "true": _constant,
    "false": _constant,
    "null": _constant,
    "undefined": _constant,
    "array": _array,
    "object": _object,
    "identifier": _name,
    "unary_expression": _unary,
    "binary_expression": _binary,
    "member_expression": _member,
    "call_expression": _call,
}


def show(value: Value) -> str:  # noqa: PLR0911  # one for each type
    """Return *value* as React would show it: nothing for booleans and null."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Asset | Partial):
        return value.path
    if isinstance(value, Imported):
        return value.name
    if isinstance(value, Template):
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return "".join(show(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item)}" for key, item in value.items())
    return str(value)


def plain_value(data: object, depth: int = 3) -> Value:
    """Return *data*, of YAML or JSON, as a value of JavaScript; what is deeper is left out.

    The *depth* is small for YAML because its aliases can make data that are exponentially large
    when written out.
    """
    if data is None or isinstance(data, str | int | float):
        return data
    if isinstance(data, dict | list) and depth < 1:
        return None
    if isinstance(data, dict):
        return {str(key): plain_value(item, depth - 1) for key, item in data.items()}
    if isinstance(data, list):
        return [plain_value(item, depth - 1) for item in data]
    return str(data)


def as_written(source: str) -> str:
    """Return what stands for the expression *source*, whose value is not known.

    Of a template string it is its text, with ``${…}`` where a value would be.
    """
    root = _parse(b"(" + _encode(source) + b"\n)")
    node: Node | None = root
    while node is not None and node.type != "template_string":
        node = node.named_children[0] if node.named_child_count == 1 else None
    if node is None or root.has_error:
        return f"{{{source}}}"
    return "".join(
        _escape(_text(child)) if child.type == "escape_sequence" else _text(child)
        for child in node.named_children
    )


def read_module(source: str, scope: dict[str, Value]) -> Module:
    """Read the ``import`` and ``export`` statements of *source*.

    *scope* holds what earlier blocks bound. The answer is not ``valid`` when there is
    anything but imports, exports and comments in it.
    """
    module = Module()
    root = _parse(_encode(source))
    if root.has_error:
        return Module(valid=False)
    names = ChainMap(module.bindings, scope)
    for node in root.named_children:
        if node.type == "import_statement":
            _read_import(node, module)
        elif node.type == "export_statement":
            _read_export(node, module, names)
        elif node.type not in {"comment", "empty_statement"}:
            return Module(valid=False)
    return module


def _bind(name: str, imported: str, path: str) -> Value:
    if path.endswith(".json"):
        return Data(path, "" if imported == "default" else imported)
    if ASSET_SUFFIX.search(path):
        return Asset(path)
    if imported == "default" and path.endswith((".md", ".mdx")):
        return Partial(path)
    if imported == "default":
        stem = path.rstrip("/").rsplit("/", 1)[-1]
        imported = stem if path.startswith(("@theme/", "@site/src/")) and stem else name
    return Imported(imported, path)


def _read_import(node: Node, module: Module) -> None:
    source = node.child_by_field_name("source")
    path = str(_string(source, {}, 0)) if source is not None else ""
    clause = next((child for child in node.children if child.type == "import_clause"), None)
    for child in clause.named_children if clause is not None else ():
        if child.type == "identifier":
            module.bindings[_text(child)] = _bind(_text(child), "default", path)
        elif child.type == "namespace_import":
            name = _text(child.named_children[-1])
            whole = Data(path) if path.endswith(".json") else Imported(name, path)
            module.bindings[name] = whole
        elif child.type == "named_imports":
            for specifier in child.named_children:
                imported = specifier.child_by_field_name("name")
                alias = specifier.child_by_field_name("alias") or imported
                if imported is not None and alias is not None:
                    module.bindings[_text(alias)] = _bind(_text(alias), _text(imported), path)


def _read_export(node: Node, module: Module, names: Mapping[str, Value]) -> None:
    declaration = node.child_by_field_name("declaration")
    clauses = [child for child in node.children if child.type == "export_clause"]
    aliases = [each.child_by_field_name("alias") for clause in clauses for each in clause.children]
    if any(child.type == "default" for child in node.children) or any(
        alias is not None and _text(alias) == "default" for alias in aliases
    ):
        module.opaque.add("default")
        chosen = node.child_by_field_name("value")
        if chosen is not None and chosen.type == "identifier":
            module.undefined = _unbound_owner(chosen, {**names, **dict.fromkeys(module.opaque)})
    if declaration is None:
        return
    if declaration.type not in {"lexical_declaration", "variable_declaration"}:
        name = declaration.child_by_field_name("name")
        template = read_template(declaration)
        if name is not None and template is not None:
            module.bindings[_text(name)] = template
        elif name is not None:
            module.opaque.add(_text(name))
        return
    for child in _children(declaration):
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if name is None or name.type != "identifier":
            continue
        template = read_template(value) if value is not None else None
        if template is not None:
            module.bindings[_text(name)] = template
            continue
        try:
            module.bindings[_text(name)] = _value(value, names, 0) if value is not None else None
        except NotLiteral:
            module.opaque.add(_text(name))
