"""Read-time transform: sections and documents that review a paper become reviews.

It works on the doctree, so it serves MDX, Markdown, MyST, reStructuredText and notebooks. A title
that is a link and the ``paper:header`` directive are read here; the other forms are decided in
:mod:`~sphinx_paperreview.reading.papers.recognition`.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.model import Paper
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.sentences import first_sentence
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts, paper_header
from sphinx_paperreview.reading.excerpts import FACTS_ONLY, document_excerpt, excerpt
from sphinx_paperreview.reading.links import DOCUMENT, paper_of
from sphinx_paperreview.reading.papers.decisions import DECISIONS, context_of, decisions_of
from sphinx_paperreview.reading.papers.document.headings import subtitle_section
from sphinx_paperreview.reading.papers.document.reviews import without_signs
from sphinx_paperreview.reading.papers.facts.given import ADDRESSES, LISTS, TEXTS, FrontMatterFacts
from sphinx_paperreview.reading.papers.facts.labels import label_kind
from sphinx_paperreview.reading.papers.facts.leads import BELOW
from sphinx_paperreview.reading.papers.facts.lists import facts_below
from sphinx_paperreview.reading.papers.facts.names import (
    byline_of,
    is_date,
    venue_of,
    without_venue,
)
from sphinx_paperreview.reading.papers.recognition import recognise
from sphinx_paperreview.reading.papers.reviews import Recognition, in_references, is_within
from sphinx_paperreview.reading.papers.translated import NUMBER, Titles
from sphinx_paperreview.reading.posts.posts import is_post
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.reviews import Review

#: Set while a document is read if it has a directive that makes a ``paper_header``.
HAS_PAPER_HEADER = "paperreview_paper_header"
#: The fields of a :class:`Paper` that facts can set.
_FACTS = frozenset({*LISTS, *TEXTS, *ADDRESSES, "summary", "has_tldr", "relations"})
#: What may precede the title of a document.
_NO_TEXT = (
    nodes.Invisible, nodes.system_message, nodes.docinfo, nodes.raw, nodes.image, nodes.transition,
)  # fmt: skip
#: Text between and after the organisations of a title.
_SEPARATORS = re.compile(r"[\s,;/|·&+()\[\]–—-]*")


class PaperSections(SphinxTransform):
    """Give all sections that review a paper the same form, whatever their notation.

    The section gets the class ``pr-paper`` and the anchor of the paper as its first id. Its title
    becomes ``[N. ]reference``; then come a paragraph with the subtitle, if there is one, and a
    :class:`~sphinx_paperreview.nodes.paper_facts` node with the fields of the record. A paper that
    is reviewed twice is reported (:attr:`WarningKind.DUPLICATE_ID`), and so is a directive that is
    not directly below the heading of a review (:attr:`WarningKind.PAPER`).
    """

    # After Locale (20), docinfo (340) and substitutions, so that titles are final; before
    # SphinxDomains (850), which stores the records, and MyST's slug ids, which come later still.
    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Find the reviews of the document, in order."""
        post = is_post(self.env, self.document)
        given = FrontMatterFacts(self.env)
        sections = nodes_of_kinds(self.document, nodes.section)
        strict = self._linked(sections, is_post=post)
        self._remove_stray()
        titles = Titles(sections)
        top = _top(self.document)
        recognised = Recognition()
        if top is None or id(top) not in strict:
            context = context_of(self.env, self.document, is_post=post)
            recognised = recognise(self.document, top, strict, context)
        titles.restore()
        self._note(recognised, [(one, strict[id(one)]) for one in sections if id(one) in strict])
        others: dict[int, Review] = {id(one.place): one for one in recognised.reviews}
        for one in recognised.reviews:
            if one.is_document and one.place.parent is None:
                one.place = _wrap(self.document, one.title)
                others[id(one.place)] = one
            elif one.below is not None:
                del others[id(one.place)]
                one.place = _join(one.place, one.below)
                others[id(one.place)] = one
        wanted = {*strict, *others}
        places: Iterable[Node] = [one for one in sections if id(one) in wanted]
        if len(wanted) > len(list(places)):  # one has been made, or is no section
            places = self.document.findall(lambda node: id(node) in wanted)
        seen: dict[str, int] = {}
        for position, node in enumerate(list(places)):
            place: Any = node
            review: Review | None = others.get(id(place))
            fields = strict.get(id(place))
            if fields is None and review is not None:
                fields = _recognised_fields(review)
            assert fields is not None  # noqa: S101  # it is one of the two
            given.add_to(fields)
            if review is None and "facts" in settings_of(self.config).recognise:
                _add_facts_below(self.document, place, fields)
            fields["position"] = position
            title = place.children[0] if place.children else None
            if words := titles.words_of(title, fields["orgs"]):
                _translate(fields, words)
            is_document = review is not None and review.is_document
            is_entry = review is not None and review.is_entry
            if is_document:
                _name_document(place, fields["title"], self.env.docname)
            place["classes"].append(DOCUMENT if is_document else "pr-paper")
            self._rebuild(place, fields, keeps_title=is_document or is_entry)
            self._identify(place, fields, seen)
        given.finish(nodes_of_kinds(self.document, paper_facts))

    def _linked(
        self, sections: Sequence[nodes.section], *, is_post: bool
    ) -> dict[int, dict[str, Any]]:
        """Return the fields of the reviews by a link in the title or a directive, by section."""
        strict: dict[int, dict[str, Any]] = {}
        weak: list[nodes.reference] = []
        for section in sections:
            if is_within(section, strict):
                continue
            found = _from_directive(section)
            if found is None and _has_link(section) and not in_references(section):
                found = _from_title(section, lenient=is_post)
                weak += [found["content"]] if found is not None and _is_weak(found) else []
            if found is not None:
                strict[id(section)] = found
        if weak and len(weak) == len(strict):
            context = context_of(self.env, self.document, is_post=is_post)
            if context.given is None and not context.with_heading(_top(self.document)).says_review:
                # A post about sites, one below the other.
                strict.clear()
                for link in weak:
                    link["classes"] = []
        return strict

    def _remove_stray(self) -> None:
        """Remove the directives that are directly in no section, or in one within a review."""
        if not self.env.current_document.get(HAS_PAPER_HEADER):
            return
        for node in nodes_of_kinds(self.document, paper_header):
            warn(
                WarningKind.PAPER,
                "this directive describes no paper here; write it below the heading of the review, "
                "outside of lists, quotations, boxes and other reviews",
                location=node,
            )
            node.parent.remove(node)

    def _note(
        self, recognised: Recognition, strict: Sequence[tuple[Element, dict[str, Any]]]
    ) -> None:
        """Keep the decisions about the document for the domain, which stores them."""
        decisions = decisions_of(self.env.docname, recognised, strict)
        self.env.current_document[DECISIONS] = decisions

    def _rebuild(self, section: Element, found: dict[str, Any], *, keeps_title: bool) -> None:
        """Rebuild the title, unless it is kept, and insert subtitle and facts."""
        subtitle = None if keeps_title else _take_subtitle(self.document, section)
        subtitle = subtitle or found["subtitle"]
        found["subtitle"] = subtitle.astext() if isinstance(subtitle, nodes.Node) else subtitle
        words = found.pop("words", "")
        found["summary"] = found["summary"] or (
            first_sentence(words) if words else _excerpt(section, found["title"])
        )
        if keeps_title:
            if found["summary"] == found["title"]:
                found["summary"] = ""
            self._add_facts(section, found, subtitle)
            return
        title: Any = section[0]
        title.clear()
        if found["number"]:
            dot = nodes.inline("", ".", classes=["pr-dot"])
            title += nodes.inline("", found["number"], dot, classes=["pr-number"])
            title += nodes.Text(" ")
        title += found.pop("content")
        self._add_facts(section, found, subtitle)

    def _add_facts(
        self, section: Element, found: dict[str, Any], subtitle: nodes.title | str
    ) -> None:
        """Insert the facts below the title, and the subtitle between, if there is one."""
        facts = paper_facts("", **found)
        facts.source, facts.line = section.source, section.line
        section.insert(1, facts)
        if subtitle:
            section.insert(1, _subtitle_node(subtitle, section))

    def _identify(self, section: Element, found: dict[str, Any], seen: dict[str, int]) -> None:
        """Make the anchor of the paper the first id of *section*; warn of a second review."""
        anchor = identifiers.anchor(found["identifier"])
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        if count and settings_of(self.config).lint != "off":
            warn(
                WarningKind.DUPLICATE_ID,
                "%s is reviewed twice in this document; join the sections or link to the first",
                identifiers.label(found["identifier"]),
                location=section,
            )
        if count:
            anchor = f"{anchor}-{count}"
        if anchor in section["ids"]:
            section["ids"].remove(anchor)
        section["ids"].insert(0, anchor)
        self.document.ids[anchor] = section
        facts: Any = section[1 if isinstance(section[1], paper_facts) else 2]
        facts["anchor"] = anchor


