"""Attributes in braces: ``{: width="600" .center}`` of kramdown, ``{width=50%}`` of Pandoc.

They belong to the image, link or code before them, to the block on the lines before them, or to the
one after them. What has no meaning here is left out without a word, as a class without a style is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.render.sanitize import valid_id
from sphinx_paperreview.mdx.rules.admonition import Opening

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Key in the ``meta`` of a token.
KEY = "attributes"

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)"""
_ITEM = re.compile(
    rf"\s*(?:\#(?P<id>[^\s#.{{}}=\"']+)|\.(?P<class>[^\s#.{{}}=\"']+)|(?P<key>[\w:.-]+)\s?=\s?(?P<value>{_VALUE})"
    r"|(?P<word>[\w-]+))"
)
#: An id alone, which the rule for headings reads.
_OWN_ID = re.compile(r"\{#[^\s{}=]+\}")
#: Classes and an id, which are no JavaScript.
_CLASSES = re.compile(
    r"\{:?\s*[.#][A-Za-z][\w-]*(?:\s+[.#][A-Za-z][\w-]*)*\s*\}"
    # What Notion says of a block.
    r"|\{(?:\s*(?:color|toggle|level)=\"[\w-]{1,30}\"){1,3}\s*\}"
)
#: Most lists of attributes at the end of a heading.
MAX_LISTS = 8
_IN_BRACES = r"""(?:[^{}"'\n\\]|\\.|"[^"\n]*"|'[^'\n]*')"""
#: A list of kramdown, and one without a colon.
_KRAMDOWN = re.compile(rf"\{{:(?!:)({_IN_BRACES}{{0,400}}+)\}}")
_PANDOC = re.compile(rf"\{{({_IN_BRACES}{{1,400}}+)\}}")
_ONLY_KRAMDOWN = re.compile(rf"[ \t]*(?:\{{:(?!:){_IN_BRACES}{{0,400}}+\}}[ \t]*){{1,8}}$")
_ONLY_PANDOC = re.compile(rf"[ \t]*\{{{_IN_BRACES}{{1,400}}+\}}[ \t]*$")
_EXTENSION = re.compile(r"\{::/?(?P<name>[a-z]+)?[^{}\n]{0,200}\}|\{:/[a-z]*\}")
#: A named list of attributes (``{:note: .x}``), which another list refers to.
_NAMED = re.compile(r"\s*[\w-]+:\s")
#: Keys that make a list without a class or an id one of attributes and no JavaScript.
_KEYS = frozenset(
    {"width", "height", "align", "id", "class", "style", "title", "target", "rel", "alt", "scale",
     "start", "type", "loading", "lang", "fig-align", "fig-alt", "fig-cap", "caption", "file",
     "startFrom", "data-align", "code-line-numbers", "filename", "color", "toggle"}
)  # fmt: skip
#: What attributes stand directly behind, besides words in brackets.
_HOLDERS = frozenset({"image", "link_close", "code_inline"})
#: Classes of themes whose paragraph or quote is a box, with the type of the box.
_BOXES = {
    "notice": "note", "notice--primary": "note", "notice--info": "info",
    "notice--warning": "warning", "notice--danger": "danger", "notice--success": "tip",
    "prompt-info": "info", "prompt-tip": "tip", "prompt-warning": "warning",
    "prompt-danger": "danger", "note": "note", "tip": "tip", "info": "info", "warning": "warning",
    "danger": "danger", "important": "important", "caution": "caution", "success": "success",
    "error": "danger", "highlight": "note", "callout": "note",
}  # fmt: skip


@dataclass(slots=True)
class AttributeList:
    """The attributes of one or more lists in braces."""

    id: str = ""
    classes: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    #: Words alone: in kramdown, names of other lists, and ``toc``.
    words: list[str] = field(default_factory=list)

    def add(self, other: AttributeList) -> None:
        """Add what *other* has."""
        self.id = other.id or self.id
        self.classes += other.classes
        self.values |= other.values
        self.words += other.words


