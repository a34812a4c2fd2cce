"""Modules that are imported when they are first used.

A build in which nothing has changed reads no document and draws no picture. What only these need
would take a good part of its time.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def later(name: str) -> Any:
    """Return what stands for the module *name*, and imports it when one of its names is asked for.

    Checkers of types need an ``import`` under ``TYPE_CHECKING`` beside it.
    """
    return _Later(name)


class _Later:
    def __init__(self, name: str) -> None:
        self._name = name
        self._module: Any = None

    def __getattr__(self, attribute: str) -> Any:
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)