def _excerpt(section: Element, title: str) -> str:
    """Return the first words of *section*, or of the document whose review it is."""
    parent = section.parent
    if DOCUMENT in section["classes"] and isinstance(parent, nodes.document):
        return document_excerpt(parent, title)
    if isinstance(section, (nodes.list_item, nodes.entry)) or _is_joined(section):
        # Its first line is the title with links, and what follows these is among the facts.
        below = nodes.container()
        below.children = section.children[1:]
        return excerpt(below, title)
    return excerpt(section, title)


def _is_weak(found: Mapping[str, Any]) -> bool:
    """Return whether only a number says that a heading links to a paper."""
    return (
        found["identifier"].scheme == "url"
        and not found["orgs"]
        and ".pdf" not in found["url"].lower()
    )


def _has_link(section: Element) -> bool:
    """Return whether the title of *section* has a link, not within other nodes."""
    title = section.children[0] if section.children else None
    return title is not None and any(isinstance(one, nodes.reference) for one in title.children)


def _top(document: nodes.document) -> nodes.section | None:
    """Return the section that holds the whole of *document*; None if there is no such section."""
    found: nodes.section | None = None
    for child in document.children:
        if isinstance(child, nodes.section):
            if found is not None:
                return None
            found = child
        elif found is None and not isinstance(child, _NO_TEXT):
            return None
    return found


