"""Tags in brackets: BBCode, WordPress's shortcodes, Discourse: ``[quote="Kim"]…[/quote]``.

A tag is one that has an end, or one that stands alone and has a value. It becomes the token of an
element, which is shown as the tag of Liquid of its name is
(:mod:`sphinx_paperreview.mdx.elements.shortcodes`); those around running text become marks of
Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.template_tags import (
    CODE,
    FORMULA,
    Template,
    read_arguments,
)
from sphinx_paperreview.mdx.rules.blocks import begin_after, push_paragraph, tokenize_content
from sphinx_paperreview.mdx.rules.scanner import Tag

if TYPE_CHECKING:
    import re

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Other names of tags, by those that are known.
_NAMES = {
    "sourcecode": "code", "pre": "code", "noformat": "code", "tex": "latex", "colour": "color",
    "hide": "spoiler", "image": "img", "link": "url", "ul": "list", "ol": "list", "strike": "s",
    "blockquote": "quote", "del": "s", "ins": "u", "equation": "latex",
}  # fmt: skip
#: Tags around running text, and around blocks.
_TEXTS = frozenset({"b", "i", "u", "s", "url", "img", "color", "size", "font", "sub", "sup", "wrap",
                    "youtube", "vimeo", "embed", "audio", "video", "caption", "latex", "code",
                    "date", "email"})  # fmt: skip
_BLOCKS = frozenset({"quote", "spoiler", "details", "code", "list", "center", "left", "right",
                     "justify", "align", "indent", "caption", "embed", "latex", "poll", "video",
                     "wrap", "audio"})  # fmt: skip
#: Tags whose content is an address.
_ADDRESSES = frozenset({"img", "youtube", "vimeo", "embed", "audio", "video"})
#: The tokens of tags around running text.
_ELEMENTS = {"b": ("strong", "strong"), "i": ("em", "em"), "s": ("s", "s"),
             "u": ("dialect_mark", "u"), "sub": ("dialect_mark", "sub"),
             "sup": ("dialect_mark", "sup")}  # fmt: skip
#: Tags that may stand alone.
_ALONE = frozenset({"gallery", "playlist", "youtube", "vimeo", "audio", "video", "date", "gist",
                    "tweet", "poll"})  # fmt: skip
_TAG = pattern(r"\[(?P<close>/?)(?P<name>[A-Za-z]{1,12})(?P<text>[= \t][^\[\]\n]{0,500})?\](?!\()")
_ITEM = "[*]"


def bracket_tag_rule(state: StateInline, silent: bool) -> bool:
    """Make tokens of a tag in text, and of its content."""
    found = _TAG.match(state.src, state.pos, state.posMax)
    name = _name_of(found)
    if found is None or not name:
        return False
    ending = _pairs(state).get(state.pos) if name in _TEXTS | _BLOCKS else None
    if ending is not None and ending[1] <= state.posMax:
        made = _template(found, name)
        content = state.src[found.end() : ending[0]]
        if not silent and not _push_special(state, made, content, block=False):
            limit = state.posMax
            close = _push_open(state, made)
            state.pos, state.posMax = found.end(), ending[0]
            state.md.inline.tokenize(state)
            if close is not None:
                state.push(*close)
            state.posMax = limit
        state.pos = ending[1]
        return True
    if name not in _ALONE or not found["text"]:
        return False
    if not silent:
        _open(state, _template(found, name), alone=True)
    state.pos = found.end()
    return True


def bracket_tag_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make tokens of a tag that begins a line and holds blocks."""
    pos = state.bMarks[start] + state.tShift[start]
    found = _TAG.match(state.src, pos, state.eMarks[start])
    name = _name_of(found)
    if found is None or name not in _BLOCKS or state.is_code_block(start):
        return False
    ending = _pairs(state).get(pos)
    last = start
    while ending is not None and last < end and state.eMarks[last] < ending[1]:
        last += 1
    if ending is None or last >= end:
        return False
    rest = state.src[ending[1] : state.eMarks[last]]
    if last == start and rest.strip():
        return False  # a tag at the beginning of a text
    if silent:
        return True
    made = _template(found, name)
    content = state.src[found.end() : min(ending[0], state.eMarks[start])]
    if last > start:
        # Without the marks of a quote around it.
        first = state.bMarks[last] + state.tShift[last]
        lines = state.getLines(start + 1, last, state.blkIndent, True)
        content += "\n" + lines + state.src[first : ending[0]]
    if name == "list":
        _push_list(state, start, last, content, ordered=bool(found["text"]))
    elif not _push_special(state, made, content, block=True):
        _open(state, made, lines=[start, last + 1])
        marks = state.bMarks[start], state.tShift[start], state.eMarks[last]
        begin_after(state, start, found.end())
        state.eMarks[last] = max(ending[0], state.bMarks[last])
        tokenize_content(state, "dialect_brackets", start, last + 1)
        state.bMarks[start], state.tShift[start], state.eMarks[last] = marks
        state.push("mdx_jsx_close", "", -1)
    else:
        state.tokens[-1].map = [start, last + 1]
    state.line = last + 1
    if rest.strip():
        begin_after(state, last, ending[1])
        state.line = last
    return True


