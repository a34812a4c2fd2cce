"""CSL items: the metadata of a paper in the form from which all citation formats are made.

An item has the variables of CSL-JSON (CSL 1.0.2, appendices III and IV). A value that is not known
for certain is left out, so that no list of references contains a guess.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.citations.latex import plain_text
from sphinx_paperreview.core.metadata.names import CJK, ORGANISATION, OTHERS, SUFFIXES
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import arxiv_month
from sphinx_paperreview.core.papers.schemes import SCHEMES
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.core.urls import is_web

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import BibEntry, Metadata, PaperId

#: An item, with ``id``, ``type`` and ``title``, and those of ``author``, ``issued``,
#: ``container-title``, ``DOI``, ``URL``, ``publisher``, ``number``, ``abstract`` and ``keyword``
#: that are known.
CslItem = dict[str, Any]

#: The name that stands for authors who are not named, as BibTeX and pandoc have it.
OTHERS_NAME = {"literal": "others"}
#: The types of CSL for those of BibTeX and BibLaTeX; others are found from the venue.
_OWN_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "manual": "report",
    "mastersthesis": "thesis", "mvbook": "book", "patent": "patent", "phdthesis": "thesis",
    "proceedings": "book", "report": "report", "software": "software", "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
#: Variables of CSL, and the fields of BibTeX and BibLaTeX that have them.
_OWN_VARIABLES = {
    "volume": ("volume",),
    "page": ("pages",),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "collection-title": ("series",),
    "chapter-number": ("chapter",),
    "genre": ("type",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "note": ("note",),
}
#: A key that BibTeX, biber and ``\cite`` accept without escapes.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/*?!-]*")
_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        "af al am auf d' da dal de degli dei del della den der des di do dos du el ibn la las le "
        "los ten ter van vom von zu zum zur",
    )
)
_JOURNAL = re.compile(
    r"\b(?:Annals|Bulletin|Communications of|Computational Linguistics|IEEE/ACM|JAIR|JMLR|Journal|"
    r"Letters|Magazine|Nature|PAMI|PLoS|PNAS|Review|Reviews|Science|TACL|TMLR|TPAMI|"
    r"Transactions)\b",
    re.I,
)
_PREPRINT = re.compile(r"\b(?:arXiv|bioRxiv|CoRR|medRxiv|preprint|OpenReview|SSRN)\b", re.I)


def cite_key(paper_id: PaperId, about: Metadata) -> str:
    """Return the citation key of the paper: that of the site's ``.bib`` file, else the anchor.

    The anchor has only letters, digits, ``.``, ``_`` and ``-``, and follows from the identity.
    """
    return about.citekey if is_key(about.citekey) else identifiers.anchor(paper_id)


def is_key(text: str) -> bool:
    """Return whether *text* is a key that every reader of BibTeX accepts."""
    return bool(_KEY.fullmatch(text))


def csl_item(paper_id: PaperId, about: Metadata) -> CslItem:
    """Return the CSL item of the paper *paper_id* from the metadata *about* it."""
    kind, container = _kind(paper_id, one_line(about.venue))
    if about.own is not None and not _PREPRINT.search(container or one_line(about.venue)):
        kind = _OWN_TYPES.get(about.own.kind, kind)
    names = [name for name in map(csl_name, about.authors) if name]
    url = identifiers.canonical_url(paper_id)
    publisher = SCHEMES[paper_id.scheme].publisher if kind == "article" else ""
    issued = _issued(paper_id, about, published=kind != "article")
    item: CslItem = {
        "id": cite_key(paper_id, about),
        "type": kind,
        "title": one_line(about.title) or identifiers.label(paper_id),
        "author": names,
        "issued": {"date-parts": [issued]} if issued else {},
        "container-title": container,
        "publisher": publisher,
        "number": identifiers.label(paper_id) if publisher else "",
        "DOI": one_line(about.doi),
        "URL": url if is_web(url) else "",
        "abstract": one_line(about.abstract),
        "keyword": ", ".join(map(one_line, about.categories)),
    }
    if about.own is not None and about.own.kind in _OWN_TYPES and kind != "article":
        item |= _own_variables(about.own)
    return {name: value for name, value in item.items() if value}


def _own_variables(entry: BibEntry) -> CslItem:
    """Return the variables that only an entry of the site's own ``.bib`` file has."""
    found = {
        name: plain_text(entry.value(*fields)).replace("--", "-")
        for name, fields in _OWN_VARIABLES.items()
    }
    number = plain_text(entry.value("number"))
    found["issue" if entry.kind == "article" else "number"] = number
    found["genre"] = found["genre"] or _GENRES.get(entry.kind, "")
    return {name: value for name, value in found.items() if value}


