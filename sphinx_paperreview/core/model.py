"""Records: frozen facts read from one document each, and the questions asked of them.

Nothing here knows docutils, Sphinx or Markdown. Every record is small, hashable and
picklable, names the document it was read from, and never refers to a node.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaperId:
    """One identity of a paper, whatever host the author linked to."""

    #: Name of an entry of :data:`~sphinx_paperreview.core.schemes.SCHEMES`; ``url`` if none fits.
    scheme: str
    #: The identifier within the scheme, in its canonical spelling, without a version.
    value: str
    #: The version that was linked to (arXiv ``v2`` is 2); never part of the identity.
    version: int | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Return ``scheme:value``, the text form used in roles, options and exports."""
        return f"{self.scheme}:{self.value}"


RelationKind = Literal["builds-on", "contradicts", "compares"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a review says of its paper and another one."""

    kind: RelationKind
    target: PaperId


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a paper itself, from the review, a ``.bib`` file or the lockfile.

    An empty value means that nothing is known.
    """

    title: str = ""
    #: Full names in their order, each as ``Given Family``.
    authors: tuple[str, ...] = ()
    #: Day of the first version, ``2025-11-13``.
    published: str = ""
    year: str = ""
    #: Journal or conference.
    venue: str = ""
    doi: str = ""
    abstract: str = ""
    #: Newest version that exists (arXiv ``v3`` is 3), 0 if unknown.
    version: int = 0
    #: Address of the code, and of the project's own page.
    code: str = ""
    project: str = ""
    #: Classes of the paper's own archive, as ``cs.CL``.
    categories: tuple[str, ...] = ()
    #: The key of the paper in the author's own ``.bib`` file.
    citekey: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One review: a section of a document that treats one paper."""

    docname: str
    #: The id of the section (``arxiv-2511.10643``), without ``#``.
    anchor: str
    #: Line of the heading in the source file, from 1.
    line: int
    id: PaperId
    #: Order within the document, from 0.
    position: int
    #: The number written before the title, if there is one.
    number: str
    title: str
    #: The address that the author linked to.
    url: str
    subtitle: str = ""
    #: Organisations as written, in order.
    orgs: tuple[str, ...] = ()
    #: Tags given for this paper alone.
    tags: tuple[str, ...] = ()
    #: Authors of the paper (not of the review).
    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    #: The author's one-line summary, else the first sentence of the section.
    summary: str = ""
    #: Whether :attr:`summary` is the author's own.
    has_tldr: bool = False
    #: Address of the code, and of the project's own page.
    code: str = ""
    project: str = ""
    #: The reviewer's rating and how sure they are of it, as written (``8/10``, ``4``).
    rating: str = ""
    confidence: str = ""
    #: How far the reviewer has come, in a word of theirs (``read``, ``skimmed``).
    status: str = ""
    #: How the paper stands to others, by its review.
    relations: tuple[Relation, ...] = ()
    #: The name under which the words of the document's reviews are kept.
    words: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes posts: an inline author or an entry of ``authors.yml``."""

    #: The key in ``authors.yml``, or the name for an inline author.
    key: str
    name: str
    title: str = ""
    url: str = ""
    email: str = ""
    image: str = ""
    description: str = ""
    #: Label and address of each further page of theirs.
    socials: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One dated document."""

    docname: str
    line: int
    title: str
    #: Always aware (it has a zone).
    date: datetime
    #: Aware; the front matter's ``last_update``, else :attr:`date`.
    updated: datetime
    #: Keys into ``authors.yml``, or names.
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    #: The front matter's own description, else the excerpt.
    description: str = ""
    #: Language of the text (``ko``, ``en``), guessed from its letters unless given.
    language: str = ""
    #: Reading time in whole minutes, at least 1.
    minutes: int = 1
    unlisted: bool = False
    #: The front matter's ``slug``, which must be unique among posts.
    slug: str = ""
    #: Name of the series that the post is a part of.
    series: str = ""
    #: Stands before the others in the list of the front page.
    pinned: bool = False
    #: Address or path of a picture that stands for the post.
    image: str = ""
    #: Whether :attr:`image` is the front matter's own, not the first one of the text.
    has_image: bool = False
    #: Further addresses, from the site's root, at which the post was found before.
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A link to a paper anywhere in any document, other than its own heading."""

    docname: str
    #: The id of the section that holds the link, or an empty string for the top.
    anchor: str
    line: int
    id: PaperId
    #: Title of the section that holds the link.
    context: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference of a document to something that other documents decide."""

    docname: str
    domain: str
    type: str
    target: str
    #: The id asked for within the target document (MyST's ``file.md#id``).
    fragment: str = ""


TermKind = Literal["tag", "org", "author", "series"]

#: Each kind of term with the first segment of its pages.
TERM_SEGMENTS: dict[TermKind, str] = {
    "tag": "tags",
    "org": "orgs",
    "author": "authors",
    "series": "series",
}
#: The same the other way round.
TERM_KINDS: dict[str, TermKind] = {segment: kind for kind, segment in TERM_SEGMENTS.items()}


@dataclass(frozen=True, slots=True)
class Term:
    """A name that gathers papers and posts: a tag, organisation, author or series."""

    kind: TermKind
    slug: str
    label: str
    description: str = ""
    #: Link to the outside: an author's page.
    url: str = ""
    #: What an author is, and their further pages (label and address).
    title: str = ""
    links: tuple[tuple[str, str], ...] = ()
    #: The slug that the site asks for (``permalink`` of ``tags.yml``).
    permalink: str = ""


QueryKind = Literal["posts", "papers", "archive", "tags", "orgs", "authors", "series", "statistics"]
ChartKind = Literal["totals", "months", "orgs", "tags", "lag", "calendar"]


@dataclass(frozen=True, slots=True)
class Query:
    """What a list asks for; every filter that is set must hold."""

    kind: QueryKind
    tag: str = ""
    org: str = ""
    author: str = ""
    series: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    #: Most rows to return; 0 is all.
    limit: int = 0
    #: Rows to leave out first (pages of a list).
    offset: int = 0
    #: The one chart that is wanted of the statistics; all if empty.
    chart: ChartKind | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer: a post, a paper or a term, ready to be shown."""

    #: ``post``, ``paper`` or a :data:`TermKind`.
    kind: str
    title: str
    #: Document and anchor to link to; both empty for a page outside the documents.
    docname: str = ""
    anchor: str = ""
    #: Page without suffix for what is no document (``tags/agents``).
    page: str = ""
    date: datetime | None = None
    subtitle: str = ""
    summary: str = ""
    number: str = ""
    #: ``(label, slug)`` of each organisation.
    orgs: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    identifier: PaperId | None = None
    #: How many papers (of a post) or papers and posts (of a term) stand behind the row.
    count: int = 0
    #: The papers of a post.
    children: tuple[Row, ...] = ()
    #: Whether a post stands before newer ones on the front page.
    pinned: bool = False


def form_version() -> int:
    """Return a number that is another one when a stored record has other fields."""
    kept = (PaperId, Relation, Paper, Person, Post, Mention, Link, Query)
    form = [(record.__name__, [item.name for item in fields(record)]) for record in kept]
    return zlib.crc32(repr(form).encode())


def full_title(title: str, subtitle: str) -> str:
    """Return the title by which a paper is cited: that of its review, and the subtitle."""
    if not subtitle:
        return title
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"


#: Roles that say how the paper of a review stands to another, and all that name a paper.
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)


PAPER_ROLES = ("ref", *RELATION_KINDS)
