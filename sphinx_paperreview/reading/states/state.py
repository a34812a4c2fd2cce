"""Whether a document is published, from all that its source says of itself: the one judge.

The whole source is read, before Sphinx reads it. Whatever says or may say that the document is
not to be published counts; what cannot be understood is a :class:`Problem`, and a document with
one is not published either.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from sphinx_paperreview.core.files.decoding import decode, other_readings
from sphinx_paperreview.core.metadata import dates, frontmatter
from sphinx_paperreview.reading.states.publication_words import (
    claim_of,
    flag_in,
    is_claim,
    is_day,
    is_draft_note,
    is_draft_tag,
    is_draft_title,
    is_hidden,
)
from sphinx_paperreview.reading.states.source_fields import (
    FOREIGN_POSTS,
    directives_of,
    end_of_comments,
    end_of_metadata,
    first_heading,
    head_code,
    head_comments,
    head_marks,
    is_fence,
    lines_of_no_directive,
    lines_of_parts,
    names_foreign_post,
    nikola_fields,
    perhaps_directives,
    rst_fields,
    toctree_entries,
    without_cascade,
)
from sphinx_paperreview.reading.states.state_words import (
    COMMENT,
    HIDDEN,
    MEANINGS,
    PAIR,
    TRUE,
    broken_pairs,
    first_word,
    flag_of,
    is_near,
    key_at_end_of,
    keys_meant_by,
    keys_of_days,
    keys_two_slips_away,
    letters_of,
    pairs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.reading.states.state_words import Meaning

Verdict = Literal["", "draft", "scheduled", "expired", "doubt"]
#: How the metadata of a source is written.
Kind = Literal["markdown", "rst", "notebook"]
#: The meanings of keys that are true or false.
_FLAGS = frozenset({"draft", "unlisted", "published"})
#: Mappings within a front matter in which such keys count as well: Hugo, Zola, Jupyter Book.
_WITHIN = ("metadata", "params", "extra", "frontmatter", "front_matter", "build", "_build")
#: Hugo's options of what is made of a page, each with the meaning of ``never``.
_HUGO_BUILD: Mapping[str, Meaning] = {"render": "draft", "list": "unlisted"}
#: Keys whose date is shown where there is no other, in this order.
PUBLICATION_KEYS = tuple(
    key for key, meaning in MEANINGS.items() if meaning in {"from", "published"}
)
_SAY_SO = "write `draft: true`, or `draft: false` to publish it"
#: How many lines of a front matter that is none are looked at.
_MOST_LINES = 5000
#: Keys of words that each say something of a text.
_TAGS = frozenset({
    "tags", "keywords", "categories", "labels", "topics", "flags", "classes", "cssclasses",
    "tag", "keyword", "label", "topic",
})  # fmt: skip
#: Keys that parts of a page have as well: ``cover: {hidden: true}``.
_OF_PARTS = frozenset({"hidden", "private", "status", "visibility", "date"})
#: What begins another front matter behind one.
_SECOND_HEAD = re.compile(r"\s*(?:---|\+\+\+)[ \t]*\n")
#: A longer text is no date with a few words.
_LONGEST_DATE = 80
_YEAR = re.compile(r"[0-9]{4}")
#: A later year is a slip where a text ends, unless it is the end of one: people mean "never".
_LAST_YEAR = 2150
_NEVER = "9999-12-31 for never"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the state of a document that cannot be understood."""

    #: What is wrong and what to write.
    message: str
    #: The line of the source, from 1.
    line: int
    about_date: bool = False
    #: Whether it is one only if the document is a post.
    posts_only: bool = False


