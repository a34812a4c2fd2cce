"""Keep substitutions of reStructuredText from growing without bound, and from ending a build.

Of ``|a|``, ``|a| replace:: |b| |b|`` and so on docutils makes a text that doubles with each line;
it ends at a circle of two, and at a definition that names one that does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.guard.documents import is_guarded
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Number of characters and elements that all substitutions of a document may come to.
MOST_SUBSTITUTED = 1_000_000
#: Number of characters of a definition that may be shown as often as it is written.
_SHORT = 100


class LimitSubstitutions(SphinxTransform):
    """Show substitutions by their names where docutils would go on without end, or stop.

    That is so where one leads to itself, to one that does not exist, or to too much text.
    """

    # After FitCharacters (5), before docutils' Substitutions (220).
    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        """Replace the references that cannot be followed."""
        definitions = self.document.substitution_defs.values()
        if not any(map(_may_grow, definitions)) or not is_guarded(self.env):
            return
        self._leave_dead_ends()
        references = nodes_of_kinds(self.document, nodes.substitution_reference)
        sizes = self._sizes()
        if sum(sizes.get(self._name(each), 0) for each in references) > MOST_SUBSTITUTED:
            self._show(references, "come to too much text")

    def _name(self, reference: Any) -> str:
        """Return the name of the definition that docutils finds for *reference*; empty if none."""
        written = reference["refname"]
        if written in self.document.substitution_defs:
            return str(written)
        return str(self.document.substitution_names.get(written.lower(), ""))

    def _within(self) -> dict[str, list[Any]]:
        """Return the references within each definition, by its name."""
        return {
            name: nodes_of_kinds(definition, nodes.substitution_reference)
            for name, definition in self.document.substitution_defs.items()
        }

    def _leave_dead_ends(self) -> None:
        """Replace references in definitions to what is not defined, or leads back to itself."""
        within = self._within()
        unknown = [each for found in within.values() for each in found if not self._name(each)]
        if unknown:
            self._show(unknown, "name one that is not defined")
        ends = {name: [self._name(each) for each in found] for name, found in within.items()}
        circles = _in_circles(ends)
        leading = [
            each
            for name, found in within.items()
            for each in found
            if name in circles and self._name(each) in circles
        ]
        if leading:
            self._show(leading, "lead back to themselves")

    def _sizes(self) -> dict[str, int]:
        """Return how much each definition comes to, in characters and elements."""
        within = self._within()
        sizes: dict[str, int] = {}
        for name in _inner_first({n: [self._name(r) for r in w] for n, w in within.items()}):
            definition = self.document.substitution_defs[name]
            own = len(definition.astext()) + len(nodes_of_kinds(definition, nodes.Element))
            sizes[name] = own + sum(sizes.get(self._name(each), 0) for each in within[name])
        return sizes

    def _show(self, references: list[Any], problem: str) -> None:
        line = next((each.line for each in references if each.line), None)
        warn(
            WarningKind.UNSAFE,
            "substitutions of this document %s and are shown by their names; write their text "
            "instead",
            problem,
            location=(self.env.docname, line or references[0].parent.line),
        )
        for each in references:
            each.replace_self(nodes.Text(each.rawsource or f"|{each.astext()}|"))


def _may_grow(definition: nodes.substitution_definition) -> bool:
    """Return whether *definition* is more than a few words, such as MyST's number of words."""
    if len(definition.astext()) > _SHORT:
        return True
    return bool(nodes_of_kinds(definition, nodes.substitution_reference))


def _inner_first(ends: Mapping[str, list[str]]) -> list[str]:
    """Return the names of *ends*, each behind those that it leads to, which lead to no circle."""
    done: dict[str, None] = {}
    for first in ends:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            inner = [each for each in ends.get(name, ()) if each in ends and each not in done]
            if inner:
                waiting += inner
            else:
                done[waiting.pop()] = None
    return list(done)


def _in_circles(ends: Mapping[str, list[str]]) -> set[str]:
    """Return those names of *ends* that lead to a circle."""
    left = {name: set(inner) & ends.keys() for name, inner in ends.items()}
    users: dict[str, list[str]] = {}
    for name, inner in left.items():
        for each in inner:
            users.setdefault(each, []).append(name)
    free = [name for name, inner in left.items() if not inner]
    while free:
        name = free.pop()
        del left[name]
        for user in users.get(name, ()):
            left[user].discard(name)
            if not left[user]:
                free.append(user)
    return set(left)
