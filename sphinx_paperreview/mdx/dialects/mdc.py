"""Components in Markdown: ``::alert{type="info"}`` … ``::`` and ``:badge[v1]`` of Nuxt (MDC).

So are the slots and the settings of single slides of Slidev, and the blocks of Svelte in Markdown.
A component that is no box is its content; what only lays out is left out.
Source: https://content.nuxt.com/docs/files/markdown, https://sli.dev/guide/syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.attributes import read_list
from sphinx_paperreview.mdx.rules.admonition import TYPES, Opening, push_admonition
from sphinx_paperreview.mdx.rules.blocks import push_paragraph, tokenize_content

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

    from sphinx_paperreview.mdx.dialects.attributes import AttributeList

_PROPS = r"\{(?P<props>(?:[^{}\"'\n]|\"[^\"\n]*\"|'[^'\n]*'){0,400}+)\}"
_OPEN = pattern(rf"(?P<colons>:{{2,8}})(?P<name>[a-z][\w-]{{0,40}})(?:{_PROPS})?[ \t]*")
_CLOSE = pattern(r":{2,8}[ \t]*")
_SLOT = pattern(r"#(?P<name>[a-z][\w-]{0,40})[ \t]*")
_SLIDEV = pattern(r"::[a-z][\w-]{0,40}::[ \t]*")
_INLINE = pattern(
    rf":(?P<name>[a-z][\w-]{{0,40}})"
    rf"(?:\[(?P<text>[^\[\]\n]{{0,300}})\](?:{_PROPS})?|{_PROPS.replace('<props>', '<alone>')})"
)
#: Components that are a box of the type which an attribute names.
_BOXES = frozenset({"alert", "callout", "admonition", "u-alert", "prose-callout"})
_KINDS = {"primary": "info", "success": "tip", "error": "danger", "neutral": "note"}
#: Attributes whose text a component shows.
_SHOWN = ("title", "label", "text")
_RULE = pattern(r"-{3,}[ \t]*")
#: Settings of a slide.
_SETTING = pattern(r"[A-Za-z][\w-]{0,40}:(?:[ \t].*)?|[ \t]+\S.*")
_SLIDE = pattern(
    r"(?:layout|class|background|transition|clicks|hideInToc|routeAlias|zoom|level|dragPos)\b.*"
)
_MOST_SETTINGS = 30
_SVELTE = pattern(
    r"\{(?:[#:/](?:if|else|each|key|await|then|catch|snippet)|@(?:html|const|debug|render))\b"
    r".*\}[ \t]*"
)
#: Which lines of a formula Slidev shows at which click: ``{1|3|all}``.
_CLICKS = pattern(
    r"\s*\{(?:all|none|hide|[\d,*-]+)(?:\|(?:all|none|hide|[\d,*-]+)){0,40}\}[^\n]*\n"
)
#: Attribute of the state of a text: how many components are around a line.
_DEPTH = "dialect_mdc_depth"


def component_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a box of ``::alert`` … ``::``, or take the lines of another component as they are.

    Components within have more colons. A line such as ``::right::`` begins a part of a slide.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("::", pos) or state.is_code_block(start):
        return False
    line = state.src[pos : state.eMarks[start]]
    if _SLIDEV.fullmatch(line):
        if not silent:
            state.line = start + 1
        return True
    found = _OPEN.fullmatch(line)
    depth: int = getattr(state, _DEPTH, 0)
    if found is None or (len(found["colons"]) > 2 and not depth):
        return False  # a container of others
    attributes = read_list(found["props"] or "")
    stop = _closing(state, start, end, len(found["colons"]))
    if attributes is None or stop is None:
        return False
    if silent:
        return True
    setattr(state, _DEPTH, depth + 1)
    _push(state, found["name"], attributes, start, stop)
    setattr(state, _DEPTH, depth)
    state.line = stop + 1
    return True


def _closing(state: StateBlock, start: int, end: int, colons: int) -> int | None:
    """Return the line of as many colons that ends a component; None if there is none."""
    missing: set[tuple[int, int]] = getattr(state, "dialect_mdc_open", set())
    if (colons, end) in missing:
        return None
    for line in range(start + 1, end):
        pos = state.bMarks[line] + state.tShift[line]
        text = state.src[pos : state.eMarks[line]]
        if _CLOSE.fullmatch(text) and len(text.rstrip()) == colons:
            return line
    state.dialect_mdc_open = missing | {(colons, end)}  # type: ignore[attr-defined]  # a plain class
    return None


def _push(state: StateBlock, name: str, attributes: AttributeList, start: int, stop: int) -> None:
    kind = attributes.values.get("type") or attributes.values.get("color") or "note"
    kind = _KINDS.get(kind, kind) if name in _BOXES else name
    title = next((attributes.values[key] for key in _SHOWN if key in attributes.values), "")
    begin = _behind_settings(state, start + 1, stop)
    slots = _slots(state, begin, stop)
    is_box = kind in TYPES or name in _BOXES
    if is_box and len(slots) == 1:
        opening = Opening(2, kind if kind in TYPES else "note", title=title)
        push_admonition(state, opening, slots[0][0] - 1, stop)
        return
    if title:
        _push_title(state, title, start)
    for first, last, is_title in slots:
        text = " ".join(state.getLines(first, last, state.blkIndent, False).split())
        if is_title and text:
            _push_title(state, text, first)
        else:
            state.level += 1
            tokenize_content(state, "dialect_mdc", first, last)
            state.level -= 1


def _push_title(state: StateBlock, text: str, line: int) -> None:
    push_paragraph(state, line, line + 1)
    state.tokens[-2].content = f"**{text}**"


def _behind_settings(state: StateBlock, start: int, stop: int) -> int:
    """Return the line behind the YAML with which a component may begin."""
    lines = [state.src[state.bMarks[n] + state.tShift[n] : state.eMarks[n]] for n in (start, stop)]
    if start >= stop or not _RULE.fullmatch(lines[0]):
        return start
    for line in range(start + 1, min(stop, start + _MOST_SETTINGS)):
        if _RULE.fullmatch(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]):
            return line + 1
    return start


def _slots(state: StateBlock, start: int, stop: int) -> list[tuple[int, int, bool]]:
    """Return the lines of each slot of a component, and whether it is its title."""
    found = [(start, False)]
    depth = 0
    for line in range(start, stop):
        pos = state.bMarks[line] + state.tShift[line]
        text = state.src[pos : state.eMarks[line]]
        depth += bool(_OPEN.fullmatch(text)) - bool(_CLOSE.fullmatch(text))
        if depth == 0 and (slot := _SLOT.fullmatch(text)) is not None:
            found.append((line + 1, slot["name"] == "title"))
    ends = [begin - 1 for begin, _title in found[1:]]
    parts = [(*one, last) for one, last in zip(found, [*ends, stop], strict=True)]
    return [(first, last, is_title) for first, is_title, last in parts if first < last] or [
        (start, stop, False)
    ]


def inline_component_rule(state: StateInline, silent: bool) -> bool:
    """Make the words of ``:badge[words]{…}``; of one without words, those of its label."""
    before = state.src[state.pos - 1 : state.pos]
    if before == ":" or before.isalnum():
        return False
    found = _INLINE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    props = found["props"] if found["alone"] is None else found["alone"]
    attributes = read_list(props or "")
    if attributes is None:
        return False
    if not silent:
        values = attributes.values
        words = found["text"] or next((values[key] for key in _SHOWN if key in values), "")
        if words:
            state.push("text", "", 0).content = words
    state.pos = found.end()
    return True


def slide_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out the settings of a slide, between two lines of dashes; the first one is a rule."""
    pos = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _RULE.fullmatch(state.src, pos, state.eMarks[start]):
        return False
    stop = start + 1
    is_slide = False
    while stop < min(end, start + _MOST_SETTINGS):
        text = state.src[state.bMarks[stop] : state.eMarks[stop]]
        if not _SETTING.fullmatch(text):
            break
        is_slide = is_slide or _SLIDE.fullmatch(text) is not None
        stop += 1
    is_end = stop < end and _RULE.fullmatch(state.src, state.bMarks[stop], state.eMarks[stop])
    if not is_slide or not is_end:
        return False
    if not silent:
        token = state.push("hr", "hr", 0)
        token.map, token.markup = [start, stop + 1], "---"
        state.line = stop + 1
    return True


def slide_formulas_rule(state: StateCore) -> None:
    """Leave out which lines of a formula are shown at which click (core rule)."""
    for token in state.tokens:
        found = _CLICKS.match(token.content) if token.type == "math_block" else None
        if found is not None:
            token.content = token.content[found.end() :]


def svelte_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # a block rule
    """Leave out a line that is a tag of a block of Svelte: ``{#if x}``, ``{/each}``."""
    pos = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _SVELTE.fullmatch(state.src, pos, state.eMarks[start]):
        return False
    if not silent:
        state.line = start + 1
    return True
