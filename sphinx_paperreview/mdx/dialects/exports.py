"""What exports of other programs leave in Markdown: Joplin, Slack, Substack, Hashnode, Outline.

Links that only the program follows keep their words. What it writes for itself is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.rules.admonition import Opening, push_admonition

if TYPE_CHECKING:
    import re

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: A link or picture of Joplin, ``[words](:/0123…)``, and a button of Substack,
#: ``[Subscribe](%%checkout_url%%)``.
_LINK = pattern(
    r"!?\[(?P<text>[^\[\]\n]{0,300})\]\("
    r"(?::/[0-9a-f]{32}(?:#[^\s()]{0,100})?(?:[ \t]+\"[^\"\n]{0,200}\")?"
    r"|(?P<button>%%[a-z_]{1,60}%%))\)"
)
#: A picture of Hashnode, ``![](https://… align="center")``, and what it embeds, ``%[https://…]``.
_PICTURE = pattern(
    r"!\[(?P<text>[^\[\]\n]{0,300})\]\((?P<address>https?://[^\s()]{1,1000})"
    r"[ \t]+align=\"(?P<align>[a-z]{1,10})\"\)"
)
_EMBED = pattern(r"%\[(?P<address>https?://[^\s\[\]<>]{1,1000})\]")
#: A link of Slack, and the people and channels that it names.
_SLACK = pattern(
    r"<(?:(?P<address>https?://[^\s<>|]{1,1000})\|(?P<text>[^<>|\n]{1,300})"
    r"|(?P<mark>[@#!])(?P<name>[A-Za-z0-9^_]{2,40})(?:\|(?P<label>[^<>|\n]{1,100}))?)>"
)
#: A command of a template of notes (Templater): ``<% tp.date.now() %>``.
_COMMAND = pattern(r"<%[^<>%\n]{0,400}(?:%(?!>)[^<>%\n]{0,400}){0,9}%>")
#: An id of Slack, which is no name.
_ID = pattern(r"[A-Z0-9]{8,14}")
#: Most lines of a toggle.
_LONGEST_TOGGLE = 1000
#: The lines with which Joplin ends a note that it exports raw.
_NOTE = pattern(r"id: [0-9a-f]{32}\n(?:[a-z_]{2,40}:[^\n]*\n){3,60}type_: \d{1,2}")
#: What opens and closes a toggle of Outline.
_TOGGLE = pattern(r"\+{3}(?:[ \t]+(?P<title>\S.{0,300}?))?[ \t]*")


def toggle_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a box that readers open of the lines between ``+++ Title`` and ``+++``."""
    opening = _toggle(state, start)
    if opening is None or not opening["title"]:
        return False
    depth, stop = 1, start
    while depth:
        stop += 1
        if stop >= end or stop - start > _LONGEST_TOGGLE:
            return False
        if edge := _toggle(state, stop):
            depth += 1 if edge["title"] else -1
    if not silent:
        push_admonition(state, Opening(3, "note", title=opening["title"], fold="-"), start, stop)
        state.line = stop + 1
    return True


def _toggle(state: StateBlock, line: int) -> re.Match[str] | None:
    pos = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("+++", pos) or state.is_code_block(line):
        return None
    return _TOGGLE.fullmatch(state.src, pos, state.eMarks[line])


def exported_link_rule(state: StateInline, silent: bool) -> bool:
    """Make the words of a link within Joplin; leave out a button of Substack."""
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return _picture(state, silent=silent)
    if not silent and not found["button"]:
        state.push("text", "", 0).content = found["text"]
    state.pos = found.end()
    return True


def _picture(state: StateInline, *, silent: bool) -> bool:
    found = _PICTURE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs, token.content, token.children = {"src": found["address"], "alt": ""}, "", []
        if found["text"]:
            token.content = found["text"]
            state.md.inline.parse(found["text"], state.md, state.env, token.children)
        if found["align"] == "center":
            token.meta = {"centred": True}
    state.pos = found.end()
    return True


def embed_address_rule(state: StateInline, silent: bool) -> bool:
    """Make a link of ``%[https://…]``, which Hashnode shows as a card."""
    found = _EMBED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found["address"]}
        state.push("text", "", 0).content = found["address"]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def exported_mark_rule(state: StateInline, silent: bool) -> bool:
    """Make a link of ``<address|words>``, words of ``<#id|name>``; leave out a command."""
    found = _SLACK.match(state.src, state.pos, state.posMax)
    if found is None:
        command = _COMMAND.match(state.src, state.pos, state.posMax)
        if command is not None:
            state.pos = command.end()
        return command is not None
    if not silent:
        if found["address"]:
            state.push("link_open", "a", 1).attrs = {"href": found["address"]}
            state.push("text", "", 0).content = found["text"]
            state.push("link_close", "a", -1)
        else:
            state.push("text", "", 0).content = _name(found["mark"], found["name"], found["label"])
    state.pos = found.end()
    return True


def _name(mark: str, name: str, label: str | None) -> str:
    """Return what a reader of Slack sees of a person or a channel; nothing of an id alone."""
    if label:
        return f"{mark.replace('!', '@')}{label}"
    return "" if _ID.fullmatch(name) else f"@{name}"


def joplin_rule(state: StateCore) -> None:
    """Leave out what Joplin notes below a note, whose first line is its title (core rule)."""
    if "\ntype_: " not in state.src or len(state.tokens) < 3:  # a paragraph
        return
    if state.tokens[-1].type != "paragraph_close" or state.tokens[-1].level:
        return
    if _NOTE.fullmatch(state.tokens[-2].content) is None:
        return
    del state.tokens[-3:]
    first = state.tokens[:3]
    if first and first[0].type == "paragraph_open" and "\n" not in first[1].content:
        for token in (first[0], first[2]):
            token.type, token.tag = token.type.replace("paragraph", "heading"), "h1"
            token.markup = "#"
