"""``paperreview check --mdx``: what Docusaurus would refuse in a folder of posts.

The posts are read by Sphinx with this extension, in a temporary folder beside which nothing is
written; what is found is what a build warns of and Docusaurus would stop at.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_paperreview.warnings import REFUSAL, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMATS = ("text", "json", "github")
SUFFIXES = (".md", ".mdx")
_CONFIG = {
    "extensions": ["sphinx_paperreview"],
    "source_suffix": dict.fromkeys(SUFFIXES, "mdx"),
    "paperreview_posts": [],
}
#: Folders of packages and of builds.
_EXCLUDED = ["**/node_modules", "node_modules", "**/.*", ".*", "**/_build", "_build"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place in a file; ``line`` and ``column`` count from 1, ``column`` may be unknown."""

    path: str
    line: int
    column: int | None
    kind: str
    message: str


class _Collector(logging.Handler):
    """Keeps the refusals among the records of one application."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.app = app
        self.findings: list[Finding] = []

    def emit(self, record: logging.LogRecord) -> None:
        refusal = getattr(record, REFUSAL, None)
        if not isinstance(refusal, Refusal):
            return
        location = getattr(record, "location", "")
        if isinstance(location, tuple):
            path, line = str(self.app.env.doc2path(location[0])), location[1]
        else:
            path, _, number = str(location).rpartition(":")
            line = int(number) if number.isdecimal() else 1
        kind = f"paperreview.{refusal.kind.value}"
        self.findings.append(
            Finding(os.path.relpath(path), line or 1, refusal.column, kind, refusal.message)
        )


def check_mdx(paths: Iterable[Path]) -> list[Finding]:
    """Return what Docusaurus would refuse in the ``.md`` and ``.mdx`` files at *paths*, in order.

    A folder is searched with all below it but for files named ``_…``, which are read where they
    are shown. Nothing is written where the files are.
    """
    files: dict[Path, list[str]] = {}
    for path in paths:
        if path.is_dir():
            files[path.resolve()] = ["**"]
        else:
            files.setdefault(path.resolve().parent, []).append(path.name)
    found = {finding for folder, names in files.items() for finding in _read(folder, names)}
    return sorted(found, key=lambda each: (each.path, each.line, each.column or 0, each.message))


def _read(folder: Path, names: Sequence[str]) -> list[Finding]:
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        stack.enter_context(patch_docutils())
        stack.enter_context(docutils_namespace())
        app = Sphinx(
            folder, None, Path(place, "out"), Path(place, "doctrees"), "dummy",
            confoverrides={**_CONFIG, "include_patterns": names, "exclude_patterns": _EXCLUDED},
            status=None, warning=StringIO(), freshenv=True,
        )  # fmt: skip
        collector = _Collector(app)
        logger = logging.getLogger("sphinx")
        logger.addHandler(collector)
        try:
            app.builder.read()
        finally:
            logger.removeHandler(collector)
        return collector.findings


def report(findings: Sequence[Finding], form: str) -> str:
    """Return *findings* as text: a line each, a JSON list, or GitHub's workflow commands."""
    if form == "json":
        return json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1) + "\n"
    if form == "github":
        return "".join(map(_annotation, findings))
    lines = [
        ":".join(str(part) for part in (each.path, each.line, each.column) if part is not None)
        + f": {each.message} [{each.kind}]\n"
        for each in findings
    ]
    files = len({each.path for each in findings})
    return "".join(lines) + f"{len(findings)} places in {files} files\n"


def _annotation(finding: Finding) -> str:
    values = {
        "file": finding.path, "line": finding.line, "col": finding.column, "title": finding.kind,
    }  # fmt: skip
    parts = (f"{name}={_escape(str(value))}" for name, value in values.items() if value is not None)
    message = finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::error {','.join(parts)}::{message}\n"


def _escape(text: str) -> str:
    """Return *text* as a property of a workflow command."""
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(character, code)
    return text
