"""Keep lists that a document has again and again from growing without bound.

A toctree in three lines lists all documents of a project, a table of contents in one line all
headings of a document, and a ``todolist`` shows what is to be done in all documents.
:class:`.GuardDocument` asks how often a guarded document has them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms.parts import Contents
from sphinx.ext.todo import todo_node

from sphinx_paperreview.nodes import ancestor, nodes_of_kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx import addnodes
    from sphinx.ext.todo import todolist

#: How often a document may have the same page in its toctrees.
MOST_ENTRIES = 10
#: Number of headings that all tables of contents of a document may list, but for its first.
MOST_HEADINGS = 20_000


class ContentsGuard:
    """The check of one document's toctrees, tables of contents and lists of what is to be done.

    *report* takes the first of each kind that is refused, and why.
    """

    def __init__(
        self, document: nodes.document, report: Callable[[nodes.Element, str], None]
    ) -> None:
        self._document = document
        self._report = report
        self._times = Counter[str]()
        self._headings = 0
        self._has_todos = False
        self._refused = set[int]()
        self._reported = set[str]()

    def check_toctree(self, node: addnodes.toctree) -> None:
        """Remove the entries that the toctrees before *node* have often enough."""
        kept = []
        for title, place in node["entries"]:
            self._times[place] += 1
            if self._times[place] <= MOST_ENTRIES:
                kept.append((title, place))
        if len(kept) < len(node["entries"]):
            places = {place for _title, place in kept}
            node["entries"] = kept
            node["includefiles"] = [each for each in node["includefiles"] if each in places]
            self._say(node, f"toctrees have the same page at most {MOST_ENTRIES} times")

    def check_contents(self, node: nodes.pending) -> None:
        """Remove *node*, which stands for a table of contents, if those before list enough."""
        topic = node.parent
        if node.transform is not Contents or not isinstance(topic, nodes.topic):
            return
        if self._headings < MOST_HEADINGS:
            start = topic.parent if "local" in node.details else self._document
            self._headings += len(nodes_of_kinds(start, nodes.section))
            return
        self._refused.add(id(node))
        topic.parent.remove(topic)
        self._say(topic, f"tables of contents list at most {MOST_HEADINGS} headings")

    def check_todos(self, node: todolist) -> None:
        """Remove *node* if it is not the first; within a ``todo`` it would show itself."""
        if ancestor(node, todo_node) is not None:
            self._say(node, "a todolist cannot stand within a todo")
        elif self._has_todos:
            self._say(node, "a todolist can stand once")
        else:
            self._has_todos = True
            return
        node.parent.remove(node)

    def end(self) -> None:
        """Have docutils make none of the tables that were removed."""
        transformer = self._document.transformer
        if self._refused:
            transformer.transforms = [
                each for each in transformer.transforms if id(each[2]) not in self._refused
            ]

    def _say(self, node: nodes.Element, problem: str) -> None:
        if problem not in self._reported:
            self._reported.add(problem)
            self._report(node, problem)
