"""The facts of a review, from options of ``paper:header`` and from front matter.

Both use the same names, so one function reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from sphinx_paperreview.core.metadata.names import read_items, read_names
from sphinx_paperreview.core.metadata.values import Values, as_text, text_keys
from sphinx_paperreview.core.model import Relation, RelationKind
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.sentences import without_marks
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.reading.papers.facts.labelled_keys import (
    authors_of_paper,
    gives_authors_of_paper,
    labelled_facts,
)
from sphinx_paperreview.reading.papers.facts.labels import label_kind
from sphinx_paperreview.reading.papers.facts.titles import is_title_like
from sphinx_paperreview.reading.papers.reviews import Given
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.core.model import PaperId

#: Facts that are lists of texts, single texts, and addresses.
LISTS = ("orgs", "tags", "authors")
TEXTS = ("subtitle", "year", "venue", "rating", "confidence", "status")
ADDRESSES = ("code", "project")
#: The names of all facts.
_KEYS = (*LISTS, *TEXTS, *ADDRESSES, "tldr", *get_args(RelationKind))

#: Keys of a front matter that name the paper which the document reviews, folded, in the order in
#: which they count. The values of the others are ordinary addresses, unless a scheme knows them.
_PAPER_KEYS = (
    "paper", "paperurl", "paperlink", "paperid", "papersrc", "urlpaper", "arxiv", "arxivid",
    "arxivurl", "arxivlink", "openreview", "openreviewurl", "doi", "urlpreprint",
)  # fmt: skip
_ADDRESS_KEYS = (
    "urlpdf", "pdf", "pdfurl", "pdflink", "link", "links", "url", "source", "sourceurl",
    "externallink", "externalurl", "originalurl", "reference",
)  # fmt: skip
#: Within a mapping, as in ``paper: {id: 2401.00050, title: …}``.
_INNER_KEYS = ("id", "identifier", *_PAPER_KEYS, *_ADDRESS_KEYS, "abs", "href", "preprint")

#: Facts that mean the paper, not the post, at the top level of a front matter.
_OF_ONE = tuple(key for key in _KEYS if key not in LISTS and key != "subtitle")
#: Keys of a front matter that are read as what they are.
_NOT_LABELS = frozenset((*_OF_ONE, "authors", "author", "tags", "papers"))


def review_facts(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """Return the fields of a :class:`Paper` in *data*, and key and message of each malformed value.

    Only fields with a value are returned.
    """
    problems: list[tuple[str, str]] = []
    values = Values(data, lambda key, message: problems.append((key, message)))
    found: dict[str, Any] = {key: values.texts(key) for key in LISTS if key != "authors"}
    found["authors"] = _names(values)
    found |= {key: values.text(key) for key in TEXTS}
    for key in ADDRESSES:
        value = values.text(key)
        address = clean_address(value) or ""
        if is_web(address):
            found[key] = address
        elif value:
            values.refuse(key, f"{key!r} must be an address (https://…), not {value[:200]!r}")
    if summary := values.text("tldr"):
        found |= {"summary": without_marks(summary), "has_tldr": True}
    relations = tuple(_relations(values))
    if relations:
        found["relations"] = relations
    return {key: value for key, value in found.items() if value}, tuple(problems)


def given_paper(data: Mapping[str, Any]) -> tuple[Given | None, str]:
    """Return the paper that the front matter *data* says the document reviews.

    ``paper: https://arxiv.org/abs/2401.00050``, ``arxiv: 2401.00050`` and the like, as a text, a
    list whose first item counts, or a mapping that may have facts as well. ``link``, ``url`` and
    ``source`` count only where a scheme of papers knows the address. A title of some words after
    ``paper`` names the paper, too. ``paper: false`` says that the document as a whole reviews none.

    :return: the paper, if any, and the key ``paper`` where its value cannot be read
    """
    keys: dict[str, str] = {}
    for key in data:
        keys.setdefault(_plain(key), key)
    wrong = ""
    if not _is_one(data.get("papers")):
        keys.pop("papers", None)
    for name in (*_PAPER_KEYS, "papers", *_ADDRESS_KEYS):
        if name not in keys:
            continue
        key = keys[name]
        found, facts = _paper_in(data[key], name)
        if found is not None:
            return Given(found[0], found[1], key, facts), ""
        if name == "paper" and (title := one_line(as_text(data[key]) or "")):
            identifier = identifiers.title_id(title) if is_title_like(title) else None
            if identifier is not None and not is_web(title):
                return Given(identifier, "", key, {"title": title}), ""
        if name in {"paper", "paperurl", "arxiv", "arxivid"} and data[key] not in (
            None,
            "",
            [],
            {},
            False,
        ):
            wrong = wrong or key
    return None, wrong


#: Keys that a note about a paper has, as reference managers and their templates write them.
_ONLY_PAPERS = frozenset({
    "venue", "conference", "journal", "citekey", "citationkey", "bibtex", "publicationtitle",
    "containertitle", "학회", "저널", "会议", "期刊", "学会",
})  # fmt: skip


def has_paper_facts(data: Mapping[str, Any]) -> bool:
    """Return whether the front matter *data* has a fact that only papers have."""
    names = {_plain(key) for key, value in data.items() if value} - {"papersize"}  # of a PDF
    return any(name in _ONLY_PAPERS or name.startswith("paper") for name in names)


def _plain(key: object) -> str:
    return "".join(char for char in str(key).lower() if char.isalnum())


def _paper_in(value: object, name: str) -> tuple[tuple[PaperId, str] | None, dict[str, Any]]:
    """Return the paper and its address in the *value* of a key, and the facts beside it."""
    if isinstance(value, list | tuple):
        named = [item for item in value if _says_paper(item)] if name == "links" else list(value)
        return _paper_in(named[0], "paper" if name == "links" else name) if named else (None, {})
    if isinstance(value, dict):
        inner = {_plain(key): item for key, item in value.items()}
        for key in _INNER_KEYS:
            if key in inner and not isinstance(inner[key], dict):
                found, _none = _paper_in(inner[key], key if key in _PAPER_KEYS else name)
                if found is not None:
                    return found, _facts_in(inner)
        return None, {}
    text = as_text(value) or ""
    identifier = _identify(text, name)
    if identifier is None:
        return None, {}
    address = clean_address(text) or ""
    return (identifier, address if is_web(address) else identifiers.canonical_url(identifier)), {}


def _is_one(papers: object) -> bool:
    """Return whether ``papers`` names one paper, where it should have facts by identifiers."""
    return isinstance(papers, str) or (isinstance(papers, list) and len(papers) == 1)


def _says_paper(item: object) -> bool:
    """Return whether an item of ``links`` is the paper: one that is named so, or a plain text."""
    if not isinstance(item, dict):
        return True
    name = next((as_text(item[key]) or "" for key in ("name", "label", "title") if key in item), "")
    return label_kind(name) in {"paper", "address"}


def _identify(text: str, name: str) -> PaperId | None:
    identifier = identifiers.identify(text)
    if identifier is None and name.startswith(("arxiv", "doi", "openreview")):
        scheme = "openreview" if name.startswith("o") else name[:5] if name[0] == "a" else "doi"
        identifier = identifiers.identify(f"{scheme}:{text}")
    if identifier is not None and identifier.scheme == "url" and name in _ADDRESS_KEYS:
        return None
    if identifier is None and name.startswith("paper") and is_web(text):
        return identifiers.url_id(text)
    return identifier


def _facts_in(inner: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts in the mapping of a paper; what is malformed is left out."""
    given = {"tags" if key == "keywords" else key: value for key, value in inner.items()}
    facts = labelled_facts(given, frozenset(_KEYS)) | review_facts(given)[0]
    title = as_text(given.get("title"))
    return facts | ({"title": title} if title else {})


