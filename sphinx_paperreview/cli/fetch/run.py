"""One run: which papers are asked for, what becomes of the answers, when they are written.

The lockfile is the memory of a run: a paper is done with a service when its entry names it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.fetch.arxiv import Arxiv
from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.crossref import Crossref
from sphinx_paperreview.cli.fetch.huggingface import HuggingFace
from sphinx_paperreview.core.lockfile import LockEntry
from sphinx_paperreview.core.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_paperreview.cli.fetch.client import Client
    from sphinx_paperreview.cli.fetch.service import Service
    from sphinx_paperreview.core.lockfile import Lockfile
    from sphinx_paperreview.core.model import PaperId

#: In the order in which they are asked.
SERVICES: tuple[type[Service], ...] = (Arxiv, Crossref, HuggingFace)
#: Failures one after the other, after which a service is left alone.
_PATIENCE = 3
#: Papers after which the file is written; more where it is so long that writing takes its time.
_WRITTEN, _PART = 25, 50


@dataclass(slots=True)
class Task:
    """What one service is asked for, and what came of it."""

    service: type[Service]
    papers: list[PaperId]
    answered: int = 0
    #: Keys of papers that it does not know.
    unknown: list[str] = field(default_factory=list)
    #: Reasons by key.
    failed: dict[str, str] = field(default_factory=dict)


def plan(papers: Iterable[PaperId], lockfile: Lockfile, *, update: bool) -> list[Task]:
    """Return what there is to ask for *papers*: all of it (*update*), or what is not known yet."""
    known = {key: entry.source for key, entry in lockfile.papers.items()}
    wanted = list(papers)
    return [
        Task(
            service,
            [
                paper
                for paper in wanted
                if service.knows(paper) and (update or service.name not in known.get(paper.key, ()))
            ],
        )
        for service in SERVICES
    ]


def is_asked_for(paper: PaperId) -> bool:
    """Tell whether any service is asked for papers such as *paper*."""
    return any(service.knows(paper) for service in SERVICES)


def address_of(service: type[Service]) -> str:
    """Return where *service* is asked; ``PAPERREVIEW_ARXIV_URL`` and the like name a mirror."""
    return os.environ.get(f"PAPERREVIEW_{service.name.upper()}_URL") or service.home


class Run:
    """Asks for everything that tasks name.

    :param lockfile: is filled
    :param write: called after every few answers, and at the end whatever happens
    :param progress: told the number of papers that are done with
    :param today: day of the answers, ``2025-11-20``
    """

    def __init__(
        self,
        lockfile: Lockfile,
        *,
        write: Callable[[], object],
        progress: Callable[[int], object],
        today: str,
    ) -> None:
        self._lockfile = lockfile
        self._write = write
        self._progress = progress
        self._today = today
        self._unwritten = 0

    def do(self, task: Task, client: Client) -> None:
        """Do *task*: ask for its papers in batches, and keep the answers."""
        service = task.service(client, address_of(task.service))
        try:
            self._ask(service, task, task.papers)
            if service.retry_unknown and task.unknown and not task.failed:
                again = [paper for paper in task.papers if paper.key in set(task.unknown)]
                task.unknown.clear()
                self._ask(service, task, again)
        finally:
            self._write()

    def _ask(self, service: Service, task: Task, papers: Sequence[PaperId]) -> None:
        failures = 0
        for start in range(0, len(papers), service.size):
            batch = papers[start : start + service.size]
            if failures == _PATIENCE:
                task.failed |= {paper.key: "was not asked any more" for paper in papers[start:]}
                break
            try:
                found = service.ask(batch)
            except ServiceError as error:
                failures += 1
                task.failed |= {paper.key: str(error) for paper in batch}
            else:
                failures = 0
                self._keep(service, task, batch, found)
            self._progress(len(batch))

    def _keep(
        self, service: Service, task: Task, batch: Sequence[PaperId], found: dict[str, Metadata]
    ) -> None:
        for paper in batch:
            old = self._lockfile.papers.get(paper.key)
            if paper.key not in found and not service.absence_is_final:
                task.unknown.append(paper.key)
                continue
            new = _merged(old, service, found.get(paper.key), self._today)
            self._lockfile.papers[paper.key] = new
            task.answered += 1
        self._unwritten += len(batch)
        if self._unwritten >= max(_WRITTEN, len(self._lockfile.papers) // _PART):
            self._write()
            self._unwritten = 0


def _merged(
    old: LockEntry | None, service: Service, found: Metadata | None, today: str
) -> LockEntry:
    """Return the entry of a paper after an answer; the old one where it says nothing new."""
    known = old.metadata if old else Metadata()
    if found is not None:
        known = replace(known, **{name: getattr(found, name) for name in service.fields})
    source = tuple(sorted({*(old.source if old else ()), service.name}))
    if old and (old.metadata, old.source) == (known, source):
        return old
    return LockEntry(known, source, today)
