"""Write the files of a new site into a folder, and say what was found there."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.starting.files import conf_py, host_files, missing_ignores
from sphinx_paperreview.cli.starting.found import find_facts, joined, language_of
from sphinx_paperreview.core.files.store import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_paperreview.cli.starting.found import Facts
    from sphinx_paperreview.cli.starting.hosts import Host


class WriteError(Exception):
    """A file cannot be written; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is known of the new site before its folder is looked at."""

    folder: Path
    given: Facts
    hosts: tuple[Host, ...] = ()
    force: bool = False


def init(options: Options) -> int:
    """Carry out the command; return its exit status: 0, or 2 if something is in the way."""
    folder = options.folder
    found = find_facts(folder)
    facts = complete(joined(options.given, found.facts), folder)
    if found.generator:
        console.say(f"found the configuration of {found.generator}")
    files = {
        "conf.py": conf_py(facts),
        **dict(host_files(options.hosts, branch=_branch(folder), hour=_midnight())),
    }
    try:
        write_new(folder, files, force=options.force, keep=("requirements.txt",))
    except WriteError as error:
        console.complain(f"paperreview init: {error}")
        return 2
    ignore_outputs(folder)
    for name, value in (
        ("title", facts.title), ("language", facts.language), ("address", facts.base),
        ("author", ", ".join(facts.authors)),
    ):  # fmt: skip
        console.say(f"  {name}: {value or 'not known; write it into conf.py'}")
    quote = subprocess.list2cmdline if os.name == "nt" else shlex.join
    console.say(f"next: {quote(['sphinx-build', str(folder), str(folder / '_build' / 'html')])}")
    return 0


def complete(facts: Facts, folder: Path) -> Facts:
    """Return *facts* with a title: by default, the name of *folder*."""
    title = facts.title or re.sub(r"[-_]+", " ", folder.resolve().name).strip() or "Paper reviews"
    return replace(facts, title=title, language=language_of(facts.language) or "en")


def write_new(
    folder: Path, files: Mapping[str, str], *, force: bool, keep: tuple[str, ...] = ()
) -> None:
    """Write *files* below *folder*: all of them, or none if one exists.

    :param force: whether files that exist are overwritten
    :param keep: files that stay as they are if they exist
    :raises WriteError: if a file exists, or a folder is in the way
    """
    wanted = {
        name: text for name, text in files.items()
        if name not in keep or not (folder / name).exists()
    }  # fmt: skip
    there = [name for name in wanted if (folder / name).exists()]
    blocked = [name for name in there if not (folder / name).is_file()]
    if folder.exists() and not folder.is_dir():
        raise WriteError(f"{folder} is a file; name a folder")
    if blocked:
        raise WriteError(f"{blocked[0]} is a folder; rename it")
    if there and not force:
        raise WriteError(f"there is {_listed(there)} already; --force overwrites it")
    for name, text in wanted.items():
        write_atomic(folder / name, text.encode())
        console.say(f"{'overwritten' if name in there else 'written'}: {name}")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def ignore_outputs(folder: Path) -> None:
    """Add to ``.gitignore`` what a build writes; what is there stays."""
    path = folder / ".gitignore"
    text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    lines = missing_ignores(text)
    if lines:
        end = "\n" if text and not text.endswith("\n") else ""
        write_atomic(path, f"{text}{end}{lines}".encode(errors="surrogateescape"))
        console.say(f"{'added to' if text else 'written'}: .gitignore")


def _branch(folder: Path) -> str:
    """Return the branch that the repository of *folder* is on; ``main`` if it cannot be known."""
    for above in (folder.resolve(), *folder.resolve().parents):
        head = above / ".git" / "HEAD"
        if head.is_file():
            match = re.match(r"ref: refs/heads/([\w./-]+)", head.read_text(encoding="utf-8"))
            return match[1] if match else "main"
    return "main"


def _midnight() -> int:
    """Return the hour in UTC at which a day begins where this machine is."""
    offset = dt.datetime.now().astimezone().utcoffset() or dt.timedelta()
    # Of half an hour, the hour after midnight.
    return -int(offset.total_seconds() // 3600) % 24
