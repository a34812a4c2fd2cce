"""Numbers of figures, tables, code and formulas in posts that stand in no toctree (``numfig``).

Sphinx numbers along the toctrees, and gives no number to what it does not meet there: a link to it
is a warning, and a formula has the number "()". A post needs no toctree, so it is numbered by
itself, from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.domains.std import StandardDomain

from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import nodes_of_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    #: Kind of figure → id → number, as in ``env.toc_fignumbers``.
    Numbers = dict[str, dict[str, tuple[int, ...]]]


def count_figures(app: Sphinx, document: nodes.document) -> None:
    """Store the numbers that *document* has by itself, if it is a post (``doctree-read``)."""
    env, docname = app.env, app.env.docname
    domain = domain_of(env)
    if not env.config.numfig or docname not in domain.data["posts"]:
        return
    numbers: Numbers = {}
    for node in nodes_of_kinds(document, nodes.Element):
        kind = _kind(env, node) if node["ids"] else None
        if kind is not None:
            of_kind = numbers.setdefault(kind, {})
            of_kind[node["ids"][0]] = (len(of_kind) + 1,)
    if numbers:
        domain.data["numbers"][docname] = numbers


def _kind(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Return the kind under which *node* is numbered, None if it is not."""
    if isinstance(node, nodes.section):
        return None
    for domain in env.domains.sorted():
        kind = domain.get_enumerable_node_type(node)
        if kind and (not isinstance(domain, StandardDomain) or domain.get_numfig_title(node)):
            return kind
    return None


class FigureNumbers:
    """Gives posts their own numbers after Sphinx has numbered what is in toctrees."""

    def __init__(self) -> None:
        self._before: Mapping[str, Numbers] = {}

    def note(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Remember the numbers of the last build, which Sphinx replaces (``env-get-updated``)."""
        self._before = env.toc_fignumbers
        return []

    def assign(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Add the numbers of posts; return those that have others now (``env-get-updated``)."""
        found: dict[str, Numbers] = domain_of(env).data["numbers"]
        own = {name: found[name] for name in sorted(found.keys() - env.toc_fignumbers.keys())}
        env.toc_fignumbers.update(own)
        return [name for name, numbers in own.items() if numbers != self._before.get(name)]
