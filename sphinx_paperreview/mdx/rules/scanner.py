"""Scan tags, ``{…}`` and comments of MDX: where they end, in linear time."""

from __future__ import annotations

import functools
import html
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import MutableMapping

#: Elements of HTML that have no content: a tag without ``/`` is taken for one with it.
VOID_ELEMENTS = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip

#: Longest expression or tag, in characters.
MAX_LENGTH = 20_000
#: A tag that proves to be something else after no more characters than these costs nothing.
MAX_CHEAP = 200
_BUDGET = "mdx_budget"

_NAME = re.compile(r"[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$-]*)*(?::[A-Za-z_$][\w$-]*)?")
_ATTRIBUTE = re.compile(r"[A-Za-z_$:@][\w$:.@-]*")
_BLANK = re.compile(r"\s*")
_FEW_BLANKS = re.compile(r"\s{0,200}")
_BARE = re.compile(r"[^\s\"'=<>`{}/]+")
_BARE_HTML = re.compile(r"[^\s\"'=<>`]+")
#: A picture within an address, which may be of any length.
_DATA = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=\s]*+")
#: The beginning of an address with templates, which may have quotation marks within.
_TEMPLATES = re.compile(
    r"(?:[^\"'<>{}]{0,200}+(?:\{\{[^{}<>]{0,300}\}\}|\{\{<[^{}<>]{0,300}>\}\}|\{%[^{}%]{0,300}%\}))+"
)
_SPREAD_OR_COMMENT = re.compile(r"\{\s*(?:\.\.\.|/\*|\Z)")
#: What ends a string or escapes within it, by its quotation mark.
_STRING_MARKS = {
    "'": re.compile(r"[\\\n']"),
    '"': re.compile(r"[\\\n\"]"),
    "`": re.compile(r"[\\`]"),
}
_ESCAPED_OR_BACKTICK = re.compile(r"\\.|`", re.DOTALL)
_CODE = re.compile(r"""[{}'"`]|/[*/]|<(?=[A-Za-z>])""")
#: What stands before JSX within JavaScript.
_BEFORE_JSX = re.compile(r"(?:[({\[,;?:=>]|&&|\|\||\breturn)\s{0,9}\Z")
_JSX_TAG = re.compile(r"<(/?)\s{0,9}[\w$.:-]*")
_JSX_MARK = re.compile(r"""["'{>]|/>""")
_JSX_TEXT = re.compile(r"[<{]")
#: Most elements of JSX in one ``{…}`` that prove to have no end, and deepest nesting of them.
MAX_JSX, MAX_JSX_LEVEL = 3, 20


class Scan(Enum):
    """Why no construct was found."""

    #: The text ends before the construct does.
    INCOMPLETE = "incomplete"
    #: It is something else.
    NOTHING = "nothing"
    #: It is longer than :data:`MAX_LENGTH`, or proves to be something else after more than
    #: :data:`MAX_CHEAP` characters.
    COSTLY = "costly"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; ``value`` is the text of a string or the source of an expression."""

    name: str
    value: str | None
    kind: Literal["string", "expression", "flag", "spread", "bare"]


@dataclass(slots=True)
class Tag:
    """One tag of JSX or HTML; ``name`` is empty in a fragment."""

    kind: Literal["open", "close", "self"]
    name: str
    #: The position after the tag.
    end: int
    attributes: list[Attribute] = field(default_factory=list)
    source: str = ""
    #: What Docusaurus would refuse although the meaning is clear; a warning each.
    problems: list[str] = field(default_factory=list)
    #: Whether it is HTML in Markdown, not JSX.
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class Braces:
    """A ``{…}``; ``source`` is the text between the braces, ``end`` the position after them."""

    source: str
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment; ``source`` is the text within, ``end`` the position after it."""

    source: str
    end: int


