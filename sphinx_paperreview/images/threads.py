"""Work on pictures in threads, with Sphinx's line of progress: Pillow lets other threads run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sphinx.util.display import status_iterator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def in_threads(
    call: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    verbosity: int,
    summary: str,
    name_of: Callable[[Item], str],
) -> Iterator[Iterable[tuple[Item, Future[Result]]]]:
    """Call *call* with each of *items* in up to *jobs* threads.

    The context gives each item with its future, in the order of *items*. Taking one shows
    *summary* and the item's name as progress, unless *summary* is empty. On leaving the context,
    what has not begun is cancelled: a build that is interrupted does not wait for it.
    """
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        work = [(item, pool.submit(call, item)) for item in items]
        if summary:
            yield status_iterator(
                work, summary, "brown", len(work), verbosity, lambda pair: name_of(pair[0])
            )
        else:
            yield work
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
