"""Notes of an author on a text: the headings and short lines below its title, and its last line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.heads import SETEXT, heading_in, last_line, opens_code
from sphinx_paperreview.reading.states.source.rst_lines import ADORNMENT, DIRECTIVE, FIELD, NO_TEXT
from sphinx_paperreview.reading.states.words.vocabulary import fold, lists

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many lines below a title are looked at for a mark, and how long it may be.
_MOST_MARKS, _LONGEST_MARK = 2, 80
#: How many lines with sentences are looked at, and how long one may be.
_MOST_SENTENCES, _LONGEST_SENTENCES = 3, 500
#: How long a line of a quotation or an admonition may be, and one of pictures.
_LONGEST_QUOTED, _LONGEST_PICTURES = 120, 1000
#: A longer text is no placeholder.
_MOST_LINES = 20
#: What a note may stand in: a quotation, an admonition of any program, a shortcode.
_NOTE = pattern(
    r"(?:>[ \t]?)*+(?:\[!(?P<callout>\w++)\][+-]?"
    r"|(?::{3,}|`{3,}|~{3,})[ \t]*\{?(?P<container>[\w-]++)\}?"
    r"|(?:!!!|\?\?\?)\+?[ \t]+(?P<material>[\w-]++)|\.\.[ \t]+(?P<rst>[\w-]++)::)?"
    r"(?P<text>.*)$"
)
_SHORTCODE = pattern(r"\{[{%]?+[<%*/]*+(?P<text>[^{}<>%*/]{1,60}+)[>%*/]*+[}%]?\}$")
_VALUE = pattern(r"[=:][\"']?([\w -]{1,40})(?=[\"']?(?:\s|$))")
_ALTERNATIVE = pattern(r"!\[(?P<text>[^\[\]]*+)\]\([^()]*+\)")
#: A line that is a picture, in any markup; and the address of one by shields.io or the like, which
#: has a label perhaps, a message and a colour.
_PICTURE = pattern(r"\[?!\[|\.\.[ \t]+(?:image|figure)::|<(?:a [^<>]*><)?(?:img|Image|Figure) ")
_BADGE = pattern(r"/badge/(?P<text>[^()/?\s\"]{1,60})-[^()/?\s\"-]{1,20}(?=[?)\"\s]|$)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
#: A footnote, of which nobody sees where it is called.
_FOOTNOTE = pattern(r"\[\^[^\[\]]{1,20}\]:[ \t]*(?P<text>.+)$")
_ESCAPE = pattern(r"\\(?=[\[\](){}*_#])")
_ENCLOSED = pattern(
    r"(?![-*+] )[*_(\[{<%~（［【「『\u2010-\u2015-].*[*_)\]}>%~）］】」』\u2010-\u2015-]$"
)
_QUOTED = pattern(r"""["']([^"'./]{1,60})["']""")
#: A component, an attribute without a value, and what has yet to be done.
_COMPONENT = pattern(r"<[A-Z][\w.]*\s[^<>]*>")
_ATTRIBUTE = pattern(r"(?<=\s)([a-z]{2,20})(?=[\s/>])")
_TICKED = pattern(r"[-*+] \[[xX]\] ")
_UNTICKED = pattern(r"[-*+] \[ \] (?P<text>.+)$")
#: The classes of a directive.
_CLASSES = pattern(r":(?:class|classes):[ \t]+(?P<names>.+)$")
#: A directive whose argument says of which builds its content is, as that of ``.. only::``.
_CONDITION = pattern(r"[:`~]{3,}[ \t]*\{(?:only|ifconfig)\}")
_END_OF_SENTENCE = re.compile("[.!?。！？]")
_OPENS_NOTE = pattern(
    r"(?::{3,}|`{3,}|~{3,})[ \t]*\{?[\w-]+\}?[ \t]*$|(?:!!!|\?\?\?)|\.\.[ \t]+[\w-]+::"
)
_OPENS_TODO = pattern(
    r"(?:>[ \t]?)*+(?:\[!todo\][+-]?|[:`~]{3,}[ \t]*\{?todo\}?|(?:!!!|\?\?\?)\+?[ \t]+todo"
    r"|\.\.[ \t]+todo::)[ \t]*$",
    re.IGNORECASE,
)
#: What includes a file or a template, and its name without folders and suffix.
_INCLUSION = pattern(
    r"(?:\{%-?\s*(?:include|render|partial|embed)|\{\{[<%>]?\s*(?:include|template|partial|embed)"
    r"|!\[\[|-{1,2}8<-{1,2}|\.\.[ \t]+(?:\w+-)?include::|[`~:]{3,}\{include\}|<!--#include"
    r"|[@!]include)(?P<rest>[^\n]{1,200})$"
)
_BETWEEN_WORDS = re.compile(r"[\s\"'<>{}()%\[\]|]+")
_STEM = pattern(r"(?:.*[/\\])?_?(?P<stem>[\w-]{2,60})(?:\.(?P<suffix>\w{1,8}))?$")
_OF_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "excalidraw"})
#: An element that has a name of its own: a component of JSX, or a custom element.
_ELEMENT = pattern(r"<(?P<name>[A-Z]\w{2,40}|[a-z]+(?:-[a-z]+)+)[\s/>]")
_ROW = pattern(r"\|[^|]*\|.*\|$")
_FILE = pattern(r"\S+\.[a-z]{2,5}$")
_DEFINITION = pattern(r":[ \t]+\S")
_HASHTAGS = pattern(r"(?:#[^\s#]+[ \t]*)+$")


def head_marks(text: str, *, is_rst: bool, has_title: bool) -> Iterator[tuple[str, bool]]:
    """Yield the headings and short lines below the title of *text*, and whether each is a heading.

    Tags that stand alone are lines as well, as in Bear. A heading counts if no text is above it.
    The last line counts if it has tags alone, or is a comment or emphasized.

    :param has_title: whether the title is elsewhere, so that the first heading is below it
    """
    written = text.split("\n")
    lines = [line.strip() for line in written]
    left = _MOST_MARKS
    is_unseen = is_todo = False
    for place, line in enumerate(lines):
        is_unseen = is_rst and (
            _is_no_note(line) or (is_unseen and (not line or written[place][:1].isspace()))
        )
        if is_unseen:
            continue
        is_title = not is_rst and (heading_in(line) or SETEXT.match(line))
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if (is_title and "](" in line) or opens_code(line):
            break  # a paper: what is below it is said of its review
        underlined = (ADORNMENT if is_rst else SETEXT).match(below)
        if not line or is_title or underlined or ADORNMENT.match(line):
            if (heading := heading_in(line, is_rst=is_rst, underlined=bool(underlined))) != "":
                if has_title and left == _MOST_MARKS:
                    yield heading, True
                has_title = True
            continue
        if classes := _CLASSES.match(line):
            yield from ((name, False) for name in classes["names"].split() if name != "private")
        if classes or (is_rst and FIELD.match(line)):
            continue  # an option
        if _DEFINITION.match(below) or _is_other(line):
            continue  # a term, which is read with its definition
        is_quoted = line[:1] == ">" or _OPENS_NOTE.match(lines[place - 1] if place else "")
        longest = _LONGEST_QUOTED if is_quoted else _LONGEST_MARK
        if len(line) > (_LONGEST_PICTURES if _PICTURE.match(line) else longest) or left == 0:
            break
        left -= 1
        marks = [_own(line.lstrip("> "))] if is_todo else _tags_or_notes(line)
        yield from ((mark, False) for mark in marks)
        is_todo = _OPENS_TODO.match(line) is not None
    yield from ((mark, False) for mark in _marks_at_end(text))


def _marks_at_end(text: str) -> list[str]:
    """Return what the last line of *text* may say as a note, or the sentences in it that forbid."""
    last = last_line(text).strip()
    is_note = (
        _ENCLOSED.match(_ESCAPE.sub("", last))
        or _FOOTNOTE.match(last)
        or _UNTICKED.match(last)
        or last[:1] == ">"
    )
    if _HASHTAGS.match(last) or (is_note and len(last) <= _LONGEST_MARK):
        return _tags_or_notes(last)
    sentences = _END_OF_SENTENCE.split(last) if len(last) <= _LONGEST_QUOTED else ()
    return [each for each in sentences if fold(each) in lists()["forbids"]]


def outer_lines(text: str) -> list[str]:
    """Return the first lines of *text* that have sentences, and its last line."""
    found: list[str] = []
    for line in map(str.strip, text.split("\n", _MOST_LINES)[:_MOST_LINES]):
        if opens_code(line) or len(found) == _MOST_SENTENCES:
            break
        if line and not heading_in(line) and not ADORNMENT.match(line) and not _ROW.match(line):
            found.append(line)
    return [line for line in (*found, last_line(text).strip()) if len(line) <= _LONGEST_SENTENCES]


def placeholder(text: str) -> str:
    """Return the only line of *text* below its title if it stands for what is to come: ``TBD``."""
    lines = [line.strip() for line in text.split("\n", _MOST_LINES)]
    shown = [line for line in lines if line and not heading_in(line) and not ADORNMENT.match(line)]
    return shown[0] if len(shown) == 1 and fold(shown[0]) in lists()["later"] else ""


def _is_other(line: str) -> bool:
    """Tell whether *line* is the row of a table, a condition, or a task that is done."""
    return bool(_ROW.match(line) or _CONDITION.match(line) or _TICKED.match(line))


def _is_no_note(line: str) -> bool:
    """Tell whether *line* of reStructuredText begins a comment, a target or the like."""
    is_explicit = line.startswith("..")
    return is_explicit and not (DIRECTIVE.match(line) and not NO_TEXT.match(line))


def _tags_or_notes(line: str) -> list[str]:
    """Return the tags in *line*, or what it may say as a note, without what encloses it."""
    line = _without_links(_ESCAPE.sub("", line))
    if match := _INCLUSION.match(line):
        return _names_in(match)
    if _PICTURE.match(line):
        texts = [*_ALTERNATIVE.finditer(line), *_BADGE.finditer(line)]
        return [each["text"].replace("-", " ").strip() for each in texts]
    if len(line) <= 500 and _HASHTAGS.match(line) is not None:
        tags = [tag.lstrip("#") for tag in line.split()]
        return [*tags, *(part for tag in tags if "/" in tag for part in tag.split("/"))]
    if line.startswith("{#"):
        return [line]  # a comment of Jinja
    if match := _SHORTCODE.match(line):
        text = match["text"].strip()
        is_part = text.lower() == "private"  # it encloses a part
        return [] if is_part else [text, *(() if "src=" in text else _VALUE.findall(text))]
    found = [line]
    for enclosed in (_NOTE, _FOOTNOTE):
        if match := enclosed.match(line):
            parts = [part.strip(' \t"[]{}') for part in match.groups() if part]
            parts = [part for part in parts if not _FILE.match(part)]
            is_todo = parts[:1] in (["todo"], ["TODO"])
            found += map(_own, parts[1:]) if is_todo else parts
    if line.startswith(("<", ":::")):
        # ``hidden`` is also a class of style sheets.
        found += [each for each in _QUOTED.findall(line) if each != "hidden"]
    if _COMPONENT.match(line):
        found += _ATTRIBUTE.findall(line)
    if match := _UNTICKED.match(line):
        found += [f"not {match['text']}", f"TODO: {match['text']}"]
    if match := _ELEMENT.match(line):
        found += [match["name"]] if match["name"] != "Private" else []
    return found


def _names_in(inclusion: re.Match[str]) -> list[str]:
    """Return the name of the file in *inclusion*; none if it is a picture."""
    words = filter(None, _BETWEEN_WORDS.split(inclusion["rest"]))
    stem = _STEM.match(next(words, ""))
    return [stem["stem"]] if stem and stem["suffix"] not in _OF_PICTURES else []


def _own(task: str) -> str:
    """Return *task*, what the author has yet to do, as the comment that it might be."""
    return f"<!--TODO: {task}-->"


def _without_links(line: str) -> str:
    """Return *line* with the texts of its links and pictures; as it is if it has nothing else."""
    beside = _LINK.sub("", _LINK.sub("", line)) if "](" in line else ""
    return _LINK.sub(r"\1", line) if any(map(str.isalnum, beside)) else line
