"""The options of ``paperreview serve``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def serve(
    sourcedir: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCEDIR",
            show_default=False,
            help="The source folder, or a folder in it (default: this one).",
        ),
    ] = Path(),
    port: Annotated[
        int | None,
        typer.Option(
            "-p",
            "--port",
            min=0,
            max=65535,
            show_default=False,
            help="The port (default: the first free one from 8000).",
        ),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the site in the browser once it is built.")
    ] = False,
    builder: Annotated[
        str, typer.Option("-b", "--builder", metavar="NAME", help="html or dirhtml.")
    ] = "html",
    build_dir: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            show_default=False,
            help="Where the preview is kept (default: in the cache folder of the user).",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "-j",
            "--jobs",
            min=1,
            show_default=False,
            metavar="N",
            help="Processes of the first build (default: one for each core).",
        ),
    ] = os.cpu_count() or 1,
) -> int:
    """Show the site in the browser, with drafts, and follow every save.

    The page of a post that is saved appears at once, the lists around it a moment later; the
    browser stays where it was. What is wrong is shown on the page. Only this machine can reach the
    site. What you publish is not touched.

    Examples:
      paperreview serve                  the archive in the current folder
      paperreview serve --open           and open it in the browser
      paperreview serve --port 9000      at http://127.0.0.1:9000/
    """  # fmt: skip
    from sphinx_paperreview.cli import console
    from sphinx_paperreview.cli.project import ProjectError, found_project
    from sphinx_paperreview.cli.serve.folders import folders_of
    from sphinx_paperreview.cli.serve.session import Wanted
    from sphinx_paperreview.cli.serve.session import serve as run

    if builder not in {"html", "dirhtml"}:
        raise typer.BadParameter("html or dirhtml", param_hint="--builder")
    try:
        confdir = found_project(sourcedir)
    except ProjectError as error:
        console.complain(f"paperreview serve: {error}")
        return 2
    return run(Wanted(folders_of(confdir, builder, build_dir), builder, jobs, port, open_browser))
