"""Run the command with its arguments, and put into words what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.app import make_command
from sphinx_paperreview.core.text import SURROGATES

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What is wrong with arguments; the class itself has no public name in Typer.
_UsageError: Any = typer.BadParameter.__base__


def run(argv: Sequence[str]) -> int:
    """Run the command with the arguments *argv*; return its exit status, as :func:`.main` does."""
    console.accept_every_character()
    arguments = list(argv) or ["--help"]
    for each in arguments:
        if SURROGATES.search(each) and not Path(each).exists():
            console.complain(
                f"paperreview: {each} cannot be read in the encoding of this terminal; choose "
                "UTF-8, as by LC_ALL=C.UTF-8"
            )
            return 2
    # Rich draws boxes, which only a terminal has a use for.
    command = make_command(rich=sys.stdout.isatty() and sys.stderr.isatty())
    try:
        status: int | None = command.main(arguments, "paperreview", standalone_mode=False)
    except _UsageError as error:
        console.complain(_what_is_wrong(error))
        return 2
    except typer.Abort:  # Ctrl+C or Ctrl+D where something was asked
        console.complain("stopped")
        return 130
    except OSError as error:
        console.complain(f"paperreview: {_what_failed(error)}")
        return 2
    return status or 0


def _what_is_wrong(error: Any) -> str:
    """Return which arguments of which command cannot be used, as one line."""
    command = error.ctx.command_path if error.ctx is not None else "paperreview"
    # Typer words some refusals of values by Pydantic, which begins with the name of its exception.
    text = " ".join(error.format_message().replace("Value error, ", "").split())
    return f"{command}: {text.removeprefix('Invalid value: ').rstrip('.')}; see {command} --help"


def _what_failed(error: OSError) -> str:
    """Return which file cannot be used, and why."""
    name = f"cannot use {error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"
