"""What a command prints: plain text, and colours where a terminal shows them."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def accept_every_character() -> None:
    """Let standard output and standard error escape what their encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def shows(text: str) -> bool:
    """Return whether the encoding of the standard output has all characters of *text*."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def say(text: str, styles: Mapping[str, str] | None = None) -> None:
    """Print *text* and the end of the line.

    On a terminal, *styles* are applied: regular expression → style of Rich. ``NO_COLOR`` and
    ``TERM=dumb`` are honoured by Rich.
    """
    if styles and sys.stdout.isatty():
        styled = Text(text)
        for pattern, style in styles.items():
            styled.highlight_regex(pattern, style)
        Console(soft_wrap=True, highlight=False).print(styled)
    else:
        print(text)  # noqa: T201  # what a command is for


def complain(text: str) -> None:
    """Print *text* on standard error, as a line of its own."""
    print(text, file=sys.stderr)  # noqa: T201  # what a command is for


def write(text: str) -> None:
    """Print *text* for programs: in UTF-8, and nothing else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text, end="")  # noqa: T201  # what a command is for


@contextlib.contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], object]]:
    """Yield a function to call with the number of steps done of *total*.

    On a terminal, a bar on standard error shows them; it is removed at the end.
    """
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=total)
        yield lambda steps: shown.advance(task, steps)


def number_of(number: int, noun: str, plural: str = "") -> str:
    """Return *number* with *noun*, or with its *plural* (by default with an ``s``) unless 1."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
