"""One identity for a paper, whatever host was linked to, and the links back from it.

Every look-up is a regular expression over one short string, so no input takes more than
linear time, and nothing an author writes raises.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from sphinx_paperreview.model import PaperId

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.parse import SplitResult

    from sphinx_paperreview.model import Scheme

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
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+")
_SHORT_DOI = re.compile(r"10\.[0-9]+(?:\.[0-9]+)*/[!-~]+")
_ACL = re.compile(
    r"(?P<id>[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4})"
    r"(?:v[0-9]+)?(?:\.pdf|\.bib|/)?(?![0-9A-Za-z.])",
    _FLAGS,
)
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{3,64}")
_S2_HASH = re.compile(r"[0-9a-f]{40}", _FLAGS)
_S2_CORPUS = re.compile(r"corpusid:\s*([0-9]{1,12})", _FLAGS)
_PWC = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_BARE_HOST = re.compile(r"(?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/")
_ARXIV_PATH = r"/(?:abs|pdf|html|ps|format|src|e-print|show|overview|resources)/(.+)"
_DOI_PATH = re.compile(
    r"/(?:doi(?:/(?:abs|full|pdf|epdf|pdfdirect|epub|reader|book))?|(?:article|chapter|book)"
    r"|content(?:/pdf)?|articles)/(10\.[0-9]{4,9}/.+)"
)
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[ce]id)(?:=.*)?")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_SUFFIX = re.compile(r"/(?:full|abstract|html|pdf|epdf|meta|references)/?$|/$|\.pdf$")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST = 80


def identify(text: str) -> PaperId | None:
    """Return the paper that *text* (a URL, ``arxiv:…``, ``doi:…`` or a bare id) names, if any.

    The result of :attr:`PaperId.key` is understood too, so ``identify(id.key) == id``. None
    means that the text names no paper on a known scheme; an ordinary URL is such a text.
    """
    text = text.strip()
    if not text or len(text) > 2000:
        return None
    scheme, colon, rest = text.partition(":")
    prefixed = _PREFIXES.get(scheme.strip().lower()) if colon else None
    if prefixed is not None and not rest.startswith("//"):
        return prefixed(rest.strip())
    if _is_web(text):
        return _from_host(text)
    found = _arxiv(text, whole=True) or (_doi(text) if _DOI.match(text) else None)
    if found is None and _BARE_HOST.match(text):
        return _from_host("https://" + text.removeprefix("//"))
    return found


def identify_url(url: str) -> PaperId:
    """Return the paper at *url*; on a host we do not know, the normalised URL is its name."""
    return identify(url) or PaperId("url", normalize_url(url))


def normalize_url(url: str) -> str:
    """Return *url* without what does not change the page: case of host, tracking, fragment.

    ``http`` and ``https`` count as one. A fragment that is a route (``#/paper/1``) is kept.
    The result names a page; to link to it, use what the author wrote.
    """
    url = url.strip()
    parts = _split(url)
    if parts is None or not _is_web(url):
        return url
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.fullmatch(part))
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    path = _escaped(parts.path.rstrip("/") or "/")
    return urlunsplit(("https", _host(parts, keep_www=True), path, _escaped(query), fragment))


def anchor(id: PaperId) -> str:  # noqa: A002  # the field's own name for it
    """Return the HTML id of the paper's section: ``arxiv-2511.10643``, ``url-<8 hex>``."""
    if id.scheme == "url":
        return f"url-{_digest(id.value)}"
    return f"{id.scheme}-{_safe(id.value)}"


def page_name(id: PaperId) -> str:  # noqa: A002  # as above
    """Return the last segment of the paper's page: ``2511.10643`` for arXiv, else the anchor."""
    return _safe(id.value) if id.scheme == "arxiv" else anchor(id)


def label(id: PaperId) -> str:  # noqa: A002  # as above
    """Return what a reader sees of the identity: ``arXiv:2511.10643``, ``doi:10.1145/…``."""
    if id.scheme == "url":
        parts = _split(id.value)
        return (_host(parts) if parts else "") or id.value
    if id.scheme == "s2":
        return f"S2:{id.value.removeprefix('corpusid:')[:12]}"
    return f"{_NAMES[id.scheme]}:{id.value}"


def canonical_url(id: PaperId) -> str:  # noqa: A002  # as above
    """Return the one address of the paper; for the scheme ``url``, the normalised URL."""
    if id.scheme == "url":
        return id.value
    if id.scheme == "s2":
        if id.value.startswith("corpusid:"):
            return f"https://api.semanticscholar.org/CorpusID:{id.value[9:]}"
        return f"https://www.semanticscholar.org/paper/{id.value}"
    return _ADDRESSES[id.scheme] + quote(id.value, safe="/:;()._-~")


def links(id: PaperId) -> tuple[tuple[str, str], ...]:  # noqa: A002  # as above
    """Return ``(label, URL)`` of every place that holds the paper, its own address first."""
    first = (label(id), canonical_url(id))
    if id.scheme == "arxiv":
        pdf = ("PDF", f"https://arxiv.org/pdf/{id.value}")
        if "/" in id.value:  # the two sites know no ids from before April 2007
            return (first, pdf)
        hugging_face = ("HF", f"https://huggingface.co/papers/{id.value}")
        return (first, pdf, hugging_face, ("alphaXiv", f"https://www.alphaxiv.org/abs/{id.value}"))
    if id.scheme == "openreview":
        return (first, ("PDF", f"https://openreview.net/pdf?id={id.value}"))
    if id.scheme == "acl":
        return (first, ("PDF", f"https://aclanthology.org/{id.value}.pdf"))
    if id.scheme == "pwc":  # the site is gone: only the archived copy can be read
        return ((first[0], f"https://web.archive.org/web/2025/{first[1]}"),)
    return (first,)


def arxiv_month(id: PaperId) -> tuple[int, int] | None:  # noqa: A002  # as above
    """Return year and month that an arXiv id carries, or None if they cannot be a month."""
    if id.scheme != "arxiv":
        return None
    digits = id.value.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    year += 1900 if "/" in id.value and year > 90 else 2000
    return (year, month) if 1 <= month <= 12 else None


def is_impossible(id: PaperId, latest: tuple[int, int] | None = None) -> bool:  # noqa: A002
    """Tell whether *id* is an arXiv id that was never given out.

    Such are month 13, months of the other style, five digits before 2015, number 0 and, if
    *latest* is given, what lies after that year and month.
    """
    if id.scheme != "arxiv":
        return False
    month = arxiv_month(id)
    if month is None or (latest is not None and month > latest):
        return True
    if "/" in id.value:
        return not (1991, 7) <= month <= (2007, 3) or id.value.endswith("000")
    number = id.value.partition(".")[2]
    wanted = 5 if month >= (2015, 1) else 4
    return not (2007, 4) <= month < (2091, 1) or len(number) != wanted or not int(number)


def _digest(text: str) -> str:
    """Return eight hex digits that stand for *text*."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _safe(value: str) -> str:
    """Return *value* in characters safe in an HTML id, a URL and a file name; one to one."""
    plain = re.sub(r"[/:]", "-", value, count=1)
    safe = _UNSAFE.sub("-", plain).rstrip(".")
    if safe == plain and len(safe) <= _LONGEST:
        return safe
    return f"{safe[: _LONGEST - 9]}-{_digest(value)}"


def _is_web(text: str) -> bool:
    """Tell whether *text* is an absolute address of the web."""
    return text[:8].lower().startswith(("http://", "https://"))


def _split(url: str) -> SplitResult | None:
    """Split *url*; None if it is malformed."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what raises on a wrong port
    except ValueError:
        return None
    return parts


def _escaped(text: str) -> str:
    """Return *text* with every character escaped that a URL does not hold, escapes alike."""
    text = quote(text, safe="%/?:@!$&'()*+,;=-._~[]", errors="replace")
    return _ESCAPE.sub(lambda match: match[0].upper(), text)


def _host(parts: SplitResult, *, keep_www: bool = False) -> str:
    """Return the host in lower case, with a port that is not the usual one."""
    host = (parts.hostname or "").rstrip(".")
    if not keep_www:
        return host.removeprefix("www.")
    usual = parts.port in {None, 80, 443}
    return host if usual else f"{host}:{parts.port}"


def _arxiv(text: str, *, whole: bool = False) -> PaperId | None:
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


def _doi(text: str) -> PaperId | None:
    """Read a DOI at the start of *text*; those of arXiv and ACL mean the paper there."""
    match = _SHORT_DOI.match(text)
    if match is None:
        return None
    name = _trim(match[0])
    arxiv, acl = _ARXIV_DOI.fullmatch(name), _ACL_DOI.fullmatch(name)
    found = (arxiv and _arxiv(arxiv["rest"], whole=True)) or (acl and _acl(acl["rest"]))
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
    known = {"arxiv": _arxiv, "doi": _doi, "acl": _acl}.get(kind.lower())
    return known(rest) if known else None


def _pwc(text: str) -> PaperId | None:
    """Read the name of a paper on the closed site Papers with Code."""
    match = _PWC.match(text)
    return PaperId("pwc", match[0].lower()) if match else None


def _from_host(url: str) -> PaperId | None:
    """Read the paper out of *url* by the rule of its host."""
    parts = _split(url)
    if parts is None:
        return None
    host, path = _host(parts), unquote(parts.path)
    if host == "web.archive.org":
        inner = re.match(r"/web/[^/]+/(https?:/?/?)(.+)", path)
        query = f"?{parts.query}" if parts.query else ""
        return _from_host(f"https://{inner[2]}{query}") if inner else None
    if host == "openreview.net":
        name = dict(parse_qsl(parts.query)).get("id", "")
        return _openreview(name) if path in {"/forum", "/pdf", "/attachment"} else None
    for pattern, shape, read in _HOSTS:
        if pattern.fullmatch(host) and (match := shape.match(path)):
            return read(match[1])
    match = _DOI_PATH.match(path)
    return _doi(_without_suffix(match[1], host)) if match else None


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
    _rule(r"(?:.+\.)?arxiv\.org|xxx\.lanl\.gov", _ARXIV_PATH, _arxiv),
    _rule(r"ar5iv\.org", r"/(?:abs/|pdf/|html/)?(.+)", _arxiv),
    _rule(r"huggingface\.co|hf\.co", r"/papers/(.+)", _arxiv),
    _rule(
        r"(?:beta\.)?alphaxiv\.org", rf"(?:/[a-z]{{2}}(?:-[A-Za-z]{{2}})?)?{_ARXIV_PATH}", _arxiv
    ),
    _rule(r"scirate\.com|papers\.cool", r"/arxiv/(.+)", _arxiv),
    _rule(r"arxiv-vanity\.com", r"/papers/(.+)", _arxiv),
    _rule(r"(?:dx\.)?doi\.org", r"/(.+)", _doi),
    _rule(r"aclanthology\.org", r"/(?:papers/)?(.+)", _acl),
    _rule(r"aclweb\.org", r"/anthology/(?:papers/)?(.+)", _acl),
    _rule(r"(?:api\.)?semanticscholar\.org", r"/arxiv/(.+)", _arxiv),
    _rule(r"(?:api\.)?semanticscholar\.org", r"/(?:graph/v1/)?(?:paper/|reader/)?(.+)", _s2),
    _rule(r"(?:.+\.)?paperswithcode\.com", r"/paper/([^/]+)", _pwc),
    _rule(
        r"nature\.com",
        r"/articles/([a-z]*[0-9][a-z0-9-]*)",
        lambda name: PaperId("doi", f"10.1038/{name}"),
    ),
)

_PREFIXES: dict[str, Callable[[str], PaperId | None]] = {
    "arxiv": lambda text: _arxiv(text, whole=True),
    "doi": _doi,
    "openreview": lambda text: _openreview(text) if _OPENREVIEW.fullmatch(text) else None,
    "acl": _acl,
    "s2": _s2,
    "corpusid": lambda text: _s2(f"corpusid:{text}"),
    "pwc": lambda text: _pwc(text) if _PWC.fullmatch(text) else None,
    "url": lambda text: identify(text) or PaperId("url", normalize_url(text)) if text else None,
}

_NAMES: dict[Scheme, str] = {
    "arxiv": "arXiv",
    "doi": "doi",
    "openreview": "OpenReview",
    "acl": "ACL",
    "pwc": "PwC",
}

_ADDRESSES: dict[Scheme, str] = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "acl": "https://aclanthology.org/",
    "pwc": "https://paperswithcode.com/paper/",
}
