"""Records: frozen facts read from one document each, and the queries over them.

Nothing here depends on docutils, Sphinx or Markdown. A record is small, hashable and picklable,
names the document that it was read from, and does not refer to nodes. Digests of pages are made
from its ``repr``, which has what a page may show of it; that of a row, which many pages show, is a
digest itself.
"""

from __future__ import annotations

import copyreg
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from sphinx_paperreview.core.files.digests import digest

if TYPE_CHECKING:
    from datetime import datetime

_Record = TypeVar("_Record")


def kept(record: type[_Record]) -> type[_Record]:
    """Have records of a class, which the environment keeps, pickled as their values alone.

    By itself, a frozen data class with slots asks for the names of its fields each time. That took
    a tenth of a build of nothing new.
    """
    values = attrgetter(*(item.name for item in fields(cast("Any", record))))
    copyreg.pickle(record, lambda each: (record, values(each)))
    return unguarded(record)


def unguarded(record: type[_Record]) -> type[_Record]:
    """Have the ``repr`` of a class of records made without a look for one that contains itself.

    There is none, and :mod:`dataclasses` looks for it by a set and the id of the thread each time.
    """
    guarded: Any = record.__repr__
    record.__repr__ = guarded.__wrapped__  # type: ignore[method-assign]  # the same, with no guard
    return record


@kept
@dataclass(frozen=True, slots=True)
class PaperId:
    """The identity of a paper, independent of the address that the author linked to."""

    #: Name of an entry of :data:`~sphinx_paperreview.core.papers.schemes.SCHEMES`; ``url`` if
    #: none fits.
    scheme: str
    #: The identifier within the scheme, in its canonical spelling, without a version.
    value: str
    #: The version that was linked to (arXiv ``v2`` is 2); never part of the identity.
    version: int | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The text form ``scheme:value``, as in roles, options, the lockfile and exports."""
        return f"{self.scheme}:{self.value}"


RelationKind = Literal["builds-on", "contradicts", "compares"]


@kept
@dataclass(frozen=True, slots=True)
class Relation:
    """How the paper of a review stands to another paper, by that review."""

    kind: RelationKind
    target: PaperId


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry of the site's own ``.bib`` file, with its macros resolved."""

    #: The type, in lower case (``phdthesis``).
    kind: str
    #: Name and value of each field as BibTeX has them: in braces, or the macro of a month.
    fields: tuple[tuple[str, str], ...]

    def value(self, *names: str) -> str:
        """Return the value of the first of the fields *names* that is there, without its braces."""
        known = {name.lower(): value for name, value in self.fields}
        found = next((known[name] for name in names if name in known), "")
        return found[1:-1] if found.startswith("{") else found


@unguarded
@dataclass(frozen=True, slots=True)
class Metadata:
    """Bibliographic data of a paper, from its review, a ``.bib`` file or the lockfile.

    An empty value means unknown.
    """

    title: str = ""
    #: Full names, in a form of :mod:`~sphinx_paperreview.core.metadata.names`.
    authors: tuple[str, ...] = ()
    #: Day of the first version, ``2025-11-13``.
    published: str = ""
    year: str = ""
    #: Journal or conference.
    venue: str = ""
    doi: str = ""
    abstract: str = ""
    #: The newest version (arXiv ``v3`` is 3); 0 if unknown.
    version: int = 0
    #: Addresses of the code and of the project's page.
    code: str = ""
    project: str = ""
    #: Subject classes of arXiv (``cs.CL``).
    categories: tuple[str, ...] = ()
    #: The key of the paper in the site's ``.bib`` file.
    citekey: str = ""
    #: Its entry there.
    own: BibEntry | None = None


@kept
@dataclass(frozen=True, slots=True)
class Figure:
    """A local picture in a review."""

    #: From the source folder.
    path: str
    #: The caption, else the alternative text; one line.
    caption: str = ""
    #: The id by which a link reaches the figure; empty if it has none.
    anchor: str = ""


