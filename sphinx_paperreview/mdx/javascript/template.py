"""Components that a post defines by JSX alone: ``export const H = ({color}) => (<b>…</b>)``.

Such a function does nothing but put what it is given into its JSX, so it needs no running: it
is a template. One that does anything else is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = frozenset({"arrow_function", "function_declaration", "function_expression"})
_JSX = frozenset({"jsx_element", "jsx_self_closing_element"})
_CALLS = frozenset({"call_expression", "new_expression", "await_expression"})


@dataclass(frozen=True, slots=True)
class Template:
    """JSX with the names of what it is given."""

    source: str
    #: The name of all that is given (``props``), empty if it is taken apart.
    whole: str = ""
    #: What it is taken apart into: the name of each part, what it is called within, its default.
    parts: tuple[tuple[str, str, str], ...] = ()
    #: The expressions in the JSX, as they stand between the braces.
    expressions: tuple[str, ...] = ()

    @property
    def children(self) -> frozenset[str]:
        """The expressions that stand for what is between the tags."""
        local = {name for key, name, _default in self.parts if key == "children"}
        return frozenset(local | ({f"{self.whole}.children"} if self.whole else set()))


def read_template(node: Node) -> Template | None:
    """Return the function *node* as a template, or None if it is not one."""
    if node.type not in _FUNCTIONS:
        return None
    jsx = _returned(node.child_by_field_name("body"))
    whole, parts = "", _parts(node)
    if parts is None:
        return None
    parameter = _parameter(node)
    if parameter is not None and parameter.type == "identifier":
        whole = _text(parameter)
    if jsx is None:
        return None
    found = _expressions(jsx)
    return None if found is None else Template(_text(jsx), whole, parts, found)


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _named(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _returned(body: Node | None) -> Node | None:
    """Return the JSX that a function returns at once."""
    if body is not None and body.type == "statement_block":
        statements = _named(body)
        if len(statements) != 1 or statements[0].type != "return_statement":
            return None
        body = next(iter(_named(statements[0])), None)
    while body is not None and body.type == "parenthesized_expression":
        body = next(iter(_named(body)), None)
    return body if body is not None and body.type in _JSX else None


def _parameter(function: Node) -> Node | None:
    single = function.child_by_field_name("parameter")
    if single is not None:
        return single
    listed = function.child_by_field_name("parameters")
    return next(iter(_named(listed)), None) if listed is not None else None


def _parts(function: Node) -> tuple[tuple[str, str, str], ...] | None:
    """Return what the parameter is taken apart into; None if that is beyond a template."""
    parameter = _parameter(function)
    if parameter is None or parameter.type == "identifier":
        return ()
    if parameter.type != "object_pattern":
        return None
    result = []
    for child in _named(parameter):
        if child.type == "shorthand_property_identifier_pattern":
            result.append((_text(child), _text(child), ""))
        elif child.type == "object_assignment_pattern":
            name, default = _named(child)[0], _named(child)[-1]
            result.append((_text(name), _text(name), _text(default)))
        elif child.type == "pair_pattern" and _named(child)[-1].type == "identifier":
            key, name = _named(child)[0], _named(child)[-1]
            result.append((_text(key), _text(name), ""))
        else:
            return None
    return tuple(result)


def _expressions(jsx: Node) -> tuple[str, ...] | None:
    """Return the expressions in *jsx*; None if one of them calls something or holds JSX."""
    found = []
    pending = [jsx]
    while pending:
        node = pending.pop()
        if node.type in _CALLS:
            return None
        if node.type == "jsx_expression":
            inner = _named(node)
            if any(child.type in _JSX for child in inner):
                return None
            found += [_text(child) for child in inner]
        pending += node.named_children
    return tuple(found)
