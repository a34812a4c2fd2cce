"""The markdown-it plugin: all rules of MDX, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.rules.admonition import admonition_rule, directive_rule
from sphinx_paperreview.mdx.rules.autolink import autolink_rule
from sphinx_paperreview.mdx.rules.blocks import list_rule, paragraph_rule
from sphinx_paperreview.mdx.rules.citation import citation_rule
from sphinx_paperreview.mdx.rules.depth import flatten_rule, max_nesting_rule
from sphinx_paperreview.mdx.rules.emoji import emoji_rule
from sphinx_paperreview.mdx.rules.emphasis import OPTION, emphasis_rule, strike_rule
from sphinx_paperreview.mdx.rules.esm import esm_rule
from sphinx_paperreview.mdx.rules.flow import flow_rule
from sphinx_paperreview.mdx.rules.front_matter import front_matter_rule
from sphinx_paperreview.mdx.rules.heading import heading_id_rule
from sphinx_paperreview.mdx.rules.inline import (
    construct_rule,
    footnote_rule,
    inline_rule,
    refused_rule,
)
from sphinx_paperreview.mdx.rules.math import math_rule, math_text_rule
from sphinx_paperreview.mdx.rules.pairs import match_rule
from sphinx_paperreview.mdx.rules.tables import table_rule
from sphinx_paperreview.mdx.rules.unwrap import unwrap_rule

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType

__all__ = ["mdx_plugin"]

#: Rules of MyST and CommonMark that MDX does not have.
DISABLED = ("code", "html_block", "html_inline", "myst_line_comment", "myst_block_break")


def mdx_plugin(md: MarkdownIt, *, cjk_emphasis: bool = True) -> None:
    """Make *md*, which ``create_md_parser`` of MyST has made, parse MDX.

    :param cjk_emphasis: whether ``**`` works beside CJK letters, against CommonMark
    """
    md.options["maxNesting"] = 60
    md.options[OPTION] = cjk_emphasis
    md.options["strikethrough_single_tilde"] = True
    md.disable(list(DISABLED), ignoreInvalid=True)
    _add_blocks(md)
    inline = md.inline.ruler
    inline.at("emphasis", emphasis_rule)
    inline.at("strikethrough", strike_rule)
    md.enable("strikethrough")
    if "math_inline" in inline.get_all_rules():
        inline.at("math_inline", math_text_rule)
    inline.at("footnote_ref", footnote_rule)
    inline.before("autolink", "mdx_construct", construct_rule)
    inline.before("entity", "mdx_refused", refused_rule)
    core = md.core.ruler
    core.at("inline", inline_rule)
    core.before("inline", "mdx_heading_id", heading_id_rule)
    core.after("inline", "mdx_match", match_rule)
    core.after("mdx_match", "mdx_flatten", flatten_rule)
    core.after("text_join", "mdx_autolink", autolink_rule)
    core.after("mdx_autolink", "mdx_emoji", emoji_rule)
    # Before autolinks, which could take a key for the end of an address.
    core.after("text_join", "mdx_citation", citation_rule)


def _add_blocks(md: MarkdownIt) -> None:
    ruler = md.block.ruler
    interrupts: RuleOptionsType = {
        "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    }
    ruler.at("front_matter", front_matter_rule)
    ruler.before("table", "mdx_max_nesting", max_nesting_rule)
    ruler.before("table", "mdx_esm", esm_rule)
    ruler.before("table", "mdx_flow", flow_rule, interrupts)
    ruler.before("fence", "mdx_unwrap", unwrap_rule, interrupts)
    ruler.before("fence", "mdx_admonition", admonition_rule, interrupts)
    ruler.before("fence", "mdx_directive", directive_rule(), interrupts)
    if "math_block" in ruler.get_all_rules():
        ruler.at("math_block", math_rule, interrupts)
    ruler.at("table", table_rule, {"alt": ["paragraph", "reference"]})
    ruler.at("list", list_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("paragraph", paragraph_rule)
