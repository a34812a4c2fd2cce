"""Rules that find inconsistent reviews, as pure functions over the records and the archive.

Facts are mistakes whoever reads them, and every build reports them. Advice is about form, and is
reported where ``paperreview_lint`` is ``all`` and by ``paperreview check``. The rules that need
the nodes of a document are in :mod:`sphinx_paperreview.reading.lint`.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.metadata.names import displayed
from sphinx_paperreview.core.metadata.values import split_text
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import arxiv_month, is_impossible
from sphinx_paperreview.core.papers.schemes import SCHEMES
from sphinx_paperreview.core.spelling import near_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Decision, Paper, PaperId, Post, Query, TermKind

#: When a month begins for arXiv, the post may still be dated by the last day of the one before.
_LEEWAY = dt.timedelta(days=1)


class FindingCode(StrEnum):
    """The rules; each value is that of the :class:`~sphinx_paperreview.warnings.WarningKind`."""

    IMPOSSIBLE_ID = "impossible_id"
    ID_DATE = "id_date"
    UNKNOWN_ORG = "unknown_org"
    TITLE = "title"
    NEWER_VERSION = "newer_version"
    ORG_SPELLING = "org_spelling"
    UNKNOWN_TAG = "unknown_tag"
    UNKNOWN_TERM = "unknown_term"
    PAPER_HEADING = "paper_heading"
    PAPER_DOCUMENT = "paper_document"


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake or a piece of advice at one line of a document."""

    docname: str
    #: From 1.
    line: int
    code: FindingCode
    message: str


def facts(
    papers: Mapping[str, Sequence[Paper]], archive: Archive, settings: Settings
) -> Iterator[Finding]:
    """Yield the mistakes in *papers* (by docname), sorted by document."""
    for docname in sorted(papers):
        post = archive.post(docname)
        last = max(post.date, archive.updated(post)) if post is not None else None
        for paper in papers[docname]:
            if is_impossible(paper.id):
                message = "{} cannot be an arXiv identifier; check the link of the title"
                yield _of(paper, FindingCode.IMPOSSIBLE_ID, message.format(paper.id.value))
            elif last is not None and _is_later(paper.id, last):
                message = (
                    "{} is of a later month than the post ({}); check the link of the title, or "
                    "the date of the post"
                )
                message = message.format(identifiers.label(paper.id), last.date().isoformat())
                yield _of(paper, FindingCode.ID_DATE, message)
            if settings.orgs_closed:
                yield from _unknown_orgs(paper, archive)


def _of(paper: Paper, code: FindingCode, message: str) -> Finding:
    return Finding(paper.docname, paper.line, code, message)


def _unknown_orgs(paper: Paper, archive: Archive) -> Iterator[Finding]:
    for org in paper.orgs:
        if not archive.is_known_org(org):
            message = (
                f"the organisation {org!r} is not in paperreview_orgs; add it there or "
                "correct the spelling"
            )
            yield _of(paper, FindingCode.UNKNOWN_ORG, message)


def _is_later(identifier: PaperId, date: dt.datetime) -> bool:
    """Return whether *identifier* is of a later month than *date*."""
    month = arxiv_month(identifier)
    latest = date + _LEEWAY
    return month is not None and month > (latest.year, latest.month)


def contradict(one: PaperId, other: PaperId) -> bool:
    """Return whether two identifiers cannot name one paper, as two arXiv identifiers cannot."""
    return one.scheme == other.scheme and SCHEMES[one.scheme].exact and one != other


def advice(
    posts: Mapping[str, Post],
    papers: Mapping[str, Sequence[Paper]],
    archive: Archive,
    settings: Settings,
) -> Iterator[Finding]:
    """Yield advice on form, rule by rule, each sorted by document; *posts* are by docname."""
    every = [paper for docname in sorted(papers) for paper in papers[docname]]
    for paper in every:
        yield from _against_lockfile(paper, archive)
    yield from sorted(
        _spellings(every, archive, settings), key=lambda each: (each.docname, each.line)
    )
    for docname in sorted(posts):
        # The line of a tag in the front matter is not known.
        yield from _unknown_tags(docname, 1, posts[docname].tags, archive, settings)
    for paper in every:
        yield from _unknown_tags(paper.docname, paper.line, paper.tags, archive, settings)


def not_taken(decisions: Mapping[str, Sequence[Decision]]) -> Iterator[Finding]:
    """Yield what resembles a review and is none, from the *decisions* about each document."""
    for docname in sorted(decisions):
        for each in decisions[docname]:
            if each.is_missed:
                code = FindingCode.PAPER_DOCUMENT if each.is_document else FindingCode.PAPER_HEADING
                yield Finding(docname, each.line, code, each.reason)


# -- papers against the site's files -------------------------------------------------------------


def _against_lockfile(paper: Paper, archive: Archive) -> Iterator[Finding]:
    known = archive.known(paper.id.key)
    if known.title and not _same_title(paper.title, paper.subtitle, known.title):
        here = f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title
        message = f"the title is {here!r} here and {known.title!r} elsewhere; correct one of them"
        yield _of(paper, FindingCode.TITLE, message)
    version = paper.id.version
    if version and known.version > version:
        message = (
            f"version {version} is linked to, the newest is {known.version}; look what changed "
            "and link to it, or leave the version out"
        )
        yield _of(paper, FindingCode.NEWER_VERSION, message)


