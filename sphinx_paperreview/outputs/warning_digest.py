"""What a build shows of its warnings: many of a kind as one line, in a stable order.

And whether there were any.
"""

from __future__ import annotations

import logging as base
import os
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.warnings import NOTICE, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: How many warnings of a kind are shown one by one for a document.
MOST_IN_DOCUMENT = 5
#: In how many documents the warnings of a kind are shown for each.
MOST_DOCUMENTS = 10
#: How many lines a build shows of our warnings, as far as one for each kind allows it.
MOST_LINES = 40
#: How many places a line names that stands for many warnings.
_MOST_PLACES = 5


#: What docutils says of a footnote that is missing, beside the name of each.
_TOO_MANY = (
    "Too many autonumbered footnote references: only 0 corresponding footnote available. [docutils]"
)
_QUOTED = re.compile(r'"[^"]*"')
#: Warnings of others of which there may be one for each link or document, and what to do. One
#: without a type is named by its message.
_OF_OTHERS = {
    "myst.role_unknown": "add the extension that has it to `extensions` in conf.py, as "
    "sphinxcontrib.bibtex for `cite`",
    "myst.directive_unknown": "add the extension that has it to `extensions` in conf.py, as "
    "sphinxcontrib.bibtex for `bibliography`",
    "numfig is disabled. :numref: is ignored.": "write `numfig = True` into conf.py",
    "myst.xref_missing": "correct the link, or what follows the #",
    "myst.xref_ambiguous": "write which is meant, as `doc:` or `project:` before it",
    "myst.header": "add the heading between, or begin with one of the first level",
    "ref.ref": "write (label)= above what it names, or correct the label",
    "ref.numref": "write (label)= above the figure, or correct the label",
    "ref.eq": "write the label into the formula that it names, or correct it",
    "ref.doc": "correct the name; one that begins with / begins at the source folder",
    "ref.term": "add the term to a glossary, or write the word alone",
    "image.not_readable": "add the file or correct the path",
    "download.not_readable": "add the file or correct the path",
    "toc.not_readable": "add the document, or remove its line",
    "misc.highlighting_failure": "name another language of the code, or `text`",
    "duplicate label %s, other instance in %s": "give one of the two another label",
    "duplicate label of equation %s, other instance in %s": "give one of the two another label",
    "duplicate citation %s, other instance in %s": "give one of the two another key",
    _TOO_MANY: "",
    "Duplicate explicit target name: …. [docutils]": "give one of the two another label",
    "Unknown target name: …. [docutils]": "write the footnote or the target, or correct the name",
    "toc.not_included": "name it in a toctree, or write `orphan: true` into its front matter",
}


#: Begins what the domain says of its roles without a target. Sphinx gives ``paper:ref`` the code of
#: its own ``ref``; the message has an advice of its own.
_OWN_ROLES = "paper:"
#: What Sphinx says, without a place, before the parser tells the place of the same role.
_UNKNOWN_ROLE = "unknown role name: %s"


@dataclass(frozen=True, slots=True)
class _Held:
    """A warning that is not yet shown."""

    record: base.LogRecord
    #: Type and subtype, as ``suppress_warnings`` takes them; else a key of ``_OF_OTHERS``.
    code: str
    path: str
    line: str


