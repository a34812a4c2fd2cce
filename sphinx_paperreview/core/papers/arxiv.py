"""arXiv: how its identifiers are written, and what they say.

https://info.arxiv.org/help/arxiv_identifier.html describes both styles, that of before April 2007
(``cs/0501001``) and that of today (``2511.10643``).
"""

from __future__ import annotations

import re

from sphinx_paperreview.core.model import PaperId

_FLAGS = re.ASCII | re.IGNORECASE
_NEW = r"[0-9]{4}\.[0-9]{4,5}"
#: The archives in the identifiers of the old style (until March 2007).
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_OLD = rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,12}})?/[0-9]{{7}}"
_ID = re.compile(rf"(?:arxiv:\s*)?(?P<id>{_NEW}|{_OLD})(?:v(?P<v>[1-9][0-9]{{0,2}}))?", _FLAGS)
#: A suffix, punctuation or a Korean particle may follow, but no letter or digit.
_END = re.compile(r"(?![0-9A-Za-z])")


def read_arxiv(text: str, *, whole: bool = False) -> PaperId | None:
    """Read an arXiv identifier at the start of *text*, or as the *whole* of it."""
    match = _ID.match(text)
    if match is None or not _END.match(text, match.end()):
        return None
    if whole and text[match.end() :].lower() not in {"", ".pdf"}:
        return None
    name = match["id"]
    if "/" in name:  # the canonical form has no subject class: cs.CL/… is cs/…
        archive, _, number = name.lower().partition("/")
        name = f"{archive.partition('.')[0]}/{number}"
    return PaperId("arxiv", name, int(match["v"]) if match["v"] else None)


def arxiv_month(paper_id: PaperId) -> tuple[int, int] | None:
    """Return year and month in an arXiv identifier; None for month 13 and for other schemes."""
    if paper_id.scheme != "arxiv":
        return None
    digits = paper_id.value.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    year += 1900 if "/" in paper_id.value and year > 90 else 2000
    return (year, month) if 1 <= month <= 12 else None


def is_impossible(paper_id: PaperId) -> bool:
    """Return whether *paper_id* is an arXiv identifier that was never given out.

    That is so for month 13, a month of the other style, five digits before 2015, four since
    then, and number 0.
    """
    if paper_id.scheme != "arxiv":
        return False
    month = arxiv_month(paper_id)
    if month is None:
        return True
    if "/" in paper_id.value:
        return not (1991, 7) <= month <= (2007, 3) or paper_id.value.endswith("000")
    number = paper_id.value.partition(".")[2]
    wanted = 5 if month >= (2015, 1) else 4
    return not (2007, 4) <= month < (2091, 1) or len(number) != wanted or not int(number)