def _same_title(title: str, subtitle: str, known: str) -> bool:
    """Return whether the heading of a review has the title *known*.

    Case, punctuation, blanks, accents and LaTeX markup do not count. The part of *known* after a
    colon or a dash may be the subtitle or be missing. The subtitle may be the reviewer's own
    words, but not a misspelt form of the paper's.
    """
    whole, mine = _plain_title(known), _plain_title(title)
    if not whole or not mine or whole == mine:
        return True
    if not whole.startswith(mine):
        return False
    below = _plain_title(subtitle)
    if whole == mine + below:
        return True
    head, *rest = re.split(r"(?<!\s)(?:\s*[:：]\s*|\s+[–—-]\s+)", known, maxsplit=1)
    if not rest or _plain_title(head) != mine:
        return False
    return SequenceMatcher(None, below, _plain_title(rest[0]), autojunk=False).ratio() < 0.6


def _plain_title(text: str) -> str:
    """Return the letters and digits of *text*, folded for comparison.

    A Greek letter becomes its name, as in the LaTeX command for it.
    """
    text = html.unescape(text).replace("&", " and ")
    text = re.sub(r"\\([A-Za-z]+)", lambda match: _command(match[1]), text)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_GREEK.get(char, char) for char in folded if char.isalnum())


def _command(name: str) -> str:
    """Return the text of a LaTeX command: the name of a Greek letter, else a blank."""
    letter = name.lower().removeprefix("var")
    return f" {letter} " if letter in _GREEK.values() else " "


def _greek_letters() -> dict[str, str]:
    names = {chr(code): unicodedata.name(chr(code)) for code in range(0x3B1, 0x3CA)}
    # Unicode spells it LAMDA.
    return {
        char: name.rpartition(" ")[2].lower().replace("lamda", "lambda")
        for char, name in names.items()
    }


_GREEK = _greek_letters()


# -- names ---------------------------------------------------------------------------------------


def _spellings(papers: Iterable[Paper], archive: Archive, settings: Settings) -> Iterator[Finding]:
    """Yield the first use of each spelling of an organisation that is not its most common one."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Paper, str]] = {}
    for paper in papers:
        for org in paper.orgs:
            if archive.is_known_org(org) or not settings.orgs_closed:
                name = slugs.fold(label := archive.org_label(org))
                counts[name] += 1
                first.setdefault(name, (paper, label))
    known = {slugs.fold(label): label for label in map(str, settings.orgs)}
    groups: dict[str, list[str]] = {}
    for name in {**known, **first}:
        groups.setdefault(_squeezed(name), []).append(name)
    for names in groups.values():
        best, *others = sorted(names, key=lambda name: (name not in known, -counts[name], name))
        wanted = known.get(best) or first[best][1]
        for name in others:
            if name in first:
                paper, label = first[name]
                message = (
                    f"the organisation {label!r} is spelt {wanted!r} elsewhere; write it alike, "
                    "or name the spelling in paperreview_orgs"
                )
                yield _of(paper, FindingCode.ORG_SPELLING, message)


def _squeezed(name: str) -> str:
    """Return *name* without blanks, dots, hyphens and slashes; other signs count (C, C++)."""
    return re.sub(r"[\s._/·‐‑–-]+", "", name) or name


def _unknown_tags(
    docname: str, line: int, tags: Iterable[str], archive: Archive, settings: Settings
) -> Iterator[Finding]:
    for tag in tags:
        if not archive.is_known_tag(tag):
            message = f"the tag {tag!r} is not in {settings.tags}; add it there or correct it"
            yield Finding(docname, line, FindingCode.UNKNOWN_TAG, message)


# -- lists ---------------------------------------------------------------------------------------

#: What is said of a list whose filter, by its name, finds no term.
_MISSING: dict[TermKind, str] = {
    "tag": "nothing has the tag",
    "org": "no review has the organisation",
    "author": "no post is by",
    "series": "no post is in the series",
}


def misspelt(queries: Mapping[str, Sequence[Query]], archive: Archive) -> Iterator[Finding]:
    """Yield the names in the filters of lists that nothing has, if something has one like it.

    A name that resembles no other may be that of the next review.

    :param queries: what the lists of each document ask for, by docname
    """
    for docname in sorted(queries):
        for query in queries[docname]:
            for missing in (*_missing_terms(query, archive), *_missing_writers(query, archive)):
                message = f"{missing}; correct the name in this list"
                yield Finding(docname, query.line, FindingCode.UNKNOWN_TERM, message)


def _missing_terms(query: Query, archive: Archive) -> Iterator[str]:
    for kind, missing in _MISSING.items():
        wanted: str = getattr(query, kind)
        if not wanted or archive.is_term(kind, wanted):  # it may have a comma in it
            continue
        known = [name for term in archive.terms(kind) for name in (term.slug, term.label)]
        for each in split_text(wanted):
            if not archive.is_term(kind, each) and (hint := near_match(each, known)):
                yield f"{missing} {each!r}{hint}"


def _missing_writers(query: Query, archive: Archive) -> Iterator[str]:
    if not query.by:
        return
    people = {
        name.casefold(): name
        for paper in archive.papers
        for name in displayed(paper.authors or archive.about(paper.id.key).authors)
    }
    for each in displayed(query.by):
        known = each.casefold() in people
        if hint := "" if known else near_match(each, people.values()):
            yield f"no paper is by {each!r}{hint}"


# -- numbers -------------------------------------------------------------------------------------


def broken_numbers(numbers: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """Yield index, previous number and expected number of each number that is out of order.

    *numbers* are those of sibling headings. None is a heading without a number: it begins a
    group, which may start again at 0 or 1. Numbers that all count down are in order.
    """
    given = [number for number in numbers if number is not None]
    down = len(given) > 1 and all(a - b == 1 for a, b in pairwise(given))
    before: int | None = None
    fresh = False
    for index, number in enumerate(numbers):
        if number is None:
            fresh = True
            continue
        again = fresh and number in {0, 1}
        if before is not None and not down and not again and number != before + 1:
            yield index, before, before + 1
        before, fresh = number, False
