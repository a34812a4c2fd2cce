"""Files that are written in one step, and JSON files kept beside the doctrees.

The environment, which every worker process sends back whole, holds only the names of the kept
files. A name is a digest of everything that the file is made from, so a file is never stale: it
exists or it does not.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def write_atomic(path: Path, data: bytes, *, scratch: Path | None = None) -> None:
    """Write *data* to the file *path* in one step: a reader sees the old file or the new one.

    The data goes to a temporary file, which then replaces *path*. It lies in the folder *scratch*,
    or in that of *path* if there is none or if it is on another file system. Missing
    parent folders are made; a symbolic link at *path* is replaced, not followed. Several
    processes and threads may write the same file: the last one wins.

    Raise :exc:`OSError` if the file cannot be written. The old file is then unchanged and no
    temporary file is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            _write_and_move(scratch, path, data)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
        else:
            return
    _write_and_move(path.parent, path, data)


def _write_and_move(folder: Path, path: Path, data: bytes) -> None:
    # Not tempfile.mkstemp: its files are readable by their owner alone, and a site is served.
    temporary = folder / f".{uuid.uuid4().hex}.tmp"
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files that hold a JSON array each, in one folder beside the doctrees."""

    #: Name of the folder within the folder of the doctrees.
    folder: str
    #: How surrogates are encoded when a file is written (``errors`` of :meth:`str.encode`).
    errors: str

    def keep(self, doctreedir: Path, source: str, make: Callable[[], str]) -> str:
        """Store the JSON text that *make* returns, and return the name to recall it by.

        *source* holds everything that the text is made from. If a file of that source exists,
        *make* is not called.
        """
        name = text_digest(source)
        path = self._path(doctreedir, name)
        if not path.is_file():
            write_atomic(path, make().encode("utf-8", self.errors))
        return name

    def recall(self, doctreedir: Path, name: str) -> list[Any]:
        """Return the array stored under *name*; an empty list if it is missing or damaged."""
        with contextlib.suppress(OSError, ValueError):
            path = self._path(doctreedir, name)
            found = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
            if isinstance(found, list):
                return found
        return []

    def is_kept(self, doctreedir: Path, name: str) -> bool:
        """Tell whether a file of that *name* exists."""
        return self._path(doctreedir, name).is_file()

    def forget(self, doctreedir: Path, kept: Iterable[str]) -> None:
        """Delete every file whose name is not in *kept*."""
        names = {f"{name}.json" for name in kept}
        with contextlib.suppress(OSError):
            for entry in os.scandir(Path(doctreedir, self.folder)):
                if entry.name not in names:
                    Path(entry.path).unlink(missing_ok=True)

    def _path(self, doctreedir: Path, name: str) -> Path:
        return Path(doctreedir, self.folder, f"{name}.json")


#: The words of the reviews of each document: for each review, how often it has each n-gram.
WORDS = FileStore("paperreview-words", "surrogatepass")


def keep_words(doctreedir: Path, words: Sequence[dict[str, int]]) -> str:
    """Store the *words* of the reviews of one document, and return the name to recall them by."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return WORDS.keep(doctreedir, text, lambda: text)
