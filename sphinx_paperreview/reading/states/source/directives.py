"""Directives in the source of a document, found without reading the document.

Only what decides whether a document is read at all is looked for. What these few rules do not see
(a directive by another name, say) is found when the document has been read
(:mod:`sphinx_paperreview.reading.states.publishing`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.fences import (
    FENCE,
    VERBATIM,
    closes,
    closing,
    shown_markdown,
    unquoted,
)
from sphinx_paperreview.reading.states.source.rst_lines import (
    FIELD,
    NO_TEXT,
    fields_of,
    shown_lines,
    width,
)
from sphinx_paperreview.reading.states.words.vocabulary import fold, lists, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter

#: Options of a directive, what is wrong with them, those of YAML, and its line, from 1.
Found = tuple[dict[str, Any], str, "FrontMatter | None", int]
_YEAR = pattern(r"[0-9]{4}")
#: The directive that makes a document a post.
OUR_POST = frozenset({"paper:post"})
#: The line that begins a directive.
_BEGIN = pattern(
    r"^[ \t>]*(?:[`~:]{3,}[ \t]*\{|\.\.[ \t]+)(?P<name>[\w:.+-]{1,40})(?:\}|[ \t]?::)",
    re.MULTILINE,
)
_JOINTS = pattern(r"[-_:.+]+")
#: Keys of which no directive but one for the state of a document has an option.
STATE_OPTIONS = frozenset({"draft", "unpublished", "published", "publish"})
_STATE_OPTION = pattern(rf"^[ \t>]*:?(?:{'|'.join(sorted(STATE_OPTIONS))})[ \t]*:", re.MULTILINE)
#: More lines of options are not read where any directive may have some.
_MOST_OPTION_LINES = 40


def is_foreign_post(name: str) -> bool:
    """Tell whether a directive of the *name* is about the document, by all of its words.

    So are ABlog's ``post``, ``article``, ``blog-post``, and ``meta`` for search engines; but
    ``note`` is an admonition.
    """
    words = _JOINTS.split(name.lower())
    if words == ["note"]:
        return False
    return all(fold(word) in lists()["metadata"] or _is_text(word) for word in words)


def _is_text(word: str) -> bool:
    return set(parts_of(word)) == {"text"}


def names_foreign_post(text: str) -> bool:
    """Tell whether *text* has perhaps a directive that :func:`is_foreign_post`."""
    names = {match["name"] for match in _BEGIN.finditer(text)}
    return any(map(is_foreign_post, names))


def state_options(text: str, *, is_rst: bool) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield options of :data:`STATE_OPTIONS` that any directive of *text* has, and its line."""
    if _STATE_OPTION.search(text) is None:
        return
    lines = text.split("\n")
    places = (
        (place + 1 for place, match in shown_lines(lines) if match)
        if is_rst
        else (place + 1 for place in shown_markdown(lines) if _BEGIN.match(lines[place]))
    )
    for place in places:
        body = [unquoted(line) for line in lines[place : place + _MOST_OPTION_LINES]]
        if body and (FIELD.match(body[0]) or body[0].strip() == "---"):
            options = _options_of_content(body)[0]
            if found := {key: options[key] for key in options if key in STATE_OPTIONS}:
                yield found, place


def directives_of(
    text: str, is_wanted: Callable[[str], bool] = OUR_POST.__contains__, *, is_rst: bool
) -> Iterator[Found]:
    """Yield each directive of *text* whose name *is_wanted*, outside of code."""
    lines = text.split("\n")
    if is_rst:
        yield from _rst_directives(lines, is_wanted, 0)
    else:
        yield from _fenced_directives(lines, is_wanted)


def _fenced_directives(lines: Sequence[str], is_wanted: Callable[[str], bool]) -> Iterator[Found]:
    """Yield the directives of Markdown: between lines of backticks, tildes or colons."""
    place = 0
    open_fences: list[str] = []
    while place < len(lines):
        match = FENCE.match(unquoted(lines[place]))
        place += 1
        if match is None:
            continue
        name, marks, rest = (match["name"] or "").strip().lower(), match["marks"], match["rest"]
        is_bare = match["name"] is None and not rest.strip()
        if is_bare and open_fences and closes(marks, open_fences[-1]):
            open_fences.pop()
        elif is_wanted(name):
            end = closing(lines, place, marks)
            body = [unquoted(line) for line in lines[place:end]]
            yield *_options(body, rest), place
            place = end + 1
        elif name == "eval-rst":
            end = closing(lines, place, marks)
            body = [unquoted(line) for line in lines[place:end]]
            yield from _rst_directives(body, is_wanted, place)
            place = end + 1
        elif marks[0] == ":" or (name and name not in VERBATIM):
            open_fences.append(marks)
        elif marks[0] == "~" or "`" not in rest:
            place = closing(lines, place, marks) + 1


def _rst_directives(
    lines: Sequence[str], is_wanted: Callable[[str], bool], before: int
) -> Iterator[Found]:
    """Yield the directives of reStructuredText; *before* lines come before *lines*."""
    for place, match in shown_lines(lines):
        if match and is_wanted(match["name"].lower()):
            body = _indented(lines, place + 1, width(lines[place]))
            yield *_options(body, match["rest"] or ""), before + place + 1


def lines_of_no_directive(lines: Sequence[str], *, is_rst: bool) -> list[int]:
    """Return the index of each of *lines* that is no code, comment or content of a directive.

    In Markdown, all lines from the first fence on are left out.
    """
    if is_rst:
        shown = (place for place, _match in shown_lines(lines, within=False))
        return [place for place in shown if not NO_TEXT.match(lines[place])]
    fences = (n for n, line in enumerate(lines) if FENCE.match(line))
    return list(range(next(fences, len(lines))))


def _indented(lines: Sequence[str], place: int, indent: int) -> list[str]:
    """Return the lines of the options of a directive: up to a blank line or one less indented."""
    body: list[str] = []
    for number in range(place, len(lines)):
        line = lines[number]
        if not line.strip():
            if body:
                break
            continue
        if width(line) <= indent:
            break
        body.append(line)
    return body


def _options(body: list[str], rest: str) -> tuple[dict[str, Any], str, FrontMatter | None]:
    """Return the options of a directive, what is wrong with them, and those of YAML as read.

    *rest* is what stands behind its name: the first option, or a date (as ABlog's directive has
    it), which is taken for the option ``date``.
    """
    if rest.strip().startswith(":"):
        return _options_of_content([rest, *body])
    options, problem, found = _options_of_content(body)
    if "date" not in options and _YEAR.search(rest):
        options["date"] = rest.strip()
    return options, problem, found


def _options_of_content(body: list[str]) -> tuple[dict[str, Any], str, FrontMatter | None]:
    """Return the options at the head of the content of a directive, as :func:`_options` does.

    They are ``:key: value`` lines, or as in MyST YAML between lines of ``---``. YAML without
    these lines is no option for anyone, but is read as if it were.
    """
    while body and not body[0].strip():
        body = body[1:]
    if not body:
        return {}, "", None
    if FIELD.match(body[0]):
        return {name: value for name, value, _line in fields_of(body, 0)}, "", None
    text = "\n".join(line.rstrip() for line in _dedented(body))
    found = frontmatter.parse(f"{text}\n" if text.startswith("---") else f"---\n{text}\n---\n")
    return dict(found.data), "" if found.is_prose else found.problem, found


def _dedented(lines: list[str]) -> list[str]:
    indent = min(width(line) for line in lines if line.strip())
    return [line[indent:] for line in lines]
