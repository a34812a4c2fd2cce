"""The ``paperreview`` command."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.cli.check import FORMATS, check_mdx, report
from sphinx_paperreview.cli.fetch import add_fetch

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with *argv* (``sys.argv`` without it); return its exit status.

    0: nothing was found; 1: something was; 2: the command was not understood (``SystemExit``).
    """
    parser = argparse.ArgumentParser(prog="paperreview", description="Work on a paper archive.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="look for problems in posts",
        description="Look for problems in posts; exit with 1 if there are any.",
    )
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folders or files")
    check.add_argument(
        "--mdx",
        action="store_true",
        required=True,
        help="list what Docusaurus would refuse (.md and .mdx files are read as MDX)",
    )
    check.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    check.set_defaults(run=partial(_check, check))
    add_fetch(commands)
    arguments = parser.parse_args(argv)
    status: int = arguments.run(arguments)
    return status


def _check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    for path in arguments.paths:
        if not path.exists():
            parser.error(f"there is no {path}")
    findings = check_mdx(arguments.paths)
    print(report(findings, arguments.format), end="")  # noqa: T201  # what a command is for
    return 1 if findings else 0
