"""One identity for a paper, whatever host was linked to, and the links back from it.

Nothing an author writes raises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_paperreview.core.digests import text_digest
from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.core.schemes import DOI, PREFIXES, from_host, read_arxiv, read_doi
from sphinx_paperreview.core.urls import _UNSAFE, BARE_HOST, host_of, is_web, normalize_url, split

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Scheme
_LONGEST = 80


def identify(text: str) -> PaperId | None:
    """Return the paper that *text* (a URL, ``arxiv:…``, ``doi:…`` or a bare id) names, if any.

    The result of :attr:`PaperId.key` is understood too, so ``identify(paper_id.key)`` is
    *paper_id*. None means that the text names no paper on a known scheme; an ordinary URL is
    such a text.
    """
    text = text.strip()
    if not text or len(text) > 2000:
        return None
    scheme, colon, rest = text.partition(":")
    prefixed = PREFIXES.get(scheme.strip().lower()) if colon else None
    if prefixed is not None and not rest.startswith("//"):
        return prefixed(rest.strip())
    if colon and rest and scheme.strip().lower() == "url":
        return identify_url(rest)
    if is_web(text):
        return from_host(text)
    found = read_arxiv(text, whole=True) or (read_doi(text) if DOI.match(text) else None)
    if found is None and BARE_HOST.match(text):
        return from_host("https://" + text.removeprefix("//"))
    return found


def identify_url(url: str) -> PaperId:
    """Return the paper at *url*; on a host we do not know, the normalised URL is its name."""
    return identify(url) or PaperId("url", normalize_url(url))


def anchor(paper_id: PaperId) -> str:
    """Return the HTML id of the paper's section: ``arxiv-2511.10643``, ``url-<8 hex>``."""
    if paper_id.scheme == "url":
        return f"url-{text_digest(paper_id.value, 8)}"
    return f"{paper_id.scheme}-{_safe(paper_id.value)}"


def page_name(paper_id: PaperId) -> str:
    """Return the last segment of the paper's page: ``2511.10643`` for arXiv, else the anchor."""
    return _safe(paper_id.value) if paper_id.scheme == "arxiv" else anchor(paper_id)


def label(paper_id: PaperId) -> str:
    """Return what a reader sees of the identity: ``arXiv:2511.10643``, ``doi:10.1145/…``."""
    if paper_id.scheme == "url":
        parts = split(paper_id.value)
        return (host_of(parts) if parts else "") or paper_id.value
    if paper_id.scheme in {"neurips", "cvf"}:
        return f"{_NAMES[paper_id.scheme]}:{_short(paper_id)}"
    if paper_id.scheme == "s2":
        return f"S2:{paper_id.value.removeprefix('corpusid:')[:12]}"
    return f"{_NAMES[paper_id.scheme]}:{paper_id.value}"


def canonical_url(paper_id: PaperId) -> str:
    """Return the one address of the paper; for the scheme ``url``, the normalised URL."""
    if paper_id.scheme == "url":
        return paper_id.value
    if paper_id.scheme == "s2":
        if paper_id.value.startswith("corpusid:"):
            return f"https://api.semanticscholar.org/CorpusID:{paper_id.value[9:]}"
        return f"https://www.semanticscholar.org/paper/{paper_id.value}"
    if paper_id.scheme in {"neurips", "cvf"}:
        return _proceedings(paper_id, "html")
    address = _ADDRESSES[paper_id.scheme] + quote(paper_id.value, safe="/:;()._-~")
    return f"{address}.html" if paper_id.scheme == "pmlr" else address


def pdf_url(paper_id: PaperId) -> str:
    """Return the address of the paper's text, or nothing where the identity does not tell it."""
    if paper_id.scheme in {"neurips", "cvf"}:
        return _proceedings(paper_id, "pdf")
    form = _PDFS.get(paper_id.scheme, "")
    return form.format(paper_id.value, paper_id.value.rpartition("/")[2])


def bibtex_url(paper_id: PaperId) -> str:
    """Return where the paper's own host has its BibTeX entry, if it has."""
    return _BIBTEX.get(paper_id.scheme, "").format(paper_id.value)


