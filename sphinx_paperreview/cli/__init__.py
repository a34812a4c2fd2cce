"""The ``paperreview`` command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.app import make_command

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with the arguments *argv* (None: of ``sys.argv``); return its exit status.

    0: nothing was found, or everything was done; 1: something was found, or a service failed;
    2: a project or a file cannot be used; 130: stopped from the keyboard. Raise
    :exc:`SystemExit` for wrong arguments, ``--help`` and ``--version``.
    """
    console.accept_every_character()
    statuses: list[int] = []

    def keep(status: int, **_options: object) -> None:
        statuses.append(status)
        raise typer.Exit(status)

    # Rich draws boxes, which only a terminal has a use for.
    command = make_command(keep, rich=sys.stdout.isatty() and sys.stderr.isatty())
    try:
        command.main(args=argv, prog_name="paperreview")
    except SystemExit:
        if not statuses:
            raise
    except OSError as error:
        console.complain(f"paperreview: {_what_failed(error)}")
        return 2
    return statuses[0]


def _what_failed(error: OSError) -> str:
    """Return which file cannot be used, and why."""
    name = f"cannot use {error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"
