"""The options of ``paperreview stats``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def stats(
    sourcedir: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCEDIR", show_default=False, help="The source folder (default: this one)."
        ),
    ] = Path(),
    doctree_dir: Annotated[
        Path | None,
        typer.Option(
            "-d",
            "--doctree-dir",
            metavar="PATH",
            show_default=False,
            help="Doctrees of a build, to read only what has changed since.",
        ),
    ] = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For people or for programs.")
    ] = "text",
) -> int:
    """Show the archive in numbers: posts, papers, months, organisations and tags.

    Examples:
      paperreview stats
      paperreview stats --format json
      paperreview stats -d _build/html/.doctrees     faster, after a build
    """  # fmt: skip
    from sphinx_paperreview.cli.numbers import show_numbers

    return show_numbers(sourcedir, doctree_dir, form)
