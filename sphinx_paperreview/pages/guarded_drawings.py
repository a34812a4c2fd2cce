"""Keep programs that draw diagrams and formulas of a post from going on without end.

Graphviz takes hours for some graphs, LaTeX does not end for some formulas, and the extensions that
run such programs while a page is written wait for as long as it takes. Where the visitor of an
extension takes too long, the source of its node is shown.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from docutils import nodes

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import document_of
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    Visitor = Callable[[Any, Any], None]

#: Seconds for all drawings of a document, and more for each of them; a browser that draws a diagram
#: takes some.
SECONDS, SECONDS_OF_EACH = 300, 10
#: A limit of no time would be none.
_LEAST = 0.001
#: Packages whose visitors run no program.
_WITHOUT_PROGRAMS = ("sphinx_paperreview.", "sphinx_design.", "sphinx.ext.mathjax")


class DrawingGuard:
    """Guards the drawings of one build; see above."""

    def __init__(self) -> None:
        #: The seconds that are left for the drawings of each document.
        self._left: dict[str, float] = {}

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Limit the visitors of extensions that are called from now on (``write-started``)."""
        if app.pdb or settings_of(app.config).trusted:
            return
        self._left.clear()
        for handlers in _handlers(app):
            for name, (visit, depart) in handlers.items():
                module = getattr(visit, "__module__", None) or ""  # none in conf.py
                is_limited = isinstance(visit, partial) and visit.func == self._visit
                if not is_limited and not module.startswith(_WITHOUT_PROGRAMS):
                    handlers[name] = (partial(self._visit, visit), depart)

    def _visit(self, visit: Visitor, translator: Any, node: nodes.Element) -> None:
        docname = document_of(node) or getattr(translator.builder, "current_docname", "")
        if not domain_of(translator.builder.env).has_records(docname):
            visit(translator, node)
            return
        left = self._left.get(docname, SECONDS) + SECONDS_OF_EACH
        begin = time.monotonic()
        try:
            with time_limit(max(left, _LEAST), counts_waiting=True):
                visit(translator, node)
        except TooLongError:
            if time.monotonic() - begin < left:
                raise  # a limit of the whole page
            _show_source(translator, node)
        finally:
            self._left[docname] = left - (time.monotonic() - begin)


def _handlers(app: Sphinx) -> Iterator[MutableMapping[str, Any]]:
    """Return the mappings of names to pairs of visitors that extensions have registered."""
    yield from app.registry.translation_handlers.values()
    yield app.registry.html_inline_math_renderers
    yield app.registry.html_block_math_renderers


def _show_source(translator: Any, node: nodes.Element) -> NoReturn:
    """Show the source of *node*, which takes too long, and report it."""
    warn(
        WarningKind.UNSAFE,
        "this “%s” is shown as its source, for it takes too long to draw; make it smaller",
        node.tagname,
        location=node,
    )
    text = str(node.get("code", "")) or node.astext()
    shown = (
        nodes.literal("", text)
        if isinstance(node.parent, nodes.TextElement)
        else nodes.literal_block(text, text, language="none")
    )
    shown.document, shown.parent = translator.document, node.parent
    shown.walkabout(translator)
    raise nodes.SkipNode
