"""HTML in Markdown: its tags become the tokens that tags of MDX become, so none of it is raw.

A block of HTML ends where CommonMark ends it. Its tags are paired there as in a browser. The text
between two tags is running text of Markdown, except in code, so that ``<td>**x**</td>`` is bold.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import html_block
from markdown_it.token import Token

from sphinx_paperreview.mdx.javascript.syntax import is_comment
from sphinx_paperreview.mdx.rules.language import element_name
from sphinx_paperreview.mdx.rules.scanner import (
    MAX_LENGTH,
    VOID_ELEMENTS,
    Braces,
    Comment,
    Scan,
    Tag,
    scan_construct,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    from sphinx_paperreview.mdx.rules.scanner import Construct

#: Key of the ``meta`` of an inline token: the pieces of HTML that its text consists of.
PIECES = "html_pieces"
#: Elements that need no closing tag, and the elements whose opening tag closes them.
IMPLIED = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "p": frozenset({"p"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "tfoot": frozenset({"tbody"}),
    "colgroup": frozenset({"tr", "thead", "tbody", "tfoot"}),
}
#: Elements whose content has no Markdown in it.
_CODE = frozenset({"code", "kbd", "samp", "tt", "var"})
_HEADINGS = frozenset({f"h{level}" for level in range(1, 7)})
#: Elements that end only at their closing tag, whatever looks like a tag in them.
_ENDS = {
    name: re.compile(rf"</{name}\s{{0,100}}>", re.IGNORECASE) for name in ("pre", "script", "style")
}
_BLOCKS = frozenset({*block_names, *_ENDS})
#: Key of the environment of markdown-it: the components that have begun.
_OPENED = "html_components"
#: Most scans of one text that read far and find no end.
MAX_FAILURES = 60

_NAME = re.compile(
    r"</?([A-Za-z][A-Za-z0-9_-]*+(?::[A-Za-z][A-Za-z0-9-]*+|(?:\.[A-Za-z0-9-]++)*+))(?=[\s/>]|$)"
)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: A line that ends, which Medium writes so.
_BREAK = re.compile(r"<br\s?/?>(?!\n)", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"(?:\blang(?:uage)?(?:[- ]|\s?=\s?[\"']?)|\bbrush:\s?)([A-Za-z][\w+#.-]{0,39})"
)
_TEMPLATE = re.compile(r"\{%[^{}\n]{0,300}%\}")
#: Most characters of a tag in which templates are looked for.
MAX_TEMPLATED = 1000
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text of HTML: a tag, a comment, or the text between (without ``item``)."""

    text: str
    start: int
    item: Construct | None = None
    #: The content of an element of :data:`_ENDS`.
    content: str = ""


def scan_html(
    md: MarkdownIt, text: str, pos: int, opened: set[str] | None = None
) -> Construct | Scan:
    """Return the tag of a known element or the comment at *pos*, or why there is none.

    ``{/* … */}`` is a comment too. What HTML allows beyond MDX is no problem of a tag; ``<a name>``
    is a target.

    :param opened: the components of the site that have begun so far in the document, to which that
        of a tag is added; None where tags of components are text
    """
    if text[pos] == "{":
        braces = scan_construct(text, pos) if text.startswith("/*", pos + 1) else Scan.NOTHING
        wrong = isinstance(braces, Braces) and not is_comment(braces.source)
        return Scan.NOTHING if wrong else braces
    if text.startswith("<!", pos):
        return scan_construct(text, pos)
    found = _NAME.match(text, pos)
    name = element_name(md, found[1]) if found else ""
    if not name:
        if found is None or opened is None:
            return Scan.NOTHING
        return _component(found[1], text, pos, opened)
    tag = scan_construct(text, pos, is_html=True)
    if not isinstance(tag, Tag):
        tag = _without_templates(text, pos) or tag
    if not isinstance(tag, Tag):
        return tag
    tag.name, tag.problems = name, []
    if (tag.kind == "open" and name in VOID_ELEMENTS) or name == "br":  # also </br>, as browsers do
        tag.kind = "self"
    names = {attribute.name.lower() for attribute in tag.attributes}
    if name == "a" and "name" in names and "id" not in names:
        tag.attributes = [
            dataclasses.replace(each, name="id") if each.name.lower() == "name" else each
            for each in tag.attributes
        ]
    return tag


def opened_components(env: MutableMapping[str, Any]) -> set[str]:
    """Return the names of the components that have begun so far in the document of *env*."""
    opened: set[str] = env.setdefault(_OPENED, set())
    return opened


def _component(name: str, text: str, pos: int, opened: set[str]) -> Construct | Scan:
    """Return the tag of a component of the site (of Vue, say), or of an element of its own.

    It is one that closes itself, has an attribute with a value, or ends one that has begun;
    ``List<String>``, ``<your-name>`` and the tokens of a model (``<pad>``) are text.
    """
    if text.startswith("</", pos) and name not in opened:
        return Scan.NOTHING
    tag = scan_construct(text, pos, is_html=True)
    if isinstance(tag, Tag) and tag.kind == "open":
        if not any(each.value and each.kind == "string" for each in tag.attributes):
            return Scan.NOTHING
        opened.add(name)
    return tag if isinstance(tag, Tag) else Scan.NOTHING


