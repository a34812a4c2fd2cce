"""Venues, years, dates and organisations in the words beside a paper's title."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, NamedTuple

from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.metadata.names import CJK, OTHERS, read_names
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.reading.papers.facts.labels import fold, words_of

_YEAR = r"(?:(?:19|20)[0-9]{2}|['’‘`][0-9]{2})"
_YEARS = pattern(rf"(?<![0-9.]){_YEAR}(?![0-9])")
_GLUED = pattern(r"(?<=[A-Za-z])((?:20)?[0-9]{2})$")
_ONLY_YEAR = pattern(r"\(?((?:19|20)[0-9]{2})년?\)?")
#: Words beside the name of a conference. Most places of a line have none: a letter is looked for
#: before each of them is, in either case.
_BESIDE = pattern(
    r"\b(?=[a-z])(?:accepted|published|presented|appeared|to appear|under review|submitted|preprint"
    r"|camera[- ]ready|oral|spotlight|poster|highlight|best|outstanding|student|papers?|award"
    r"|honou?rable|mention|findings|workshops?|main|long|short|industry|demo|track|datasets?"
    r"|benchmarks?|conference|journal|proceedings|notable|top|blogposts?|system|demonstrations?"
    r"|tutorial|extended|abstract|in|at|to|by|of|the|on|and|as|for|a)\b"
    r"|(?-i:게재|발표|억셉|구두|포스터|학회|收录|发表|接收|录用|口头|最佳论文|顶会|会议|期刊|採択|掲載)",
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
        is_venue = bool(years) and glued is None and _is_acronym(name) and not orgs_of(name)
    shown = " ".join(rest.split()).strip(" .,:;|-–—/")
    return Venue(shown, next(iter(years), "")) if is_venue else None


def _is_acronym(name: str) -> bool:
    # "Ann Lee" has two capitals, but none of its words is an acronym.
    words = re.split(r"[-@/ ]", name)
    return bool(_ACRONYM.fullmatch(name)) and any(sum(map(str.isupper, each)) > 1 for each in words)


#: What may stand behind a title: an identifier, or the last part after a comma, a dash or a bar.
_PREPRINT = pattern(
    r"[ ,(\[–—-]{1,4}arxiv[: ]{0,2}[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?[)\]]?(?:, ?[0-9]{4})?$",
    re.IGNORECASE,
)
_FIRST_PART = pattern(r"[\[(（【]([^\[\]()（）【】]{3,40})[\])）】]\s*(?=\S)")
_BEFORE_SIGN = pattern(r"([^\s\[(|｜:：][^|｜:：]{2,40}?) ?[|｜:：]\s(?=\S)")
#: A venue with its year before a title, perhaps with the number of the session and the talk.
_VENUE_FIRST = pattern(
    r"([A-Z][A-Za-z&/-]{1,11}[- ]?(?:19|20)[0-9]{2}) (?:[0-9]{1,2}[.-][0-9]{1,2} )?(?=\S)"
)
#: A month before a title, as in lists of notes: "2017.04 Alpha", "[2017-04-02] Alpha".
_DATE_FIRST = pattern(
    r"[\[(（]?((?:19|20)[0-9]{2})[./-](?:[01]?[0-9]|xx)([./-][0-3]?[0-9])?[\])）]?"
    r"[ :：|–—-]+(?=\S)",
    re.IGNORECASE,
)
_LAST_PART = pattern(r"(?: ?[,，|] ?| [-–—] | ?[(（\[])([^,，|()（）\[\]]{3,40})[)）\]]?$")
#: A venue with a short year at the end of a title: "Alpha: A Study NDSS’ 16".
_SHORT_YEAR = pattern(rf"{BLANKS}(?:[-–—]\s*)?\b([A-Z][A-Za-z&]{{1,14}}\s?['’]\s?[0-9]{{2}})$")
_QUOTE = pattern(r"(['’])\s(?=[0-9]{2}$)")
#: Words and a year in brackets at the end of a title: "Alpha（Example Lab, ICCV, 2018）".
_LAST_GROUP = pattern(r"[ \t]?[(（\[]([^()（）\[\]]{2,60})[,，][ \t]?((?:19|20)[0-9]{2})[)）\]]$")
#: A year at the end of a title, perhaps with the month.
_LAST_YEAR = pattern(
    r"(?:, | [-–—] | ?[(（\[])(?:[A-Z][a-z]{2,8}\.? )?((?:19|20)[0-9]{2})[)）\]]?$"
)


def without_venue(title: str) -> tuple[str, Venue | None]:
    """Return *title* without the venue or the identifier behind it, and the venue, if it is one.

    A venue in brackets, or with a bar or a colon behind it, may also be before it; one that is
    known needs no sign.

    >>> without_venue("Alpha: A Study, CVPR 2021")
    ('Alpha: A Study', Venue(venue='CVPR', year='2021'))
    >>> without_venue("VLSI-2021 Alpha: A Study")
    ('Alpha: A Study', Venue(venue='VLSI', year='2021'))
    """
    title = _PREPRINT.sub("", title) or title
    first = _FIRST_PART.match(title) or _BEFORE_SIGN.match(title)
    venue = venue_of(first[1]) if first is not None else None
    if first is not None and venue is not None and venue.venue and venue.year:
        return title[first.end() :], venue
    known = _VENUE_FIRST.match(title)
    if known is not None and fold(known[1][:-4]) in _venues():
        return title[known.end() :], venue_of(known[1])
    last = _LAST_PART.search(title) or _SHORT_YEAR.search(title)
    venue = venue_of(_QUOTE.sub(r"\1", last[1])) if last is not None else None
    if last is None or venue is None or not (venue.venue and venue.year) or not last.start():
        return title, None
    return title[: last.start()], venue


def without_venue_or_year(title: str) -> tuple[str, dict[str, str]]:
    """Return *title* without a venue, a year in brackets or a month before it, or one behind it.

    A day before it is that of the note, so that its year says nothing of the paper.

    >>> without_venue_or_year("[2020] Alpha: A Study"), without_venue_or_year("2020.04 Alpha")
    (('Alpha: A Study', {'year': '2020'}), ('Alpha', {'year': '2020'}))
    >>> without_venue_or_year("[2020-04-02] Alpha: A Study")
    ('Alpha: A Study', {})
    >>> without_venue_or_year("Alpha: A Study（Example Lab, ICCV，2018）")
    ('Alpha: A Study', {'venue': 'ICCV', 'year': '2018'})
    """
    dated = _DATE_FIRST.match(title)
    if dated is not None:
        return title[dated.end() :], {} if dated[2] else {"year": dated[1]}
    rest, venue = without_venue(title)
    first = _FIRST_PART.match(title)
    if venue is None and first is not None and (venue := venue_of(first[1])) is not None:
        rest = title[first.end() :]
    group = _LAST_GROUP.search(rest) if venue is None else None
    if group is not None and group.start():
        parts = re.split(r"[,，]", group[1])
        known = (part.strip() for part in parts if fold(part) in _venues())
        return rest[: group.start()], {
            name: value for name, value in (("venue", next(known, "")), ("year", group[2])) if value
        }
    last = _LAST_YEAR.search(rest)
    if last is not None and venue is None:
        rest, venue = rest[: last.start()], Venue("", last[1])
    found = venue._asdict() if venue is not None else {}
    return rest, {name: value for name, value in found.items() if value}


def venue_before(text: str, title: str) -> Venue | None:
    """Return the venue in brackets among the marks before *title* at the end of *text*.

    >>> venue_before("[논문 리뷰] [CVPR 2021] Alpha", "Alpha")
    Venue(venue='CVPR', year='2021')
    """
    marks = text[: max(text.find(title), 0)]
    venues = (venue_of(found[1]) for found in _FIRST_PART.finditer(f"{marks}."))
    return next((each for each in venues if each is not None and each.venue), None)


#: The end of the names in a line about a paper that names not all of them.
_ET_AL = pattern(
    r"\s?(?:,?\set\.?\s?al\b\.?|(?<=[가-힣])\s외|(?<=[一-鿿])等人?(?=[\s,(（]))[\s,]*",
    re.IGNORECASE,
)
_PARTS = pattern(r"\s?[,·|()（）]\s?|\s[-–—]\s|(?<=[a-z][a-z])\.\s")
_PARTICLES = r"(?:(?:d[aeiu]|van|von|de[rn]?|l[ae]|el|bin) )*"
_WORD_OF_NAME = rf"{_PARTICLES}[A-ZÀ-Þ][\w.'’-]{{0,20}}"
_PERSON = pattern(rf"{_WORD_OF_NAME}(?: {_WORD_OF_NAME}){{0,3}}")
#: A name of two words or more with capitals, perhaps with initials and particles.
PERSON = rf"{_WORD_OF_NAME}(?: {_WORD_OF_NAME}){{1,3}}"
#: Most characters of such a line, and least names in it if "et al." is not.
_LONGEST_BYLINE, _LEAST_NAMES = 160, 2


def byline_of(text: str) -> dict[str, Any] | None:
    """Return the facts in a line with the authors of a paper, and where and when it appeared.

    Names that "et al." ends need a year or a venue beside them. Without it there must be two full
    names or more, a venue and its year. Anything else in the line must be organisations.

    >>> byline_of("By Wang et al., Microsoft Research, ACL 2023")
    {'authors': ('Wang', 'et al.'), 'venue': 'ACL', 'year': '2023', 'orgs': ('Microsoft Research',)}
    """
    text = re.sub(r"^by\s+", "", " ".join(text.split()).strip(" *_."), flags=re.IGNORECASE)
    if not _LEAST_NAMES < len(text) <= _LONGEST_BYLINE:
        return None
    more = _ET_AL.search(text)
    if not more and not any(map(str.isnumeric, text)):  # most lines: there is no year
        return None
    parts = [part for part in _PARTS.split(text[more.end() :] if more else text) if part]
    facts: dict[str, Any] = {}
    while parts and (found := _published(parts[-1])) is not None:
        if {"venue", "year"} & facts.keys() & found.keys():
            break
        behind = facts.get("orgs", ())
        if "venue" in found:
            # "ICML 2018, Toronto": where the conference was.
            behind = tuple(one for one in behind if fold(one) not in words_of_names("cities"))
        found["orgs"] = (*found.get("orgs", ()), *behind)
        facts |= found
        del parts[-1]
    facts = {name: value for name, value in facts.items() if value}
    if len(facts.keys() & {"venue", "year"}) < (1 if more else 2):
        return None
    names = read_names(text[: more.start()] if more else ", ".join(parts))
    if (more and parts) or not names or not all(map(_is_person, names)):
        return None
    if more:
        return {"authors": (*names, OTHERS)} | facts
    full = all(" " in name or CJK.fullmatch(name) for name in names)
    return {"authors": names} | facts if full and len(names) >= _LEAST_NAMES else None


#: A grade of a society behind a name, and signs that refer to affiliations.
_GRADE = pattern(r",\s*(?:(?:Senior|Student|Life)\s)?(?:Member|Fellow),?\s*(?:IEEE|ACM)\b")
_SIGNS = pattern(rf"{BLANKS}[*∗⋆†‡§¶#✉¹²³⁴-⁹]+")


def names_alone(text: str) -> tuple[str, ...]:
    """Return the names in a line that has two full names or more, and nothing else.

    >>> names_alone("*Ann Lee, Member, IEEE, and Bo Kim*")
    ('Ann Lee', 'Bo Kim')
    """
    text = _SIGNS.sub("", _GRADE.sub("", " ".join(text.split()))).strip(" *_.")
    if not _LEAST_NAMES < len(text) <= _LONGEST_BYLINE * 2:
        return ()
    names = read_names(text)
    full = [name for name in names if name != OTHERS]
    is_full = all(_is_person(name) and (" " in name or CJK.fullmatch(name)) for name in full)
    return names if is_full and len(full) >= _LEAST_NAMES else ()


def _published(part: str) -> dict[str, Any] | None:
    """Return the venue, the year or the organisations that a part of a line names, if it does."""
    if (venue := venue_of(part)) is not None:
        return {name: value for name, value in venue._asdict().items() if value}
    orgs = orgs_of(part)
    return {"orgs": orgs} if orgs else None


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) or (len(name) <= 6 and CJK.fullmatch(name) is not None)


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
