"""A session of ``paperreview serve``: watches the sources, has them built, tells the browsers.

Two processes share the work. This one watches, serves the pages (:mod:`.server`) and tells browsers
what has changed. The other (:mod:`.builder`) holds the project in memory and builds it
(:mod:`.preview`); it is replaced when ``conf.py`` changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
import webbrowser
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from watchfiles import awatch

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.codes import Diagnostic
from sphinx_paperreview.cli.report import as_line, relative
from sphinx_paperreview.cli.serve.builder import FORKS
from sphinx_paperreview.cli.serve.server import Hub, make_application
from sphinx_paperreview.outputs.disk import BuildLock, BusyError, DiskError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import FrameType

    from watchfiles import Change

    from sphinx_paperreview.cli.serve.folders import Folders

#: The only address that is listened to.
HOST = "127.0.0.1"
#: Ports that are tried if none was asked for.
PORTS = range(8000, 8020)
#: Problems that a browser is shown, and the terminal at once.
_MOST_SHOWN, _MOST_PRINTED = 100, 10
#: Milliseconds without a change after which a change is acted upon, and at most.
_STEP, _DEBOUNCE = 20, 200
#: Folders that hold no sources, whatever the project says.
_NO_SOURCES = frozenset({"_build", "node_modules", "__pycache__"})
#: Endings of the files that editors write beside the one that is edited.
_OF_EDITORS = ("~", ".swp", ".swx", ".swo", ".tmp", ".bak", ".part", ".crswap")
#: Suffixes of what can be a document; any other file may be part of any page.
_DOCUMENTS = (".mdx", ".md", ".rst", ".ipynb")
_BUSY = (
    "another paperreview serve shows this project; end it, or give this one a folder of its own "
    "with --build-dir"
)
_STYLES = {r"^\S+?:\d+(:\d+)?": "bold", r"\[[\w.]+\]$": "dim", r"http://\S+": "bold cyan"}


class PortError(Exception):
    """No port can be listened to; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session was asked for."""

    folders: Folders
    builder: str
    jobs: int
    #: None for the first free one of :data:`PORTS`.
    port: int | None = None
    #: Whether the browser is opened.
    opens: bool = False


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on loopback; raise :exc:`PortError` if none can."""
    for number in PORTS if port is None else [port]:
        with contextlib.suppress(OSError):
            return socket.create_server((HOST, number))
    if port is None:
        raise PortError(
            f"the ports {PORTS[0]} to {PORTS[-1]} are in use; choose another with --port"
        )
    raise PortError(f"port {port} is in use; choose another, or leave --port out")


