"""The ``paperreview`` command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with the arguments *argv* (None: of ``sys.argv``); return its exit status.

    0: nothing was found, or everything was done; 1: something was found, or a service failed;
    2: an argument, a project or a file cannot be used; 130: stopped from the keyboard.
    """
    try:
        # What the command imports takes a moment, in which it can be stopped as well.
        from sphinx_paperreview.cli.entry import run  # noqa: PLC0415

        return run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 130