@dataclass(frozen=True, slots=True)
class PublicationState:
    """What one source says about its own publication, whatever the day is."""

    #: Whether it says plainly that it is not published.
    is_draft: bool = False
    #: Whether a ``status`` says so, which counts for posts alone.
    is_draft_post: bool = False
    is_unlisted: bool = False
    #: Whether it says plainly that it is published, so that its name or a tag says nothing.
    is_open: bool = False
    #: The moments before which it is not published.
    starts: tuple[dt.datetime, ...] = ()
    #: The moments from which on it is no longer published.
    ends: tuple[dt.datetime, ...] = ()
    #: Whether it has a ``date``, readable or not, which goes before that of its name.
    has_date: bool = False
    #: Whether a key has a date, readable or not, on which it is or was published.
    is_dated: bool = False
    #: Whether a directive makes it a post.
    has_directive: bool = False
    #: The date in its title or first heading, which a post has if nothing else gives it one.
    heading_date: dt.datetime | None = None
    #: Whether that heading is a date and no more.
    is_heading_date: bool = False
    #: The documents in its toctrees, as they are written.
    toctree: tuple[str, ...] = ()
    #: What its front matter passes on to other documents (Hugo), as it is written.
    cascade: Any = None
    problems: tuple[Problem, ...] = ()
    #: Moments that are perhaps meant as such, each with the problem that it then is.
    doubtful_starts: tuple[tuple[dt.datetime, Problem], ...] = ()
    doubtful_ends: tuple[tuple[dt.datetime, Problem], ...] = ()

    def verdict(self, now: dt.datetime, *, is_post: bool) -> Verdict:
        """Return why the document is not published at the moment *now*; empty if it is."""
        if self.is_draft or (is_post and self.is_draft_post):
            return "draft"
        if any(moment > now for moment in self.starts):
            return "scheduled"
        if any(moment <= now for moment in self.ends):
            return "expired"
        return "doubt" if self.problems_at(now, is_post=is_post) else ""

    @property
    def is_certain(self) -> bool:
        """Whether nothing in the source is hard to understand; then no word of it is kept here."""
        return not (self.problems or self.doubtful_starts or self.doubtful_ends)

    def problems_at(self, now: dt.datetime, *, is_post: bool) -> tuple[Problem, ...]:
        """Return what cannot be understood and matters at *now*, in the order of lines."""
        found = [
            *self.problems,
            *(problem for moment, problem in self.doubtful_starts if moment > now),
            *(problem for moment, problem in self.doubtful_ends if moment <= now),
        ]
        counted = dict.fromkeys(each for each in found if is_post or not each.posts_only)
        return tuple(sorted(counted, key=lambda problem: problem.line))


def read_state(data: bytes, kind: Kind, zone: dt.tzinfo) -> PublicationState:
    """Read what the source *data* says about its publication.

    Dates without a zone are in *zone*.
    """
    reader = _Reader(zone)
    reader.read(decode(data)[0], kind)
    for text, encoding in other_readings(data):
        reader.read_otherwise(text, encoding, kind)
    return reader.state()


def state_of(mappings: Iterable[Mapping[str, Any]], zone: dt.tzinfo) -> PublicationState:
    """Return what *mappings* of a document that was read say: fields, options of directives."""
    reader = _Reader(zone)
    for data in mappings:
        reader.add_texts(data, 1)
    return reader.state()


