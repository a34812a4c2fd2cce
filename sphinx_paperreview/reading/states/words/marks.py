"""Notes, comments and tags by which people say that a text is a draft: ``WIP, do not share``."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sphinx_paperreview.reading.states.words.completion import is_unfinished_note
from sphinx_paperreview.reading.states.words.dated_drafts import is_dated_draft, is_day
from sphinx_paperreview.reading.states.words.reminders import asks_to_finish, waits
from sphinx_paperreview.reading.states.words.titles import (
    END_TAG,
    TAG,
    begins_with_mark,
    is_draft_title,
)
from sphinx_paperreview.reading.states.words.vocabulary import (
    LONGEST,
    MOST_WORDS,
    flag_in,
    fold,
    has_barrier,
    is_draft,
    is_hidden,
    is_negated,
    lists,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Tags of templates: of Hugo and of Liquid.
_TEMPLATE_TAG = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}")
#: What parts the phrases of a short note, and of a comment.
_BETWEEN_PHRASES = re.compile(r"\s[-–—·•]+\s|[—;,.!?|()（）。、！，；]+")
_BETWEEN_PHRASES_OR_COLON = re.compile(rf"{_BETWEEN_PHRASES.pattern}|[:：]")
#: What parts the author, the day and the state in a line of these.
_BETWEEN_FACTS = re.compile(r"\s[-–—]\s|[—,;|·•()（）、，；]")
#: Drafts by these words may be what a paper is: ``Unpublished, 2023``.
_OF_PAPERS = frozenset({"unpublished", "unreleased", "notpublished", "private"})
#: Blanks, and what encloses a comment.
_OF_COMMENTS = " \t\n<!->{}/*%#()（）"
#: A command of LaTeX with options: ``\documentclass[draft]{article}``.
_COMMAND = re.compile(r"\W{0,9}\\[a-z]{1,20}\[(?P<options>[^\[\]\n]{1,60})\]")
#: What parts the clauses of a sentence.
_CONJUNCTION = re.compile(r"\s(?:and|but|so|which|that)\s|(?:이며|이고|이라|이니|이므로)[ ,]")
#: What parts the sentences of a note, of which the first may be a label: ``Note: this is a draft``.
_BETWEEN_SENTENCES = re.compile(r"[:：.!?;。！？；]+")
#: What is said to be waited for.
_BEFORE_PUBLISHING = re.compile(
    r"\bbefore (?:this|it|the (?:post|review|text|page|note)) (?:can |may )?(?:goes?|gets) "
    r"(?:online|live|public)\b"
    r"|\bbefore (?:this|the (?:post|review|text|page|note)) (?:is|gets) (?:published|posted)\b",
    re.IGNORECASE,
)
#: What an author asks himself or others not to do with a text.
_FORBIDS_THIS = re.compile(
    r"\b(?:do not|don[’']?t|never|must not|mustn[’']?t|should not|shouldn[’']?t) "
    r"(?:post|publish|share|release|upload|announce|push|merge|deploy|send)(?: out)? "
    r"(?:this|it|yet|until|before)\b",
    re.IGNORECASE,
)
#: A shorter word in capitals is a name.
_SHORTEST_LOUD = 4
#: What begins a sentence about another text.
_OF_ANOTHER = re.compile(r"\W*the (?!following)", re.IGNORECASE)


def is_draft_note(note: str, *, is_comment: bool = False) -> bool:
    """Tell whether *note*, a comment or a short line below a title, says so.

    ``This is a draft`` and ``WIP, do not publish`` do, and ``Draft: read again`` in a comment.
    """
    if has_barrier(note[:LONGEST]):
        return True
    note = _TEMPLATE_TAG.sub(" ", note)
    plain = END_TAG.sub(" ", TAG.sub(" ", note[: 2 * LONGEST])).strip(_OF_COMMENTS)
    between = _BETWEEN_PHRASES_OR_COLON if is_comment else _BETWEEN_PHRASES
    phrase, *others = between.split(plain, maxsplit=MOST_WORDS)
    if any(map(_forbids, others)) or (others and _forbids(phrase) and "cit" not in fold(phrase)):
        return True
    if not is_comment and phrase != plain and fold(phrase) in _OF_PAPERS:
        return False
    if is_comment and others and flag_in(others[0]) is False:
        return False
    following = [*others, ""] if is_comment else [""]
    phrases = [
        each
        for each, after in zip([phrase, *others], following, strict=False)
        if others and flag_in(after) is not False  # ``draft: false``
    ]
    return (
        ((is_draft_tag(note) or is_draft_tag(plain)) and not _OF_ANOTHER.match(note))
        or any(is_draft_tag(each) and "filler" not in parts_of(each) for each in phrases)
        or any(map(_is_plain_label, [phrase, *others] if others else []))
        or (is_comment and fold(plain) in lists()["orders"])
        or any(says_so(plain) for says_so in _OF_NOTES)
        or any(waits(each, is_comment=is_comment) for each in (phrase, *others))
        or any(map(is_draft_tag, _options_of_command(note)))
    )


def _has_sentence_of_this(note: str) -> bool:
    """Tell whether *note* has a sentence about its own text: ``Note: this is a draft``."""
    return any(map(_says_of_this, _BETWEEN_SENTENCES.split(note, maxsplit=MOST_WORDS)))


def _says_of_this(phrase: str) -> bool:
    """Tell whether *phrase* is a sentence about its own text: ``This is a draft and so on``."""
    clause = _CONJUNCTION.split(phrase)[0]
    folded = fold(clause)
    if not any(folded.startswith(each) for each in lists()["of_this"]):
        return False
    # What a text is called must stand there for a word that is said of other things as well.
    return is_draft(clause) or ("text" in parts_of(clause) and is_hidden(clause))


def _is_byline(note: str) -> bool:
    """Tell whether *note* has a day and a state beside it: ``Kim, 2025-11-01, draft``."""
    facts = [fact.strip(" *_.") for fact in _BETWEEN_FACTS.split(note)]
    return any(map(is_day, facts)) and any(is_draft(fact) for fact in facts)


def _is_label(note: str) -> bool:
    """Tell whether *note* is a label such as ``Confidential``, perhaps with a copula."""
    folded, labels = fold(note), lists()["labels"]
    return any(
        folded.removesuffix(copula) in labels
        for copula in lists()["copulas"]
        if folded.endswith(copula)
    )


def _is_plain_label(phrase: str) -> bool:
    """Tell whether *phrase*, one of several, is ``for my eyes only`` or ``CONFIDENTIAL``.

    A single word in lower case may be said of other things.
    """
    is_loud = phrase.isupper() and len(fold(phrase)) > _SHORTEST_LOUD
    return (is_loud or len(phrase.split()) > 2) and _is_label(phrase)


def _has_label(note: str) -> bool:
    """Tell whether *note* begins with a draft of several words: ``Early draft: read on``."""
    label, colon, _text = note.partition(":")
    words = label.split(maxsplit=1)
    is_of_that = len(words) < 2 or fold(words[0]) in {"the", "a", "an", "this", "that"}
    return bool(colon) and not is_of_that and is_draft(label)


def _forbids(phrase: str) -> bool:
    """Tell whether *phrase* asks not to publish or to pass on: ``do not share``."""
    folded = fold(phrase)
    return is_draft(phrase) and any(each in folded for each in lists()["forbids"])


def _waits_for_publishing(note: str) -> bool:
    """Tell whether *note* forbids to publish its text, or says what has to happen before."""
    return any(each.search(note) for each in (_BEFORE_PUBLISHING, _FORBIDS_THIS))


#: What tells of a whole note that its text is a draft.
_OF_NOTES: Sequence[Callable[[str], bool]] = (
    _is_label,
    _has_label,
    _waits_for_publishing,
    _has_sentence_of_this,
    is_dated_draft,
    _is_byline,
    asks_to_finish,
    is_unfinished_note,
    partial(begins_with_mark, is_note=True),
)


def says_in_free_text(key: str, text: str) -> bool:
    """Tell whether *text*, of a *key* for free text, says so: a key for the author's own notes may.

    Others, such as a description, do only where they ask not to publish.
    """
    if fold(key) in lists()["own_notes"]:
        return is_draft_note(text, is_comment=True)
    if fold(key) == "subtitle":
        return is_draft_title(text)
    phrases = _BETWEEN_PHRASES_OR_COLON.split(text[: 2 * LONGEST])
    return fold(text) in lists()["marks"] or any(map(_forbids, phrases))


def _options_of_command(note: str) -> list[str]:
    """Return the options of the command of LaTeX that *note* is."""
    match = _COMMAND.match(note)
    return match["options"].split(",") if match else []


def is_draft_tag(tag: object) -> bool:
    """Tell whether *tag* alone says so: ``draft``, ``do not publish``, or ``private`` (Nikola)."""
    if not isinstance(tag, str):
        return False
    folded = fold(tag)
    is_other = folded == "private" or folded in lists()["unready"]
    return is_draft(tag) or is_other or is_negated(parts_of(tag))
