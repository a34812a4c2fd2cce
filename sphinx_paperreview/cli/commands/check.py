"""The options of ``paperreview check``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from sphinx_paperreview.cli import console

#: On a terminal: the place of a diagnostic, its severity and its code.
_STYLES = {
    r"(?m)^[^\n:]+:(?:\d+:)+": "bold",
    r"(?<=: )advice:": "cyan",
    r"(?m)\[[\w.]+\]$": "dim",
}


def _jobs(text: str) -> int:
    """Return the number of processes that *text* says, ``auto`` being one for each core."""
    if text == "auto":
        return os.cpu_count() or 1
    if not text.isdecimal() or not int(text):
        raise typer.BadParameter(f"{text!r} is not a number of processes above 0, or auto")
    return int(text)


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help="Source folders, or folders and files in one (default: the current folder).",
        ),
    ] = None,
    mdx: Annotated[
        bool,
        typer.Option(
            "--mdx",
            help="List what Docusaurus would refuse, and only that (.md and .mdx files are read "
            "as MDX, a conf.py is not).",
        ),
    ] = False,
    papers: Annotated[
        bool,
        typer.Option(
            "--papers",
            help="List which papers each document reviews and by which rule, and what looks like "
            "a review and is not taken for one, and only that.",
        ),
    ] = False,
    form: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="For people, for programs, or for a GitHub workflow."),
    ] = "text",
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES",
            show_default=False,
            help="Report these alone: codes, beginnings of codes or severities, with commas "
            "between.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", show_default=False, help="Leave these out."),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 all the same.")
    ] = False,
    list_codes: Annotated[
        bool, typer.Option("--list-codes", help="List the codes and exit.")
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            "-j",
            "--jobs",
            parser=_jobs,
            metavar="N",
            show_default=False,
            help="Processes to read with (default: one for each core).",
        ),
    ] = "auto",  # type: ignore[assignment]  # the parser is called for the default as well
) -> int:
    """Look for problems in posts.

    Exit with 1 if there are any, with 2 if a folder cannot be read.

    Examples:
      paperreview check                          the archive in the current folder
      paperreview check posts/2025-11-14.mdx     one post
      paperreview check --select warning         without advice
      paperreview check --papers                 which papers are reviewed
    """
    from sphinx_paperreview.cli import codes
    from sphinx_paperreview.cli.project import ProjectError

    if list_codes:
        console.say("\n".join("\t".join(row) for row in codes.list_codes()))
        return 0
    asked = paths or [Path()]
    for path in asked:
        if not path.exists():
            raise typer.BadParameter(f"there is no {path}")
    if papers and (mdx or select or ignore or form == "github"):
        raise typer.BadParameter("--papers goes with --format text or json, and with no other list")
    try:
        chosen, left_out = codes.read_names(select or ()), codes.read_names(ignore or ())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        if papers:
            text, found = _decisions(asked, jobs, form)
        else:
            text, found = _problems(asked, jobs, form, chosen, left_out, mdx=mdx)
    except ProjectError as error:
        console.complain(f"paperreview check: {error}")
        return 2
    if form == "text":
        console.say(text.removesuffix("\n"), _STYLES)
    else:
        console.write(text)
    return 1 if found and not exit_zero else 0


def _decisions(asked: list[Path], jobs: int, form: str) -> tuple[str, bool]:
    """Return which papers are reviewed, and whether something was not taken for a review."""
    from sphinx_paperreview.cli.papers import judge, report_papers

    judged = judge(asked, jobs)
    found = any(one.is_missed for each in judged for one in each.decisions)
    return report_papers(judged, form), found


def _problems(
    asked: list[Path],
    jobs: int,
    form: str,
    chosen: tuple[str, ...],
    left_out: tuple[str, ...],
    *,
    mdx: bool,
) -> tuple[str, bool]:
    """Return the problems of the codes *chosen*, less *left_out*, and whether there are any."""
    from sphinx_paperreview.cli import codes
    from sphinx_paperreview.cli.check import check as find
    from sphinx_paperreview.cli.check import check_mdx
    from sphinx_paperreview.cli.report import report

    found = codes.choose(check_mdx(asked) if mdx else find(asked, jobs), chosen, left_out)
    return report(found, form), bool(found)
