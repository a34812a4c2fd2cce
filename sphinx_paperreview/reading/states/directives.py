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
from sphinx_paperreview.reading.states.fences import FENCE, VERBATIM, closes, closing, unquoted
from sphinx_paperreview.reading.states.rst_lines import (
    FIELD,
    NO_TEXT,
    fields_of,
    shown_lines,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter

#: Options of a directive, what is wrong with them, those of YAML, and its line, from 1.
Found = tuple[dict[str, Any], str, "FrontMatter | None", int]
_YEAR = pattern(r"[0-9]{4}")
#: The directive that makes a document a post.
OUR_POST = frozenset({"paper:post"})
#: Directives of other extensions that say of a document when it is published: ABlog's, and
#: metadata for search engines.
FOREIGN_POSTS = frozenset({"post", "blogpost", "blog-post", "meta"})
_FOREIGN_POST = pattern(
    r"(?:\{{|\.\.[ \t]+)(?:{})(?:\}}|[ \t]?::)".format("|".join(sorted(FOREIGN_POSTS))),
    re.IGNORECASE,
)


def names_foreign_post(text: str) -> bool:
    """Tell whether *text* has perhaps one of the directives :data:`FOREIGN_POSTS`."""
    return _FOREIGN_POST.search(text) is not None


def directives_of(text: str, names: frozenset[str] = OUR_POST, *, is_rst: bool) -> Iterator[Found]:
    """Yield each directive of *text* that has one of the *names*, outside of code."""
    lines = text.split("\n")
    if is_rst:
        yield from _rst_directives(lines, names, 0)
    else:
        yield from _fenced_directives(lines, names)


def _fenced_directives(lines: Sequence[str], names: frozenset[str]) -> Iterator[Found]:
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
        elif name in names:
            end = closing(lines, place, marks)
            body = [unquoted(line) for line in lines[place:end]]
            yield *_options(body, rest), place
            place = end + 1
        elif name == "eval-rst":
            end = closing(lines, place, marks)
            yield from _rst_directives([unquoted(line) for line in lines[place:end]], names, place)
            place = end + 1
        elif marks[0] == ":" or (name and name not in VERBATIM):
            open_fences.append(marks)
        elif marks[0] == "~" or "`" not in rest:
            place = closing(lines, place, marks) + 1


def _rst_directives(lines: Sequence[str], names: frozenset[str], before: int) -> Iterator[Found]:
    """Yield the directives of reStructuredText; *before* lines come before *lines*."""
    for place, match in shown_lines(lines):
        if match and match["name"].lower() in names:
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
