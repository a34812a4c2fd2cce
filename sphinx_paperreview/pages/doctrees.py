"""Doctrees of pages that are written: they are given back at once.

The nodes of a doctree refer to one another, so Python keeps them until it looks for garbage among
old objects. That is seldom (:mod:`sphinx_paperreview.core.collector`), and Sphinx keeps the doctree
of each document that it read until its page is written: at the end they would be most of the memory
of a build.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


#: Doctrees after which what was made of them is looked through.
_RUN = 50


class WrittenDoctrees:
    """Takes doctrees apart whose page is written; an object for each application."""

    def __init__(self) -> None:
        self._last: nodes.document | None = None
        self._count = 0

    def follow(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Take the doctree of the page before apart, if it is one of ours (``html-page-context``).

        An extension that is not made for writing in parallel may look at it later.
        """
        ours = doctree is not None and domain_of(app.env).uses(pagename)
        before, self._last = self._last, doctree if ours else None
        if before is None or before is doctree:
            return
        if all(each.parallel_write_safe for each in app.extensions.values()):
            take_apart(before)
            self._count += 1
            # Translators, which refer to themselves. Python counts the nodes that are gone against
            # them, and would not look.
            if not self._count % _RUN and gc.isenabled():
                gc.collect(0)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Forget the last doctree (``build-finished``)."""
        self._last = None


def take_apart(doctree: nodes.document) -> None:
    """Empty *doctree*, and let its nodes no longer refer to what is above them.

    A node of it that someone has kept is still whole: it has its children and attributes.
    """
    rest: list[nodes.Node] = [*doctree.children]
    # The translator that wrote the page refers to itself, and keeps the document.
    vars(doctree).update(vars(nodes.document(doctree.settings, doctree.reporter)))
    while rest:
        node = rest.pop()
        rest += node.children
        node.parent = None
