"""The archive: read-only indexes over all records, and the answers to queries.

A pure function of the records, the settings and the two files of people and tags; it knows
nothing of Sphinx, so a page is stale exactly when the rows it shows have changed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import identifiers, slugs
from sphinx_paperreview.dates import is_only_date
from sphinx_paperreview.model import TERM_SEGMENTS, Row, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.model import Mention, Paper, PaperId, Person, Post, Query, TermKind


def digest(value: object) -> str:
    """Return a short hash of *value*, which must be records, texts, numbers and tuples of them."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Archive:
    """Everything that was read, found again by paper, term, date and author.

    :param posts: the record of each dated document, by docname
    :param papers: the reviews in each document, in order, by docname
    :param mentions: the links to papers in each document, by docname
    :param people: entries of ``authors.yml`` by key
    :param tags: entries of ``tags.yml`` by key
    """

    def __init__(
        self,
        settings: Settings,
        *,
        posts: Mapping[str, Post],
        papers: Mapping[str, tuple[Paper, ...]],
        mentions: Mapping[str, tuple[Mention, ...]],
        people: Mapping[str, Person],
        tags: Mapping[str, Term],
    ) -> None:
        self._settings = settings
        self._posts = posts
        self._papers = papers
        self._mentions = mentions
        self._people = people
        self._tags = tags
        self._organisations = _organisations(settings.orgs)
        # Each row and each name is worked out once, however many pages show it.
        self._rows: dict[tuple[str, int], Row] = {}
        self._named: dict[tuple[TermKind, str], Term | None] = {}

    # -- posts ---------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Listed posts, newest first; the docname decides between equal dates."""
        listed = (post for post in self._posts.values() if not post.unlisted)
        return tuple(sorted(listed, key=lambda post: (post.date, post.docname), reverse=True))

    def post(self, docname: str) -> Post | None:
        """Return the post in *docname*, listed or not."""
        return self._posts.get(docname)

    def post_called(self, name: str) -> Post | None:
        """Return the post called *name*: a docname, a file name or a slug."""
        name = name.strip("/").removesuffix(".mdx").removesuffix(".md")
        return self.post(name) or self._posts_by_name.get(name)

    @cached_property
    def _posts_by_name(self) -> dict[str, Post]:
        posts = sorted(self._posts.items(), reverse=True)
        return {docname.rpartition("/")[2]: post for docname, post in posts} | {
            post.slug: post for _docname, post in posts if post.slug
        }

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {post.docname: number for number, post in enumerate(self.posts)}

    def neighbours(self, docname: str) -> tuple[Post | None, Post | None]:
        """Return the next older and the next newer listed post."""
        position = self._positions.get(docname)
        if position is None:
            return None, None
        older = self.posts[position + 1] if position + 1 < len(self.posts) else None
        return older, self.posts[position - 1] if position else None

    @cached_property
    def months(self) -> dict[tuple[int, int], tuple[Post, ...]]:
        """Posts by year and month, newest month first."""
        grouped: dict[tuple[int, int], list[Post]] = defaultdict(list)
        for post in self.posts:
            grouped[post.date.year, post.date.month].append(post)
        return {month: tuple(posts) for month, posts in grouped.items()}

    # -- papers --------------------------------------------------------------------------------

    def papers_in(self, docname: str) -> tuple[Paper, ...]:
        """Return the reviews in *docname*, in their order."""
        return self._papers.get(docname, ())

    def date_of(self, docname: str) -> datetime | None:
        """Return the date of the post in *docname*, or nothing for other documents."""
        post = self._posts.get(docname)
        return post.date if post else None

    def _is_listed(self, docname: str) -> bool:
        post = self._posts.get(docname)
        return post is None or not post.unlisted

    @cached_property
    def _reviews(self) -> dict[str, tuple[Paper, ...]]:
        grouped: dict[str, list[Paper]] = defaultdict(list)
        for docname in sorted(self._papers):
            if self._is_listed(docname):
                for paper in self._papers[docname]:
                    grouped[paper.id.key].append(paper)
        return {key: tuple(sorted(found, key=self._age)) for key, found in grouped.items()}

    def _age(self, paper: Paper) -> tuple[float, str, int]:
        """Sort newest first, undated last, then by place."""
        date = self.date_of(paper.docname)
        return (-date.timestamp() if date else float("inf"), paper.docname, paper.position)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """All listed reviews, newest post first, in the order of each post."""
        return tuple(
            sorted((paper for found in self._reviews.values() for paper in found), key=self._age)
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the papers reviewed in a listed document, sorted."""
        return tuple(sorted(self._reviews))

    def reviews_of(self, key: str) -> tuple[Paper, ...]:
        """Return the reviews of the paper with *key* (``arxiv:2511.10643``), newest first."""
        return self._reviews.get(key, ())

    @cached_property
    def _mentions_by_key(self) -> dict[str, tuple[Mention, ...]]:
        grouped: dict[str, dict[tuple[str, str], Mention]] = defaultdict(dict)
        for docname in sorted(self._mentions):
            if self._is_listed(docname):
                for mention in self._mentions[docname]:
                    grouped[mention.id.key].setdefault((docname, mention.anchor), mention)
        return {key: tuple(found.values()) for key, found in grouped.items()}

    def mentions_of(self, key: str) -> tuple[Mention, ...]:
        """Return the links to a paper, one for each section, by document."""
        return self._mentions_by_key.get(key, ())

    def paper_page(self, identifier: PaperId) -> str:
        """Return the page of a paper, or nothing where the settings give it none."""
        key, wanted = identifier.key, self._settings.paper_pages
        reviews = self._reviews.get(key, ())
        if not reviews or wanted == "none":
            return ""
        if wanted == "gathered" and len(reviews) + len(self.mentions_of(key)) < 2:
            return ""
        return f"{self.segment('papers')}/{identifiers.page_name(identifier)}"

    # -- terms ---------------------------------------------------------------------------------

    def segment(self, name: str) -> str:
        """Return the first segment of the addresses of *name*, renamed if the site says so."""
        return self._settings.urls.get(name, name).strip("/")

    def person(self, person: Person) -> Person:
        """Return the entry of ``authors.yml`` for *person*, or *person* if there is none."""
        return self._people.get(person.key, person)

    def org_label(self, name: str) -> str:
        """Return how the site spells the organisation *name*."""
        return self._organisations.get(slugs.fold(name), Term("org", "", name)).label

    def is_known_org(self, name: str) -> bool:
        """Tell whether ``paperreview_orgs`` names the organisation or an alias of it."""
        return slugs.fold(name) in self._organisations

    def tag_label(self, name: str) -> str:
        """Return the label that ``tags.yml`` gives to the tag, else the tag."""
        known = self._tags.get(name) or self._tags.get(name.casefold())
        return known.label if known else name

    @cached_property
    def _labels(self) -> dict[TermKind, dict[str, str]]:
        tags = {self.tag_label(tag) for post in self.posts for tag in post.tags}
        tags |= {self.tag_label(tag) for paper in self.papers for tag in paper.tags}
        orgs = {self.org_label(org) for paper in self.papers for org in paper.orgs}
        authors = {self.person(person).name for post in self.posts for person in post.authors}
        return {
            "tag": slugs.assign(tags),
            "org": slugs.assign(orgs),
            "author": slugs.assign(authors),
        }

    @cached_property
    def _terms(self) -> dict[TermKind, dict[str, Term]]:
        described: dict[TermKind, Iterable[Term]] = {
            "tag": self._tags.values(),
            "org": self._organisations.values(),
            "author": (
                Term("author", "", person.name, person.description or person.title, person.url)
                for person in self._people.values()
            ),
        }
        result: dict[TermKind, dict[str, Term]] = {}
        for kind, labels in self._labels.items():
            known = {slugs.fold(term.label): term for term in described[kind]}
            found: dict[str, Term] = {}
            for label in sorted(labels):
                slug = labels[label]
                term = known.get(slugs.fold(label))
                if slug not in found:
                    found[slug] = Term(
                        kind,
                        slug,
                        term.label if term else label,
                        term.description if term else "",
                        term.url if term else "",
                    )
            result[kind] = found
        return result

    def terms(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of *kind* that something is filed under, by label."""
        return self._sorted_terms[kind]

    @cached_property
    def _sorted_terms(self) -> dict[TermKind, tuple[Term, ...]]:
        return {
            kind: tuple(
                sorted(found.values(), key=lambda term: (slugs.fold(term.label), term.slug))
            )
            for kind, found in self._terms.items()
        }

    def term(self, kind: TermKind, name: str) -> Term | None:
        """Return the term of *kind* called *name*: a slug, a key, a label or an alias."""
        if (kind, name) not in self._named:
            self._named[kind, name] = self._find_term(kind, name)
        return self._named[kind, name]

    def _find_term(self, kind: TermKind, name: str) -> Term | None:
        labels = {"tag": self.tag_label, "org": self.org_label, "author": self._author_label}
        slug = self._labels[kind].get(labels[kind](name)) or self._folded[kind].get(
            slugs.fold(labels[kind](name)), name
        )
        return self._terms[kind].get(slug)

    @cached_property
    def _folded(self) -> dict[TermKind, dict[str, str]]:
        return {
            kind: {slugs.fold(label): labels[label] for label in sorted(labels)}
            for kind, labels in self._labels.items()
        }

    def _author_label(self, name: str) -> str:
        return self._people[name].name if name in self._people else name

    def term_page(self, term: Term) -> str:
        """Return the page of *term*, without suffix."""
        return f"{self.segment(TERM_SEGMENTS[term.kind])}/{term.slug}"

    def terms_of(self, kind: TermKind, names: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms called *names*, in that order, each once."""
        found = (self.term(kind, name) for name in names)
        return tuple(dict.fromkeys(term for term in found if term is not None))

    @cached_property
    def _posts_by_term(self) -> dict[tuple[TermKind, str], tuple[Post, ...]]:
        grouped: dict[tuple[TermKind, str], list[Post]] = defaultdict(list)
        for post in self.posts:
            names = tuple(self.person(person).name for person in post.authors)
            for term in self.terms_of("tag", post.tags) + self.terms_of("author", names):
                grouped[term.kind, term.slug].append(post)
        return {key: tuple(found) for key, found in grouped.items()}

    @cached_property
    def _papers_by_term(self) -> dict[tuple[TermKind, str], tuple[Paper, ...]]:
        grouped: dict[tuple[TermKind, str], list[Paper]] = defaultdict(list)
        for paper in self.papers:
            for term in self.terms_of("org", paper.orgs) + self.terms_of("tag", paper.tags):
                grouped[term.kind, term.slug].append(paper)
        return {key: tuple(found) for key, found in grouped.items()}

    def posts_under(self, term: Term) -> tuple[Post, ...]:
        """Return the posts filed under *term*, newest first."""
        return self._posts_by_term.get((term.kind, term.slug), ())

    def papers_under(self, term: Term) -> tuple[Paper, ...]:
        """Return the reviews filed under *term* themselves, newest first."""
        return self._papers_by_term.get((term.kind, term.slug), ())

    # -- rows ----------------------------------------------------------------------------------

    def paper_row(self, paper: Paper) -> Row:
        """Return the line that shows *paper* in a list."""
        key = paper.docname, paper.position
        if key not in self._rows:
            self._rows[key] = self._make_paper_row(paper)
        return self._rows[key]

    def _make_paper_row(self, paper: Paper) -> Row:
        post = self._posts.get(paper.docname)
        tags = self.terms_of("tag", (*paper.tags, *(post.tags if post else ())))
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
            orgs=tuple((term.label, term.slug) for term in self.terms_of("org", paper.orgs)),
            tags=tuple((term.label, term.slug) for term in tags),
            identifier=paper.id,
        )

    def post_row(self, post: Post) -> Row:
        """Return the line that shows *post* with its papers; a title that is a date is dropped."""
        key = post.docname, -1
        if key not in self._rows:
            self._rows[key] = self._make_post_row(post)
        return self._rows[key]

    def _make_post_row(self, post: Post) -> Row:
        papers = self.papers_in(post.docname)
        return Row(
            kind="post",
            title="" if papers and is_only_date(post.title, post.date) else post.title,
            docname=post.docname,
            date=post.date,
            summary=post.description,
            tags=tuple((term.label, term.slug) for term in self.terms_of("tag", post.tags)),
            count=len(papers),
            children=tuple(
                Row("paper", paper.title, paper.docname, paper.anchor, number=paper.number)
                for paper in papers
            ),
        )

    def term_row(self, term: Term) -> Row:
        """Return the line that shows *term* in an index of terms."""
        count = len(self.papers_under(term)) if term.kind == "org" else 0
        count = count or len(self.posts_under(term)) + len(self.papers_under(term))
        page = self.term_page(term)
        return Row(term.kind, term.label, page=page, summary=term.description, count=count)

    def answer(self, query: Query) -> tuple[Row, ...]:
        """Return the rows that *query* asks for."""
        if query.kind in {"tags", "orgs", "authors"}:
            kind: TermKind = query.kind[:-1]  # type: ignore[assignment]  # by the line above
            rows = tuple(self.term_row(term) for term in self.terms(kind))
        elif query.kind == "papers":
            rows = tuple(self.paper_row(paper) for paper in self.papers if self._fits(paper, query))
        else:
            rows = tuple(self.post_row(post) for post in self.posts if self._holds(post, query))
        return rows[query.offset : query.offset + query.limit if query.limit else None]

    def _fits(self, paper: Paper, query: Query) -> bool:
        post = self._posts.get(paper.docname)
        if (query.year or query.month or query.author) and post is None:
            return False
        tags = (*paper.tags, *(post.tags if post else ()))
        return (
            self._among("org", query.org, paper.orgs)
            and self._among("tag", query.tag, tags)
            and (post is None or self._dated_and_signed(post, query))
        )

    def _holds(self, post: Post, query: Query) -> bool:
        papers = self.papers_in(post.docname)
        orgs = tuple(org for paper in papers for org in paper.orgs)
        tags = post.tags + tuple(tag for paper in papers for tag in paper.tags)
        return (
            self._among("org", query.org, orgs)
            and self._among("tag", query.tag, tags)
            and self._dated_and_signed(post, query)
        )

    def _dated_and_signed(self, post: Post, query: Query) -> bool:
        names = tuple(self.person(person).name for person in post.authors)
        return (
            query.year in {None, post.date.year}
            and query.month in {None, post.date.month}
            and self._among("author", query.author, names)
        )

    def _among(self, kind: TermKind, wanted: str, names: Iterable[str]) -> bool:
        if not wanted:
            return True
        term = self.term(kind, wanted)
        return term is not None and term in self.terms_of(kind, names)


def _organisations(orgs: Mapping[str, object]) -> dict[str, Term]:
    """Return the organisations of ``paperreview_orgs`` by every folded spelling."""
    result: dict[str, Term] = {}
    for label, value in orgs.items():
        entry = value if isinstance(value, dict) else {"aliases": value}
        aliases: Any = entry.get("aliases") or ()
        spellings = (aliases,) if isinstance(aliases, str) else tuple(map(str, aliases))
        term = Term(
            "org", "", str(label), str(entry.get("description", "")), str(entry.get("url", ""))
        )
        for spelling in (str(label), *spellings):
            result[slugs.fold(spelling)] = term
    return result