class WarningDigest(base.Filter):
    """Shows many warnings of a kind as one, in an order that parallel reading does not change.

    It is the last filter of Sphinx's handler of warnings. Sphinx has counted them before, so that
    ``sphinx-build -W`` fails as ever; other handlers, as that of ``paperreview check``, get all.
    Our warnings that have a location wait until all documents are read, or until the end of the
    build; then they are shown. So do those in ``_OF_OTHERS`` about documents that our parser reads.
    All others pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: list[_Held] = []
        self._handlers: list[base.Handler] = []
        self._lines = 0
        self._told: set[str] = set()
        self._folder = ""
        self._env: BuildEnvironment | None = None

    def install(self, app: Sphinx) -> None:
        """Begin (``builder-inited``), unless all warnings are asked for."""
        if settings_of(app.config).all_warnings:
            return
        self._folder = f"{app.srcdir}{os.sep}"
        self._env = app.env
        for handler in base.getLogger(logging.NAMESPACE).handlers:
            if isinstance(handler, logging.WarningStreamHandler):
                handler.addFilter(self)
                self._handlers.append(handler)

    def filter(self, record: base.LogRecord) -> bool:
        """Hold *record* back if it is one of ours, or about our documents, and has a location."""
        notice, location = getattr(record, NOTICE, None), getattr(record, "location", None)
        if record.msg == _UNKNOWN_ROLE:
            message = record.getMessage()
            is_new = message not in self._told
            self._told.add(message)
            return is_new
        kind = getattr(record, "type", "")
        code = f"{kind}.{getattr(record, 'subtype', '')}" if kind else str(record.msg)
        if kind == "docutils":
            code = _QUOTED.sub("…", str(record.msg))
        is_known = isinstance(notice, Notice) or code in _OF_OTHERS
        if not is_known or not isinstance(location, str):
            return True
        path, colon, line = location.rpartition(":")
        if not colon or not (line.isdecimal() or not line):
            path, line = location, ""
        if not isinstance(notice, Notice) and not self._is_ours(path):
            return True
        if code == _TOO_MANY:
            return False
        self._held.append(_Held(record, code, path, line))
        return False

    def _is_ours(self, path: str) -> bool:
        """Return whether our parser has read the document *path*."""
        env = self._env
        return env is not None and env.path2doc(path) in env.domains["paper"].data["readings"]

    def show_read(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Show what was held while documents were read (``env-updated``)."""
        self._show()
        return []

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Show the rest, and end (``build-finished``)."""
        for handler in self._handlers:
            handler.removeFilter(self)
        self._show()
        self._handlers.clear()

    def _show(self) -> None:
        # Those of one document come in the order in which they were found.
        held = sorted(self._held, key=lambda each: each.path)
        self._held.clear()
        for first, others in _shortened(held, MOST_LINES - self._lines):
            record = first.record
            if others or first.code in _OF_OTHERS:
                record.msg, record.args = _with_places(first, others, self._folder), ()
            self._lines += 1
            for handler in self._handlers:
                handler.emit(record)


def _shortened(held: Sequence[_Held], room: int) -> Iterator[tuple[_Held, list[_Held]]]:
    """Yield the warnings to be shown, each with those for which it stands; sorted by path."""
    kinds: dict[str, list[_Held]] = {}
    for each in held:
        kinds.setdefault(each.code, []).append(each)
    groups: dict[str, list[list[_Held]]] = {}
    for kind, found in kinds.items():
        documents = [list(group) for _path, group in groupby(found, lambda each: each.path)]
        if len(documents) > MOST_DOCUMENTS:
            groups[kind] = [found]
        else:
            groups[kind] = [
                group
                for document in documents
                for group in (
                    [document]
                    if len(document) > MOST_IN_DOCUMENT
                    else [[each] for each in document]
                )
            ]
    # The kinds with most lines give way first.
    for kind in sorted(groups, key=lambda kind: -len(groups[kind])):
        if sum(map(len, groups.values())) > room:
            groups[kind] = [kinds[kind]]
    order = {id(each): number for number, each in enumerate(held)}
    lines = [group for found in groups.values() for group in found]
    for group in sorted(lines, key=lambda group: order[id(group[0])]):
        yield group[0], group[1:]


def _with_places(first: _Held, others: Sequence[_Held], folder: str) -> str:
    """Return the message of *first*, with the places of *others* behind it, from *folder*.

    To one of :data:`_OF_OTHERS` it adds what to do.
    """
    message = base.LogRecord.getMessage(first.record)  # that of Sphinx has the place before it
    code = " [docutils]" if first.code.endswith("[docutils]") else f" [{first.code}]"
    shown = message.removesuffix(code)
    ending = code if message != shown else ""
    if first.code in _OF_OTHERS and not shown.startswith(_OWN_ROLES):
        shown = shown.removesuffix(".") + f"; {_OF_OTHERS[first.code]}"
    if not others:
        return shown + ending
    documents = {each.path for each in (first, *others)}
    if len(documents) > 1:
        where = f"in {len(documents)} documents, as in "
        lines = {each.path: each.line for each in reversed(others) if each.path != first.path}
        places = [
            ":".join(filter(None, (path.removeprefix(folder), lines[path])))
            for path in sorted(lines)
        ]
    else:
        places = list(dict.fromkeys(each.line for each in others if each.line))
        where = "in this document, in line " if len(places) == 1 else "in this document, in lines "
    named = ", ".join(places[:_MOST_PLACES]) + (", …" if len(places) > _MOST_PLACES else "")
    where = f"{where}{named}" if named else "in this document"
    # It is no fault of the text, so the check does not report it.
    unlisted = first.code == "toc.not_included"
    every = "paperreview_all_warnings shows all" if unlisted else "paperreview check lists all"
    more = f"and {len(others)} more of this kind {where}: {every}"
    return f"{shown} ({more}){ending}"


class Listener(base.Handler):
    """Hears whether anything warns, from its creation until it is closed."""

    def __init__(self) -> None:
        super().__init__(base.WARNING)
        #: Whether a warning or an error was logged.
        self.heard = False
        base.getLogger(logging.NAMESPACE).addHandler(self)

    def emit(self, record: base.LogRecord) -> None:
        """Note that *record* was logged."""
        self.heard = True

    def close(self) -> None:
        """Listen no more."""
        base.getLogger(logging.NAMESPACE).removeHandler(self)
        super().close()
