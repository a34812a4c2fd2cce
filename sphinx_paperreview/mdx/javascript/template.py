"""Components that a post defines by JSX alone: ``export const H = ({color}) => (<b>…</b>)``.

A function that only inserts its properties into JSX is read as a template and never run. A
function that does anything else is not a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.syntax import children_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_FUNCTIONS = frozenset({"arrow_function", "function_declaration", "function_expression"})
_JSX = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})


@dataclass(frozen=True, slots=True)
class Template:
    """JSX, and the names of the properties that are inserted into it."""

    source: str
    #: The name of the parameter (``props``), empty if it is destructured.
    whole: str = ""
    #: The properties into which it is destructured: name, local name, source of the default.
    parts: tuple[tuple[str, str, str], ...] = ()
    #: The source of each expression in the JSX, without its braces.
    expressions: tuple[str, ...] = ()

    @property
    def children(self) -> frozenset[str]:
        """The expressions whose value is the content between the tags."""
        local = {name for key, name, _default in self.parts if key == "children"}
        return frozenset(local | ({f"{self.whole}.children"} if self.whole else set()))


def read_template(node: Node) -> Template | None:
    """Return the function *node* as a template, None if it is not one."""
    if node.type not in _FUNCTIONS:
        return None
    jsx = _returned(node.child_by_field_name("body"))
    whole, parts = "", _parts(node)
    if parts is None:
        return None
    parameter = _parameter(node)
    if parameter is not None and parameter.type == "identifier":
        whole = text_of(parameter)
    if jsx is None:
        return None
    return Template(text_of(jsx), whole, parts, tuple(_expressions(jsx)))


def _returned(body: Node | None) -> Node | None:
    """Return the JSX that *body* of a function returns as its only statement."""
    if body is not None and body.type == "statement_block":
        statements = children_of(body)
        if len(statements) != 1 or statements[0].type != "return_statement":
            return None
        body = next(iter(children_of(statements[0])), None)
    while body is not None and body.type == "parenthesized_expression":
        body = next(iter(children_of(body)), None)
    return body if body is not None and body.type in _JSX else None


def _parameter(function: Node) -> Node | None:
    single = function.child_by_field_name("parameter")
    if single is not None:
        return single
    listed = function.child_by_field_name("parameters")
    return next(iter(children_of(listed)), None) if listed is not None else None


def _parts(function: Node) -> tuple[tuple[str, str, str], ...] | None:
    """Return the properties into which the parameter is destructured, None for other patterns."""
    parameter = _parameter(function)
    if parameter is None or parameter.type == "identifier":
        return ()
    if parameter.type != "object_pattern":
        return None
    result = []
    for child in children_of(parameter):
        if child.type == "shorthand_property_identifier_pattern":
            result.append((text_of(child), text_of(child), ""))
        elif child.type == "object_assignment_pattern":
            name, default = children_of(child)[0], children_of(child)[-1]
            result.append((text_of(name), text_of(name), text_of(default)))
        elif child.type == "pair_pattern" and children_of(child)[-1].type == "identifier":
            key, name = children_of(child)[0], children_of(child)[-1]
            result.append((text_of(key), text_of(name), ""))
        else:
            return None
    return tuple(result)


def _expressions(jsx: Node) -> Iterator[str]:
    """Yield the expressions in *jsx*, but not those within others, nor handlers of events."""
    pending = [jsx]
    while pending:
        node = pending.pop()
        children = children_of(node)
        if node.type == "jsx_expression":
            yield from map(text_of, children)
        elif not (node.type == "jsx_attribute" and text_of(children[0]).startswith("on")):
            pending += children
