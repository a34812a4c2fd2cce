"""The process that builds a preview; started by :mod:`~sphinx_paperreview.cli.serve.session`.

It reads requests from its standard input and writes answers to its standard output, a JSON object
on each line. Where the system can fork (all but Windows), a fork of the process writes pages ahead,
also while the process builds: it reads requests from a pipe of its own, and ends with the build.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import signal
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxParallelError

from sphinx_paperreview.cli.project import reason_of
from sphinx_paperreview.cli.serve.folders import Folders
from sphinx_paperreview.cli.serve.preview import Preview
from sphinx_paperreview.outputs.disk import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.cli.codes import Diagnostic

#: Whether a fork writes pages ahead.
FORKS = hasattr(os, "fork")
#: Builds that may meet a file which is taken away meanwhile, as by `git checkout`.
_TRIES = 3


class Channel:
    """Answers to the session, each a line that is written in one step.

    :param descriptor: of a pipe
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, kind: str, **values: Any) -> None:
        """Write an answer of *kind*."""
        data = json.dumps({"kind": kind, **values}).encode() + b"\n"
        while data:
            data = data[os.write(self._descriptor, data) :]


class Builder:
    """Carries out requests.

    :param answers: where answers are written
    :param requests: descriptor of a pipe that brings the fork its requests; None without a fork
    """

    def __init__(self, preview: Preview, answers: Channel, requests: int | None = None) -> None:
        self._preview = preview
        self._answers = answers
        self._requests = requests

    def run(self, lines: Iterator[str]) -> None:
        """Build, and build again after each of *lines*, a JSON array of changed files."""
        self._build([])
        for line in lines:
            changed: list[str] = json.loads(line)
            docnames = self._documents_ahead(changed)
            if self._requests is None:
                self._write_ahead(docnames)
                self._preview.forget_ahead(docnames)
                self._build(changed)
            else:
                with self._fork(docnames):
                    self._build(changed)

    def _build(self, changed: Sequence[str]) -> None:
        for left in reversed(range(_TRIES)):
            try:
                built = self._preview.build(len(changed))
            except BusyError:
                self._answers.send("busy")
            except Exception as error:  # noqa: BLE001  # whatever conf.py and extensions raise
                if left and _says_gone(error):
                    continue  # the next build does not look for it
                problems = self._plain(self._preview.problems())
                self._answers.send("failed", message=reason_of(error), problems=problems)
            else:
                self._answers.send(
                    "built",
                    seconds=built.seconds,
                    read=len(built.read),
                    written=len(built.written),
                    problems=self._plain(built.problems),
                    unpublished=built.unpublished,
                )
            return

    def _documents_ahead(self, changed: Sequence[str]) -> list[str]:
        """Return the documents whose pages can be written ahead when the files *changed*.

        There are none if that cannot be noted, as on a full disk; the build then says why.
        """
        docnames = self._preview.documents_at(changed)
        try:
            if docnames:
                self._preview.note_ahead(docnames)
        except OSError:
            return []
        return docnames

    def _write_ahead(self, docnames: Sequence[str]) -> None:
        """Write the pages of *docnames*; an error is left to the build, which has it as well."""
        if docnames:
            with contextlib.suppress(Exception):
                for page in self._preview.write_ahead(docnames):
                    self._answers.send("ahead", page=page)
                self._answers.send("problems", problems=self._plain(self._preview.problems()))

    def _plain(self, problems: Sequence[Diagnostic]) -> list[dict[str, Any]]:
        """Return *problems* for the session, each with the page of its file."""
        page_of = cache(self._preview.page_of)
        return [{**asdict(each), "page": page_of(each.file)} for each in problems]

    @contextlib.contextmanager
    def _fork(self, docnames: Sequence[str]) -> Iterator[None]:
        """Let a fork write the pages of *docnames*, and those that are asked for meanwhile.

        The body of the ``with`` begins when the first are written, so that the two do not write
        one page at the same time.
        """
        done, begun = os.pipe()
        child = os.fork()
        if not child:
            # Nothing of this process may go on in the fork, whatever happens there.
            try:
                os.close(done)
                self._be_fork(docnames, begun)
            finally:
                os._exit(0)
        os.close(begun)
        os.read(done, 1)  # also returns if the fork has died
        os.close(done)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)

    def _be_fork(self, docnames: Sequence[str], begun: int) -> None:
        """Write pages ahead until the process that forked says that it is enough."""
        # It ends within moments; to look through what it shares with its parent would copy it.
        gc.disable()
        stopped = False

        def stop(*_signal: object) -> None:
            nonlocal stopped
            stopped = True
            if idle:
                os._exit(0)

        idle = False
        signal.signal(signal.SIGTERM, stop)
        self._write_ahead(docnames)
        os.write(begun, b"1")
        assert self._requests is not None  # noqa: S101  # there is no fork without
        for changed in _changes(self._requests):
            idle = False
            self._write_ahead(self._documents_ahead(changed))
            idle = True
            if stopped:
                return


def _says_gone(error: Exception) -> bool:
    """Return whether *error* says that a file which was there a moment ago is not."""
    if isinstance(error, SphinxParallelError):  # it has the error of its process as text alone
        return f"[Errno {errno.ENOENT}]" in str(error)
    # docutils has an error of its own for what it reads.
    return isinstance(error, OSError) and error.errno == errno.ENOENT


def _changes(descriptor: int) -> Iterator[list[str]]:
    """Yield the changed files that come through a pipe; end when it is closed.

    The first are none. What has come while the last were in work is one list.
    """
    yield []
    rest = b""
    while data := os.read(descriptor, 65536):
        *lines, rest = (rest + data).split(b"\n")
        yield sorted({path for line in lines for path in json.loads(line)})


def main(arguments: Sequence[str]) -> None:
    """Build as the JSON object in *arguments* says, until the standard input is closed."""
    options = json.loads(arguments[0])
    # Ctrl+C reaches every process of the terminal; the session ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = Channel(os.dup(1))
    # What conf.py prints must not come between.
    os.dup2(2, 1)
    folders = Folders(Path(options["source"]), Path(options["root"]))
    preview = Preview(folders, options["builder"], options["jobs"])
    Builder(preview, answers, options.get("requests")).run(iter(sys.stdin.readline, ""))


if __name__ == "__main__":
    main(sys.argv[1:])