def _kind(paper_id: PaperId, venue: str) -> tuple[str, str]:
    """Return CSL type and container title of a paper; a preprint is an ``article`` without one."""
    proceedings = SCHEMES[paper_id.scheme].proceedings
    venue = venue or proceedings or ""
    if not venue or _PREPRINT.search(venue):
        in_unnamed = proceedings is not None and not venue
        return ("paper-conference" if in_unnamed else "article"), ""
    return ("article-journal" if _JOURNAL.search(venue) else "paper-conference"), venue


def _issued(paper_id: PaperId, about: Metadata, *, published: bool) -> list[int]:
    """Return year, month and day of the cited version, as far as they are known."""
    year = int(about.year) if re.fullmatch(r"[12]\d{3}", about.year) else 0
    try:
        first = date.fromisoformat(about.published[:10])
    except ValueError:
        first = None
    # The day is that of the preprint, not of the journal or proceedings.
    if first and not (published and year):
        return [first.year, first.month, first.day]
    month = arxiv_month(paper_id)
    if month and not published and year in {0, month[0]}:
        return list(month)
    return [year] if year else []


def csl_name(text: str) -> dict[str, str]:
    """Return the CSL name of an author written ``Given Family`` or ``Family, Given``.

    A name of one word, an organisation, a text in braces and a name in Korean, Chinese or
    Japanese letters are ``literal``: styles must not invert or abbreviate them. The result is
    empty for an empty name.
    """
    text = one_line(text).strip(" ,")
    if text == OTHERS:
        return dict(OTHERS_NAME)
    if text.startswith("{") and text.endswith("}"):
        text = text.strip("{} ")
        return {"literal": text} if text else {}
    if "," in text and (name := _inverted_name(text)):
        return name
    before, comma, after = text.partition(",")
    suffix = ""
    if comma and after.strip() in SUFFIXES:
        text, suffix = before, after.strip()
    words = text.split()
    if len(words) > 2 and words[-1] in SUFFIXES:
        suffix = words.pop()
    if len(words) < 2 or CJK.fullmatch(text) or ORGANISATION.search(text):
        return {"literal": text} if text else {}
    first = next((n for n, word in enumerate(words) if n and word in _PARTICLES), len(words) - 1)
    name = _parted(words[first:], " ".join(words[:first]))
    return {**name, "suffix": suffix} if suffix else name


def _inverted_name(text: str) -> dict[str, str]:
    """Return the name of ``von Family, Given`` or ``von Family, Jr, Given``; empty for another."""
    family, *rest = (part.strip() for part in text.split(","))
    if len(rest) == 2 and family and all(rest):
        return {**_parted(family.split(), rest[1]), "suffix": rest[0]}
    given = text.partition(",")[2].strip()
    if given in SUFFIXES:
        return {}
    if CJK.fullmatch(family + given):
        return {"literal": family + given}
    return _parted(family.split(), given)


def _parted(family: list[str], given: str) -> dict[str, str]:
    """Return a name whose leading particles (``van der``) are apart from the family name."""
    start = 0
    while start < len(family) - 1 and family[start] in _PARTICLES:
        start += 1
    name = {
        "family": " ".join(family[start:]),
        "given": given,
        "non-dropping-particle": " ".join(family[:start]),
    }
    return {part: words for part, words in name.items() if words}


def family_name(name: dict[str, str]) -> str:
    """Return the family name with its particles; all of a literal name."""
    parts = (name.get("non-dropping-particle"), name.get("family"))
    return name.get("literal") or " ".join(part for part in parts if part)


def inverted(name: dict[str, str]) -> str:
    """Return *name* as ``Family, Given`` or ``Family, Given, Suffix``; a literal one unchanged."""
    parts = (family_name(name), name.get("given"), name.get("suffix"))
    return ", ".join(part for part in parts if part)


def plain(name: dict[str, str]) -> str:
    """Return *name* as ``Given Family Suffix``."""
    parts = (name.get("given"), family_name(name), name.get("suffix"))
    return " ".join(part for part in parts if part)


def issued_text(item: CslItem, separator: str = "-") -> str:
    """Return the date of *item* as far as it is known: ``2025-11-13``, ``2025-11`` or ``2025``."""
    parts: list[int] = item.get("issued", {}).get("date-parts", [[]])[0]
    return separator.join(f"{part:02}" for part in parts)


def arxiv_id(paper_id: PaperId) -> str:
    """Return the arXiv identifier; empty for other schemes."""
    return paper_id.value if paper_id.scheme == "arxiv" else ""
