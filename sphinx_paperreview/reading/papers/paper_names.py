"""Venues, years, dates and organisations in the words beside a paper's title."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.reading.papers.labels import fold, words_of

_YEAR = r"(?:(?:19|20)[0-9]{2}|['’‘`][0-9]{2})"
_YEARS = pattern(rf"(?<![0-9.]){_YEAR}(?![0-9])")
_GLUED = pattern(r"(?<=[A-Za-z])((?:20)?[0-9]{2})$")
_ONLY_YEAR = pattern(r"\(?((?:19|20)[0-9]{2})년?\)?")
#: Words beside the name of a conference.
_BESIDE = pattern(
    r"\b(?:accepted|published|presented|appeared|to appear|under review|submitted|preprint"
    r"|camera[- ]ready|oral|spotlight|poster|highlight|best|outstanding|student|papers?|award"
    r"|honou?rable|mention|findings|workshops?|main|long|short|industry|demo|track|datasets?"
    r"|benchmarks?|conference|journal|proceedings|notable|top|blogposts?|system|demonstrations?"
    r"|tutorial|extended|abstract|in|at|to|by|of|the|on|and|as|for|a)\b"
    r"|(?:게재|발표|억셉|구두|포스터|학회)|(?:收录|发表|接收|录用|口头|最佳论文|顶会|会议|期刊)|(?:採択|掲載)",
    re.IGNORECASE,
)
_ACRONYM = pattern(r"[A-Z][A-Za-z&+]{1,14}(?:[-@/ ][A-Z][A-Za-z&+]{1,14})?")
_DATE = pattern(
    r"(?:(?:19|20)?[0-9]{2}\s*[./\-年년]\s*)[0-9]{1,2}(?:\s*[./\-月월]\s*[0-9]{1,2})?\s*[일日月월.]?"
    r"|(?:[A-Z][a-z]{2,8}\.?\s+(?:[0-9]{1,2}(?:st|nd|rd|th)?,?\s+)?(?:19|20)[0-9]{2})"
    r"|(?:[0-9]{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+(?:19|20)[0-9]{2})"
)
_FOUR = pattern(r"(?:19|20)[0-9]{2}")
_BETWEEN = pattern(rf"{BLANKS}(?:[,/、·+&;|×]|\band\b|\s[x]\s|와|및)\s*")
#: Names that are ordinary words as well, and need a year or their own spelling.
_SHORTEST = 4


class Venue(NamedTuple):
    """Where and when a paper appeared."""

    venue: str
    year: str


def _year(text: str) -> str:
    if len(text) == 2:
        text = f"'{text}"
    return text if text[0].isdigit() else f"20{text[1:]}" if int(text[1:]) < 70 else f"19{text[1:]}"


@cache
def _venues() -> dict[str, str]:
    return {fold(name): name for name in words_of_names("venues")}


@cache
def words_of_names(kind: str) -> frozenset[str]:
    """Return the folded names of one kind."""
    return words_of("names", kind)


def venue_of(text: str) -> Venue | None:
    """Return venue and year if *text* names these and nothing else; None if it does not.

    A name that is not known must look like an acronym and have a year: ``SIGDIAL 2023``.
    """
    text = unicodedata.normalize("NFKC", text).strip(" .,:;|-–—*_@[]")
    if not text or len(text) > 80:
        return None
    # "CVPR24", "NeurIPS2023"
    glued = _GLUED.search(text)
    rest = text[: glued.start()] if glued is not None else _YEARS.sub(" ", text)
    years = {_year(each) for each in ((glued[1],) if glued else _YEARS.findall(text))}
    name = " ".join(_BESIDE.sub(" ", rest).split()).strip(" .,:;|()-–—/")
    if len(years) > 1 or not name:
        only = _ONLY_YEAR.fullmatch(text)
        return Venue("", only[1]) if only else None
    parts = [part for part in re.split(rf"{BLANKS}[/,()]\s*|(?<!\s)\s+-\s+", name) if part]
    folded = [fold(part) for part in parts]
    if len(parts) <= 3 and all(part in _venues() for part in folded):
        is_venue = bool(years) or all(
            len(part) >= _SHORTEST or part.upper() in name for part in folded
        )
    else:
        is_venue = bool(years) and glued is None and _is_acronym(name)
    shown = " ".join(rest.split()).strip(" .,:;|-–—/")
    return Venue(shown, next(iter(years), "")) if is_venue else None


def _is_acronym(name: str) -> bool:
    return bool(_ACRONYM.fullmatch(name)) and sum(map(str.isupper, name)) > 1


#: What may stand behind a title: an identifier, or the last part after a comma, a dash or a bar.
_PREPRINT = pattern(
    r"[ ,(\[–—-]{1,4}arxiv[: ]{0,2}[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?[)\]]?(?:, ?[0-9]{4})?$",
    re.IGNORECASE,
)
_FIRST_PART = pattern(r"[\[(（【]([^\[\]()（）【】]{3,40})[\])）】]\s*(?=\S)")
_BEFORE_SIGN = pattern(r"([^\s\[(|｜:：][^|｜:：]{2,40}?) ?[|｜:：]\s(?=\S)")
_LAST_PART = pattern(r"(?: ?[,，|] ?| [-–—] | ?[(（\[])([^,，|()（）\[\]]{3,40})[)）\]]?$")


def without_venue(title: str) -> tuple[str, Venue | None]:
    """Return *title* without the venue or the identifier behind it, and the venue, if it is one.

    A venue in brackets, or with a bar or a colon behind it, may also be before it.

    >>> without_venue("Alpha: A Study, CVPR 2021")
    ('Alpha: A Study', Venue(venue='CVPR', year='2021'))
    """
    title = _PREPRINT.sub("", title) or title
    first = _FIRST_PART.match(title) or _BEFORE_SIGN.match(title)
    venue = venue_of(first[1]) if first is not None else None
    if first is not None and venue is not None and venue.venue and venue.year:
        return title[first.end() :], venue
    last = _LAST_PART.search(title)
    venue = venue_of(last[1]) if last is not None else None
    if last is None or venue is None or not (venue.venue and venue.year) or not last.start():
        return title, None
    return title[: last.start()], venue


def venue_before(text: str, title: str) -> Venue | None:
    """Return the venue in brackets among the marks before *title* at the end of *text*.

    >>> venue_before("[논문 리뷰] [CVPR 2021] Alpha", "Alpha")
    Venue(venue='CVPR', year='2021')
    """
    marks = text[: max(text.find(title), 0)]
    venues = (venue_of(found[1]) for found in _FIRST_PART.finditer(f"{marks}."))
    return next((each for each in venues if each is not None and each.venue), None)


def year_of(text: str) -> str:
    """Return the year in *text*, a date or a year; empty if there is none."""
    found = _FOUR.search(text)
    if found:
        return found[0]
    short = re.match(r"\s*([0-9]{2})[./\-]", text)
    return f"20{short[1]}" if short else ""


def is_date(text: str) -> bool:
    """Return whether *text* is a date, of a month at least, and nothing else."""
    text = unicodedata.normalize("NFKC", text).strip(" ()[]'\"")
    if not 4 <= len(text) <= 30 or not any(char.isdigit() for char in text):
        return False
    if _DATE.fullmatch(text):
        return True
    try:
        dates.parse_date(text, dates.zone("UTC"))
    except ValueError:
        return False
    return not text.isdigit()


def names_group(heading: str) -> bool:
    """Return whether a heading is a day, a year or a venue, and so no title of a paper."""
    return is_date(heading) or venue_of(heading) is not None


def orgs_of(text: str) -> tuple[str, ...]:
    """Return the organisations that *text* names; empty if one of its parts is not known for one.

    A name is known from ``[names]`` in ``labels.toml``, or has a word such as "University".
    """
    text = " ".join(text.split()).strip(" .,:;|@")
    text = re.sub(r"^(?:by|from|@)\s+", "", text)
    if not text or len(text) > 120:
        return ()
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return tuple(parts) if parts and all(map(_is_org, parts)) else ()


def _is_org(name: str) -> bool:
    folded = fold(name)
    known = words_of_names("orgs")
    if folded in known:
        return len(folded) > 3 or name.upper() == name or not name.isascii()
    words = words_of_names("org_words")
    if not name.isascii():
        return any(not word.isascii() and folded.endswith(word) for word in words)
    inside = [fold(word) for word in name.split()]
    return (
        1 < len(inside) <= 6
        and name[:1].isupper()
        and (any(word in words for word in inside) or inside[0] in known)
    )
