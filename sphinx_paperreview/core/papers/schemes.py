"""The table of naming schemes for papers: arXiv, DOI, OpenReview and others.

A new scheme is one entry of :data:`SCHEMES`; reading, labels, addresses, citations and checks all
use that table. Every reader applies a regular expression to one short string in linear time, and
returns None instead of raising.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.core.papers import proceedings
from sphinx_paperreview.core.papers.arxiv import read_arxiv
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import host_of, split

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Reads an identifier at the start of a text.
Reader = Callable[[str], PaperId | None]
#: Makes a text of the value of an identifier.
Formatter = Callable[[str], str]

#: Most characters of a segment; a longer one ends in a digest of the value.
_LONGEST = 80
_UNSAFE = pattern(r"[^A-Za-z0-9._-]")
_WORD = pattern(r"[^\W_]+")


def _segment(value: str) -> str:
    plain = re.sub(r"[/:]", "-", value, count=1)
    safe = _UNSAFE.sub("-", plain).rstrip(".")
    if safe == plain and len(safe) <= _LONGEST:
        return safe
    return f"{safe[: _LONGEST - 9]}-{text_digest(value, 8)}"


@dataclass(frozen=True, slots=True)
class Host:
    """One form of address by which a site names papers."""

    #: Matches the whole host, without ``www.``.
    name: re.Pattern[str]
    #: Matches the beginning of the path; its first group is what is read.
    path: re.Pattern[str]
    read: Reader
    #: The query parameter that is read instead of a group of the path.
    parameter: str = ""


def _host(name: str, path: str, read: Reader, parameter: str = "") -> Host:
    return Host(pattern(name), pattern(path), read, parameter)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of identifiers: how they are read, and where their papers are found."""

    #: The part before the colon of a key (``arxiv:2511.10643``).
    name: str
    #: What a reader sees before the identifier (``arXiv:2511.10643``); empty: nothing.
    label: str
    #: The value of some identifier, for tests.
    example: str
    #: Makes the address of the paper's page; empty if it has none.
    address: Formatter
    #: Readers by the prefix, in lower case, after which they read; the scheme's name is one.
    prefixes: Mapping[str, Reader] = field(default_factory=dict)
    #: Forms of addresses that name a paper of this scheme.
    hosts: tuple[Host, ...] = ()
    #: Reads an identifier that is written without a prefix, where its form is distinctive.
    bare: Reader | None = None
    #: Makes the part of the label after the colon.
    short: Formatter = str
    #: Makes the part of HTML ids, addresses and file names; one to one.
    segment: Formatter = _segment
    #: Whether the page of a paper is named by the segment alone, without the scheme.
    page_by_value: bool = False
    #: Makes the address of the PDF, and that of a BibTeX entry by the paper's own host.
    pdf: Formatter | None = None
    bibtex: Formatter | None = None
    #: Makes label and address of further sites that show the paper.
    mirrors: Callable[[str], tuple[tuple[str, str], ...]] | None = None
    #: Whether the site has closed, so that only an archived copy can be read.
    is_closed: bool = False
    #: Beginning of the DOIs that are made from identifiers of this scheme.
    doi_prefix: str = ""
    #: Whether these DOIs are registered with Crossref (arXiv's are with DataCite).
    in_crossref: bool = False
    #: Whether two identifiers are always two papers; elsewhere a paper may have several.
    exact: bool = False
    #: The publisher of preprints in references.
    publisher: str = ""
    #: The proceedings in which all papers appeared; empty if there are several, None if none.
    proceedings: str | None = None


# -- arXiv ---------------------------------------------------------------------------------------

_ARXIV_PATH = (
    r"/(?:abs|pdf|html|ps|format|src|e-print|show|overview|resources"
    r"|ftp/arxiv/papers/[0-9]{4})/(.+)"
)


def _arxiv_whole(text: str) -> PaperId | None:
    return read_arxiv(text, whole=True)


