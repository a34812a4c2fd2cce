"""What builds of a preview warned of, as far as it still holds.

A build reads and writes only what has changed, and warns of nothing else. So each problem is kept
until its document is read or written again.
"""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import is_suppressed_warning

from sphinx_paperreview.cli.check import place_of
from sphinx_paperreview.cli.codes import Diagnostic, severity_of
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.warnings import NOTICE, Notice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from sphinx.application import Sphinx

#: What a problem belongs to: a document that was read, one that was written, all documents
#: together (``archive``), or the build that reported it (``build``).
Owner = tuple[str, str]


class Collector(logging.Handler):
    """Keeps the warnings of one build of *app*."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self.found: list[tuple[Owner, Diagnostic]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, unless the project suppresses it."""
        notice = getattr(record, NOTICE, None)
        if isinstance(notice, Notice):
            code, message, column = (
                f"paperreview.{notice.kind.value}",
                notice.message,
                notice.column,
            )
        else:
            kind, subtype = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
            code, message, column = f"{kind}.{subtype}".strip("."), record.getMessage(), None
        family, _, rest = code.partition(".")
        if is_suppressed_warning(family, rest, self._app.config.suppress_warnings):
            return
        path, line = place_of(self._app, getattr(record, "location", None))
        severity = "error" if record.levelno >= logging.ERROR else severity_of(code)
        diagnostic = Diagnostic(path, line, column, code, severity, message)
        self.found.append((self._owner(path), diagnostic))

    def _owner(self, path: str) -> Owner:
        app = self._app
        if app.phase is BuildPhase.CONSISTENCY_CHECK:
            return "archive", ""
        if app.phase is BuildPhase.READING:
            docname = app.env.current_document.docname or app.env.path2doc(path)
            return ("read", docname) if docname else ("build", "")
        docname = app.env.path2doc(path)
        is_document = app.phase is not BuildPhase.INITIALIZATION and docname in app.env.found_docs
        return ("written", docname) if is_document and docname else ("build", "")


class Problems:
    """The problems of a preview, kept in one file between sessions.

    :param path: the file; if it is missing or damaged, nothing is known
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[Owner, dict[Diagnostic, None]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            for owner, values in json.loads(path.read_text(encoding="utf-8")):
                kind, name = owner
                self._kept[kind, name] = {Diagnostic(**value): None for value in values}

    def update(
        self,
        found: Iterable[tuple[Owner, Diagnostic]],
        *,
        read: Collection[str] = (),
        written: Collection[str] = (),
        documents: Collection[str] = (),
    ) -> None:
        """Replace what is known of the documents *read* and *written* by what was *found*.

        :param documents: all documents, after a build; empty if only some were read and written
        """
        gone = {("read", name) for name in read} | {("written", name) for name in written}
        if documents:
            gone |= {("build", "")} | ({("archive", "")} if read else set())
            gone |= {owner for owner in self._kept if owner[1] and owner[1] not in documents}
        for owner in gone:
            self._kept.pop(owner, None)
        for owner, diagnostic in found:
            self._kept.setdefault(owner, {})[diagnostic] = None

    def all(self) -> list[Diagnostic]:
        """Return every problem once, by file and line."""
        found = {each: None for kept in self._kept.values() for each in kept}
        return sorted(found, key=lambda each: (each.file, each.line or 0, each.code, each.message))

    def save(self) -> None:
        """Write the file."""
        data = [[owner, [asdict(each) for each in kept]] for owner, kept in self._kept.items()]
        write_atomic(self._path, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
