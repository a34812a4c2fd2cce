"""The identity of a paper, whatever address the author linked to, and the addresses it has.

No function raises, whatever text it is given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.core.papers.schemes import PREFIXES, SCHEMES, read_doi, words_of_title
from sphinx_paperreview.core.urls import (
    clean_address,
    has_bare_host,
    host_of,
    is_web,
    normalize_url,
    split,
)

#: A longer text is not an identifier.
_LONGEST = 2000
#: Where publishers put a DOI into their addresses.
_DOI_PATH = re.compile(
    r"/(?:doi(?:/(?:abs|full|pdf|epdf|pdfdirect|epub|reader|book))?|(?:article|chapter|book)"
    r"|content(?:/pdf)?|articles)/(10\.[0-9]{4,9}/.+)"
)
_DOI_END = re.compile(r"/(?:full|abstract|html|pdf|epdf|meta|references)/?$|/$|\.pdf$")
_RXIV_END = re.compile(r"v[0-9]+(?:\.[a-z.-]+)?$")
_ARCHIVED = re.compile(r"/web/[^/]+/(https?:/?/?)(.+)")
#: Where a page that leads on to another site, as links of Zhihu and Google do, says to which.
_LEADS_ON = re.compile(r"(?:^|&)(?:target|url|u|q|to)=(https?(?:%3A|:)[^&]+)", re.IGNORECASE)
#: How often one address may lead on to another.
_MOST_LEADS = 5
#: Paths that lead on: ``/``, ``/url``, ``/link``, ``/l.php``; a button to share a page does not.
_OF_REDIRECT = re.compile(r"(?:/(?:url|links?|l\.php|redirect|go-wild|scholar_url)?)?/?")


def identify(text: str) -> PaperId | None:
    """Return the paper that *text* names: an address, ``arxiv:…``, ``doi:…`` or a bare identifier.

    A key is read as well: ``identify(paper_id.key) == paper_id``. None means that no scheme knows
    the text; that includes an ordinary URL.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    prefix, colon, rest = text.partition(":")
    prefix = prefix.strip().lower() if colon else ""
    if prefix in PREFIXES and not rest.startswith("//"):
        return PREFIXES[prefix](rest.strip())
    if prefix == "url":
        return _at(rest)
    if is_web(text):
        return _from_address(text)
    for scheme in SCHEMES.values():
        if scheme.bare and (found := scheme.bare(text)):
            return found
    return _from_address("https://" + text.removeprefix("//")) if has_bare_host(text) else None


def _at(text: str) -> PaperId | None:
    """Return the paper at *text*, if it is an address of the web."""
    address = clean_address(text) or ""
    return (_from_address(address) or url_id(address)) if is_web(address) else None


def identify_url(text: str) -> PaperId | None:
    """Return the paper that *text* names: by its scheme, else by the address that it is.

    None means that it is no address of the web: pages link to the identity of a paper, so that
    ``javascript:…`` must not be one.
    """
    return identify(text) or _at(text)


def url_id(url: str) -> PaperId:
    """Return the identity of the paper at *url*, an address of the web that no scheme knows."""
    return PaperId("url", normalize_url(url))


def title_id(title: str) -> PaperId | None:
    """Return the identity of the paper of which only the *title* is known; None without a word."""
    words = words_of_title(title)
    return PaperId("title", words) if words else None


def _from_address(url: str) -> PaperId | None:
    """Read the paper out of *url*, or of the address that it leads on to."""
    for _ in range(_MOST_LEADS):
        parts = split(url)
        if parts is None:
            return None
        host, path = host_of(parts), unquote(parts.path)
        onward = _onward(host, path, parts.query)
        if onward is None:
            return _by_host(host, path, parts.query)
        url = onward
    return None


