"""Fields and directives in the source of a document, found without reading the document.

Only what decides whether a document is read at all is looked for. What these few rules do not see
(a directive by another name, say) is found when the document has been read
(:mod:`sphinx_paperreview.reading.states.publishing`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter

#: Options of a directive, what is wrong with them, those of YAML, and its line, from 1.
Found = tuple[dict[str, Any], str, "FrontMatter | None", int]

_YEAR = pattern(r"[0-9]{4}")
_FENCE = pattern(r" {0,3}(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*(?:\{(?P<name>[^}\n]*)\})?(?P<rest>.*)$")
#: Directives whose content is shown as it stands.
_VERBATIM = frozenset({
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal", "raw",
    "math", "mermaid", "highlight", "prompt", "doctest", "testcode", "comment",
})  # fmt: skip
_RST_DIRECTIVE = pattern(
    r"[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+)[ \t]?::"
    r"(?:[ \t]+(?P<rest>.*))?$"
)
_RST_EXPLICIT = pattern(r"\.\.(?:[ \t]|$)")
_FIELD = pattern(r"[ \t]*:(?P<name>(?:[^:\\\n]|\\.|:(?![ \t\n]))+):(?:[ \t]+(?P<value>.*)|[ \t]*$)")
_ADORNMENT = pattern(r"([!-/:-@\[-`{-~])\1*[ \t]*$")
#: The directive that makes a document a post.
OUR_POST = frozenset({"paper:post"})
#: Directives of other extensions that say of a document when it is published: ABlog's, and
#: metadata for search engines.
FOREIGN_POSTS = frozenset({"post", "blogpost", "blog-post", "meta"})
_FOREIGN_POST = pattern(
    r"(?:\{{|\.\.[ \t]+)(?:{})(?:\}}|[ \t]?::)".format("|".join(sorted(FOREIGN_POSTS))),
    re.IGNORECASE,
)
#: The line that begins a toctree, in Markdown and in reStructuredText.
_TOCTREE = pattern(
    r"^(?P<indent>[ \t>]*)(?:(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*\{toctree\}|\.\.[ \t]+toctree::)"
    r".*\n",
    re.MULTILINE,
)
_ENTRY = pattern(r"[^<]*<(?P<name>[^<>]+)>$")
_DOCUMENT = pattern(r"\.(?:mdx?|rst|ipynb|markdown|txt)$")
_QUOTE = pattern(r"(?: {0,3}> ?)*")
_ATX = pattern(r" {0,3}#{1,6}[ \t]+(.+)$")
_SETEXT = pattern(r" {0,3}(?:=+|-+)[ \t]*$")

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
#: What begins a target, a footnote or a substitution, and directives that show no text of theirs.
_RST_NO_TEXT = pattern(r"\.\.[ \t]+(?:[_\[|]|(?:only|ifconfig|index)[ \t]*::)")
#: What a fence names before a front matter that a program put into a block of code.
_METADATA = frozenset({
    "", "yaml", "yml", "toml", "json", "md", "markdown", "mdx", "frontmatter", "text", "txt",
})  # fmt: skip
#: How many lines below a title are looked at for a mark, and how long it may be.
_MOST_MARKS, _LONGEST_MARK = 2, 80
#: What a note may stand in: a quotation, an admonition of any program, a shortcode.
_NOTE = pattern(
    r"(?:>[ \t]?)*(?:\[!(?P<callout>\w+)\][+-]?|:{3,}[ \t]*\{?(?P<container>[\w-]+)\}?"
    r"|(?:!!!|\?\?\?)\+?[ \t]+(?P<material>[\w-]+)|\.\.[ \t]+(?P<rst>[\w-]+)::)?"
    r"(?P<text>.*)$"
)
_SHORTCODE = pattern(r"\{[{%]?+[<%*/]*+(?P<text>[^{}<>%*/]{1,60}+)[>%*/]*+[}%]?+\}$")
_ALTERNATIVE = pattern(r"!\[(?P<text>[^\[\]]*+)\]\([^()]*+\)$")
#: A picture by shields.io or the like: a label perhaps, a message and a colour.
_BADGE = pattern(
    r"!\[[^\[\]]*+\]\([^()]*/badge/(?P<text>[^()/?]{1,60})-[^()/?-]{1,20}(?:\?[^()]*)?\)$"
)
_ENCLOSED = pattern(r"(?![-*+] )[*_(\[{<%~\u2010-\u2015-].*[*_)\]}>%~\u2010-\u2015-]$")
_QUOTED = pattern(r'"([^"./]{1,60})"')
_HASHTAGS = pattern(r"(?:#[^\s#]+[ \t]*)+$")
#: Parts of a page or of a site: what is hidden or dated below them is not the page.
_PARTS = pattern(
    r"^(?:cover|images?|hero|banner|featured_?image|sidebar|search|site_?map|nav|navigation|menus?|toc"
    r"|header|footer|comments?|feed|rss|seo|og|open_?graph|twitter|resources|papers?|authors?"
    r"|conference|venue|event|workshop|journal|talk)"
    r"[ \t]*:(?=[ \t]*(?:[{\[]|$))",
    re.IGNORECASE,
)
#: What a front matter of Hugo passes on to other documents, in YAML and in TOML.
_CASCADE = re.compile(
    r"^(?:cascade[ \t]*:.*(?:\n(?:[ \t#-].*)?$)*|\[\[?cascade\b.*(?:\n(?!\[(?!\[?cascade\b)).*)*)",
    re.MULTILINE,
)

#: The name of the directive, in letters alone.
_NAME = "paperpost"
#: One of three parts of the name, which is whole where no more than two letters are wrong.
_PART_OF_NAME = pattern(
    "|".join(r"[\W\d_]{0,3}".join(part) for part in ("pap", "erp", "ost")), re.IGNORECASE
)
#: How long the first line of a name that is cut in two may be.
_MOST_OF_A_CUT_NAME = 30
_NO_LETTERS = pattern(r"[\W\d_]+")
#: A mark near the begin of a line that no prose has: most lines are left alone by it.
_LIKE_OPENING = pattern(r".{0,39}[:{}~`]|\W*\.\.")
#: The name as prose has it: in code that is closed, behind a word.
_IN_PROSE = pattern(r"(?<=\w[ (])(`{1,2})paper:post\1(?!`)")
_LIKE_TITLE = pattern(r"([!-/:-@\[-`{-~])\1{2}|^\.\.")
_LIKE_PAIR = pattern(r"[^\w\n]*+[^:=\uff1a\n]{1,60}+[:=\uff1a]")


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())


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
        match = _FENCE.match(_unquoted(lines[place]))
        place += 1
        if match is None:
            continue
        name, marks, rest = (match["name"] or "").strip().lower(), match["marks"], match["rest"]
        is_bare = match["name"] is None and not rest.strip()
        if is_bare and open_fences and _closes(marks, open_fences[-1]):
            open_fences.pop()
        elif name in names:
            end = _closing(lines, place, marks)
            body = [_unquoted(line) for line in lines[place:end]]
            yield *_options(body, rest), place
            place = end + 1
        elif name == "eval-rst":
            end = _closing(lines, place, marks)
            yield from _rst_directives([_unquoted(line) for line in lines[place:end]], names, place)
            place = end + 1
        elif marks[0] == ":" or (name and name not in _VERBATIM):
            open_fences.append(marks)
        elif marks[0] == "~" or "`" not in rest:
            place = _closing(lines, place, marks) + 1


def _unquoted(line: str) -> str:
    return line[match.end() :] if (match := _QUOTE.match(line)) else line


def _closes(marks: str, opening: str) -> bool:
    return marks[0] == opening[0] and len(marks) >= len(opening)


def _closing(lines: Sequence[str], place: int, marks: str) -> int:
    """Return the index of the line that ends the fence *marks*, or that of the end."""
    for number in range(place, len(lines)):
        line = _unquoted(lines[number]).strip()
        if line and not line.strip(marks[0]) and len(line) >= len(marks):
            return number
    return len(lines)


def _rst_directives(lines: Sequence[str], names: frozenset[str], before: int) -> Iterator[Found]:
    """Yield the directives of reStructuredText; *before* lines come before *lines*."""
    for place, match in _shown_rst(lines):
        if match and match["name"].lower() in names:
            body = _indented(lines, place + 1, _width(lines[place]))
            yield *_options(body, match["rest"] or ""), before + place + 1


def _shown_rst(
    lines: Sequence[str], *, within: bool = True
) -> Iterator[tuple[int, re.Match[str] | None]]:
    """Yield the index of each line outside of code and comments, and its match as a directive.

    :param within: whether the content of directives counts
    """
    # The blocks around a line: how far each is indented, and whether it is shown as it stands.
    around: list[tuple[int, bool]] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        indent = _width(line)
        while around and around[-1][0] >= indent:
            around.pop()
        is_verbatim = bool(around) and around[-1][1]
        match = _RST_DIRECTIVE.match(line)
        if not is_verbatim:
            yield place, match
        if match:
            shown = not within or match["name"].lower() in _VERBATIM
        else:
            stripped = line.strip()
            shown = stripped.endswith("::") or _is_comment(stripped)
        around.append((indent, is_verbatim or shown))


def lines_of_no_directive(lines: Sequence[str], *, is_rst: bool) -> list[int]:
    """Return the index of each of *lines* that is no code, comment or content of a directive.

    In Markdown, all lines from the first fence on are left out.
    """
    if is_rst:
        shown = (place for place, _match in _shown_rst(lines, within=False))
        return [place for place in shown if not _RST_NO_TEXT.match(lines[place])]
    fences = (n for n, line in enumerate(lines) if _FENCE.match(line))
    return list(range(next(fences, len(lines))))


def _shown_markdown(lines: Sequence[str]) -> Iterator[int]:
    """Yield the index of each line outside of code."""
    place = 0
    while place < len(lines):
        yield place
        match = _FENCE.match(_unquoted(lines[place]))
        place += 1
        if match and match["marks"][0] != ":":
            name = (match["name"] or "").strip().lower()
            is_code = not name or name in _VERBATIM
            rest, below = match["rest"], lines[place] if place < len(lines) else ""
            if rest.strip()[:1] in {"", "{"} and not _FENCE.match(below):
                rest = f"{{{rest} {below}"
            if is_code and not _is_nearly_post(rest) and "`" not in match["rest"]:
                place = _closing(lines, place, match["marks"]) + 1


def perhaps_directives(text: str, *, is_rst: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield what was perhaps meant as a ``paper:post`` in *text*: its line, from 1, and its lines.

    Its name, what encloses it and the form of its options may be wrong. Code and comments are left
    out.
    """
    if not any(map(_is_nearly_post, _lines_with_part_of_name(text))):
        return
    lines = text.split("\n")
    end = 0
    shown = (place for place, _match in _shown_rst(lines)) if is_rst else _shown_markdown(lines)
    for place in shown:
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if place >= end and (
            _is_nearly_post(lines[place])
            or (
                # The name may be cut in two, or a bare ``..`` above it make a comment of it.
                0 < len(lines[place]) < _MOST_OF_A_CUT_NAME
                and (lines[place].strip() == ".." or not _is_nearly_post(below))
                and _is_nearly_post(f"{lines[place]} {below}")
            )
        ):
            end = end_of_metadata(lines, place, 2, fences=not is_rst)
            yield place + 1, lines[place:end]


