"""``paperreview fetch``: fill the lockfile with the metadata that web services have.

Nothing else in the project uses the network.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tqdm import tqdm

from sphinx_paperreview.cli.fetch.client import Client
from sphinx_paperreview.cli.fetch.run import Run, address_of, is_asked_for, plan
from sphinx_paperreview.cli.project import ProjectError, read_project
from sphinx_paperreview.core import dates, identifiers
from sphinx_paperreview.core.lockfile import LockfileError, read_lockfile, write_lockfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.cli.fetch.run import Task
    from sphinx_paperreview.cli.project import ArchiveProject
    from sphinx_paperreview.core.lockfile import Lockfile
    from sphinx_paperreview.core.model import PaperId

#: Default number of seconds to wait for a service.
_TIMEOUT = 30.0
_MAILTO = re.compile(r"[!-?A-~]+@[!-~]+")
#: The exit status that shells use for a program interrupted from the keyboard.
_INTERRUPTED = 130


class _StopError(Exception):
    """The command cannot be carried out; the text says why and what to do."""


def add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to *commands*; ``run`` in the parsed arguments carries it out."""
    parser = commands.add_parser(
        "fetch",
        help="ask arXiv, Crossref and Hugging Face for what they know of the papers",
        description="Ask arXiv, Crossref and Hugging Face for title, authors, versions and code of "
        "the papers that a project reviews or mentions, and keep it in papers.lock.json. Only what "
        "is not there yet is asked for. Exit with 1 if a service failed (run it again then), with "
        "2 if the project cannot be read.",
    )
    add = parser.add_argument
    add("sourcedir", nargs="?", type=Path, default=Path(), metavar="SOURCEDIR",
        help="the source folder (default: this one)")  # fmt: skip
    add("-c", "--conf-dir", type=Path, metavar="PATH", help="folder of conf.py, if it is another")
    add("-d", "--doctree-dir", type=Path, metavar="PATH",
        help="doctrees of a build, to read only what has changed since")  # fmt: skip
    add("--update", action="store_true", help="ask again for what is known already")
    add("--only", action="append", default=[], metavar="KEY",
        help="ask for this paper alone, as arxiv:2511.10643; may be given again")  # fmt: skip
    add("--drafts", action="store_true", help="read posts that are not published as well")
    add("--prune", action="store_true", help="remove papers that the project no longer names")
    add("-n", "--dry-run", action="store_true", help="print what would be done, and do nothing")
    add("--mailto", type=_address, default=os.environ.get("PAPERREVIEW_MAILTO", ""),
        metavar="ADDRESS", help="mail address to reach you; sent to each service that is asked "
        "(default: $PAPERREVIEW_MAILTO)")  # fmt: skip
    add("--timeout", type=_seconds, default=_TIMEOUT, metavar="SECONDS",
        help="how long to wait for a service (default: %(default)g)")  # fmt: skip
    parser.set_defaults(run=fetch)


def _address(text: str) -> str:
    if text and not _MAILTO.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as me@example.org")
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def fetch(arguments: argparse.Namespace) -> int:
    """Carry out the command; return its exit status: 0, 1 (a service failed), 2 or 130."""
    try:
        return _fetch(arguments)
    except (_StopError, ProjectError) as error:
        _say(f"paperreview fetch: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        advice = (
            "--update begins anew" if arguments.update else "run the same command again to go on"
        )
        _say(f"stopped; what was answered so far is kept; {advice}", file=sys.stderr)
        return _INTERRUPTED


def _fetch(arguments: argparse.Namespace) -> int:
    project = read_project(
        arguments.sourcedir,
        config=arguments.conf_dir,
        doctrees=arguments.doctree_dir,
        drafts=arguments.drafts,
    )
    path, lockfile = _open(project)
    pruned = sorted(lockfile.papers.keys() - project.papers.keys()) if arguments.prune else []
    for key in pruned:
        del lockfile.papers[key]
    wanted = _wanted(project, arguments.only)
    tasks = plan(wanted, lockfile, update=arguments.update)
    _say_skipped(wanted)
    if arguments.dry_run:
        _say_plan(tasks, pruned)
        return 0
    before = _bytes(path)
    _ask(tasks, path, lockfile, arguments)
    return _report(tasks, project, path, changed=before != _bytes(path), pruned=pruned)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _open(project: ArchiveProject) -> tuple[Path, Lockfile]:
    name = project.settings.lock
    if not name:
        raise _StopError("paperreview_lock is empty in conf.py; name a file there")
    path = project.srcdir / name
    try:
        return path, read_lockfile(path)
    except LockfileError as error:
        raise _StopError(f"cannot use {name}: {error}") from error


