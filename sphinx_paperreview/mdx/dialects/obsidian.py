"""Obsidian: ``[[links]]``, ``![[embeds]]``, ``==marks==``, ``%%comments%%``, ``^ids``, tasks."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.rules.emphasis import scan_run
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note
from sphinx_paperreview.mdx.rules.scanner import Attribute, Tag

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

_LINK = re.compile(
    r"(!?)\[\[([^\[\]|#^\n]{0,200})([#^][^\[\]|\n]{0,200})?((?:\|[^\[\]|\n]{0,200}){0,4})\]\]"
)
#: Numbers in double brackets are a citation or a matrix; that of arXiv, a date, and the time at
#: which a note was made name a note.
_NUMBERS = re.compile(
    r"(?!(?:\d{4}\.\d{4,5}|\d{4}-\d\d(?:-\d\d)?(?: \d+)?|\d{8,14})$)[\d\s,.;:+*/–-]*"
)
_BLOCK_ID = re.compile(
    r"(?:^|[ \t\n])\^(?=[A-Za-z0-9-]*[A-Za-z])([A-Za-z0-9][A-Za-z0-9-]{2,60})[ \t]*$"
)
#: What Logseq notes about a block: whether it is open, its id, times, places in a PDF.
_PROPERTY = re.compile(
    r"^(?:(?:collapsed|heading)::[ \t]*(?:true|false|\d)|id::[ \t]*[0-9a-f-]{36}"
    r"|(?:todo|done|doing|now|later|created-at|updated-at)::[ \t]*\d{10,14}"
    r"|(?:ls-type|hl-[a-z]{1,10}|card-[a-z-]{1,30}|logseq\.[\w.-]{1,40}|background-color)::[^\n]*)"
    r"[ \t]*$\n?",
    re.MULTILINE,
)
#: Marks of tasks beside the blank and the ``x`` of GitHub: half done, cancelled, moved on.
_TASK = re.compile(r"\[[-/<>!?*+\"~]\](?=[ \t])")
#: Elements that play a file, by its suffix.
_PLAYERS = {
    **dict.fromkeys(("mp4", "webm", "ogv", "mov", "mkv", "m4v"), "video"),
    **dict.fromkeys(("mp3", "wav", "m4a", "ogg", "oga", "flac", "opus"), "audio"),
}
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_COMMENT = "%%"
#: Code, formulas, and the address of a button of Substack.
_SPANS = re.compile(r"(`{1,64}+)(?!`).*?(?<!`)\1(?!`)|\$[^$\n]*\$|\(%%[a-z_]{1,60}%%\)", re.DOTALL)


# -- links -----------------------------------------------------------------------------------------


def wikilink_rule(state: StateInline, silent: bool) -> bool:
    """Make a token of ``[[target#part|text]]`` and of ``![[file|300]]``."""
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None or state.src.startswith(("(", "["), found.end()):
        return False
    embed, target, part, labels = found.groups()
    target = target.strip().rstrip("\\")
    if not (target or part) or (target and _NUMBERS.fullmatch(target) and not embed):
        return False
    reference = state.env.get("references", {}).get(normalizeReference(target))
    if reference is not None and is_web(reference["href"]):
        return False  # ``[[1]]`` with a definition of ``[1]``; Foam defines the files of its links
    if not silent:
        token = state.push("dialect_wikilink", "", 0)
        token.content = target
        token.markup = found[0]
        token.meta = {
            "part": (part or "").strip(),
            "labels": [label.strip().rstrip("\\") for label in labels.split("|")[1:]],
            "embed": bool(embed),
        }
    state.pos = found.end()
    return True


def embeds_rule(state: StateCore) -> None:
    """Make players of the videos and sounds that are embedded as pictures are (core rule).

    A PDF file that Markdown embeds becomes a link; ``![[x.pdf]]`` is one anyway.
    """
    for token in state.tokens:
        if token.type == "inline" and "![" in token.content and token.children:
            token.children = [part for child in token.children for part in _embedded(child)]


def _embedded(child: Token) -> list[Token]:
    """Return what embeds the file of *child*: itself, a player, or the parts of a link."""
    is_link = child.type == "dialect_wikilink" and child.meta["embed"]
    if not is_link and child.type != "image":
        return [child]
    address = child.content if is_link else str(child.attrGet("src") or "")
    suffix = re.split(r"[?#]", address, maxsplit=1)[0].rpartition(".")[2].lower()
    words = child.meta["labels"] if is_link else child.content.split("|")
    title = next((word.strip() for word in words if word and not word.isdigit()), "")
    if suffix in _PLAYERS:
        width = next((word.strip() for word in words if word.strip().isdigit()), "")
        values = {"src": address, "title": title, "width": width}
        attributes = [Attribute(key, value, "string") for key, value in values.items() if value]
        player = Token("mdx_tag", "", 0, level=child.level, content=child.markup)
        player.meta = {
            "item": Tag("self", _PLAYERS[suffix], 0, attributes),
            "by_name": is_link,
            "source": child.markup,
        }
        return [player]
    if suffix == "pdf" and not is_link:
        name = title or address.rpartition("/")[2]
        return [
            Token("link_open", "a", 1, attrs={"href": address}, level=child.level),
            Token("text", "", 0, content=name, level=child.level + 1),
            Token("link_close", "a", -1, level=child.level),
        ]
    return [child]


# -- tasks -----------------------------------------------------------------------------------------


def tasks_rule(state: StateCore) -> None:
    """Make a task of ``- [/]`` and the like; it is not open, as in Obsidian (core rule)."""
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type.endswith("list_open"):
            lists.append(token)
        elif token.type.endswith("list_close"):
            lists.pop()
        item = state.tokens[index - 2] if index > 1 else token
        if item.type != "list_item_open" or not token.children:
            continue
        first = token.children[0]
        found = _TASK.match(first.content) if first.type == "text" else None
        if found is not None:
            first.content = first.content[found.end() :].lstrip()
            task = Token("dialect_task", "", 0, level=token.level, meta={"checked": True})
            token.children.insert(0, task)
        elif first.type != "dialect_task":
            continue
        for node, name in ((lists[-1], "contains-task-list"), (item, "task-list-item")):
            if name not in str(node.attrs.get("class", "")):
                node.attrJoin("class", name)


# -- marks -----------------------------------------------------------------------------------------


def mark_rule(state: StateInline, silent: bool) -> bool:
    """Make a delimiter of ``==``, which markdown-it pairs later."""
    if silent or state.src[state.pos] != "=":
        return False
    end, before, after, left, right = scan_run(state)
    size = end - state.pos
    token = state.push("text", "", 0)
    token.content = state.src[state.pos : end]
    state.pos = end
    if size == 2:
        # ``a==b`` compares.
        opens = left and not (before.isascii() and before.isalnum())
        closes = right and not (after.isascii() and after.isalnum())
        state.delimiters.append(
            Delimiter(ord("="), 0, len(state.tokens) - 1, -1, open=opens, close=closes)
        )
    return True


def mark_pairs_rule(state: StateInline) -> None:
    """Make tokens of the delimiters ``==`` that markdown-it has paired."""
    if "==" not in state.src:
        return
    groups = [state.delimiters]
    groups += [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in groups:
        for delimiter in delimiters:
            if delimiter.marker != ord("=") or delimiter.end == -1:
                continue
            closing = delimiters[delimiter.end]
            _change(state.tokens[delimiter.token], "dialect_mark_open", 1)
            _change(state.tokens[closing.token], "dialect_mark_close", -1)


def _change(token: Token, kind: str, nesting: int) -> None:
    token.type, token.tag, token.markup, token.content = kind, "mark", "==", ""
    token.nesting = nesting  # type: ignore[assignment]  # 1 or -1


# -- comments --------------------------------------------------------------------------------------


def comment_rule(state: StateInline, silent: bool) -> bool:
    """Leave out ``%%…%%`` in text."""
    if not state.src.startswith(_COMMENT, state.pos):
        return False
    before = state.src[state.pos - 1 : state.pos]
    if before == "%" or (before.isascii() and before.isalnum()):
        return False
    stop = state.src.find(_COMMENT, state.pos + 2, state.posMax)
    if getattr(state, "dialect_no_comment", False) or stop < 0:
        state.dialect_no_comment = True  # type: ignore[attr-defined]  # a plain class
        return False
    if not silent:
        token = state.push("mdx_comment", "", 0)
        token.meta = {"item": None, "pos": state.pos, "source": state.src[state.pos : stop + 2]}
    state.pos = stop + 2
    return True


def comment_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out the lines from one that begins with ``%%`` to the next ``%%``.

    Marks in fences do not count. A line of ``%%`` alone without an end hides what follows in its
    container, as in Obsidian, with a warning.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_COMMENT, pos) or state.is_code_block(start):
        return False
    first = state.src[pos + 2 : state.eMarks[start]]
    marks = _marks(state)
    index = bisect_left(marks, pos + 2)
    stop = marks[index] if index < len(marks) and marks[index] < state.eMarks[end - 1] else -1
    if stop < 0:
        if first.strip():
            return False
        if not silent:
            message = (
                "a comment that begins with %% has no end, and hides the text after it; "
                "write %% on a line below it"
            )
            note(state.env, SyntaxProblem("mdx.dialect", message, start))
            state.line = end
        return True
    last = start
    while state.eMarks[last] < stop:
        last += 1
    rest = state.src[stop + 2 : state.eMarks[last]]
    if last == start and rest.strip():
        return False  # a comment at the beginning of a text
    if silent:
        return True
    if rest.strip():
        # What follows the comment begins a block of its own.
        state.bMarks[last] = stop + 2
        state.tShift[last] = len(rest) - len(rest.lstrip(" \t"))
        state.sCount[last] = state.blkIndent
        state.line = last
    else:
        state.line = last + 1
    return True


def _marks(state: StateBlock) -> list[int]:
    """Return the positions of all ``%%`` outside of fences and code; found once for a document."""
    marks: list[int] | None = getattr(state, "dialect_comment_marks", None)
    if marks is None:
        marks = []
        fence = ""
        position = 0
        for line in state.src.split("\n"):
            found = _FENCE.match(line)
            if found and (not fence or found[1].startswith(fence)):
                fence = "" if fence else found[1]
            elif not fence and _COMMENT in line:
                bare = _SPANS.sub(lambda span: " " * len(span[0]), line) if "`" in line else line
                marks += [position + each.start() for each in re.finditer("%%", bare)]
            position += len(line) + 1
        state.dialect_comment_marks = marks  # type: ignore[attr-defined]  # a plain class
    return marks


def comment_pairs_rule(state: StateCore) -> None:
    """Leave out a comment that begins in one paragraph and ends in a later one (core rule)."""
    if _COMMENT not in state.src:
        return
    open_at: dict[int, tuple[int, int]] = {}
    cuts: list[tuple[int, int, int, int]] = []
    for index, token in enumerate(state.tokens):
        if token.nesting < 0 and token.type != "paragraph_close":
            open_at.pop(token.level + 2, None)  # of the paragraphs in a container
        if token.type != "inline" or _COMMENT not in token.content:
            continue
        bare = _SPANS.sub(lambda span: " " * len(span[0]), token.content)
        marks = [
            each.start()
            for each in re.finditer("%%", bare)
            if not (before := bare[each.start() - 1 : each.start()]).isascii()
            or not before.isalnum()
            or open_at
        ]
        begun = open_at.pop(token.level, None)
        if begun is not None and marks:
            cuts.append((*begun, index, marks.pop(0)))
        if len(marks) % 2:
            open_at[token.level] = index, marks[-1]
    if not cuts:
        return
    kept: list[Token] = []
    position = 0
    for start, begin, _stop, _end in cuts:
        state.tokens[start].content = state.tokens[start].content[:begin].rstrip()
    for start, _begin, stop, end in cuts:
        state.tokens[stop].content = state.tokens[stop].content[end + 2 :].lstrip()
        kept += state.tokens[position : start + 2]
        position = stop - 1
    state.tokens = kept + state.tokens[position:]


# -- ids of blocks ---------------------------------------------------------------------------------


def properties_rule(state: StateCore) -> None:
    """Leave out the properties that Logseq writes for itself below a block (core rule)."""
    if "::" in state.src:
        for token in state.tokens:
            if token.type == "inline" and "::" in token.content:
                token.content = _PROPERTY.sub("", token.content).rstrip("\n")


def block_id_rule(state: StateCore) -> None:
    """Read the id at the end of a paragraph or item (``text ^id``; core rule)."""
    if "^" not in state.src:
        return
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "inline" or opening.type != "paragraph_open" or "^" not in token.content:
            continue
        found = _BLOCK_ID.search(token.content[-80:])
        if found is None:
            continue
        token.content = token.content[: len(token.content) - len(found[0])].rstrip()
        opening.attrs.setdefault("id", found[1].lower())
