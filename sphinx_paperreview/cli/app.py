"""The command line: which commands there are, with their help."""

from __future__ import annotations

import inspect
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from sphinx_paperreview import __version__
from sphinx_paperreview.cli.commands.check import check
from sphinx_paperreview.cli.commands.fetch import fetch
from sphinx_paperreview.cli.commands.import_ import import_
from sphinx_paperreview.cli.commands.init import init
from sphinx_paperreview.cli.commands.new import new
from sphinx_paperreview.cli.commands.publish import publish
from sphinx_paperreview.cli.commands.serve import serve
from sphinx_paperreview.cli.commands.stats import stats

if TYPE_CHECKING:
    from collections.abc import Callable

#: In the order of the help. The first paragraph of a docstring is the help, and what follows
#: "Examples:" is shown below the options.
COMMANDS: tuple[Callable[..., int], ...] = (
    init, import_, new, serve, check, fetch, stats, publish,
)  # fmt: skip


def make_command(*, rich: bool) -> Any:
    """Return the whole command.

    :param rich: whether help is drawn with Rich, for a terminal
    """
    app = typer.Typer(
        name="paperreview",
        help="Write, check and publish an archive of paper reviews.",
        epilog=_examples(
            "paperreview check             look for problems in posts\n"
            "paperreview check --help      all options of a command",
            rich=rich,
        ),
        rich_markup_mode="rich" if rich else None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for command in COMMANDS:
        text, _, examples = inspect.getdoc(command).partition("\nExamples:\n")  # type: ignore[union-attr]  # each has one
        app.command(
            command.__name__.rstrip("_"),
            help=text.strip(), epilog=_examples(inspect.cleandoc(examples), rich=rich),
            context_settings={"help_option_names": ["-h", "--help"]},
        )(command)  # fmt: skip
    return get_command(app)


def _examples(text: str, *, rich: bool) -> str:
    """Return *text* as the end of a help, its lines kept."""
    # The plain help would fill the lines of a paragraph that does not begin with this character.
    text = f"Examples:\n{textwrap.indent(text, '  ')}"
    return text if rich else f"\b\n{text}"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"paperreview {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Take the options before the name of a command."""
