"""Pagefind (https://pagefind.app), a search engine that a site can choose instead of ours.

Its program makes an index of HTML pages; it is given one page for each record.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.search.index import Record

#: The oldest version that is used: earlier ones put nearly all Korean words into one file.
LEAST = (1, 6)
#: Folder of the index in the output folder.
FOLDER = "pagefind"
#: Seconds after which the program is stopped, so that a build always ends.
TIMEOUT = 600
#: How much of the end of the program's output an error repeats, in characters.
_TAIL = 300
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class PagefindError(Exception):
    """Pagefind made no index; the argument says why, with the end of its output."""


@cache
def command() -> tuple[str, ...]:
    """Return how to start Pagefind: what is on the path, else Python's package; or nothing."""
    found = shutil.which("pagefind")
    if found:
        return (found,)
    return (sys.executable, "-m", "pagefind") if find_spec("pagefind") else ()


@cache
def version() -> tuple[int, ...]:
    """Return the major and minor version of Pagefind; empty if there is none that starts."""
    if not command():
        return ()
    try:
        output = _run([*command(), "--version"], 60)
    except PagefindError:
        return ()
    number = re.search(r"(?<!\d)(\d{1,9})\.(\d{1,9})", output)
    return tuple(map(int, number.groups())) if number else ()


def is_installed() -> bool:
    """Return whether a Pagefind of a version that can be used is installed."""
    return version() >= LEAST


def make_files(records: Iterable[tuple[Record, str, str]], language: str) -> dict[str, bytes]:
    """Return the files of Pagefind's index by their paths in :data:`FOLDER`.

    :param records: each record with its address as seen from the page of search, and its text
    :param language: language of the site, as in ``conf.py``
    :raises PagefindError: the program is missing, fails, writes nothing or takes longer than
        :data:`TIMEOUT`
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        site, made = Path(name, "site"), Path(name, "made")
        site.mkdir()
        for number, (record, url, text) in enumerate(records):
            page = _page(record, url, text, language)
            Path(site, f"{number:06}.html").write_text(page, encoding="utf-8", errors="replace")
        output = _run([*command(), "--site", str(site), "--output-path", str(made)], TIMEOUT)
        files = sorted(path for path in made.rglob("*") if path.is_file())
        if not files:
            raise PagefindError(_with_tail("it wrote no file", output))
        return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}


def _run(arguments: Sequence[str], seconds: float) -> str:
    """Run a program for at most *seconds*; return its output, or raise :class:`PagefindError`.

    The output goes to a file: a pipe would stay open, and be waited for, while a process that the
    program started lives on after the program was stopped.
    """
    with tempfile.TemporaryFile() as file:
        try:
            process = subprocess.Popen(  # noqa: S603  # the arguments are ours
                arguments, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise PagefindError(f"it cannot be started ({error})") from error
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _stop(process)
        file.seek(0)
        output = file.read().decode("utf-8", "replace")
    if code is None:
        raise PagefindError(_with_tail(f"it did not end within {seconds} seconds", output))
    if code:
        raise PagefindError(_with_tail(f"it ended with exit code {code}", output))
    return output


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Kill *process* and what it started, unless it has ended."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _with_tail(reason: str, output: str) -> str:
    """Return *reason* with the end of *output* on one line."""
    tail = " ".join(_ESCAPES.sub("", output).split())[-_TAIL:]
    return f"{reason}: {tail}" if tail else reason


def _page(record: Record, url: str, text: str, language: str) -> str:
    facets = [("org", org) for org in record.orgs] + [("tag", tag) for tag in record.tags]
    facets += [("venue", record.venue), ("year", record.year)]
    filters = "".join(
        f'<span data-pagefind-filter="{kind}">{escape(name)}</span>'
        for kind, name in facets
        if name
    )
    names = " ".join((record.subtitle, *record.orgs, *record.names))
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><body>'
        f"<main data-pagefind-body><h1>{escape(record.title)}</h1><p>{escape(names)}</p>"
        f"<p>{escape(text)}</p></main>{filters}"
        f'<a data-pagefind-meta="url[href]" href="{escape(url)}"></a>'
        f'<span data-pagefind-meta="date">{escape(record.date)}</span>'
        f'<span data-pagefind-sort="date">{escape(record.date)}</span></body></html>'
    )
