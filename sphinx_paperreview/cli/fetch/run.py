"""One run: which papers are asked for, how answers are merged, and when they are written.

The lockfile is the state of a run: a paper is finished with a service when its entry lists that
service as a source.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.fetch.arxiv import Arxiv
from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.crossref import Crossref
from sphinx_paperreview.cli.fetch.huggingface import HuggingFace
from sphinx_paperreview.core.files.lockfile import LockEntry
from sphinx_paperreview.core.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_paperreview.cli.fetch.client import Client
    from sphinx_paperreview.cli.fetch.service import Service
    from sphinx_paperreview.core.files.lockfile import Lockfile
    from sphinx_paperreview.core.model import PaperId

#: In the order in which they are asked.
_SERVICES: tuple[type[Service], ...] = (Arxiv, Crossref, HuggingFace)
#: Number of consecutive failures after which a service is not asked any more.
_FAILURES = 3
#: The lockfile is written after this many papers, or after this part of its entries if that is
#: more, because writing a long file takes time.
_WRITTEN, _PART = 25, 50


@dataclass(slots=True)
class Task:
    """The papers that one service is asked for, and the outcome."""

    service: type[Service]
    papers: list[PaperId]
    answered: int = 0
    #: The keys of papers that it does not know.
    unknown: list[str] = field(default_factory=list)
    #: The keys of papers for which it failed → the reason.
    failed: dict[str, str] = field(default_factory=dict)


def plan(papers: Iterable[PaperId], lockfile: Lockfile, *, update: bool) -> list[Task]:
    """Return one task for each service; without *update*, only papers it was not asked for yet."""
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
        for service in _SERVICES
    ]


def is_asked_for(paper: PaperId) -> bool:
    """Return whether any service is asked for papers such as *paper*."""
    return any(service.knows(paper) for service in _SERVICES)


def address_of(service: type[Service]) -> str:
    """Return the address of *service*: ``PAPERREVIEW_<NAME>_URL`` for a mirror, or its own."""
    return os.environ.get(f"PAPERREVIEW_{service.name.upper()}_URL") or service.home


class Run:
    """Carries out tasks and stores the answers in a lockfile.

    :param lockfile: is changed in place
    :param write: writes the lockfile; called now and then, and at the end of a task even if it
        fails
    :param progress: called with the number of papers finished since the last call
    :param today: date of the answers, ``2025-11-20``
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
        """Ask for the papers of *task* in batches, and record the outcome in it."""
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
            if failures == _FAILURES:
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
    """Return the entry of a paper after an answer; *old* itself if nothing changed.

    None as *found* means that the service does not know the paper.
    """
    known = old.metadata if old else Metadata()
    if found is not None:
        known = replace(known, **{name: getattr(found, name) for name in service.fields})
    source = tuple(sorted({*(old.source if old else ()), service.name}))
    if old and (old.metadata, old.source) == (known, source):
        return old
    return LockEntry(known, source, today)
