"""What is made of a document when it is read, kept in files beside the doctrees.

The environment, which every worker sends back whole, holds only the names of the files. A name is
made of what the file was made of, so a file is never stale: it is there or it is not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files of JSON, each a list, in one folder of that of the doctrees."""

    folder: str
    #: What is done with halves of surrogate pairs when a file is written (``errors``).
    errors: str

    def keep(self, doctreedir: Path, source: str, make: Callable[[], str]) -> str:
        """Keep the text that *make* returns; *source* is all that it is made of.

        :return: the name to ask for it by; what is there already is not made again
        """
        name = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        path = self._path(doctreedir, name)
        if not path.is_file():
            data = make()
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(data, encoding="utf-8", errors=self.errors)
            temporary.replace(path)
        return name

    def recall(self, doctreedir: Path, name: str) -> list[Any]:
        """Return what is kept under *name*; nothing if the file is gone or damaged."""
        with contextlib.suppress(OSError, ValueError):
            path = self._path(doctreedir, name)
            found = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
            if isinstance(found, list):
                return found
        return []

    def is_kept(self, doctreedir: Path, name: str) -> bool:
        """Tell whether there is a file of that *name*."""
        return self._path(doctreedir, name).is_file()

    def forget(self, doctreedir: Path, kept: Iterable[str]) -> None:
        """Delete the files of all names but those that are *kept*."""
        names = {f"{name}.json" for name in kept}
        with contextlib.suppress(OSError):
            for entry in os.scandir(Path(doctreedir, self.folder)):
                if entry.name not in names:
                    Path(entry.path).unlink(missing_ok=True)

    def _path(self, doctreedir: Path, name: str) -> Path:
        return Path(doctreedir, self.folder, f"{name}.json")


#: The words of the reviews of each document.
WORDS = FileStore("paperreview-words", "surrogatepass")


def keep_words(doctreedir: Path, words: Sequence[dict[str, int]]) -> str:
    """Keep the *words* of the reviews of one document; return the name to ask for them by."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return WORDS.keep(doctreedir, text, lambda: text)