def _wrap(document: nodes.document, title: str) -> nodes.section:
    """Put the whole of *document*, which has no title, into a section with the title *title*."""
    section = nodes.section("", nodes.title(title, title), ids=[nodes.make_id(title) or "paper"])
    section.source, section.line = document.get("source"), 1
    section[0].source, section[0].line = document.get("source"), 1
    kept = [child for child in document.children if isinstance(child, nodes.docinfo)]
    section += [child for child in document.children if not isinstance(child, nodes.docinfo)]
    document.children[:] = []
    document += [*kept, section]
    document.ids[section["ids"][0]] = section
    return section


def _name_document(section: Element, title: str, docname: str) -> None:
    """Give a document whose title is but its file's name, in one word, the title of its paper."""
    heading: Any = section[0]
    name = heading.astext()
    if title and name == title_of_file(docname) and " " not in name:
        heading.clear()
        heading += nodes.Text(title)


def _join(line: Element, below: Sequence[Element]) -> nodes.container:
    """Put a *line* that stands for a heading, and what is *below* it, into a container."""
    parent = line.parent
    place = parent.index(line)
    joined = nodes.container()
    joined.source, joined.line = line.source, line.line
    del parent[place : place + 1 + len(below)]
    joined += [line, *below]
    parent.insert(place, joined)
    return joined


