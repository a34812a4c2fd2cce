"""From tokens to docutils nodes: which function renders which token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.components import components_of
from sphinx_paperreview.mdx.elements.build import render_element
from sphinx_paperreview.mdx.elements.registry import registry
from sphinx_paperreview.mdx.render import (
    admonitions,
    dialects,
    directives,
    document,
    expressions,
    fences,
    footnotes,
    headings,
    inline,
    paragraphs,
    references,
    tables,
)
from sphinx_paperreview.mdx.render.base import BaseRenderer
from sphinx_paperreview.mdx.render.data import read_data
from sphinx_paperreview.mdx.rules.problems import take
from sphinx_paperreview.warnings import kind_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from docutils import nodes
    from markdown_it.token import Token


class MdxRenderer(BaseRenderer):
    """Renderer of the tokens that :func:`~sphinx_paperreview.mdx.plugin.mdx_plugin` makes.

    MyST calls ``render_X`` for a token of type X. What is not named here is rendered by MyST.
    """

    # Blocks
    render_front_matter = document.render_front_matter
    render_mdx_esm = document.render_esm
    render_heading = headings.render_heading
    render_paragraph = paragraphs.render_paragraph
    render_table = tables.render_table
    render_table_row = tables.render_row
    render_fence = fences.render_fence
    render_mdx_admonition = admonitions.render_admonition
    render_footnote_reference = footnotes.render_footnote
    render_myst_target = references.render_target
    run_directive = directives.run_directive

    # Blocks and running text
    render_mdx_jsx = render_element
    render_mdx_expression = expressions.render_expression
    render_mdx_comment = expressions.render_comment
    render_mdx_refused = expressions.render_refused

    # Running text
    render_hardbreak = inline.render_hardbreak
    render_s = inline.render_strikethrough
    render_math_inline = inline.render_math
    render_math_inline_double = inline.render_display_math
    render_mdx_emoji = headings.render_emoji
    render_footnote_ref = footnotes.render_reference
    render_image = dialects.render_image
    render_link = references.render_link
    render_myst_role = directives.render_role
    render_mdx_citation = directives.render_citation

    # Dialects
    render_dialect_tag = dialects.render_tag
    render_dialect_contents = dialects.render_contents
    render_dialect_mark = dialects.render_mark
    render_dialect_task = dialects.render_task
    render_dialect_wikilink = dialects.render_wikilink
    render_dialect_output = dialects.render_output
    render_dialect_formula = dialects.render_formula
    render_dialect_attributes = dialects.render_nothing
    render_dialect_template = dialects.render_half

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Reset the state, and find the components of the site."""
        super().setup_render(options, env)
        self.registry = registry(components_of(app_of(self.sphinx_env)))

    def render(
        self, tokens: Sequence[Token], options: Any, md_env: MutableMapping[str, Any]
    ) -> nodes.document:
        """Render a whole document, its title first."""
        arranged = document.arrange_title(list(tokens), options, md_env)
        return super().render(arranged, options, md_env)

    def _render_initialise(self) -> None:
        super()._render_initialise()
        read_data(self)

    def _render_tokens(self, tokens: list[Token]) -> None:
        for problem in take(self.md_env):
            line = problem.line + 1 + self.line_offset
            self.warn_at(kind_of(problem.kind), problem.message, line, problem.column)
        footnotes.note_labels(self, tokens)
        super()._render_tokens(tokens)

    def nested_render_text(self, text: str, lineno: int, *args: Any, **kwargs: Any) -> None:
        """Render Markdown within a directive, with the right lines for its warnings."""
        before, self.line_offset = self.line_offset, lineno
        try:
            super().nested_render_text(text, lineno, *args, **kwargs)
        finally:
            self.line_offset = before

    def _render_finalise(self) -> None:
        document.finish(self)
        super()._render_finalise()