def _wanted(project: ArchiveProject, only: Sequence[str]) -> list[PaperId]:
    """Return all papers of *project*, or those that *only* names."""
    if not only:
        return [paper for paper, _docname in project.papers.values()]
    found = []
    for name in only:
        identifier = identifiers.identify_url(name)
        if identifier.key not in project.papers:
            raise _StopError(
                f"no document names {identifier.key}; drafts are read with --drafts only"
            )
        found.append(project.papers[identifier.key][0])
    return list(dict.fromkeys(found))


def _ask(
    tasks: Iterable[Task], path: Path, lockfile: Lockfile, arguments: argparse.Namespace
) -> None:
    """Carry out *tasks* one after the other, with a progress bar on a terminal."""
    today = dates.now(os.environ.get("SOURCE_DATE_EPOCH"), "", dt.UTC).date().isoformat()

    def write() -> None:
        try:
            if lockfile.papers or path.is_file():
                write_lockfile(path, lockfile)
        except OSError as error:
            raise _StopError(f"cannot write {path}: {error.strerror or error}") from error

    write()
    unknown: set[str] = set()
    for task in tasks:
        task.papers = [paper for paper in task.papers if paper.key not in unknown]
        if not task.papers:
            continue
        label, count = task.service.label, len(task.papers)
        with (
            tqdm(total=count, desc=label, unit="", leave=False, disable=None) as bar,
            Client(
                pause=task.service.pause, timeout=arguments.timeout, mailto=arguments.mailto
            ) as client,
        ):
            Run(lockfile, write=write, progress=bar.update, today=today).do(task, client)
        unknown.update(task.unknown)


def _say_skipped(wanted: Iterable[PaperId]) -> None:
    counts = Counter(paper.scheme for paper in wanted if not is_asked_for(paper))
    if counts:
        kinds = ", ".join(f"{count} {scheme}" for scheme, count in sorted(counts.items()))
        _say(f"left out, as no service is asked for them: {kinds}")


def _say_plan(tasks: Iterable[Task], pruned: Sequence[str]) -> None:
    for task in tasks:
        if task.papers:
            _say(f"{task.service.label} ({address_of(task.service)}) would be asked for "
                 f"{len(task.papers)}:")  # fmt: skip
            for paper in task.papers:
                _say(f"  {paper.key}")
    for key in pruned:
        _say(f"would be removed: {key}")
    if not any(task.papers for task in tasks) and not pruned:
        _say("there is nothing to ask for")


def _report(
    tasks: Sequence[Task],
    project: ArchiveProject,
    path: Path,
    *,
    changed: bool,
    pruned: Sequence[str],
) -> int:
    """Print the outcome of *tasks*; return the exit status."""
    for task in tasks:
        label = task.service.label
        if task.papers:
            _say(f"{label}: {task.answered} of {len(task.papers)} answered")
        for key in task.unknown:
            _say(f"{label} does not know {key} ({project.papers[key][1]})")
        reasons: dict[str, list[str]] = {}
        for key, reason in task.failed.items():
            reasons.setdefault(reason, []).append(key)
        for reason, keys in reasons.items():
            _say(f"{label} {reason.strip()}: {', '.join(keys)}", file=sys.stderr)
    if pruned:
        _say(f"removed: {', '.join(pruned)}")
    asked = any(task.papers for task in tasks)
    _say(f"{path.name}: " + ("written" if changed else "unchanged")
         + ("" if asked else "; nothing to ask for, --update asks again for all"))  # fmt: skip
    failed = {key for task in tasks for key in task.failed}
    if failed:
        papers = "paper is" if len(failed) == 1 else "papers are"
        _say(f"{len(failed)} {papers} not complete; run the same command again", file=sys.stderr)
    return 1 if failed else 0


def _say(text: str, *, file: TextIO | None = None) -> None:
    print(text, file=file)  # what a command is for
