"""Pair opening and closing tags, after all blocks and texts are tokenised.

Tags pair only within one container: a paragraph, an emphasis, a list item, a block quote. A tag
without a partner becomes text, except that block elements are closed at the end of the container.
In Markdown, where it is HTML, it ends with its container as in a browser, or is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.html import IMPLIED
from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note
from sphinx_paperreview.mdx.rules.scanner import VOID_ELEMENTS, Tag

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

#: Elements of running text.
PHRASING = frozenset(
    {
        "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark",
        "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
    }
)  # fmt: skip
#: Elements whose content is for browsers that cannot show them.
EMBEDDED = frozenset({"audio", "iframe", "video"})
#: Elements that are closed at the end of the container if the author does not close them.
BLOCK_ELEMENTS = frozenset(
    {
        "article", "aside", "blockquote", "center", "details", "div", "dl", "figure", "footer",
        "header", "main", "ol", "p", "section", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul", "li", "Tabs", "TabItem", "Details", "Admonition",
    }
)  # fmt: skip


@dataclass(slots=True)
class _Frame:
    """An open container; ``open`` lists the open tags in it, as (name, index in the output)."""

    open: list[tuple[str, int]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)


def _tag(token: Token) -> Tag | None:
    item = token.meta.get("item") if token.type == "mdx_tag" else None
    return item if isinstance(item, Tag) else None


class _Matcher:
    """Pairs the tags of one list of tokens; ``unpaired`` lists those without a partner, and why."""

    def __init__(self, *, block: bool, is_html: bool) -> None:
        self.block = block
        #: Whether it is Markdown, where HTML does not ask for each closing tag.
        self.is_html = is_html
        self.output: list[Token] = []
        self.frames = [_Frame()]
        self.unpaired: list[tuple[Token, str]] = []
        #: The ids of tags that end with their container.
        self.closing: frozenset[int] = frozenset()

    def run(self, tokens: list[Token]) -> list[Token]:
        for token in tokens:
            tag = _tag(token)
            if tag is not None:
                self._tag(token, tag)
            elif token.nesting > 0:
                self.output.append(token)
                self.frames.append(_Frame())
            elif token.nesting < 0 and len(self.frames) > 1:
                self._end_frame()
                self.output.append(token)
            else:
                self.output.append(token)
        while self.frames:
            self._end_frame()
        return self.output

    def _tag(self, token: Token, tag: Tag) -> None:
        frame = self.frames[-1]
        if tag.kind == "self":
            token.type = "mdx_jsx"
            token.meta["name"] = tag.name
        elif tag.kind == "open":
            frame.open.append((tag.name, len(self.output)))
            frame.names[tag.name] += 1
        elif frame.names[tag.name]:
            while frame.open[-1][0] != tag.name:
                self._unclosed(frame, within=tag.name)
            self._pair(frame, token)
            return
        elif tag.name in VOID_ELEMENTS and self._closes_void(tag.name):
            return
        else:
            self.unpaired.append((token, f"</{tag.name}> closes nothing that is open here"))
        self.output.append(token)

    def _closes_void(self, name: str) -> bool:
        """Return whether the last token opens this void element, as in ``<img></img>``."""
        last = _tag(self.output[-1]) or self.output[-1].meta.get("item") if self.output else None
        if not isinstance(last, Tag) or last.name != name or last.kind != "self":
            return False
        last.problems = [problem for problem in last.problems if "is not closed" not in problem]
        return True

    def _pair(self, frame: _Frame, closing: Token) -> None:
        name, index = frame.open.pop()
        frame.names[name] -= 1
        opening = self.output[index]
        opening.type, opening.nesting = "mdx_jsx_open", 1
        opening.meta["name"] = name
        closing.type, closing.nesting = "mdx_jsx_close", -1
        closing.meta["name"] = name
        is_hoisted = "hoisted" in opening.meta or "hoisted" in closing.meta
        if is_hoisted and not _is_template(opening):
            opening.meta["problem"] = (
                f"<{name}> begins on a line of its own and ends in text, or the other way round; "
                "put both tags on lines of their own"
            )
        self.output.append(closing)

    def _unclosed(self, frame: _Frame, within: str = "") -> None:
        """Close the innermost open tag, or find it unpaired.

        :param within: the element that is closed around it; empty at the end of the container
        """
        name, index = frame.open[-1]
        opening = self.output[index]
        message = f"<{name}> is not closed in the paragraph, list item or block it stands in"
        # In HTML it would hold the rest of the page, so that no heading there began a section.
        if self.block and name in BLOCK_ELEMENTS and (within or not self.is_html):
            if not self.is_html or name not in IMPLIED:
                opening.meta["problem"] = message + f"; write </{name}>"
            self._pair(frame, Token("mdx_jsx_close", "", -1, meta={}))
            return
        if id(opening) in self.closing:
            opening.meta["problem"] = message + f"; write </{name}>"
            self._pair(frame, Token("mdx_jsx_close", "", -1, meta={}))
            return
        frame.open.pop()
        frame.names[name] -= 1
        self.unpaired.append((opening, message))

    def _end_frame(self) -> None:
        frame = self.frames.pop()
        while frame.open:
            self._unclosed(frame)


def _is_template(token: Token) -> bool:
    """Return whether *token* is a tag of a template, which is never shown as text."""
    return "template" in token.meta


def _refuse(token: Token, message: str) -> None:
    if _is_template(token):
        token.type = "dialect_template"
        if token.meta["item"].kind == "open":
            # It may stand alone; what needs an end is left out when it is rendered.
            token.type, token.meta["name"] = "mdx_jsx", token.meta["item"].name
            token.meta["half"] = True
        return
    token.type = "mdx_refused"
    item = token.meta["item"]
    token.content = token.meta.get("source") or item.source
    token.meta["problem"] = message + f"; write \\{token.content[:1]} for a plain bracket"


def match_rule(state: StateCore) -> None:
    """Pair the tags of the document, first in each text, then among blocks (core rule).

    A tag at the edge of a paragraph without a partner there is moved out to pair with a block.
    """
    is_html = is_markdown(state.md)
    names = {tag.name for token in state.tokens if (tag := _tag(token)) is not None}
    tokens: list[Token] = []
    before: list[Token] = []
    after: list[Token] = []
    for token in state.tokens:
        if token.type == "inline" and token.children:
            may_hoist = bool(tokens) and tokens[-1].type == "paragraph_open"
            matcher = _Matcher(block=False, is_html=is_html)
            _match_inline(matcher, token, names if may_hoist else set(), before, after)
            if before:
                opening = tokens.pop()
                tokens += [*before, opening]
                before.clear()
            tokens.append(token)
        else:
            tokens.append(token)
            if token.type == "paragraph_close" and after:
                tokens += after
                after.clear()
    state.tokens = _match_blocks(state, tokens)


def _match_inline(
    matcher: _Matcher, token: Token, names: set[str], before: list[Token], after: list[Token]
) -> None:
    children = token.children or []
    _set_lines(token)
    if "mdx_tag" not in [child.type for child in children]:
        return
    children = matcher.run(children)
    unpaired = {id(child): message for child, message in matcher.unpaired}
    line = (token.map or [0])[0]

    def hoist(child: Token) -> bool:
        tag = _tag(child)
        if id(child) not in unpaired or tag is None or tag.name not in names:
            return False
        child.meta["hoisted"] = True
        child.block, child.map = True, [line + child.meta["line"], line + child.meta["line"] + 1]
        return True

    start, stop = 0, len(children)
    while start < stop and hoist(children[start]):
        before.append(children[start])
        start += 1
    while stop > start and hoist(children[stop - 1]):
        stop -= 1
    after += children[stop:]
    children = children[start:stop]
    if matcher.is_html:
        children = _close(token, children, unpaired)
    for child in children:
        if id(child) in unpaired and child.type == "mdx_tag":
            _refuse(child, unpaired[id(child)])
    if children and (start or after):
        _strip(children)
    token.children = children


def _close(text: Token, children: list[Token], unpaired: dict[int, str]) -> list[Token]:
    """Return *children* with the tags without a partner closed or left out, as HTML has them.

    A bare ``<i>`` directly behind a letter is perhaps none, as in ``vector<i>``.
    """
    left_out: set[int] = set()
    closing: set[int] = set()
    for child in children:
        tag = _tag(child)
        if id(child) not in unpaired or tag is None or _is_template(child):
            continue
        before = text.content[max(0, child.meta.get("pos", 0) - 1) :][:1]
        if tag.kind == "open" and not tag.attributes and before.isascii() and before.isalnum():
            continue
        if tag.kind == "open" and tag.name in PHRASING:
            closing.add(id(child))
        elif tag.kind == "open" and tag.name in EMBEDDED:
            child.type, child.meta["name"] = "mdx_jsx", tag.name
            child.meta["problem"] = unpaired[id(child)] + f"; write </{tag.name}>"
        elif tag.name in IMPLIED:
            left_out.add(id(child))
        else:
            child.type, child.content = "mdx_refused", ""
            child.meta["problem"] = unpaired[id(child)] + "; it is left out"
    children = [child for child in children if id(child) not in left_out]
    if not closing:
        return children
    matcher = _Matcher(block=False, is_html=True)
    matcher.closing = frozenset(closing)
    return matcher.run(children)


def _strip(children: list[Token]) -> None:
    while children and children[0].type == "softbreak":
        del children[0]
    while children and children[-1].type == "softbreak":
        del children[-1]


def _set_lines(token: Token) -> None:
    """Set the line of each child, counted from 0 in the text, and the column of a construct."""
    line = seen = 0
    start = -1  # the position of the last line break before *seen*
    for child in token.children or []:
        child.meta["line"] = line
        if "pos" in child.meta:
            pos = child.meta["pos"]
            start = max(start, token.content.rfind("\n", seen, pos))
            seen = pos
            child.meta["column"] = pos - start
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type.startswith("mdx_"):
            line += child.meta.get("source", "").count("\n")


def _match_blocks(state: StateCore, tokens: list[Token]) -> list[Token]:
    if not any(token.type == "mdx_tag" for token in tokens):
        return tokens
    is_html = is_markdown(state.md)
    matcher = _Matcher(block=True, is_html=is_html)
    tokens = matcher.run(tokens)
    unpaired = {id(token): message for token, message in matcher.unpaired}
    if not unpaired:
        return tokens
    result: list[Token] = []
    for token in tokens:
        if id(token) not in unpaired:
            result.append(token)
            continue
        if _is_template(token):
            _refuse(token, "")
            result.append(token)
            continue
        lines = token.map or [0, 1]
        if is_html and token.meta["item"].name in IMPLIED:
            continue
        note(
            state.env,
            SyntaxProblem("mdx.jsx", unpaired[id(token)], lines[0], token.meta.get("column", 1)),
        )
        if is_html:
            continue
        source = token.meta["item"].source
        text = Token("text", "", 0, content=source)
        result += [
            Token("paragraph_open", "p", 1, map=list(lines), block=True),
            Token("inline", "", 0, content=source, children=[text], map=list(lines), block=True),
            Token("paragraph_close", "p", -1, block=True),
        ]
    return result
