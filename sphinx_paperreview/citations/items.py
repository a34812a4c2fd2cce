"""What is known of a paper as one CSL item, from which every form of a citation is made.

An item has the variables of CSL-JSON (CSL 1.0.2, appendices III and IV). Nothing is guessed that
would put wrong words into somebody's list of references.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.arxiv import arxiv_month
from sphinx_paperreview.core.schemes import SCHEMES
from sphinx_paperreview.core.urls import is_web

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Metadata, PaperId

#: Of an item: ``id``, ``type``, ``title``, ``author``, ``issued``, ``container-title``, ``DOI``,
#: ``URL``, ``publisher``, ``number``, ``abstract`` and ``keyword``; what is not known is not there.
CslItem = dict[str, Any]

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
#: What BibTeX, biber and ``\cite`` accept in a key without further thought.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/*?!-]*")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        "af al am auf d' da dal de degli dei del della den der des di do dos du el ibn la las le "
        "los ten ter van vom von zu zum zur",
    )
)
_ORGANISATION = re.compile(
    r"\d|&|\b(?:AI|Academy|Agency|Association|Center|Centre|Collaboration|Company|Consortium|"
    r"Corporation|DeepMind|Foundation|Group|Inc|Institute|Lab|Laboratory|Labs|Ltd|Project|"
    r"Research|Society|Team|University)\b"
)
_CJK = re.compile(r"[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\s·]+")
_JOURNAL = re.compile(
    r"\b(?:Annals|Bulletin|Communications of|Computational Linguistics|IEEE/ACM|JAIR|JMLR|Journal|"
    r"Letters|Magazine|Nature|PAMI|PLoS|PNAS|Review|Reviews|Science|TACL|TMLR|TPAMI|"
    r"Transactions)\b",
    re.I,
)
_PREPRINT = re.compile(r"\b(?:arXiv|bioRxiv|CoRR|medRxiv|preprint|OpenReview|SSRN)\b", re.I)


def cite_key(paper_id: PaperId, about: Metadata) -> str:
    """Return the key of the paper in exports: the author's own, else one made of the identity.

    The latter has letters, digits, ``.``, ``_`` and ``-`` alone, and depends on nothing else.
    """
    return about.citekey if is_key(about.citekey) else identifiers.anchor(paper_id)


def is_key(text: str) -> bool:
    """Tell whether *text* can be a key everywhere that BibTeX is read."""
    return bool(_KEY.fullmatch(text))


def one_line(text: str) -> str:
    """Return *text* on one line, without control characters."""
    return _BLANKS.sub(" ", text).strip()


def csl_item(paper_id: PaperId, about: Metadata) -> CslItem:
    """Return the CSL item of the paper *paper_id* with what is known *about* it."""
    kind, container = _kind(paper_id, one_line(about.venue))
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
    return {name: value for name, value in item.items() if value}


def _kind(paper_id: PaperId, venue: str) -> tuple[str, str]:
    """Return the type of a paper and what it appeared in; a preprint is a plain ``article``."""
    proceedings = SCHEMES[paper_id.scheme].proceedings
    venue = venue or proceedings or ""
    if not venue or _PREPRINT.search(venue):
        in_unnamed = proceedings is not None and not venue
        return ("paper-conference" if in_unnamed else "article"), ""
    return ("article-journal" if _JOURNAL.search(venue) else "paper-conference"), venue


def _issued(paper_id: PaperId, about: Metadata, *, published: bool) -> list[int]:
    """Return year, month and day, as far as they are known, of what is cited."""
    year = int(about.year) if re.fullmatch(r"[12]\d{3}", about.year) else 0
    try:
        first = date.fromisoformat(about.published[:10])
    except ValueError:
        first = None
    # The day is that of the preprint, which is not when the proceedings appeared.
    if first and not (published and year):
        return [first.year, first.month, first.day]
    month = arxiv_month(paper_id)
    if month and not published and year in {0, month[0]}:
        return list(month)
    return [year] if year else []


def csl_name(text: str) -> dict[str, str]:
    """Return the CSL name of an author given as ``Given Family``; empty if there is none.

    ``Family, Given`` is understood too. A name of one word, an organisation, what stands in
    braces and a name in Korean, Chinese or Japanese letters are ``literal``: none of them may be
    turned around or be cut down to initials.
    """
    text = one_line(text)
    if text.startswith("{") and text.endswith("}"):
        text = text.strip("{} ")
        return {"literal": text} if text else {}
    before, comma, after = text.partition(",")
    suffix = ""
    if comma and after.strip() in _SUFFIXES:
        text, suffix, comma = before, after.strip(), ""
    if comma:
        return _parted(before.split(), after.strip())
    words = text.split()
    if len(words) > 2 and words[-1] in _SUFFIXES:
        suffix = words.pop()
    if len(words) < 2 or _CJK.fullmatch(text) or _ORGANISATION.search(text):
        return {"literal": text} if text else {}
    first = next((n for n, word in enumerate(words) if n and word in _PARTICLES), len(words) - 1)
    name = _parted(words[first:], " ".join(words[:first]))
    return {**name, "suffix": suffix} if suffix else name


def _parted(family: list[str], given: str) -> dict[str, str]:
    """Return a name, the lower-case particles before the family name apart from it."""
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
    """Return the family name with its particles; the whole of a literal name."""
    parts = (name.get("non-dropping-particle"), name.get("family"))
    return name.get("literal") or " ".join(part for part in parts if part)


def inverted(name: dict[str, str]) -> str:
    """Return *name* as ``Family, Given`` or ``Family, Given, Suffix``; a literal one as it is."""
    parts = (family_name(name), name.get("given"), name.get("suffix"))
    return ", ".join(part for part in parts if part)


def plain(name: dict[str, str]) -> str:
    """Return *name* as it is spoken: ``Given Family Suffix``."""
    parts = (name.get("given"), family_name(name), name.get("suffix"))
    return " ".join(part for part in parts if part)


def issued_text(item: CslItem, separator: str = "-") -> str:
    """Return the date of *item* as far as it is known: ``2025-11-13``, ``2025-11`` or ``2025``."""
    parts: list[int] = item.get("issued", {}).get("date-parts", [[]])[0]
    return separator.join(f"{part:02}" for part in parts)


def arxiv_id(paper_id: PaperId) -> str:
    """Return the arXiv identifier, empty for papers of other places."""
    return paper_id.value if paper_id.scheme == "arxiv" else ""
