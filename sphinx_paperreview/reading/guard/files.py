"""Keep files that a document shows again and again from growing without bound.

Twenty files of two lines that include each other twice come to a million texts, and so do a hundred
lines that each include a large file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Key in ``env.current_document`` of the files that the document has shown.
_SHOWN = "paperreview_shown_files"
#: How often a document may show files that it has shown before, and bytes of them in all.
MOST_FILES, MOST_BYTES = 1000, 2_000_000


class _ShownFiles:
    """The files that one document shows, and what it has shown of them again."""

    def __init__(self) -> None:
        self._known = set[Path]()
        self._times = self._size = 0

    def add(self, path: Path) -> bool:
        """Note that *path* is about to be shown; return whether that is too often."""
        if path not in self._known:
            self._known.add(path)
            return False
        try:
            return self.add_size(path.stat().st_size)
        except OSError:  # the directive says so
            return False

    def add_size(self, size: int) -> bool:
        """Note that *size* bytes are about to be shown again; return whether that is too often."""
        self._size += size
        self._times += 1
        return self._times > MOST_FILES or self._size > MOST_BYTES


def is_repeated(env: BuildEnvironment, path: Path) -> bool:
    """Return whether the document has shown files such as *path* too often; note this one."""
    return _shown_files(env).add(path)


def are_repeated(env: BuildEnvironment, size: int) -> bool:
    """Return whether the document has shown lines too often; note some again of *size* bytes."""
    return _shown_files(env).add_size(size)


def _shown_files(env: BuildEnvironment) -> _ShownFiles:
    current: Any = env.current_document
    shown: _ShownFiles = current.setdefault(_SHOWN, _ShownFiles())
    return shown
