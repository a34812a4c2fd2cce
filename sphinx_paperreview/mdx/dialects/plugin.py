"""The markdown-it plugin of all dialects; it comes after that of MDX."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.dialects.addresses import address_rule
from sphinx_paperreview.mdx.dialects.alerts import alert_rule
from sphinx_paperreview.mdx.dialects.attributes import (
    attributes_block_rule,
    attributes_rule,
    kramdown_rule,
    pandoc_rule,
    paragraph_attributes_rule,
)
from sphinx_paperreview.mdx.dialects.containers import container_rule, stray_rule
from sphinx_paperreview.mdx.dialects.fences import fence_rule
from sphinx_paperreview.mdx.dialects.formulas import (
    bracket_block_rule,
    bracket_rule,
    displayed_rule,
)
from sphinx_paperreview.mdx.dialects.obsidian import (
    block_id_rule,
    comment_block_rule,
    comment_pairs_rule,
    comment_rule,
    mark_pairs_rule,
    mark_rule,
    wikilink_rule,
)
from sphinx_paperreview.mdx.dialects.templates import (
    output_block_rule,
    template_block_rule,
    template_rule,
)
from sphinx_paperreview.mdx.dialects.tistory import tistory_rule
from sphinx_paperreview.mdx.render.base import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType

#: Blocks that a block of a dialect may interrupt.
_ALL: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]}


def dialects_plugin(md: MarkdownIt, dialects: Collection[str]) -> None:
    """Make *md* read *dialects*, words of :data:`sphinx_paperreview.config.DIALECTS`.

    Rules for blocks come before all others of their first character; fences and code are never
    read by them.
    """
    md.options[DIALECTS] = frozenset(dialects)
    _add_blocks(md, dialects)
    _add_inline(md, dialects)
    core = md.core.ruler
    for dialect, name, rule in (
        ("github", "dialect_alert", alert_rule),
        ("obsidian", "dialect_comment_pairs", comment_pairs_rule),
        ("obsidian", "dialect_block_id", block_id_rule),
    ):
        if dialect in dialects:
            core.before("mdx_heading_id", name, rule)
    if {"kramdown", "pandoc"} & set(dialects):
        core.before("mdx_heading_id", "dialect_attributes", attributes_rule)
        core.after("inline", "dialect_paragraph_attributes", paragraph_attributes_rule)
    if {"hackmd", "pandoc", "kramdown", "hugo"} & set(dialects):
        core.before("mdx_heading_id", "dialect_fence", partial(fence_rule, dialects=dialects))
    if "tex" in dialects:
        core.after("inline", "dialect_displayed", displayed_rule)


def _add_blocks(md: MarkdownIt, dialects: Collection[str]) -> None:
    block = md.block.ruler
    first = "mdx_flow"
    if {"kramdown", "pandoc"} & set(dialects):
        rule = partial(
            attributes_block_rule, kramdown="kramdown" in dialects, pandoc="pandoc" in dialects
        )
        block.before(first, "dialect_attributes", rule, _ALL)
    if {"liquid", "hugo"} & set(dialects):
        template = partial(template_block_rule, dialects=dialects)
        block.before(first, "dialect_template", template, _ALL)
        block.before(first, "dialect_output", output_block_rule)
    if "tex" in dialects:
        block.before(first, "dialect_brackets", bracket_block_rule, _ALL)
    if "obsidian" in dialects:
        block.before(first, "dialect_comment", comment_block_rule, _ALL)
    if {"hackmd", "pandoc"} & set(dialects):
        container = partial(container_rule, dialects=dialects)
        block.before("mdx_admonition", "dialect_container", container, _ALL)
    if "hackmd" in dialects:
        block.after("mdx_directive", "dialect_stray", stray_rule, _ALL)


def _add_inline(md: MarkdownIt, dialects: Collection[str]) -> None:
    inline = md.inline.ruler
    if "tex" in dialects:
        inline.before("escape", "dialect_brackets", bracket_rule)
    if "kramdown" in dialects:
        inline.before("link", "dialect_kramdown", kramdown_rule)
    if "pandoc" in dialects:
        inline.before("link", "dialect_pandoc", pandoc_rule)
    if {"liquid", "hugo"} & set(dialects):
        inline.before("link", "dialect_template", partial(template_rule, dialects=dialects))
    if "obsidian" in dialects:
        inline.before("link", "dialect_wikilink", wikilink_rule)
        inline.before("link", "dialect_comment", comment_rule)
        inline.before("emphasis", "dialect_mark", mark_rule)
        md.inline.ruler2.before("fragments_join", "dialect_mark", mark_pairs_rule)
    if "tistory" in dialects:
        inline.before("link", "dialect_tistory", tistory_rule)
    if {"liquid", "hugo", "hackmd", "notion"} & set(dialects):
        inline.after("image", "dialect_address", partial(address_rule, dialects=dialects))
