"""Diagnostics for people and for programs: text, JSON, and workflow commands of GitHub."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.console import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.cli.codes import Diagnostic

#: Version of the JSON; it stays the same when a key is added.
_VERSION = 1
_LEVELS = {"error": "error", "warning": "warning", "advice": "notice"}


def report(diagnostics: Sequence[Diagnostic], form: str) -> str:
    """Return *diagnostics* as text (a line each), as JSON, or as GitHub's workflow commands.

    Paths are relative to the current folder; for GitHub, to the root of the repository.
    """
    base = _repository(Path.cwd()) if form == "github" else Path.cwd()
    shown = [replace(each, file=relative(each.file, base)) for each in diagnostics]
    if form == "json":
        return _as_json(shown)
    if form == "github":
        return "".join(map(_annotation, shown))
    places = number_of(len(shown), "place")
    files = number_of(len({each.file for each in shown}), "file")
    return "".join(map(as_line, shown)) + f"{places} in {files}\n"


def _repository(folder: Path) -> Path:
    """Return the root of the repository that holds *folder*; *folder* if there is none."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)


def relative(file: str, base: Path) -> str:
    """Return the path *file* from the folder *base*, with slashes."""
    try:
        return Path(os.path.relpath(file, base)).as_posix()
    except ValueError:  # on another drive
        return Path(file).as_posix()


def as_line(diagnostic: Diagnostic) -> str:
    """Return *diagnostic* as a line of text."""
    place = ":".join(
        str(part)
        for part in (diagnostic.file, diagnostic.line, diagnostic.column)
        if part is not None
    )
    advice = "advice: " if diagnostic.severity == "advice" else ""
    return f"{place}: {advice}{diagnostic.message} [{diagnostic.code}]\n"


def _as_json(diagnostics: Sequence[Diagnostic]) -> str:
    codes = Counter(each.code for each in diagnostics)
    data = {
        "version": _VERSION,
        "findings": [asdict(each) for each in diagnostics],
        "counts": {code: codes[code] for code in sorted(codes)},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _annotation(diagnostic: Diagnostic) -> str:
    """Return the workflow command that shows *diagnostic* at its line.

    Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    values = {
        "file": diagnostic.file,
        "line": diagnostic.line,
        "col": diagnostic.column,
        "title": diagnostic.code,
    }
    parts = (
        f"{name}={_escape(_escape_text(str(value)))}"
        for name, value in values.items()
        if value is not None
    )
    level = _LEVELS[diagnostic.severity]
    return f"::{level} {','.join(parts)}::{_escape_text(diagnostic.message)}\n"


def _escape_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape(text: str) -> str:
    """Escape the separators of a command's properties, in a *text* escaped otherwise."""
    return text.replace(":", "%3A").replace(",", "%2C")