class _Server(uvicorn.Server):
    """A server that ends the events of its browsers when Ctrl+C ends it."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, without the signal being raised again afterwards: it is how a session ends."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._hub.close()


class Session:
    """A preview, from the start of the command to Ctrl+C."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._folders = wanted.folders
        self._hub = Hub(self._folders.output)
        self._process: asyncio.subprocess.Process | None = None
        #: The pipe to the fork of the builder.
        self._ahead: int | None = None
        self._reader: asyncio.Task[None] | None = None
        self._is_idle = False
        #: Changes that the builder does not know of, and those that it builds now.
        self._pending: dict[str, None] = {}
        self._current: dict[str, None] = {}
        self._saved = 0.0
        self._printed: frozenset[Diagnostic] = frozenset()
        self._url = ""
        self._opened = not wanted.opens
        self._server: _Server | None = None
        self.status = 0

    async def run(self, listening: socket.socket) -> int:
        """Serve the preview on *listening* until Ctrl+C; return the exit status."""
        self._url = f"http://{HOST}:{listening.getsockname()[1]}/"
        application = make_application(self._hub, self._folders.output)
        config = uvicorn.Config(
            application, log_level="critical", access_log=False, lifespan="off",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = _Server(config, self._hub)
        stop = asyncio.Event()
        console.say(f"The preview of {self._folders.source} is at {self._url}", _STYLES)
        console.say("Drafts and scheduled posts are shown. Nothing is published. Ctrl+C ends.")
        watching = asyncio.create_task(self._watch(stop))
        await self._start()
        try:
            await self._server.serve(sockets=[listening])
        finally:
            stop.set()
            watching.cancel()
            await self._stop()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
        return self.status

    # -- the sources -----------------------------------------------------------------------------

    async def _watch(self, stop: asyncio.Event) -> None:
        """Act upon every change of the sources."""
        try:
            async for changes in awatch(
                self._folders.source, watch_filter=self._is_source, debounce=_DEBOUNCE, step=_STEP,
                stop_event=stop,
            ):  # fmt: skip
                await self._note({path for _change, path in changes})
        except Exception as error:  # noqa: BLE001  # a limit of the system, or the folder is gone
            self._give_up(f"the folder cannot be watched: {error}")

    def _is_source(self, change: Change, path: str) -> bool:
        """Return whether a change of the file *path* may change a page."""
        try:
            parts = Path(path).relative_to(self._folders.source).parts
        except ValueError:
            return False
        if (
            not parts
            or parts[-1].endswith(_OF_EDITORS)
            or Path(path).is_relative_to(self._folders.root)
        ):
            return False
        if any(part.startswith(".") or part in _NO_SOURCES for part in parts):
            return False
        folder = self._folders.source
        for part in parts[:-1]:
            folder /= part
            if (folder / ".buildinfo").exists():  # the output of a build
                return False
        return True

    async def _note(self, paths: set[str]) -> None:
        """Have what changed built, at once or after the present build."""
        self._saved = time.perf_counter()
        self._hub.set_state(phase="building")
        if self._process is None or any(path.endswith(".py") for path in paths):
            names = sorted(relative(path, self._folders.source) for path in paths)
            console.say(f"{names[0]} changed: everything is loaded again")
            await self._stop()
            await self._start()
            return
        self._pending |= dict.fromkeys(sorted(paths))
        if self._is_idle:
            self._send()
        elif self._ahead is not None and self._current:
            # The builder is busy: its fork writes the pages now, the builder once it can.
            with contextlib.suppress(OSError):
                os.write(self._ahead, json.dumps(sorted(paths)).encode() + b"\n")

    # -- the builder -----------------------------------------------------------------------------

    async def _start(self) -> None:
        """Start the process that builds, which begins with a build."""
        options: dict[str, Any] = {
            "source": str(self._folders.source),
            "root": str(self._folders.root),
            "builder": self._wanted.builder,
            "jobs": self._wanted.jobs,
        }
        more: dict[str, Any] = {}
        requests: int | None = None
        if FORKS:
            requests, self._ahead = os.pipe()
            os.set_blocking(self._ahead, False)
            options["requests"] = requests
            # A group of its own: Ctrl+C does not reach it, and it ends with all its workers.
            more = {"pass_fds": [requests], "start_new_session": True}
        self._is_idle = False
        self._saved = time.perf_counter()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "sphinx_paperreview.cli.serve.builder",
            json.dumps(options), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            limit=1 << 28, **more,
        )  # fmt: skip
        if requests is not None:
            os.close(requests)
        self._reader = asyncio.create_task(self._listen(self._process))

    async def _stop(self) -> None:
        """End the process that builds, and its workers."""
        process, self._process = self._process, None
        if self._ahead is not None:
            os.close(self._ahead)
            self._ahead = None
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        self._pending.clear()
        self._current.clear()
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if FORKS:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        await process.wait()

    def _send(self) -> None:
        """Have the builder build all changes that it does not know of."""
        assert self._process is not None  # noqa: S101  # as it is idle
        assert self._process.stdin is not None  # noqa: S101  # it was started so
        self._is_idle = False
        self._current, self._pending = self._pending, {}
        self._process.stdin.write(json.dumps(list(self._current)).encode() + b"\n")

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Act upon every answer of the builder, until it ends."""
        assert process.stdout is not None  # noqa: S101  # it was started so
        while line := await process.stdout.readline():
            answer = json.loads(line)
            kind = answer.pop("kind")
            if kind == "busy":
                self._give_up(_BUSY)
                return
            getattr(self, f"_take_{kind}")(**answer)
        self._process = None
        text = (
            f"the process that builds has ended ({await process.wait()}); save a file to start it"
        )
        console.complain(text)
        self._hub.set_state(phase="failed", message=text)

    def _take_ahead(self, page: str) -> None:
        seconds = time.perf_counter() - self._saved
        self._hub.tell_changes()
        console.say(f"{page}: {seconds:.2f} s")

    def _take_problems(self, problems: Sequence[dict[str, Any]]) -> None:
        self._show(problems, phase="building")

    def _take_built(
        self, seconds: float, read: int, written: int, problems: Sequence[dict[str, Any]],
        unpublished: dict[str, str],
    ) -> None:  # fmt: skip
        self._hub.set_unpublished(unpublished)
        self._show(problems, phase="building" if self._pending else "ready", message="")
        done = console.number_of(written, "document") if read or written else "nothing new"
        console.say(f"ready: {done}, {seconds:.1f} s")
        everything = any(not path.endswith(_DOCUMENTS) for path in self._current)
        self._hub.tell_changes(everything=everything)
        if not self._opened:
            self._opened = True
            # Some browsers run in the terminal, and end only when they are closed.
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, self._url)
        self._go_on()

    def _take_failed(self, message: str, problems: Sequence[dict[str, Any]]) -> None:
        console.complain(f"the build failed: {message}")
        self._show(problems, phase="failed", message=message)
        self._go_on()

    def _go_on(self) -> None:
        self._is_idle = True
        self._current = {}
        if self._pending:
            self._send()

    def _show(self, problems: Sequence[dict[str, Any]], **state: Any) -> None:
        """Show *problems* in browsers, and those that are new in the terminal."""
        here = Path.cwd()
        shown = [
            {**each, "file": relative(each["file"], self._folders.source)} for each in problems
        ]
        self._hub.set_state(problems=shown[:_MOST_SHOWN], count=len(shown), **state)
        found = {
            Diagnostic(**{name: value for name, value in each.items() if name != "page"}): None
            for each in problems
        }
        self._print([each for each in found if each not in self._printed], here)
        self._printed = frozenset(found)

    def _print(self, problems: Iterable[Diagnostic], here: Path) -> None:
        new = list(problems)
        for each in new[:_MOST_PRINTED]:
            line = as_line(replace(each, file=relative(each.file, here)))
            console.say(line.rstrip(), _STYLES)
        if len(new) > _MOST_PRINTED:
            more = console.number_of(len(new) - _MOST_PRINTED, "more problem")
            console.say(f"and {more}: paperreview check lists all")

    def _give_up(self, reason: str) -> None:
        """End the session, which cannot do its work."""
        console.complain(f"paperreview serve: {reason}")
        self.status = 2
        if self._server is not None:
            self._server.handle_exit(signal.SIGTERM, None)


def serve(wanted: Wanted) -> int:
    """Serve the preview that is *wanted* until Ctrl+C; return the exit status.

    0: ended by Ctrl+C; 2: it cannot be served, which was said.
    """
    wanted.folders.make()
    lock = BuildLock(wanted.folders.root)
    try:
        lock.take()
        listening = listen(wanted.port)
    except BusyError:
        console.complain(f"paperreview serve: {_BUSY}")
        return 2
    except DiskError as error:
        console.complain(f"paperreview serve: {error}")
        return 2
    except PortError as error:
        lock.release()
        console.complain(f"paperreview serve: {error}")
        return 2
    try:
        with listening:
            return asyncio.run(Session(wanted).run(listening))
    finally:
        lock.release()
