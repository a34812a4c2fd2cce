"""Measure ``paperreview serve``: from a save to the page on the disk, to the browser, to rest.

Seconds depend on what else the machine does. The seconds of the processor beside them, in the
process that builds and in its forks, do less.

    python benchmarks/serve.py SOURCE POST                # 20 saves, each when the last is built
    python benchmarks/serve.py SOURCE POST --saves 500    # the memory of the builder over 500
    python benchmarks/serve.py SOURCE POST --every 0.5    # while it builds

SOURCE is a project with a conf.py, POST a post in it that has a page already; it is restored at
the end. *Browser* is the moment at which a browser is told; it then loads the page from memory.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import queue
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


class Lines:
    """The output of a process, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: queue.Queue[tuple[float, str]] = queue.Queue()
        threading.Thread(target=self._read, args=[process], daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._lines.put((time.perf_counter(), line))

    def wait_for(self, pattern: str) -> tuple[float, re.Match[str]]:
        """Return when a line with *pattern* came, and what matched."""
        while True:
            moment, line = self._lines.get()
            if found := re.search(pattern, line):
                return moment, found


@contextlib.contextmanager
def running(source: Path, folder: Path | None) -> Iterator[tuple[Lines, int, Path]]:
    """Run the command; yield its output, its port and its builder, once all is built."""
    more = ["--build-dir", str(folder)] if folder else []
    process = subprocess.Popen(
        [sys.executable, "-m", "sphinx_paperreview", "serve", str(source), *more],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        lines = Lines(process)
        port = int(lines.wait_for(r"127\.0\.0\.1:(\d+)")[1][1])
        start = time.perf_counter()
        lines.wait_for("ready")
        print(f"first build: {time.perf_counter() - start:.1f} s", flush=True)
        yield lines, port, builder_of(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def listen(port: int, page: str) -> queue.Queue[float]:
    """Return the moments at which a browser that shows *page* is told to load it again."""
    moments: queue.Queue[float] = queue.Queue()

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", f"/_paperreview/events?file={page}&seen=")
        answer = connection.getresponse()
        while line := answer.readline():
            if line.startswith(b"event: reload"):
                moments.put(time.perf_counter())

    threading.Thread(target=read, daemon=True).start()
    return moments


def on_disk(page: Path, word: str) -> float:
    """Return the moment at which *page* has *word*."""
    while True:
        with contextlib.suppress(OSError):
            if word in page.read_text(encoding="utf-8"):
                return time.perf_counter()
        time.sleep(0.002)


def builder_of(command: int) -> Path:
    """Return the folder in ``/proc`` of the process that builds for the process *command*."""
    children = Path(f"/proc/{command}/task/{command}/children").read_text(encoding="utf-8")
    for number in children.split():
        folder = Path("/proc", number)
        if b"serve.builder" in (folder / "cmdline").read_bytes():
            return folder
    raise LookupError(children)


def memory(builder: Path) -> int:
    """Return the resident memory of the process *builder*, in MB."""
    status = (builder / "status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) // 1024  # type: ignore[index]  # it is there


def processor(builder: Path) -> float:
    """Return the seconds of the processor in *builder* and in its forks that have ended."""
    numbers = (builder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("post", type=Path, help="from SOURCE")
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--every", type=float, help="seconds between saves, built or not")
    parser.add_argument("--folder", type=Path, help="of the preview; kept for the next run")
    args = parser.parse_args()
    post, page = args.source / args.post, args.post.with_suffix(".html")
    text = post.read_text(encoding="utf-8")
    disk: list[float] = []
    told: list[float] = []
    rest: list[float] = []
    folder = args.folder or Path(tempfile.mkdtemp())
    try:
        with running(args.source, folder) as (lines, port, builder):
            moments = listen(port, page.as_posix())
            moments.get()
            used = processor(builder)
            for number in range(args.saves):
                word = f"savednumber{number}"
                start = time.perf_counter()
                post.write_text(f"{text}\n\n{word}\n", encoding="utf-8")
                disk.append(on_disk(folder / "html" / page, word) - start)
                told.append(moments.get() - start)
                if args.every is None:
                    rest.append(lines.wait_for("ready")[0] - start)
                else:
                    time.sleep(max(0, args.every - (time.perf_counter() - start)))
                if number in {0, args.saves - 1} or number % 50 == 49:
                    print(f"save {number + 1}: {memory(builder)} MB", flush=True)
            used = (processor(builder) - used) / args.saves
    finally:
        post.write_text(text, encoding="utf-8")
    for name, found in (("page", disk), ("browser", told), ("rest", rest)):
        if found:
            print(
                f"{name:8} median {statistics.median(found):.3f} s, "
                f"from {min(found):.3f} to {max(found):.3f}"
            )
    print(f"processor {used:.2f} s a save")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
