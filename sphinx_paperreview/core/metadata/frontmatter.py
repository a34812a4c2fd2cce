"""The metadata at the head of a document: the one reader of it.

Front matter is YAML between lines of ``---`` (Docusaurus, Jekyll, MyST), TOML between lines of
``+++`` or a JSON object (both Hugo's). A first line of ``---toml`` or ``---json`` says which it is
(gray-matter). Without such lines it is the lines ``Key: value`` of MultiMarkdown at the head of a
page of Pelican, or the comment of lines ``.. key: value`` at that of a page of Nikola. In RST it is
the field list at the top, in a notebook the metadata of the file.
"""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import yaml

from sphinx_paperreview.core.metadata import toml_text, yaml_text
from sphinx_paperreview.core.text import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

#: The lines that enclose YAML. Docusaurus (gray-matter) ends it with ``---``; YAML, Jekyll and
#: MyST also with ``...``.
_OPENING = re.compile(r"---[^\S\n]*+(ya?ml|toml|json)?[^\S\n]*+\n", re.I)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.M)
#: A line of comment of Python, R, Julia or JavaScript, or a blank one; and a string of Python.
_CODE_COMMENT = re.compile(r"[ \t]*+(?:(?:#|//)[#/|!% \t]*+(?P<text>[^\n]*+)(?:\n|\Z)|\n)")
_DOCSTRING = re.compile(r"[ \t]*+[rRuU]?(?P<mark>\"\"\"|\'\'\')(?P<text>.*?)(?P=mark)", re.S)
_TOML_OPENING = re.compile(r"\+\+\+[^\S\n]*\n")
_TOML_CLOSING = re.compile(r"^\+\+\+[^\S\n]*$", re.M)
#: An object that begins with a key in double quotes, which no expression of MDX does.
_JSON_OPENING = re.compile(r'\{\s*"(?:[^"\\\n]|\\.){0,100}"\s*:')
#: A line of metadata of MultiMarkdown, with those that continue it; a comment of Nikola's lines.
_HEADER_LINE = re.compile(
    r"(?P<key>[A-Za-z][\w-]{0,30}):[ \t]+(?P<value>\S.*(?:\n[ \t]{4,}\S.*)*)\n"
)
_NIKOLA_COMMENT = re.compile(
    r"<!--[ \t]*\n(?P<lines>(?:\.\. [\w -]{1,40}:.*\n)+)[ \t]*-->[ \t]*(?:\n|\Z)"
)
#: A line of metadata of Nikola, within a comment or in a file of its own.
NIKOLA_LINE = re.compile(r"^\.\. (?P<key>[\w -]{1,40}):[ \t]*(?P<value>.*)$", re.M)
#: Keys of Pelican that say together with others that lines are metadata, and no facts of a paper.
_OF_PELICAN = frozenset(
    {"date", "modified", "category", "slug", "status", "summary", "template", "save_as", "lang"}
)
_REST_OF_LINE = re.compile(r"[^\S\n]*(?:\n|$)")

#: Keys that Docusaurus, Sphinx, MyST or this extension reads.
KNOWN_KEYS = frozenset({
    "title", "title_meta", "description", "slug", "date", "authors", "author", "tags", "keywords",
    "image", "draft", "unlisted", "last_update", "sidebar_label", "sidebar_position",
    "hide_table_of_contents", "hide_title", "toc_min_heading_level", "toc_max_heading_level",
    "pagination_label", "custom_edit_url", "id", "displayed_sidebar", "year", "venue",
    "papers", "tldr", "code", "project", "rating", "confidence", "status", "series", "pinned",
    "expires", "expiry_date", "aliases", "builds-on", "contradicts", "compares",
    "relevance", "orphan", "nosearch", "tocdepth", "nocomments",
    "comments", "toc-depth",  "myst", "language", "category",
    "published", "publish", "format", "paper", "paper_url", "paperUrl", "paper_link", "paper_id",
    "arxiv", "arxiv_id", "arxivId", "arxiv_url", "doi", "openreview", "pdf", "pdf_url", "link",
    "links", "url", "source",
})  # fmt: skip