def _names(values: Values) -> tuple[str, ...]:
    """Return the authors of a paper, from a list of names or a text such as ``A, B and C``."""
    _key, value = values.get("authors")
    return read_names(value) if isinstance(value, str) else read_items(values.texts("authors"))


def _relations(values: Values) -> Iterator[Relation]:
    for kind in get_args(RelationKind):
        for text in values.texts(kind):
            target = identifiers.identify(text)
            if target is None and is_web(text):
                target = identifiers.url_id(text)
            if target is None:
                values.refuse(
                    kind,
                    f"{text[:200]!r} after {kind!r} identifies no paper; write an identifier such "
                    "as arxiv:2511.10643, or an address",
                )
            else:
                yield Relation(kind, target)


class FrontMatterFacts:
    """The facts of papers in the front matter of the document that is being read.

    ``papers`` maps identifiers to facts. In a document with one review, facts of the paper may
    also be at the top level, under other keys too (:mod:`.labelled_keys`). Problems are reported as
    :attr:`WarningKind.FRONT_MATTER`.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        self._docname = env.docname
        domain: Any = env.domains["paper"]
        self._programs: frozenset[str] = domain.layout.generators
        self._own: dict[str, Any] = {}
        self._given: dict[str, dict[str, Any]] = {}
        self._front_matter: FrontMatter | None = None
        if env.doc2path(env.docname).suffix in {".rst", ".txt"}:
            return
        self._front_matter = front_matter_of(env)
        data = self._front_matter.data
        self._own = {key: data[key] for key in _OF_ONE if key in data}
        papers = data.get("papers")
        if isinstance(papers, dict):
            for name, values in papers.items():
                self._read(as_text(name) or "", values)
        elif papers is not None and given_paper({"papers": papers})[0] is None:
            self._refuse(
                "`papers` must map identifiers to facts, as `2511.10643: {venue: ICLR}`; to name "
                "the paper of a document, write `paper: 2511.10643`, and several as headings"
            )

    def _read(self, text: str, values: object) -> None:
        identifier = identifiers.identify(text)
        if identifier is None or not isinstance(values, dict):
            self._refuse(
                f"{text[:200]!r} under `papers` is no identifier with facts; write it as "
                "`2511.10643: {venue: ICLR}`"
            )
            return
        unknown = sorted(key for key in text_keys(values) if key not in _KEYS)
        if unknown:
            self._refuse(f"unknown under `papers`, {text}: {', '.join(unknown)[:200]}", text)
        self._given[identifier.key] = self._checked(text_keys(values))

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        facts, problems = review_facts(values)
        for key, problem in problems:
            self._refuse(problem, key)
        return facts

    def _refuse(self, message: str, key: str = "papers") -> None:
        line = self._front_matter.line_of(key) if self._front_matter else 1
        warn(WarningKind.FRONT_MATTER, "%s", message, location=(self._docname, line))

    def add_to(self, found: dict[str, Any]) -> None:
        """Add the facts under ``papers`` to the fields *found* of a paper, where it has none."""
        given = self._given.pop(found["identifier"].key, {})
        found |= {key: value for key, value in given.items() if not found[key]}

    def finish(self, papers: Sequence[Element]) -> None:
        """Add the facts at the top level to the only paper; report facts of papers not reviewed."""
        if len(papers) == 1 and self._front_matter is not None:
            data = self._front_matter.data
            facts = labelled_facts(data, _NOT_LABELS) | self._checked(self._own)
            if gives_authors_of_paper(data, self._programs):
                values = Values(data, lambda key, message: self._refuse(message, key))
                facts.setdefault("authors", authors_of_paper(values))
            if not papers[0]["has_tldr"]:
                papers[0].attributes.update(
                    {key: facts[key] for key in ("summary", "has_tldr") if key in facts}
                )
            papers[0].attributes.update(
                {key: value for key, value in facts.items() if value and not papers[0][key]}
            )
        for key in self._given:
            self._refuse(
                f"`papers` names {key}, which this document does not review; if it does, write "
                f"`paper: {key}` as well, or link to the paper in the title of its section"
            )