def wordpress_formulas_rule(state: StateCore) -> None:
    """Read ``$latex x^2$`` of WordPress as the formula ``x^2`` (core rule)."""
    if "$latex " not in state.src:
        return
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "math_inline":
                child.content = child.content.removeprefix("latex ")


def _name_of(found: re.Match[str] | None) -> str:
    """Return the name of a tag as it is known here; empty if it is none, or an end."""
    if found is None or found["close"]:
        return ""
    name = found["name"].lower()
    name = _NAMES.get(name, name)
    return name if name in _TEXTS or name in _BLOCKS or name in _ALONE else ""


def _template(found: re.Match[str], name: str) -> Template:
    made = Template(name, found[0], len(found[0]))
    text = (found["text"] or "").strip()
    if text.startswith("="):
        text = text[1:].strip()
        if text[:1] in {'"', "'"} and text.find(text[0], 1) > 0:
            stop = text.find(text[0], 1)
            made.arguments.append(text[1:stop])
            text = text[stop + 1 :]
        else:
            value, _, text = text.partition(" ")
            made.arguments.append(value)
    read_arguments(made, text)
    return made


def _pairs(state: StateBlock | StateInline) -> dict[int, tuple[int, int]]:
    """Return where the end of each tag stands, by where the tag begins; found once for a text."""
    known: dict[int, tuple[int, int]] | None = getattr(state, "dialect_tag_ends", None)
    if known is None:
        known = {}
        opened: dict[str, list[int]] = {}
        for found in _TAG.finditer(state.src) if "[/" in state.src else ():
            name = found["name"].lower()
            if not found["close"]:
                opened.setdefault(name, []).append(found.start())
            elif opened.get(name):
                known[opened[name].pop()] = found.span()
        setattr(state, "dialect_tag_ends", known)  # noqa: B010  # a plain class
    return known


def _push_open(state: StateInline, made: Template) -> tuple[str, str, Literal[1, 0, -1]] | None:
    """Add the token that begins a tag in text; return the one that ends it."""
    if made.name in {"url", "email"}:
        address = next(iter(made.arguments), "")
        address = f"mailto:{address}" if made.name == "email" else address
        state.push("link_open", "a", 1).attrs = {"href": address}
        return "link_close", "a", -1
    if made.name in _ELEMENTS:
        kind, tag = _ELEMENTS[made.name]
        state.push(f"{kind}_open", tag, 1)
        return f"{kind}_close", tag, -1
    if made.name in _BLOCKS:
        _open(state, made)
        return "mdx_jsx_close", "", -1
    return None


def _open(
    state: StateBlock | StateInline,
    made: Template,
    *,
    alone: bool = False,
    lines: list[int] | None = None,
) -> None:
    kind = "mdx_jsx" if alone else "mdx_jsx_open"
    token = state.push(kind, "", 0 if alone else 1)
    token.content, token.map = made.source, lines
    token.meta = {
        "item": Tag("self" if alone else "open", f"{{{made.name}}}", made.end, [], made.source),
        "name": f"{{{made.name}}}",
        "template": made,
        "source": made.source,
    }


def _push_special(
    state: StateBlock | StateInline, made: Template, content: str, *, block: bool
) -> bool:
    """Add a token for a tag whose content is code, a formula or an address; return whether."""
    if made.name in CODE:
        token = state.push("fence" if block else "code_inline", "code", 0)
        token.content = content.strip("\n") + "\n" if block else " ".join(content.split())
        token.markup = "```" if block else "`"
        token.info = (made.get("language", "lang") or next(iter(made.arguments), "")) * block
    elif made.name in FORMULA:
        token = state.push("math_block" if block else "math_inline", "math", 0)
        token.content, token.markup = content.strip(), "$$" if block else "$"
    elif made.name == "img" and not block:
        token = state.push("image", "img", 0)
        token.attrs, token.children = {"src": content.strip(), "alt": ""}, []
    elif made.name in {"url", "email"} and not made.arguments:
        made.arguments.append(content.strip())
        return False
    elif made.name in _ADDRESSES:
        made.arguments.insert(0, content.strip())
        _open(state, made, alone=True)
    else:
        return False
    return True


def _push_list(state: StateBlock, start: int, last: int, content: str, *, ordered: bool) -> None:
    """Add the tokens of a list of ``[*]`` items."""
    lines = [start, last + 1]
    name, tag = ("ordered_list", "ol") if ordered else ("bullet_list", "ul")
    state.push(f"{name}_open", tag, 1).map = lines
    for item in content.split(_ITEM)[1:] or [content]:
        state.push("list_item_open", "li", 1).map = lines
        push_paragraph(state, start, start)
        state.tokens[-2].content = item.replace("[/*]", "").strip()
        state.tokens[-3].map = state.tokens[-2].map = list(lines)
        state.push("list_item_close", "li", -1)
    state.push(f"{name}_close", tag, -1)
