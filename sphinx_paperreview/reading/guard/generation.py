"""Keep generators of stubs from importing what posts name.

``sphinx.ext.autosummary`` and the like go through the sources of all documents before any is read,
import the modules that a line of them names, and write files beside them. No directive runs there,
so that :mod:`.guard.directives` is not asked. The guarded documents are hidden meanwhile.
``sphinx_automodapi`` does so with the text of each document that is about to be read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.reading.guard.documents import is_guarded_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Extensions that go through sources by themselves (``builder-inited``).
_GENERATORS = frozenset({"sphinx.ext.autosummary", "sphinx_automodapi.automodsumm"})
_AUTOMODAPI = re.compile(r"(?<=\.\.)(\s+)(automodapi::)")


class GeneratorGuard:
    """Hides guarded documents from the generators of one build."""

    def __init__(self) -> None:
        self._hidden = set[str]()

    def hide(self, app: Sphinx) -> None:
        """Hide them, before all handlers of ``builder-inited``."""
        if _GENERATORS.isdisjoint(app.extensions) or settings_of(app.config).trusted:
            return
        env = app.env
        for docname in env.found_docs:
            path = env.doc2path(docname)
            try:
                source = Path(path).read_text(encoding="utf-8-sig", errors="replace")
            except OSError:  # Sphinx says so
                continue
            if is_guarded_source(app, docname, source):
                self._hidden.add(docname)
        env.project.docnames -= self._hidden

    def show(self, app: Sphinx) -> None:
        """Show them again, after all handlers."""
        app.env.project.docnames |= self._hidden
        self._hidden.clear()

    def refuse(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Rename ``automodapi`` in a guarded document, before it is looked for (``source-read``).

        docutils then reports that there is no such directive, with its place.
        """
        trusted = settings_of(app.config).trusted
        if (
            "automodapi::" in source[0]
            and not trusted
            and is_guarded_source(app, docname, source[0])
        ):
            source[0] = _AUTOMODAPI.sub(r"\1refused-\2", source[0])
