"""Containers of colons: ``:::spoiler Title`` of HackMD, ``::: {.note}`` of Pandoc; signatures.

So are the boxes of Zenn (``:::message alert``) and Qiita (``:::note warn``). What Quarto hides in
one (``::: {.content-hidden}``) is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.dialects.attributes import AttributeList, read_list
from sphinx_paperreview.mdx.dialects.extra import push_tag
from sphinx_paperreview.mdx.rules.admonition import TYPES, Opening, closing_line, push_admonition
from sphinx_paperreview.mdx.rules.blocks import tokenize_content

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_OPEN = re.compile(
    r"(?P<colons>:{3,})[ \t]*(?:\{(?P<list>[^{}\n]{1,300})\}|(?P<name>[A-Za-z][\w-]{0,40}))"
    r"(?P<rest>.*)$"
)
#: Who said what is quoted, when, and in which colour HackMD shows it.
_SIGNED = re.compile(r"(?:\[(?:name|time|color)=[^\[\]\n]{0,200}\][ \t]*){1,9}")
_SIGN = re.compile(r"\[(name|time)=([^\[\]]+)\]")
_STATE = re.compile(r"\{[^{}\n]{0,80}\}")
#: Names of a box that begins closed.
_CLOSED = frozenset({"spoiler", "details", "collapse", "fold", "toggle", "expander"})
#: Names of containers that only lay out.
_LAYOUT = frozenset({"center", "left", "right", "columns", "column", "group", "code-group", "div",
                     "container", "aside", "incremental", "panel-tabset", "tabs", "raw", "v-pre",
                     "slot", "fragment", "steps", "video", "gallery", "grid"})  # fmt: skip

#: The type of each box of Zenn and Qiita, by its name and the word behind it.
_BOXES = {
    ("message", ""): "info", ("message", "alert"): "warning",
    ("note", "info"): "info", ("note", "warn"): "warning", ("note", "alert"): "danger",
}  # fmt: skip
_TAGS = re.compile(r"tags?[ \t]*[:：][ \t]*\S", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"`[ \t]+`")


def container_rule(
    state: StateBlock, start: int, end: int, silent: bool, *, dialects: Collection[str]
) -> bool:
    """Make a box that readers open, a box by its class, or take the lines without their fence."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", pos) or state.is_code_block(start):
        return False
    found = _OPEN.match(state.src[pos : state.eMarks[start]])
    if found is None or ("pandoc" if found["list"] else "hackmd") not in dialects:
        return False
    attributes = read_list(found["list"]) if found["list"] else AttributeList()
    if attributes is None or (found["list"] and not (attributes.classes or attributes.id)):
        return False  # a directive of MyST
    opening = _opening(found, attributes)
    name = (found["name"] or "").lower()
    is_diagram = name == "mermaid"
    if opening is None and not found["list"] and name not in _LAYOUT and not is_diagram:
        return False
    if silent:
        return True
    colons = len(found["colons"])
    stop = closing_line(state, start, end, colons)
    closed = stop < end and state.sCount[stop] >= state.blkIndent
    if _is_hidden(attributes):
        pass
    elif is_diagram:
        token = state.push("fence", "code", 0)
        token.info, token.markup, token.map = name, "```", [start, stop]
        token.content = state.getLines(start + 1, stop, state.blkIndent, True)
    elif opening is not None:
        push_admonition(state, opening, start, stop)
    elif "panel-tabset" in attributes.classes:
        push_tabs(state, start, stop)
    else:
        _tokenize(state, start, stop)
    state.line = stop + 1 if closed else stop
    return True


def _is_hidden(attributes: AttributeList) -> bool:
    """Return whether Quarto does not show a container on a page of HTML.

    A condition by a profile is that of none, and one by metadata is not known, so that what it is
    about is not shown. Source: https://quarto.org/docs/authoring/conditional.html.
    """
    named = {name.lower() for name in attributes.classes} & {"content-hidden", "content-visible"}
    if not named:
        return False
    values = attributes.values
    if "when-meta" in values or "unless-meta" in values:
        return True
    holds = True
    if (written := values.get("when-format")) is not None:
        holds = written.lower().startswith("html")
    elif (written := values.get("unless-format")) is not None:
        holds = not written.lower().startswith("html")
    holds = holds and "when-profile" not in values
    return holds == ("content-hidden" in named)


