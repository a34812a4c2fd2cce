"""The state of one rendering: position in the source, contexts, warnings.

The functions of this folder and of ``elements`` take a :class:`BaseRenderer`. Its subclass
:class:`~sphinx_paperreview.mdx.renderer.MdxRenderer` imports them all and calls each for its
token, so none of them may import it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import GivenDocumentRenderer
from sphinx_paperreview.core.long_numbers import (
    TOO_LONG,
    place_of_long_number,
    without_long_numbers,
)
from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping

    from docutils import nodes
    from docutils.nodes import Element, Node
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.mdx.javascript.values import Value

#: Option of markdown-it: the dialects around Markdown that are read.
DIALECTS = "mdx_dialects"
#: Most warnings about one document.
MAX_WARNINGS = 300


@dataclass(slots=True)
class Headings:
    """The headings rendered so far."""

    #: For each id given so far, how many numbered ones (``id-1``) were made of it.
    counts: dict[str, int] = field(default_factory=dict)
    #: For each section level, the level of ``<h…>`` that its open section is shown with.
    shown_levels: dict[int, int] = field(default_factory=lambda: {0: 0})
    #: Sections that get their ids after all others, with their titles.
    postponed: list[tuple[nodes.section, nodes.title]] = field(default_factory=list)
    #: The emoji of the current heading with their names (``:tada:``).
    emoji: dict[str, str] = field(default_factory=dict)
    #: Nodes to insert after the first heading.
    pending: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Footnotes:
    """The labels of a document's footnotes."""

    defined: set[str] = field(default_factory=set)
    referenced: set[str] = field(default_factory=set)


class BaseRenderer(GivenDocumentRenderer):
    """MyST's renderer with the state that MDX needs."""

    #: The builder of each element by its name.
    registry: Mapping[str, Callable[..., list[Node]]]

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Reset the state for one document."""
        super().setup_render(options, env)
        self.front_matter: FrontMatter = options["front_matter"]
        self.headings = Headings()
        self.footnotes = Footnotes()
        #: Whether the current node is within running text.
        self.inline = False
        #: Whether the current node is within a title, which other pages show too.
        self.titled = False
        #: Whether the document has any element (``<Tag>``).
        self.has_elements = False
        #: The open partials, the outermost first, as paths from the source folder.
        self.partials: list[str] = []
        #: The number of partials and templates filled in so far, and the characters of partials.
        self.partial_count = self.partial_size = 0
        #: The number of nodes copied for ``{props.children}`` so far.
        self.copied = 0
        #: The content of the innermost element that a partial or template replaces.
        self.partial_children: list[Node] = []
        #: The expressions that mean that content.
        self.children_names: frozenset[str] = frozenset({"props.children"})
        #: The depth of templates within templates, and of elements in expressions in elements.
        self.template_depth = self.jsx_depth = 0
        #: The number of pieces of JSX in expressions that were rendered so far.
        self.markup_count = 0
        #: The paragraph of the last expression that is a block.
        self.last_value: nodes.paragraph | None = None
        #: What is added to the lines of problems within a directive.
        self.line_offset = 0
        self._warning_count = 0
        self._warned: set[str] = set()

    @property
    def is_markdown(self) -> bool:
        """Whether the document is Markdown, not MDX."""
        return is_markdown(self.md)

    @property
    def dialects(self) -> frozenset[str]:
        """The dialects around Markdown that are read."""
        return frozenset(self.md.options.get(DIALECTS, ()))

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Render the reStructuredText in *token*; numbers that docutils cannot read become text.

        It warns of them (``UNSAFE``). In a post this was done in its source; a partial has none
        that Sphinx reads.
        """
        if place_of_long_number(token.content) >= 0 and token.token is not None:
            token.token.content = without_long_numbers(token.content)
            self.warn(WarningKind.UNSAFE, TOO_LONG, token)
        super().render_restructuredtext(token)

    # -- position in the source

    def line_of(self, token: SyntaxTreeNode) -> int:
        """Return the line of *token* in the source file, from 1."""
        lines = token.map
        meta = token.meta or {}
        return (lines[0] if lines else 1) + (0 if token.block else meta.get("line", 0))

    def place(self, node: Element, token: SyntaxTreeNode) -> None:
        """Set the source and the line of *node*."""
        node.source, node.line = self.source, self.line_of(token)

    @property
    def base(self) -> str:
        """The file that links are relative to, as a path from the source folder."""
        return self.partials[-1] if self.partials else self.sphinx_env.docname

    @property
    def source(self) -> str:
        """The file that is rendered, as docutils names it."""
        if self.partials:
            return str(self.sphinx_env.srcdir / self.partials[-1])
        return str(self.document["source"])

    def location(self, line: int) -> str | tuple[str, int]:
        """Return the location of *line* of the file that is rendered, for a warning."""
        return f"{self.source}:{line}" if self.partials else (self.sphinx_env.docname, line)

    # -- warnings

    def warn(
        self,
        kind: WarningKind,
        message: str,
        token: SyntaxTreeNode,
        *,
        refused: bool | None = None,
    ) -> None:
        """Warn about *token*, with its column if known.

        :param refused: see :func:`sphinx_paperreview.warnings.warn`
        """
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
        """Warn about *line*; after :data:`MAX_WARNINGS` of a document, do nothing."""
        self._warning_count += 1
        if self._warning_count > MAX_WARNINGS:
            return
        if self._warning_count == MAX_WARNINGS:
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
        """Warn about *token*, once in a document for each *key*."""
        if key not in self._warned:
            self._warned.add(key)
            self.warn(kind, message, token, refused=refused)

    # -- contexts

    @property
    def scope(self) -> dict[str, Value]:
        """The names that the document's imports and exports bind."""
        return scope_of(self.md_env)

    @contextmanager
    def filling(
        self, env: MutableMapping[str, Any], children: list[Node], names: frozenset[str]
    ) -> Iterator[None]:
        """Render a partial or template: with the names of *env*, *children* in place of *names*."""
        before = self.md_env, self.partial_children, self.children_names
        self.md_env, self.partial_children, self.children_names = env, children, names
        self.partial_count += 1
        try:
            yield
        finally:
            self.md_env, self.partial_children, self.children_names = before

    @contextmanager
    def within(self, *, inline: bool, titled: bool | None = None) -> Iterator[None]:
        """Render as running text or as blocks; *titled* is kept if it is not given."""
        before = self.inline, self.titled
        self.inline = inline
        self.titled = self.titled if titled is None else titled
        try:
            yield
        finally:
            self.inline, self.titled = before

    # -- what MyST keeps to itself

    def render_tokens(self, tokens: list[Token]) -> None:
        """Render *tokens* into the current node."""
        self._render_tokens(tokens)

    @property
    def heading_offset(self) -> int:
        """What a directive adds to the levels of the headings in it."""
        return self._heading_offset

    def parent_level(self, level: int) -> int:
        """Return the level of the open section that a section of *level* belongs to."""
        return max(number for number in self._level_to_section if number < level)

    def update_section_level_state(self, section: nodes.section, level: int) -> None:
        """Append *section* to the open section of the next lower level, without MyST's warning."""
        self._level_to_section[self.parent_level(level)].append(section)
        self._level_to_section = {
            number: node for number, node in self._level_to_section.items() if number < level
        }
        self._level_to_section[level] = section

    def note_anchor(self, identifier: str, line: int, text: str) -> None:
        """Register *identifier* as a target of ``#identifier`` links of all documents."""
        self._heading_slugs.setdefault(identifier, (line, identifier, text))
