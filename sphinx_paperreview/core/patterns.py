"""Regular expressions that are compiled when they are first used.

Each build imports nearly all modules, and most of their patterns are not used by it: compiling them
was a third of the time that importing this package takes.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile(source, flags)`` returns, compiled at its first use.

    It cannot be given to functions of :mod:`re`; all its attributes and methods are those of
    :class:`re.Pattern`. An error in *source* is raised at the first use, too.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._arguments = source, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)  # the next time it is found without a call of this method
        return value
