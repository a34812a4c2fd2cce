"""Builds that are killed when they write, each in a process that has Sphinx imported already."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from sphinx.cmd.build import build_main

if TYPE_CHECKING:
    from pathlib import Path

# A process that has imported Sphinx once, and is copied for each build.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["sphinx.cmd.build", "sphinx_paperreview.extension", __name__])


def build_until(source: Path, output: Path, number: int, part: str = "") -> tuple[int, int]:
    """Build *source* by two processes, and kill them at a write to a path with *part*.

    Each file that is opened for writing counts, and each that is moved to its place, both before
    it happens.

    :param number: of the write, from 1; -1 for a build that is not killed
    :return: the exit status, negative if it was killed, and how many such writes there were
    """
    folders = ["-d", str(output / "doctrees"), str(source), str(output / "html")]
    writes = _CONTEXT.Value("i", 0)
    process = _CONTEXT.Process(
        target=_build, args=(["-q", "-Q", "-j", "2", *folders], number, part, writes)
    )
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    # Its workers, which hold the lock as well, may end a moment later.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for _ in range(200):
            os.killpg(process.pid, 0)
            time.sleep(0.05)
    return process.exitcode, writes.value


def _build(arguments: list[str], number: int, part: str, writes: multiprocessing.Value) -> None:
    os.setsid()
    main, done = os.getpid(), 0

    def count(event: str, values: tuple[object, ...]) -> None:
        nonlocal done
        is_write = event == "open" and values[2] & (os.O_WRONLY | os.O_RDWR)
        path = values[1] if event == "os.rename" else values[0] if is_write else None
        if path is not None and part in str(path):
            done += 1
            if os.getpid() == main:
                writes.value = done
            if done == number:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(count)
    sys.exit(build_main(arguments))