def links(paper_id: PaperId) -> tuple[tuple[str, str], ...]:
    """Return ``(label, URL)`` of every place that holds the paper, its own address first."""
    first = (label(paper_id), canonical_url(paper_id))
    if paper_id.scheme == "pwc":  # the site is gone: only the archived copy can be read
        return ((first[0], f"https://web.archive.org/web/2025/{first[1]}"),)
    pdf = pdf_url(paper_id)
    found: tuple[tuple[str, str], ...] = (first, ("PDF", pdf)) if pdf else (first,)
    # The two sites know no ids from before April 2007.
    if paper_id.scheme == "arxiv" and "/" not in paper_id.value:
        found += (("HF", f"https://huggingface.co/papers/{paper_id.value}"),)
        found += (("alphaXiv", f"https://www.alphaxiv.org/abs/{paper_id.value}"),)
    return found


def _short(paper_id: PaperId) -> str:
    """Return what stands for the long names of two publishers: year and beginning, or volume."""
    volume, _slash, name = paper_id.value.rpartition("/")
    return f"{volume}/{name[:8]}" if paper_id.scheme == "neurips" else volume.rpartition("/")[2]


def _proceedings(paper_id: PaperId, kind: str) -> str:
    """Return the address of the page or the PDF of a paper, by the publisher's own rule."""
    volume, _, name = paper_id.value.rpartition("/")
    if paper_id.scheme == "cvf":
        folder = volume if volume.startswith("content_") else f"content/{volume}"
        place = "papers" if kind == "pdf" else "html"
        return f"https://openaccess.thecvf.com/{folder}/{place}/{name}_paper.{kind}"
    digest, _, track = name.partition("-")
    # From 2022 on the names of the files tell the track.
    suffix = f"-{track}" if track else "-Conference" if int(volume) >= 2022 else ""
    place, word = ("file", "Paper") if kind == "pdf" else ("hash", "Abstract")
    base = "https://proceedings.neurips.cc/paper_files/paper"
    return f"{base}/{volume}/{place}/{digest}-{word}{suffix}.{kind}"


def arxiv_month(paper_id: PaperId) -> tuple[int, int] | None:
    """Return year and month that an arXiv id carries, or None if they cannot be a month."""
    if paper_id.scheme != "arxiv":
        return None
    digits = paper_id.value.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    year += 1900 if "/" in paper_id.value and year > 90 else 2000
    return (year, month) if 1 <= month <= 12 else None


def is_impossible(paper_id: PaperId, latest: tuple[int, int] | None = None) -> bool:
    """Tell whether *paper_id* is an arXiv id that was never given out.

    Such are month 13, months of the other style, five digits before 2015, number 0 and, if
    *latest* is given, what lies after that year and month.
    """
    if paper_id.scheme != "arxiv":
        return False
    month = arxiv_month(paper_id)
    if month is None or (latest is not None and month > latest):
        return True
    if "/" in paper_id.value:
        return not (1991, 7) <= month <= (2007, 3) or paper_id.value.endswith("000")
    number = paper_id.value.partition(".")[2]
    wanted = 5 if month >= (2015, 1) else 4
    return not (2007, 4) <= month < (2091, 1) or len(number) != wanted or not int(number)


def _safe(value: str) -> str:
    """Return *value* in characters safe in an HTML id, a URL and a file name; one to one."""
    plain = re.sub(r"[/:]", "-", value, count=1)
    safe = _UNSAFE.sub("-", plain).rstrip(".")
    if safe == plain and len(safe) <= _LONGEST:
        return safe
    return f"{safe[: _LONGEST - 9]}-{text_digest(value, 8)}"


_NAMES: dict[Scheme, str] = {
    "arxiv": "arXiv",
    "doi": "doi",
    "openreview": "OpenReview",
    "acl": "ACL",
    "pmlr": "PMLR",
    "neurips": "NeurIPS",
    "cvf": "CVF",
    "pwc": "PwC",
}

_ADDRESSES: dict[Scheme, str] = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "acl": "https://aclanthology.org/",
    "pmlr": "https://proceedings.mlr.press/",
    "pwc": "https://paperswithcode.com/paper/",
}

#: Of the whole value and of its last segment.
_PDFS: dict[Scheme, str] = {
    "arxiv": "https://arxiv.org/pdf/{0}",
    "openreview": "https://openreview.net/pdf?id={0}",
    "acl": "https://aclanthology.org/{0}.pdf",
    "pmlr": "https://proceedings.mlr.press/{0}/{1}.pdf",
}

_BIBTEX: dict[Scheme, str] = {
    "arxiv": "https://arxiv.org/bibtex/{0}",
    "acl": "https://aclanthology.org/{0}.bib",
}
