"""The archive: everything that was read, and the answers to what pages ask of it.

It depends on the records, the settings and the site's files of people, tags and papers alone, and
knows nothing of Sphinx. So a page is stale exactly when the answers that it shows have changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_paperreview.archive.records import RecordIndex
from sphinx_paperreview.archive.related import related_papers
from sphinx_paperreview.archive.terms import TermIndex
from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.metadata.dates import is_only_date
from sphinx_paperreview.core.metadata.names import displayed
from sphinx_paperreview.core.metadata.values import split_text
from sphinx_paperreview.core.model import TERM_KINDS, TERM_SEGMENTS, Metadata, Row
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import bare_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sphinx_paperreview.archive.related import Related
    from sphinx_paperreview.archive.sources import Records, SharedFacts
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.files.federation import OtherPaper
    from sphinx_paperreview.core.model import (
        Mention,
        Paper,
        PaperId,
        Person,
        Post,
        Query,
        RelationKind,
        Term,
        TermKind,
    )

#: Most pictures among which the one is sought that stands for a review.
_CANDIDATES = 4


class Archive:
    """Answers over all records; it never changes, and each answer is computed once.

    Unless an answer says otherwise, unlisted posts and the reviews in them are left out.

    :param shared: what the files of the site say
    :param folder: the folder of the doctrees, where the words of reviews and the related papers
        are kept between builds
    """

    def __init__(
        self,
        settings: Settings,
        records: Records,
        shared: SharedFacts,
        folder: Path | None = None,
    ) -> None:
        self._settings = settings
        self._updated = shared.updated
        self._folder = folder
        #: Other archives by name.
        self.others = shared.others
        self._records = RecordIndex(records, shared.metadata)
        self._terms = TermIndex(
            self._records, orgs=settings.orgs, people=shared.people, tags=shared.tags
        )
        self._about: dict[str, Metadata] = {}
        self._rows: dict[tuple[str, int], Row] = {}
        self._paper_pages: dict[str, str] = {}

    # -- posts -----------------------------------------------------------------------------------

    @property
    def posts(self) -> tuple[Post, ...]:
        """Posts, newest first; the docname decides between equal dates."""
        return self._records.posts

    @cached_property
    def front(self) -> tuple[Post, ...]:
        """Posts in the order of the front page: pinned ones before the others."""
        return tuple(sorted(self.posts, key=lambda post: not post.pinned))

    @property
    def days(self) -> dict[tuple[int, int, int], tuple[Post, ...]]:
        """Posts by year, month and day, newest day first."""
        return self._records.days

    @property
    def months(self) -> dict[tuple[int, int], tuple[Post, ...]]:
        """Posts by year and month, newest month first."""
        return self._records.months

    def posts_of_month(self, year: int, month: int) -> tuple[Post, ...]:
        """Return the posts of a month, the newest first."""
        return self.months.get((year, month), ())

    def post(self, docname: str) -> Post | None:
        """Return the post in *docname*, listed or not."""
        return self._records.posts_by_docname.get(docname)

    def post_called(self, name: str) -> Post | None:
        """Return the post called *name*: a docname, a file name or a slug."""
        name = name.strip("/").removesuffix(".mdx").removesuffix(".md")
        return self.post(name) or self._records.posts_by_name.get(name)

    @cached_property
    def former_addresses(self) -> frozenset[str]:
        """Addresses that are redirected, as :func:`bare_address` gives them."""
        aliases = (alias for post in self.posts for alias in post.aliases)
        return frozenset(map(bare_address, (*self._settings.redirects, *aliases)))

    def neighbours(self, docname: str) -> tuple[Post | None, Post | None]:
        """Return the next older and the next newer post."""
        position = self._records.positions.get(docname)
        if position is None:
            return None, None
        older = self.posts[position + 1] if position + 1 < len(self.posts) else None
        return older, self.posts[position - 1] if position else None

    def date_of(self, docname: str) -> datetime | None:
        """Return the date of the post in *docname*, listed or not; None for other documents."""
        post = self.post(docname)
        return post.date if post else None

    def updated(self, post: Post) -> datetime:
        """Return when *post* was last changed: never before its own date."""
        return max(post.updated, self._updated.get(post.docname, post.updated))

    def people(self, post: Post) -> tuple[Person, ...]:
        """Return the authors of *post*."""
        return tuple(self.person(person) for person in post.authors)

    def person(self, person: Person) -> Person:
        """Return the entry of ``authors.yml`` for *person*, or *person* if there is none."""
        return self._terms.people.get(person.key, person)

    def authors(self, people: Iterable[Person]) -> tuple[Term, ...]:
        """Return the terms of *people* who are authors of posts, in that order, each once."""
        return self._terms.authors(people)

    # -- papers ----------------------------------------------------------------------------------

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Reviews, newest post first, in the order of each post."""
        return self._records.papers

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the reviewed papers, sorted."""
        return self._records.keys

    @cached_property
    def paper_pages(self) -> frozenset[str]:
        """The names of the pages of papers, of each paper one."""
        return frozenset(self.paper_page(self.reviews_of(key)[0].id) for key in self.keys)

    @property
    def unreviewed(self) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """Keys and mentions of papers that are not reviewed, the most mentioned first."""
        return self._records.unreviewed

    def papers_in(self, docname: str) -> tuple[Paper, ...]:
        """Return the reviews in *docname*, listed or not, in their order."""
        return self._records.papers_by_docname.get(docname, ())

    def mentions_in(self, docname: str) -> tuple[Mention, ...]:
        """Return the links to papers in *docname*, listed or not."""
        return self._records.mentions_by_docname.get(docname, ())

    def key_of(self, key: str) -> str:
        """Return the key under which the paper with *key* is filed (a DOI may be arXiv's)."""
        return self._records.key_of(key)

    def key_at(self, anchor: str) -> str:
        """Return the key of the reviewed paper whose section or label is *anchor*, else empty."""
        return self._records.keys_by_anchor.get(anchor, "")

    def reviews_of(self, key: str) -> tuple[Paper, ...]:
        """Return the reviews of the paper with *key* (``arxiv:2511.10643``), newest first."""
        return self._records.reviews.get(self._records.key_of(key), ())

    def mentions_of(self, key: str) -> tuple[Mention, ...]:
        """Return the links to a paper, one for each section, by document."""
        return self._records.mentions.get(self._records.key_of(key), ())

    def related_to(self, key: str) -> tuple[tuple[RelationKind, Paper], ...]:
        """Return the reviews that name the paper with *key* as the target of a relation."""
        return self._records.relations.get(self._records.key_of(key), ())

    def targets_of(self, key: str) -> tuple[str, ...]:
        """Return the keys of the papers to which the reviews of a paper state a relation."""
        relations = (each for review in self.reviews_of(key) for each in review.relations)
        return tuple(dict.fromkeys(self.key_of(relation.target.key) for relation in relations))

    def about(self, key: str) -> Metadata:
        """Return what is known of the paper with *key* from all sources, best source first."""
        key = self.key_of(key)
        if key not in self._about:
            self._about[key] = self._records.collect_metadata(key)
        return self._about[key]

    def known(self, key: str) -> Metadata:
        """Return what the site's files alone say of the paper with *key*."""
        return self._records.metadata.get(key, Metadata())

    @property
    def others_shown(self) -> tuple[tuple[str, str, int], ...]:
        """Return name, address and number of papers of each other archive."""
        return tuple((name, other.url, len(other.papers)) for name, other in self.others.items())

    def elsewhere(self, key: str) -> tuple[tuple[str, OtherPaper], ...]:
        """Return the names of the other archives that review the paper with *key*, and it there."""
        key = self.key_of(key)
        return tuple(
            (name, other.papers[key]) for name, other in self.others.items() if key in other.papers
        )

    def newest_elsewhere(self, key: str) -> OtherPaper | None:
        """Return the paper with *key* in the other archive that reviewed it last."""
        found = [paper for _name, paper in self.elsewhere(key)]
        return max(found, key=lambda paper: paper.reviews[0].date, default=None)

    def related(self, key: str) -> tuple[Related, ...]:
        """Return the papers most similar to the one with *key*, the most similar first."""
        return self._related.get(key, ())

    @cached_property
    def by_age(self) -> tuple[str, ...]:
        """Keys of the reviewed papers, the one whose first review is the oldest first."""

        def age(key: str) -> tuple[float, str, int]:
            first = self.reviews_of(key)[-1]
            return self._moment(first), first.docname, first.position

        return tuple(sorted(self.keys, key=age))

    @cached_property
    def _related(self) -> dict[str, tuple[Related, ...]]:
        # The first review decides, so that another one of the same paper changes nothing.
        papers = {key: self.reviews_of(key)[-1] for key in self.by_age}
        terms = {
            key: frozenset(label for label, _slug in (*self._orgs_of(paper), *self._tags_of(paper)))
            for key, paper in papers.items()
        }
        return related_papers(papers, terms, self._mentioned_together(), self._folder)

    def _moment(self, paper: Paper) -> float:
        """Return the time of the post of *paper*; a document without a date is older than all."""
        date = self.date_of(paper.docname)
        return date.timestamp() if date else float("-inf")

    def _mentioned_together(self) -> dict[str, frozenset[str]]:
        """Return for each paper those whose review mentions it, or which its own mentions."""
        anchors = {
            (review.docname, review.anchor): key
            for key in self.keys
            for review in self.reviews_of(key)
        }
        found: dict[str, set[str]] = defaultdict(set)
        for key in self.keys:
            for mention in self.mentions_of(key):
                other = anchors.get((mention.docname, mention.anchor))
                if other is not None and other != key:
                    found[key].add(other)
                    found[other].add(key)
        return {key: frozenset(others) for key, others in found.items()}

    # -- terms -----------------------------------------------------------------------------------

    def terms(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of *kind* under which something is filed, by label."""
        return self._terms.terms[kind]

    def term_slugs(self, kind: TermKind) -> frozenset[str]:
        """Return the slugs of :meth:`terms`."""
        return self._terms.slugs[kind]

    def term(self, kind: TermKind, name: str) -> Term | None:
        """Return the term of *kind* called *name*: a slug, a key, a label or an alias."""
        return self._terms.find(kind, name)

    def terms_of(self, kind: TermKind, names: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms called *names*, in that order, each once."""
        return self._terms.find_all(kind, names)

    def posts_under(self, term: Term) -> tuple[Post, ...]:
        """Return the posts filed under *term*, newest first."""
        return self._terms.posts.get((term.kind, term.slug), ())

    def papers_under(self, term: Term) -> tuple[Paper, ...]:
        """Return the reviews filed under *term* themselves, newest first."""
        return self._terms.papers.get((term.kind, term.slug), ())

    def series_of(self, post: Post) -> tuple[Term | None, tuple[Post, ...]]:
        """Return the series that *post* is a part of, and all its parts, the oldest first."""
        term = self.term("series", post.series) if post.series and not post.unlisted else None
        return term, self.posts_under(term)[::-1] if term else ()

    def org_label(self, name: str) -> str:
        """Return the site's spelling of the organisation *name*."""
        return self._terms.org_label(name)

    def is_known_org(self, name: str) -> bool:
        """Return whether ``paperreview_orgs`` has the organisation, by its label or an alias."""
        return slugs.fold(name) in self._terms.organisations

    def is_term(self, kind: TermKind, name: str) -> bool:
        """Return whether a term is in use, or described by the settings or files of the site."""
        return self._terms.is_described(kind, name) or self.term(kind, name) is not None

    def is_known_tag(self, name: str) -> bool:
        """Return whether ``tags.yml`` has the tag, by key or label; without that file, all are."""
        return not self._terms.tags or slugs.fold(name) in self._terms.tag_names

    # -- addresses -------------------------------------------------------------------------------

    def segment(self, name: str) -> str:
        """Return the first segment of the addresses of *name*, renamed by ``paperreview_urls``."""
        return self._settings.urls.get(name, name).strip("/")

    def term_page(self, term: Term) -> str:
        """Return the page of *term*, without suffix."""
        return f"{self.segment(TERM_SEGMENTS[term.kind])}/{term.slug}"

    def paper_page(self, paper_id: PaperId) -> str:
        """Return the page of a paper, without suffix; empty if ``paperreview_paper_pages`` says so.

        A paper without a review has no page.
        """
        key = self.key_of(paper_id.key)
        if key not in self._paper_pages:
            self._paper_pages[key] = self._page_of(key)
        return self._paper_pages[key]

    def _page_of(self, key: str) -> str:
        reviews, wanted = self.reviews_of(key), self._settings.paper_pages
        if not reviews or wanted == "none":
            return ""
        if wanted == "gathered" and len(reviews) + len(self.mentions_of(key)) < 2:
            return ""
        return f"{self.segment('papers')}/{identifiers.page_name(reviews[0].id)}"

    # -- rows ------------------------------------------------------------------------------------

    def paper_row(self, paper: Paper) -> Row:
        """Return the row that shows *paper* in a list."""
        key = paper.docname, paper.position
        if key not in self._rows:
            self._rows[key] = self._make_paper_row(paper)
        return self._rows[key]

    def _orgs_of(self, paper: Paper) -> tuple[tuple[str, str], ...]:
        """Return label and slug of each organisation of *paper*."""
        return self._labels("org", paper.orgs)

    def _tags_of(self, paper: Paper) -> tuple[tuple[str, str], ...]:
        """Return label and slug of each tag of *paper* and of its post."""
        post = self.post(paper.docname)
        return self._labels("tag", (*paper.tags, *(post.tags if post else ())))

    def _make_paper_row(self, paper: Paper) -> Row:
        post = self.post(paper.docname)
        return Row(
            kind="paper",
            title=paper.title,
            docname=paper.docname,
            anchor=paper.anchor,
            page=self.paper_page(paper.id),
            date=post.date if post else None,
            subtitle=paper.subtitle,
            summary=paper.summary,
            number=paper.number,
            orgs=self._orgs_of(paper),
            tags=self._tags_of(paper),
            identifier=paper.id,
            pictures=self.pictures_of(paper),
        )

    def _labels(self, kind: TermKind, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple([(term.label, term.slug) for term in self.terms_of(kind, names)])

    def pictures_of(self, paper: Paper) -> tuple[str, ...]:
        """Return the paths of the pictures of a review, the one that stands for it first.

        Those in other reviews of the same paper follow.
        """
        own = _pictures_of(paper)
        near = self.reviews_of(paper.id.key)[:_CANDIDATES]
        others = (path for other in near for path in _pictures_of(other))
        return tuple(dict.fromkeys((*own, *others)))[:_CANDIDATES]

    def post_row(self, post: Post) -> Row:
        """Return the row that shows *post* and its papers.

        A title that is a date is left out, and so is the only paper where the post has its title.
        """
        key = post.docname, -1
        if key not in self._rows:
            self._rows[key] = self._make_post_row(post)
        return self._rows[key]

    def _make_post_row(self, post: Post) -> Row:
        papers = self.papers_in(post.docname)
        is_named = len(papers) == 1 and papers[0].title.casefold() in post.title.casefold()
        return Row(
            kind="post",
            title="" if papers and is_only_date(post.title, post.date) else post.title,
            docname=post.docname,
            date=post.date,
            summary=post.description,
            tags=self._labels("tag", post.tags),
            count=len(papers),
            children=tuple(
                Row("paper", paper.title, paper.docname, paper.anchor, number=paper.number)
                for paper in (() if is_named else papers)
            ),
            pinned=post.pinned,
            pictures=_pictures_of_post(post, papers),
        )

    def term_row(self, term: Term) -> Row:
        """Return the row that shows *term* in an index of terms."""
        count = len(self.papers_under(term)) if term.kind == "org" else 0
        count = count or len(self.posts_under(term)) + len(self.papers_under(term))
        page = self.term_page(term)
        return Row(term.kind, term.label, page=page, summary=term.description, count=count,
                   pictures=term.pictures)  # fmt: skip

    # -- queries ---------------------------------------------------------------------------------

    def answer(self, query: Query) -> tuple[Row, ...]:
        """Return the rows that *query* asks for."""
        if query.newest:
            if not self.months:
                return ()
            year, month = max(self.months)
            query = replace(query, year=year, month=month, newest=False)
        if query.kind in TERM_KINDS:
            kind = TERM_KINDS[query.kind]
            rows = tuple(self.term_row(term) for term in self.terms(kind))
        elif query.kind == "papers":
            rows = tuple(self.paper_row(paper) for paper in self.papers_matching(query))
        else:
            posts = self.front if query.kind == "posts" else self._posts_in(query.year, query.month)
            rows = tuple(self.post_row(post) for post in posts if self._post_matches(post, query))
        return rows[query.offset : query.offset + query.limit if query.limit else None]

    def _posts_in(self, year: int | None, month: int | None) -> Sequence[Post]:
        """Return the posts of a year, or of a month of it; without a year, all."""
        if year is None:
            return self.posts
        if month is not None:
            return self.posts_of_month(year, month)
        found = (posts for (each, _month), posts in self.months.items() if each == year)
        return [post for posts in found for post in posts]

    def papers_matching(self, query: Query) -> Iterator[Paper]:
        """Yield the listed reviews that *query* asks for, without its limit."""
        return (paper for paper in self.papers if self._paper_matches(paper, query))

    def _paper_matches(self, paper: Paper, query: Query) -> bool:
        post = self.post(paper.docname)
        if post is None and (
            query.year or query.month or query.day or query.author or query.series
        ):
            return False
        tags = (*paper.tags, *(post.tags if post else ()))
        return (
            self._matches("org", query.org, paper.orgs)
            and self._matches("tag", query.tag, tags)
            and (not query.by or self._is_written_by(paper, query.by))
            and (post is None or self._date_and_people_match(post, query))
        )

    def _is_written_by(self, paper: Paper, names: Iterable[str]) -> bool:
        """Return whether one of *names* is an author of *paper*, in whatever form it is written."""
        authors = paper.authors or self.about(paper.id.key).authors
        wanted = {name.casefold() for name in displayed(names)}
        return any(name.casefold() in wanted for name in displayed(authors))

    def _post_matches(self, post: Post, query: Query) -> bool:
        if not self._date_and_people_match(post, query):
            return False
        papers = self.papers_in(post.docname)
        orgs = (org for paper in papers for org in paper.orgs)
        tags = (*post.tags, *(tag for paper in papers for tag in paper.tags)) if query.tag else ()
        return (
            self._matches("org", query.org, orgs)
            and self._matches("tag", query.tag, tags)
            and (not query.by or any(self._is_written_by(paper, query.by) for paper in papers))
        )

    def _date_and_people_match(self, post: Post, query: Query) -> bool:
        return (
            query.year in {None, post.date.year}
            and query.month in {None, post.date.month}
            and query.day in {None, post.date.day}
            and self._matches("series", query.series, (post.series,) if post.series else ())
            and (not query.author or self._is_by(post, query.author))
        )

    def _is_by(self, post: Post, author: str) -> bool:
        term = self.term("author", author)
        return term is not None and term in self.authors(post.authors)

    def _matches(self, kind: TermKind, wanted: str, names: Iterable[str]) -> bool:
        """Return whether the term *wanted* is among *names*; it is if none is wanted."""
        if not wanted:
            return True
        found = self.terms_of(kind, names)
        return any(
            term in found
            for each in (wanted, *split_text(wanted))
            if (term := self.term(kind, each)) is not None
        )


def _pictures_of(paper: Paper) -> tuple[str, ...]:
    """Return the paths of the pictures of a review, the one that stands for it first."""
    paths = [paper.cover, *(figure.path for figure in paper.figures[:_CANDIDATES])]
    return tuple(dict.fromkeys(filter(None, paths)))


def _pictures_of_post(post: Post, papers: Iterable[Paper]) -> tuple[str, ...]:
    """Return the paths of the pictures of a post: the front matter's, then those of its papers."""
    own = (post.image,) if post.has_image else ()
    paths = [*own, *(path for paper in papers for path in _pictures_of(paper)), post.image]
    return tuple(dict.fromkeys(filter(None, paths)))[:_CANDIDATES]
