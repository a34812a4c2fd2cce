"""Doctrees between reading and writing: few are kept, and they are given back once written.

Sphinx keeps the doctree of each document that it read until its page is written, for it would take
a few milliseconds to read it from its file. They are most of the memory of a build, and with many
documents more than a machine may have. The nodes of a doctree refer to one another, so Python keeps
them until it looks for garbage among old objects, which is seldom
(:mod:`sphinx_paperreview.core.collector`).
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview._compat import forget_pickle, unwritten_doctrees
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


#: Bytes of the files of doctrees that are kept until they are written. In memory a doctree takes
#: about seven times as much. The files of 1,000 posts of eleven kilobytes have 53 million.
KEPT_BYTES = 64_000_000
#: Doctrees after which what was made of them is looked through; so few that it is in the cache.
_RUN = 2


class UnwrittenDoctrees:
    """Bounds the doctrees that are kept from reading until writing; an object for each application.

    Those that are dropped are read from their files when they are written, as are all of a build
    by several processes, and those of documents that have not changed.
    """

    def __init__(self) -> None:
        self._count = self._bytes = 0

    def limit(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Drop the doctree that was read before if it is one too many (``source-read``).

        Only ours are. If an extension is not made for builds by several processes, it may have kept
        nodes that it changes later.
        """
        doctrees = unwritten_doctrees(app.env)
        if len(doctrees) > self._count and domain_of(app.env).has_records(
            before := next(reversed(doctrees))
        ):
            self._bytes += Path(app.doctreedir, f"{before}.doctree").stat().st_size
            if self._bytes > KEPT_BYTES and _is_parallel(app):
                del doctrees[before]
        self._count = len(doctrees)

    def forget_file(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Forget the content of the file of a doctree that is resolved (``doctree-resolved``)."""
        if domain_of(app.env).uses(docname):
            forget_pickle(app.env, docname)


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
        if ours and (title := app.env.longtitles.get(pagename)) is not None:
            title.parent = None  # the document by which Sphinx rendered it, of five kilobytes
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


def _is_parallel(app: Sphinx) -> bool:
    """Return whether all extensions allow to read and to write by several processes."""
    return all(
        each.parallel_read_safe and each.parallel_write_safe for each in app.extensions.values()
    )


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