def read_list(text: str) -> AttributeList | None:
    """Return the attributes in *text*, without its braces; None if it is something else."""
    found = AttributeList()
    pos, end = 0, len(text.rstrip())
    while pos < end:
        item = _ITEM.match(text, pos, end)
        if item is None:
            return None
        pos = item.end()
        if item["id"]:
            found.id = item["id"]
        elif item["class"]:
            found.classes.append(item["class"])
        elif item["key"]:
            value = item["value"]
            found.values[item["key"]] = value[1:-1] if value[:1] in "\"'" else value
        else:
            found.words.append(item["word"])
    found.classes += found.values.pop("class", "").split()
    found.id = found.values.pop("id", "") or found.id
    return found


def read_pandoc(text: str) -> AttributeList | None:
    """Return the attributes of a list without a colon; None where it could be JavaScript."""
    found = read_list(text)
    if found is None or found.words or not (found.id or found.classes or found.values):
        return None
    return found if found.id or found.classes or _KEYS & found.values.keys() else None


def attributes_of(token: Token) -> AttributeList:
    """Return the attributes of *token*, to which more can be added."""
    found = token.meta.setdefault(KEY, AttributeList())
    assert isinstance(found, AttributeList)  # noqa: S101  # nothing else has this key
    return found


# -- in text ---------------------------------------------------------------------------------------


def kramdown_rule(state: StateInline, silent: bool) -> bool:
    """Take ``{: …}`` in text for attributes of what is before it; leave out ``{:: …}``."""
    if not state.src.startswith("{:", state.pos):
        return False
    found = _KRAMDOWN.match(state.src, state.pos, state.posMax)
    if found is None:
        found = _EXTENSION.match(state.src, state.pos, state.posMax)
        if found is None:
            return False
        if not silent:
            state.pos = _after_comment(state.src, found, state.posMax)
            return True
    elif not silent and (attributes := read_list(found[1])) is not None:
        holder = _holder(state)
        if holder is not None:
            attributes_of(holder).add(attributes)
    state.pos = found.end()
    return True


def _after_comment(text: str, found: re.Match[str], end: int) -> int:
    """Return the position after ``{::comment}…{:/comment}``, else after the tag alone."""
    if found["name"] != "comment" or text[found.start() + 3] == "/" or found[0].endswith("/}"):
        return found.end()
    stop = text.find("{:/", found.end(), end)
    closing = _EXTENSION.match(text, stop, end) if stop >= 0 else None
    return closing.end() if closing is not None else found.end()


_DIRECTIVE = re.compile(r"::?[A-Za-z][\w-]{0,40}\Z")


def pandoc_rule(state: StateInline, silent: bool) -> bool:
    """Take ``{…}`` behind an image, a link, code or words in brackets for attributes."""
    if state.src[state.pos] != "{":
        return False
    before, bracket, words = state.pending[:-1].rpartition("[")
    # The label of a directive in text, as in :name[label]{…}, is no span.
    is_span = state.pending.endswith("]") and bool(bracket) and "]" not in words
    is_span = is_span and _DIRECTIVE.search(before) is None
    holder = None if is_span else _holder(state)
    if holder is None and not is_span:
        return False
    if holder is not None and state.pending and holder.type != "image":
        return False
    found = _PANDOC.match(state.src, state.pos, state.posMax)
    attributes = read_pandoc(found[1]) if found is not None else None
    if found is None or attributes is None:
        return False
    if not silent:
        if holder is not None:
            attributes_of(holder).add(attributes)
        else:
            state.pending = before + words
    state.pos = found.end()
    return True


def _holder(state: StateInline) -> Token | None:
    """Return the token that attributes at the current position belong to."""
    if state.pending.strip() or not state.tokens:
        return None
    last = state.tokens[-1]
    if last.type not in _HOLDERS:
        return None
    if last.type != "link_close":
        return last
    opened = (token for token in reversed(state.tokens) if token.type == "link_open")
    return next((token for token in opened if token.level == last.level), None)


# -- on lines of their own -------------------------------------------------------------------------


