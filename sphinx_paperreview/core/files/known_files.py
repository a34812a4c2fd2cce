"""A cache of digests of files, each valid as long as the file's status is the same.

The modification time does not show whether the content changed: ``mv``, ``cp -p``, ``rsync -t``,
archives and backups keep it. ``ctime`` does, since no program can set it. So a file is read again
only if its size, its times or its inode differ from those recorded when it was read; checking 1,000
posts takes some milliseconds. Git compares its index in the same way
(``Documentation/technical/racy-git.txt``).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import file_digest, text_digest
from sphinx_paperreview.core.files.store import read_kept, seal_of, write_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: A file that changed less than this time in ns before it was read may change again with the same
#: times: some file systems have a resolution of two seconds.
STEP = 2_000_000_000
#: On Windows ``ctime`` is the time of creation, so every file is read.
_TELLS_CHANGES = os.name == "posix"
_FORM = 2
#: Hexadecimal digits of the digest of a file.
DIGITS = 32


class KnownFiles:
    """Digests of files, kept in one file between builds.

    :param path: the file that keeps them; if it is missing or damaged, all files are read again
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        #: By the digest of the path.
        self._known: dict[str, tuple[list[int], str]] = {}
        self._asked: set[str] = set()
        #: Files that had just changed when they were read, so their digests are not kept.
        self._recent: set[str] = set()
        self._changed = False
        #: Number of files that were read, for tests of the amount of work.
        self.reads = 0
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            data = json.loads(read_kept(path) or b"{}")
            if data["form"] == _FORM:
                self._known = {
                    name: (status, value) for name, (status, value) in data["files"].items()
                }

    def digest(self, path: str) -> str:
        """Return the digest of the content of the file at *path*; empty if it cannot be read."""
        return self._value(path, _digest)

    def seal(self, path: str) -> str:
        """Return the digest in a kept file; empty if the file is damaged.

        See :func:`~sphinx_paperreview.core.files.store.write_kept`.
        """
        return self._value(path, seal_of)

    def save(self, *, forget: bool = False) -> None:
        """Write the digests; with *forget*, only those that were requested in this build."""
        names = self._known.keys() - self._recent
        if forget:
            names &= self._asked
        if not self._changed and len(names) == len(self._known):
            return
        files = {name: self._known[name] for name in sorted(names)}
        text = json.dumps({"form": _FORM, "files": files}, ensure_ascii=True)
        write_kept(self._path, text.encode())
        self._changed = False

    def _value(self, path: str, read: Callable[[str], str]) -> str:
        # No name of a document that is not published is kept.
        name = text_digest(path, DIGITS)
        self._asked.add(name)
        try:
            facts = os.stat(path)  # noqa: PTH116  # called often
        except (OSError, ValueError):
            return ""
        status = [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]
        known = self._known.get(name)
        if known is not None and known[0] == status and _TELLS_CHANGES:
            return known[1]
        self.reads += 1
        now = time.time_ns()
        try:
            value = read(path)
        except (OSError, ValueError):
            return ""
        self._known[name] = status, value
        self._changed = True
        if max(status[1], status[2]) + STEP < now:
            self._recent.discard(name)
        else:
            self._recent.add(name)
        return value


def _digest(path: str) -> str:
    if not os.path.isfile(path):  # noqa: PTH113  # a pipe would never end
        return ""
    with open(path, "rb") as file:  # noqa: PTH123  # called often
        return file_digest(file)[:DIGITS]
