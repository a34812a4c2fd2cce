"""Options that several commands have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

#: A mail address as it may stand in a header: no blanks, nothing beyond ASCII.
_MAILTO = re.compile(r"[!-?A-~]+@[!-~]+")


def _address(text: str) -> str:
    """Return the mail address *text*; refuse what is none."""
    if text and not _MAILTO.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is not an address such as me@example.org")
    return text


def _seconds(text: str | float) -> float:
    """Return *text* as a number of seconds above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < 10_000:
        raise typer.BadParameter(f"{text!r} is not a number of seconds above 0")
    return number


SourceDir = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCEDIR", show_default=False, help="The source folder (default: this one)."
    ),
]
DoctreeDir = Annotated[
    Path | None,
    typer.Option(
        "-d", "--doctree-dir", metavar="PATH", show_default=False,
        help="Doctrees of a build, to read only what has changed since.",
    ),
]  # fmt: skip
Mailto = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS", envvar="PAPERREVIEW_MAILTO", parser=_address, show_default=False,
        help="Mail address to reach you; sent to each service that is asked.",
    ),
]  # fmt: skip
Timeout = Annotated[
    float,
    typer.Option(metavar="SECONDS", parser=_seconds, help="How long to wait for a service."),
]
