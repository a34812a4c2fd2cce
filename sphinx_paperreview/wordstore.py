"""What the texts of reviews are compared by, kept in files beside the doctrees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinx_paperreview.filestore import FileStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: The words of the reviews of each document.
WORDS = FileStore("paperreview-words", "surrogatepass")


def keep_words(doctreedir: Path, words: Sequence[dict[str, int]]) -> str:
    """Keep the *words* of the reviews of one document; return the name to ask for them by."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return WORDS.keep(doctreedir, text, lambda: text)
