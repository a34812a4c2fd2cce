"""How often Python looks for garbage while a project is built.

A build keeps nearly all that it allocates: modules, records, the environment. By default Python
looks through it after each 700 objects, and finds nothing, at about a tenth of the cost of a build.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Objects that are made before the youngest are looked through; and how many times that is done
#: before the older ones are. A document read leaves about 10,000 objects that refer to one another.
_THRESHOLDS = (100_000, 20, 100)


def look_seldom() -> Callable[[], None]:
    """Let Python look for garbage seldom; return how to set back what was set before."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    return lambda: gc.set_threshold(*before)
