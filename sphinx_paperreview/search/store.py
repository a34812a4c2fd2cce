"""The words and texts of each document, kept in files beside the doctrees until they are gathered.

A file is named by what it was made of, so it is never stale; the environment holds the names only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.search.words import RULES, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The folder in that of the doctrees, and the form of its files.
FOLDER, FORM = "paperreview-search", 1


def keep(doctreedir: Path, units: Sequence[dict[str, Any]]) -> str:
    """Keep *units* (of a document: ``title``, ``heads``, ``text``) with their terms.

    :return: the name to ask for them by; what is there already is not made again
    """
    text = json.dumps([FORM, RULES, units], ensure_ascii=False)
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    path = Path(doctreedir, FOLDER, f"{name}.json")
    if not path.is_file():
        data = json.dumps([unit | {"words": _words(unit)} for unit in units], ensure_ascii=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(data, encoding="utf-8", errors="replace")
        temporary.replace(path)
    return name


def _words(unit: dict[str, Any]) -> list[str]:
    heads = "\n".join(title for _place, _anchor, title in unit["heads"])
    return [" ".join(terms(text)) for text in (unit["title"], heads, unit["text"])]


def recall(doctreedir: Path, name: str) -> list[dict[str, Any]]:
    """Return what is kept under *name*; nothing if the file is gone or damaged."""
    with contextlib.suppress(OSError, ValueError):
        path = Path(doctreedir, FOLDER, f"{name}.json")
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, list):
            return found
    return []


def is_kept(doctreedir: Path, name: str) -> bool:
    """Tell whether there is a file of that *name*."""
    return Path(doctreedir, FOLDER, f"{name}.json").is_file()


def forget(doctreedir: Path, kept: Iterable[str]) -> None:
    """Delete the files of all names but those that are *kept*."""
    names = {f"{name}.json" for name in kept}
    with contextlib.suppress(OSError):
        for entry in os.scandir(Path(doctreedir, FOLDER)):
            if entry.name not in names:
                Path(entry.path).unlink(missing_ok=True)
