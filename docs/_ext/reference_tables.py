"""Directives of this documentation alone: tables made from the code, and examples of MDX."""

from __future__ import annotations

import json
import textwrap
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.util.docutils import SphinxDirective

from sphinx_paperreview.cli.app import make_command
from sphinx_paperreview.config import Settings
from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.reading.schemas import schemas
from sphinx_paperreview.theme.options import ThemeOptions
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from dataclasses import Field

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Rebuild class → what a change of the value costs.
COSTS = {
    "env": "every document is read again",
    "html": "every page is written again",
    "": "nothing is read or written again for it",
}


class SettingsTable(SphinxDirective):
    """One ``confval`` for each field of the settings."""

    def run(self) -> list[Node]:
        """Return the descriptions in the order of the code."""
        text = "\n".join(describe_setting(item) for item in fields(Settings))
        return self.parse_text_to_nodes(text)


class WarningsTable(SphinxDirective):
    """One row for each kind of warning."""

    def run(self) -> list[Node]:
        """Return the table in the order of the code."""
        rows = [
            f"| `paperreview.{kind.value}` | {'advice' if kind.advice else 'warning'} "
            f"| {kind.documentation} |"
            for kind in WarningKind
        ]
        text = "\n".join(["| Type | Severity | What it says |", "|---|---|---|", *rows])
        return self.parse_text_to_nodes(text)


class ThemeOptionsTable(SphinxDirective):
    """One row for each option of the theme."""

    def run(self) -> list[Node]:
        """Return the table in the order of the code."""
        rows = [
            f"| `{item.name}` | {item.metadata['meaning']} | {item.metadata['absent']} |"
            for item in fields(ThemeOptions)
        ]
        head = ["| option | meaning | where none is given |", "|---|---|---|"]
        return self.parse_text_to_nodes("\n".join([*head, *rows]))


class Example(SphinxDirective):
    """The source of MDX, and what it becomes beside it."""

    has_content = True

    def run(self) -> list[Node]:
        """Return the code and its result."""
        text = "\n".join(self.content)
        document = new_document(self.get_source_info()[0], self.state.document.settings)
        smart = document.settings.smart_quotes
        MdxParser().parse(text, document)
        document.settings.smart_quotes = smart
        # A text without a heading gets one of the name of its file.
        found = [
            part for child in document.children
            for part in (child.children[1:] if isinstance(child, nodes.section) else [child])
        ]  # fmt: skip
        code = nodes.literal_block(text, text, language="markdown")
        result = nodes.container("", *found, classes=["example-result"])
        return [nodes.container("", code, result, classes=["example"])]


class CommandsTable(SphinxDirective):
    """A section for each command, with its arguments and options."""

    def run(self) -> list[Node]:
        """Return the sections in the order of the help."""
        command = make_command(rich=False)
        text = "\n".join(describe_command(*item) for item in command.commands.items())
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def describe_command(name: str, command: Any) -> str:
    """Return the MyST text that describes a command: its help, a table, its examples."""
    rows = []
    for item in command.params:
        if item.param_type_name == "argument":
            names = f"`{item.metavar or item.name.upper()}`"
        else:
            value = "" if item.is_flag else f" {item.metavar or '…'}"
            names = ", ".join(f"`{option}{value}`" for option in item.opts)
        choices = item.type_descriptor.choices if item.type_descriptor.is_choice else ()
        more = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
        variable = f" (`{item.envvar}`)" if item.envvar else ""
        rows.append(f"| {names} | {item.help}{variable}{more} |")
    examples = command.epilog.partition("Examples:\n")[2]
    return "\n".join(
        (
            f"## paperreview {name}",
            "",
            command.help,
            "",
            "| | |",
            "|---|---|",
            *rows,
            "",
            "```text",
            textwrap.dedent(examples).strip(),
            "```",
            "",
        )
    )


def write_schemas(app: Sphinx, error: Exception | None) -> None:
    """Write the JSON Schemas beside the pages (``build-finished``)."""
    if error is None and app.builder.format == "html":
        for name, schema in schemas().items():
            text = json.dumps(schema, indent=1) + "\n"
            Path(app.outdir, name).write_text(text, encoding="utf-8")


def describe_setting(item: Field[object]) -> str:
    """Return the MyST text that describes one field of the settings."""
    default = item.default if item.default_factory is MISSING else item.default_factory()
    kinds = " or ".join(f"`{kind.__name__}`" for kind in item.metadata["types"])
    cost = COSTS.get(item.metadata["rebuild"], item.metadata["rebuild"])
    return "\n".join(
        (
            f"`````{{confval}} paperreview_{item.name}",
            f":type: {kinds}",
            f":default: `{default!r}`",
            "",
            item.metadata["help"],
            "",
            f"When it changes: {cost}.",
            "`````",
            "",
        )
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("mdx-example", Example)
    app.add_directive("settings-table", SettingsTable)
    app.add_directive("warnings-table", WarningsTable)
    app.add_directive("theme-options-table", ThemeOptionsTable)
    app.add_directive("commands-table", CommandsTable)
    app.connect("build-finished", write_schemas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
