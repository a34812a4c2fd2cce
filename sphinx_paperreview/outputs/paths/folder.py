"""The output folder during one build: what is in it, whose it is, and what may be deleted."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from sphinx_paperreview.outputs.state import remove_files
from sphinx_paperreview.reading.files.project import check_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

#: The name of a temporary file of :func:`.write_atomic`.
_UNFINISHED = re.compile(r"\.[0-9a-f]{32}\.tmp")
#: The path of a file that Sphinx or this extension keeps beside the doctrees.
_KEPT = re.compile(r"environment\.pickle|(?:.*/)?[^/]+\.doctree|paperreview[.-].*", re.DOTALL)


class OutputError(SphinxError):
    """A path that the build needs is taken by a file or folder that no build has written."""

    category = "Output error"


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """The output folder during one build.

    :param root: the folder
    :param start: the time of its file system when the build began, in ns; None if that is
        earlier than the end of the last build, so that times cannot be compared
    :param owned: paths of the files that earlier builds recorded, which may be replaced and
        deleted. None without a record: then files that are older than this build are taken for the
        output of an earlier build, and may be replaced but not deleted
    :param renewed: paths of files whose times this build has set, so that they do not tell when
        the files were written
    """

    root: Path
    start: int | None
    owned: AbstractSet[str] | None
    renewed: AbstractSet[str] = frozenset()
    #: Folders that exist and are not symbolic links, as far as checked.
    _clear: set[str] = field(default_factory=set, init=False)

    def _status(self, path: str) -> os.stat_result | None:
        return status_of(os.path.join(self.root, path))  # noqa: PTH118  # often

    def has(self, path: str) -> bool:
        """Return whether there is a regular file at *path*; a symbolic link does not count."""
        status = self._status(path)
        return status is not None and stat.S_ISREG(status.st_mode)

    def is_written_now(self, path: str) -> bool:
        """Return whether the file at *path* was written since the build began."""
        status = self._status(path)
        return status is not None and self._is_new(path, status)

    def _is_new(self, path: str, status: os.stat_result) -> bool:
        if self.start is None or path in self.renewed:
            return False
        # A copy may keep the mtime of its source but not the ctime. On Windows st_ctime_ns is the
        # time of creation.
        times = (status.st_ctime_ns, status.st_mtime_ns)
        return (times[0] if os.name == "posix" else max(times)) >= self.start

    def is_foreign(self, path: str) -> bool:
        """Return whether another extension or program wrote the file at *path*.

        Must be called before this build writes the file.
        """
        status = self._status(path)
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        return self._is_new(path, status) or (self.owned is not None and path not in self.owned)

    def clear_way(self, path: str) -> bool:
        """Delete what prevents writing a file at *path*: symbolic links, output of earlier builds.

        :return: whether there is a regular file at *path* already

        :raises OutputError: a file or folder that earlier builds did not write is in the way
        :raises ConfigError: this process cannot encode *path*
        """
        check_encoding(path)
        parts = path.split("/")
        for length in range(1, len(parts)):
            folder = "/".join(parts[:length])
            if folder in self._clear:
                continue
            status = self._status(folder)
            if status is None:
                return False
            if stat.S_ISDIR(status.st_mode):
                self._clear.add(folder)
                continue
            if not stat.S_ISLNK(status.st_mode) and folder not in (self.owned or ()):
                raise self._error(folder, "a folder", "a file")
            (self.root / folder).unlink()
            return False
        status = self._status(path)
        if status is None:
            return False
        if stat.S_ISDIR(status.st_mode):
            found = (
                Path(folder, name).relative_to(self.root).as_posix()
                for folder, _folders, names in os.walk(self.root / path)
                for name in names
            )
            remove_files(self.root, [name for name in found if name in (self.owned or ())])
            # A folder without files may be deleted, whoever made it.
            _remove_empty(self.root / path)
            if (self.root / path).exists():
                raise self._error(path, "a file", "a folder")
        elif not stat.S_ISREG(status.st_mode):
            (self.root / path).unlink()
        return stat.S_ISREG(status.st_mode)

    def clear_folder(self, name: str) -> None:
        """Delete symbolic links at and below the folder *name*, which Sphinx would write through.

        :raises OutputError: there is a file at *name*
        """
        path = self.root / name
        status = status_of(path)
        if status is None:
            return
        if stat.S_ISLNK(status.st_mode):
            path.unlink()
            return
        if not stat.S_ISDIR(status.st_mode):
            raise self._error(name, "a folder", "a file")
        pending = [str(path)]
        while pending:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        Path(entry.path).unlink()
                    elif entry.is_dir():
                        pending.append(entry.path)

    def _error(self, path: str, wanted: str, found: str) -> OutputError:
        return OutputError(
            f"{self.root / path}: the build needs {wanted} here, but there is {found} that it did "
            "not write; move it away, or build into another folder"
        )


def status_of(path: str | Path) -> os.stat_result | None:
    """Return the status of *path*, following no symbolic link; None if it does not exist."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def file_time(folder: Path) -> int:
    """Return the current time of the file system of *folder*, in ns."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return time.time_ns()


def signature(path: Path) -> str:
    """Return size and time of the file at *path*, to compare later; empty if it does not exist."""
    status = status_of(path)
    return f"{status.st_size} {status.st_mtime_ns}" if status is not None else ""


def remove_unfinished(root: Path) -> None:
    """Delete the temporary files of :func:`.write_atomic` that a killed build has left."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            if _UNFINISHED.fullmatch(name):
                Path(folder, name).unlink(missing_ok=True)


def remove_special(doctreedir: Path) -> None:
    """Delete what is no file where files are kept in the folder of doctrees.

    Sphinx would write through a link, wherever it leads, and wait for ever for what a pipe holds.
    A folder is deleted if it is empty.
    """
    pending = [""]
    while pending:
        folder = pending.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(doctreedir / folder) as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{path}/")
                    if _KEPT.fullmatch(path):
                        with contextlib.suppress(OSError):  # there is something in it
                            Path(entry.path).rmdir()
                elif _KEPT.fullmatch(path) and not entry.is_file(follow_symlinks=False):
                    Path(entry.path).unlink()


def regular_files(root: Path) -> Iterator[str]:
    """Yield the paths of the regular files in *root*, following no symbolic link."""
    pending = [""]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{folder}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    yield f"{folder}{entry.name}"


def _remove_empty(folder: Path) -> None:
    """Delete *folder* and its subfolders if they contain no files."""
    for each, _folders, _names in os.walk(folder, topdown=False):
        try:
            Path(each).rmdir()
        except OSError:
            return


def is_same(source: Path, target: Path) -> bool:
    """Return whether *target* is a copy of *source*, by size and then by time or content."""
    one, other = source.stat(), status_of(target)
    if other is None or not stat.S_ISREG(other.st_mode) or one.st_size != other.st_size:
        return False
    return one.st_mtime_ns == other.st_mtime_ns or source.read_bytes() == target.read_bytes()
