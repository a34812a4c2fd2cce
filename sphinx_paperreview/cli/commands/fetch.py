"""The options of ``paperreview fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sphinx_paperreview.cli.commands.options import DoctreeDir, Mailto, SourceDir, Timeout


def built_folder(text: str) -> str:
    """Return *text*, a name and a folder that exists; refuse anything else."""
    name, equals, folder = text.partition("=")
    if not (name and equals and Path(folder).is_dir()):
        raise typer.BadParameter(f"{text!r} is not NAME=FOLDER with a folder that exists")
    return text


def fetch(
    sourcedir: SourceDir = Path(),
    conf_dir: Annotated[
        Path | None,
        typer.Option(
            "-c",
            "--conf-dir",
            metavar="PATH",
            show_default=False,
            help="Folder of conf.py, if it is another.",
        ),
    ] = None,
    doctree_dir: DoctreeDir = None,
    update: Annotated[
        bool, typer.Option("--update", help="Ask again for what is known already.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            show_default=False,
            help="Ask for this paper alone, as arxiv:2511.10643; may be given again.",
        ),
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Read posts that are not published as well.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove papers that the project no longer names.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("-n", "--dry-run", help="Print what would be done, and do nothing."),
    ] = False,
    federation: Annotated[
        bool,
        typer.Option(
            "--federation",
            help="Take the snapshot of the archives in paperreview_federation, and only that.",
        ),
    ] = False,
    built: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FOLDER",
            parser=built_folder,
            show_default=False,
            help="With --federation: read this archive from its output folder; may be given again.",
        ),
    ] = None,
    mailto: Mailto = "",
    timeout: Timeout = 30.0,
) -> int:
    """Ask arXiv, Crossref and Hugging Face about the papers.

    Title, authors, versions and code of the papers that a project reviews or mentions are kept in
    papers.lock.json. Only what is not there yet is asked for. Exit with 1 if a service failed (run
    it again then), with 2 if the project cannot be read.

    Examples:
      paperreview fetch                              the archive in the current folder
      paperreview fetch --update                     ask again for everything
      paperreview fetch --only arxiv:2511.10643      one paper
      paperreview fetch --dry-run                    show what would be asked for
      paperreview fetch --federation                 what other archives review
    """  # fmt: skip
    from sphinx_paperreview.cli.fetch.command import Options
    from sphinx_paperreview.cli.fetch.command import fetch as run

    pairs = (text.partition("=") for text in built or ())
    folders = {name: Path(folder) for name, _equals, folder in pairs}
    if folders and not federation:
        raise typer.BadParameter("--built goes with --federation")
    return run(
        Options(
            sourcedir, conf_dir, doctree_dir, update=update, only=tuple(only or ()),
            drafts=drafts, prune=prune, dry_run=dry_run, mailto=mailto, timeout=timeout,
            federation=federation, built=folders,
        )
    )  # fmt: skip