def _arxiv_mirrors(value: str) -> tuple[tuple[str, str], ...]:
    if "/" in value:  # neither site has papers from before April 2007
        return ()
    return (
        ("HF", f"https://huggingface.co/papers/{value}"),
        ("alphaXiv", f"https://www.alphaxiv.org/abs/{value}"),
    )


# -- DOI -----------------------------------------------------------------------------------------

_DOI = pattern(r"10\.[0-9]+(?:\.[0-9]+)*/[!-~]+")
#: A bare DOI has a registrant of four digits or more, so that a date or a fraction is not one.
_BARE_DOI = pattern(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+")


def read_doi(text: str) -> PaperId | None:
    """Read a DOI at the start of *text*; one that arXiv or ACL made is their identifier."""
    match = _DOI.match(text)
    if match is None:
        return None
    name = _without_punctuation(match[0])
    for scheme in SCHEMES.values():
        prefix = scheme.doi_prefix
        if prefix and name.lower().startswith(prefix):
            found = scheme.prefixes[scheme.name](name[len(prefix) :])
            if found is not None:
                return found
    return PaperId("doi", name.lower())


def _bare_doi(text: str) -> PaperId | None:
    return read_doi(text) if _BARE_DOI.match(text) else None


def _without_punctuation(name: str) -> str:
    """Cut the punctuation of the surrounding sentence off the end of *name*."""
    while name:
        last = name[-1]
        if last in ".,;:'\"!?*]}>" or (last == ")" and name.count(")") > name.count("(")):
            name = name[:-1]
        else:
            break
    return name


# -- ACL Anthology, OpenReview, Semantic Scholar, Papers with Code ---------------------------------

_FLAGS = re.ASCII | re.IGNORECASE
_ACL = pattern(
    r"(?P<id>[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4})"
    r"(?:v[0-9]+)?(?:\.pdf|\.bib|/)?(?![0-9A-Za-z.])",
    _FLAGS,
)
_OPENREVIEW = pattern(r"[A-Za-z0-9_-]{3,64}")
_S2_HASH = pattern(r"[0-9a-f]{40}", _FLAGS)
_S2_CORPUS = pattern(r"corpusid:\s*([0-9]{1,12})", _FLAGS)
_PWC = pattern(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def _read_acl(text: str) -> PaperId | None:
    match = _ACL.match(text)
    if match is None:
        return None
    name = match["id"]
    return PaperId("acl", name.lower() if "." in name else name.upper())


def _read_openreview(text: str) -> PaperId | None:
    match = _OPENREVIEW.match(text)
    return PaperId("openreview", match[0]) if match else None


def _openreview_whole(text: str) -> PaperId | None:
    return PaperId("openreview", text) if _OPENREVIEW.fullmatch(text) else None


def _read_s2(text: str) -> PaperId | None:
    """Read what Semantic Scholar takes for a paper: a hash, a corpus id, or another scheme."""
    if match := _S2_CORPUS.match(text):
        return PaperId("s2", f"corpusid:{match[1]}")
    for segment in text.split("/"):
        if _S2_HASH.fullmatch(segment):
            return PaperId("s2", segment.lower())
    kind, _, rest = text.partition(":")
    known = {"arxiv": read_arxiv, "doi": read_doi, "acl": _read_acl}.get(kind.lower())
    return known(rest) if known else None


def _s2_address(value: str) -> str:
    if value.startswith("corpusid:"):
        return f"https://api.semanticscholar.org/CorpusID:{value.removeprefix('corpusid:')}"
    return f"https://www.semanticscholar.org/paper/{value}"


def _read_pwc(text: str) -> PaperId | None:
    match = _PWC.match(text)
    return PaperId("pwc", match[0].lower()) if match else None


def _pwc_whole(text: str) -> PaperId | None:
    return _read_pwc(text) if _PWC.fullmatch(text) else None


# -- other addresses -------------------------------------------------------------------------------


def _url_host(value: str) -> str:
    parts = split(value)
    return (host_of(parts) if parts else "") or value


def _url_segment(value: str) -> str:
    return text_digest(value, 8)


# -- titles ----------------------------------------------------------------------------------------


def words_of_title(title: str) -> str:
    """Return the words of *title* in the form of an identifier, in which spellings do not differ.

    >>> words_of_title("Attention Is All You Need!")
    'attention-is-all-you-need'
    """
    return "-".join(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))


def _title_whole(text: str) -> PaperId | None:
    return PaperId("title", text) if text and words_of_title(text) == text else None


def _title_segment(value: str) -> str:
    safe = re.sub("-+", "-", _UNSAFE.sub("-", value)).strip("-")
    if safe == value and len(safe) <= _LONGEST:
        return safe
    return f"{safe[: _LONGEST - 9]}-{text_digest(value, 8)}".strip("-")


# -- the table -------------------------------------------------------------------------------------


def _at(base: str, end: str = "") -> Formatter:
    """Return a maker of addresses: *base*, the quoted value, and *end*."""
    return lambda value: f"{base}{quote(value, safe='/:;()._-~')}{end}"


_ENTRIES = (
    Scheme(
        name="arxiv",
        label="arXiv",
        example="2511.10643",
        address=_at("https://arxiv.org/abs/"),
        prefixes={"arxiv": _arxiv_whole},
        hosts=(
            _host(r"(?:.+\.)?arxiv\.org|xxx\.lanl\.gov", _ARXIV_PATH, read_arxiv),
            _host(r"ar5iv\.org", r"/(?:abs/|pdf/|html/)?(.+)", read_arxiv),
            _host(r"huggingface\.co|hf\.co", r"/papers/(.+)", read_arxiv),
            _host(
                r"(?:beta\.)?alphaxiv\.org",
                rf"(?:/[a-z]{{2}}(?:-[A-Za-z]{{2}})?)?{_ARXIV_PATH}",
                read_arxiv,
            ),
            _host(r"scirate\.com|papers\.cool", r"/arxiv/(.+)", read_arxiv),
            _host(r"arxiv-vanity\.com", r"/papers/(.+)", read_arxiv),
            _host(r"(?:api\.)?semanticscholar\.org", r"/arxiv/(.+)", read_arxiv),
        ),
        bare=_arxiv_whole,
        page_by_value=True,
        pdf=_at("https://arxiv.org/pdf/"),
        bibtex=_at("https://arxiv.org/bibtex/"),
        mirrors=_arxiv_mirrors,
        doi_prefix="10.48550/arxiv.",
        exact=True,
        publisher="arXiv",
    ),
    Scheme(
        name="doi",
        label="doi",
        example="10.1145/3292500.3330701",
        address=_at("https://doi.org/"),
        prefixes={"doi": read_doi},
        hosts=(
            _host(r"(?:dx\.)?doi\.org", r"/(.+)", read_doi),
            _host(
                r"nature\.com",
                r"/articles/([a-z]*[0-9][a-z0-9-]*)",
                lambda name: PaperId("doi", f"10.1038/{name}"),
            ),
        ),
        bare=_bare_doi,
        in_crossref=True,
        exact=True,
    ),
    Scheme(
        name="openreview",
        label="OpenReview",
        example="rJl-b3RcF7",
        address=_at("https://openreview.net/forum?id="),
        prefixes={"openreview": _openreview_whole},
        hosts=(_host(r"openreview\.net", r"/(?:forum|pdf|attachment)\Z", _read_openreview, "id"),),
        pdf=_at("https://openreview.net/pdf?id="),
        exact=True,
    ),
    Scheme(
        name="acl",
        label="ACL",
        example="2024.acl-long.1",
        address=_at("https://aclanthology.org/"),
        prefixes={"acl": _read_acl},
        hosts=(
            _host(r"aclanthology\.org", r"/(?:papers/)?(.+)", _read_acl),
            _host(r"aclweb\.org", r"/anthology/(?:papers/)?(.+)", _read_acl),
        ),
        pdf=_at("https://aclanthology.org/", ".pdf"),
        bibtex=_at("https://aclanthology.org/", ".bib"),
        doi_prefix="10.18653/v1/",
        in_crossref=True,
        exact=True,
        proceedings="",
    ),
    Scheme(
        name="pmlr",
        label="PMLR",
        example="v139/radford21a",
        address=_at("https://proceedings.mlr.press/", ".html"),
        prefixes={"pmlr": proceedings.read_pmlr},
        hosts=(_host(r"proceedings\.mlr\.press", r"/([vr][0-9]+/.+)", proceedings.read_pmlr),),
        pdf=proceedings.pmlr_pdf,
        exact=True,
        proceedings="Proceedings of Machine Learning Research",
    ),
    Scheme(
        name="neurips",
        label="NeurIPS",
        example="2023/3f5ee243547dee91fbd053c1c4a845aa",
        address=proceedings.neurips_address,
        prefixes={"neurips": proceedings.neurips_value},
        hosts=(
            _host(
                r"(?:papers|proceedings)\.n(?:eur)?ips\.cc",
                r"/(?:paper_files/)?paper/(.+)",
                proceedings.read_neurips,
            ),
        ),
        short=proceedings.neurips_short,
        pdf=proceedings.neurips_pdf,
        proceedings="Advances in Neural Information Processing Systems",
    ),
    Scheme(
        name="cvf",
        label="CVF",
        example="CVPR2025/Wang_VGGT_CVPR_2025",
        address=proceedings.cvf_address,
        prefixes={"cvf": proceedings.cvf_value},
        hosts=(_host(r"openaccess\.thecvf\.com", r"/(?:content/)?(.+)", proceedings.read_cvf),),
        short=proceedings.cvf_short,
        pdf=proceedings.cvf_pdf,
        proceedings="",
    ),
    Scheme(
        name="s2",
        label="S2",
        example="corpusid:13756489",
        address=_s2_address,
        prefixes={"s2": _read_s2, "corpusid": lambda text: _read_s2(f"corpusid:{text}")},
        hosts=(
            _host(
                r"(?:api\.)?semanticscholar\.org",
                r"/(?:graph/v1/)?(?:paper/|reader/)?(.+)",
                _read_s2,
            ),
        ),
        short=lambda value: value.removeprefix("corpusid:")[:12],
    ),
    Scheme(
        name="pwc",
        label="PwC",
        example="attention-is-all-you-need",
        address=_at("https://paperswithcode.com/paper/"),
        prefixes={"pwc": _pwc_whole},
        hosts=(_host(r"(?:.+\.)?paperswithcode\.com", r"/paper/([^/]+)", _read_pwc),),
        is_closed=True,
    ),
    # Any other address: the value is the normal form of the URL, and identify_url reads it.
    Scheme(
        name="url",
        label="",
        example="https://example.org/paper",
        address=str,
        short=_url_host,
        segment=_url_segment,
    ),
    # The words of the title, for a paper of which nobody gives an address.
    Scheme(
        name="title",
        label="",
        example="attention-is-all-you-need",
        address=lambda _value: "",
        prefixes={"title": _title_whole},
        short=lambda value: f"“{value.replace('-', ' ')}”",
        segment=_title_segment,
    ),
)

#: Every scheme by its name. The order decides between hosts whose patterns overlap.
SCHEMES: dict[str, Scheme] = {scheme.name: scheme for scheme in _ENTRIES}

#: Every reader by its prefix.
PREFIXES: dict[str, Reader] = {
    prefix: read for scheme in _ENTRIES for prefix, read in scheme.prefixes.items()
}
