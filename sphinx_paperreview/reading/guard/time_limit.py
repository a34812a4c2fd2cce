"""A limit for the time of the processor, also within a match of a regular expression."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What remains at least of a limit around another one; a timer of zero would never end.
_LEAST = 0.001


class TooLongError(BaseException):
    """The time is up. No parser or lexer catches it, as they may catch an ``Exception``."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TooLongError` after *seconds* of the processor.

    A match of :mod:`re` ends for a signal only, so there is no limit on Windows and outside of the
    main thread. A limit around this one goes on meanwhile, and is raised soon after this one has
    ended.
    """
    # mypy reads a comparison of sys.platform; this one is about what the platform has.
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise TooLongError(f"it takes longer than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    begin, left = time.process_time(), 0.0
    try:
        left, _interval = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        # None is a handler that Python has not installed, and cannot install again.
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL if before is None else before)
        if left:
            rest = left - (time.process_time() - begin)
            signal.setitimer(signal.ITIMER_VIRTUAL, max(rest, _LEAST))
