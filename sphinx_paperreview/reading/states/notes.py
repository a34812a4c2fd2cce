"""Notes of an author on a text: the headings and short lines below its title, and its last line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.fences import FENCE
from sphinx_paperreview.reading.states.heads import SETEXT, heading_in
from sphinx_paperreview.reading.states.rst_lines import ADORNMENT, DIRECTIVE, FIELD, NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many lines below a title are looked at for a mark, and how long it may be.
_MOST_MARKS, _LONGEST_MARK = 2, 80
#: What a note may stand in: a quotation, an admonition of any program, a shortcode.
_NOTE = pattern(
    r"(?:>[ \t]?)*(?:\[!(?P<callout>\w+)\][+-]?|:{3,}[ \t]*\{?(?P<container>[\w-]+)\}?"
    r"|(?:!!!|\?\?\?)\+?[ \t]+(?P<material>[\w-]+)|\.\.[ \t]+(?P<rst>[\w-]+)::)?"
    r"(?P<text>.*)$"
)
_SHORTCODE = pattern(r"\{[{%]?+[<%*/]*+(?P<text>[^{}<>%*/]{1,60}+)[>%*/]*+[}%]?+\}$")
_ALTERNATIVE = pattern(r"!\[(?P<text>[^\[\]]*+)\]\([^()]*+\)")
#: A line that is a picture, in any markup; and the address of one by shields.io or the like, which
#: has a label perhaps, a message and a colour.
_PICTURE = pattern(r"\[?!\[|\.\.[ \t]+(?:image|figure)::|<(?:a [^<>]*><)?(?:img|Image|Figure) ")
_BADGE = pattern(r"/badge/(?P<text>[^()/?\s\"]{1,60})-[^()/?\s\"-]{1,20}(?=[?)\"\s]|$)")
#: A footnote, of which nobody sees where it is called.
_FOOTNOTE = pattern(r"\[\^[^\[\]]{1,20}\]:[ \t]*(?P<text>.+)$")
_ESCAPE = pattern(r"\\(?=[\[\](){}*_#])")
_ENCLOSED = pattern(r"(?![-*+] )[*_(\[{<%~\u2010-\u2015-].*[*_)\]}>%~\u2010-\u2015-]$")
_QUOTED = pattern(r'"([^"./]{1,60})"')
#: A component, an attribute without a value, and what has yet to be done.
_COMPONENT = pattern(r"<[A-Z][\w.]*\s[^<>]*>")
_ATTRIBUTE = pattern(r"(?<=\s)([a-z]{2,20})(?=[\s/>])")
_UNTICKED = pattern(r"[-*+] \[ \] (?P<text>.+)$")
_HASHTAGS = pattern(r"(?:#[^\s#]+[ \t]*)+$")


def head_marks(text: str, *, is_rst: bool, has_title: bool) -> Iterator[tuple[str, bool]]:
    """Yield the headings and short lines below the title of *text*, and whether each is a heading.

    Tags that stand alone are lines as well, as in Bear. A heading counts if no text is above it.
    The last line counts if it has tags alone, or is a comment or emphasized.

    :param has_title: whether the title is elsewhere, so that the first heading is below it
    """
    lines = [line.strip() for line in text.split("\n")]
    left = _MOST_MARKS
    for place, line in enumerate(lines):
        is_title = not is_rst and (heading_in(line) or SETEXT.match(line))
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if (is_title and "](" in line) or _opens_code(line):
            break  # a paper: what is below it is said of its review
        underlined = (ADORNMENT if is_rst else SETEXT).match(below)
        if not line or is_title or underlined or ADORNMENT.match(line):
            if (heading := heading_in(line, is_rst=is_rst, underlined=bool(underlined))) != "":
                if has_title and left == _MOST_MARKS:
                    yield heading, True
                has_title = True
            continue
        if is_rst and FIELD.match(line):
            continue  # an option
        if len(line) > _LONGEST_MARK or left == 0 or _is_no_note(line):
            break
        left -= 1
        yield from ((mark, False) for mark in _tags_or_notes(line))
    last = next((line for line in reversed(lines) if line), "")
    is_note = _ENCLOSED.match(_ESCAPE.sub("", last)) or _FOOTNOTE.match(last)
    if _HASHTAGS.match(last) or (len(last) <= _LONGEST_MARK and is_note):
        yield from ((mark, False) for mark in _tags_or_notes(last))


def _opens_code(line: str) -> bool:
    """Tell whether *line* opens a block of code in a language; admonitions of Obsidian are none."""
    fence = FENCE.match(line)
    language = fence["rest"].strip() if fence and fence["name"] is None else ""
    return (
        fence is not None
        and fence["marks"][0] != ":"
        and language[:1].isalpha()
        and (not language.startswith("ad-"))
    )


def _is_no_note(line: str) -> bool:
    """Tell whether *line* of reStructuredText begins a comment, a target or the like."""
    is_explicit = line.startswith("..")
    return is_explicit and not (DIRECTIVE.match(line) and not NO_TEXT.match(line))


def _tags_or_notes(line: str) -> list[str]:
    """Return the tags in *line*, or what it may say as a note, without what encloses it."""
    line = _ESCAPE.sub("", line)
    if _PICTURE.match(line):
        alternative, badge = _ALTERNATIVE.search(line), _BADGE.search(line)
        texts = (each["text"] for each in (alternative, badge) if each is not None)
        return [text.replace("-", " ").strip() for text in texts]
    if len(line) <= 500 and _HASHTAGS.match(line) is not None:
        tags = [tag.lstrip("#") for tag in line.split()]
        return [*tags, *(part for tag in tags if "/" in tag for part in tag.split("/"))]
    if match := _SHORTCODE.match(line):
        text = match["text"].strip()
        return [] if text.lower() == "private" else [text]  # it encloses a part
    found = [line]
    for enclosed in (_NOTE, _FOOTNOTE):
        if match := enclosed.match(line):
            parts = [part.strip(' \t"[]{}') for part in match.groups() if part]
            is_own = parts[0].lower() == "todo"  # what its author has yet to do
            found += [f"<!--{part}-->" for part in parts] if is_own else parts
    if line.startswith("<"):
        found += _QUOTED.findall(line)
    if _COMPONENT.match(line):
        found += _ATTRIBUTE.findall(line)
    if match := _UNTICKED.match(line):
        found.append(f"not {match['text']}")
    return found
