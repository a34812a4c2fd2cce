"""Directives of this documentation alone: tables made from the code, and examples of MDX."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import new_document
from sphinx.util.docutils import SphinxDirective

from sphinx_paperreview.config import Settings
from sphinx_paperreview.mdx.parser import MdxParser
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
    return {"parallel_read_safe": True, "parallel_write_safe": True}
