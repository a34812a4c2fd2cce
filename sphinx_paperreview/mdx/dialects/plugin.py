"""The markdown-it plugin of all dialects; it comes after that of MDX."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mdit_py_plugins.deflist import deflist_plugin

from sphinx_paperreview.mdx.dialects.addresses import address_rule
from sphinx_paperreview.mdx.dialects.alerts import alert_rule
from sphinx_paperreview.mdx.dialects.attributes import (
    attributes_block_rule,
    attributes_rule,
    item_attributes_rule,
    kramdown_rule,
    pandoc_rule,
    paragraph_attributes_rule,
)
from sphinx_paperreview.mdx.dialects.brackets import (
    bracket_tag_block_rule,
    bracket_tag_rule,
    wordpress_formulas_rule,
)
from sphinx_paperreview.mdx.dialects.containers import (
    container_rule,
    signed_rule,
    stray_rule,
    tags_rule,
)
from sphinx_paperreview.mdx.dialects.docsify import (
    heading_settings_rule,
    marked_rule,
    tabs_rule,
    titles_rule,
)
from sphinx_paperreview.mdx.dialects.exports import (
    embed_address_rule,
    exported_link_rule,
    exported_mark_rule,
    joplin_rule,
    toggle_rule,
)
from sphinx_paperreview.mdx.dialects.extra import (
    abbreviation_rule,
    abbreviations_rule,
    bear_rule,
    box_rule,
    change_rule,
    contents_rule,
    inserted_rule,
    subscript_rule,
    superscript_rule,
    tab_rule,
)
from sphinx_paperreview.mdx.dialects.fences import fence_rule
from sphinx_paperreview.mdx.dialects.foreign import (
    command_rule,
    foreign_block_rule,
    org_link_rule,
    signs_rule,
)
from sphinx_paperreview.mdx.dialects.formulas import (
    bracket_block_rule,
    bracket_rule,
    displayed_rule,
    environment_rule,
    lost_rule,
    reference_rule,
)
from sphinx_paperreview.mdx.dialects.mdc import (
    component_rule,
    inline_component_rule,
    slide_formulas_rule,
    slide_rule,
    svelte_rule,
)
from sphinx_paperreview.mdx.dialects.notes import note_rule, notes_rule
from sphinx_paperreview.mdx.dialects.obsidian import (
    block_id_rule,
    comment_block_rule,
    comment_pairs_rule,
    comment_rule,
    embeds_rule,
    mark_pairs_rule,
    mark_rule,
    properties_rule,
    tasks_rule,
    wikilink_rule,
)
from sphinx_paperreview.mdx.dialects.outlines import (
    block_references_rule,
    outline_attributes_rule,
    outline_columns_rule,
    outline_command_rule,
)
from sphinx_paperreview.mdx.dialects.plain_lines import (
    date_line_rule,
    facts_above_rule,
    hashtags_rule,
)
from sphinx_paperreview.mdx.dialects.templates import (
    output_block_rule,
    tab_comment_rule,
    template_block_rule,
    template_rule,
)
from sphinx_paperreview.mdx.dialects.tistory import tistory_rule
from sphinx_paperreview.mdx.dialects.zenn import embed_rule
from sphinx_paperreview.mdx.render.base import DIALECTS
from sphinx_paperreview.mdx.rules.language import is_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import TypeAlias

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    BlockRule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
    InlineRule: TypeAlias = Callable[[StateInline, bool], bool]

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
    _add_core(md, dialects)
    if is_markdown(md):
        _add_markdown_core(md, dialects)


def _add_core(md: MarkdownIt, dialects: Collection[str]) -> None:
    core = md.core.ruler
    for dialect, name, rule in (
        ("github", "dialect_alert", alert_rule),
        ("obsidian", "dialect_comment_pairs", comment_pairs_rule),
        ("obsidian", "dialect_block_id", block_id_rule),
        ("obsidian", "dialect_properties", properties_rule),
        ("hackmd", "dialect_signed", signed_rule),
        ("hackmd", "dialect_tags", tags_rule),
    ):
        if dialect in dialects:
            core.before("mdx_heading_id", name, rule)
    if {"kramdown", "pandoc"} & set(dialects):
        core.before("mdx_heading_id", "dialect_attributes", attributes_rule)
        core.before("mdx_heading_id", "dialect_item_attributes", item_attributes_rule)
        core.after("inline", "dialect_paragraph_attributes", paragraph_attributes_rule)
    if {"hackmd", "pandoc", "kramdown", "hugo"} & set(dialects):
        core.before("mdx_heading_id", "dialect_fence", partial(fence_rule, dialects=dialects))
    if "tex" in dialects:
        core.before("inline", "dialect_lost", lost_rule)
        core.after("inline", "dialect_displayed", displayed_rule)
    if "obsidian" in dialects:
        core.after("inline", "dialect_embeds", embeds_rule)
        core.after("inline", "dialect_tasks", tasks_rule)


def _add_markdown_core(md: MarkdownIt, dialects: Collection[str]) -> None:
    core = md.core.ruler
    if "extra" in dialects:
        md.use(deflist_plugin)
        core.before("inline", "dialect_facts_above", facts_above_rule)
        core.before("inline", "dialect_hashtags", hashtags_rule)
        core.after("text_join", "dialect_abbreviations", abbreviations_rule)
    if {"pandoc", "foreign"} & set(dialects):
        core.after("inline", "dialect_notes", notes_rule)
    if "foreign" in dialects:
        core.before("mdx_heading_id", "dialect_joplin", joplin_rule)
        core.after("text_join", "dialect_signs", signs_rule)
    if "bbcode" in dialects:
        core.after("inline", "dialect_wordpress", wordpress_formulas_rule)
    if "docsify" in dialects:
        core.before("mdx_heading_id", "dialect_marked", marked_rule)
        core.before("mdx_heading_id", "dialect_heading_settings", heading_settings_rule)
        core.after("inline", "dialect_titles", titles_rule)
    if "mdc" in dialects:
        core.before("inline", "dialect_slide_formulas", slide_formulas_rule)
    if "roam" in dialects:
        core.before("inline", "dialect_outline_attributes", outline_attributes_rule)
        core.after("text_join", "dialect_references", block_references_rule)


def _add_blocks(md: MarkdownIt, dialects: Collection[str]) -> None:
    rules: dict[str, list[BlockRule]] = {}
    if {"kramdown", "pandoc"} & set(dialects):
        kramdown, pandoc = "kramdown" in dialects, "pandoc" in dialects
        lists = partial(attributes_block_rule, kramdown=kramdown, pandoc=pandoc)
        rules.setdefault("{", []).append(lists)
    if {"liquid", "hugo", "mdbook"} & set(dialects):
        templates = partial(template_block_rule, dialects=dialects)
        rules.setdefault("{", []).extend([templates, output_block_rule])
        rules["<"] = [tab_comment_rule]
    if "tex" in dialects:
        rules["["] = [bracket_block_rule]
        rules["\\"] = [bracket_block_rule, environment_rule]
    if "obsidian" in dialects:
        rules["%"] = [comment_block_rule]
    if is_markdown(md):
        _add_markdown_blocks(rules, dialects)
    if {"hackmd", "pandoc"} & set(dialects):
        rules.setdefault(":", []).insert(0, partial(container_rule, dialects=dialects))
    if "mdc" in dialects and is_markdown(md):
        for mark, rule in ((":", component_rule), ("-", slide_rule), ("{", svelte_rule)):
            rules.setdefault(mark, []).insert(0, rule)
    if rules:
        md.block.ruler.before("mdx_flow", "dialect_block", _block_rule(rules), _ALL)
    if "hackmd" in dialects:
        md.block.ruler.after("mdx_directive", "dialect_stray", stray_rule, _ALL)


def _add_markdown_blocks(rules: dict[str, list[BlockRule]], dialects: Collection[str]) -> None:
    if "extra" in dialects:
        for mark, rule in (
            ("*", abbreviation_rule),
            ("!", box_rule),
            ("?", box_rule),
            ("=", tab_rule),
            ("1", date_line_rule),
            ("2", date_line_rule),
        ):
            rules[mark] = [rule]
        for mark in "[@$<\\":
            rules.setdefault(mark, []).insert(0, contents_rule)
    if "bbcode" in dialects:
        rules.setdefault("[", []).append(bracket_tag_block_rule)
    if "docsify" in dialects:
        rules.setdefault("<", []).append(tabs_rule)
    if "roam" in dialects:
        for mark in "{}":
            rules.setdefault(mark, []).insert(0, outline_columns_rule)
    if "foreign" in dialects:
        rules.setdefault("+", []).append(toggle_rule)
        for mark in "#:[{\\->+":
            rules.setdefault(mark, []).append(foreign_block_rule)


def _add_inline(md: MarkdownIt, dialects: Collection[str]) -> None:
    rules: dict[str, list[InlineRule]] = {}
    if "tex" in dialects:
        rules["\\"] = [bracket_rule, reference_rule]
    if "kramdown" in dialects:
        rules.setdefault("{", []).append(kramdown_rule)
    if "pandoc" in dialects:
        rules.setdefault("{", []).append(pandoc_rule)
    if {"liquid", "hugo", "mdbook"} & set(dialects):
        rules.setdefault("{", []).append(partial(template_rule, dialects=dialects))
    if "obsidian" in dialects:
        rules |= {"[": [wikilink_rule], "!": [wikilink_rule], "%": [comment_rule], "=": [mark_rule]}
        md.inline.ruler2.before("fragments_join", "dialect_mark", mark_pairs_rule)
    if "tistory" in dialects:
        rules.setdefault("[", []).append(tistory_rule)
    if is_markdown(md):
        _add_markdown_inline(rules, dialects)
    if rules:
        md.inline.ruler.before("escape", "dialect_inline", _inline_rule(rules))
    if {"liquid", "hugo", "hackmd", "notion"} & set(dialects):
        md.inline.ruler.after("image", "dialect_address", partial(address_rule, dialects=dialects))


def _add_markdown_inline(rules: dict[str, list[InlineRule]], dialects: Collection[str]) -> None:
    if "extra" in dialects:
        rules["^"], rules["+"] = [superscript_rule, inserted_rule], [inserted_rule]
        rules["~"], rules[":"] = [subscript_rule], [bear_rule]
        for mark in "{[":
            rules.setdefault(mark, []).append(change_rule)
    if "bbcode" in dialects:
        rules.setdefault("[", []).append(bracket_tag_rule)
    if "roam" in dialects:
        for mark in "{#":
            rules.setdefault(mark, []).insert(0, outline_command_rule)
    if "zenn" in dialects:
        rules.setdefault("@", []).append(embed_rule)
        rules.setdefault("!", []).append(embed_rule)
    if "mdc" in dialects:
        rules.setdefault(":", []).insert(0, inline_component_rule)
    if "foreign" in dialects:
        for mark, rule in (
            ("[", exported_link_rule),
            ("!", exported_link_rule),
            ("%", embed_address_rule),
            ("<", exported_mark_rule),
        ):
            rules.setdefault(mark, []).insert(0, rule)
        rules.setdefault("[", []).insert(0, org_link_rule)
        rules.setdefault("\\", []).append(command_rule)
    if "pandoc" in dialects:
        rules.setdefault("^", []).append(note_rule)


def _block_rule(rules: Mapping[str, Sequence[BlockRule]]) -> BlockRule:
    """Return a rule that asks those of the first character of a line."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        pos = state.bMarks[start] + state.tShift[start]
        for each in rules.get(state.src[pos : pos + 1], ()):
            if each(state, start, end, silent):
                return True
        return False

    return rule


def _inline_rule(rules: Mapping[str, Sequence[InlineRule]]) -> InlineRule:
    """Return a rule that asks those of the current character."""

    def rule(state: StateInline, silent: bool) -> bool:
        for each in rules.get(state.src[state.pos], ()):  # noqa: SIM110  # called for every mark
            if each(state, silent):
                return True
        return False

    return rule