def attributes_block_rule(
    state: StateBlock,
    start: int,
    end: int,
    silent: bool,
    *,
    kramdown: bool,
    pandoc: bool,
) -> bool:
    """Make a hidden token of a line of attributes, for :func:`attributes_rule` to give away."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{", pos) or state.is_code_block(start):
        return False
    line = state.src[pos : state.eMarks[start]]
    if kramdown and line.startswith("{::"):
        return _extension(state, start, end, line, silent=silent)
    attributes = AttributeList()
    if kramdown and _ONLY_KRAMDOWN.match(line):
        for found in _KRAMDOWN.finditer(line):
            read = None if _NAMED.match(found[1]) else read_list(found[1])
            attributes.add(read or AttributeList())
    elif pandoc and _ONLY_PANDOC.match(line) and (read := read_pandoc(line.strip()[1:-1])):
        attributes = read
    else:
        return False
    if not silent:
        token = state.push("dialect_attributes", "", 0)
        token.hidden = True
        token.map = [start, start + 1]
        token.meta = {KEY: attributes}
        state.line = start + 1
    return True


def _extension(state: StateBlock, start: int, end: int, line: str, *, silent: bool) -> bool:
    """Leave out ``{::comment}`` … ``{:/comment}``, and the lines of other tags of kramdown."""
    found = _EXTENSION.match(line)
    if found is None:
        return False
    stop = start + 1
    if found["name"] == "comment" and not found[0].endswith("/}"):
        rest = line[found.end() :]
        stop = _comment_end(state, start, end) if "{:/" not in rest else start + 1
    elif line[found.end() :].strip():
        return False
    if not silent:
        state.line = stop
    return True


def _comment_end(state: StateBlock, start: int, end: int) -> int:
    """Return the line after the end of the comment; that of its beginning if it has no end."""
    if getattr(state, "dialect_no_comment_end", None) is not None:
        return start + 1
    for line in range(start + 1, end):
        if state.src.startswith("{:/", state.bMarks[line] + state.tShift[line]):
            return line + 1
    state.dialect_no_comment_end = True  # type: ignore[attr-defined]  # a plain class
    return start + 1


def attributes_rule(state: StateCore) -> None:
    """Give the attributes of each line to the block before or after it (core rule)."""
    if "{" not in state.src:
        return
    if any(token.type == "dialect_attributes" for token in state.tokens):
        state.tokens = _Giver().run(state.tokens)
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            _heading_attributes(token, state.tokens[index + 1])


class _Giver:
    """Gives attributes away, and makes boxes of paragraphs with the class of one."""

    def __init__(self) -> None:
        self.output: list[Token] = []
        self.opened: list[int] = []
        #: The index of the last block that ended, as it is in the output.
        self.last: int | None = None
        self.waiting: AttributeList | None = None
        self.waiting_line = -1

    def run(self, tokens: list[Token]) -> list[Token]:
        for token in tokens:
            if token.type == "dialect_attributes":
                self._give(token)
                continue
            if token.nesting >= 0 and token.type != "inline":
                self._take(token)
            if token.nesting > 0:
                self.opened.append(len(self.output))
            self.output.append(token)
            if token.nesting < 0:
                self.last = self.opened.pop() if self.opened else None
                self._close(token)
            elif token.nesting == 0 and token.type != "inline":
                self.last = len(self.output) - 1
            else:
                self.last = None
        return [token for token in self.output if token.type != "dialect_dropped"]

    def _give(self, token: Token) -> None:
        attributes = attributes_of(token)
        line = (token.map or [0])[0]
        before = self.output[self.last] if self.last is not None else None
        if before is not None and before.map is not None and before.map[1] == line:
            before.map = [before.map[0], line + 1]
            self._apply(before, attributes)
        elif self.waiting is not None and self.waiting_line == line:
            self.waiting.add(attributes)
            self.waiting_line = line + 1
        else:
            self.waiting, self.waiting_line = attributes, line + 1

    def _take(self, token: Token) -> None:
        if self.waiting is not None and token.map is not None:
            if token.map[0] == self.waiting_line:
                attributes_of(token).add(self.waiting)
            self.waiting = None

    def _close(self, token: Token) -> None:
        """Apply what was written before the block that *token* ends."""
        if self.last is not None and KEY in self.output[self.last].meta:
            attributes = self.output[self.last].meta.pop(KEY)
            if isinstance(attributes, AttributeList):
                self._apply(self.output[self.last], attributes)

    def _apply(self, block: Token, attributes: AttributeList) -> None:
        assert self.last is not None  # noqa: S101  # the callers have checked it
        if "toc" in attributes.words and block.type.endswith("list_open"):
            self._make_contents()
            return
        box = next((_BOXES[name] for name in attributes.classes if name in _BOXES), None)
        if box is not None and block.type in {"paragraph_open", "blockquote_open"}:
            self._make_box(block, box)
        elif block.type == "paragraph_open":
            # Its only image takes them, if there is one.
            attributes_of(self.output[self.last + 1]).add(attributes)
        elif block.type == "heading_open":
            if attributes.id:
                block.meta.setdefault("id", attributes.id)
            attributes_of(block).add(attributes)
        elif block.type == "fence":
            name = attributes.values.get("file") or attributes.values.get("title")
            if name and '"' not in name:
                block.info += f' title="{name}"'

    def _make_box(self, block: Token, box: str) -> None:
        assert self.last is not None  # noqa: S101  # as above
        opening, closing = self.output[self.last], self.output[-1]
        meta = {"opening": Opening(0, box)}
        level = opening.level
        if block.type == "blockquote_open":
            opening.type, opening.tag, opening.meta = "mdx_admonition_open", "div", meta
            closing.type, closing.tag = "mdx_admonition_close", "div"
            return
        lines = list(opening.map or [0, 1])
        around = Token("mdx_admonition_open", "div", 1, map=lines, level=level, block=True,
                       info=box, meta=meta)  # fmt: skip
        self.output.insert(self.last, around)
        self.output.append(Token("mdx_admonition_close", "div", -1, level=level, block=True))

    def _make_contents(self) -> None:
        """Put the place of the contents where a list stands for it."""
        assert self.last is not None  # noqa: S101  # as above
        lines = self.output[self.last].map
        for token in self.output[self.last :]:
            token.type = "dialect_dropped"
        self.output.append(Token("dialect_contents", "", 0, map=lines, block=True))
        self.last = None


def _heading_attributes(opening: Token, text: Token) -> None:
    """Read the attributes at the end of a heading, as ``# Title {.unnumbered #id}``."""
    content = text.content.rstrip()
    for _ in range(MAX_LISTS):
        start = content.rfind("{") if content.endswith("}") else -1
        if start < 0 or _OWN_ID.fullmatch(content, start):
            return
        if content[start - 1 : start] == "\\" or "`" in content[start:]:
            return
        if content.startswith("{:", start):
            found = read_list(content[start + 2 : -1])
        else:
            found = read_pandoc(content[start + 1 : -1])
            # A class alone, or it could be an expression.
            if found is not None and not (found.classes or found.id):
                found = AttributeList() if _CLASSES.fullmatch(content, start) else None
        if found is None:
            return
        if found.id:
            opening.meta.setdefault("id", found.id)
        attributes_of(opening).add(found)
        text.content = content = content[:start].rstrip()