def _is_joined(place: Element) -> bool:
    """Return whether :func:`_join` made *place*; a collapsible block begins with its summary."""
    return isinstance(place, nodes.container) and isinstance(place.children[0], nodes.paragraph)


def _mark_title(review: Review) -> None:
    """Mark the first link to the paper of an entry, which is no mention of it."""
    for link in review.place.findall(nodes.reference):
        if paper_of(link) == review.identifier:
            link["classes"] = ["pr-title"]
            return


def _recognised_fields(review: Review) -> dict[str, Any]:
    """Return the fields of a review of which :mod:`.recognition` decided."""
    facts = {key: value for key, value in review.facts.items() if key in _FACTS and value}
    if facts.get("summary"):
        facts["has_tldr"] = True
    for block in review.blocks:
        setattr(block, FACTS_ONLY, True)
    fields = _fields(
        review.identifier, number=review.number, title=review.title, url=review.url,
        words=review.facts.get("words", ""), **facts,
    )  # fmt: skip
    if review.is_entry:
        _mark_title(review)
    if review.content is not None:
        content: list[Any] = review.content
        if not review.url:
            fields["content"] = content
            return fields
        if not any(
            isinstance(node, nodes.reference) and node.get("refuri") == review.url
            for node in content
        ):
            link = nodes.reference("", "", *content, refuri=review.url)
            title: Any = review.place.children[0]
            link.source, link.line = title.source, title.line
            content = [link]
        first = next(node for node in content if isinstance(node, nodes.reference))
        first["classes"] = ["pr-title"]
        fields["content"] = content
    return fields


def _add_facts_below(document: nodes.document, section: Element, fields: dict[str, Any]) -> None:
    """Add the facts in the first lines below a linked title to *fields*, where it has none."""
    below = subtitle_section(document, section)
    lead = facts_below(section if below is None else below, BELOW)
    if below is not None:
        lead.facts = (byline_of(below[0].astext()) or {}) | lead.facts
    fields["words"] = lead.facts.pop("summary", "")
    for key, value in lead.facts.items():
        if key in _FACTS and value and not fields[key]:
            fields[key] = value
    for block in lead.blocks:
        setattr(block, FACTS_ONLY, True)


def _fields(identifier: PaperId, **values: Any) -> dict[str, Any]:
    empty = {item.name: item.default for item in dataclasses.fields(Paper) if item.name in _FACTS}
    fields = empty | {"identifier": identifier, "number": "", "title": "", "url": ""} | values
    return fields | {"title": without_signs(str(fields["title"]))}


def _from_title(section: nodes.section, *, lenient: bool) -> dict[str, Any] | None:
    """Return the fields in a title of the form ``[N.] [Title](URL) `org```; None for another.

    If *lenient*, an address that no scheme knows is taken for a paper if the title has a number or
    an organisation.
    """
    title = section[0] if section.children else None
    if not isinstance(title, nodes.title):
        return None
    children = [child for child in title.children if not _is_empty(child)]
    number = ""
    if children and isinstance(children[0], nodes.Text):
        match = NUMBER.fullmatch(children.pop(0).astext())
        if match is None:
            return None
        number = match[1]
    link = children.pop(0) if children else None
    if not isinstance(link, nodes.reference):
        return None
    url = link.get("refuri", "")
    orgs = _organisations(children)
    text = " ".join(link.astext().split())
    # "### [Paper](…)" names the paper of what it is in.
    is_label = label_kind(text) in {"paper", "address"} and not (number or orgs)
    if orgs is None or not is_web(url) or is_label:
        return None
    identifier = paper_of(link)
    if identifier is None:
        if not (lenient and (number or orgs)):
            return None
        identifier = identifiers.url_id(url)
    link["classes"] = ["pr-title"]
    name, venue = without_venue(text)
    facts = venue._asdict() if venue is not None else {}
    return _fields(identifier, number=number, title=name, url=url, orgs=orgs, content=link, **facts)