@kept
@dataclass(frozen=True, slots=True)
class Paper:
    """One review: a section of a document that reviews one paper."""

    docname: str
    #: The id of the section (``arxiv-2511.10643``), without ``#``.
    anchor: str
    #: Line of the heading in the source file, from 1; no page shows it.
    line: int = field(repr=False)
    id: PaperId
    #: Position among the reviews of the document, from 0.
    position: int
    #: The number written before the title; empty if there is none.
    number: str
    title: str
    #: The address that the author linked to.
    url: str
    subtitle: str = ""
    #: Organisations, as written and in order.
    orgs: tuple[str, ...] = ()
    #: Tags of this review alone, without those of the post.
    tags: tuple[str, ...] = ()
    #: Authors of the paper, not of the review.
    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    #: The author's one-line summary, else the first sentence of the section.
    summary: str = ""
    #: Whether :attr:`summary` is the author's own.
    has_tldr: bool = False
    #: Addresses of the code and of the project's page.
    code: str = ""
    project: str = ""
    #: The reviewer's rating and their confidence in it, as written (``8/10``, ``4``).
    rating: str = ""
    confidence: str = ""
    #: How far the reviewer has read, as written (``read``, ``skimmed``).
    status: str = ""
    #: Relations to other papers that the review states.
    relations: tuple[Relation, ...] = ()
    #: The local pictures of the review, in their order.
    figures: tuple[Figure, ...] = ()
    #: Path of the picture that the author chose to stand for the review; empty if there is none.
    cover: str = ""
    #: Name in the store :data:`~sphinx_paperreview.core.files.store.WORDS` of the file with the
    #: words of all reviews of the document. No page shows it.
    words: str = field(default="", repr=False)


@kept
@dataclass(frozen=True, slots=True)
class Person:
    """An author of posts: an entry of ``authors.yml``, or one described in a front matter."""

    #: The key in ``authors.yml``; the name, for an author that the file does not have.
    key: str
    name: str
    title: str = ""
    url: str = ""
    email: str = ""
    image: str = ""
    description: str = ""
    #: Label and address of each of their social profiles.
    socials: tuple[tuple[str, str], ...] = ()


@kept
@dataclass(frozen=True, slots=True)
class Post:
    """One dated document."""

    docname: str
    line: int = field(repr=False)
    title: str
    #: With a time zone.
    date: datetime
    #: With a time zone; the front matter's ``last_update``, else :attr:`date`.
    updated: datetime
    #: As the front matter names them; ``Archive.person`` finds the entry of ``authors.yml``.
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    #: The description in the front matter, else the excerpt.
    description: str = ""
    #: Language of the text (``ko``, ``en``): the front matter's, else guessed from the letters.
    language: str = ""
    #: Reading time in whole minutes, at least 1.
    minutes: int = 1
    unlisted: bool = False
    #: The ``slug`` of the front matter, unique among posts.
    slug: str = ""
    #: Name of the series that the post is part of.
    series: str = ""
    #: Whether the post comes before the others on the front page.
    pinned: bool = False
    #: Address, or path in the source folder, of the picture for previews of the post.
    image: str = ""
    #: Whether the front matter names :attr:`image`; else it is the first picture of the text.
    has_image: bool = False
    #: Former addresses of the post, from the root of the site.
    aliases: tuple[str, ...] = ()


@kept
@dataclass(frozen=True, slots=True)
class Mention:
    """A link to a paper, in any document, outside of the review of that paper."""

    docname: str
    #: The id of the section that holds the link; empty above the first section.
    anchor: str
    line: int = field(repr=False)
    id: PaperId
    #: Title of the section that holds the link.
    context: str


@kept
@dataclass(frozen=True, slots=True)
class Decision:
    """Why a section or a document is the review of a paper, or is not one."""

    docname: str
    line: int
    #: Title of the section or document.
    title: str
    #: The paper; None if no single one is meant.
    id: PaperId | None
    #: The rule by which it is a review; empty if it is none.
    rule: str
    #: Why it is none, and what to write; empty if it is one.
    reason: str = ""
    #: Whether it is about the document as a whole.
    is_document: bool = False
    #: Whether the document is a list of papers that nothing else suggests to be reviews.
    is_list: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether it looks like a review, and is none."""
        return bool(self.reason) and not self.is_list


@kept
@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference whose target depends on other documents."""

    docname: str
    domain: str
    type: str
    target: str
    #: The id within the target document (MyST's ``file.md#id``).
    fragment: str = ""
    #: The address as written, where it may be that of another site generator.
    address: str = ""


@kept
@dataclass(frozen=True, slots=True)
class Route:
    """What the front matter of a document says about its address on the site it was written for."""

    #: ``slug``, as written; it may begin with ``/``.
    slug: str = ""
    #: ``id`` (Docusaurus), which replaces the name of the file.
    id: str = ""
    #: ``permalink`` (Jekyll, Hexo) or ``url`` (Hugo): the whole address.
    address: str = ""
    #: Former addresses (``aliases``, ``redirect_from``).
    aliases: tuple[str, ...] = ()
    #: The day of ``date``, ``2025-11-14``, for addresses that contain it.
    day: str = ""
    #: ``title`` and ``categories``, for addresses that contain them.
    title: str = ""
    categories: tuple[str, ...] = ()


