"""How often Python looks for garbage while a project is built.

A build keeps nearly all that it allocates: modules, records, the environment. By default Python
looks through it after each 700 objects, and finds nothing, at about a tenth of the cost of a build.
One look through the environment of 1,000 posts takes as long as to load it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io

#: Objects that are made before the youngest are looked through; and how many times that is done
#: before the older ones are. A document read leaves about 10,000 objects that refer to one another.
_THRESHOLDS = (100_000, 20, 100)
#: Files that may hold what is not on the disk yet.
_WRITERS = frozenset({io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom})


class _SetBack:
    """Sets *thresholds* when Python has looked for garbage once more (``gc.callbacks``).

    Set at once, they would let it look through all objects of a build at the end of the process.
    """

    def __init__(self, thresholds: tuple[int, int, int]) -> None:
        self.thresholds = thresholds

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            gc.callbacks.remove(self)
            gc.set_threshold(*self.thresholds)


class SeldomLooks:
    """Lets Python look for garbage seldom from now on, until the first look after :meth:`end`."""

    def __init__(self) -> None:
        waiting = next((each for each in gc.callbacks if isinstance(each, _SetBack)), None)
        if waiting is not None:  # of the build before; it may have been called in the meantime
            with contextlib.suppress(ValueError):
                gc.callbacks.remove(waiting)
        self._before = gc.get_threshold() if waiting is None else waiting.thresholds
        self._leaves_loaded = False
        gc.set_threshold(*_THRESHOLDS)
        atexit.unregister(leave_garbage)
        atexit.register(leave_garbage)

    def leave_loaded(self) -> None:
        """Let Python not look through what there is now, modules and the environment.

        A process that already has such objects is left as it is: they would be lost at the end.
        Python counts them one by one, so it is asked once.
        """
        if not self._leaves_loaded and not gc.get_freeze_count():
            self._leaves_loaded = True
            gc.freeze()

    def look(self) -> None:
        """Let Python look through what was made since its last look, while it is in the cache.

        To be called where much of that is garbage, as when a document is read: hundreds of tokens
        that refer to one another. To look through each object later, when memory has to be asked
        for it, takes three times as long.
        """
        if gc.isenabled():
            gc.collect(0)

    def end(self) -> None:
        """Set back what was set before, after the next look."""
        if self._leaves_loaded:
            self._leaves_loaded = False
            gc.unfreeze()
        gc.callbacks.append(_SetBack(self._before))


def leave_garbage() -> None:
    """Let Python not look for garbage when the process ends, which frees all memory anyway.

    That look takes a twentieth of a build. It would also close files that nobody has closed, so
    what these hold is written first.
    """
    for each in gc.get_objects():
        if type(each) in _WRITERS:
            with contextlib.suppress(OSError, ValueError):  # closed, or not to be written
                each.flush()
    gc.freeze()