def _lines_with_part_of_name(text: str) -> Iterator[str]:
    """Yield the lines of *text* with a part of the name, each also with the line before it."""
    place = 0
    while (match := _PART_OF_NAME.search(text, place)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        below = text.find("\n", end + 1)
        below = len(text) if below < 0 else below
        yield text[start:end]
        if end - start < _MOST_OF_A_CUT_NAME:
            yield f"{text[start:end]} {text[end + 1 : below]}"
        before = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if 0 < start - 1 - before < _MOST_OF_A_CUT_NAME:
            yield f"{text[before : start - 1]} {text[start:end]}"
        # A match may end in the line below, which is looked at by itself.
        place = max(match.start() + 1, end)


def _is_nearly_post(line: str) -> bool:
    """Tell whether the letters of *line* have ``paperpost`` within, two of them wrong at most."""
    if not (_LIKE_OPENING.match(line) and _PART_OF_NAME.search(line, 0, 200)):
        return False
    line = _IN_PROSE.sub("", line)
    letters = _NO_LETTERS.sub("", line[:200].lower())[:60]
    # Of three parts of the name, one at least has no edit.
    for first in range(0, len(_NAME), 3):
        part = _NAME[first : first + 3]
        place = letters.find(part)
        while place >= 0:
            start = place - first - 2
            if _has_name(letters[max(start, 0) : start + len(_NAME) + 4]):
                return True
            place = letters.find(part, place + 1)
    return False


def _has_name(letters: str) -> bool:
    """Tell whether *letters* have the name within, two of them wrong at most."""
    # The least number of edits up to each letter of the name, for any start (Sellers).
    column = list(range(len(_NAME) + 1))
    for letter in letters:
        before, column[0] = column[0], 0
        for n, wanted in enumerate(_NAME, 1):
            before, column[n] = (
                column[n],
                min(before + (letter != wanted), column[n] + 1, column[n - 1] + 1),
            )
        if column[-1] <= 2:
            return True
    return False


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
        if fences and place > start and _FENCE.match(_unquoted(line)):
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


def _is_comment(line: str) -> bool:
    return _RST_EXPLICIT.match(line) is not None and line[2:].strip()[:1] not in {"_", "[", "|"}


def _indented(lines: Sequence[str], place: int, indent: int) -> list[str]:
    """Return the lines of the options of a directive: up to a blank line or one less indented."""
    body: list[str] = []
    for number in range(place, len(lines)):
        line = lines[number]
        if not line.strip():
            if body:
                break
            continue
        if _width(line) <= indent:
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
    if _FIELD.match(body[0]):
        return {name: value for name, value, _line in _fields(body, 0)}, "", None
    text = "\n".join(line.rstrip() for line in _dedented(body))
    found = frontmatter.parse(f"{text}\n" if text.startswith("---") else f"---\n{text}\n---\n")
    return dict(found.data), "" if found.is_prose else found.problem, found


def _dedented(lines: list[str]) -> list[str]:
    width = min(_width(line) for line in lines if line.strip())
    return [line[width:] for line in lines]


def _fields(lines: Sequence[str], place: int) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line (from 1) of each field of the list that begins at *place*."""
    name, value, line = "", "", 0
    for number in range(place, len(lines)):
        match = _FIELD.match(lines[number])
        if match:
            if line:
                yield name, value, line
            name, value, line = _plain(match["name"]), (match["value"] or "").strip(), number + 1
        elif lines[number].strip() and line and lines[number][:1] in " \t":
            value = f"{value} {lines[number].strip()}".strip()
        elif lines[number].strip():
            break
    if line:
        yield name, value, line


def _plain(name: str) -> str:
    """Return the name of a field as docutils shows it: without escapes and inline markup."""
    return re.sub(r"[*`]", "", re.sub(r"\\(\s|(?=.))", "", name)).strip().lower()


def rst_fields(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line (from 1) of each field at the head of RST.

    The head is all before the first text: titles, comments, directives and field lists.
    """
    lines = _rst_lines(text)
    for place, _end, is_list in _head_of_rst(lines):
        if is_list:
            yield from _fields(lines, place)


def _rst_lines(text: str) -> list[str]:
    # As in docutils, which splits lines at these marks too.
    return re.split(r"[\n\x1c-\x1e\x85\u2028\u2029]", text.lstrip("\ufeff"))


def _head_of_rst(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield begin and end of each block at the head of RST, and whether it is a field list."""
    place, titles = 0, 0
    while place < len(lines):
        line, begin = lines[place], place
        if not line.strip():
            place += 1
        elif _FIELD.match(line) and not line[:1].isspace():
            place = _end_of_fields(lines, place)
            yield begin, place, True
        elif _RST_EXPLICIT.match(line):
            place += 1
            while place < len(lines) and (not lines[place].strip() or lines[place][:1] in " \t"):
                place += 1
            yield begin, place, False
        elif titles < 2 and (size := _title_size(lines, place)):
            place += size
            titles += 1
        else:
            return


def _end_of_fields(lines: Sequence[str], place: int) -> int:
    for number in range(place, len(lines)):
        line = lines[number]
        if line.strip() and not line[:1].isspace() and not _FIELD.match(line):
            return number
    return len(lines)


def _title_size(lines: Sequence[str], place: int) -> int:
    """Return how many lines the title at *place* has; 0 if there is none."""
    if _ADORNMENT.match(lines[place]):
        return 3 if place + 2 < len(lines) and _ADORNMENT.match(lines[place + 2]) else 0
    return 2 if place + 1 < len(lines) and _ADORNMENT.match(lines[place + 1]) else 0


def is_fence(line: str) -> bool:
    """Tell whether *line* was perhaps meant to enclose a front matter: one letter may be wrong.

    The name of a language may follow, as in ``---yaml``.
    """
    text = "".join(line.split())
    marks = sum(letter in _MARKS for letter in text)
    return bool(marks) and (len(text) - marks <= 1 or text.lstrip("".join(_MARKS)).isalpha())


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
        lines = _rst_lines(text)
        for place, end, is_list in _head_of_rst(lines):
            first = lines[place]
            if not (is_list or _RST_DIRECTIVE.match(first) or _RST_NO_TEXT.match(first)):
                yield place + 1, "\n".join((first[2:], *lines[place + 1 : end])).strip()
        return
    line, last = 1, 0
    for comment in _above(text, start):
        line += text.count("\n", last, comment.start())
        last = comment.start()
        if words := next(filter(None, comment.groups()), ""):
            yield line, words.rstrip(" \t)'\"") if comment["link"] else words


def head_marks(text: str, *, is_rst: bool) -> Iterator[str]:
    """Yield the short lines below the title of *text*, and tags that stand alone, as in Bear.

    The last line counts if it has tags alone, or is a comment or emphasized.
    """
    lines = [line.strip() for line in text.split("\n")]
    left = _MOST_MARKS
    for place, line in enumerate(lines):
        is_title = not is_rst and (_ATX.match(line) or _SETEXT.match(line))
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if is_title and "](" in line:
            break  # a paper: what is below it is said of its review
        underlined = (_ADORNMENT if is_rst else _SETEXT).match(below)
        if not line or is_title or underlined or _ADORNMENT.match(line):
            continue
        if is_rst and _FIELD.match(line):
            continue  # an option
        if len(line) > _LONGEST_MARK or left == 0 or _is_no_note(line):
            break
        left -= 1
        yield from _tags_or_notes(line)
    last = next((line for line in reversed(lines) if line), "")
    if _HASHTAGS.match(last) or (len(last) <= _LONGEST_MARK and _ENCLOSED.match(last)):
        yield from _tags_or_notes(last)


def _is_no_note(line: str) -> bool:
    """Tell whether *line* of reStructuredText begins a comment, a target or the like."""
    is_explicit = line.startswith("..")
    return is_explicit and not (_RST_DIRECTIVE.match(line) and not _RST_NO_TEXT.match(line))


def _tags_or_notes(line: str) -> list[str]:
    """Return the tags in *line*, or what it may say as a note, without what encloses it."""
    if len(line) <= 500 and _HASHTAGS.match(line) is not None:
        tags = [tag.lstrip("#") for tag in line.split()]
        return [*tags, *(part for tag in tags if "/" in tag for part in tag.split("/"))]
    if match := _SHORTCODE.match(line):
        text = match["text"].strip()
        return [] if text.lower() == "private" else [text]  # it encloses a part
    found = [line]
    for enclosed in (_NOTE, _ALTERNATIVE):
        if match := enclosed.match(line):
            found += [part.strip(' \t"[]{}') for part in match.groups() if part]
    if match := _BADGE.match(line):
        found.append(match["text"].replace("-", " "))
    if line.startswith("<"):
        found += _QUOTED.findall(line)
    return found


def head_code(lines: Sequence[str], place: int) -> list[str]:
    """Return the lines of the block of code at *place* if it has perhaps a front matter."""
    fence = _FENCE.match(lines[place])
    if fence is None or fence["marks"][0] == ":" or fence["name"] is not None:
        return []
    inner = lines[place + 1 : _closing(lines, place + 1, fence["marks"])]
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
            if line.strip() and not line[:1].isspace() and (size := _title_size(lines, place)):
                return lines[place + (size == 3)].strip()
        elif match := _ATX.match(line):
            return match[1].strip().rstrip("#").rstrip()
        elif place and lines[place - 1].strip() and _SETEXT.match(line):
            return lines[place - 1].strip()
        elif (
            (fence := _FENCE.match(line)) and fence["marks"][0] != ":" and "`" not in fence["rest"]
        ):
            place = _closing(lines, place + 1, fence["marks"])
        place += 1
    return ""


def toctree_entries(text: str) -> tuple[str, ...]:
    """Return the documents in the toctrees of *text*, as they are written; patterns with ``glob``.

    An entry that is no pattern has no ``*``, ``?`` or ``[``.
    """
    found: list[str] = []
    match = _TOCTREE.search(text) if "toctree" in text else None
    while match:
        lines, end = _toctree_lines(text, match)
        is_glob = any(re.match(r":?glob:", line) for line in lines)
        for line in lines:
            named = _ENTRY.match(line)
            name = _DOCUMENT.sub("", named["name"] if named else line)
            is_pattern = re.search(r"[*?\[]", name) is not None
            if name and not re.match(r":|---|\w+:", name) and is_pattern <= is_glob:
                found.append(name)
        match = _TOCTREE.search(text, end)
    return tuple(found)


def _toctree_lines(text: str, match: re.Match[str]) -> tuple[list[str], int]:
    """Return the lines of the toctree that begins with *match*, and the offset of its end."""
    lines: list[str] = []
    marks, indent = match["marks"], len(match["indent"])
    place = match.end()
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place:end]
        is_end = not marks and line.strip() and _width(line) <= indent
        if is_end or (marks and _unquoted(line).strip().startswith(marks)):
            break
        lines.append(_unquoted(line).strip())
        place = end + 1
    return lines, place


def lines_of_parts(source: str) -> set[int]:
    """Return the index of each line of the YAML *source* that describes a part of its page."""
    found: set[int] = set()
    is_within = False
    for number, line in enumerate(source.split("\n")):
        if line[:1] not in {"", " ", "\t", "-", "#"}:
            is_within = _PARTS.match(line) is not None
        if is_within:
            found.add(number)
    return found


def without_cascade(source: str) -> str:
    """Return the *source* of a front matter with blank lines for what is about other documents."""
    return _CASCADE.sub(lambda found: "\n" * found[0].count("\n"), source)