TermKind = Literal["tag", "org", "author", "series"]

#: The first segment of the pages of each kind of term.
TERM_SEGMENTS: dict[TermKind, str] = {
    "tag": "tags",
    "org": "orgs",
    "author": "authors",
    "series": "series",
}
#: The kind of term of each such segment.
TERM_KINDS: dict[str, TermKind] = {segment: kind for kind, segment in TERM_SEGMENTS.items()}


#: Begins the names of pictures of people among small copies, before what ``authors.yml`` says.
FACE = "face:"


@unguarded
@dataclass(frozen=True, slots=True)
class Term:
    """A tag, organisation, author or series, under which papers and posts are filed."""

    kind: TermKind
    slug: str
    label: str
    description: str = ""
    #: Address of a page about the term elsewhere.
    url: str = ""
    #: Of an author: their title, and label and address of each social profile.
    title: str = ""
    links: tuple[tuple[str, str], ...] = ()
    #: The ``permalink`` in ``tags.yml``: the slug that the site wants.
    permalink: str = ""
    #: Of an author: address of their picture, or its path as ``authors.yml`` has it.
    picture: str = ""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The name of the picture among small copies."""
        return (f"{FACE}{self.picture}",) if self.picture else ()


QueryKind = Literal[
    "posts", "papers", "archive", "tags", "orgs", "authors", "series", "statistics",
    "newest", "month", "again", "numbers", "home", "gallery", "map",
]  # fmt: skip
#: The parts of a front page, and all of them.
FRONT_KINDS = frozenset({"newest", "month", "again", "numbers", "home"})
QueryView = Literal["rows", "table", "cards", "search"]
ChartKind = Literal["totals", "months", "orgs", "tags", "lag", "calendar"]


@kept
@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows: the rows of a kind that match every filter that is set."""

    kind: QueryKind
    tag: str = ""
    org: str = ""
    author: str = ""
    series: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    #: Most rows to return; 0 means all.
    limit: int = 0
    #: Rows to skip, for the pages of a list.
    offset: int = 0
    #: The one chart of the statistics to show; all if empty.
    chart: ChartKind | Literal[""] = ""
    #: Names of which one is an author of the paper.
    by: tuple[str, ...] = ()
    #: Only what the month of the newest post has.
    newest: bool = False
    #: What the rows look like; ``search`` puts a search of papers above them.
    view: QueryView = "rows"
    #: The line of the directive, from 1; 0 where a page asks by itself. No answer depends on it.
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row of a list: a post, a paper or a term, with everything that the list shows."""

    #: ``post``, ``paper`` or a :data:`TermKind`.
    kind: str
    title: str
    #: Document and anchor to link to; both empty where :attr:`page` is the target.
    docname: str = ""
    anchor: str = ""
    #: Gathered page, without suffix (``tags/agents``).
    page: str = ""
    date: datetime | None = None
    subtitle: str = ""
    summary: str = ""
    number: str = ""
    #: ``(label, slug)`` of each organisation.
    orgs: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    identifier: PaperId | None = None
    #: The number of papers (of a post), or of papers and posts (of a term).
    count: int = 0
    #: The papers of a post.
    children: tuple[Row, ...] = ()
    #: Whether a post comes before newer ones on the front page.
    pinned: bool = False
    #: Paths of pictures, the first of which that has a small copy stands beside the row.
    pictures: tuple[str, ...] = ()
    _digest: str = field(default="", init=False, compare=False)

    def __repr__(self) -> str:
        """Return a digest of all that the row shows, which is made once for all pages."""
        if not self._digest:
            # Those below it are shown by it alone, so they need no digest of their own.
            shown = _shown_of(self), [*map(_shown_of, self.children)]
            object.__setattr__(self, "_digest", digest(shown))
        return self._digest


_shown_of = attrgetter(
    *(item.name for item in fields(Row) if item.compare and item.name != "children")
)


def full_title(title: str, subtitle: str) -> str:
    """Return title and subtitle as one, with a colon unless the title ends in a mark."""
    if not subtitle:
        return title
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"


#: Roles that state a relation of the reviewed paper to another.
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
#: Roles that name a paper.
PAPER_ROLES = ("ref", *RELATION_KINDS)
