"""Marks by which people say within a text that it is a draft: in its title, notes and tags."""

from __future__ import annotations

import re

from sphinx_paperreview.reading.states.vocabulary import (
    LONGEST,
    MOST_WORDS,
    flag_in,
    fold,
    has_barrier,
    is_draft,
    is_negated,
    lists,
    parts_of,
)

#: As much of the end of a title is looked at.
_END_OF_TITLE = 60
_OPEN, _CLOSE = r"[\[(<{【「『（《〈〔［«]", r"[\])>}】」』）》〉〕］»]"
_WORD = r"(?P<word>[^\[\](){}<>【】「」『』（）《》〈〉〔〕［］«»\n]{1,40})"
#: Marks of Markdown around a word.
_STRONG = r"[*_`~]{1,3}"
#: Where a title has a mark: enclosed, or parted by a sign from what follows; or nothing else.
_MARKED = tuple(
    re.compile(each)
    for each in (
        rf"\W{{0,9}}{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}",
        r"\W{0,9}(?P<word>[^\W\d_][^:：\n]{0,24})[:：]\s",
        r"\W{0,9}(?P<word>[^\W\d_][^-–—|\n]{0,24})\s[-–—|]+\s",
        rf"{_STRONG}(?P<word>[^*_`~\n]{{1,30}}){_STRONG}\s",
        r"(?P<word>[^\W\d_]{1,20}\s?#?[0-9]{1,2})\s",
        r"(?P<word>.{1,30})$",
    )
)
#: What stands in square brackets at its begin, and what WordPress has before it.
_LABEL = re.compile(r"\W{0,9}[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]")
_LABEL_AT_END = re.compile(r"\s[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]\W{0,3}$")
_PREFIX = re.compile(r"(?P<word>[^\W\d_]{1,20}): ")
#: What a file was called: ``DRAFT_x``. In lower case it is a name of code: ``draft_model``.
_JOINED = re.compile(r"(?P<word>(?![a-z])[^\W\d_]{1,20})_")
#: A word, and how a title begins such as ``Rough draft of the review``.
_WORD_ALONE = re.compile(r"(?<!\w)[^\W\d_]{3,20}(?!\w)")
_DRAFT_OF = re.compile(r"(?P<word>[^\W\d_]+(?: [^\W\d_]+){0,3}?) (?:of|on|about) ")
#: The same at its end.
_MARKED_END = tuple(
    re.compile(each)
    for each in (
        rf"{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}\W{{0,3}}$",
        r"\.(?P<word>[^\W\d_]{1,20})$",
        r"\s[-–—|]+\s(?P<word>[^-–—|\n]{1,30})$",
        rf"\s(?:{_STRONG}|#)(?P<word>[^*_`~#\s]{{1,30}})(?:{_STRONG})?$",
    )
)
_FIRST_WORD = re.compile(r"\W{0,9}(?P<word>[^\W\d_]+)(?=[\W_])")
_TAG_OF_HUGO = re.compile(r"\{\{[<%][^{}]*[>%]\}\}")
_TAG, _END_TAG = re.compile(r"<[A-Za-z][^<>]*>"), re.compile(r"</[A-Za-z][^<>]*>")
_STRUCK = re.compile(r"\s*~~[^~]+~~\s*")
#: What parts the phrases of a short note, and of a comment.
_BETWEEN_PHRASES = re.compile(r"\s[-–—]+\s|[—;,.!?|()（）。、！，；]+")
_BETWEEN_PHRASES_OR_COLON = re.compile(rf"{_BETWEEN_PHRASES.pattern}|[:：]")
#: Drafts by these words may be what a paper is: ``Unpublished, 2023``.
_OF_PAPERS = frozenset({"unpublished", "unreleased", "notpublished", "private"})
#: Blanks, and what encloses a comment.
_OF_COMMENTS = " \t\n<!->{}/*%()（）"
#: A command of LaTeX with options: ``\documentclass[draft]{article}``.
_COMMAND = re.compile(r"\W{0,9}\\[a-z]{1,20}\[(?P<options>[^\[\]\n]{1,60})\]")
#: What a comment for the author begins with.
_TODO = re.compile(r"\W*(?:todo|fixme|xxx|note to self)\b[:\s]*", re.IGNORECASE)
#: What begins a sentence about this text, and what parts its clauses.
_OF_THIS = re.compile(r"\W*this\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\s(?:and|but|so|which|that)\s")
#: What begins a sentence about another text.
_OF_ANOTHER = re.compile(r"\W*the\b", re.IGNORECASE)


def is_draft_title(title: str) -> bool:
    """Tell whether *title* has a mark such as ``[WIP]``, ``Draft:`` or ``(draft)``, or is one."""
    if has_barrier(title) or _STRUCK.fullmatch(title) or fold(title) in lists()["no_titles"]:
        return True
    title = _END_TAG.sub("] ", _TAG.sub(" [", title)).strip()
    end = title[-_END_OF_TITLE:]
    found = [pattern.match(title) for pattern in _MARKED]
    found += [pattern.search(end) for pattern in _MARKED_END]
    labels = _LABEL.match(title), _LABEL_AT_END.search(end)
    prefix, joined, begin = (each.match(title) for each in (_PREFIX, _JOINED, _DRAFT_OF))
    return (
        any(match is not None and is_draft(match["word"]) for match in found)
        or any(
            match is not None and is_negated(parts_of(match["word"]))
            for match in (*found[:2], found[len(_MARKED)])
        )
        or any(label is not None and fold(label["word"]) in lists()["labels"] for label in labels)
        or (prefix is not None and fold(prefix["word"]) in lists()["prefixes"])
        or (joined is not None and is_draft(joined["word"]))
        or any(
            word.isupper() and is_draft(word)
            for word in ([] if title.isupper() else _WORD_ALONE.findall(title))
        )
        or (begin is not None and is_draft(begin["word"]))
        or _begins_with_mark(title)
    )


