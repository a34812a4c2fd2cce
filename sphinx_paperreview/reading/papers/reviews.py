"""The records of what is decided about a document, and what the deciding functions share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.reading.papers.facts.labels import (
    fold,
    heading_is,
    is_of_paper,
    says_review,
    title_of_paper,
)
from sphinx_paperreview.reading.papers.facts.leads import ALONE, FIRST

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.headings import Heading
    from sphinx_paperreview.reading.papers.facts.leads import Lead, Named

#: Letters of a longer title are not compared.
_LONGEST_TITLE = 300
#: Files that lead into a folder.
ENTRIES = frozenset({"index", "readme", "_index", "home"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document besides its nodes."""

    docname: str
    #: Its title in the front matter; empty if there is none.
    title: str = ""
    #: That of its paper there (``paper_title``).
    paper_title: str = ""
    is_post: bool = False
    #: Tags and categories of the front matter.
    topics: tuple[str, ...] = ()
    #: The paper that the front matter names.
    given: Given | None = None
    #: The paper that the list of the folder's notes names beside the link to the document.
    listed: Given | None = None
    #: A key of the front matter that should name one and does not.
    unread: str = ""
    #: Whether the front matter has facts that only papers have, such as a journal.
    has_paper_facts: bool = False
    #: Forms that are recognised (``paperreview_recognise``).
    forms: frozenset[str] = frozenset({"headings", "facts", "documents"})

    #: Whether title, topics or folders say that the document is a review, and that of a paper.
    says_review: bool = False
    says_paper: bool = False
    #: Whether the name of the site says that it reviews papers.
    is_site_of_papers: bool = False

    @property
    def is_about_papers(self) -> bool:
        """Whether the document is among reviews of papers, by what it or the site says."""
        return self.says_paper or self.is_site_of_papers

    def with_heading(self, top: Element | None) -> Context:
        """Return this with what the heading *top* of the document says."""
        title = title_in(top)
        titles = [self.title, " ".join(title.astext().split()) if title is not None else ""]
        said = [word for word in (*self.topics, *self.docname.split("/")) if says_review(word)]
        said += [
            text.replace(title_of_paper(text), "", 1)
            for text in titles
            if text and title_of_paper(text) != text
        ]
        said += [text for text in titles if says_review(text)]
        return replace(self, says_review=bool(said), says_paper=any(map(is_of_paper, said)))


@dataclass(frozen=True, slots=True)
class Given:
    """The paper that a front matter names, and its facts there."""

    identifier: PaperId
    url: str
    key: str
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Review:
    """A review: its place in the doctree, and the fields of its record."""

    place: Element
    rule: str
    identifier: PaperId
    url: str
    title: str
    number: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    #: What the title of the section becomes; None to leave it as it is.
    content: list[nodes.Node] | None = None
    #: Blocks that have facts and nothing else, which are no summary.
    blocks: list[Element] = field(default_factory=list)
    #: Whether it is the review of the whole document.
    is_document: bool = False
    #: Whether it is an item of a list, a cell of a table, or a line with what is below it.
    is_entry: bool = False
    #: Siblings of the place that belong to it, if it is a line that stands for a heading.
    below: list[Element] | None = None


@dataclass(slots=True)
class Refusal:
    """A heading or document that resembles a review and is not taken for one."""

    place: Element | None
    #: A sentence: why not, and what to write.
    reason: str
    identifier: PaperId | None = None
    is_document: bool = False
    #: Whether it is a list of papers that resembles no review otherwise.
    is_list: bool = False


@dataclass(slots=True)
class Recognition:
    """The decisions about one document."""

    reviews: list[Review] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class Candidate:
    """A section that could be a review."""

    section: nodes.section
    depth: int
    #: Whether it is below a heading of references.
    in_references: bool = False
    #: Whether its heading is one that every review has ("Method").
    is_part: bool = False
    is_strict: bool = False
    heading: Heading | None = None
    lead: Lead | None = None
    named: Named | None = None
    #: Whether *named* stands in a subsection or at the end, where also one of several such
    #: sections has the address of its paper, and the only one that of the document's.
    is_late: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether it names a paper by a form of which nothing is left over."""
        if self.heading is not None:
            return not (self.heading.is_link and self.heading.rest)
        return self.named is not None and self.named.strength >= ALONE

    @property
    def is_any(self) -> bool:
        """Whether it names a paper at all."""
        return self.heading is not None or self.named is not None


def sections_in(node: Element) -> list[nodes.section]:
    """Return the sections that are children of *node*."""
    return [child for child in node.children if isinstance(child, nodes.section)]


def title_in(section: Element | None) -> nodes.title | None:
    """Return the heading of *section*, if it has one."""
    first = section.children[0] if section is not None and section.children else None
    return first if isinstance(first, nodes.title) else None


def is_within(section: Element, taken: Container[int]) -> bool:
    """Return whether *section* is below one of those in *taken*, by their ``id``."""
    parent = section.parent
    while parent is not None:
        if id(parent) in taken:
            return True
        parent = parent.parent
    return False


def is_entry(docname: str, *, root_only: bool = False) -> bool:
    """Return whether *docname* leads into its folder, as a README does."""
    folder, _slash, name = docname.rpartition("/")
    return name.lower() in ENTRIES and not (root_only and folder)


def in_references(section: Element) -> bool:
    """Return whether *section* is below a heading of references, or has such a heading."""
    parent: Element | None = section
    while parent is not None:
        title = title_in(parent) if isinstance(parent, nodes.section) else None
        if title is not None and heading_is(title.astext(), "references"):
            return True
        parent = parent.parent
    return False


def is_same_title(text: str, title: str, *, strict: bool) -> bool:
    """Return whether a link's *text* has the *title* of the document.

    A text may be a whole reference, with authors and year, if the title is long enough.
    """
    one, other = fold(text), fold(title)
    if not one or not 4 <= len(other) <= _LONGEST_TITLE:
        return False
    if one == other:
        return len(other) >= 10 or not strict
    if len(other) >= 15 and other in one:
        return True
    if strict:
        return False
    if fold(re.split(r"[:：]|\s[-–—]\s", text)[0]) == other:
        return True
    close = abs(len(one) - len(other)) <= max(4, len(other) // 8)
    return (
        len(other) >= 15
        and close
        and SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.9
    )


def lists_papers(lead: Lead, best: Named) -> bool:
    """Return whether the lines name two papers more, or one to be read, as lists of papers do."""
    if best.title and any(block is best.block for block in lead.tasks):
        return True
    others = {each.identifier for each in lead.papers if each.strength in {FIRST, ALONE}}
    return len(others - {best.identifier}) > 1
