"""The one judge of what is published: reads the whole source of a document, before Sphinx does.

Whatever says or may say that the document is not to be published counts; what cannot be understood
is a :class:`~sphinx_paperreview.reading.states.state.Problem`, and a document with one is not
published either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.core.files.decoding import decode, other_readings
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.papers.identifiers import identify, is_identifier
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.layouts.logseq import PUBLIC
from sphinx_paperreview.reading.states.evidence import SAY_SO, Evidence, shown
from sphinx_paperreview.reading.states.source.broken_pairs import broken_pairs
from sphinx_paperreview.reading.states.source.directives import (
    directives_of,
    is_foreign_post,
    lines_of_no_directive,
    names_foreign_post,
    state_options,
)
from sphinx_paperreview.reading.states.source.head_pairs import head_pairs
from sphinx_paperreview.reading.states.source.heads import (
    end_of_comments,
    end_of_metadata,
    first_heading,
    head_code,
    head_comments,
    is_encrypted,
    is_fence,
    nikola_fields,
)
from sphinx_paperreview.reading.states.source.misspelt_directives import perhaps_directives
from sphinx_paperreview.reading.states.source.notes import head_marks, outer_lines, placeholder
from sphinx_paperreview.reading.states.source.other_subjects import (
    lines_of_parts,
    lines_of_update,
    without_cascade,
)
from sphinx_paperreview.reading.states.source.rst_lines import fields_below_head, rst_fields
from sphinx_paperreview.reading.states.source.toctrees import toctree_entries
from sphinx_paperreview.reading.states.state import Problem
from sphinx_paperreview.reading.states.words.claims import is_place
from sphinx_paperreview.reading.states.words.days import is_like_a_date
from sphinx_paperreview.reading.states.words.forbidding import forbids_publishing
from sphinx_paperreview.reading.states.words.keys import (
    COMMENT,
    MEANINGS,
    PAIR,
    key_at_end_of,
    keys_meant_by,
    pairs,
)
from sphinx_paperreview.reading.states.words.marks import is_draft_tag
from sphinx_paperreview.reading.states.words.vocabulary import flag_in

if TYPE_CHECKING:
    import datetime as dt

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.reading.states.state import PublicationState

#: How the metadata of a source is written.
Kind = Literal["markdown", "rst", "notebook"]
#: How many lines of a front matter that is none are looked at.
_MOST_LINES = 5000
#: Keys that parts of a page have as well: ``cover: {hidden: true}``.
_OF_PARTS = frozenset({"hidden", "private", "status", "visibility", "date"})
#: The property by which Logseq makes a page public or not, among those at its head.
_SAYS_PUBLIC = re.compile(
    r"(?:(?:- )?[\w-]{1,40}::[^\n]*\n){0,20}?(?:- )?public::[ \t]+(?P<flag>true|false)\b"
)
#: Keys that are said of nothing but a text of the site.
_OF_TEXTS = frozenset({"draft", "unlisted", "unpublished"})
#: A state in what a module exports, and values of it that are a type or nothing.
_EXPORTED = re.compile(
    r"(?<![\w$.])[\"']?(?P<key>draft|isDraft|unlisted|published)[\"']?\s*:\s*(?P<value>[^\s,;{}][^,;{}\n]*)"
)
_NOT_ZERO, _NOT_ONE = re.compile(r"!0(?!\w)"), re.compile(r"!1(?!\w)")
_NO_VALUES = frozenset({"boolean", "null", "undefined"})
#: What stands between states of which one is chosen.
_ALTERNATIVES = re.compile(r"[|/]|\bor\b", re.IGNORECASE)
#: What may name a paper, and how much of it is looked at.
_NAME = pattern(r"(?:https?://|arxiv:|doi:)[^\s<>()\"'\[\]{}|]{3,300}", re.IGNORECASE)
_MOST_NAMES = 20
#: What begins another front matter behind one.
_SECOND_HEAD = re.compile(r"\s*(?:---|\+\+\+)[ \t]*\n")


def read_state(data: bytes, kind: Kind, zone: dt.tzinfo) -> PublicationState:
    """Read what the source *data* says about its publication.

    Dates without a zone are in *zone*.
    """
    reader = _Reader(zone)
    text = decode(data)[0]
    reader.read(text, kind)
    for other, encoding in other_readings(data):
        reader.read_otherwise(other, encoding, kind)
    return replace(reader.said.state(), names_paper=_names_paper(text))


def _names_paper(text: str) -> bool:
    """Return whether one of the first addresses and identifiers in *text* is that of a paper."""
    found = islice(_NAME.finditer(text), _MOST_NAMES)
    papers = (identify(each[0].rstrip(".,;:*_")) for each in found)
    return any(paper is not None and is_identifier(paper) for paper in papers)


class _Reader:
    """Reads the parts of one source."""

    def __init__(self, zone: dt.tzinfo) -> None:
        self._zone = zone
        self.said = Evidence(zone)

    def read(self, text: str, kind: Kind) -> None:
        """Read the whole *text* of a source."""
        text = text.replace("\0", "")
        if kind == "notebook":
            self.read_notebook(text)
            return
        end = self.read_head(text, is_rst=kind == "rst")
        self.read_comments(text, end, is_rst=kind == "rst")
        self.read_body(text, end, is_rst=kind == "rst")

    def read_otherwise(self, text: str, encoding: str, kind: Kind) -> None:
        """Read *text*, which the source has if it is in *encoding*: only a doubt comes of it."""
        if frontmatter.parse(text).problem:
            return  # not its encoding
        other = _Reader(self._zone)
        other.read("\n".join(text.splitlines()), kind)
        message = (
            f"this file is not UTF-8, and in the encoding {encoding} it perhaps says that it is "
            "not published; save it as UTF-8"
        )
        self.said.doubt_of(other.said.state(), Problem(message, 1))

    def read_head(self, text: str, *, is_rst: bool) -> int:
        """Read the front matter of *text*; return the offset of what follows."""
        found = frontmatter.parse(text)
        if found.end:
            self._read_front_matter(found)
            self._read_lines(found)
            self._read_on(text, found.end)
            if not found.source.strip():
                self._read_below_nothing(text, found.end)
            return found.end
        if said := _SAYS_PUBLIC.match(text):
            self.said.chosen_by = PUBLIC if said["flag"] == "true" else ""
            self.said.add({"unpublished": said["flag"] == "false"}, lambda _key: 1)
        lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
        read: set[int] = set()
        if is_rst:
            for name, value, line in rst_fields(text):
                self.said.add_texts({name: value}, line)
                read.add(line)
        self._read_loose(text, lines, read, is_rst=is_rst)
        return 0

    def read_body(self, text: str, start: int, *, is_rst: bool) -> None:
        """Read the directives of *text* from the offset *start* on, and its first heading."""
        before, body = text.count("\n", 0, start), text[start:]
        if is_encrypted(body):
            message = "its text is encrypted; write it so that it can be read, or remove the file"
            self.said.doubt(message, before + 1)
        self._read_foreign_posts(body, before, is_rst=is_rst)
        read_as_yaml = set()
        if "paper:post" in body.lower():
            for options, problem, found, line in directives_of(body, is_rst=is_rst):
                self.said.has_directive = True
                self.said.add_texts(options, before + line)
                if found is not None:
                    self._read_lines(found, before + line)
                if problem:
                    self.said.doubt(f"the options of paper:post: {problem}", before + line)
                elif found is not None:
                    read_as_yaml.add(line)
        for line, lines in perhaps_directives(body, is_rst=is_rst):
            message = (
                "this is perhaps meant as a directive paper:post, but is none that can be read; "
                "write its name, its options and what encloses it as in the documentation"
            )
            doubt = Problem(message, before + line)
            unread = _behind_yaml(lines) if line in read_as_yaml else lines
            self.said.doubt_traces(unread, doubt)
            self.said.doubt_broken("\n".join(unread), doubt)
        has_title = bool(self.said.heading)
        self.said.heading = self.said.heading or first_heading(body, is_rst=is_rst)
        self.said.toctree += toctree_entries(body)
        self._read_pairs(body, before, is_rst=is_rst)
        if text_to_come := placeholder(body):
            self.said.hint(f"its text is no more than {text_to_come!r}", before + 1)
        where = "its text begins or ends with"
        for mark, is_heading in head_marks(body, is_rst=is_rst, has_title=has_title):
            is_comment = mark.startswith(("<!--", "{/*", "{#"))
            if is_heading:
                self.said.take_title(mark)
            else:
                self.said.take_note(mark, where, before + 1, is_comment=is_comment)
        if sentence := next(filter(forbids_publishing, outer_lines(body)), ""):
            self.said.hint(f"{where} {shown(sentence)}", before + 1)

    def _read_pairs(self, body: str, before: int, *, is_rst: bool) -> None:
        """Read keys and values in the text itself, also in fields below its head."""
        for key, value in head_pairs(body, is_rst=is_rst):
            self.said.take_pair(key, value, before + 1)
        for name, value, line in fields_below_head(body) if is_rst else ():
            if name in _OF_TEXTS and (not value or flag_in(value)):
                message = f"{name!r} is below the first text; write it at the top of the file"
                problem = Problem(message, before + line, reviews_only=True)
                self.said.doubt_trace(name, "true", problem)

    def _read_foreign_posts(self, body: str, before: int, *, is_rst: bool) -> None:
        """Read directives in which another extension, which may be missing, has a state."""
        found = list(state_options(body, is_rst=is_rst))
        if names_foreign_post(body):
            found += (
                (options, line)
                for options, _, _, line in directives_of(body, is_foreign_post, is_rst=is_rst)
            )
        for options, line in found:
            message = "a directive for another extension perhaps says that this is not published"
            other = Evidence(self._zone)
            other.add_texts(options, 1)
            # A value that cannot be read is the other's own matter.
            state = replace(other.state(), problems=())
            self.said.doubt_of(
                state, Problem(f"{message}; {SAY_SO}", before + line, reviews_only=True)
            )

    def read_comments(self, text: str, start: int, *, is_rst: bool) -> None:
        """Read the comments at the head of *text*, where Nikola has its metadata."""
        for line, comment in head_comments(text, start, is_rst=is_rst):
            if fields := nikola_fields(comment):
                self.said.add_texts(fields, line)
            else:
                self._read_comment(comment, "a comment at its head", line)

    def _read_comment(self, comment: str, where: str, line: int) -> None:
        if not self.said.take_note(comment, f"{where} says", line, is_comment=True):
            message = f"{where} says perhaps that this is not published"
            problem = Problem(f"{message}; {SAY_SO}", line, reviews_only=True)
            self.said.doubt_traces(comment.split("\n"), problem)

    def read_notebook(self, text: str) -> None:
        """Read the metadata and the cells of a notebook."""
        notebook = frontmatter.parse_notebook(text)
        found, cells = notebook.metadata, notebook.cells
        self._read_front_matter(found)
        for key, value in pairs(found.source):
            message = f"{key!r} is not in the metadata of the notebook; write it there"
            self.said.doubt_trace(key, value, Problem(message, 1))
        if tag := next(filter(is_draft_tag, sorted(notebook.tags)), ""):
            self.said.hint(f"one of its cells has the tag {shown(tag)}", 1)
        for comment in notebook.comments:
            self._read_comment(comment, "a comment at the head of its code", 1)
        if cells and found.end:
            self._read_lines(frontmatter.parse(cells[0].lstrip()))
        elif cells:
            self.read_comments(cells[0], 0, is_rst=False)
            lines = cells[0].split("\n", _MOST_LINES)[:_MOST_LINES]
            self._read_loose(cells[0], lines, set(), is_rst=False)
        for cell in cells:
            self.read_body(cell, 0, is_rst=False)

    def _read_front_matter(self, found: FrontMatter) -> None:
        if found.format == "lines":
            for key, value in found.data.items():
                self.said.add_texts({key: value}, found.line_of(key))
        else:
            self.said.add(found.data, found.line_of)
        self.said.cascade = next(
            (value for key, value in found.data.items() if key.lower() == "cascade"), None
        )
        for key in found.repeated:
            if key in MEANINGS or keys_meant_by(key):
                self.said.doubt(
                    f"the key {key!r} is written twice; write it once", found.line_of(key)
                )
        if found.problem and (not found.is_prose or _is_like_metadata(found.source)):
            self.said.doubt(found.problem, found.line)
        title = found.data.get("title")
        self.said.heading = title if isinstance(title, str) else ""

    def _read_lines(self, found: FrontMatter, before: int = 0) -> None:
        """Look in the lines of a front matter, below *before* others, for what no reader sees."""
        if self.said.is_told:
            return
        told = set()
        first = before + found.first_line
        own = without_cascade(found.source)
        of_parts = {first + number for number in lines_of_parts(own)}
        of_update = {first + number for number in lines_of_update(own)}
        for number, line in enumerate(own.split("\n"), first):
            for key, value in pairs(line):
                is_read = (
                    found.lines.get(key) == number - before if found.lines else key in found.data
                )
                if number in of_parts and (key in _OF_PARTS or key not in MEANINGS):
                    continue
                if line[:1].isspace() and is_place(key):
                    continue  # ``execute: {output: false}`` of Quarto
                if not is_read and not (key == "date" and number in of_update):
                    name = key_at_end_of(key)
                    message = f"{name!r} is within another value; write it on a line of its own"
                    self.said.doubt_trace(name, value, Problem(message, number))
                    told.add(name)
            self._read_comment_behind(line, number)
        source = "\n".join(COMMENT.sub("", line) for line in own.split("\n"))
        for key, value, place in broken_pairs(source, has_slips=False):
            line_of_key = first + source.count("\n", 0, place)
            is_other = (line_of_key in of_parts and key in _OF_PARTS) or (
                line_of_key in of_update and key == "date"
            )
            if key not in told and not is_other:
                message = f"{key!r} is perhaps within another value; write it on a line of its own"
                self.said.doubt_trace(key, value, Problem(message, line_of_key))

    def _read_comment_behind(self, line: str, number: int) -> None:
        """Look in a comment for a note, and behind a value for a line that was joined with it.

        A key in a comment that is a whole line was taken out by it; several states with a mark
        between them are those that a value may be.
        """
        comment = COMMENT.search(line) if "#" in line else None
        if comment is None:
            return
        before, text = line[: comment.start()], comment[0].lstrip("# \t")
        is_beside_state = any(key in MEANINGS for key, _value in pairs(before))
        inner = list(pairs(text))
        if not inner and not is_beside_state and not _ALTERNATIVES.search(text):
            self.said.take_note(text, "a comment says", number, is_comment=True)
        if not before.strip():
            return
        message = "a comment behind a value perhaps hides a line; write it on its own"
        for key, value in inner:
            word = key.split()[-1]
            name = key_at_end_of(word)
            if name != word or not is_beside_state:
                self.said.doubt_trace(name, value, Problem(message, number))

    def _read_on(self, text: str, start: int) -> None:
        """Read what follows a front matter up to another line that ends one, if it is metadata.

        Docusaurus reads on behind a line of ``...``; and a line of ``---`` may be one too many.
        """
        opening = _SECOND_HEAD.match(text, start)
        start = opening.end() if opening else start
        line = text.count("\n", 0, start) + 1
        for number, each in enumerate(text[start:].split("\n", _MOST_LINES)[:_MOST_LINES]):
            if each.strip().strip(" \t\"'") in {"---", "+++", "...", "}"}:
                lines = text[start:].split("\n", number)[:number]
                message = "the front matter has an end before this; remove one of the two"
                self.said.doubt_traces(lines, Problem(message, line + number))
                return
            is_table = each[:1] == "[" and each.rstrip()[-1:] == "]"  # of TOML
            is_metadata = each[:1] in {"", " ", "\t", "-", "#"} or each.startswith("<<:")
            # A word alone may be a key that was broken.
            if not (is_metadata or is_table or PAIR.match(each) or len(each.split()) == 1):
                return

    def _read_below_nothing(self, text: str, start: int) -> None:
        """Read the paragraph below an empty front matter, which perhaps begins twice."""
        line = text.count("\n", 0, start) + 1
        lines = text[start:].split("\n\n", 1)[0].split("\n", _MOST_LINES)[:_MOST_LINES]
        message = "the front matter is empty; remove one of the two lines above this"
        self.said.doubt_traces(lines, Problem(message, line))

    def _read_loose(self, text: str, lines: list[str], read: set[int], *, is_rst: bool) -> None:
        """Read what may have been meant as a front matter, though nobody reads it as one.

        :param read: the lines that are read, from 1
        """
        if frontmatter.begins_json(text):
            self.said.doubt("the front matter is not JSON; correct it", 1)
            return
        start = text.count("\n", 0, end_of_comments(text, 0))
        if start >= len(lines):
            return
        end = end_of_metadata(lines, start, 1, titles=is_rst)
        head = lines[start:end]
        if not is_rst and (inside := head_code(lines, start)):
            message = (
                "the front matter is in a block of code; write it without, at the top of the file"
            )
            problem = Problem(message, start + 1, reviews_only=True)
            self.said.doubt_traces(inside, problem)
        mark = head[0].strip()
        is_enclosed = not is_rst and (is_fence(mark) or mark[:1] in {"-", "+", "{", '"'})
        if mark in {"---", "+++"} and not any(is_fence(each) for each in head[1:]):
            key = next((key for each in head[1:] for key, _value in pairs(each)), "")
            if key in frontmatter.KNOWN_KEYS or key in MEANINGS or keys_meant_by(key):
                message = f"the front matter has no end; write a line of {mark} below it"
                self.said.doubt(message, start + 1)
                return
        if is_rst:
            message = "this is perhaps meant as a field, but is none; correct the line"
        elif is_enclosed:
            message = (
                "the front matter is not where it is read; begin the file with it, between lines "
                "of ---"
            )
        else:
            message = "the front matter is not between lines of ---; write them"
        problem = Problem(message, start + 1, reviews_only=not is_enclosed)
        if mark.startswith("export "):
            head = [_NOT_ONE.sub("false", _NOT_ZERO.sub("true", each)) for each in head]
            self._read_exported("\n".join(head), start + 1)
        outside = lines_of_no_directive(head, is_rst=is_rst)
        self.said.doubt_traces([head[n] for n in outside if start + n + 1 not in read], problem)
        text = "\n".join(head[n] for n in outside)
        self.said.doubt_broken(text, problem, is_metadata=is_enclosed)

    def _read_exported(self, script: str, line: int) -> None:
        """Look in what a module of MDX exports for a state that is worked out when it runs."""
        for found in _EXPORTED.finditer(script):
            value = found["value"].strip(" \t\"'")
            if flag_in(value) is None and value not in _NO_VALUES and not is_like_a_date(value):
                message = f"the value of {found['key']!r} cannot be read; write `true` or `false`"
                problem = Problem(
                    message, line + script.count("\n", 0, found.start()), reviews_only=True
                )
                self.said.doubt_trace("draft", "true", problem)


def _behind_yaml(lines: list[str]) -> list[str]:
    """Return the *lines* of a directive behind its options between two equal lines of ``---``."""
    opening = lines[1].rstrip() if len(lines) > 1 and lines[1].strip() == "---" else ""
    ends = [number for number, line in enumerate(lines) if line.rstrip() == opening]
    return lines[ends[1] + 1 :] if opening and len(ends) > 1 else lines


def _is_like_metadata(prose: str) -> bool:
    """Tell whether a short line of *prose* begins with a key, or with what may stand for one."""
    for line in prose.splitlines():
        words = re.split(r"[\s:;=\uff1a]+", line.strip(" \t\"'{}[]?!&*|>%@`,"), maxsplit=6)
        key = words[0].strip("\"'")
        if key and len(words) <= 6 and (key in MEANINGS or keys_meant_by(key)):
            return True
    return False
