"""The markdown-it plugin: all rules of MDX and of Markdown, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, cast

from sphinx_paperreview.mdx.rules.addresses import blank_address_rule
from sphinx_paperreview.mdx.rules.admonition import admonition_rule, directive_rule
from sphinx_paperreview.mdx.rules.autolink import autolink_rule
from sphinx_paperreview.mdx.rules.blocks import list_rule, paragraph_rule, task_rule
from sphinx_paperreview.mdx.rules.citation import citation_rule
from sphinx_paperreview.mdx.rules.depth import flatten_rule, max_nesting_rule
from sphinx_paperreview.mdx.rules.emoji import emoji_rule
from sphinx_paperreview.mdx.rules.emphasis import OPTION, emphasis_rule, strike_rule
from sphinx_paperreview.mdx.rules.esm import esm_rule
from sphinx_paperreview.mdx.rules.flow import flow_rule
from sphinx_paperreview.mdx.rules.front_matter import front_matter_rule
from sphinx_paperreview.mdx.rules.heading import heading_id_rule
from sphinx_paperreview.mdx.rules.html import html_block_rule, html_text_rule
from sphinx_paperreview.mdx.rules.inline import (
    construct_rule,
    footnote_rule,
    inline_rule,
    refused_rule,
)
from sphinx_paperreview.mdx.rules.labels import label_end
from sphinx_paperreview.mdx.rules.language import ELEMENTS, LANGUAGE, Language
from sphinx_paperreview.mdx.rules.math import math_rule, math_text_rule
from sphinx_paperreview.mdx.rules.pairs import match_rule
from sphinx_paperreview.mdx.rules.tables import table_rule
from sphinx_paperreview.mdx.rules.unwrap import unwrap_rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from markdown_it import MarkdownIt

__all__ = ["mdx_plugin"]

_MDX = frozenset({Language.MDX})
_MARKDOWN = frozenset({Language.MARKDOWN})
_BOTH = _MDX | _MARKDOWN

#: Rules of MyST and CommonMark that a language does not have.
DISABLED = {
    "myst_line_comment": _BOTH,
    "myst_block_break": _BOTH,
    "code": _MDX,
    "html_block": _MDX,
    "html_inline": _MDX,
}
#: The blocks that a rule for blocks may interrupt.
_ANY = ("paragraph", "reference", "blockquote", "list", "footnote_def")
_TEXT = ("paragraph", "reference")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, and its place: instead of, before or after the rule *other*."""

    languages: frozenset[Language]
    place: Literal["at", "before", "after"]
    other: str
    name: str
    rule: Callable[..., Any]
    interrupts: tuple[str, ...] = ()


_BLOCKS = (
    _Rule(_BOTH, "at", "front_matter", "front_matter", front_matter_rule),
    _Rule(_BOTH, "before", "table", "mdx_task", task_rule),
    _Rule(_BOTH, "before", "table", "mdx_max_nesting", max_nesting_rule),
    _Rule(_MDX, "before", "table", "mdx_esm", esm_rule),
    _Rule(_BOTH, "before", "table", "mdx_flow", flow_rule, _ANY),
    _Rule(_BOTH, "before", "fence", "mdx_unwrap", unwrap_rule, _ANY),
    _Rule(_BOTH, "before", "fence", "mdx_admonition", admonition_rule, _ANY),
    _Rule(_BOTH, "before", "fence", "mdx_directive", directive_rule(), _ANY),
    _Rule(_BOTH, "at", "math_block", "math_block", math_rule, _ANY),
    _Rule(_BOTH, "at", "table", "table", table_rule, _TEXT),
    _Rule(_MARKDOWN, "at", "html_block", "html_block", html_block_rule, (*_TEXT, "blockquote")),
    # Without indented code, a paragraph or an item may be indented by any number of columns.
    _Rule(_MDX, "at", "list", "list", list_rule, (*_TEXT, "blockquote")),
    _Rule(_MDX, "at", "paragraph", "paragraph", paragraph_rule),
)
_INLINE = (
    _Rule(_BOTH, "at", "emphasis", "emphasis", emphasis_rule),
    _Rule(_BOTH, "at", "strikethrough", "strikethrough", strike_rule),
    _Rule(_BOTH, "at", "math_inline", "math_inline", math_text_rule),
    _Rule(_BOTH, "at", "footnote_ref", "footnote_ref", footnote_rule),
    _Rule(_MDX, "before", "autolink", "mdx_construct", construct_rule),
    _Rule(_MDX, "before", "entity", "mdx_refused", refused_rule),
    _Rule(_MARKDOWN, "after", "image", "mdx_blank_address", blank_address_rule),
    _Rule(_MARKDOWN, "at", "html_inline", "html_inline", html_text_rule),
)
_CORE = (
    _Rule(_BOTH, "at", "inline", "inline", inline_rule),
    _Rule(_BOTH, "before", "inline", "mdx_heading_id", heading_id_rule),
    _Rule(_BOTH, "after", "inline", "mdx_match", match_rule),
    _Rule(_BOTH, "after", "mdx_match", "mdx_flatten", flatten_rule),
    _Rule(_BOTH, "after", "text_join", "mdx_autolink", autolink_rule),
    _Rule(_BOTH, "after", "mdx_autolink", "mdx_emoji", emoji_rule),
    # Before autolinks, which could take a key for the end of an address.
    _Rule(_BOTH, "after", "text_join", "mdx_citation", citation_rule),
)


def mdx_plugin(
    md: MarkdownIt,
    *,
    cjk_emphasis: bool = True,
    language: Language = Language.MDX,
    elements: frozenset[str] = frozenset(),
) -> None:
    """Make *md*, which ``create_md_parser`` of MyST has made, parse MDX or Markdown.

    :param cjk_emphasis: whether ``**`` works beside CJK letters, against CommonMark
    :param elements: the names of the elements that Markdown may hold; other tags are text there
    """
    md.options["maxNesting"] = 60
    md.options[OPTION] = cjk_emphasis
    md.options[LANGUAGE] = language
    md.options[ELEMENTS] = elements
    md.options["strikethrough_single_tilde"] = True
    md.enable("strikethrough")
    own = SimpleNamespace(**{**vars(md.helpers), "parseLinkLabel": label_end})
    md.helpers = cast("ModuleType", own)
    disabled = [name for name, languages in DISABLED.items() if language in languages]
    md.disable(disabled, ignoreInvalid=True)
    rulers: tuple[tuple[tuple[_Rule, ...], Any], ...] = (
        (_BLOCKS, md.block.ruler),
        (_INLINE, md.inline.ruler),
        (_CORE, md.core.ruler),
    )
    for rules, ruler in rulers:
        known = frozenset(ruler.get_all_rules())
        for rule in rules:
            # A project may read formulas in its own way.
            is_there = rule.place != "at" or rule.other in known
            if language in rule.languages and is_there:
                _add(ruler, rule)


def _add(ruler: Any, rule: _Rule) -> None:
    options = {"alt": list(rule.interrupts)}
    if rule.place == "at":
        ruler.at(rule.other, rule.rule, options)
    elif rule.place == "before":
        ruler.before(rule.other, rule.name, rule.rule, options)
    else:
        ruler.after(rule.other, rule.name, rule.rule, options)