def _translate(fields: dict[str, Any], words: str) -> None:
    """Let the link in the title of *fields* say *words*."""
    fields["title"] = words
    content = fields.get("content", ())
    for node in content if isinstance(content, (list, tuple)) else (content,):
        if isinstance(node, nodes.reference):
            node.children = []
            node.append(nodes.Text(words))
            return


def _is_empty(child: Node) -> bool:
    return isinstance(child, (nodes.target, nodes.comment)) or (
        isinstance(child, nodes.Text) and not child.astext().strip()
    )


def _organisations(children: list[Node]) -> tuple[str, ...] | None:
    """Return the inline literals among *children*; None if there is other text, or a date."""
    orgs = []
    for child in children:
        if isinstance(child, nodes.literal):
            name = " ".join(child.astext().split())
            if is_date(name) or venue_of(name) is not None:
                return None
            orgs.append(name)
        elif not (isinstance(child, nodes.Text) and _SEPARATORS.fullmatch(child.astext())):
            return None
    return tuple(dict.fromkeys(org for org in orgs if org))


def _from_directive(section: nodes.section) -> dict[str, Any] | None:
    """Return the fields of the ``paper:header`` in *section*, and those of its title."""
    header = next((node for node in section.children if isinstance(node, paper_header)), None)
    extra = [node for node in section.children if isinstance(node, paper_header)]
    orgs = [org for node in extra for org in node.attributes.get("orgs", ())]
    for node in extra:
        section.remove(node)
    if header is None:
        return None
    found = _from_title(section, lenient=True)
    given = {
        key: value
        for node in reversed(extra)
        for key, value in node.attributes.items()
        if key in _fields(header.get("identifier")) and value
    }
    if found is None:
        if given.get("identifier") is None:
            return None
        found = _without_link(section, given)
    found |= {key: value for key, value in given.items() if key != "orgs"}
    found["orgs"] = tuple(dict.fromkeys((*found["orgs"], *orgs)))
    return found


def _without_link(section: nodes.section, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a title without a link, whose paper the directive names."""
    title = section[0]
    children = [child.deepcopy() for child in title.children]
    number, text = "", title.astext()
    match = NUMBER.match(text)
    if match and children and isinstance(children[0], nodes.Text):
        number, text = match[1], text[match.end() :]
        children[0] = nodes.Text(children[0].astext()[match.end() :])
    url = given.get("url") or identifiers.canonical_url(given["identifier"])
    link = nodes.reference("", "", *children, refuri=url, classes=["pr-title"])
    link.source, link.line = title.source, title.line
    return _fields(
        given["identifier"], number=number, title=" ".join(text.split()), url=url, content=link
    )


def _take_subtitle(document: nodes.document, section: Element) -> nodes.title | None:
    """Merge a subsection whose heading is on the line after the title; return its heading.

    The content of the subsection becomes content of *section*.
    """
    child: Any = subtitle_section(document, section)
    if child is None:
        return None
    title = child[0]
    section.remove(child)
    for offset, node in enumerate(child.children[1:]):
        section.insert(1 + offset, node)
    title["ids"] = child["ids"]
    for identifier in child["ids"]:
        document.ids[identifier] = title
    assert isinstance(title, nodes.title)  # noqa: S101  # a section begins with its title
    return title


def _subtitle_node(subtitle: nodes.title | str, section: Element) -> nodes.paragraph:
    if isinstance(subtitle, str):
        node = nodes.paragraph(subtitle, subtitle, classes=["pr-subtitle"])
    else:
        node = nodes.paragraph(
            subtitle.astext(), "", *subtitle.children, classes=["pr-subtitle"], ids=subtitle["ids"]
        )
    node.source, node.line = section.source, section.line
    return node