#: Keys that other programs read, and that resemble one of these.
OTHER_KEYS = frozenset({"comments", "comment", "images", "related", "projects", "expiryDate"})

#: Keys that are read in any case, as Hugo reads all of its own. What decides on publication is not
#: among them: of such a key, :mod:`~sphinx_paperreview.reading.states.reader` says that it is in
#: doubt.
_ANY_CASE = frozenset({
    "title", "slug", "url", "aliases", "date", "lastmod", "author", "authors", "tags", "categories",
    "keywords", "series", "description", "summary", "image", "cover", "params",
})  # fmt: skip

#: Keys that are read among the ``params`` of Hugo as well: all but its own, which it reads
#: elsewhere, and those that decide on publication.
_AMONG_PARAMS = (KNOWN_KEYS - _ANY_CASE - {
    "draft", "unlisted", "published", "publish", "expires", "expiry_date", "last_update", "id",
    "format", "language", "myst", "status", "orphan", "nosearch",
}) | {"author", "authors"}  # fmt: skip

#: The limits of a front matter: characters, values once aliases are expanded.
MAX_LENGTH, MAX_VALUES = 200_000, 20_000
#: How many unknown keys are compared with the known ones.
MAX_COMPARED = 100

Format = Literal["YAML", "TOML", "JSON", "lines"]
_FORMATS: Mapping[str, Format] = {"TOML": "TOML", "JSON": "JSON"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one text, split off and parsed."""

    #: What is between the two lines that enclose it; a JSON object whole; of a notebook, as JSON,
    #: what is neither a cell nor read as metadata.
    source: str = ""
    #: Offset of the text after it; 0 means that there is no front matter.
    end: int = 0
    #: What it says; empty if there is none, or if it is not a mapping.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: What is wrong with it, as a sentence for the author; empty if nothing is.
    problem: str = ""
    #: The line of the text that *problem* is about, from 1.
    line: int = 1
    #: Whether the YAML is one plain text: prose between two rules, not metadata.
    is_prose: bool = False
    format: Format = "YAML"
    #: Keys that are written more than once; the last one counts in :attr:`data`.
    repeated: tuple[str, ...] = ()
    #: The line of the text on which each key of YAML begins, from 1.
    lines: Mapping[str, int] = field(default_factory=dict)
    #: The line of the text on which :attr:`source` begins, from 1.
    first_line: int = 2

    def line_of(self, key: str) -> int:
        """Return the line of the text on which *key* is written, from 1; 1 if it is not found."""
        if key in self.lines:
            return self.lines[key]
        found = re.search(rf"[\"']?{re.escape(key)}[\"']?[^\S\n]*[=:]", self.source, re.I)
        return self.source.count("\n", 0, found.start()) + self.first_line if found else 1


class FrontMatterError(yaml.YAMLError):
    """A front matter that exceeds a limit, or at which a parser itself fails."""


def split(text: str) -> tuple[str, int]:
    """Return the source of the front matter of *text*, and the offset of the text after it.

    Without a front matter they are ``""`` and 0. The lines of *text* end with a line feed.
    """
    source, end, _format = _split(text)
    return source, end


def _split(text: str) -> tuple[str, int, Format]:
    toml = text.startswith("+++")
    if text.startswith("{"):
        return _split_json(text)
    if text.startswith("<!--") or text[:1].isalpha():
        return _split_lines(text)
    opening = (_TOML_OPENING if toml else _OPENING).match(text)
    end = _TOML_CLOSING if toml else _CLOSING
    closing = end.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return "", 0, "YAML"
    source = text[opening.end() : closing.start()].removesuffix("\n")
    named = "TOML" if toml else (opening[1] or "YAML").upper()
    return source, min(closing.end() + 1, len(text)), _FORMATS.get(named, "YAML")


def _split_json(text: str) -> tuple[str, int, Format]:
    """Return the JSON object at the head of *text*, if nothing follows on its last line."""
    if _JSON_OPENING.match(text):
        try:
            _data, end = json.JSONDecoder(parse_int=float).raw_decode(text)
        except (ValueError, RecursionError):
            return "", 0, "JSON"
        rest = _REST_OF_LINE.match(text, end)
        if rest:
            return text[:end], rest.end(), "JSON"
    return "", 0, "JSON"


def _split_lines(text: str) -> tuple[str, int, Format]:
    """Return the lines of metadata at the head of *text*, those of Pelican or Nikola.

    Sources: https://docs.getpelican.com/en/stable/content.html#file-metadata and
    https://getnikola.com/handbook.html#metadata
    """
    comment = _NIKOLA_COMMENT.match(text)
    if comment is not None:
        return comment["lines"], comment.end(), "lines"
    keys: list[str] = []
    end = 0
    while found := _HEADER_LINE.match(text, end):
        keys.append(found["key"].lower())
        end = found.end()
    ends = text[end : end + 1] in {"", "\n"}
    if ends and keys[:1] in (["title"], ["date"]) and len(_OF_PELICAN.intersection(keys)) > 1:
        return text[:end], end, "lines"
    return "", 0, "lines"


def begins_json(text: str) -> bool:
    """Tell whether *text* begins as a JSON object does, whether it can be read or not."""
    return _JSON_OPENING.match(text) is not None


def parse(text: str) -> FrontMatter:
    """Split the front matter off *text* and parse it; nothing is raised.

    What cannot be read, or is not a mapping, gives empty ``data`` and a ``problem``.
    """
    source, end, form = _split(text)
    if not source:
        return FrontMatter(end=end)
    try:
        data, repeated, lines = _READERS[form](source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The mark counts from 0, and from the line after the opening one.
        line = (mark.line if mark is not None else 0) + 2
        reason = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        advice = "put quotes around the value" if form == "YAML" else "correct it"
        problem = f"the front matter is not {form}: {reason}; {advice}"
        return FrontMatter(source, end, problem=problem, line=line, format=form)
    if data is None:
        return FrontMatter(source, end, format=form)
    if not isinstance(data, dict):
        problem = "the front matter is not a list of “key: value” lines; write it as such"
        prose = isinstance(data, str)
        return FrontMatter(source, end, problem=problem, is_prose=prose, format=form)
    fit = {_key(key): _without_unfit(value) for key, value in data.items()}
    fit = {_in_lower_case(key, fit): value for key, value in fit.items()}
    if isinstance(params := fit.get("params"), dict):  # Hugo's place for what is not its own
        fit = {key: params[key] for key in sorted(_AMONG_PARAMS & params.keys())} | fit
    if isinstance(day := fit.get("date"), dict) and "created" in day:  # Material for MkDocs
        fit["date"] = day["created"]
        fit.setdefault("last_update", {"date": day.get("updated")})
    first = 1 if text.startswith("{") or (form == "lines" and source[0] != ".") else 2
    return FrontMatter(
        source, end, fit, format=form, repeated=repeated, lines=lines, first_line=first
    )


def _key(key: object) -> str:
    if isinstance(key, bytes):
        return key.decode("utf-8", errors="replace")
    return whole(str(key))


def _in_lower_case(key: str, keys: Container[str]) -> str:
    """Return the known key that *key* is in another case (``Title``), unless *keys* has it too."""
    lower = key.lower()
    return lower if lower in _ANY_CASE and lower not in keys else key


def _without_unfit(value: Any) -> Any:
    """Return *value* without the characters that no page can hold, surrogates joined."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {
            whole(key) if isinstance(key, str) else key: _without_unfit(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return type(value)(_without_unfit(item) for item in value)
    return value.isoformat() if isinstance(value, dt.time) else value


Read = tuple[Any, tuple[str, ...], dict[str, int]]


def _load_yaml(source: str) -> Read:
    """Return the data of the YAML *source*, its repeated keys and the lines of its keys."""
    loaded = yaml_text.load(source, length=MAX_LENGTH, values=MAX_VALUES)
    # The YAML begins on the second line of the text.
    return loaded.data, loaded.repeated, {key: line + 1 for key, line in loaded.lines.items()}


def _load_toml(source: str) -> Read:
    if len(source) > MAX_LENGTH:
        raise FrontMatterError(f"it is longer than {MAX_LENGTH} characters")
    return _bounded(lambda: (toml_text.load(source), (), {}))


def _load_json(source: str) -> Read:
    if len(source) > MAX_LENGTH:
        raise FrontMatterError(f"it is longer than {MAX_LENGTH} characters")
    repeated: list[str] = []
    hook = partial(_note_repeated, repeated)
    data, _none, lines = _bounded(
        lambda: (json.loads(source, object_pairs_hook=hook, strict=False), (), {})
    )
    return data, tuple(repeated), lines


def _note_repeated(repeated: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the *pairs* of a JSON object as a mapping; add the keys that repeat to *repeated*."""
    counts = Counter(key for key, _value in pairs)
    repeated += [key for key, count in counts.items() if count > 1]
    return dict(pairs)


def _bounded(load: Callable[[], Read]) -> Read:
    """Return what *load* does; every failure is a ``YAMLError``, and so is too much."""
    try:
        read = load()
    except yaml.YAMLError:
        raise
    except Exception as error:  # parsers raise ValueError, OverflowError, RecursionError and others
        raise FrontMatterError(str(error).split("\n", 1)[0] or type(error).__name__) from error
    _check_size(read[0])
    return read


def _load_lines(source: str) -> Read:
    """Return the data of lines of metadata; all values are texts."""
    if len(source) > MAX_LENGTH:
        raise FrontMatterError(f"it is longer than {MAX_LENGTH} characters")
    line = NIKOLA_LINE if source.startswith("..") else _HEADER_LINE
    pairs = [
        (found["key"].strip().lower(), " ".join(found["value"].split()))
        for found in line.finditer(source)
    ]
    repeated: list[str] = []
    data = _note_repeated(repeated, [(key, value) for key, value in pairs if value])
    return data, tuple(repeated), {}


_READERS: Mapping[Format, Callable[[str], Read]] = {
    "YAML": _load_yaml,
    "TOML": _load_toml,
    "JSON": _load_json,
    "lines": _load_lines,
}


#: Where tools keep the front matter of a notebook within its metadata.
NOTEBOOK_KEYS = ("frontmatter", "front_matter", "myst", "nikola", "hugo", "jekyll", "docusaurus")


@dataclass(frozen=True, slots=True)
class Notebook:
    """What a notebook says of itself; the default is what a file says that is none."""

    metadata: FrontMatter
    #: The text of each cell, empty if it is one of code.
    cells: tuple[str, ...] = ()
    #: The tags of all cells.
    tags: frozenset[str] = frozenset()
    #: The comments at the head of the first cell of code, and the text of its docstring.
    comments: tuple[str, ...] = ()


def parse_notebook(text: str) -> Notebook:
    """Return what the source *text* of a notebook says of it.

    The metadata is that of the file (as MyST-NB takes it), what is below :data:`NOTEBOOK_KEYS`,
    and the front matter at the head of the first cell, which goes first. A file that is no notebook
    has a ``problem``, and no cells.
    """
    repeated: list[str] = []
    hook = partial(_note_repeated, repeated)
    try:
        notebook = json.loads(text, object_pairs_hook=hook, parse_int=float, strict=False)
    except (ValueError, RecursionError) as error:
        return _no_notebook(f"the notebook is not JSON: {error}; correct it")
    if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata", {}), dict):
        return _no_notebook("this is no notebook; write its metadata as an object")
    metadata = notebook.get("metadata", {})
    try:
        _check_size(metadata)
    except FrontMatterError as error:
        return _no_notebook(f"the metadata of the notebook: {error}; make it shorter")
    data: dict[str, Any] = {}
    for part in (metadata, *(metadata.get(key) for key in NOTEBOOK_KEYS)):
        if isinstance(part, dict):
            data |= {_key(key): _without_unfit(value) for key, value in part.items()}
    cells = notebook.get("cells")
    cells = [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    texts = [
        _cell_text(cell) if cell.get("cell_type") in {"markdown", "raw"} else "" for cell in cells
    ]
    first = parse(texts[0].lstrip()) if texts else FrontMatter()
    both = FrontMatter(
        _left_over(notebook, metadata),
        data={**data, **first.data},
        problem="" if first.is_prose else first.problem,
        repeated=(*repeated, *first.repeated),
        end=first.end,
    )
    code = next((_cell_text(cell) for cell in cells if cell.get("cell_type") == "code"), "")
    return Notebook(
        both, tuple(texts), frozenset(_tags_of_cells(cells)), tuple(_comments_above(code))
    )


def _left_over(notebook: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    """Return what is neither cells nor read as metadata of *notebook*, as JSON on one line."""
    read = {"metadata", "cells", "nbformat", "nbformat_minor"}
    parts: list[Any] = [{key: value for key, value in notebook.items() if key not in read}]
    for part in (metadata, *(metadata.get(key) for key in NOTEBOOK_KEYS)):
        if isinstance(part, dict):
            names = part.keys() - {*NOTEBOOK_KEYS, "widgets"}  # the state of widgets is large
            parts += [part[key] for key in names if isinstance(part[key], dict | list)]
    try:
        _check_size(parts)
    except FrontMatterError:
        return ""
    return json.dumps(parts, ensure_ascii=False)


def _no_notebook(problem: str) -> Notebook:
    return Notebook(FrontMatter(problem=problem))


def _comments_above(code: str) -> Iterator[str]:
    """Yield the comments above the *code* of a cell, and the text of the string that is first."""
    place = 0
    while match := _CODE_COMMENT.match(code, place):
        place = match.end()
        if match["text"]:
            yield match["text"].strip()
    if match := _DOCSTRING.match(code, place):
        yield match["text"].strip()


def _tags_of_cells(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the tags of each of *cells*, and the keys of its metadata that are true."""
    for cell in cells:
        metadata = cell.get("metadata")
        if isinstance(metadata, dict):
            tags = metadata.get("tags")
            yield from (each for each in tags or () if isinstance(each, str))
            yield from (key for key, value in metadata.items() if value is True)


def _cell_text(cell: Mapping[str, Any]) -> str:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str)).replace("\r\n", "\n")


def _check_size(data: object) -> None:
    """Raise :exc:`FrontMatterError` if *data* would be endless or huge once written out."""
    stack = [data]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            stack += itertools.islice(itertools.chain(item, item.values()), MAX_VALUES)
        elif isinstance(item, list | tuple | set):
            stack += itertools.islice(item, MAX_VALUES)
        elif isinstance(item, int) and item.bit_length() > 1000:
            raise FrontMatterError("a number is too long")
        if len(stack) > MAX_VALUES:
            break
    raise FrontMatterError(f"it stands for more than {MAX_VALUES} values")


def misspelt(keys: Iterable[str]) -> Mapping[str, str]:
    """Return each unknown key that resembles a known one, mapped to that one."""
    return {
        key: close[0]
        for key in itertools.islice(
            (key for key in keys if key not in KNOWN_KEYS and key not in OTHER_KEYS), MAX_COMPARED
        )
        if 3 < len(key) < 40
        and (close := difflib.get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.85))
    }
