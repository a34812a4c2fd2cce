"""How each host and each scheme writes the identity of a paper.

Every look-up is a regular expression over one short string, so no input takes more than
linear time, and nothing an author writes raises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.core.urls import host_of, split

if TYPE_CHECKING:
    from collections.abc import Callable

_FLAGS = re.ASCII | re.IGNORECASE
_NEW = r"[0-9]{4}\.[0-9]{4,5}"
#: The archives that ever gave out ids of the old style (until March 2007).
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_OLD = rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,12}})?/[0-9]{{7}}"
#: An arXiv id; what follows may be a suffix, punctuation or a glued particle, never a digit.
_ARXIV = re.compile(rf"(?:arxiv:\s*)?(?P<id>{_NEW}|{_OLD})(?:v(?P<v>[1-9][0-9]{{0,2}}))?", _FLAGS)
_ARXIV_END = re.compile(r"(?![0-9A-Za-z])")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<rest>.+)", _FLAGS)
_ACL_DOI = re.compile(r"10\.18653/v1/(?P<rest>.+)", _FLAGS)
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+")
_SHORT_DOI = re.compile(r"10\.[0-9]+(?:\.[0-9]+)*/[!-~]+")
_ACL = re.compile(
    r"(?P<id>[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4})"
    r"(?:v[0-9]+)?(?:\.pdf|\.bib|/)?(?![0-9A-Za-z.])",
    _FLAGS,
)
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{3,64}")
_S2_HASH = re.compile(r"[0-9a-f]{40}", _FLAGS)
_S2_CORPUS = re.compile(r"corpusid:\s*([0-9]{1,12})", _FLAGS)
_PMLR = re.compile(
    r"((?:v|r)[0-9]{1,4})/([a-z0-9-]{1,80}?)(?:\.html|\.pdf|/[a-z0-9-]{1,80}\.pdf)?/?"
)
_NEURIPS = re.compile(
    r"([0-9]{4})/(?:hash|file)/([0-9a-f]{32})(?![0-9a-z])"
    r"(?:-[A-Za-z]+(?:-(?:Conference|([A-Z]\w*)))?)?",
    _FLAGS,
)
_CVF = re.compile(
    r"((?:[A-Za-z]+[0-9]{4}[A-Za-z]*|content_[A-Za-z]+_[0-9]{4})(?:/[A-Za-z0-9_-]+)?)"
    r"/(?:html|papers)/([A-Za-z0-9_.-]{1,200}?)(?:_paper)?\.(?:html|pdf)"
)
_PWC = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_ARXIV_PATH = r"/(?:abs|pdf|html|ps|format|src|e-print|show|overview|resources)/(.+)"
_DOI_PATH = re.compile(
    r"/(?:doi(?:/(?:abs|full|pdf|epdf|pdfdirect|epub|reader|book))?|(?:article|chapter|book)"
    r"|content(?:/pdf)?|articles)/(10\.[0-9]{4,9}/.+)"
)
_SUFFIX = re.compile(r"/(?:full|abstract|html|pdf|epdf|meta|references)/?$|/$|\.pdf$")


def read_arxiv(text: str, *, whole: bool = False) -> PaperId | None:
    """Read an arXiv id at the start of *text*, or as the *whole* of it."""
    match = _ARXIV.match(text)
    if match is None or not _ARXIV_END.match(text, match.end()):
        return None
    if whole and text[match.end() :].lower() not in {"", ".pdf"}:
        return None
    name = match["id"]
    if "/" in name:  # arXiv's own canonical form has no subject class: cs.CL/… is cs/…
        archive, _, number = name.lower().partition("/")
        name = f"{archive.partition('.')[0]}/{number}"
    return PaperId("arxiv", name, int(match["v"]) if match["v"] else None)


def read_doi(text: str) -> PaperId | None:
    """Read a DOI at the start of *text*; those of arXiv and ACL mean the paper there."""
    match = _SHORT_DOI.match(text)
    if match is None:
        return None
    name = _trim(match[0])
    arxiv, acl = _ARXIV_DOI.fullmatch(name), _ACL_DOI.fullmatch(name)
    found = (arxiv and read_arxiv(arxiv["rest"], whole=True)) or (acl and _acl(acl["rest"]))
    return found or PaperId("doi", name.lower())


def _trim(name: str) -> str:
    """Cut punctuation of the surrounding sentence off the end of *name*."""
    while name:
        last = name[-1]
        if last in ".,;:'\"!?*]}>" or (last == ")" and name.count(")") > name.count("(")):
            name = name[:-1]
        else:
            break
    return name


def _acl(text: str) -> PaperId | None:
    """Read an ACL Anthology id at the start of *text*."""
    match = _ACL.match(text)
    if match is None:
        return None
    name = match["id"]
    return PaperId("acl", name.lower() if "." in name else name.upper())


def _openreview(text: str) -> PaperId | None:
    """Read the id of an OpenReview forum."""
    match = _OPENREVIEW.match(text)
    return PaperId("openreview", match[0]) if match else None


def _s2(text: str) -> PaperId | None:
    """Read what Semantic Scholar takes for a paper: a hash, a corpus id, or another scheme."""
    if match := _S2_CORPUS.match(text):
        return PaperId("s2", f"corpusid:{match[1]}")
    for segment in text.split("/"):
        if _S2_HASH.fullmatch(segment):
            return PaperId("s2", segment.lower())
    kind, _, rest = text.partition(":")
    known = {"arxiv": read_arxiv, "doi": read_doi, "acl": _acl}.get(kind.lower())
    return known(rest) if known else None


def _pmlr(text: str) -> PaperId | None:
    """Read volume and name of a paper of the Proceedings of Machine Learning Research."""
    match = _PMLR.fullmatch(text.lower())
    return PaperId("pmlr", f"{match[1]}/{match[2]}") if match else None


def _neurips(text: str) -> PaperId | None:
    """Read year and hash of a paper of NeurIPS, whichever of its files is meant."""
    match = _NEURIPS.match(text)
    if match is None:
        return None
    track = f"-{match[3]}" if match[3] else ""
    return PaperId("neurips", f"{match[1]}/{match[2].lower()}{track}")


def _with_file(text: str) -> str:
    """Return the path of the paper that the *text* of an id of NeurIPS names."""
    year, _, rest = text.partition("/")
    name, dash, track = rest.partition("-")
    return f"{year}/hash/{name}-Abstract-{track}" if dash else f"{year}/hash/{name}"


def _cvf(text: str) -> PaperId | None:
    """Read the volume and the name of a paper of the Computer Vision Foundation."""
    match = _CVF.match(text)
    return PaperId("cvf", f"{match[1]}/{match[2]}") if match else None


def _pwc(text: str) -> PaperId | None:
    """Read the name of a paper on the closed site Papers with Code."""
    match = _PWC.match(text)
    return PaperId("pwc", match[0].lower()) if match else None


def from_host(url: str) -> PaperId | None:
    """Read the paper out of *url* by the rule of its host."""
    parts = split(url)
    if parts is None:
        return None
    host, path = host_of(parts), unquote(parts.path)
    if host == "web.archive.org":
        inner = re.match(r"/web/[^/]+/(https?:/?/?)(.+)", path)
        query = f"?{parts.query}" if parts.query else ""
        return from_host(f"https://{inner[2]}{query}") if inner else None
    if host == "openreview.net":
        name = dict(parse_qsl(parts.query)).get("id", "")
        return _openreview(name) if path in {"/forum", "/pdf", "/attachment"} else None
    for pattern, shape, read in _HOSTS:
        if pattern.fullmatch(host) and (match := shape.match(path)):
            return read(match[1])
    match = _DOI_PATH.match(path)
    return read_doi(_without_suffix(match[1], host)) if match else None


def _without_suffix(name: str, host: str) -> str:
    """Cut what publishers put behind the DOI in a path: ``.pdf``, ``v1.full``."""
    if host.endswith("rxiv.org"):
        return re.sub(r"v[0-9]+(?:\.[a-z.-]+)?$", "", name)
    return _SUFFIX.sub("", name)


def _rule(
    host: str, path: str, read: Callable[[str], PaperId | None]
) -> tuple[re.Pattern[str], re.Pattern[str], Callable[[str], PaperId | None]]:
    """Make a rule: where *host* and *path* match, *read* makes an id of the part in brackets."""
    return re.compile(host), re.compile(path), read


_HOSTS = (
    _rule(r"(?:.+\.)?arxiv\.org|xxx\.lanl\.gov", _ARXIV_PATH, read_arxiv),
    _rule(r"ar5iv\.org", r"/(?:abs/|pdf/|html/)?(.+)", read_arxiv),
    _rule(r"huggingface\.co|hf\.co", r"/papers/(.+)", read_arxiv),
    _rule(
        r"(?:beta\.)?alphaxiv\.org",
        rf"(?:/[a-z]{{2}}(?:-[A-Za-z]{{2}})?)?{_ARXIV_PATH}",
        read_arxiv,
    ),
    _rule(r"scirate\.com|papers\.cool", r"/arxiv/(.+)", read_arxiv),
    _rule(r"arxiv-vanity\.com", r"/papers/(.+)", read_arxiv),
    _rule(r"(?:dx\.)?doi\.org", r"/(.+)", read_doi),
    _rule(r"aclanthology\.org", r"/(?:papers/)?(.+)", _acl),
    _rule(r"aclweb\.org", r"/anthology/(?:papers/)?(.+)", _acl),
    _rule(r"(?:api\.)?semanticscholar\.org", r"/arxiv/(.+)", read_arxiv),
    _rule(r"(?:api\.)?semanticscholar\.org", r"/(?:graph/v1/)?(?:paper/|reader/)?(.+)", _s2),
    _rule(r"(?:.+\.)?paperswithcode\.com", r"/paper/([^/]+)", _pwc),
    _rule(r"proceedings\.mlr\.press", r"/(v[0-9]+/.+|r[0-9]+/.+)", _pmlr),
    _rule(r"(?:papers|proceedings)\.n(?:eur)?ips\.cc", r"/(?:paper_files/)?paper/(.+)", _neurips),
    _rule(r"openaccess\.thecvf\.com", r"/(?:content/)?(.+)", _cvf),
    _rule(
        r"nature\.com",
        r"/articles/([a-z]*[0-9][a-z0-9-]*)",
        lambda name: PaperId("doi", f"10.1038/{name}"),
    ),
)

PREFIXES: dict[str, Callable[[str], PaperId | None]] = {
    "arxiv": lambda text: read_arxiv(text, whole=True),
    "doi": read_doi,
    "openreview": lambda text: _openreview(text) if _OPENREVIEW.fullmatch(text) else None,
    "acl": _acl,
    "s2": _s2,
    "corpusid": lambda text: _s2(f"corpusid:{text}"),
    "pmlr": _pmlr,
    "neurips": lambda text: _neurips(_with_file(text)),
    "cvf": lambda text: _cvf("{}/html/{}.html".format(*text.rpartition("/")[::2])),
    "pwc": lambda text: _pwc(text) if _PWC.fullmatch(text) else None,
}
