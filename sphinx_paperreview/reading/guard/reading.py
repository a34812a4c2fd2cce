"""Keep a document at which its parser ends from ending the build.

docutils, MyST and directives of other extensions raise errors of Python for some texts. Where that
happens in a guarded document (:mod:`.guard.documents`), it is read again without its text, is
reported, and taken out by :class:`.Publication`. The same is done with one that takes too long:
many parts of docutils and MyST look at all that they have read before for each reference, target or
message. Errors of the machine, such as a full disk, end the build.
"""

from __future__ import annotations

import errno
import traceback
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import Directive

from sphinx_paperreview._compat import wrap_method
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.reading.guard.directives import place_of
from sphinx_paperreview.reading.guard.documents import is_guarded
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

#: Numbers of those errors of the system that come of what a document names.
_OF_NAMES = frozenset({None, errno.ENAMETOOLONG, errno.ELOOP})
#: Seconds of the processor for reading a document, and letters for each of which there is a second
#: more. Ordinary text takes a second for 100,000 or more.
SECONDS, LETTERS_PER_SECOND = 60, 10_000
#: What is read instead of the text: not nothing, of which the parser would warn.
_NO_TEXT = "…"
#: Number of characters of an error that a message quotes.
_QUOTED = 120


class ReadingGuard:
    """Reads the documents of one build; see above."""

    def __init__(self) -> None:
        #: The document that is being read, and the same if it is guarded.
        self._read = self._guarded = ""
        self._without_text = ""
        self._limit = ExitStack()

    def begin(self, app: Sphinx) -> None:
        """Have documents read by this guard (``builder-inited``), but not under a debugger."""
        if app.pdb or settings_of(app.config).trusted:
            return

        def read(original: Callable[..., None], docname: str, **options: Any) -> None:
            self._read, self._guarded = docname, ""
            try:
                with self._limit:
                    original(docname, **options)
            except (Exception, TooLongError) as error:
                if self._guarded != docname or not comes_of_text(error):
                    raise
                self._report(docname, error)
            else:
                return
            app.env.events.emit("env-purge-doc", app.env, docname)
            app.env.clear_doc(docname)
            self._without_text = docname
            try:
                with self._limit:
                    original(docname, **options)
            finally:
                self._without_text = ""
            app.env.domains["paper"].data["unread"][docname] = True

        wrap_method(app.builder, "read_doc", read)

    def remove_text(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Remove the text of a document that cannot be read (``source-read``)."""
        if docname == self._without_text:
            source[0] = _NO_TEXT

    def note(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Note whether the document is guarded, and begin the limit of its time (``source-read``).

        To be called once it is decided.
        """
        if is_guarded(app.env) and docname == self._read:
            self._guarded = docname
            seconds = SECONDS + len(source[0]) / LETTERS_PER_SECOND
            self._limit.enter_context(time_limit(seconds))

    def _report(self, docname: str, error: BaseException) -> None:
        what, place = _place_of(error)
        warn(
            WarningKind.FILE,
            "this document is not published: %s cannot be read (%s); write it differently",
            what,
            summary_of(error),
            location=place or (docname, 1),
        )


def comes_of_text(error: BaseException | None) -> bool:
    """Return whether *error* and what it came of can come of the text of a document."""
    while error is not None:
        if isinstance(error, OSError) and error.errno not in _OF_NAMES:
            return False
        error = error.__cause__
    return True


def summary_of(error: BaseException) -> str:
    """Return the kind of *error* and what it says, in one line; of a limit, what it says."""
    if isinstance(error, TooLongError):
        return str(error)
    return one_line(f"{type(error).__name__}: {error}")[:_QUOTED]


def _place_of(error: BaseException) -> tuple[str, str]:
    """Return what was being read when *error* was raised, and its path and line, if known."""
    found, place = "its text", ""
    for frame, _line in traceback.walk_tb(error.__traceback__):
        reader = frame.f_locals.get("self")
        if isinstance(reader, Directive):
            found, place = f"the directive “{reader.name[:_QUOTED]}”", place_of(reader)
    return found, place