def item_attributes_rule(state: StateCore) -> None:
    """Take the attributes at the end of an item or a paragraph (``text {.red}``) from its text."""
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        is_text = token.type == "inline" and opening.type == "paragraph_open"
        content = token.content.rstrip() if is_text else ""
        if not content.endswith("}") or token.map is None:
            continue
        start = content.rfind("{")
        found = _CLASSES.fullmatch(content, start) if start > 0 else None
        is_apart = content[start - 1 : start] in {" ", "\t"} or "=" in content[start:]
        if found is not None and is_apart and "`" not in content[start:]:
            token.content = content[:start].rstrip()


def paragraph_attributes_rule(state: StateCore) -> None:
    """Give the attributes of a paragraph to its only image, else to itself (after ``inline``)."""
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "inline" or KEY not in token.meta:
            continue
        attributes = token.meta[KEY]
        if not isinstance(attributes, AttributeList):
            continue
        images = [child for child in token.children or [] if child.type == "image"]
        if len(images) == 1:
            attributes_of(images[0]).add(attributes)
        elif opening.type == "paragraph_open":
            if attributes.id and valid_id(attributes.id):
                opening.attrs.setdefault("id", attributes.id)
            if classes := [name for name in attributes.classes if valid_id(name)]:
                opening.attrs["class"] = " ".join(classes)
