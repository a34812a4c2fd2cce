"""Which heading is the document's title, and the levels of those below it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(r"^\d{4}([-/]?)\d{1,2}\1\d{1,2}(?!\d)[-_ ]*(?=.)|^\d{6}[-_ ]+(?=.)")
#: Key of ``env.current_document``: whether the document is not a post by its name.
IS_PAGE = "paperreview_is_page"
#: Key of the parser's environment: whether the document begins with an h1.
OWN_TITLE = "paperreview_own_title"
#: Tokens that show nothing: an h1 after them is still the first content of the page.
_INVISIBLE = frozenset({"front_matter", "mdx_esm", "mdx_comment", "myst_target"})


def title_of_file(docname: str) -> str:
    """Return the title of a document without one: its file name without the date."""
    path = PurePosixPath(docname)
    name = path.parent.name if path.name == "index" and path.parent.name else path.name
    return _DATE.sub("", name) or name


def _headings(tokens: list[Token]) -> Iterator[int]:
    depth = 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and depth == 0:
            yield index
        depth += token.nesting


def _first_heading(tokens: list[Token]) -> int | None:
    """Return the index of the first heading if it is an h1 and no ``---`` precedes it."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            return index if token.tag == "h1" else None
        if token.type == "hr" and token.level == 0:
            return None
    return None


def _plain(token: Token) -> str:
    text = "".join(child.content or " " for child in token.children or [])
    return " ".join(text.split())


def _title_tokens(text: str, line: int = 0) -> list[Token]:
    """Return the tokens of an h1 of plain *text*."""
    lines = [line, line + 1]
    return [
        Token("heading_open", "h1", 1, markup="#", map=list(lines), block=True),
        Token(
            "inline",
            "",
            0,
            content=text,
            map=list(lines),
            block=True,
            children=[Token("text", "", 0, content=text)],
        ),
        Token("heading_close", "h1", -1, markup="#", block=True),
    ]


def arrange(
    tokens: list[Token],
    title: str,
    fallback: str,
    *,
    only_one: bool = False,
    in_place: bool = False,
) -> list[Token]:
    """Return *tokens* with the title first, so that one section holds the whole document.

    *title* is the front matter's. Without it, the first heading is the title if it is an h1, else
    *fallback* is. A single h1 that differs from the front matter's title becomes a paragraph,
    which our style sheets hide as Docusaurus does, if no heading and no ``---`` precedes it. Any
    other h1 (one for each paper, say) becomes a section below the title, still shown as an h1,
    with all that follows it.

    :param only_one: whether the title alone is shown as an h1, as in Markdown. There the first
        heading is also the title if it is the only one of its level, and links to nothing, or
        has the words of *fallback*.
    :param in_place: whether text before the first h1 stays there, as on pages of Docusaurus
    """
    if title:
        return _insert(*_below(tokens, title, only_one=only_one))
    headings = list(_headings(tokens))
    if only_one:
        _raise(tokens, headings, fallback)
    first = [index for index in headings if tokens[index].tag == "h1"]
    # The first of several papers is no title, which would hold the others.
    is_paper = only_one and len(first) > 1 and _has_link(tokens, first[0])
    if not first or first[0] != headings[0] or is_paper:
        _shift(tokens, first, shown=only_one)
        return _insert(tokens, _title_tokens(fallback))
    if only_one:
        _shift(tokens, first[1:], shown=True)
    start = first[0]
    if in_place or all(token.type in _INVISIBLE for token in tokens[:start]):
        return tokens
    return _insert(tokens[:start] + tokens[start + 3 :], tokens[start : start + 3])


def _raise(tokens: list[Token], headings: list[int], fallback: str) -> None:
    """Make the first heading an h1 if all others are below it, and raise these as much.

    One with a link may be one of several papers to come, unless the file has its name.
    """
    if not headings:
        return
    words = "".join(filter(str.isalnum, _plain(tokens[headings[0] + 1]))).casefold()
    is_named = words == "".join(filter(str.isalnum, fallback)).casefold()
    if _has_link(tokens, headings[0]) and not is_named:
        return
    levels = [int(tokens[index].tag[1]) for index in headings]
    if levels[0] == 1 or min(levels[1:], default=7) <= levels[0]:
        return
    for index, level in zip(headings, levels, strict=True):
        _set_tag(tokens, index, level - levels[0] + 1)


def _has_link(tokens: list[Token], heading: int) -> bool:
    return any(child.type == "link_open" for child in tokens[heading + 1].children or [])


def _set_tag(tokens: list[Token], index: int, level: int) -> None:
    tokens[index].tag = tokens[index + 2].tag = f"h{min(level, 6)}"


def _below(tokens: list[Token], title: str, *, only_one: bool) -> tuple[list[Token], list[Token]]:
    """Return the *tokens* that follow the front matter's *title*, and the heading of that title."""
    heading = _title_tokens(title)
    lead = _first_heading(tokens)
    first = [index for index in _headings(tokens) if tokens[index].tag == "h1"]
    if lead is not None and _plain(tokens[lead + 1]) == " ".join(title.split()):
        # Bold and code are dropped, as in the front matter's title; a link is kept.
        if _has_link(tokens, lead):
            heading = tokens[lead : lead + 3]
        else:
            heading = _title_tokens(title, (tokens[lead].map or [0])[0])
        tokens = tokens[:lead] + tokens[lead + 3 :]
        first = [index - 3 for index in first if index != lead]
    elif lead is not None and first in ([], [lead]):
        tokens[lead] = Token("paragraph_open", "p", 1, map=tokens[lead].map, block=True)
        tokens[lead].attrs["class"] = "pr-content-title visually-hidden"
        tokens[lead + 2] = Token("paragraph_close", "p", -1, block=True)
        first = []
    _shift(tokens, first, shown=only_one)
    return tokens, heading


def _shift(tokens: list[Token], first: list[int], *, shown: bool) -> None:
    """Lower by a level the headings from the first h1 (the indices *first*) on.

    :param shown: whether the headings show it
    """
    for index in _headings(tokens) if first else ():
        if index >= first[0]:
            level = int(tokens[index].tag[1]) + 1
            tokens[index].meta["level"] = level
            if shown:
                _set_tag(tokens, index, level)


def _insert(tokens: list[Token], heading: list[Token]) -> list[Token]:
    at = 1 if tokens and tokens[0].type == "front_matter" else 0
    return tokens[:at] + heading + tokens[at:]


def own_title(tokens: list[Token]) -> str | None:
    """Return the text of the first heading; None unless it is an h1 that begins the document.

    It does so in no other block, and with no ``---`` before it (``contentTitle`` of Docusaurus).
    """
    first = next(_headings(tokens), None)
    if first is None or first != _first_heading(tokens):
        return None
    return _plain(tokens[first + 1])