class _Reader:
    """Gathers the facts of one source."""

    def __init__(self, zone: dt.tzinfo) -> None:
        self._zone = zone
        self._is_draft = self._is_draft_post = self._is_unlisted = self._is_open = False
        self._hints: list[Problem] = []
        self._has_date = self._is_dated = self._has_directive = False
        self._toctree: tuple[str, ...] = ()
        self._starts: list[dt.datetime] = []
        self._ends: list[dt.datetime] = []
        self._problems: list[Problem] = []
        self._doubtful_starts: list[tuple[dt.datetime, Problem]] = []
        self._doubtful_ends: list[tuple[dt.datetime, Problem]] = []
        self._heading = ""
        self._cascade: Any = None

    def state(self) -> PublicationState:
        """Return what was gathered."""
        day = dates.date_from_text(self._heading, self._zone)
        if is_draft_title(self._heading):
            self._hint(f"its title is {_shown(self._heading)}", 1)
        return PublicationState(
            is_draft=self._is_draft,
            is_draft_post=self._is_draft_post,
            is_unlisted=self._is_unlisted,
            is_open=self._is_open,
            starts=tuple(self._starts),
            ends=tuple(self._ends),
            has_date=self._has_date,
            has_directive=self._has_directive,
            is_dated=self._is_dated,
            heading_date=day,
            is_heading_date=day is not None and dates.is_only_date(self._heading, day),
            toctree=self._toctree,
            cascade=self._cascade,
            problems=(*self._problems, *(() if self._is_open else self._hints)),
            doubtful_starts=tuple(self._doubtful_starts),
            doubtful_ends=tuple(self._doubtful_ends),
        )

    # -- a source and its parts ----------------------------------------------------------------

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
        self._doubt_of(other.state(), Problem(message, 1))

    def read_head(self, text: str, *, is_rst: bool) -> int:
        """Read the front matter of *text*; return the offset of what follows."""
        found = frontmatter.parse(text)
        if found.end:
            self._read_front_matter(found)
            self._read_lines(found)
            self._read_on(text, found.end)
            return found.end
        lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
        read: set[int] = set()
        if is_rst:
            for name, value, line in rst_fields(text):
                self.add_texts({name: value}, line)
                read.add(line)
        self._read_loose(text, lines, read, is_rst=is_rst)
        return 0

    def read_body(self, text: str, start: int, *, is_rst: bool) -> None:
        """Read the directives of *text* from the offset *start* on, and its first heading."""
        before, body = text.count("\n", 0, start), text[start:]
        if names_foreign_post(body):
            self._read_foreign_posts(body, before, is_rst=is_rst)
        if "paper:post" in body.lower():
            for options, problem, found, line in directives_of(body, is_rst=is_rst):
                self._has_directive = True
                self.add_texts(options, before + line)
                if found is not None:
                    self._read_lines(found, before + line)
                if problem:
                    self._doubt(f"the options of paper:post: {problem}", before + line)
        for line, lines in perhaps_directives(body, is_rst=is_rst):
            message = (
                "this is perhaps meant as a directive paper:post, but is none that can be read; "
                "write its name, its options and what encloses it as in the documentation"
            )
            doubt = Problem(message, before + line)
            self._doubt_traces(lines, doubt)
            self._doubt_broken("\n".join(lines), doubt)
        self._heading = self._heading or first_heading(body, is_rst=is_rst)
        self._toctree += toctree_entries(body)
        for mark in head_marks(body, is_rst=is_rst):
            is_comment = mark.startswith(("<!--", "{/*"))
            where = "its text begins or ends with"
            self._take_note(mark, where, before + 1, is_comment=is_comment)

    def _read_foreign_posts(self, body: str, before: int, *, is_rst: bool) -> None:
        """Read directives in which another extension, which may be missing, has a state."""
        for options, _, _, line in directives_of(body, FOREIGN_POSTS, is_rst=is_rst):
            message = "a directive for another extension perhaps says that this is not published"
            other = _Reader(self._zone)
            other.add_texts(options, 1)
            # A value that cannot be read is the other's own matter.
            state = replace(other.state(), problems=())
            self._doubt_of(state, Problem(f"{message}; {_SAY_SO}", before + line, posts_only=True))

    def read_comments(self, text: str, start: int, *, is_rst: bool) -> None:
        """Read the comments at the head of *text*, where Nikola has its metadata."""
        for line, comment in head_comments(text, start, is_rst=is_rst):
            if fields := nikola_fields(comment):
                self.add_texts(fields, line)
            else:
                self._read_comment(comment, "a comment at its head", line)

    def _read_comment(self, comment: str, where: str, line: int) -> None:
        if not self._take_note(comment, f"{where} says", line, is_comment=True):
            message = f"{where} says perhaps that this is not published"
            problem = Problem(f"{message}; {_SAY_SO}", line, posts_only=True)
            self._doubt_traces(comment.split("\n"), problem)

    def read_notebook(self, text: str) -> None:
        """Read the metadata and the cells of a notebook."""
        notebook = frontmatter.parse_notebook(text)
        found, cells = notebook.metadata, notebook.cells
        self._read_front_matter(found)
        for key, value in pairs(found.source):
            message = f"{key!r} is not in the metadata of the notebook; write it there"
            self._doubt_trace(key, value, Problem(message, 1))
        if tag := next(filter(is_draft_tag, sorted(notebook.tags)), ""):
            self._hint(f"one of its cells has the tag {_shown(tag)}", 1)
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
                self.add_texts({key: value}, found.line_of(key))
        else:
            self.add(found.data, found.line_of)
        self._cascade = next(
            (value for key, value in found.data.items() if key.lower() == "cascade"), None
        )
        for key in found.repeated:
            if key in MEANINGS or keys_meant_by(key):
                self._doubt(f"the key {key!r} is written twice; write it once", found.line_of(key))
        if found.problem and (not found.is_prose or _is_like_metadata(found.source)):
            self._doubt(found.problem, found.line)
        title = found.data.get("title")
        self._heading = title if isinstance(title, str) else ""

    def _read_lines(self, found: FrontMatter, before: int = 0) -> None:
        """Look in the lines of a front matter, below *before* others, for what no reader sees."""
        if self._problems or self._is_draft:
            return
        told = set()
        first = before + found.first_line
        own = without_cascade(found.source)
        of_parts = {first + number for number in lines_of_parts(own)}
        for number, line in enumerate(own.split("\n"), first):
            for key, value in pairs(line):
                is_read = (
                    found.lines.get(key) == number - before if found.lines else key in found.data
                )
                if number in of_parts and (key in _OF_PARTS or key not in MEANINGS):
                    continue
                if (
                    key == "date"
                    and found.data.get("last_update")
                    and (line[:1].isspace() or line.lstrip("\"'").startswith("last_update"))
                ):
                    continue  # the only key with a date within that posts are known to have
                if not is_read:
                    name = key_at_end_of(key)
                    message = f"{name!r} is within another value; write it on a line of its own"
                    self._doubt_trace(name, value, Problem(message, number))
                    told.add(name)
            self._read_comment_behind(line, number)
        source = "\n".join(COMMENT.sub("", line) for line in own.split("\n"))
        for key, value, place in broken_pairs(source, has_slips=False):
            if key not in told and (key != "date" or not found.data.get("last_update")):
                message = f"{key!r} is perhaps within another value; write it on a line of its own"
                line_of_key = first + source.count("\n", 0, place)
                if line_of_key in of_parts and key in _OF_PARTS:
                    continue
                self._doubt_trace(key, value, Problem(message, line_of_key))

    def _read_comment_behind(self, line: str, number: int) -> None:
        """Look in a comment behind a value for a line that was joined with it.

        A comment that is a whole line was meant as one.
        """
        comment = COMMENT.search(line) if "#" in line else None
        before = line[: comment.start()] if comment else ""
        if comment is None or not before.strip():
            return
        is_beside_state = any(key in MEANINGS for key, _value in pairs(before))
        message = "a comment behind a value perhaps hides a line; write it on its own"
        for key, value in pairs(comment[0].lstrip("#")):
            word = key.split()[-1]
            name = key_at_end_of(word)
            if name != word or not is_beside_state:
                self._doubt_trace(name, value, Problem(message, number))

    def _read_on(self, text: str, start: int) -> None:
        """Read what follows a front matter up to another line that ends one, if it is metadata.

        Docusaurus reads on behind a line of ``...``; and a line of ``---`` may be one too many.
        """
        opening = _SECOND_HEAD.match(text, start)
        start = opening.end() if opening else start
        line = text.count("\n", 0, start) + 1
        for number, each in enumerate(text[start:].split("\n", _MOST_LINES)[:_MOST_LINES]):
            if each.strip() in {"---", "+++", "...", "}"}:
                lines = text[start:].split("\n", number)[:number]
                message = "the front matter has an end before this; remove one of the two"
                self._doubt_traces(lines, Problem(message, line + number))
                return
            if each[:1] not in {"", " ", "\t", "-", "#"} and not PAIR.match(each):
                return

    def _read_loose(self, text: str, lines: list[str], read: set[int], *, is_rst: bool) -> None:
        """Read what may have been meant as a front matter, though nobody reads it as one.

        :param read: the lines that are read, from 1
        """
        if frontmatter.begins_json(text):
            self._doubt("the front matter is not JSON; correct it", 1)
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
            problem = Problem(message, start + 1, posts_only=True)
            self._doubt_traces(inside, problem)
        mark = head[0].strip()
        is_enclosed = not is_rst and (is_fence(mark) or mark[:1] in {"-", "+", "{", '"'})
        if mark in {"---", "+++"} and not any(is_fence(each) for each in head[1:]):
            key = next((key for each in head[1:] for key, _value in pairs(each)), "")
            if key in frontmatter.KNOWN_KEYS or key in MEANINGS or keys_meant_by(key):
                message = f"the front matter has no end; write a line of {mark} below it"
                self._doubt(message, start + 1)
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
        problem = Problem(message, start + 1, posts_only=not is_enclosed)
        shown = lines_of_no_directive(head, is_rst=is_rst)
        self._doubt_traces([head[n] for n in shown if start + n + 1 not in read], problem)
        text = "\n".join(head[n] for n in shown)
        self._doubt_broken(text, problem, is_metadata=is_enclosed)

    def _doubt_traces(self, lines: Iterable[str], problem: Problem) -> None:
        """Let *problem* be one if any of *lines*, which nobody reads, may hide the document."""
        key_before = ""
        for line in lines:
            if key_before:  # ``:draft:``, a flag or with its value below it
                self._doubt_trace(key_before, line, problem)
                if not line[:1].isspace() or line.lstrip()[:1] in {"", ":"}:
                    self._doubt_trace(key_before, "true", problem)
                key_before = ""
            for key, value in pairs(line):
                self._doubt_trace(key, value, problem)
                key_before = "" if value.strip() else key
        self._doubt_trace(key_before, "true", problem)

    def _doubt_broken(self, text: str, problem: Problem, *, is_metadata: bool = False) -> None:
        """Let *problem* be one if *text* may hide the document once its lines are joined."""
        for key, value, _place in broken_pairs(text, is_metadata=is_metadata):
            self._doubt_trace(key, value, problem)

    def _doubt_trace(self, key: str, value: str, problem: Problem) -> None:
        """Let *problem* be one if *key* and *value*, which nobody reads, hide the document."""
        if not (meant := keys_meant_by(letters_of(key))):
            if (
                claim_of(key, value.strip(" \t\"'`,;")) == "hidden"
                and problem not in self._problems
            ):
                self._problems.append(replace(problem, posts_only=True))
            return
        word = letters_of(value).casefold() or "".join(filter(str.isdigit, value)) or value.strip()
        flag = flag_in(word)
        if flag is None and word and is_near(word, "false"):
            flag = False
        elif flag is None and word and any(is_near(word, true) for true in TRUE):
            flag = True
        other = _Reader(self._zone)
        for name, meaning in meant:
            if meaning in _FLAGS and flag is not None:
                other._take(name, meaning, flag, 1)
            elif meaning == "status":
                other._take_status(name, word, 1)
            elif meaning not in {"draft", "unlisted"} and (
                _is_like_a_date(value)
                or (meaning != "published" and re.search("[0-9].*[0-9]", value))
            ):
                day = value.strip(" \t\"'`,;")
                for each in (day,) if meaning == "expires" else _days_of(day, self._zone):
                    other._take(name, meaning, each, 1)
        if problem not in self._problems and not (other._is_unlisted and self._is_unlisted):
            self._doubt_of(other.state(), problem)

    def _doubt_of(self, state: PublicationState, problem: Problem) -> None:
        """Let *problem* be one unless *state*, an uncertain reading, is that of a published one."""
        for_posts = replace(problem, posts_only=True)
        if state.is_draft or state.is_unlisted or any(not p.posts_only for p in state.problems):
            self._problems.append(problem)
        elif state.is_draft_post or state.problems:
            self._problems.append(for_posts)
        self._doubtful_starts += [(moment, problem) for moment in state.starts]
        self._doubtful_ends += [(moment, problem) for moment in state.ends]
        self._doubtful_starts += [(moment, problem) for moment, _ in state.doubtful_starts]
        self._doubtful_ends += [(moment, problem) for moment, _ in state.doubtful_ends]

    # -- keys and values -----------------------------------------------------------------------

    def add_texts(self, data: Mapping[str, Any], line: int) -> None:
        """Take fields or options: keys of any case, and an empty value where a flag is set."""
        texts = {
            key.lower(): _unquoted(value) if isinstance(value, str) else value
            for key, value in data.items()
        }
        self.add(
            {
                key: True if value in ("", None) and MEANINGS.get(key, "draft") in _FLAGS else value
                for key, value in texts.items()
            },
            lambda _key: line,
        )

    def add(self, data: Mapping[str, Any], line_of: Callable[[str], int]) -> None:
        """Take every key of *data* that says something about publication, or may mean to."""
        for key, value in data.items():
            if key.lower() == "cascade":  # what a document has for those below it, it has itself
                self._take_cascade(value, line_of(key))
                continue
            meaning = MEANINGS.get(key)
            if meaning is not None:
                self._take(key, meaning, value, line_of(key))
                continue
            number = len(self._problems)
            perhaps = keys_meant_by(key) or keys_of_days(key, value)
            if not perhaps and key not in frontmatter.KNOWN_KEYS:
                perhaps = keys_two_slips_away(key, value)
            for word, meant in perhaps:
                is_none = meant == "expires" and flag_of(value) is False  # ``expired: false``
                if not is_none and (meant != "date" or _is_like_a_date(value)):
                    other = _Reader(self._zone)
                    other._take(word, meant, value, 1)
                    message = (
                        f"the key {key!r} may stand for {word!r}; write {word!r}, or another key"
                    )
                    self._doubt_of(other.state(), Problem(message, line_of(key)))
            if number == len(self._problems):
                self._take_claim(key, value, line_of(key))
            if isinstance(value, dict) and key in _WITHIN:
                line = line_of(key)
                inner = {str(name): item for name, item in value.items()}
                self.add(inner, lambda _key, line=line: line)  # type: ignore[misc]  # bound now
                for option, flag in _HUGO_BUILD.items() if key in {"build", "_build"} else ():
                    if inner.get(option) in ("never", "link", False):
                        self._take(option, flag, True, line)  # a value of YAML

    def _take_cascade(self, value: Any, line: int) -> None:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and not {"target", "_target"} & part.keys():
                values = {str(key): item for key, item in part.items() if key != "cascade"}
                self.add(values, lambda _key: line)

    def _take(self, key: str, meaning: Meaning, value: Any, line: int) -> None:
        if meaning == "status":
            self._take_status(key, value, line)
            return
        if meaning in _FLAGS:
            flag = flag_of(value)
            if flag is not None:
                self._is_draft |= (meaning, flag) in {("draft", True), ("published", False)}
                self._is_unlisted |= (meaning, flag) == ("unlisted", True)
                self._is_open |= (key, flag) in {
                    ("draft", False), ("published", True), ("publish", True)
                }  # fmt: skip
                return
            if meaning != "published" or not _is_like_a_date(value):
                message = f"{key!r} is {_shown(value)}; write `{key}: true` or `{key}: false`"
                self._doubt(message, line)
                return
        self._has_date |= meaning == "date"
        self._is_dated |= meaning != "expires" and value not in (None, "")
        try:
            moment = dates.parse_date(value, self._zone)
        except ValueError as error:
            message = (
                f"the date {_shown(value)} of {key!r} cannot be read; write it as 2025-11-14, or "
                "leave the key out"
            )
            if isinstance(error, dates.OpenDateError):
                message = f"the date of {key!r}, {error}"
            self._problems.append(
                Problem(message, line, about_date=True, posts_only=meaning == "date")
            )
        else:
            (self._ends if meaning == "expires" else self._starts).append(moment)
            if meaning == "expires" and moment.year > _LAST_YEAR and not _is_round(moment):
                message = f"the year of {key!r} is {moment.year}; write one before, or {_NEVER}"
                self._problems.append(Problem(message, line, about_date=True))

    def _take_status(self, key: str, value: Any, line: int) -> None:
        for item in value if isinstance(value, list | tuple) else (value,):
            word = letters_of(str(item)).casefold()
            if word in HIDDEN and not isinstance(item, bool):
                self._is_draft_post = True
            elif (
                first_word(str(item)) in HIDDEN
                or any(len(other) > 4 and is_near(word, other) for other in HIDDEN)
                or is_hidden(str(item))
                or flag_in(str(item)) is False
            ):
                message = f"{key!r} is {_shown(item)}; write `draft: true`, or another word"
                self._problems.append(Problem(message, line, posts_only=True))

    def _take_claim(self, key: str, value: Any, line: int) -> None:
        """Take what a key and its value say that are none of the documented ones."""
        if key in _TAGS:
            if any(map(is_draft_tag, _tags_of(value))):
                self._hint(f"one of the {key} is `draft` or the like", line)
            return
        if isinstance(value, dict):
            for name, item in value.items() if is_claim(key) else ():
                if not isinstance(item, dict):  # ``embargo: {until: 2999-01-01}``
                    self._take_claim(f"{key} {name}", item, line)
            return
        for item in value if isinstance(value, list | tuple) and len(value) == 1 else (value,):
            self._take_one_claim(key, item, line)

    def _take_one_claim(self, key: str, value: Any, line: int) -> None:
        claim = claim_of(key, value)
        shown = str(value).lower() if isinstance(value, bool) else str(value)[:40]
        message = f"`{key}: {shown}` perhaps means that this is not published"
        is_word = claim == "hidden" and flag_in(str(value)) is None
        problem = Problem(f"{message}; {_SAY_SO}", line, posts_only=is_word)
        if claim == "hidden":
            self._problems.append(problem)
        elif claim:
            moments = self._doubtful_ends if claim == "ended" else self._doubtful_starts
            is_text = isinstance(value, str) and len(value) <= _LONGEST_DATE
            for day in _days_of(value, self._zone) if is_text else (value,):
                with contextlib.suppress(ValueError):
                    moments.append((dates.parse_date(day, self._zone), problem))
                    self._is_dated |= is_day(key)

    def _take_note(self, note: str, where: str, line: int, *, is_comment: bool = False) -> bool:
        """Take a comment or a short line: ``draft``, ``to be published on 2999-01-01``."""
        if is_draft_note(note, is_comment=is_comment):
            self._hint(f"{where} {_shown(note.strip())}", line)
            return True
        found = dates.day_in_text(note, self._zone) if len(note) <= _LONGEST_DATE else None
        if found is None:
            return False
        (start, end), day = found
        if claim_of(f"{note[:start]} {note[end:]}", day.date()) in {"", "ended"}:
            return False
        problem = Problem(f"{where} {_shown(note.strip())}; {_SAY_SO}", line, posts_only=True)
        self._doubtful_starts.append((day, problem))
        return True

    def _hint(self, message: str, line: int) -> None:
        self._hints.append(Problem(f"{message}; {_SAY_SO}", line, posts_only=True))

    def _doubt(self, message: str, line: int) -> None:
        self._problems.append(Problem(message, line))


