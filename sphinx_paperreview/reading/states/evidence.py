"""What the keys, values and notes of one source say of its publication, gathered."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata import dates, frontmatter
from sphinx_paperreview.reading.layouts.obsidian import DIGITAL_GARDEN
from sphinx_paperreview.reading.states.source.broken_pairs import broken_pairs
from sphinx_paperreview.reading.states.state import Problem, PublicationState
from sphinx_paperreview.reading.states.words.claims import claim_of, is_claim, is_day, is_of_text
from sphinx_paperreview.reading.states.words.days import (
    LONGEST_DATE,
    days_of,
    is_like_a_date,
    is_too_late,
    years_before,
)
from sphinx_paperreview.reading.states.words.keys import (
    HIDDEN,
    MEANINGS,
    TRUE,
    first_word,
    flag_of,
    is_alias,
    is_near,
    keys_meant_by,
    keys_of_days,
    keys_two_slips_away,
    letters_of,
    pairs,
    without_properties,
)
from sphinx_paperreview.reading.states.words.marks import (
    is_draft_note,
    is_draft_tag,
    says_in_free_text,
)
from sphinx_paperreview.reading.states.words.tags import has_tags, tags_in, tags_of
from sphinx_paperreview.reading.states.words.titles import is_draft_title
from sphinx_paperreview.reading.states.words.vocabulary import (
    flag_in,
    is_hidden,
    is_of_few,
    is_state_before,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_paperreview.reading.states.words.keys import Meaning

#: The meanings of keys that are true or false.
_FLAGS = frozenset({"draft", "unlisted", "published"})
#: What to write for a text that never ends.
_NEVER = "9999-12-31 for never"
#: Mappings within a front matter in which such keys count as well: Hugo, Zola, Jupyter Book.
_WITHIN = ("metadata", "params", "extra", "frontmatter", "front_matter", "build", "_build")
#: Hugo's options of what is made of a page, each with the meaning of ``never``.
_HUGO_BUILD: Mapping[str, Meaning] = {"render": "draft", "list": "unlisted"}
#: A value that only docutils knows: ``|state|``.
_SUBSTITUTION = re.compile(r"\|[^|\s][^|]{0,60}\|")
#: What ``published`` is a day with: ``Published: ICCV 2023`` is said of a paper.
_BEGINS_AS_DAY = re.compile(
    r"\W*(?:[0-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
#: What to write where a mark is perhaps meant so.
SAY_SO = "write `draft: true`, or `draft: false` to publish it"


def state_of(mappings: Iterable[Mapping[str, Any]], zone: dt.tzinfo) -> PublicationState:
    """Return what *mappings* of a document that was read say: fields, options of directives."""
    reader = Evidence(zone)
    for data in mappings:
        reader.add_texts(data, 1)
    return reader.state()


class Evidence:
    """Gathers what keys, values and notes of one source say."""

    def __init__(self, zone: dt.tzinfo) -> None:
        self._zone = zone
        self._is_draft = self._is_draft_post = self._is_unlisted = self._is_open = False
        self._hints: list[Problem] = []
        self._has_date = self._is_dated = self.has_directive = False
        self.toctree: tuple[str, ...] = ()
        self._starts: list[dt.datetime] = []
        self._ends: list[dt.datetime] = []
        self._problems: list[Problem] = []
        self._doubtful_starts: list[tuple[dt.datetime, Problem]] = []
        self._doubtful_ends: list[tuple[dt.datetime, Problem]] = []
        self.heading = self.chosen_by = ""
        self.cascade: Any = None

    @property
    def is_told(self) -> bool:
        """Whether a draft or a problem is known already, so that nothing more has to be found."""
        return self._is_draft or bool(self._problems)

    def state(self) -> PublicationState:
        """Return what was gathered."""
        day = dates.date_from_text(self.heading, self._zone)
        self.take_title(self.heading)
        return PublicationState(
            is_draft=self._is_draft,
            is_draft_post=self._is_draft_post,
            is_unlisted=self._is_unlisted,
            is_open=self._is_open,
            chosen_by=self.chosen_by,
            starts=tuple(self._starts),
            ends=tuple(self._ends),
            has_date=self._has_date,
            has_directive=self.has_directive,
            is_dated=self._is_dated,
            heading_date=day,
            is_heading_date=day is not None and dates.is_only_date(self.heading, day),
            toctree=self.toctree,
            cascade=self.cascade,
            problems=(*self._problems, *(() if self._is_open else self._hints)),
            doubtful_starts=tuple(self._doubtful_starts),
            doubtful_ends=tuple(self._doubtful_ends),
        )

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
            if key == DIGITAL_GARDEN and flag_of(value):
                self.chosen_by = key
            if key.lower() == "cascade":  # what a document has for those below it, it has itself
                self._take_cascade(value, line_of(key))
                continue
            meaning = MEANINGS.get(key)
            if meaning is not None:
                self._take(key, meaning, value, line_of(key))
                continue
            number = len(self._problems)
            perhaps: Sequence[tuple[str, Meaning]] = keys_meant_by(key) or keys_of_days(key, value)
            if not perhaps and key not in frontmatter.KNOWN_KEYS:
                perhaps = keys_two_slips_away(key, value)
            for word, meant in perhaps:
                is_none = meant == "expires" and flag_of(value) is False  # ``expired: false``
                if not is_none and (meant != "date" or is_like_a_date(value)):
                    other = Evidence(self._zone)
                    other._take(word, meant, value, 1)
                    message = (
                        f"the key {key!r} may stand for {word!r}; write {word!r}, or another key"
                    )
                    self.doubt_of(other.state(), Problem(message, line_of(key)))
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
            if meaning != "published" or not is_like_a_date(value):
                message = f"{key!r} is {shown(value)}; write `{key}: true` or `{key}: false`"
                self.doubt(message, line)
                return
        self._has_date |= meaning == "date"
        self._is_dated |= meaning != "expires" and value not in (None, "")
        try:
            moment = dates.parse_date(value, self._zone)
        except ValueError as error:
            message = (
                f"the date {shown(value)} of {key!r} cannot be read; write it as 2025-11-14, or "
                "leave the key out"
            )
            if isinstance(error, dates.OpenDateError):
                message = f"the date of {key!r}, {error}"
            self._problems.append(
                Problem(message, line, about_date=True, reviews_only=meaning == "date")
            )
        else:
            (self._ends if meaning == "expires" else self._starts).append(moment)
            if meaning == "expires" and is_too_late(moment):
                message = f"the year of {key!r} is {moment.year}; write one before, or {_NEVER}"
                self._problems.append(Problem(message, line, about_date=True))

    def _take_status(self, key: str, value: Any, line: int, *, is_own: bool = True) -> None:
        """Take a status; one that is not plainly the document's *own* may be that of a paper."""
        for item in value if isinstance(value, list | tuple) else (value,):
            if item is None:
                continue  # a form that is not filled in
            word = letters_of(str(item)).casefold()
            self._is_open |= word == "published"
            if word in HIDDEN and not isinstance(item, bool):
                self._is_draft_post = True
            elif (
                first_word(str(item)) in HIDDEN
                or any(len(other) > 4 and is_near(word, other) for other in HIDDEN)
                or is_hidden(str(item))
                or (is_own and is_of_few(str(item)))
                or (is_own and is_state_before(str(item)))
                or flag_in(str(item)) is False
                or _SUBSTITUTION.fullmatch(str(item).strip())
            ):
                message = f"{key!r} is {shown(item)}; write `draft: true`, or another word"
                self._problems.append(Problem(message, line, reviews_only=True))

    def _take_claim(self, key: str, value: Any, line: int) -> None:
        """Take what a key and its value say that are none of the documented ones."""
        if has_tags(key):
            if any(map(is_draft_tag, tags_of(key, value))):
                self.hint(f"one of the {key} is `draft` or the like", line)
            return
        if isinstance(value, dict):
            for name, item in value.items() if is_claim(key) and key not in _WITHIN else ():
                if not isinstance(item, dict):  # ``embargo: {until: 2999-01-01}``
                    known = f"{key} {name}" if is_claim(f"{key} {name}") else key
                    self._take_claim(known, item, line)
            return
        for item in value if isinstance(value, list | tuple) and len(value) == 1 else (value,):
            self._take_one_claim(key, item, line)

    def _take_one_claim(self, key: str, value: Any, line: int) -> None:
        claim = claim_of(key, value)
        if not claim and isinstance(value, str) and says_in_free_text(key, value):
            self.hint(f"{key!r} is {shown(value)}", line)
        written = str(value).lower() if isinstance(value, bool) else str(value)[:40]
        message = f"`{key}: {written}` perhaps means that this is not published"
        is_word = claim == "hidden" and flag_in(str(value)) is None
        problem = Problem(f"{message}; {SAY_SO}", line, reviews_only=is_word)
        if claim == "hidden":
            self._problems.append(problem)
        elif claim:
            moments = self._doubtful_ends if claim == "ended" else self._doubtful_starts
            days: Iterable[object] = (value,)
            if claim == "period":
                days = years_before(value)
            elif isinstance(value, str) and len(value) <= LONGEST_DATE:
                days = days_of(value, self._zone)
            for day in days:
                with contextlib.suppress(ValueError):
                    moments.append((dates.parse_date(day, self._zone), problem))
                    self._is_dated |= is_day(key)

    def take_title(self, title: str) -> None:
        """Take a title, or a heading directly below it: ``[WIP] x``."""
        if is_draft_title(title):
            self.hint(f"its title is {shown(title)}", 1)

    def take_note(self, note: str, where: str, line: int, *, is_comment: bool = False) -> bool:
        """Take a comment or a short line: ``draft``, ``to be published on 2999-01-01``."""
        if is_draft_note(note, is_comment=is_comment):
            self.hint(f"{where} {shown(note.strip())}", line)
            return True
        found = dates.day_in_text(note, self._zone) if len(note) <= LONGEST_DATE else None
        if found is None:
            return False
        (start, end), day = found
        if claim_of(f"{note[:start]} {note[end:]}", day.date()) in {"", "ended"}:
            return False
        problem = Problem(f"{where} {shown(note.strip())}; {SAY_SO}", line, reviews_only=True)
        self._doubtful_starts.append((day, problem))
        return True

    def take_pair(self, key: str, value: str, line: int) -> None:
        """Take a key and a value of the text itself: of a table, a definition, a line of tags.

        Only what is plainly about a text counts: a table may also compare draft models.
        """
        message = f"its text says {f'{key}: {value}'!r}"
        if has_tags(key):
            if any(is_draft_tag(tag) for tag in tags_in(value) if tag.lower() != "private"):
                self.hint(message, line)
        elif is_of_text(key):
            self.doubt_trace(key, value, Problem(f"{message}; {SAY_SO}", line, reviews_only=True))

    def hint(self, message: str, line: int) -> None:
        """Note a mark of a draft, which counts for posts that do not say that they are open."""
        self._hints.append(Problem(f"{message}; {SAY_SO}", line, reviews_only=True))

    def doubt(self, message: str, line: int) -> None:
        """Note what cannot be understood at *line*: *message* says what to write."""
        self._problems.append(Problem(message, line))

    def doubt_traces(self, lines: Iterable[str], problem: Problem) -> None:
        """Let *problem* be one if any of *lines*, which nobody reads, may hide the document."""
        key_before = ""
        for line in lines:
            if key_before:  # ``:draft:``, a flag or with its value below it
                self.doubt_trace(key_before, line, problem)
                if not line[:1].isspace() or line.lstrip()[:1] in {"", ":"}:
                    self.doubt_trace(key_before, "true", problem)
                key_before = ""
            for key, value in pairs(without_properties(line)):
                self.doubt_trace(key, value, problem)
                key_before = "" if value.strip() else key
        self.doubt_trace(key_before, "true", problem)

    def doubt_broken(self, text: str, problem: Problem, *, is_metadata: bool = False) -> None:
        """Let *problem* be one if *text* may hide the document once its lines are joined."""
        for key, value, _place in broken_pairs(without_properties(text), is_metadata=is_metadata):
            self.doubt_trace(key, value, problem)

    def doubt_trace(self, key: str, value: str, problem: Problem) -> None:
        """Let *problem* be one if *key* and *value*, which nobody reads, hide the document."""
        if not (meant := keys_meant_by(letters_of(key))):
            if (
                claim_of(key, value.strip(" \t\"'`,;")) == "hidden"
                and problem not in self._problems
            ):
                self._problems.append(replace(problem, reviews_only=True))
            return
        if is_alias(value) and problem not in self._problems:
            self._problems.append(replace(problem, reviews_only=True))
        word = letters_of(value).casefold() or "".join(filter(str.isdigit, value)) or value.strip()
        flag = flag_in(word)
        if flag is None and word and is_near(word, "false"):
            flag = False
        elif flag is None and word and any(is_near(word, true) for true in TRUE):
            flag = True
        other = Evidence(self._zone)
        for name, meaning in meant:
            if meaning in _FLAGS and flag is not None:
                other._take(name, meaning, flag, 1)
            elif meaning == "status":
                other._take_status(name, word, 1, is_own=False)
            elif meaning not in {"draft", "unlisted"} and (
                (is_like_a_date(value) and (meaning != "published" or _BEGINS_AS_DAY.match(value)))
                or (meaning != "published" and re.search("[0-9].*[0-9]", value))
            ):
                day = value.strip(" \t\"'`,;")
                for each in (day,) if meaning == "expires" else days_of(day, self._zone):
                    other._take(name, meaning, each, 1)
        if problem not in self._problems and not (other._is_unlisted and self._is_unlisted):
            self.doubt_of(other.state(), problem)

    def doubt_of(self, state: PublicationState, problem: Problem) -> None:
        """Let *problem* be one unless *state*, an uncertain reading, is that of a published one."""
        for_posts = replace(problem, reviews_only=True)
        if state.is_draft or state.is_unlisted or any(not p.reviews_only for p in state.problems):
            self._problems.append(problem)
        elif state.is_draft_post or state.problems:
            self._problems.append(for_posts)
        self._doubtful_starts += [(moment, problem) for moment in state.starts]
        self._doubtful_ends += [(moment, problem) for moment in state.ends]
        self._doubtful_starts += [(moment, problem) for moment, _ in state.doubtful_starts]
        self._doubtful_ends += [(moment, problem) for moment, _ in state.doubtful_ends]


def shown(value: object) -> str:
    """Return *value* as a message shows it."""
    return "empty" if value in (None, "") else repr(value if len(repr(value)) < 80 else "…")


def _unquoted(value: str) -> str:
    value = re.sub(r"\s#.*", "", value.strip()).strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
