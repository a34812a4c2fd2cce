"""Components that a site defines: its own Python renders ``<Chart data={[1, 2]}/>``.

A component is a function that takes a :class:`Component` and returns docutils nodes. A site
names it in ``paperreview_components``; an extension adds it by :func:`add_component`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from weakref import WeakKeyDictionary

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class Component:
    """One use of a component in a post."""

    #: The name as written.
    name: str
    #: The attributes whose values are literals: ``str``, ``int``, ``float``, ``bool``, ``None``,
    #: ``list`` or ``dict``. An attribute without a value is ``True``; an imported file is its path
    #: from the source folder.
    attributes: Mapping[str, Any]
    #: The rendered content of the element: blocks, or text if :attr:`inline`.
    children: list[Node]
    #: Whether the element is part of a line of text, where the result must be inline nodes.
    inline: bool
    #: The document, and its line on which the element begins, from 1.
    docname: str
    line: int
    env: BuildEnvironment


#: Returns the docutils nodes that replace the element; an empty list removes it.
ComponentFunction: TypeAlias = Callable[[Component], "list[Node]"]

#: The components that extensions added, and all of a project once they are imported. Sphinx has
#: no public place for them on an application.
_ADDED: WeakKeyDictionary[Sphinx, dict[str, ComponentFunction]] = WeakKeyDictionary()
_ALL: WeakKeyDictionary[Sphinx, Mapping[str, ComponentFunction]] = WeakKeyDictionary()


def add_component(app: Sphinx, name: str, function: ComponentFunction) -> None:
    """Have *function* render ``<name>`` in MDX; call it in an extension's ``setup``.

    ``app.add_paper_component(name, function)`` does the same once this extension is set up.
    Raises :exc:`ValueError` if *name* neither begins with a capital letter nor contains a dot:
    JSX takes a name in lower case for an element of HTML.
    """
    if not _is_component_name(name):
        raise ValueError(f"{name!r} is not the name of a component; begin it with a capital letter")
    _ADDED.setdefault(app, {})[name] = function


def _is_component_name(name: str) -> bool:
    """Return whether JSX takes *name* for a component and not for an element of HTML."""
    parts = name.split(".")
    return all(part.isidentifier() for part in parts) and (len(parts) > 1 or name[0].isupper())


def components_of(app: Sphinx) -> Mapping[str, ComponentFunction]:
    """Return the components of a project by name; those of ``conf.py`` replace added ones.

    The first call, at ``builder-inited``, imports them. One that cannot be imported, or whose name
    is not that of a component, is left out with a warning (:attr:`.WarningKind.CONFIG`).
    """
    if app not in _ALL:
        found = dict(_ADDED.get(app, {}))
        for name, target in settings_of(app.config).components.items():
            try:
                found[_checked_name(name)] = _imported(target)
            except ValueError as problem:
                warn(WarningKind.CONFIG, "paperreview_components[%r]: %s", name, problem,
                     location=None)  # fmt: skip
        _ALL[app] = MappingProxyType(found)
    return _ALL[app]


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or not _is_component_name(name):
        raise ValueError("it is not the name of a component; begin it with a capital letter")
    return name


def _imported(target: object) -> ComponentFunction:
    try:
        function = resolve_name(target) if isinstance(target, str) else None
    except Exception as error:  # an import may raise anything
        raise ValueError(f"{target!r} cannot be imported: {error}") from error
    if callable(function):
        return cast("ComponentFunction", function)
    raise ValueError(f"{target!r} names no function; write 'package.module:function'")
