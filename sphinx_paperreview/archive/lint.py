"""What is doubtful about reviews, as pure functions over the records and the archive.

Facts are wrong whoever reads them, and every build tells them; advice is about form, and is told
where it is asked for. The rules that need a document's nodes stand in
:mod:`~sphinx_paperreview.proofreading`.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx_paperreview.core import identifiers, slugs
from sphinx_paperreview.core.arxiv import arxiv_month, is_impossible
from sphinx_paperreview.core.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, PaperId, Post

#: Where arXiv counts a month, the day may be another than where the post is dated.
_LEEWAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about one place; ``code`` is the value of a kind of warning."""

    docname: str
    line: int
    code: str
    message: str


def facts(
    papers: Mapping[str, Sequence[Paper]], archive: Archive, settings: Settings
) -> Iterator[Finding]:
    """Yield what cannot be true of *papers* (by docname), in the order of the documents."""
    for docname in sorted(papers):
        post = archive.post(docname)
        last = max(post.date, archive.updated(post)) if post is not None else None
        for paper in papers[docname]:
            if is_impossible(paper.id):
                message = "{} cannot be an arXiv identifier; check the link of the title"
                yield _of(paper, "impossible_id", message.format(paper.id.value))
            elif last is not None and is_later(paper.id, last):
                message = (
                    "{} is of a later month than the post ({}); check the link of the title, or "
                    "the date of the post"
                )
                label = identifiers.label(paper.id)
                yield _of(paper, "id_date", message.format(label, last.date().isoformat()))
            if settings.orgs_closed:
                yield from _unknown_orgs(paper, archive)


def _of(paper: Paper, code: str, message: str) -> Finding:
    return Finding(paper.docname, paper.line, code, message)


def _unknown_orgs(paper: Paper, archive: Archive) -> Iterator[Finding]:
    for org in paper.orgs:
        if not archive.is_known_org(org):
            message = (
                f"the organisation {org!r} is not in paperreview_orgs; add it there or mend the "
                "spelling"
            )
            yield _of(paper, "unknown_org", message)


def is_later(identifier: PaperId, date: dt.datetime) -> bool:
    """Tell whether *identifier* was given out in a month after that of *date*."""
    month = arxiv_month(identifier)
    latest = date + _LEEWAY
    return month is not None and month > (latest.year, latest.month)


def contradict(one: PaperId, other: PaperId) -> bool:
    """Tell whether the two cannot be one paper: different names given by one authority."""
    return one.scheme == other.scheme and SCHEMES[one.scheme].exact and one != other


def advice(
    posts: Mapping[str, Post],
    papers: Mapping[str, Sequence[Paper]],
    archive: Archive,
    settings: Settings,
) -> Iterator[Finding]:
    """Yield what might be written better, rule by rule, each in the order of the documents."""
    every = [paper for docname in sorted(papers) for paper in papers[docname]]
    for paper in every:
        yield from _against_lockfile(paper, archive)
    yield from sorted(
        _spellings(every, archive, settings), key=lambda each: (each.docname, each.line)
    )
    for docname in sorted(posts):
        # Where they stand in the front matter is not known.
        yield from _unknown_tags(docname, 1, posts[docname].tags, archive, settings)
    for paper in every:
        yield from _unknown_tags(paper.docname, paper.line, paper.tags, archive, settings)


# -- papers against what is known of them --------------------------------------------------------


def _against_lockfile(paper: Paper, archive: Archive) -> Iterator[Finding]:
    known = archive.known(paper.id.key)
    if known.title and not same_title(paper.title, paper.subtitle, known.title):
        here = f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title
        message = f"the title is {here!r} here and {known.title!r} elsewhere; correct one of them"
        yield _of(paper, "title", message)
    version = paper.id.version
    if version and known.version > version:
        message = (
            f"version {version} is linked to, the newest is {known.version}; look what changed "
            "and link to it, or leave the version out"
        )
        yield _of(paper, "newer_version", message)


def same_title(title: str, subtitle: str, known: str) -> bool:
    """Tell whether the heading of a review bears the title *known*.

    Case, punctuation, blanks, accents and LaTeX's markup are no difference. What follows a
    colon or a dash may be the review's subtitle, or be left out; the subtitle may be words of
    the reviewer's own, but not the paper's with a mistake.
    """
    whole, mine = plain_title(known), plain_title(title)
    if not whole or not mine or whole == mine:
        return True
    if not whole.startswith(mine):
        return False
    below = plain_title(subtitle)
    if whole == mine + below:
        return True
    head, *rest = re.split(r"\s*[:：]\s*|\s+[–—-]\s+", known, maxsplit=1)
    if not rest or plain_title(head) != mine:
        return False
    return SequenceMatcher(None, below, plain_title(rest[0]), autojunk=False).ratio() < 0.6


def plain_title(text: str) -> str:
    """Return the letters and digits of *text* alone, as they are compared.

    A Greek letter is its name, as the LaTeX command for it is.
    """
    text = html.unescape(text).replace("&", " and ")
    text = re.sub(r"\\([A-Za-z]+)", lambda match: _command(match[1]), text)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_GREEK.get(char, char) for char in folded if char.isalnum())


def _command(name: str) -> str:
    """Return what a command of LaTeX shows itself: Greek letters have names, fonts show nothing."""
    letter = name.lower().removeprefix("var")
    return f" {letter} " if letter in _GREEK.values() else " "


def _greek_letters() -> dict[str, str]:
    names = {chr(code): unicodedata.name(chr(code)) for code in range(0x3B1, 0x3CA)}
    # Unicode's own spelling of lambda is another.
    return {
        char: name.rpartition(" ")[2].lower().replace("lamda", "lambda")
        for char, name in names.items()
    }


_GREEK = _greek_letters()


# -- names ---------------------------------------------------------------------------------------


def _spellings(papers: Iterable[Paper], archive: Archive, settings: Settings) -> Iterator[Finding]:
    """Yield the first place of each spelling of an organisation that has a commoner one."""
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
                yield _of(paper, "org_spelling", message)


def _squeezed(name: str) -> str:
    """Return *name* without what separates words; other signs tell names apart (C, C++)."""
    return re.sub(r"[\s._/·‐‑–-]+", "", name) or name


def _unknown_tags(
    docname: str, line: int, tags: Iterable[str], archive: Archive, settings: Settings
) -> Iterator[Finding]:
    for tag in tags:
        if not archive.is_known_tag(tag):
            message = f"the tag {tag!r} is not in {settings.tags}; add it there or mend it"
            yield Finding(docname, line, "unknown_tag", message)


# -- numbers -------------------------------------------------------------------------------------


def broken_numbers(numbers: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """Yield index, number before and number wanted of each number that is out of order.

    *numbers* are those of headings side by side; None is one without a number that begins a
    new group, after which counting may begin again. Numbers that all count down are in order.
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
