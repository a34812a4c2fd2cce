"""Errors of the disk, and builds that use one folder at the same time.

A page that cannot be written completely ends the build with an error. Sphinx itself only warns and
exits with 0, so that the truncated page would be published.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import logging
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sphinx.errors import ExtensionError, SphinxError, SphinxParallelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html._build_info import BuildInfo

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: Numbers of the errors that affect all files of a disk.
_OF_DISKS = frozenset(
    getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS")
) - {None}
#: Numbers of the errors that one file or folder may have, because it is somebody else's.
_OF_PERMISSIONS = frozenset({errno.EACCES, errno.EPERM})
#: An error of the system in another process, as such or as one of a handler of an event there: its
#: number, its words and the file.
_OF_WORKER = re.compile(
    r"(?:\w*Error: |.*\(exception: )\[Errno (\d+)\] ([^:\n]*?)(?:: '(.*)')?\)?$"
)
#: Prefixes of the loggers of Sphinx's modules that warn if they cannot write a file.
_WRITERS = ("sphinx.sphinx.builders", "sphinx.sphinx.util", "sphinx.sphinx.transforms")

#: The lock file in the doctree folder, which contains the process id.
_LOCK_FILE = "paperreview.lock"


class DiskError(SphinxError):
    """A file of the output cannot be written or deleted."""

    category = "Disk error"

    def __init__(self, path: object, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        message = (
            f"{path}: {reason}; the build is not complete: free disk space or correct the "
            "permissions, and build again"
        )
        super().__init__(message)
        # Sphinx shows it above all, and the message below the versions and the extensions.
        self.category = f"{self.category}: {message}"


class BusyError(SphinxError):
    """Another build is writing to the same folder."""

    category = "Busy"

    def __init__(self, folder: Path, owner: int | None) -> None:
        process = f" (process {owner})" if owner is not None else ""
        message = (
            f"another build{process} is using {folder}; wait until it has ended, or use another "
            "output folder and another doctree folder (-d) for this build"
        )
        super().__init__(message)
        self.category = f"{self.category}: {message}"  # as above


def is_of_disk(error: BaseException) -> bool:
    """Return whether *error* means that the disk is full, broken or read-only."""
    return isinstance(error, OSError) and error.errno in _OF_DISKS


def with_disk_errors(
    handler: Callable[Concatenate[Sphinx, _P], _R],
) -> Callable[Concatenate[Sphinx, _P], _R]:
    """Return *handler* so that it raises :exc:`DiskError` for what :func:`_disk_error` accepts.

    Of any other error of a handler, Sphinx says that it is to be reported to its developers.
    """

    @functools.wraps(handler)
    def handle(app: Sphinx, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return handler(app, *args, **kwargs)
        except OSError as error:
            if named := _disk_error(app, error):
                raise named from error
            raise

    return handle


def name_disk_errors(app: Sphinx, exception: Exception | None) -> None:
    """Raise :exc:`DiskError` for an error of the disk that ended the build (``build-finished``).

    Sphinx calls any :exc:`OSError` a fault of its own that is to be reported, and that of a handler
    one of the handler; neither says what to do.
    """
    error: object = exception
    if isinstance(error, ExtensionError):
        error = error.orig_exc
    if isinstance(error, SphinxParallelError) and (found := _OF_WORKER.match(error.message)):
        error = OSError(int(found[1]), found[2], found[3])
    if isinstance(error, OSError) and (named := _disk_error(app, error)):
        raise named from exception


def _disk_error(app: Sphinx, error: OSError) -> DiskError | None:
    """Return what is to be said of *error*; None if it is none of the disk.

    It is one if :func:`is_of_disk` accepts it, or if it is about a file in a folder of the build
    that this process may not read, write or delete.
    """
    path = error.filename or app.doctreedir
    denied = error.errno in _OF_PERMISSIONS and any(
        Path(os.fsdecode(path)).is_relative_to(folder) for folder in (app.outdir, app.doctreedir)
    )
    return DiskError(path, error) if denied or is_of_disk(error) else None


class WriteErrors(logging.Filter):
    """Raises :exc:`DiskError` for Sphinx's warnings that a file could not be written.

    :param outdir: the output folder. Within it every :exc:`OSError` counts, elsewhere only one
        that :func:`is_of_disk` accepts
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
        """Remove the filter from Sphinx's loggers."""
        for logger in self._loggers:
            logger.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Accept *record*, or raise :exc:`DiskError` for the error in its arguments."""
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


def repair_build_info(builder: Builder) -> None:
    """Write ``.buildinfo`` again if it is damaged, as by a full disk; Sphinx would raise an error.

    It is not deleted, because it marks a folder as an output folder. Its content is also part of
    the digests of pages, so no page stays outdated.
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
    """Locks the folders that this build writes against other builds.

    The operating system releases a lock when its process ends for any reason, so no stale lock
    remains. On file systems without locks (some network drives) it has no effect.

    :param folders: the doctree folder, which contains the lock file, and the output folder, which
        is locked itself on POSIX
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._held: list[int] = []

    def take(self) -> None:
        """Lock the folders until :meth:`release`.

        Raise :exc:`BusyError` if one is locked, :exc:`DiskError` if one cannot be written.
        """
        try:
            busy = self._take()
        except OSError as error:
            self.release()
            raise DiskError(error.filename or self._folders[0], error) from error
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
            # Our own process may have the lock: an application that read documents and did not
            # build.
            if owner != os.getpid():
                return BusyError(doctreedir, owner)
        with contextlib.suppress(OSError):  # if the disk is full, the lock is valid all the same
            os.ftruncate(file, 0)
            os.write(file, str(os.getpid()).encode())
        for folder in others if os.name == "posix" else ():
            folder.mkdir(parents=True, exist_ok=True)
            if not self._lock(os.open(folder, os.O_RDONLY)):
                return BusyError(folder, None)
        for folder in (doctreedir, *others):
            effective = os.access in os.supports_effective_ids
            if not os.access(folder, os.W_OK | os.X_OK, effective_ids=effective):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return None

    def release(self) -> None:
        """Release the locks."""
        for file in self._held:
            with contextlib.suppress(OSError):
                _unlock(file)
            os.close(file)
        self._held.clear()

    def _lock(self, file: int) -> bool:
        """Lock an open *file* or folder; return False if another process has the lock."""
        self._held.append(file)
        try:
            _lock(file)
        except OSError as error:
            return error.errno not in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
        return True


def _owner(doctreedir: Path) -> int | None:
    """Return the id of the process that locked *doctreedir* last; None if it is not known."""
    with contextlib.suppress(OSError, ValueError):
        return int((doctreedir / _LOCK_FILE).read_text(encoding="ascii"))
    return None


if sys.platform == "win32":
    import msvcrt

    #: Offset of the locked byte; the process id before it can still be read.
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
