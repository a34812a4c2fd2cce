"""Keep what Sphinx's domains cannot read from ending a build.

The parsers of signatures (``py:function``, ``js:class`` …) raise errors of Python for some texts,
and what they made of deeply nested ones cannot be stored; those of C and C++ take exponential time.
In a guarded document (:mod:`.guard.documents`) such a directive or role is shown as text instead.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import DirectiveError
from sphinx.directives import ObjectDescription
from sphinx.errors import SphinxError

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.guard.amounts import amount_problem
from sphinx_paperreview.reading.guard.directives import (
    is_guarded_document,
    refused,
    shown_as_text,
)
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from docutils.parsers.rst import Directive
    from sphinx.environment import BuildEnvironment

#: Domains of which nothing is read: 24 brackets in a row take minutes.
_UNREAD = frozenset({"c", "cpp"})
#: Most characters of a signature that are neither letters, digits nor blanks: each may be a level.
_MOST_SIGNS = 100
_SIGN = pattern(r"[^\w\s]")
_MESSAGE = (
    "the %s “%s” is shown as text, for Sphinx cannot read it in a post: %s; write it as code, or "
    "set paperreview_trusted"
)


def guard_domains(env: BuildEnvironment) -> None:
    """Wrap the directives and roles of all domains of *env*, each once."""
    for domain in env.domains.sorted():
        for name, directive in domain.directives.items():
            if not hasattr(directive, "is_guarded_signature"):
                domain.directives[name] = _guarded_directive(domain.name, directive)
        for name, role in domain.roles.items():
            if not hasattr(role, "is_guarded_signature"):
                domain.roles[name] = _guarded_role(domain.name, role)


def _problem(domain: str, text: str) -> str:
    if domain in _UNREAD:
        return "signatures of C and C++ may take it without end"
    signs = len(_SIGN.findall(text))
    return f"it has {signs} signs, which are more than {_MOST_SIGNS}" if signs > _MOST_SIGNS else ""


def _guarded_directive(domain: str, cls: type[Directive]) -> type[Directive]:
    class Guarded(cls):  # type: ignore[valid-type,misc]  # the base is known at run time only
        is_guarded_signature = True

        def run(self) -> list[Node]:
            if not is_guarded_document(self.state.document):
                return super().run()  # type: ignore[no-any-return]  # the base is not known
            # The argument of ``productionlist`` is a whole grammar.
            is_signature = issubclass(cls, ObjectDescription)
            problem = _problem(domain, " ".join(self.arguments) if is_signature else "")
            if not problem and (amount := amount_problem(self)):
                return refused(self, amount)
            if not problem:
                try:
                    return super().run()  # type: ignore[no-any-return]  # as above
                except (DirectiveError, SphinxError):
                    raise
                except Exception as error:  # noqa: BLE001  # what a parser raises is not known
                    problem = type(error).__name__
            location = (self.state.document.settings.env.docname, self.lineno)
            warn(WarningKind.UNSAFE, _MESSAGE, "directive", self.name, problem, location=location)
            return shown_as_text(self)

    functools.update_wrapper(Guarded, cls, updated=())
    return Guarded


def _guarded_role(domain: str, role: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(role)
    def guarded(
        name: str, rawtext: str, text: str, lineno: int, inliner: Any, *rest: Any, **options: Any
    ) -> tuple[list[Node], list[Any]]:
        problem = _problem(domain, text) if is_guarded_document(inliner.document) else ""
        if not problem:
            try:
                result: tuple[list[Node], list[Any]] = role(
                    name, rawtext, text, lineno, inliner, *rest, **options
                )
            except SphinxError:
                raise
            except Exception as error:
                if not is_guarded_document(inliner.document):
                    raise
                problem = type(error).__name__
            else:
                return result
        location = (inliner.document.settings.env.docname, lineno)
        warn(WarningKind.UNSAFE, _MESSAGE, "role", name, problem, location=location)
        return [nodes.literal(text, text)], []

    guarded.is_guarded_signature = True  # type: ignore[attr-defined]  # it is looked up
    return guarded
