"""The options of ``paperreview new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sphinx_paperreview.cli.commands.options import Mailto, Timeout


def new(
    papers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAPER",
            show_default=False,
            help="Identifiers or addresses of papers: 2511.10643, doi:…, https://…",
        ),
    ] = None,
    date: Annotated[
        str, typer.Option(metavar="DATE", show_default=False, help="Its date (default: today).")
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", show_default=False, help="Its title.")] = "",
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="SOURCE",
            show_default=False,
            help="List the papers of hf, hf:2025-11-14, arxiv:cs.CL, openreview:VENUE, zotero, "
            "zotero:COLLECTION or a .bib file, to pick from.",
        ),
    ] = "",
    today: Annotated[
        bool,
        typer.Option("--today", help="List today's papers of Hugging Face: the same as --from hf."),
    ] = False,
    pick: Annotated[
        str,
        typer.Option(
            metavar="NUMBERS", show_default=False, help="Take these of the list: 1,3-5, or all."
        ),
    ] = "",
    fetch: Annotated[
        bool,
        typer.Option(
            "--fetch",
            help="Ask arXiv, Crossref and Hugging Face for what "
            "papers.lock.json does not have, and keep it there.",
        ),
    ] = False,
    figure: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            exists=True,
            dir_okay=False,
            help="Copy this picture beside the post and show it; may be given again.",
        ),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(metavar="TAG", show_default=False, help="A tag; may be given again."),
    ] = None,
    org: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help="An organisation of every paper; may be given again.",
        ),
    ] = None,
    site: Annotated[
        Path, typer.Option(metavar="DIR", show_default=False, help="The site (default: this one).")
    ] = Path(),
    edit: Annotated[
        bool, typer.Option("-e", "--edit", help="Open the post in $VISUAL or $EDITOR.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a post that exists.")] = False,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Print the post, and write nothing.")
    ] = False,
    mailto: Mailto = "",
    timeout: Timeout = 30.0,
) -> int:
    """Write a dated post about papers, in the form of your newest post.

    File name, front matter, headings, numbers and organisations are as there. Titles come from
    papers.lock.json; with --fetch, also from the services. Exit with 1 if a title is not known.

    Examples:
      paperreview new 2511.10643 2511.10647 --fetch --edit
      paperreview new https://openreview.net/forum?id=abc --date 2025-11-14
      paperreview new --today                     pick from the daily papers
      paperreview new --from refs.bib --pick 1,3-5
      paperreview new 2511.10643 --figure fig.png --tag agents
    """  # fmt: skip
    from sphinx_paperreview.cli.writing.command import Options
    from sphinx_paperreview.cli.writing.command import new as run

    if today and source:
        raise typer.BadParameter("--today is --from hf; give one of them")
    return run(
        Options(
            papers=tuple(papers or ()), folder=site, date=date, title=title,
            source="hf" if today else source, pick=pick, fetch=fetch,
            figures=tuple(figure or ()), tags=tuple(tag or ()), orgs=tuple(org or ()), edit=edit,
            force=force, dry_run=dry_run, mailto=mailto, timeout=timeout,
        )
    )  # fmt: skip
