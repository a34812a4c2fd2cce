"""Markdown Extra and its successors: what kramdown, Pandoc, MkDocs and HackMD have beside GitHub.

These are lists of definitions, abbreviations (``*[HTML]: …``), ``^sup^``, ``~sub~``, ``++ins++``,
``^^ins^^``, boxes (``!!! note``), tabs (``=== "Title"``) and places for the contents (``[TOC]``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.token import Token

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.alerts import kind_of
from sphinx_paperreview.mdx.rules.admonition import Opening, push_admonition
from sphinx_paperreview.mdx.rules.blocks import tokenize_content
from sphinx_paperreview.mdx.rules.scanner import Attribute, Tag

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

_TOC = pattern(r"(?:\[\[_?toc_?\]\]|\[_?toc_?\]|@\[toc\](?:\([^()\n]*\))?|\$\{toc\}"
                  r"|<!--\s*toc\s*-->)\s*", re.IGNORECASE)  # fmt: skip
_BREAK = pattern(r"\\(?:pagebreak|newpage|clearpage|pagestyle\{[^{}\n]*\})\s*|<-{2,9}>\s*")
_BOX = pattern(r"(?P<mark>!!!|\?\?\?\+?)\s+(?P<kind>[A-Za-z][\w-]{0,40})(?:[ \w-]{0,60})"
                  r"(?:\s\"(?P<title>[^\"\n]{0,200})\")?\s*")  # fmt: skip
_TAB = pattern(r"===[!+]*[ \t]+\"(?P<title>[^\"\n]{0,200})\"\s*")
_ABBREVIATION = pattern(r"\*\[(?P<word>[^\[\]\n]{1,60})\]:[ \t]*+(?P<text>.*+)")
_SUPERSCRIPT = pattern(r"\^([\w+−-]{1,20}|\([^\s()]{1,20}\))\^(?!\w{0,20}\^)")
_SUBSCRIPT = pattern(r"~([0-9a-z+−-]{1,8})~(?![~\w]{0,20}~)", re.ASCII)
_INSERTED = pattern(
    r"(?:\+\+(?![\s+])([^+\n]{1,200})(?<!\s)\+\+|\^\^(?![\s^])([^^\n]{1,200})(?<!\s)\^\^)(?![\w+^])"
)
#: Changes of CriticMarkup, and of GitLab with one mark: added, removed, marked, a comment.
_CHANGE = pattern(
    r"[\[{](?P<mark>\+\+?|--?|==|>>)(?P<text>(?!\s*[.#])[^{}\[\]\n]{1,300}?)(?:\+\+?|--?|==|<<)[\]}]"
)
#: Marked words of Bear.
_BEAR = pattern(r"::(?=[^\s:])(?P<text>[^:\n]{1,200}?)(?<=\S)::(?![\w:])")
#: Key of the environment of markdown-it: the abbreviations of the document.
_KNOWN = "dialect_abbreviations"
#: Most abbreviations of a document.
MAX_ABBREVIATIONS = 200


# -- blocks ----------------------------------------------------------------------------------------


def contents_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a token of ``[TOC]`` alone on its line; leave out a break of pages or columns."""
    pos = state.bMarks[start] + state.tShift[start]
    line = state.src[pos : state.eMarks[start]]
    if len(line) > MAX_LINE or state.is_code_block(start):
        return False
    is_contents = _TOC.fullmatch(line) is not None
    if not is_contents and _BREAK.fullmatch(line) is None:
        return False
    if not silent:
        state.line = start + 1
        if is_contents:
            token = state.push("dialect_contents", "", 0)
            token.map = [start, state.line]
    return True


MAX_LINE = 100


def box_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make an admonition of ``!!! note "Title"``, or a box that readers open of ``???``."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("!!!", "???"), pos) or state.is_code_block(start):
        return False
    found = _BOX.fullmatch(state.src, pos, state.eMarks[start])
    stop = _end_of_box(state, start, end) if found is not None else start
    if found is None or stop == start + 1:
        return False
    if silent:
        return True
    kind, title = found["kind"].lower(), found["title"]
    name = kind_of(kind)
    fold = {"???": "-", "???+": "+"}.get(found["mark"], "")
    words = title or (found["kind"].capitalize() if fold or name != kind else "")
    state.blkIndent += INDENT
    push_admonition(state, Opening(0, name, title=words, fold=fold), start, stop)
    state.blkIndent -= INDENT
    state.line = stop
    return True


