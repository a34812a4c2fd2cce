"""Where a renderer is: in which file and line, in text or among blocks; and its warnings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer

from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping

    from docutils.nodes import Element, Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.javascript.values import Value
    from sphinx_paperreview.warnings import WarningKind

#: Most warnings about one document.
MAX_WARNINGS = 300


class PlacedRenderer(SphinxRenderer):
    """MyST's renderer, which also knows its place in the file and in the text."""

    #: The builder of each element by its name.
    registry: Mapping[str, Callable[..., list[Node]]]

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Prepare for one document."""
        super().setup_render(options, env)
        #: Whether what is rendered stands within running text.
        self.inline = False
        #: Whether what is rendered stands within a title, which other pages show too.
        self.titled = False
        #: The partials that are being read, the outermost first, as paths from the source folder.
        self.partials: list[str] = []
        #: How many partials the document has shown so far, and how long they were.
        self.partial_count = self.partial_size = 0
        #: How many nodes were copied to where ``{props.children}`` stands.
        self.copied = 0
        #: What stands between the tags of the innermost partial.
        self.partial_children: list[Node] = []
        #: The expressions that stand for it, and how deep templates stand in one another.
        self.children_names: frozenset[str] = frozenset({"props.children"})
        self.template_depth = 0
        self._told = 0
        self._warned: set[str] = set()

    def line_of(self, token: SyntaxTreeNode) -> int:
        """Return the line of the source file on which *token* stands, from 1."""
        lines = token.map
        meta = token.meta or {}
        return (lines[0] if lines else 1) + (0 if token.block else meta.get("line", 0))

    def place(self, node: Element, token: SyntaxTreeNode) -> None:
        """Set the source and the line of *node*."""
        node.source, node.line = self.source, self.line_of(token)

    @property
    def base(self) -> str:
        """The file that is being read, as a path from the source folder: what links start from."""
        return self.partials[-1] if self.partials else self.sphinx_env.docname

    @property
    def source(self) -> str:
        """The file that is being read, as docutils names it."""
        if self.partials:
            return str(self.sphinx_env.srcdir / self.partials[-1])
        return str(self.document["source"])

    def location(self, line: int) -> str | tuple[str, int]:
        """Return where *line* of the file that is being read is, for a warning."""
        return f"{self.source}:{line}" if self.partials else (self.sphinx_env.docname, line)

    def warn(
        self,
        kind: WarningKind,
        message: str,
        token: SyntaxTreeNode,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *token*, with its column where it is known (see :func:`warn`)."""
        column = (token.meta or {}).get("column")
        self.warn_at(kind, message, self.line_of(token), column, refused=refused)

    def warn_at(
        self,
        kind: WarningKind,
        message: str,
        line: int,
        column: int | None = None,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *line*, unless so much was told of the document that nobody reads on."""
        self._told += 1
        if self._told > MAX_WARNINGS:
            return
        if self._told == MAX_WARNINGS:
            message += "; there is more like this, which is not told"
        location = self.location(line)
        warn(kind, "%s", message, location=location, column=column, refused=refused)

    def warn_once(
        self,
        key: str,
        kind: WarningKind,
        message: str,
        token: SyntaxTreeNode,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *token* unless *key* was warned about in this document."""
        if key not in self._warned:
            self._warned.add(key)
            self.warn(kind, message, token, refused=refused)

    @property
    def scope(self) -> dict[str, Value]:
        """Return the names that the document's imports and exports bind."""
        return scope_of(self.md_env)

    @contextmanager
    def filling(
        self, env: MutableMapping[str, Any], children: list[Node], names: frozenset[str]
    ) -> Iterator[None]:
        """Render what follows with the names of *env*, and with *children* where *names* stand."""
        before = self.md_env, self.partial_children, self.children_names
        self.md_env, self.partial_children, self.children_names = env, children, names
        self.partial_count += 1
        try:
            yield
        finally:
            self.md_env, self.partial_children, self.children_names = before

    @contextmanager
    def within(self, *, inline: bool, titled: bool | None = None) -> Iterator[None]:
        """Render what follows as running text, or as blocks; in a title, never as blocks."""
        before = self.inline, self.titled
        self.inline = inline
        self.titled = self.titled if titled is None else titled
        try:
            yield
        finally:
            self.inline, self.titled = before