Construct: TypeAlias = Tag | Braces | Comment
#: The type of the token for each construct.
TOKEN_TYPES: dict[type[Construct], str] = {
    Tag: "mdx_tag",
    Braces: "mdx_expression",
    Comment: "mdx_comment",
}


def scan_construct(text: str, pos: int, *, is_html: bool = False) -> Construct | Scan:
    """Return the construct that begins with the ``<`` or ``{`` at *pos*, or why there is none.

    :param is_html: whether a tag is one of HTML in Markdown
    """
    if text[pos] == "{":
        return _scan_braces(text, pos)
    if text.startswith("<!", pos):
        return _scan_comment(text, pos)
    return _scan_tag(text, pos, is_html=is_html)


def spend(env: MutableMapping[str, Any], amount: int, size: int) -> bool:
    """Subtract *amount* characters of look-ahead without a result from the budget of a document.

    *size* is the length of the document, to which its budget is proportional. Return False once
    the budget is used up: block rules then look for the end of a construct on its first line only,
    which keeps hostile input linear.
    """
    left: int = env.get(_BUDGET, 100_000 + 20 * size) - amount
    env[_BUDGET] = left
    return left > 0


def _scan_comment(text: str, pos: int) -> Comment | Scan:
    """Scan ``<!-- … -->`` at *pos*."""
    if not text.startswith("<!--", pos):
        return Scan.NOTHING
    end = text.find("-->", pos + 4)
    if end < 0:
        return Scan.INCOMPLETE
    return Comment(text[pos + 4 : end], end + 3)


def _skip_string(text: str, pos: int, quote: str, limit: int) -> int:
    """Return the position after the string that opens at *pos*, or after the quote alone."""
    index = pos + 1
    while True:
        found = _STRING_MARKS[quote].search(text, index, limit)
        if found is None or found[0] == "\n":
            return pos + 1  # an apostrophe in prose
        if found[0] == quote:
            return found.end()
        index = found.end() + 1


@functools.lru_cache(maxsize=4)
def _comment_ends(text: str) -> list[int]:
    return [found.end() for found in re.finditer(r"\*/", text)]


def _scan_braced_comment(text: str, pos: int) -> Braces | Literal[Scan.INCOMPLETE] | None:
    """Scan ``{/* … */}``, which may be of any length: authors comment out whole parts of posts.

    The ends of all comments are found once for each text, which keeps many beginnings linear. None
    if there is something else in the braces.
    """
    start = _blank(text, pos + 1, _FEW_BLANKS)
    if not text.startswith("/*", start):
        return None
    ends = _comment_ends(text)
    index = bisect_left(ends, start + 4)
    if index == len(ends):
        return Scan.INCOMPLETE
    stop = _blank(text, ends[index], _FEW_BLANKS)
    return Braces(text[pos + 1 : stop], stop + 1) if text.startswith("}", stop) else None


@functools.lru_cache(maxsize=4)
def _backticks(text: str) -> list[int]:
    return [found.end() for found in _ESCAPED_OR_BACKTICK.finditer(text) if found[0] == "`"]


def _scan_braced_string(text: str, pos: int) -> Braces | Literal[Scan.INCOMPLETE] | None:
    """Scan a template string without holes that is all of a ``{…}``: style sheets are long.

    It may be of any length, as :func:`_scan_braced_comment` says.
    """
    start = _blank(text, pos + 1, _FEW_BLANKS)
    if not text.startswith("`", start):
        return None
    ends = _backticks(text)
    index = bisect_left(ends, start + 2)
    if text.find("${", start, ends[index] if index < len(ends) else None) >= 0:
        return None
    if index == len(ends):
        return Scan.INCOMPLETE
    stop = _blank(text, ends[index], _FEW_BLANKS)
    return Braces(text[pos + 1 : stop], stop + 1) if text.startswith("}", stop) else None


