"""What the texts of reviews are compared by, kept in files beside the doctrees.

The environment, which every worker sends back whole, holds only the name of the file of a
document. The name is made of the content, so a file is never stale: it is there or it is not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The folder in that of the doctrees.
FOLDER = "paperreview-words"


def keep_words(doctreedir: Path, words: Sequence[dict[str, int]]) -> str:
    """Keep the *words* of the reviews of one document; return the name to ask for them by."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    path = Path(doctreedir, FOLDER, f"{name}.json")
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text, encoding="utf-8", errors="surrogatepass")
        temporary.replace(path)
    return name


def recall_words(doctreedir: Path, name: str) -> list[dict[str, int]]:
    """Return what is kept under *name*; nothing if the file is gone or damaged."""
    with contextlib.suppress(OSError, ValueError):
        path = Path(doctreedir, FOLDER, f"{name}.json")
        found = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
        if isinstance(found, list):
            return found
    return []


def forget_words(doctreedir: Path, kept: Iterable[str]) -> None:
    """Delete the files of all names but those that are *kept*."""
    names = {f"{name}.json" for name in kept}
    with contextlib.suppress(OSError):
        for entry in os.scandir(Path(doctreedir, FOLDER)):
            if entry.name not in names:
                Path(entry.path).unlink(missing_ok=True)
