"""The disk during a build: full, read-only, or used by another build at the same time.

A page that is not written whole ends the build with an error. Sphinx only warns of it and exits
with 0, so that the short page would be published.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html._build_info import BuildInfo

#: Errors that no other file of the same disk escapes.
_OF_DISKS = frozenset(
    getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS")
) - {None}
#: Loggers of the modules of Sphinx that write files, and warn if they cannot.
_WRITERS = ("sphinx.sphinx.builders", "sphinx.sphinx.util", "sphinx.sphinx.transforms")

#: The file that is locked in the folder of the doctrees, with the number of the process.
_LOCK_FILE = "paperreview.lock"


class DiskError(SphinxError):
    """A file of the output cannot be written or deleted."""

    category = "Disk error"

    def __init__(self, path: object, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        super().__init__(
            f"{path}: {reason}; the build is not complete: make room or mend the permissions, and "
            "build again"
        )


class BusyError(SphinxError):
    """Another build is writing to the same folder."""

    category = "Busy"

    def __init__(self, folder: Path, owner: int | None) -> None:
        process = f" (process {owner})" if owner is not None else ""
        super().__init__(
            f"another build{process} uses {folder} now; wait until it has ended, or give this one "
            "an output folder and a folder of doctrees (-d) of its own"
        )


def is_of_disk(error: BaseException) -> bool:
    """Tell whether *error* is one of a disk that is full, broken or read-only."""
    return isinstance(error, OSError) and error.errno in _OF_DISKS


class WriteErrors(logging.Filter):
    """Raises :exc:`DiskError` for a warning of Sphinx that it could not write a file.

    :param outdir: the output folder: there, every error counts; elsewhere those of disks do
    """

    def __init__(self, outdir: Path) -> None:
        super().__init__()
        self._outdir = outdir
        self._loggers = [
            logging.getLogger(name)
            for name in sorted(logging.root.manager.loggerDict)
            if name.startswith(_WRITERS)
        ]
        for logger in self._loggers:
            logger.addFilter(self)

    def remove(self) -> None:
        """Let warnings be warnings again."""
        for logger in self._loggers:
            logger.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let *record* pass, or raise the error that it tells of."""
        args = record.args if isinstance(record.args, tuple) else ()
        error = next((each for each in args if isinstance(each, OSError)), None)
        if error is None:
            return True
        paths = [each for each in args if isinstance(each, (str, os.PathLike))]
        paths += [each for each in (error.filename, error.filename2) if each]
        ours = next((path for path in paths if self._is_output(path)), None)
        if ours is not None or is_of_disk(error):
            raise DiskError(ours or next(iter(paths), self._outdir), error) from error
        return True

    def _is_output(self, path: object) -> bool:
        return isinstance(path, (str, os.PathLike)) and Path(path).is_relative_to(self._outdir)


def mend_build_info(builder: Builder) -> None:
    """Write ``.buildinfo`` again if it was cut, as on a full disk: Sphinx would end in an error.

    It is not deleted, since the output folder is known by it. What it says is also in the digests
    of pages, so that nothing outdated stays.
    """
    info: BuildInfo | None = getattr(builder, "build_info", None)
    path = Path(builder.outdir, ".buildinfo")
    if info is None or not path.is_file():
        return
    try:
        info.load(path)
    except (ValueError, IndexError):
        if path.is_symlink():
            path.unlink()
        info.dump(path)


class BuildLock:
    """Keeps other builds from the folders that this build writes.

    The system ends a lock with the process that has it, however that ends, so none is ever left
    over. Where a file system has no locks (some network drives), builds are not kept apart.

    :param folders: the folder of the doctrees, which has a file for the lock, and the output
        folder, which is locked itself where the system can lock a folder
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._held: list[int] = []

    def take(self) -> None:
        """Lock the folders until :meth:`release`; raise :exc:`BusyError` if another build does."""
        try:
            busy = self._take()
        except BaseException:
            self.release()
            raise
        if busy is not None:
            self.release()
            raise busy

    def _take(self) -> BusyError | None:
        doctreedir, *others = dict.fromkeys(self._folders)
        doctreedir.mkdir(parents=True, exist_ok=True)
        file = os.open(doctreedir / _LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
        if not self._lock(file):
            owner = _owner(doctreedir)
            # It may be an application of this process, which read the documents and did not build.
            if owner != os.getpid():
                return BusyError(doctreedir, owner)
        with contextlib.suppress(OSError):  # the disk is full: the lock holds
            os.ftruncate(file, 0)
            os.write(file, str(os.getpid()).encode())
        for folder in others if os.name == "posix" else ():
            folder.mkdir(parents=True, exist_ok=True)
            if not self._lock(os.open(folder, os.O_RDONLY)):
                return BusyError(folder, None)
        return None

    def release(self) -> None:
        """Let other builds use the folders."""
        for file in self._held:
            with contextlib.suppress(OSError):
                _unlock(file)
            os.close(file)
        self._held.clear()

    def _lock(self, file: int) -> bool:
        """Lock an open *file* or folder; tell whether nobody else has it."""
        self._held.append(file)
        try:
            _lock(file)
        except OSError as error:
            return error.errno not in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
        return True


def _owner(doctreedir: Path) -> int | None:
    """Return the number of the process that locked *doctreedir* last; None if it is not known."""
    with contextlib.suppress(OSError, ValueError):
        return int((doctreedir / _LOCK_FILE).read_text(encoding="ascii"))
    return None


if sys.platform == "win32":
    import msvcrt

    #: A byte beyond the number of the process, which can be read while this one is locked.
    _PLACE = 1 << 20

    def _lock(file: int) -> None:
        os.lseek(file, _PLACE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)

    def _unlock(file: int) -> None:
        os.lseek(file, _PLACE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
