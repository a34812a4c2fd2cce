"""Outlines of Roam, Logseq and SiYuan: references to blocks, commands, attributes, tags.

Sources: https://roamresearch.com/#/app/help, https://docs.logseq.com,
https://github.com/siyuan-note/siyuan/blob/master/README.md
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.template_tags import Template
from sphinx_paperreview.mdx.dialects.templates import push_template
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Ids of blocks: of SiYuan, of Logseq, and of Roam, which no word is.
_ID = (
    r"(?:\d{14}-[a-z0-9]{7}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[\w-]{0,8}(?:[\d_]|(?<=[a-z])[A-Z]|(?<=[A-Z])[A-Z][a-z]))[\w-]{9})"
)
_REFERENCE = pattern(
    rf"\(\({_ID}(?:[ \t]+(?P<mark>[\"'])(?P<text>[^\"'\n]{{1,300}})(?P=mark))?\)\)"
)
_COMMAND = pattern(
    r"\{\{(?P<open>\[\[)?(?P<name>embed|video|youtube|audio|pdf|iframe|query|table|kanban|calc"
    r"|word-count|diagram|mermaid|renderer|cloze|namespace|attr-table|mentions)(?(open)\]\])"
    r"(?:(?::[ \t]*|[ \t]+)(?P<text>[^{}\n]{0,300}))?\}\}",
    re.IGNORECASE,
)
_TASK = pattern(r"\{\{(?:\[\[)?(?P<state>TODO|DONE)(?:\]\])?\}\}[ \t]*")
#: An attribute at the beginning of a line: ``Authors:: Kim``.
_ATTRIBUTE = re.compile(r"^(?P<key>[^\W\d_][\w -]{0,40})::(?=[ \t])", re.MULTILINE)
#: What opens and closes the columns of SiYuan.
_COLUMNS = re.compile(r"\{\{\{(?:row|col)?|\}\}\}")


def outline_command_rule(state: StateInline, silent: bool) -> bool:
    """Make the token of a template of ``{{command}}``, of a task of ``{{[[TODO]]}}``."""
    if state.src.startswith("#[[", state.pos):
        state.pos += 1  # what follows is a link
        return True
    task = _TASK.match(state.src, state.pos, state.posMax)
    found = task or _COMMAND.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent and task is not None:
        state.push("dialect_task", "", 0).meta = {"checked": task["state"] == "DONE"}
    elif not silent:
        text = (found["text"] or "").strip()
        name = found["name"].lower()
        name = f"{name}: ((…))" if text.startswith("((") else name
        made = Template(name, found[0], found.end(), alone=True, arguments=text.split())
        push_template(state, made)
        state.tokens[-1].meta["pos"] = state.pos
    state.pos = found.end()
    return True


def outline_columns_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out a line that opens or closes columns of SiYuan."""
    pos = state.bMarks[start] + state.tShift[start]
    line = state.src[pos : state.eMarks[start]].rstrip()
    if len(line) > len("{{{row") or state.is_code_block(start) or not _COLUMNS.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
    return True


def outline_attributes_rule(state: StateCore) -> None:
    """Read ``Authors:: Kim`` at the beginning of a line as ``Authors: Kim`` (core rule)."""
    for token in state.tokens:
        if token.type == "inline" and "::" in token.content:
            token.content = _ATTRIBUTE.sub(r"\g<key>:", token.content)


def block_references_rule(state: StateCore) -> None:
    """Show the text of ``((id "text"))``; leave out a reference without one (core rule)."""
    if "((" not in state.src:
        return
    is_said = False
    for token in state.tokens:
        for child in token.children or () if token.type == "inline" else ():
            if child.type != "text" or "((" not in child.content:
                continue
            found = list(_REFERENCE.finditer(child.content))
            child.content = _REFERENCE.sub(lambda each: each["text"] or "", child.content)
            if not is_said and not all(each["text"] for each in found) and token.map:
                is_said = True
                message = (
                    "what ((…)) refers to stands in another block and is left out; write the text"
                )
                note(state.env, SyntaxProblem("mdx.dialect", message, token.map[0]))
