"""Keep code that Pygments cannot colour in time from stopping a build.

Lexers are regular expressions. Some take cubic or exponential time for some texts, and some raise
errors of Python, at which Sphinx ends. In a guarded document (:mod:`.guard.documents`) all code is
lexed once under a limit; what fails is shown without colours.
"""

from __future__ import annotations

import inspect
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes
from pygments.lexers import get_lexer_by_name, guess_lexer
from pygments.util import ClassNotFound
from sphinx.highlighting import lexer_classes, lexers

from sphinx_paperreview.nodes import fenced_code
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Element
    from pygments.lexer import Lexer
    from sphinx import addnodes

#: Seconds of the processor for all code of a document. Ordinary code takes a microsecond a
#: character.
SECONDS = 10.0
_PYTHON = frozenset({"py", "python", "py3", "python3", "default"})
#: Languages that are shown without colours.
_PLAIN = frozenset({"none", "text"})


class CodeGuard:
    """The check of one document's code, in the order of the document.

    *default* is the language of blocks without one (``highlight_language``), and *report* takes
    each block or role that is shown without colours, and the reason as a predicate.
    """

    def __init__(self, default: str, report: Callable[[Element, str], None]) -> None:
        self._language = default
        self._report = report
        self._left = SECONDS

    def note_language(self, node: addnodes.highlightlang) -> None:
        """Note the language of the blocks that follow."""
        self._language = node["lang"]

    def check(self, node: Element) -> None:
        """Lex the code of *node*, and set its language to ``none`` if that fails."""
        # As Sphinx's writers decide it.
        if isinstance(node, nodes.literal):
            has_colours = "language" in node
        else:
            has_colours = node.rawsource == node.astext()
        if not has_colours:
            return
        key = "lexer" if isinstance(node, fenced_code) else "language"
        language = node.get(key) or self._language
        if problem := self._problem(node.astext(), language):
            node[key] = "none"
            self._report(node, problem)

    def _problem(self, text: str, language: str) -> str:
        """Return why *text* cannot be coloured as *language*; empty if it can."""
        if language in _PLAIN:
            return ""
        if self._left <= 0:
            return "stands after code that took too long"
        begin = time.process_time()
        try:
            with time_limit(self._left), _half_the_stack():
                for _token in _lexer(text, language).get_tokens(text):
                    pass
        except ClassNotFound:
            return ""  # Sphinx warns of it
        except TooLongError:
            self._left = 0
            return f"takes longer than {SECONDS:.0f} seconds"
        except Exception as error:  # noqa: BLE001  # what a lexer raises is not known
            return f"ends its lexer ({type(error).__name__})"
        finally:
            self._left -= time.process_time() - begin
        return ""


def _lexer(text: str, language: str) -> Lexer:
    """Return the lexer that Sphinx chooses (``sphinx.highlighting.PygmentsBridge.get_lexer``).

    Raises:
        ClassNotFound: Pygments does not know *language*.
    """
    if language in _PYTHON:
        language = "pycon" if text.startswith(">>>") else "python"
    elif language == "pycon3":
        language = "pycon"
    if language in lexers:
        return lexers[language]
    if language in lexer_classes:
        return lexer_classes[language]()
    return guess_lexer(text) if language == "guess" else get_lexer_by_name(language)


@contextmanager
def _half_the_stack() -> Iterator[None]:
    """Allow half of the calls within each other: a writer lexes the same code deeper in its own."""
    limit, depth = sys.getrecursionlimit(), 0
    frame = inspect.currentframe()
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(min(limit, depth + limit // 2))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