def _scan_braces(text: str, pos: int) -> Braces | Scan:
    """Scan ``{…}`` at *pos*; nested braces, strings, templates, comments and JSX are skipped."""
    whole = _scan_braced_comment(text, pos) or _scan_braced_string(text, pos)
    if whole is not None:
        return whole
    limit = min(len(text), pos + MAX_LENGTH)
    end = _end_of_code(text, pos, limit, [MAX_JSX], 0)
    if end is not None:
        return Braces(text[pos + 1 : end - 1], end)
    return Scan.INCOMPLETE if limit == len(text) else Scan.COSTLY


def _end_of_code(text: str, pos: int, limit: int, left: list[int], level: int) -> int | None:
    """Return the position after the ``}`` that closes the ``{`` at *pos*, None before *limit*.

    *left* holds how many elements of JSX without an end may still be tried, for all *level*s of
    braces within JSX together.
    """
    depth, index = 0, pos
    while (found := _CODE.search(text, index, limit)) is not None:
        mark, index = found[0], found.end()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return index
        elif mark == "/*":
            end = text.find("*/", index, limit)
            if end < 0:
                return None
            index = end + 2
        elif mark == "//":
            # A comment begins the text or follows a blank; else it is part of an address.
            if text[found.start() - 1] in " \t\n{;,":
                end = text.find("\n", index, limit)
                index = limit if end < 0 else end
        elif mark == "<":
            if left[0] > 0 and _BEFORE_JSX.search(text, max(pos, index - 11), index - 1):
                after = _end_of_jsx(text, index - 1, limit, left, level + 1)
                left[0] -= after is None
                index = index if after is None else after
        else:
            index = _skip_string(text, found.start(), mark, limit)
    return None


def _end_of_jsx(text: str, pos: int, limit: int, left: list[int], level: int) -> int | None:
    """Return the position after the element of JSX at *pos*, None if it has no end.

    In its text an apostrophe opens no string.
    """
    depth, index = 0, pos
    if level > MAX_JSX_LEVEL:
        return None
    while True:
        tag = _JSX_TAG.match(text, index, limit)
        after = _end_of_jsx_tag(text, tag.end(), limit, left, level) if tag is not None else None
        if tag is None or after is None:
            return None
        index = after
        depth += -1 if tag[1] else 0 if text.startswith("/>", index - 2) else 1
        if depth <= 0:
            return index
        while (mark := _JSX_TEXT.search(text, index, limit)) is not None and mark[0] == "{":
            inner = _end_of_code(text, mark.start(), limit, left, level)
            if inner is None:
                return None
            index = inner
        if mark is None:
            return None
        index = mark.start()


def _end_of_jsx_tag(text: str, pos: int, limit: int, left: list[int], level: int) -> int | None:
    """Return the position after the ``>`` of the tag whose attributes begin at *pos*."""
    index = pos
    while (found := _JSX_MARK.search(text, index, limit)) is not None:
        if found[0] in {">", "/>"}:
            return found.end()
        if found[0] == "{":
            end = _end_of_code(text, found.start(), limit, left, level)
        else:
            end = text.find(found[0], found.end(), limit) + 1 or None
        if end is None:
            return None
        index = end
    return None


def _blank(text: str, pos: int, blanks: re.Pattern[str] = _BLANK) -> int:
    found = blanks.match(text, pos)
    return found.end() if found else pos


def _scan_tag(text: str, pos: int, *, is_html: bool) -> Tag | Scan:
    """Scan the tag at *pos*: ``<name …>``, ``<name …/>``, ``</name>``, ``<>`` or ``</>``."""
    index = pos + 1
    closing = text.startswith("/", index)
    if closing:
        index = _blank(text, index + 1)
    found = _NAME.match(text, index)
    name = found[0] if found else ""
    index = found.end() if found else index
    if index >= len(text):
        return Scan.INCOMPLETE if found or closing else Scan.NOTHING
    if not found:
        if text[index] == ">":
            return Tag("close" if closing else "open", "", index + 1, [], text[pos : index + 1])
        return Scan.NOTHING
    if not text[index].isspace() and text[index] not in "/>{":
        return Scan.NOTHING
    tag = Tag("close" if closing else "open", name, index, is_html=is_html)
    problem = _scan_attributes(text, tag)
    if problem is not None:
        costly = problem is Scan.NOTHING and tag.end - pos > MAX_CHEAP
        return Scan.COSTLY if costly else problem
    tag.source = text[pos : tag.end]
    if tag.kind == "open" and (name.lower() if name.isupper() else name) in VOID_ELEMENTS:
        tag.kind = "self"
        tag.problems.append(f"<{name}> is not closed; write <{name} />")
    return tag