def _onward(host: str, path: str, query: str) -> str | None:
    """Return the address that a copy in an archive, or a page that leads on, is of; else None."""
    if host == "web.archive.org":
        archived = _ARCHIVED.match(path)
        return f"https://{archived[2]}{f'?{query}' if query else ''}" if archived else ""
    leads_on = _LEADS_ON.search(query) if _OF_REDIRECT.fullmatch(path) else None
    return unquote(leads_on[1]) if leads_on is not None else None


def _by_host(host: str, path: str, query: str) -> PaperId | None:
    for rule in (rule for scheme in SCHEMES.values() for rule in scheme.hosts):
        if rule.name.fullmatch(host) and (match := rule.path.match(path)):
            value = dict(parse_qsl(query)).get(rule.parameter, "") if rule.parameter else ""
            return rule.read(value if rule.parameter else match[1])
    return _in_path(host, path)


def _in_path(host: str, path: str) -> PaperId | None:
    """Return the paper whose DOI the *path* of a publisher's address holds."""
    match = _DOI_PATH.match(path)
    if match is None:
        return None
    end = _RXIV_END if host.endswith("rxiv.org") else _DOI_END
    return read_doi(end.sub("", match[1]))


def is_identifier(paper_id: PaperId) -> bool:
    """Return whether a scheme gave the paper its name, which is more than an address or a title."""
    return bool(SCHEMES[paper_id.scheme].label)


def is_site_of_scheme(url: str) -> bool:
    """Return whether *url* is at a site whose papers have identifiers, whatever page of it."""
    parts = split(url)
    host = host_of(parts) if parts is not None else ""
    return any(rule.name.fullmatch(host) for each in SCHEMES.values() for rule in each.hosts)


def anchor(paper_id: PaperId) -> str:
    """Return the HTML id of the paper's section: ``arxiv-2511.10643``, ``url-<8 hex digits>``."""
    return f"{paper_id.scheme}-{SCHEMES[paper_id.scheme].segment(paper_id.value)}"


def page_name(paper_id: PaperId) -> str:
    """Return the last segment of the paper's page: ``2511.10643`` for arXiv, else the anchor."""
    scheme = SCHEMES[paper_id.scheme]
    return scheme.segment(paper_id.value) if scheme.page_by_value else anchor(paper_id)


def label(paper_id: PaperId) -> str:
    """Return the identity as a reader sees it: ``arXiv:2511.10643``; of a URL, its host.

    That of a title are its words in quotation marks.
    """
    scheme = SCHEMES[paper_id.scheme]
    short = scheme.short(paper_id.value)
    return f"{scheme.label}:{short}" if scheme.label else short


def canonical_url(paper_id: PaperId) -> str:
    """Return the address of the paper's page; of a URL, its normal form; of a title, nothing."""
    return SCHEMES[paper_id.scheme].address(paper_id.value)


def pdf_url(paper_id: PaperId) -> str:
    """Return the address of the PDF; empty where it does not follow from the identity."""
    pdf = SCHEMES[paper_id.scheme].pdf
    return pdf(paper_id.value) if pdf else ""


def bibtex_url(paper_id: PaperId) -> str:
    """Return the address of the BibTeX entry at the paper's own host; empty if it has none."""
    bibtex = SCHEMES[paper_id.scheme].bibtex
    return bibtex(paper_id.value) if bibtex else ""


@lru_cache(maxsize=256)  # a page and its data ask one after the other
def links(paper_id: PaperId) -> tuple[tuple[str, str], ...]:
    """Return ``(label, URL)`` of every site that has the paper, its own address first.

    There is none if only the title is known.
    """
    scheme = SCHEMES[paper_id.scheme]
    address = canonical_url(paper_id)
    if not address:
        return ()
    if scheme.is_closed:
        return ((label(paper_id), f"https://web.archive.org/web/2025/{address}"),)
    pdf = pdf_url(paper_id)
    found = ((label(paper_id), address), *((("PDF", pdf),) if pdf else ()))
    return (*found, *(scheme.mirrors(paper_id.value) if scheme.mirrors else ()))