def _without_templates(text: str, pos: int) -> Tag | None:
    """Return the tag at *pos*, some of whose attributes are written by tags of Liquid; else None.

    These are blanked out, so that positions stay as they are.
    """
    source = text[pos : pos + MAX_TEMPLATED]
    if "{%" not in source:
        return None
    blanked = _TEMPLATE.sub(lambda found: " " * len(found[0]), source)
    tag = scan_construct(blanked, 0, is_html=True)
    if not isinstance(tag, Tag):
        return None
    tag.end += pos
    tag.source = text[pos : tag.end]
    return tag


def is_wrapper(tag: Tag) -> bool:
    """Return whether Markdown is within *tag*: a component, or ``markdown="1"`` as in Jekyll."""
    return tag.name[:1].isupper() or any(
        attribute.name == "markdown" and attribute.value not in {"0", "span"}
        for attribute in tag.attributes
    )


def html_text_rule(state: StateInline, silent: bool) -> bool:
    """Make a token of the tag or comment at the current position; anything else is text."""
    if state.src[state.pos] not in "<{":
        return False
    failures = getattr(state, "html_failures", 0)
    if failures > MAX_FAILURES:
        return False
    item = scan_html(state.md, state.src, state.pos, opened_components(state.env))
    piece = None if isinstance(item, Scan) else _piece(state.src, state.pos, item)
    if piece is None:
        if item is not Scan.NOTHING:
            state.html_failures = failures + 1  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        _fill(state.push(_kind(piece), "", 0), piece)
    state.pos += len(piece.text)
    return True


def _piece(text: str, pos: int, item: Construct) -> Piece | None:
    """Return the piece that begins with *item* at *pos*; None if an element of code has no end."""
    if isinstance(item, Tag) and item.kind == "open" and item.name in _ENDS:
        end = _ENDS[item.name].search(text, item.end)
        if end is None:
            return None
        content, item = text[item.end : end.start()], dataclasses.replace(item, kind="self")
        item.end, item.source = end.end(), text[pos : end.end()]
        return Piece(item.source, pos, item, content)
    return Piece(text[pos : item.end], pos, item)


def _kind(piece: Piece) -> str:
    if not isinstance(piece.item, Tag):
        return "mdx_comment"
    return "fence" if piece.item.name == "pre" and piece.content else "mdx_tag"


def _fill(token: Token, piece: Piece) -> Token:
    """Give the *token* of a tag, a comment or code its content."""
    token.meta = {"item": piece.item, "pos": piece.start, "source": piece.text}
    token.content = piece.item.source if piece.item else ""
    if token.type == "fence":
        content = _BREAK.sub("\n", piece.content)
        text = html.unescape(_ANY_TAG.sub("", content)).removeprefix("\n")
        token.content = text if text.endswith("\n") else f"{text}\n"
        language = _LANGUAGE.search(_opening_tags(piece.text))
        token.info, token.markup = language[1] if language else "", "```"
    return token


def _opening_tags(text: str) -> str:
    """Return the tags with which *text* begins."""
    pos = 0
    while found := _ANY_TAG.match(text, pos, MAX_LENGTH):
        pos = found.end()
    return text[:pos]


def tokenize_pieces(
    pieces: list[Piece], md: MarkdownIt, env: MutableMapping[str, Any]
) -> list[Token]:
    """Return the tokens of the text of a block of HTML.

    Each text between tags is tokenised alone, so that a mark in it pairs with none behind a tag.
    """
    tokens: list[Token] = []
    first = pieces[0].start if pieces else 0
    code = 0
    for piece in pieces:
        if piece.item is None:
            made: list[Token] = []
            text = _TRAILING.sub("", piece.text)
            if code:
                made.append(Token("text", "", 0, content=html.unescape(text)))
            else:
                md.inline.parse(text, md, env, made)
        else:
            made = [_fill(Token(_kind(piece), "", 0), piece)]
            if isinstance(piece.item, Tag) and piece.item.name in _CODE:
                code += {"open": 1, "close": -1}.get(piece.item.kind, 0)
        for token in made:
            if "pos" in token.meta:
                token.meta["pos"] += (piece.start if piece.item is None else 0) - first
        tokens += made
    return tokens


# -- blocks


def html_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make tokens of a block of HTML, which ends at a blank line, or with its comment or code.

    A line that begins with an element of running text, or with an unknown one, is a paragraph.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", pos):
        return False
    found = _NAME.match(state.src, pos, state.eMarks[start])
    if found:
        if element_name(state.md, found[1]) not in _BLOCKS:
            return False
    elif not state.src.startswith("<!--", pos):
        return False
    if not html_block(state, start, end, silent):
        return False
    if not silent:
        block = state.tokens.pop()
        _Blocks(state, block.content.rstrip("\n"), start).run()
    return True


