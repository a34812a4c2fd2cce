"""Pagefind, for those who choose it: a record for each paper, given to its program as a page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_paperreview.search.index import Record

#: Before this, nearly all Korean words are in one file of the index.
LEAST = (1, 6)
FOLDER = "pagefind"


@cache
def command() -> tuple[str, ...]:
    """Return how to start Pagefind: what is on the path, else Python's package; or nothing."""
    found = shutil.which("pagefind")
    if found:
        return (found,)
    return (sys.executable, "-m", "pagefind") if find_spec("pagefind") else ()


@cache
def version() -> tuple[int, ...]:
    """Return the version of Pagefind, nothing if there is none that starts."""
    if not command():
        return ()
    try:
        done = subprocess.run(  # noqa: S603  # the arguments are ours
            [*command(), "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    number = re.search(r"(\d+)\.(\d+)", done.stdout)
    return tuple(map(int, number.groups())) if number else ()


def is_there() -> bool:
    """Tell whether a Pagefind that can be used is installed."""
    return version() >= LEAST


def make_files(records: Iterable[tuple[Record, str, str]], language: str) -> dict[str, bytes]:
    """Return the files of Pagefind's index of *records*, each with its address and its text."""
    with tempfile.TemporaryDirectory() as name:
        site, made = Path(name, "site"), Path(name, "made")
        site.mkdir()
        for number, (record, url, text) in enumerate(records):
            page = _page(record, url, text, language)
            Path(site, f"{number:06}.html").write_text(page, encoding="utf-8", errors="replace")
        subprocess.run(  # noqa: S603  # as above
            [*command(), "--site", str(site), "--output-path", str(made)],
            capture_output=True, check=True,
        )  # fmt: skip
        files = sorted(path for path in made.rglob("*") if path.is_file())
        return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}


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