def _begins_with_mark(title: str, *, is_note: bool = False) -> bool:
    """Tell whether *title* begins with a mark.

    :param is_note: whether it is a line of text: then one word of a language without blanks
        between words is not enough, and a word that follows must be one of a state as well
    """
    words = title[:_END_OF_TITLE].split(maxsplit=MOST_WORDS)
    begins = ("".join(words[:number]) for number in range(1, len(words[:MOST_WORDS]) + 1))
    first = _FIRST_WORD.match(title)
    marks = lists()["marks"] | lists()["forbids"]
    is_first = first is not None and (not is_note or first["word"].isascii())
    return (is_first and first is not None and fold(first["word"]) in marks) or any(
        fold(each) in marks
        for number, each in enumerate(begins, 1)
        if len(each) < len(title)
        and (not is_note or (number > 1 and _goes_on_as_state(words[number - 1 :])))
    )


def _goes_on_as_state(words: list[str]) -> bool:
    """Tell whether behind the first of *words* is a mark, a word of a state, or nothing.

    So may be a word such as ``without``, which limits what is forbidden.
    """
    if len(words) < 2 or not words[0][-1].isalnum():
        return True
    following = words[1].split()[0]
    return bool(parts_of(following)) or fold(following) in lists()["limits"]


def is_draft_note(note: str, *, is_comment: bool = False) -> bool:
    """Tell whether *note*, a comment or a short line below a title, says so.

    ``This is a draft`` and ``WIP, do not publish`` do, and ``Draft: read again`` in a comment.
    """
    if has_barrier(note[:LONGEST]):
        return True
    note = _TAG_OF_HUGO.sub(" ", note)
    plain = _END_TAG.sub(" ", _TAG.sub(" ", note[: 2 * LONGEST])).strip(_OF_COMMENTS)
    between = _BETWEEN_PHRASES_OR_COLON if is_comment else _BETWEEN_PHRASES
    phrase, *others = between.split(plain, maxsplit=MOST_WORDS)
    if any(map(_forbids, others)):
        return True
    if phrase != plain and fold(phrase) in _OF_PAPERS:
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
        or _is_label(plain)
        or (is_comment and fold(plain) in lists()["orders"])
        or (_OF_THIS.match(plain) is not None and is_draft(_CONJUNCTION.split(plain)[0]))
        or _begins_with_mark(plain, is_note=True)
        or any(waits(each, is_comment=is_comment) for each in (phrase, *others))
        or any(map(is_draft_tag, _options_of_command(note)))
    )


def _is_label(note: str) -> bool:
    """Tell whether *note* is a label such as ``Confidential``, perhaps with a copula."""
    folded, labels = fold(note), lists()["labels"]
    return any(
        folded.removesuffix(copula) in labels
        for copula in lists()["copulas"]
        if folded.endswith(copula)
    )


def _forbids(phrase: str) -> bool:
    """Tell whether *phrase* asks not to publish or to pass on: ``do not share``."""
    folded = fold(phrase)
    is_request = is_draft(phrase) and any(each in folded for each in lists()["forbids"])
    return is_request or is_negated(parts_of(phrase))


def says_in_free_text(key: str, text: str) -> bool:
    """Tell whether *text*, of a *key* for free text, says so: a key for the author's own notes may.

    Others, such as a description, do only where they ask not to publish.
    """
    if fold(key) in lists()["own_notes"]:
        return is_draft_note(text, is_comment=True)
    return any(map(_forbids, _BETWEEN_PHRASES_OR_COLON.split(text[: 2 * LONGEST])))


def waits(phrase: str, *, is_comment: bool) -> bool:
    """Tell whether *phrase* is that something is published after an event: ``publish when ready``.

    In a text it must say that this is to come; a comment is written for the author alone.
    """
    words = _TODO.sub("", phrase).split(maxsplit=MOST_WORDS)
    for number in range(1, len(words)):
        parts = parts_of(" ".join(words[:number]))
        is_to_come = "shows" in parts and (is_comment or "before" in parts)
        if is_to_come and fold(words[number]) in lists()["when"]:
            return True
    if not is_comment:
        return False
    if _is_request(words) or {"shows", "adverbs"} <= set(parts_of(phrase)):
        return True
    folded = fold(phrase)
    # In languages in which the verb is last.
    ends = (folded.rpartition(then) for then in lists()["then"])
    return any(event and "shows" in parts_of(end) for event, _then, end in ends)


def _is_request(words: list[str]) -> bool:
    """Tell whether *words* begin as ``publish on Friday``."""
    requests, times = lists()["requests"], lists()["times"]
    return any(
        fold("".join(words[:number])) in requests and fold(words[number]) in times
        for number in range(1, min(3, len(words)))
    )


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
