"""A limit for time, also within a match of a regular expression, or while a program runs."""

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
def time_limit(seconds: float, *, counts_waiting: bool = False) -> Iterator[None]:
    """Raise :class:`TooLongError` after *seconds*.

    A match of :mod:`re` ends for a signal only, so there is no limit on Windows and outside of the
    main thread. A limit of the same kind around this one goes on meanwhile, and is raised soon
    after this one has ended.

    :param seconds: of the processor in this process
    :param counts_waiting: whether they are seconds of the clock instead, as for other programs;
        :mod:`subprocess` ends the one that it waits for
    """
    # mypy reads a comparison of sys.platform; this one is about what the platform has.
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise TooLongError(f"it takes longer than {seconds:.0f} seconds")

    number, timer, clock = (
        (signal.SIGALRM, signal.ITIMER_REAL, time.monotonic)
        if counts_waiting
        else (signal.SIGVTALRM, signal.ITIMER_VIRTUAL, time.process_time)
    )
    before = signal.signal(number, stop)
    begin, left = clock(), 0.0
    try:
        left, _interval = signal.setitimer(timer, seconds)
        try:
            yield
        finally:
            signal.setitimer(timer, 0)
    finally:
        # None is a handler that Python has not installed, and cannot install again.
        signal.signal(number, signal.SIG_DFL if before is None else before)
        if left:
            signal.setitimer(timer, max(left - (clock() - begin), _LEAST))