def tab_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make the tags of ``<Tabs>`` of one or more ``=== "Title"``, each above its lines."""
    tabs: list[tuple[int, int, str]] = []
    line = start
    while line < end and not state.is_code_block(line) and state.sCount[line] >= state.blkIndent:
        pos = state.bMarks[line] + state.tShift[line]
        found = _TAB.fullmatch(state.src, pos, state.eMarks[line])
        stop = _end_of_box(state, line, end) if found is not None else line
        if found is None or stop == line + 1:
            break
        tabs.append((line, stop, found["title"]))
        line = state.skipEmptyLines(stop)
    if not tabs or silent:
        return bool(tabs)
    push_tag(state, "open", "Tabs", start)
    for first, stop, title in tabs:
        push_tag(state, "open", "TabItem", first, label=title, value=title)
        state.blkIndent += INDENT
        tokenize_content(state, "mdx_admonition", first + 1, stop)
        state.blkIndent -= INDENT
        push_tag(state, "close", "TabItem", first)
    push_tag(state, "close", "Tabs", start)
    state.line = tabs[-1][1]
    return True


def push_tag(
    state: StateBlock, kind: Literal["open", "close"], name: str, line: int, **values: str
) -> None:
    """Add the token of a tag ``<name key="value">`` that stands on *line*."""
    token = state.push("mdx_tag", "", 0)
    attributes = [Attribute(key, value, "string") for key, value in values.items()]
    token.meta = {"item": Tag(kind, name, 0, attributes), "column": 1}
    token.map = [line, line + 1]


#: Columns by which the content of a box is indented.
INDENT = 4


def _end_of_box(state: StateBlock, start: int, end: int) -> int:
    """Return the line after the last one that is indented, and not blank."""
    stop = start + 1
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent + INDENT:
            break
        stop = line + 1
    return stop


def abbreviation_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Note the abbreviation that a line defines, and show nothing of it."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("*[", pos) or state.is_code_block(start):
        return False
    found = _ABBREVIATION.fullmatch(state.src, pos, state.eMarks[start])
    if found is None:
        return False
    if not silent:
        known: dict[str, str] = state.env.setdefault(_KNOWN, {})
        if len(known) < MAX_ABBREVIATIONS:
            known.setdefault(found["word"].strip(), found["text"].strip())
        state.line = start + 1
    return True


# -- text ------------------------------------------------------------------------------------------


def superscript_rule(state: StateInline, silent: bool) -> bool:
    """Make ``x^2^`` a superscript; what has blanks in it is none."""
    if state.src[state.pos - 1 : state.pos] == "^":
        return False
    return _pushed(state, silent, _SUPERSCRIPT, "sup")


def subscript_rule(state: StateInline, silent: bool) -> bool:
    """Make ``H~2~O`` a subscript, behind a Latin letter; else ``~`` strikes out, or means “to”."""
    before = state.src[state.pos - 1 : state.pos]
    if not (before.isascii() and (before.isalpha() or before == ")")):
        return False
    return _pushed(state, silent, _SUBSCRIPT, "sub")


def inserted_rule(state: StateInline, silent: bool) -> bool:
    """Make ``++text++`` and ``^^text^^`` an insertion, but not of ``C++ and D++``."""
    before = state.src[state.pos - 1 : state.pos]
    mark = state.src[state.pos]
    if before == mark or (mark == "+" and before.isascii() and before.isalnum()):
        return False
    found = _INSERTED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        _push_within(state, "ins", found.span(1 if found[1] else 2))
    state.pos = found.end()
    return True


def change_rule(state: StateInline, silent: bool) -> bool:
    """Make an insertion, a deletion or a mark of ``{++text++}``, ``[- text -]`` and the like."""
    found = _CHANGE.match(state.src, state.pos, state.posMax)
    tag = {"+": "ins", "-": "del", "=": "mark", ">": ""}[found["mark"][0]] if found else None
    if found is None or (found[0][0] == "[" and found["mark"] not in {"+", "-"}):
        return False
    closing = found[0][len(found["mark"]) + 1 + len(found["text"]) : -1]
    if closing != found["mark"].replace(">", "<"):
        return False
    if found["mark"] in {"+", "-"} and not found["text"].startswith(" "):
        return False
    if found[0][0] == "[" and state.src[found.end() : found.end() + 1] in {"(", "["}:
        return False  # the words of a link
    if not silent and tag:
        _push_within(state, tag, found.span("text"))
    state.pos = found.end()
    return True


def bear_rule(state: StateInline, silent: bool) -> bool:
    """Make marked text of ``::text::``, but not of ``a::b::c``."""
    before = state.src[state.pos - 1 : state.pos]
    found = _BEAR.match(state.src, state.pos, state.posMax)
    if found is None or before == ":" or (before.isascii() and before.isalnum()):
        return False
    if not silent:
        _push_within(state, "mark", found.span("text"))
    state.pos = found.end()
    return True


def _push_within(state: StateInline, tag: str, span: tuple[int, int]) -> None:
    limit = state.posMax
    state.pos, state.posMax = span
    while state.src[state.pos] == " ":
        state.pos += 1
    state.push("dialect_mark_open", tag, 1)
    state.md.inline.tokenize(state)
    if state.tokens[-1].type == "text":
        state.tokens[-1].content = state.tokens[-1].content.rstrip(" ")
    state.push("dialect_mark_close", tag, -1)
    state.posMax = limit


def _pushed(state: StateInline, silent: bool, pattern: re.Pattern[str], tag: str) -> bool:
    found = pattern.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("dialect_tag", tag, 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def abbreviations_rule(state: StateCore) -> None:
    """Make tokens of the abbreviations in all texts (core rule, after ``text_join``)."""
    known: dict[str, str] = state.env.get(_KNOWN, {})
    if not known:
        return
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z0-9_])(?:{words})(?![A-Za-z0-9_])")
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [
                part for child in token.children for part in _split(child, pattern, known)
            ]


def _split(child: Token, pattern: re.Pattern[str], known: dict[str, str]) -> list[Token]:
    """Return the token *child*, cut around the abbreviations if it is a text."""
    if child.type != "text" or pattern.search(child.content) is None:
        return [child]
    parts: list[Token] = []
    index = 0
    for found in pattern.finditer(child.content):
        if found.start() > index:
            parts.append(_text(child, child.content[index : found.start()]))
        made = _text(child, found[0])
        made.type, made.tag = "dialect_tag", "abbr"
        made.meta = {**made.meta, "title": known[found[0]]}
        parts.append(made)
        index = found.end()
    if index < len(child.content):
        parts.append(_text(child, child.content[index:]))
    return parts


def _text(child: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=child.level, meta=dict(child.meta))
