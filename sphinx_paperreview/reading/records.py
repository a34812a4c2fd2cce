"""Makes the records of a document from its doctree (``Domain.process_doc``)."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.archive.related import features
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.files.store import keep_words
from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.model import (
    PAPER_ROLES,
    RELATION_KINDS,
    Link,
    Mention,
    Paper,
    Post,
    Relation,
)
from sphinx_paperreview.core.papers.identifiers import label
from sphinx_paperreview.mdx.language import noted_reading
from sphinx_paperreview.mdx.render.files import NAMED, SOUGHT
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts, paper_list
from sphinx_paperreview.reading.excerpts import section_text
from sphinx_paperreview.reading.files.routes import read_route
from sphinx_paperreview.reading.files.site_files import zone_of
from sphinx_paperreview.reading.links import REVIEWS, paper_of
from sphinx_paperreview.reading.papers.decisions import DECISIONS
from sphinx_paperreview.reading.posts.posts import (
    claims_of,
    data_of,
    headers_of,
    read_post,
    tags_of,
)
from sphinx_paperreview.reading.search_units import read_search
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import PaperId

_Record = TypeVar("_Record", Post, Paper)
#: Most tags and authors of a post, and organisations of a paper: each has a page and feeds, which
#: name all the others.
MOST_NAMES = 100


def read_records(env: BuildEnvironment, docname: str, document: nodes.document) -> dict[str, Any]:
    """Return the records of *document*, by table of the domain.

    Removes ``post_header`` nodes from *document*, and stores its words beside the doctrees.
    """
    claims = claims_of(env, document)
    is_draft = claims is not None and claims.is_draft and not settings_of(env.config).show_drafts
    post = None if is_draft else read_post(env, document)
    if post is not None:
        post = _with_fewer(post, "tags", "authors")
    route = read_route(data_of(env, document), zone_of(env.config))
    for node in headers_of(env, document):
        node.parent.remove(node)
    found = nodes_of_kinds(
        document, paper_facts, paper_list, nodes.reference, addnodes.pending_xref
    )
    facts = [node for node in found if isinstance(node, paper_facts)]
    lists = [node for node in found if isinstance(node, paper_list)]
    links = [node for node in found if isinstance(node, nodes.reference)]
    xrefs = [node for node in found if isinstance(node, addnodes.pending_xref)]
    papers = tuple(_papers(docname, facts))
    if papers and post is None:  # no post has the tags of the document
        tags = tags_of(env, Values(data_of(env, document)))
        papers = tuple(
            replace(paper, tags=tuple(dict.fromkeys((*paper.tags, *tags)))) for paper in papers
        )
    papers = tuple(_with_fewer(paper, "tags", "orgs") for paper in papers)
    # Of the other documents of a project, its own search makes an index.
    searched = post is not None or settings_of(env.config).search != "sphinx" or bool(facts)
    return {
        "posts": post,
        "claims": claims,
        "papers": tuple(_with_words(env, facts, papers)),
        "mentions": tuple(dict.fromkeys(_mentions(docname, links, xrefs))),
        "queries": tuple(node["query"] for node in lists),
        "links": tuple(sorted(set(_links(docname, xrefs)), key=repr)),
        "search": read_search(env, document, facts, links) if searched else (),
        "readings": noted_reading(env),
        "routes": route,
        "sought": tuple(sorted(env.current_document.get(SOUGHT) or ())),
        "named": tuple(sorted((env.current_document.get(NAMED) or {}).items())),
        "decisions": env.current_document.get(DECISIONS, ()),
    }


def _with_fewer(record: _Record, *names: str) -> _Record:
    """Return *record* with the first of its tags and the like, of which each has a page."""
    for name in names:
        found = getattr(record, name)
        if len(found) > MOST_NAMES:
            warn(
                WarningKind.UNSAFE,
                "the first %d of %d %s are listed; write fewer",
                MOST_NAMES,
                len(found),
                name,
                location=(record.docname, record.line),
            )
            record = replace(record, **{name: found[:MOST_NAMES]})
    return record


def _papers(docname: str, places: Sequence[paper_facts]) -> Iterator[Paper]:
    names = {item.name for item in fields(Paper)}
    for facts in places:
        values = {key: value for key, value in facts.attributes.items() if key in names}
        # Of a heading that is only a comment, for example.
        values["title"] = values["title"] or label(facts["identifier"])
        stated = _relations(facts.parent, facts["identifier"])
        own = (each for each in values["relations"] if each.target != facts["identifier"])
        values["relations"] = tuple(dict.fromkeys((*own, *stated)))
        yield Paper(docname=docname, line=facts.line or 1, id=facts["identifier"], **values)


def _with_words(
    env: BuildEnvironment, places: Sequence[paper_facts], papers: tuple[Paper, ...]
) -> Iterator[Paper]:
    """Store the words of the reviews; yield *papers* with the name of the file."""
    if papers:
        sections = (facts.parent for facts in places)
        words = [
            features(paper.title, paper.subtitle, paper.summary, section_text(section))
            for paper, section in zip(papers, sections, strict=True)
        ]
        name = keep_words(Path(env.doctreedir), words)
        yield from (replace(paper, words=name) for paper in papers)


def _relations(section: Element, identifier: PaperId) -> Iterator[Relation]:
    """Yield the relations that the roles in a review state."""
    for xref in nodes_of_kinds(section, addnodes.pending_xref):
        kind = xref.get("reftype")
        if xref.get("refdomain") == "paper" and kind in RELATION_KINDS:
            other = paper_of(xref)
            if other is not None and other != identifier:
                yield Relation(kind, other)


#: Of a place that mentions papers: the paper that it reviews, its title and its anchor. By the
#: ``id()`` of its node, so that a place with many mentions is read once.
_Places = dict[int, tuple["PaperId | None", str, str]]


def _mentions(
    docname: str, links: Sequence[nodes.reference], xrefs: Sequence[addnodes.pending_xref]
) -> Iterator[Mention]:
    places: _Places = {}
    for node in links:
        identifier = paper_of(node)
        if identifier is not None and "pr-title" not in node["classes"]:
            yield from _mention(docname, node, identifier, places)
    for xref in xrefs:
        is_ours = xref.get("refdomain") == "paper" and xref["reftype"] in PAPER_ROLES
        identifier = paper_of(xref) if is_ours else None
        if identifier is not None:
            yield from _mention(docname, xref, identifier, places)


def _mention(
    docname: str, node: Element, identifier: PaperId, places: _Places
) -> Iterator[Mention]:
    """Yield the mention of a paper by *node*, unless it is in the review of that paper."""
    section: Element | None = None
    paper: Element | None = node.parent
    while paper is not None and REVIEWS.isdisjoint(paper.get("classes", ())):
        if section is None and isinstance(paper, nodes.section):
            section = paper
        paper = paper.parent
    place = paper if paper is not None else section
    if id(place) not in places:
        facts = next(iter(paper.findall(paper_facts)), None) if paper is not None else None
        title = facts["title"] if facts is not None else _title(place)
        anchor = place["ids"][0] if place is not None and place["ids"] else ""
        places[id(place)] = facts["identifier"] if facts is not None else None, title, anchor
    reviewed, title, anchor = places[id(place)]
    if reviewed == identifier:
        return
    line = next((parent.line for parent in _ancestors(node) if parent.line), 1)
    yield Mention(docname, anchor, line, identifier, title)


def _ancestors(node: Element | None) -> Iterator[Element]:
    while node is not None:
        yield node
        node = node.parent


def _title(section: Element | None) -> str:
    if section is None or not section.children:
        return ""
    return " ".join(section[0].astext().split())


def _links(docname: str, xrefs: Sequence[addnodes.pending_xref]) -> Iterator[Link]:
    for node in xrefs:
        yield Link(
            docname,
            node.get("refdomain") or "",
            node.get("reftype") or "",
            str(node.get("reftarget") or ""),
            str(node.get("reftargetid") or ""),
            str(node.get("address") or ""),
        )
