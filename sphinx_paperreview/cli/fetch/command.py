"""``paperreview fetch``: fill the lockfile with the metadata that web services have.

Nothing else in the project uses the network.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.fetch.client import Client, OfflineError, is_offline
from sphinx_paperreview.cli.fetch.federation import PAUSE, take_snapshot
from sphinx_paperreview.cli.fetch.run import Run, address_of, is_asked_for, plan
from sphinx_paperreview.cli.project import ProjectError, read_project
from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.lockfile import read_lockfile, write_lockfile
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.papers import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sphinx_paperreview.cli.fetch.run import Task
    from sphinx_paperreview.cli.project import ArchiveProject
    from sphinx_paperreview.core.files.lockfile import Lockfile
    from sphinx_paperreview.core.model import PaperId

#: The exit status that shells use for a program interrupted from the keyboard.
_INTERRUPTED = 130


class _StopError(Exception):
    """The command cannot be carried out; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is fetched for which project, and how; ``--help`` describes each."""

    sourcedir: Path
    conf_dir: Path | None = None
    doctree_dir: Path | None = None
    update: bool = False
    only: tuple[str, ...] = ()
    drafts: bool = False
    prune: bool = False
    dry_run: bool = False
    mailto: str = ""
    timeout: float = 30.0
    federation: bool = False
    built: Mapping[str, Path] = field(default_factory=dict)


def fetch(options: Options) -> int:
    """Carry out the command; return its exit status: 0, 1 (a service failed), 2 or 130."""
    try:
        return _federation(options) if options.federation else _fetch(options)
    except (_StopError, ProjectError) as error:
        console.complain(f"paperreview fetch: {error}")
        return 2
    except OfflineError as error:
        console.complain(f"paperreview fetch: {error}")
        return 1
    except KeyboardInterrupt:
        advice = "--update begins anew" if options.update else "run the same command again to go on"
        console.complain(f"stopped; what was answered so far is kept; {advice}")
        return _INTERRUPTED


def _fetch(options: Options) -> int:
    project = read_project(
        options.sourcedir,
        config=options.conf_dir,
        doctrees=options.doctree_dir,
        drafts=options.drafts,
    )
    path, lockfile = _open(project)
    pruned = sorted(lockfile.papers.keys() - project.papers.keys()) if options.prune else []
    for key in pruned:
        del lockfile.papers[key]
    wanted = _wanted(project, options.only)
    tasks = plan(wanted, lockfile, update=options.update)
    _say_skipped(wanted)
    if options.dry_run:
        _say_plan(tasks, pruned)
        return 0
    before = _bytes(path)
    _ask(tasks, path, lockfile, options)
    return _report(tasks, project, path, changed=before != _bytes(path), pruned=pruned)


def _federation(options: Options) -> int:
    with Client(pause=PAUSE, timeout=options.timeout, mailto=options.mailto) as client:
        found = take_snapshot(options.sourcedir, options.conf_dir, client, options.built)
    for name, count in found.counts.items():
        console.say(f"{name}: {console.number_of(count, 'paper')}")
    for name, reason in found.failed.items():
        console.complain(f"{name}: {reason}; what the file has of it is kept")
    console.say(f"{found.path.name}: {'written' if found.changed else 'unchanged'}")
    return 1 if found.failed else 0


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _open(project: ArchiveProject) -> tuple[Path, Lockfile]:
    name = project.settings.lock
    if not name:
        raise _StopError("paperreview_lock is empty in conf.py; name a file there")
    path = project.srcdir / name
    try:
        return path, read_lockfile(path)
    except CommittedFileError as error:
        raise _StopError(f"cannot use {name}: {error}") from error


def _wanted(project: ArchiveProject, only: Sequence[str]) -> list[PaperId]:
    """Return all papers of *project*, or those that *only* names."""
    if not only:
        return [paper for paper, _docname in project.papers.values()]
    found = []
    for name in only:
        identifier = identifiers.identify_url(name)
        if identifier is None or identifier.key not in project.papers:
            raise _StopError(f"no document names {name}; drafts are read with --drafts only")
        found.append(project.papers[identifier.key][0])
    return list(dict.fromkeys(found))


def _ask(tasks: Iterable[Task], path: Path, lockfile: Lockfile, options: Options) -> None:
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
    tasks = list(tasks)
    asked = [address_of(task.service) for task in tasks if task.papers]
    if asked and is_offline(asked):
        raise OfflineError("no service can be reached; is there a network? Nothing has changed")
    for task in tasks:
        task.papers = [paper for paper in task.papers if paper.key not in unknown]
        if not task.papers:
            continue
        label, count = task.service.label, len(task.papers)
        with (
            console.progress(f"{label}:", count) as advance,
            Client(
                pause=task.service.pause, timeout=options.timeout, mailto=options.mailto
            ) as client,
        ):
            Run(lockfile, write=write, progress=advance, today=today).do(task, client)
        unknown.update(task.unknown)


def _say_skipped(wanted: Iterable[PaperId]) -> None:
    counts = Counter(paper.scheme for paper in wanted if not is_asked_for(paper))
    if counts:
        kinds = ", ".join(f"{count} {scheme}" for scheme, count in sorted(counts.items()))
        console.say(f"left out, as no service is asked for them: {kinds}")


def _say_plan(tasks: Iterable[Task], pruned: Sequence[str]) -> None:
    for task in tasks:
        if task.papers:
            console.say(f"{task.service.label} ({address_of(task.service)}) would be asked for "
                 f"{len(task.papers)}:")  # fmt: skip
            for paper in task.papers:
                console.say(f"  {paper.key}")
    for key in pruned:
        console.say(f"would be removed: {key}")
    if not any(task.papers for task in tasks) and not pruned:
        console.say("there is nothing to ask for")


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
            console.say(f"{label}: {task.answered} of {len(task.papers)} answered")
        for key in task.unknown:
            console.say(f"{label} does not know {key} ({project.papers[key][1]})")
        reasons: dict[str, list[str]] = {}
        for key, reason in task.failed.items():
            reasons.setdefault(reason, []).append(key)
        for reason, keys in reasons.items():
            console.complain(f"{label} {reason.strip()}: {', '.join(keys)}")
    if pruned:
        console.say(f"removed: {', '.join(pruned)}")
    asked = any(task.papers for task in tasks)
    console.say(f"{path.name}: " + ("written" if changed else "unchanged")
         + ("" if asked else "; nothing to ask for, --update asks again for all"))  # fmt: skip
    failed = {key for task in tasks for key in task.failed}
    if failed:
        papers = console.number_of(len(failed), "paper is", "papers are")
        console.complain(f"{papers} not complete; run the same command again")
    return 1 if failed else 0