def _tokenize(state: StateBlock, start: int, stop: int) -> None:
    """Tokenise the lines of a container, which makes no token that would count as a level."""
    state.level += 1
    tokenize_content(state, "dialect_container", start + 1, stop)
    state.level -= 1


def push_tabs(state: StateBlock, start: int, stop: int) -> None:
    """Add the tokens of tabs, one for each heading of the highest level among the lines."""
    first = len(state.tokens)
    _tokenize(state, start, stop)
    content = state.tokens[first:]
    depth = 0
    headings = []
    for index, token in enumerate(content):
        if token.type == "heading_open" and depth == 0:
            headings.append(index)
        depth += token.nesting
    level = min((content[index].tag for index in headings), default="")
    headings = [index for index in headings if content[index].tag == level]
    if not headings or headings[0] != 0:
        return
    del state.tokens[first:]
    push_tag(state, "open", "Tabs", start)
    for index, following in zip(headings, [*headings[1:], len(content)], strict=True):
        label = content[index + 1].content.strip("*")
        push_tag(state, "open", "TabItem", start, label=label, value=label)
        state.tokens += content[index + 3 : following]
        push_tag(state, "close", "TabItem", start)
    push_tag(state, "close", "Tabs", start)


def _opening(found: re.Match[str], attributes: AttributeList) -> Opening | None:
    colons, rest = len(found["colons"]), found["rest"].strip()
    if found["name"] and found["name"].lower() in _CLOSED:
        options = _STATE.search(rest)
        fold = "+" if options is not None and "open" in options[0] else "-"
        return Opening(colons, "note", title=_STATE.sub("", rest).strip() or "Details", fold=fold)
    if kind := _BOXES.get(((found["name"] or "").lower(), rest.lower())):
        return Opening(colons, kind)
    for name in attributes.classes:
        kind = name.lower().removeprefix("callout-")
        if kind in TYPES:
            title = attributes.values.get("title", "")
            fold = {"true": "-", "false": "+"}.get(attributes.values.get("collapse", ""), "")
            return Opening(colons, kind, title=title, id=attributes.id, fold=fold)
    return None


def stray_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out a line of colons alone, which closes nothing."""
    pos = state.bMarks[start] + state.tShift[start]
    if state.src[pos : pos + 3] != ":::" or state.is_code_block(start):
        return False
    if state.src[pos : state.eMarks[start]].strip(": \t"):
        return False
    if not silent:
        state.line = start + 1
    return True


def signed_rule(state: StateCore) -> None:
    """Make ``— Name, time`` of ``[name=Name] [time=time]`` in a quote, as HackMD (core rule)."""
    depth = 0
    for token in state.tokens:
        if token.type.startswith("blockquote_"):
            depth += token.nesting
        elif depth and token.type == "inline" and "=" in token.content:
            token.content = _SIGNED.sub(_signature, token.content).strip()


def tags_rule(state: StateCore) -> None:
    """Make a line of facts of ``###### tags: `a` `b```, no heading to HackMD (core rule)."""
    for index, token in enumerate(state.tokens[:-2]):
        inline = state.tokens[index + 1]
        if token.type == "heading_open" and token.tag == "h6" and _TAGS.match(inline.content):
            inline.content = _BETWEEN_TAGS.sub(", ", inline.content).replace("`", "")
            for each in (token, state.tokens[index + 2]):
                each.type = each.type.replace("heading", "paragraph")
                each.tag, each.markup = "p", ""


def _signature(found: re.Match[str]) -> str:
    words = [word.strip() for _name, word in sorted(_SIGN.findall(found[0]))]
    return f"— {', '.join(words)} " if words else ""
