"""Keep toctrees of several documents from ending a build together, or growing without bound.

Sphinx follows toctrees through documents by recursion, once for each way to a document: it ends
where two posts have each other in their toctrees, or at a long chain of them, and takes time that
doubles with each document that has the next one twice. Which of that is so is only known when all
documents are read. Then the entries of guarded documents (:mod:`.documents`) are removed that lead
back, too deep, or to too much. Documents that are not guarded keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_paperreview._compat import forget_pickle
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: How many documents deep the toctrees of a guarded document may go.
MOST_LEVELS = 40
#: How many entries there may be below those of all guarded documents: at least, and for each
#: document of the project.
LEAST_BELOW, BELOW_OF_EACH = 200, 10


@dataclass(frozen=True, slots=True)
class _Below:
    """What is below a document: the number of levels, and that of entries."""

    levels: int = 0
    entries: int = 0


def bound_toctrees(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Remove what toctrees of guarded documents may not have (``env-updated``).

    Those documents are returned, and read again in each build, so that what is decided in it does
    not depend on the builds before.
    """
    guarded = env.domains["paper"].data["toctrees"]
    if not guarded:
        return []
    refused = refuse_entries(
        {docname: env.toctree_includes[docname] for docname in sorted(env.toctree_includes)},
        guarded.keys() & env.toctree_includes.keys(),
        len(env.found_docs),
    )
    for docname, problems in sorted(refused.items()):
        _report(env, docname, problems)
        remove_entries(app, env, docname, problems.keys())
    return sorted(refused)


def refuse_entries(
    includes: Mapping[str, Sequence[str]], guarded: AbstractSet[str], documents: int
) -> dict[str, dict[str, str]]:
    """Return which documents the toctrees of *guarded* ones may not have, and why not.

    :param includes: the documents in the toctrees of each document, in an order that does not
        depend on earlier builds
    :param documents: the number of all documents
    :return: by guarded document, a problem for each document that is refused
    """
    refused: dict[str, dict[str, str]] = {}
    loops = _loops(includes)
    for docname in sorted(guarded & loops.keys()):
        for child in includes[docname]:
            if loops.get(child) == loops[docname]:
                refused.setdefault(docname, {})[child] = "has this page in its own toctrees"
    left = LEAST_BELOW + BELOW_OF_EACH * documents
    below: dict[str, _Below] = {}
    # Of documents that are not guarded, loops may be left. Sphinx ends at them, or not.
    acyclic = {
        docname: [child for child in children if not _is_loop(loops, docname, child)]
        for docname, children in includes.items()
    }
    for docname in TopologicalSorter(acyclic).static_order():
        levels = entries = 0
        for child in acyclic.get(docname, ()):
            under = below[child]
            if docname in guarded:
                problem = ""
                if under.levels + 1 > MOST_LEVELS:
                    problem = f"has toctrees that go {MOST_LEVELS} pages deep"
                elif under.entries > left:
                    problem = "has toctrees with too many entries, of theirs as well"
                if problem:
                    refused.setdefault(docname, {})[child] = problem
                    continue
                left -= under.entries
            levels = max(levels, under.levels + 1)
            entries += under.entries + 1
        below[docname] = _Below(levels, entries)
    return refused


def _is_loop(loops: Mapping[str, int], docname: str, child: str) -> bool:
    return docname == child or (docname in loops and loops[docname] == loops.get(child))


def _loops(graph: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Return a number for each node of *graph* that is on a cycle, the same if on one together.

    These are its strongly connected components with more than one node, by Kosaraju's algorithm.
    """
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        pass
    else:
        return {}
    reverse: dict[str, list[str]] = {}
    for node, children in graph.items():
        for child in children:
            reverse.setdefault(child, []).append(node)
    found: dict[str, int] = {}
    seen = set[str]()
    for number, last in enumerate(reversed(_postorder(graph, graph, set()))):
        component = _postorder(reverse, [last], seen)
        if len(component) > 1:
            found |= dict.fromkeys(component, number)
    return found


def _postorder(
    graph: Mapping[str, Collection[str]], starts: Collection[str], seen: set[str]
) -> list[str]:
    """Return what can be reached from *starts* without what was *seen*, children first."""
    found: list[str] = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(graph.get(start, ())))]
        while path:
            node, children = path[-1]
            child = next((each for each in children if each not in seen), None)
            if child is None:
                found.append(node)
                path.pop()
            else:
                seen.add(child)
                path.append((child, iter(graph.get(child, ()))))
    return found


def _report(env: BuildEnvironment, docname: str, problems: Mapping[str, str]) -> None:
    toctrees = nodes_of_kinds(env.get_doctree(docname), addnodes.toctree)
    # Some may have been removed since Sphinx noted what they have.
    found = (each for each in toctrees if not problems.keys().isdisjoint(each["includefiles"]))
    child, problem = next(iter(problems.items()))
    more = f", nor {len(problems) - 1} more" if len(problems) > 1 else ""
    warn(
        WarningKind.UNSAFE,
        "a toctree of a post cannot have %s, which %s%s; write a link to it instead",
        child,
        problem,
        more,
        location=next(found, (docname, 1)),
    )


def remove_entries(
    app: Sphinx, env: BuildEnvironment, parent: str, docnames: AbstractSet[str]
) -> None:
    """Remove *docnames* from the toctrees of *parent*, which is read again in the next build."""
    document = env.get_doctree(parent)
    for tree in (document, env.tocs[parent]):
        for node in nodes_of_kinds(tree, addnodes.toctree):
            node["entries"] = [each for each in node["entries"] if each[1] not in docnames]
            node["includefiles"] = [each for each in node["includefiles"] if each not in docnames]
    env.toctree_includes[parent] = [
        each for each in env.toctree_includes[parent] if each not in docnames
    ]
    env.reread_always.add(parent)
    app.builder.write_doctree(parent, document)
    forget_pickle(env, parent)  # that of the document before