def _tags_of(value: Any) -> list[str]:
    """Return the tags in *value*, each with what it is below: ``draft/2025``, ``status/draft``."""
    items = value if isinstance(value, list | tuple) else [value]
    if len(items) == 1 and isinstance(items[0], str):
        only = items[0]
        items = only.split(",") if "," in only else [only, *only.split()]  # as in Jekyll
    found: list[str] = []
    for item in items:
        if isinstance(item, str):
            found += [item, *item.split("/")]
        elif isinstance(item, list):
            found += (each for each in item if isinstance(each, str))
    return found


def _shown(value: object) -> str:
    return "empty" if value in (None, "") else repr(value if len(repr(value)) < 80 else "…")


def _unquoted(value: str) -> str:
    value = re.sub(r"\s#.*", "", value.strip()).strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value


def _is_round(moment: dt.datetime) -> bool:
    return (moment.month, moment.day) in {(12, 31), (1, 1)}


def _is_like_a_date(value: object) -> bool:
    return isinstance(value, dt.date) or (
        isinstance(value, str | int) and _YEAR.search(str(value)) is not None
    )


def _days_of(value: str, zone: dt.tzinfo) -> Iterable[str]:
    """Return both days that ``04/02/2019`` may be, the bounds of ``May 2019``, or *value*."""
    days: Iterable[str] = ()
    try:
        dates.parse_date(value, zone)
    except dates.OpenDateError as error:
        days = error.days
    except ValueError:
        years = re.findall(r"(?<![0-9])(?:19|2[0-9])[0-9]{2}(?![0-9])", value)
        days = [f"{year}{day}" for year in years for day in ("-01-01", "-12-31")]
    return days or (value,)


def _is_like_metadata(prose: str) -> bool:
    """Tell whether a short line of *prose* begins with a key, or with what may stand for one."""
    for line in prose.splitlines():
        words = re.split(r"[\s:;=\uff1a]+", line.strip(" \t\"'{}[]?!&*|>%@`,"), maxsplit=6)
        key = words[0].strip("\"'")
        if key and len(words) <= 6 and (key in MEANINGS or keys_meant_by(key)):
            return True
    return False