def _scan_attributes(text: str, tag: Tag) -> Scan | None:  # noqa: PLR0911  # one for each way to end
    """Scan from ``tag.end`` to the end of the tag, and move ``tag.end`` there."""
    limit = min(len(text), tag.end + MAX_LENGTH)
    while True:
        last = tag.attributes[-1].value if tag.attributes else None
        if last is not None and len(last) > MAX_LENGTH:
            limit = min(len(text), tag.end + MAX_LENGTH)
        index = _blank(text, tag.end)
        if index >= limit:
            return Scan.INCOMPLETE if index >= len(text) else Scan.COSTLY
        if text[index] == ">":
            tag.end = index + 1
            return None
        if text[index] == "/":
            index = _blank(text, index + 1)
            if index >= len(text):
                return Scan.INCOMPLETE
            if text[index] != ">" or tag.kind == "close":
                return Scan.NOTHING
            tag.kind, tag.end = "self", index + 1
            return None
        if tag.kind == "close":
            return Scan.NOTHING
        step = _scan_attribute(text, index, tag)
        if isinstance(step, Scan):
            return step
        tag.end = step


def _scan_attribute(text: str, index: int, tag: Tag) -> int | Scan:
    if text[index] == "{":
        if not _SPREAD_OR_COMMENT.match(text, index):
            return Scan.NOTHING
        braces = _scan_braces(text, index)
        if isinstance(braces, Scan):
            return braces
        source = braces.source.strip()
        if source.startswith("..."):
            tag.attributes.append(Attribute("", source[3:], "spread"))
        else:
            tag.problems.append("MDX refuses a comment within a tag; put it before the tag")
        return braces.end
    found = _ATTRIBUTE.match(text, index)
    if not found:
        return Scan.NOTHING
    name = found[0]
    after = _blank(text, found.end())
    if not text.startswith("=", after):
        tag.attributes.append(Attribute(name, None, "flag"))
        return found.end() if after < len(text) else after
    return _scan_value(text, _blank(text, after + 1), name, tag)


def _scan_value(  # noqa: PLR0911  # one for each kind of value
    text: str, index: int, name: str, tag: Tag
) -> int | Scan:
    if index >= len(text):
        return Scan.INCOMPLETE
    mark = text[index]
    if mark in "\"'":
        data = _DATA.match(text, index + 1)
        if data is None and tag.is_html:
            data = _TEMPLATES.match(text, index + 1)
        start = index + 1 if data is None else data.end()
        end = text.find(mark, start, start + MAX_LENGTH)
        if end < 0:
            return Scan.INCOMPLETE if index + MAX_LENGTH >= len(text) else Scan.COSTLY
        value = html.unescape(text[index + 1 : end])
        tag.attributes.append(Attribute(name, value, "string"))
        return end + 1
    if mark == "{":
        braces = _scan_braces(text, index)
        if isinstance(braces, Scan):
            return braces
        tag.attributes.append(Attribute(name, braces.source, "expression"))
        return braces.end
    found = (_BARE_HTML if tag.is_html else _BARE).match(text, index)
    if not found:
        return Scan.NOTHING
    tag.attributes.append(Attribute(name, found[0], "bare"))
    tag.problems.append(f'the value of {name} has no quotes; write {name}="{found[0]}"')
    return found.end()
