"""The values of facts: names without affiliations, venues with their year, lists of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata.names import read_names
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.reading.papers.facts.names import orgs_of, venue_of, without_venue, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_paperreview.reading.papers.facts.leads import Lead

#: What is behind the name of an author: "(KAIST)", "*", "1,2" above the line.
_MARKS = "*+†‡§¶∗⋆#✉¹²³⁴-⁹"
_AFFILIATION = pattern(
    rf"(?:{BLANKS}[(（][^()（）]*[)）]|(?:(?<!\s)\s+|(?<![\s{_MARKS}]))[{_MARKS}]++){{1,20}}$"
)
#: What divides a venue from its identifier and its date.
_PARTS_OF_VENUE = pattern(rf"{BLANKS}[|·,;()（）]\s*")
#: Values of facts that are not known.
_NOTHING = frozenset({
    "-", "N/A", "n/a", "?", "none", "None", "TBD", "없음", "미정", "なし",
    "无", "暂无", "未录用", "暂未中稿",
})  # fmt: skip
#: What divides names as a comma does: a remark in wide brackets, what stands for others.
_BETWEEN_NAMES = pattern(rf"（[^（）]*）[+*†‡ ]*|{BLANKS}(?:…|\.\.\.)\s*|(?<=[†‡*])\s?(?=et al)")
#: A remark in brackets among names: "(* equal contribution, † advisor)".
_REMARK = pattern(rf"{BLANKS}[(（][^()（）]*[,，、;；][^()（）]*[)）]")
#: Brackets directly behind a name, and those that belong to it: the campus of a university.
_BEHIND_NAME = pattern(rf"(?<=[\w.)）]){BLANKS}(?:[(（][^()（）]*[)）])")
_CAMPUS = pattern(r"\s*(?:[(（][\u4e00-\u9fff]{2,4}[)）]|[(（][A-Z][a-z]+[)）])")
#: What divides organisations, the strongest first; a comma does so last of all.
_DIVIDERS = (rf"{BLANKS}[;；|]\s*", r"(?<!\s)\s+/\s+", rf"{BLANKS}、\s*")
#: Blanks before ``#tag``, which divide as a comma does.
_BEFORE_TAG = re.compile(r"(?<=\S)\s+(?=#\S)")
#: Letters of a name, and the longest title that is a fact.
_WORDS, _LONGEST_TITLE = pattern(r"\w"), 400


def note_fact(lead: Lead, kind: str, value: str) -> None:
    """Note the fact *kind* with the words *value* in *lead*, if it has none yet."""
    facts = lead.facts
    value = value.strip(" \"'“”`*_").strip()
    if not value or value in _NOTHING:
        return
    if kind == "authors" and len(value) < 2000:
        names, slash, last = value.rpartition(" / ")
        if slash and (orgs := orgs_of(last.strip(" *_"))):
            facts.setdefault("orgs", orgs)  # "Author/Institution: A, B / KAIST"
            value = names
        facts.setdefault("authors", _authors(value))
    elif kind in {"orgs", "tags"}:
        read = _organisations if kind == "orgs" else _items
        items = (item.lstrip("#") for item in read(_BEFORE_TAG.sub(", ", value)))
        if found := tuple(item for item in items if not re.search(r"[@{}]", item)):
            facts.setdefault(kind, found)
    elif kind == "venue":
        _note_venue(lead, value)
    elif kind == "year" and (year := year_of(value)):
        facts.setdefault("year", year)
    elif kind == "tldr":
        facts.setdefault("summary", value)
    elif kind == "title" and len(value) <= _LONGEST_TITLE and "title" not in facts:
        facts["title"], venue = without_venue(value)
        if venue is not None:
            facts.setdefault("venue", venue.venue)
            facts.setdefault("year", venue.year)


def _note_venue(lead: Lead, value: str) -> None:
    found = venue_of(value)
    if found is None:
        # A venue with an identifier and a date behind it, or a link.
        parts = filter(None, map(venue_of, _PARTS_OF_VENUE.split(value)))
        found = next((part for part in parts if part.venue and part.year), None)
    venue, year = found if found is not None else (value, "")
    if len(venue) <= 200:
        lead.facts.setdefault("venue", venue or value)
    if year:
        lead.facts.setdefault("year", year)


def _authors(value: str) -> tuple[str, ...]:
    """Return the names in *value*, without the affiliations and marks behind them."""
    value = _AFFILIATION.sub("", _BETWEEN_NAMES.sub(", ", _REMARK.sub("", value)))
    names = (_AFFILIATION.sub("", name) or name for name in read_names(value))
    return tuple(name for name in names if _WORDS.search(name))


def _organisations(value: str) -> list[str]:
    """Return the organisations in *value*, without the remarks in brackets behind their names.

    A comma divides them only where no stronger sign does: it may be part of a name, as in
    "University of California, Berkeley; MIT".
    """
    value = _BEHIND_NAME.sub(lambda found: found[0] if _CAMPUS.fullmatch(found[0]) else "", value)
    for divider in _DIVIDERS:
        if len(parts := [part for part in re.split(divider, value) if part.strip()]) > 1:
            return _distinct(part.strip("\"'`[] ") for part in parts)
    return _items(value)


def _items(value: str) -> list[str]:
    parts = re.split(rf"{BLANKS}[,，、;；|]\s*|(?<!\s)\s+/\s+", value.strip("[]"))
    return _distinct(part.strip("\"'` ") for part in parts)


def _distinct(words: Iterable[str]) -> list[str]:
    """Return the first hundred of *words*, each once, without empty ones."""
    return list(dict.fromkeys(filter(None, words)))[:100]
