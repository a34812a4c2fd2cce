"""The options of ``paperreview init``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from sphinx_paperreview.cli.starting.hosts import Host


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", show_default=False, help="Folder of the site (default: this one)."
        ),
    ] = Path(),
    title: Annotated[
        str, typer.Option(metavar="TEXT", show_default=False, help="Title of the site.")
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="CODE", show_default=False, help="Its language: ko, en, zh-CN.")
    ] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", show_default=False, help="An author; may be given again."),
    ] = None,
    url: Annotated[
        str,
        typer.Option(metavar="URL", show_default=False, help="Address at which it will be served."),
    ] = "",
    host: Annotated[
        list[Host] | None,
        typer.Option(
            show_default=False,
            help="Write what this host needs to build the site; may be given again.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
) -> int:
    """Make a folder a site that builds: write conf.py and .gitignore.

    Title, language, address and authors are taken from the configuration of Docusaurus, Jekyll,
    Hugo, Hexo, Quarto, MkDocs or Jupyter Book, if there is one. Posts stay as they are.

    Examples:
      paperreview init                              the current folder
      paperreview init my-reviews --language ko     a new folder
      paperreview init --host github-pages          with a workflow that publishes it
    """
    from sphinx_paperreview.cli.starting.command import Options
    from sphinx_paperreview.cli.starting.command import init as run
    from sphinx_paperreview.cli.starting.found import Facts, language_of
    from sphinx_paperreview.core.text import one_line

    if language and not language_of(language):
        raise typer.BadParameter(f"{language!r} is not a language such as ko, en or zh-CN")
    if url and not re.fullmatch(r"https?://[^\s/]\S*", url):
        raise typer.BadParameter(f"{url!r} is not an address such as https://example.org/")
    base = f"{url.rstrip('/')}/" if url else ""
    given = Facts(title=one_line(title), language=language, base=base, authors=tuple(author or ()))
    return run(Options(folder, given, tuple(dict.fromkeys(host or ())), force=force))
