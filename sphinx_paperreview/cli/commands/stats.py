"""The options of ``paperreview stats``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sphinx_paperreview.cli.commands.options import DoctreeDir, SourceDir


def stats(
    sourcedir: SourceDir = Path(),
    doctree_dir: DoctreeDir = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For people or for programs.")
    ] = "text",
) -> int:
    """Show the archive in numbers: papers, months, organisations, tags.

    Examples:
      paperreview stats
      paperreview stats --format json
      paperreview stats -d _build/html/.doctrees     faster, after a build
    """  # fmt: skip
    from sphinx_paperreview.cli.numbers import show_numbers

    return show_numbers(sourcedir, doctree_dir, form)
