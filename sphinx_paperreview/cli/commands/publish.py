"""The options of ``paperreview publish``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from sphinx_paperreview.cli.commands.options import SourceDir


def publish(
    sourcedir: SourceDir = Path(),
    to: Annotated[
        str,
        typer.Option(
            metavar="WHERE",
            show_default=False,
            help="A branch (gh-pages, origin/gh-pages), or a folder that begins with a "
            "dot or a slash. By default, the current branch is pushed to the host whose "
            "workflow builds it.",
        ),
    ] = "",
    message: Annotated[
        str, typer.Option("-m", "--message", metavar="TEXT", help="Message of the commit.")
    ] = "Publish the site",
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask before pushing.")] = False,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Check and build, and push nothing.")
    ] = False,
    ignore_warnings: Annotated[
        bool, typer.Option("--ignore-warnings", help="Publish although check finds problems.")
    ] = False,
) -> int:
    """Check the site, build it from nothing, and push it.

    Nothing is pushed before you agree, and never by force. Exit with 1 if check finds problems,
    with 2 if the site cannot be built or pushed.

    Examples:
      paperreview publish                     push the sources to the host that builds them
      paperreview publish --to gh-pages       push the built site to a branch
      paperreview publish --to ./public -y    write it into a folder
    """  # fmt: skip
    from sphinx_paperreview.cli.publishing.command import Options
    from sphinx_paperreview.cli.publishing.command import publish as run

    return run(
        Options(
            sourcedir, to, message, yes=yes, dry_run=dry_run, ignore_warnings=ignore_warnings,
            jobs=os.cpu_count() or 1,
        )
    )  # fmt: skip
