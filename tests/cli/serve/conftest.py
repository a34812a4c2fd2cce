"""``paperreview serve`` as an author starts it: a process, its pages and its events."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness import CONF, ROOT, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Seconds to wait for anything; a busy machine takes some.
PATIENCE = 200
POST = "posts/2025-11-14.mdx"
DRAFT = "posts/2025-11-15.mdx"
FILES = {
    "conf.py": CONF.replace('"basic"', '"paperreview"'),
    POST: "# 어느 날\n\n## 1. [One](https://arxiv.org/abs/2511.00001) `google`\n\n"
    "<details>\n<summary>More</summary>\n\nHidden.\n\n</details>\n\n" + "긴 글이다.\n\n" * 60
    + "## 2. [Two](https://arxiv.org/abs/2511.00002)\n\n" + "긴 글이다.\n\n" * 60,
    DRAFT: "---\ntitle: A draft\ndraft: true\n---\n\nx\n",
}  # fmt: skip


class Served:
    """A running ``paperreview serve``."""

    def __init__(
        self, folder: Path, *arguments: str, name: str = "log.txt", **environment: str
    ) -> None:
        self.source = folder
        self.log = folder.parent / name
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sphinx_paperreview", "serve", str(folder), *arguments],
                stdout=log, stderr=subprocess.STDOUT, cwd=folder.parent,
                env={
                    **os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache"),
                    "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1", **environment,
                },
            )  # fmt: skip

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, pattern: str, count: int = 1) -> re.Match[str]:
        """Wait until the output has *pattern* so often; return the last match."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = list(re.finditer(pattern, self.output))
            if len(found) >= count:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"no {pattern!r} in:\n{self.output}")

    @property
    def port(self) -> int:
        return int(self.wait_for(r"http://127\.0\.0\.1:(\d+)/")[1])

    def save(self, name: str, text: str) -> None:
        write_files(self.source, {name: text})

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and text of *path*, which is sent as it is."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")

    def events(self, file: str, seen: str = "") -> Iterator[tuple[str, Any]]:
        """Yield the events for a browser that shows *file*."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", f"/_paperreview/events?file={file}&seen={seen}")
            answer = connection.getresponse()
            name = ""
            while line := answer.readline().decode().rstrip("\n"):
                kind, _, value = line.partition(": ")
                if kind == "event":
                    name = value
                elif kind == "data":
                    yield name, json.loads(value) if name == "state" else value
                    answer.readline()

    def stop(self) -> int:
        """Press Ctrl+C; return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a small archive in a folder whose name has blanks and Hangul."""
    folder = tmp_path_factory.mktemp("serve") / "내 블로그 site"
    write_files(folder, FILES)
    running = Served(folder)
    try:
        running.wait_for(r"ready: ")
        yield running
    finally:
        running.kill()
