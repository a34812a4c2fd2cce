"""The ``paperreview`` command."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.cli import codes
from sphinx_paperreview.cli.check import check, check_mdx
from sphinx_paperreview.cli.fetch.command import add_fetch
from sphinx_paperreview.cli.papers import judge, report_papers
from sphinx_paperreview.cli.project import ProjectError
from sphinx_paperreview.cli.report import FORMATS, report

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with the arguments *argv* (None: of ``sys.argv``); return its exit status.

    0: nothing was found, or everything was fetched; 1: something was found, or a service failed;
    2: a project cannot be read. Raise :exc:`SystemExit` for wrong arguments.
    """
    parser = argparse.ArgumentParser(prog="paperreview", description="Work on a paper archive.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(commands)
    add_fetch(commands)
    arguments = parser.parse_args(argv)
    status: int = arguments.run(arguments)
    return status


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "check",
        help="look for problems in posts",
        description="Look for problems in posts; exit with 1 if there are any, with 2 if a "
        "folder cannot be read.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", default=[Path()],
        help="source folders, or folders and files in one (default: the current folder)",
    )  # fmt: skip
    parser.add_argument(
        "--mdx", action="store_true",
        help="list what Docusaurus would refuse, and only that (.md and .mdx files are read as "
        "MDX, a conf.py is not)",
    )  # fmt: skip
    parser.add_argument(
        "--papers", action="store_true",
        help="list which papers each document reviews and by which rule, and what looks like a "
        "review and is not taken for one, and only that",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    for name, text in (("select", "report these alone"), ("ignore", "leave these out")):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="CODES",
            help=f"{text}: codes, beginnings of codes or severities, with commas between",
        )  # fmt: skip
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 all the same")
    parser.add_argument("--list-codes", action="store_true", help="list the codes and exit")
    parser.add_argument(
        "-j", "--jobs", type=_jobs, default="auto", metavar="N",
        help="processes to read with (default: one for each core)",
    )  # fmt: skip
    parser.set_defaults(run=_check, usage=parser.error)


def _jobs(text: str) -> int:
    """Return the number of processes that *text* says, ``auto`` being one for each core."""
    number = (os.cpu_count() or 1) if text == "auto" else int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _check(arguments: argparse.Namespace) -> int:
    if arguments.list_codes:
        _say("".join("\t".join(row) + "\n" for row in codes.list_codes()))
        return 0
    for path in arguments.paths:
        if not path.exists():
            arguments.usage(f"there is no {path}")
    if arguments.papers:
        return _papers(arguments)
    try:
        select, ignore = codes.read_names(arguments.select), codes.read_names(arguments.ignore)
    except ValueError as error:
        arguments.usage(str(error))
    try:
        found = check_mdx(arguments.paths) if arguments.mdx else check(
            arguments.paths, arguments.jobs
        )  # fmt: skip
    except ProjectError as error:
        print(f"paperreview check: {error}", file=sys.stderr)  # noqa: T201  # what a command is for
        return 2
    diagnostics = codes.choose(found, select, ignore)
    _say(report(diagnostics, arguments.format), for_programs=arguments.format != "text")
    return 1 if diagnostics and not arguments.exit_zero else 0


def _papers(arguments: argparse.Namespace) -> int:
    if arguments.mdx or arguments.select or arguments.ignore or arguments.format == "github":
        arguments.usage("--papers goes with --format text or json, and with no other list")
    try:
        judged = judge(arguments.paths, arguments.jobs)
    except ProjectError as error:
        print(f"paperreview check: {error}", file=sys.stderr)  # noqa: T201  # what a command is for
        return 2
    is_json = arguments.format == "json"
    _say(report_papers(judged, arguments.format), for_programs=is_json)
    refused = any(one.reason for each in judged for one in each.decisions)
    return 1 if refused and not arguments.exit_zero else 0


def _say(text: str, *, for_programs: bool = False) -> None:
    """Print *text*, in UTF-8 for programs.

    For people, characters that their terminal cannot show are escaped.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = "utf-8" if for_programs else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    print(text, end="")  # noqa: T201  # what a command is for