class _Blocks:
    """Makes the blocks of one block of HTML: unpaired tags, headings, comments, code, the rest."""

    def __init__(self, state: StateBlock, text: str, line: int) -> None:
        self.state = state
        self.text = text
        #: The line of the piece that is looked at, and how far line breaks are counted.
        self.line, self._counted = line, 0
        self._segment: list[Piece] = []
        self._first = line
        self._has_content = False
        #: The tag of the open heading, and how many tags are open.
        self._heading: Tag | None = None
        self._depth = 0

    def run(self) -> None:
        pieces, unpaired = _paired(list(_pieces(self.state.md, self.text)))
        for piece in pieces:
            self.line += self.text.count("\n", self._counted, piece.start)
            self._counted = max(self._counted, piece.start)
            if id(piece) in unpaired or self._stands_alone(piece):
                self._end_segment()
                self._push(piece)
            elif not self._is_edge_of_heading(piece):
                self._add(piece)
        self._end_segment()

    def _stands_alone(self, piece: Piece) -> bool:
        is_block = _kind(piece) == "fence" or isinstance(piece.item, Comment | Braces)
        return is_block and not self._depth and not self._has_content

    def _is_edge_of_heading(self, piece: Piece) -> bool:
        tag = piece.item
        if not isinstance(tag, Tag) or tag.name not in _HEADINGS or self.state.level:
            return False
        if tag.kind == "open" and not self._depth:
            self._end_segment()
            self._heading, self._depth = tag, 1
            return True
        heading = self._heading
        if tag.kind == "close" and self._depth == 1 and heading and heading.name == tag.name:
            self._end_segment()
            self._heading, self._depth = None, 0
            return True
        return False

    def _add(self, piece: Piece) -> None:
        is_blank = piece.item is None and piece.text.isspace()
        if is_blank and not self._has_content:
            return
        if isinstance(piece.item, Tag):
            self._depth += {"open": 1, "close": -1, "self": 0}[piece.item.kind]
        if not self._has_content:
            blank = len(piece.text) - len(piece.text.lstrip())
            self._first = self.line + piece.text.count("\n", 0, blank)
            self._has_content = True
        self._segment.append(piece)

    def _push(self, piece: Piece) -> None:
        token = _fill(self.state.push(_kind(piece), "", 0), piece)
        token.map = [self.line, self.line + piece.text.count("\n") + 1]
        token.meta["column"] = 1

    def _end_segment(self) -> None:
        pieces, self._segment = self._segment, []
        if not self._has_content:
            return
        self._has_content = False
        # A line break at the edge would be a blank on the page.
        pieces[0] = dataclasses.replace(pieces[0], text=pieces[0].text.lstrip())
        pieces[-1] = dataclasses.replace(pieces[-1], text=pieces[-1].text.rstrip())
        name, tag = ("heading", self._heading.name) if self._heading else ("paragraph", "p")
        content = "".join(piece.text for piece in pieces)
        lines = [self._first, self._first + content.count("\n") + 1]
        opening = self.state.push(f"{name}_open", tag, 1)
        opening.map = list(lines)
        if self._heading:
            opening.markup = "#"
            identifiers = (each.value for each in self._heading.attributes if each.name == "id")
            opening.meta["id"] = next(identifiers, None) or ""
        token = self.state.push("inline", "", 0)
        token.content, token.map, token.children = content, list(lines), []
        token.meta = {PIECES: pieces}
        self.state.push(f"{name}_close", tag, -1)


def _pieces(md: MarkdownIt, text: str) -> Iterator[Piece]:
    """Yield the tags, comments and texts that *text* consists of."""
    last = pos = failures = 0
    while (start := text.find("<", pos)) >= 0:
        item = scan_html(md, text, start) if failures <= MAX_FAILURES else Scan.NOTHING
        piece = None if isinstance(item, Scan) else _piece(text, start, item)
        if piece is None:
            failures += item is not Scan.NOTHING
            pos = start + 1
            continue
        if start > last:
            yield Piece(text[last:start], last)
        yield piece
        last = pos = start + len(piece.text)
    if last < len(text):
        yield Piece(text[last:], last)


def _paired(pieces: list[Piece]) -> tuple[list[Piece], set[int]]:
    """Return *pieces* with the closing tags that HTML implies, and the ids of unpaired tags."""
    result: list[Piece] = []
    open_tags: list[tuple[str, Piece]] = []
    unpaired: set[int] = set()
    names: Counter[str] = Counter()

    def close(start: int) -> None:
        name, _ = open_tags.pop()
        names[name] -= 1
        result.append(Piece("", start, Tag("close", name, start)))

    for piece in pieces:
        tag = piece.item
        if isinstance(tag, Tag) and tag.kind == "open":
            while open_tags and tag.name in IMPLIED.get(open_tags[-1][0], ()):
                close(piece.start)
            open_tags.append((tag.name, piece))
            names[tag.name] += 1
        elif isinstance(tag, Tag) and tag.kind == "close":
            if not names[tag.name]:
                unpaired.add(id(piece))
            else:
                while open_tags[-1][0] != tag.name:
                    close(piece.start)
                open_tags.pop()
                names[tag.name] -= 1
        result.append(piece)
    unpaired |= {id(piece) for _, piece in open_tags}
    return result, unpaired
