"""Work on many pages or files by several processes, under ``sphinx-build -j N``."""

from __future__ import annotations

import gc
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from sphinx.util.parallel import ParallelTasks

from sphinx_paperreview._compat import app_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.builders import Builder

Item = TypeVar("Item")

#: Fewer items than this are not worth a process of their own.
_LEAST = 20
#: Runs of items for each process, so that one with much to do does not keep the others waiting.
_RUNS = 2


def in_workers(
    builder: Builder, items: Sequence[Item], work: Callable[[Sequence[Item]], None]
) -> None:
    """Call *work* with *items*, or with runs of them in other processes.

    *work* returns nothing and changes nothing but files, because a process ends with its memory.
    Its warnings are shown. If it raises an error, so does this function
    (:exc:`~sphinx.errors.SphinxParallelError` from another process).

    Other processes are used where Sphinx uses some to write documents: if all extensions allow it.
    """
    jobs: int = app_of(builder.env).parallel if builder.parallel_ok else 1
    count = min(jobs * _RUNS, len(items) // _LEAST)
    if jobs < 2 or count < 2:
        work(items)
        return
    tasks = ParallelTasks(jobs)
    bounds = [len(items) * number // count for number in range(count + 1)]
    for start, end in pairwise(bounds):
        tasks.add_task(_work_apart, (work, items[start:end]))
    tasks.join()


def _work_apart(arguments: tuple[Callable[[Sequence[Item]], None], Sequence[Item]]) -> None:
    # What was there before is kept until the end: looking through it would copy its memory.
    gc.freeze()
    work, items = arguments
    work(items)
