"""Components of a site: what ``<Chart data={[1, 2]}/>`` becomes is for its own Python to say.

A component is a function that takes a :class:`Component` and returns docutils nodes. A site
names it in ``paperreview_components``; an extension adds it by :func:`add_component`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
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
    #: The attributes that are literals: ``str``, ``int``, ``float``, ``bool``, ``None``, ``list``
    #: or ``dict``; a flag is ``True``; an imported file is its path from the source folder.
    attributes: Mapping[str, Any]
    #: What stands between the tags, rendered: blocks, or text if :attr:`inline`.
    children: list[Node]
    #: Whether it stands within running text, where no block may be.
    inline: bool
    #: The document, and the line of it, from 1.
    docname: str
    line: int
    env: BuildEnvironment


#: Returns what stands for a component: a list of docutils nodes, empty for nothing.
ComponentFunction: TypeAlias = Callable[[Component], "list[Node]"]

#: What extensions added; Sphinx has no place of its own for it on an application.
_ADDED: WeakKeyDictionary[Sphinx, dict[str, ComponentFunction]] = WeakKeyDictionary()


def add_component(app: Sphinx, name: str, function: ComponentFunction) -> None:
    """Have ``<name>`` in MDX become what *function* returns; for an extension's ``setup``.

    ``app.add_paper_component(name, function)`` is the same, once this extension is set up.
    Raises :exc:`ValueError` if *name* is not that of a component: it begins with a capital
    letter or has a dot, for a name in lower case is an element of HTML.
    """
    if not is_component_name(name):
        raise ValueError(f"{name!r} is not the name of a component; begin it with a capital letter")
    _ADDED.setdefault(app, {})[name] = function


def is_component_name(name: str) -> bool:
    """Tell whether JSX takes *name* for a component rather than for an element."""
    parts = name.split(".")
    return all(part.isidentifier() for part in parts) and (len(parts) > 1 or name[0].isupper())


def components_of(app: Sphinx) -> dict[str, ComponentFunction]:
    """Return the components of a project by name; those of ``conf.py`` win.

    One that cannot be imported, or whose name is not that of a component, is left out with a
    warning (:attr:`.WarningKind.CONFIG`).
    """
    found = dict(_ADDED.get(app, {}))
    for name, target in settings_of(app.config).components.items():
        try:
            found[_checked_name(name)] = _imported(target)
        except ValueError as error:
            warn(WarningKind.CONFIG, "paperreview_components[%r]: %s", name, error, location=None)
    return found


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or not is_component_name(name):
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
