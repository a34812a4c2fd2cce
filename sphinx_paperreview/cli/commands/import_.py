"""The options of ``paperreview import``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from sphinx_paperreview.cli.moving.kinds import Kind


def import_(
    kind: Annotated[Kind, typer.Argument(show_default=False, help="What the site is made with.")],
    source: Annotated[
        Path, typer.Argument(metavar="DIR", show_default=False, help="Folder of the old site.")
    ],
    target: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="DIR",
            show_default=False,
            help="Folder of the new one (default: this one); the same as DIR sets the "
            "site up in place.",
        ),
    ] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
) -> int:
    """Take over a site of Docusaurus, Jekyll, Hugo, ABlog or Quarto.

    Posts, authors, tags and pictures are copied as they are; documents of Quarto and ABlog
    are converted. Every old address leads to its document. A report names what was not understood.

    Examples:
      paperreview import docusaurus ../old-site
      paperreview import jekyll . --to .            set it up in place
      paperreview import hugo ../old-site --to new-site
    """  # fmt: skip
    from sphinx_paperreview.cli.moving.command import Options, import_site

    return import_site(Options(kind, source, target, force=force, jobs=os.cpu_count() or 1))
