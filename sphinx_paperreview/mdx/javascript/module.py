"""Read ``import`` and ``export`` statements from the syntax tree of JavaScript."""

from __future__ import annotations

import re
from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.literals import read_string, unbound_owner, value_of
from sphinx_paperreview.mdx.javascript.syntax import children_of, parse, text_of
from sphinx_paperreview.mdx.javascript.template import read_template
from sphinx_paperreview.mdx.javascript.values import Asset, Data, Imported, NotLiteral, Partial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from sphinx_paperreview.mdx.javascript.values import Value

_ASSET_SUFFIX = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico|tiff?|pdf|mp4|webm|mov|mp3|wav|ogg|zip|csv|json|txt)"
    r"(?:\?.*)?$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Module:
    """The names that a block of ``import`` and ``export`` statements binds."""

    bindings: dict[str, Value] = field(default_factory=dict)
    #: Exported names whose value is not known without running the code.
    opaque: set[str] = field(default_factory=set)
    #: A name that the block uses and nothing defines.
    undefined: str = ""
    #: Whether the block is JavaScript and holds imports, exports and comments alone.
    valid: bool = True


def read_module(source: str, scope: dict[str, Value]) -> Module:
    """Read the ``import`` and ``export`` statements of *source*.

    *scope* holds the names that earlier blocks bind. A module that is not valid binds nothing.
    """
    module = Module()
    root = parse(source)
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


#: What asks a bundler for the text of a file: ``!!raw-loader!./a.py``, ``./a.py?raw``.
_RAW = re.compile(r"[-!]*+raw-loader(?:\?[^!\s]*+)?!(?P<loaded>[^!]+)|(?P<asked>[^?]+)\?raw")
#: Other loaders before an address.
_LOADERS = re.compile(r"[-!]{0,2}(?:[\w@/.-]++(?:\?[^!\s]*+)?!)+")


def _bind(name: str, imported: str, path: str) -> Value:
    if raw := _RAW.fullmatch(path):
        return Data(raw["loaded"] or raw["asked"], raw=True)
    if loaders := _LOADERS.match(path):
        path = path[loaders.end() :]
    if path.endswith(".json"):
        return Data(path, "" if imported == "default" else imported)
    if _ASSET_SUFFIX.search(path):
        return Asset(path)
    if imported == "default" and path.endswith((".md", ".mdx")):
        return Partial(path)
    if imported == "default":
        stem = path.rstrip("/").rsplit("/", 1)[-1]
        imported = stem if path.startswith(("@theme/", "@site/src/")) and stem else name
    return Imported(imported, path)


def _read_import(node: Node, module: Module) -> None:
    source = node.child_by_field_name("source")
    path = str(read_string(source, {}, 0)) if source is not None else ""
    clause = next((child for child in node.children if child.type == "import_clause"), None)
    for child in clause.named_children if clause is not None else ():
        if child.type == "identifier":
            module.bindings[text_of(child)] = _bind(text_of(child), "default", path)
        elif child.type == "namespace_import":
            name = text_of(child.named_children[-1])
            whole = Data(path) if path.endswith(".json") else Imported(name, path)
            module.bindings[name] = whole
        elif child.type == "named_imports":
            for specifier in child.named_children:
                imported = specifier.child_by_field_name("name")
                alias = specifier.child_by_field_name("alias") or imported
                if imported is not None and alias is not None:
                    module.bindings[text_of(alias)] = _bind(text_of(alias), text_of(imported), path)


def _read_export(node: Node, module: Module, names: Mapping[str, Value]) -> None:
    declaration = node.child_by_field_name("declaration")
    clauses = [child for child in node.children if child.type == "export_clause"]
    aliases = [each.child_by_field_name("alias") for clause in clauses for each in clause.children]
    if any(child.type == "default" for child in node.children) or any(
        alias is not None and text_of(alias) == "default" for alias in aliases
    ):
        module.opaque.add("default")
        chosen = node.child_by_field_name("value")
        if chosen is not None and chosen.type == "identifier":
            owner = unbound_owner(chosen, names)
            module.undefined = "" if owner in module.opaque else owner
    if declaration is None:
        return
    if declaration.type not in {"lexical_declaration", "variable_declaration"}:
        name = declaration.child_by_field_name("name")
        template = read_template(declaration)
        if name is not None and template is not None:
            module.bindings[text_of(name)] = template
        elif name is not None:
            module.opaque.add(text_of(name))
        return
    for child in children_of(declaration):
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if name is None or name.type != "identifier":
            continue
        template = read_template(value) if value is not None else None
        if template is not None:
            module.bindings[text_of(name)] = template
            continue
        try:
            module.bindings[text_of(name)] = (
                value_of(value, names, 0) if value is not None else None
            )
        except NotLiteral:
            module.opaque.add(text_of(name))
