"""The folders that a build uses: kept from other builds, and cleared of what is in the way."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import forget_checksums
from sphinx_paperreview.core.builders import writes_html
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.disk import BuildLock, WriteErrors, repair_build_info
from sphinx_paperreview.outputs.paths.folder import file_time, remove_special
from sphinx_paperreview.outputs.state import take_over_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class BuildFolders:
    """The output folder and the doctree folder of one application."""

    def __init__(self) -> None:
        #: When the build began, by the file system of the output folder, in ns.
        self.start = 0
        self._lock: BuildLock | None = None
        self._write_errors: WriteErrors | None = None

    def note_start(self, app: Sphinx, config: Config) -> None:
        """Note the time of the output folder, before anything is written (``config-inited``).

        What is no file beside the doctrees is deleted before Sphinx reads its environment there.
        """
        self.start = file_time(Path(app.outdir))
        remove_special(Path(app.doctreedir))

    def check(self, app: Sphinx) -> None:
        """Check that no other build uses the folders, and repair ``.buildinfo``.

        Raise :exc:`.BusyError` if another build does. The event is ``builder-inited``, before
        Sphinx may delete the environment of the other build.
        """
        lock = BuildLock(Path(app.doctreedir), Path(app.outdir))
        lock.take()
        lock.release()
        repair_build_info(app.builder)
        forget_checksums()

    def lock(self, app: Sphinx, *_documents: object) -> list[str]:
        """Lock the folders until this build has ended (``env-get-outdated``)."""
        self._lock = BuildLock(Path(app.doctreedir), Path(app.outdir))
        self._lock.take()
        take_over_files(app.builder)
        self._write_errors = WriteErrors(Path(app.outdir))
        return []

    def unlock(self, app: Sphinx, exception: Exception | None) -> None:
        """Save the digests of files, and unlock the folders (``build-finished``)."""
        if self._write_errors is not None:
            self._write_errors.remove()
        with contextlib.suppress(OSError):  # without digests, the next build reads all files
            complete = exception is None and writes_html(app.builder)
            domain_of(app.env).known_files.save(forget=complete)
        if self._lock is not None:
            self._lock.release()
