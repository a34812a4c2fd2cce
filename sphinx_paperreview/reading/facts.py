"""The facts of a review as an author writes them: options of ``paper:header``, or a front matter.

Both use the same names, so one function reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.frontmatter import as_list
from sphinx_paperreview.core.model import Relation, RelationKind
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

#: Facts that are lists of texts, single texts, and addresses.
LISTS = ("orgs", "tags", "authors")
TEXTS = ("subtitle", "year", "venue", "rating", "confidence", "status")
ADDRESSES = ("code", "project")
#: The names of all facts.
_KEYS = (*LISTS, *TEXTS, *ADDRESSES, "tldr", *get_args(RelationKind))

#: Facts that mean the paper, not the post, at the top level of a front matter.
_OF_ONE = tuple(key for key in _KEYS if key not in LISTS and key != "subtitle")


def _identifier_text(value: object) -> str:
    """Return an identifier as text: YAML reads ``2511.10640`` as a number and drops the zero."""
    if isinstance(value, float):
        return f"{value:.{5 if value >= 1501 else 4}f}"
    return str(value).strip()


def review_facts(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of a :class:`Paper` in *values*, and a sentence for each malformed value.

    Only fields with a value are returned.
    """
    problems: list[str] = []
    found: dict[str, Any] = {
        key: tuple(dict.fromkeys(str(item).strip() for item in as_list(values[key])))
        for key in LISTS
        if values.get(key)
    }
    for key in TEXTS:
        value = values.get(key)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            found[key] = " ".join(str(value).split())
        elif value is not None:
            problems.append(f"{key!r} must be one text, not {value!r}")
    for key in ADDRESSES:
        value = str(values.get(key) or "").strip()
        address = clean_address(value) or ""
        if is_web(address):
            found[key] = address
        elif value:
            problems.append(f"{key!r} must be an address (https://…), not {value!r}")
    if values.get("tldr"):
        found |= {"summary": " ".join(str(values["tldr"]).split()), "has_tldr": True}
    relations = tuple(_relations(values, problems))
    if relations:
        found["relations"] = relations
    return {key: value for key, value in found.items() if value}, tuple(problems)


def _relations(values: Mapping[str, Any], problems: list[str]) -> Iterator[Relation]:
    for kind in get_args(RelationKind):
        for name in as_list(values.get(kind)):
            text = _identifier_text(name)
            target = identifiers.identify(text)
            if target is None and is_web(text):
                target = identifiers.url_id(text)
            if target is None:
                problems.append(
                    f"{text!r} after {kind!r} identifies no paper; write an identifier such as "
                    "arxiv:2511.10643, or an address"
                )
            else:
                yield Relation(kind, target)


class FrontMatterFacts:
    """The facts of papers in the front matter of the document that is being read.

    ``papers`` maps identifiers to facts. In a document with one review, facts of the paper may
    also be at the top level. Problems are reported as :attr:`WarningKind.FRONT_MATTER`.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        self._docname = env.docname
        self._own: dict[str, Any] = {}
        self._given: dict[str, dict[str, Any]] = {}
        if env.doc2path(env.docname).suffix in {".rst", ".txt"}:
            return
        data = front_matter_of(env).data
        self._own = {key: data[key] for key in _OF_ONE if key in data}
        papers = data.get("papers")
        if isinstance(papers, dict):
            for name, values in papers.items():
                self._read(name, values)
        elif papers is not None:
            self._refuse("`papers` must map identifiers to facts, as `2511.10643: {venue: ICLR}`")

    def _read(self, name: object, values: object) -> None:
        text = _identifier_text(name)
        identifier = identifiers.identify(text)
        if identifier is None or not isinstance(values, dict):
            self._refuse(
                f"{name!r} under `papers` is no identifier with facts; write it as "
                "`2511.10643: {venue: ICLR}`"
            )
            return
        unknown = sorted(str(key) for key in values if key not in _KEYS)
        if unknown:
            self._refuse(f"unknown under `papers`, {text}: {', '.join(unknown)}")
        self._given[identifier.key] = self._checked(values)

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        facts, problems = review_facts(values)
        for problem in problems:
            self._refuse(problem)
        return facts

    def _refuse(self, message: str) -> None:
        warn(WarningKind.FRONT_MATTER, "%s", message, location=(self._docname, 1))

    def add_to(self, found: dict[str, Any]) -> None:
        """Add the facts under ``papers`` to the fields *found* of a paper, where it has none."""
        given = self._given.pop(found["identifier"].key, {})
        found |= {key: value for key, value in given.items() if not found[key]}

    def finish(self, papers: Sequence[Element]) -> None:
        """Add the facts at the top level to the only paper; report facts of papers not reviewed."""
        if len(papers) == 1 and self._own:
            facts = self._checked(self._own)
            if not papers[0]["has_tldr"]:
                papers[0].attributes.update(
                    {key: facts[key] for key in ("summary", "has_tldr") if key in facts}
                )
            papers[0].attributes.update(
                {key: value for key, value in facts.items() if not papers[0][key]}
            )
        for key in self._given:
            self._refuse(f"`papers` names {key}, which this document does not review")
