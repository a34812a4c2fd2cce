"""The head of a source: what stands above, or in the first lines of, its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.fences import FENCE, closing, unquoted
from sphinx_paperreview.reading.states.source.rst_lines import (
    ADORNMENT,
    DIRECTIVE,
    NO_TEXT,
    head_of,
    lines_of,
    title_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ATX = pattern(r" {0,3}#{1,6}[ \t]+(.+)$")
SETEXT = pattern(r" {0,3}(?:=+|-+)[ \t]*$")
_HTML_HEADING = pattern(
    r" {0,3}<h[1-6](?P<attributes> [^<>]*)?>(?P<text>.+?)</h[1-6]>", re.IGNORECASE
)
_CLASS = pattern(r".*?\bclass(?:Name)?=[\"'](?P<names>[^\"']{1,60})[\"']")
#: One of what may stand above a front matter that is not at the very top: blanks, a comment.
_ABOVE = re.compile(
    r"[\s\ufeff\u200b-\u200f\u2060\x00-\x1f]+|<!--(?P<html>.*?)-->|\{/\*(?P<mdx>.*?)\*/\}"
    r"|%%(?P<obsidian>.*?)%%|%(?P<myst>[^%{\n][^\n]*)(?=\n)"
    r"|\{::comment\}(?P<kramdown>.*?)\{:/(?:comment)?\}"
    r"|\{%-?\s*comment\s*-?%\}(?P<liquid>.*?)\{%-?\s*endcomment\s*-?%\}"
    # A link definition of which nobody sees the title.
    r"|\[(?://|#|comment)\]:[ \t]*(?:#|<#?>)[ \t]*+[('\"]?+(?P<link>[^\n]*+)(?=\n)",
    re.DOTALL | re.IGNORECASE,
)
#: The characters of lines that enclose a front matter, and what editors make of them.
_MARKS = frozenset("-+;\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
#: What a fence names before a front matter that a program put into a block of code.
_METADATA = frozenset({
    "", "yaml", "yml", "toml", "json", "md", "markdown", "mdx", "frontmatter", "text", "txt",
})  # fmt: skip
#: How a text begins that a program has encrypted: OpenPGP, age, Ansible, git-crypt, Meld.
_ENCRYPTED = pattern(
    r"\s*(?:-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)-----|age-encryption\.org/v1\n"
    r"|\$ANSIBLE_VAULT;|GITCRYPT|%%\s*\N{CLOSED LOCK WITH KEY}|`{3}[ \t]*meld-encrypt)"
)
_LIKE_TITLE = pattern(r"([!-/:-@\[-`{-~])\1{2}|^\.\.")
_LIKE_PAIR = pattern(r"[^\w\n]*+[^:=\uff1a\n]{1,60}+[:=\uff1a]")


def is_encrypted(text: str) -> bool:
    """Tell whether *text* begins as one does that nobody can read without a key."""
    return _ENCRYPTED.match(text) is not None


def last_line(text: str) -> str:
    """Return the last line of *text* that is not blank, with the blanks before it."""
    return text.rstrip().rpartition("\n")[2]


def end_of_comments(text: str, start: int) -> int:
    """Return where the comments and blank lines end that begin at the offset *start*."""
    end = start
    for part in _above(text, start):
        end = part.end()
    return end


def _above(text: str, start: int) -> Iterator[re.Match[str]]:
    while part := _ABOVE.match(text, start):
        yield part
        start = part.end()


def head_comments(text: str, start: int, *, is_rst: bool) -> Iterator[tuple[int, str]]:
    """Yield the line (from 1) and the text of each comment at the head of *text*.

    The head begins at the offset *start*.
    """
    if is_rst:
        lines = lines_of(text)
        for place, end, is_list in head_of(lines):
            first = lines[place]
            if not (is_list or DIRECTIVE.match(first) or NO_TEXT.match(first)):
                yield place + 1, "\n".join((first[2:], *lines[place + 1 : end])).strip()
        return
    line, last = 1, 0
    for comment in _above(text, start):
        line += text.count("\n", last, comment.start())
        last = comment.start()
        if words := next(filter(None, comment.groups()), ""):
            yield line, words.rstrip(" \t)'\"") if comment["link"] else words


def heading_in(line: str, *, is_rst: bool = False, underlined: bool = False) -> str:
    """Return the heading that *line* is, or that stands above its line; empty if it is none."""
    if not is_rst and (match := _ATX.match(line)):
        return match[1].strip().rstrip("#").rstrip()
    if not is_rst and (match := _HTML_HEADING.match(line)):
        classes = _CLASS.match(match["attributes"] or "")
        # As an attribute of Markdown: ``# x {.draft}``.
        named = "".join(f" {{.{name}}}" for name in classes["names"].split()) if classes else ""
        return f"{match['text'].strip()}{named}"
    return line if underlined and not ADORNMENT.match(line) else ""


def opens_code(line: str) -> bool:
    """Tell whether *line* opens a block of code in a language; admonitions of Obsidian are none."""
    fence = FENCE.match(line)
    language = fence["rest"].strip() if fence and fence["name"] is None else ""
    return (
        fence is not None
        and fence["marks"][0] != ":"
        and language[:1].isalpha()
        and (not language.startswith("ad-"))
    )


def head_code(lines: Sequence[str], place: int) -> list[str]:
    """Return the lines of the block of code at *place* if it has perhaps a front matter."""
    fence = FENCE.match(lines[place])
    if fence is None or fence["marks"][0] == ":" or fence["name"] is not None:
        return []
    inner = lines[place + 1 : closing(lines, place + 1, fence["marks"])]
    name = fence["rest"].strip().lower()
    is_enclosed = bool(inner) and inner[0].strip() in {"---", "+++"}
    return list(inner) if name in _METADATA and (name or is_enclosed) else []


def nikola_fields(comment: str) -> dict[str, str]:
    """Return the metadata that Nikola reads in *comment*: lines of ``.. key: value``."""
    return dict(frontmatter.NIKOLA_LINE.findall(comment))


def first_heading(text: str, *, is_rst: bool) -> str:
    """Return the first heading of *text*, outside of code; empty if there is none."""
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        line = lines[place]
        if is_rst:
            if line.strip() and not line[:1].isspace() and (size := title_size(lines, place)):
                return lines[place + (size == 3)].strip()
        elif heading := heading_in(line):
            return heading
        elif place and lines[place - 1].strip() and SETEXT.match(line):
            return lines[place - 1].strip()
        elif (fence := FENCE.match(line)) and fence["marks"][0] != ":" and "`" not in fence["rest"]:
            place = closing(lines, place + 1, fence["marks"])
        place += 1
    return ""


def is_fence(line: str) -> bool:
    """Tell whether *line* was perhaps meant to enclose a front matter: one letter may be wrong.

    The name of a language may follow, as in ``---yaml``.
    """
    text = "".join(line.split())
    marks = sum(letter in _MARKS for letter in text)
    return bool(marks) and (len(text) - marks <= 1 or text.lstrip("".join(_MARKS)).isalpha())


def end_of_metadata(
    lines: Sequence[str], start: int, blocks: int, *, titles: bool = False, fences: bool = False
) -> int:
    """Return where the lines end that may be metadata: *blocks* blocks, and those with a pair.

    :param titles: whether a block with the line of a title, or a comment, may come between
    :param fences: whether a line that opens or closes a directive of Markdown ends them
    """
    has_pair = True
    for place in range(start, len(lines)):
        line = lines[place]
        if fences and place > start and FENCE.match(unquoted(line)):
            return place
        if line.strip():
            has_pair = has_pair or _LIKE_PAIR.match(line) is not None
            has_pair = has_pair or (titles and _LIKE_TITLE.search(line) is not None)
        elif place > start and lines[place - 1].strip():
            blocks -= 1
            if blocks < 1 and not has_pair:
                return place
            has_pair = False
    return len(lines)
