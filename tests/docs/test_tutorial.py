"""The tutorial, followed literally: each command, and what it prints."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import build_main

from sphinx_paperreview.cli import main
from tests.cli.conftest import entry, services
from tests.harness import ROOT
from tools.tutorial import parts_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Services

__all__ = ["services"]

#: The commands that are run in this process; only `paperreview serve` needs one of its own.
COMMANDS = {"paperreview": main, "sphinx-build": build_main}
REMOTE = "https://github.com/me/reviews.git"
NOT_RUN = ("pip install ", "paperreview new --from ")
PAPERS = {
    "2511.10647": "Depth Anything 3: Recovering the Visual Space from Any Views",
    "2511.10643": "Black-Box On-Policy Distillation of Large Language Models",
    "1706.03762": "Attention Is All You Need",
}
#: What differs from machine to machine.
DIFFERING = {
    r"\b\d+\.\d+ s\b": "0.0 s",
    r"built: \d+ files": "built: 0 files",
    r"http://127\.0\.0\.1:\d+/": "http://127.0.0.1:8000/",
}
PATIENCE = 200


class Reader:
    """Somebody who types what the tutorial says."""

    def __init__(self, home: Path) -> None:
        self.home = self.folder = home
        self.running: subprocess.Popen[bytes] | None = None
        self.log = home.parent / "log.txt"
        self.seen = ""
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "XDG_CACHE_HOME": str(home.parent / "cache"),
            "PYTHONUNBUFFERED": "1",
            "SOURCE_DATE_EPOCH": "1763110800",  # 2025-11-14
            "GIT_CONFIG_GLOBAL": os.devnull,
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Me"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "me@example.org"),
        }

    def plain(self, text: str) -> str:
        for pattern, word in DIFFERING.items():
            text = re.sub(pattern, word, text)
        return text.replace(str(self.home), "/home/me")

    def there(self, line: str) -> str:
        """Return *line* with the repository of the test instead of the one of the reader."""
        return line.replace(REMOTE, str(self.home.parent / "remote.git"))

    def type(self, line: str) -> str:
        """Run the command *line*; return what it prints."""
        if line.startswith(NOT_RUN):
            return ""
        if line.startswith("cd "):
            self.folder /= line[3:]
            return ""
        self.stop()
        name, *arguments = shlex.split(self.there(line))
        options = {"cwd": self.folder, "env": self.environment, "stderr": subprocess.STDOUT}
        if line.startswith("paperreview serve"):
            command = [sys.executable, "-P", "-m", "sphinx_paperreview", *arguments]
            with self.log.open("wb") as log:
                self.running = subprocess.Popen(command, stdout=log, **options)
            self.seen = ""
            return self.read_on()
        if name == "git":
            git = [name, *arguments]
            return subprocess.run(
                git, check=True, stdout=subprocess.PIPE, text=True, **options
            ).stdout
        printed = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            pytest.MonkeyPatch.context() as patch,
        ):
            for key, value in self.environment.items():
                patch.setenv(key, value)
            status = COMMANDS[name](arguments)
        assert status == 0, printed.getvalue()
        return printed.getvalue()

    def read_on(self) -> str:
        """Return what the running command prints until it is ready."""
        # Not `time.sleep`, which does not wait here: see the fixture `services`.
        end, pause = time.monotonic() + PATIENCE, threading.Event()
        while time.monotonic() < end:
            text = self.log.read_text(encoding="utf-8").removeprefix(self.seen)
            if re.search(r"^ready: .*\n", text, re.MULTILINE):
                self.seen += text
                return text
            pause.wait(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Press Ctrl+C."""
        if self.running is not None:
            self.running.send_signal(signal.SIGINT)
            assert self.running.wait(PATIENCE) == 0
            self.running = None


@pytest.mark.slow
def test_tutorial_is_true(tmp_path: Path, services: Services) -> None:
    home = tmp_path / "me"
    home.mkdir()
    services.arxiv = {name: entry(name, title=title) for name, title in PAPERS.items()}
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    reader = Reader(home)
    reader.environment |= {
        name: os.environ[name] for name in os.environ if name.startswith("PAPERREVIEW_")
    }
    try:
        for part in parts_of():
            if part.kind == "console":
                lines = part.text.splitlines(keepends=True)
                found = []
                for line in lines:
                    if line.startswith("$ "):
                        found += [line, reader.type(line[2:].strip())]
                assert reader.plain("".join(found)) == reader.plain(part.text)
            elif part.kind == "text":
                assert reader.plain(reader.read_on()) == reader.plain(part.text)
            elif part.kind == "written":
                assert (reader.folder / part.file).read_text(encoding="utf-8") == part.text
            else:
                (reader.folder / part.file).write_text(part.text, encoding="utf-8")
    finally:
        if reader.running is not None:
            reader.running.kill()
    assert any((remote / "refs/heads").iterdir())
    pages = reader.folder / "_build/html"
    assert (pages / "papers/2511.10647.html").is_file()
    assert "The teacher is what makes it work" in (pages / "posts/2025-11-14.html").read_text(
        encoding="utf-8"
    )
