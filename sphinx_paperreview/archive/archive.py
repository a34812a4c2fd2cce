"""The archive: read-only indexes over all records, and the answers to queries.

A pure function of the records, the settings and the site's files of people, tags and papers; it
knows nothing of Sphinx, so a page is stale exactly when the rows it shows have changed.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.archive.related import related_papers
from sphinx_paperreview.archive.terms import TermArchive
from sphinx_paperreview.core.dates import is_only_date
from sphinx_paperreview.core.model import TERM_KINDS, Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx_paperreview.archive.related import Related
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, Post, Query, Term, TermKind


class Archive(TermArchive):
    """Everything that was read, and the rows that lists show of it.

    :param folder: where the words of reviews, and costly answers, are kept between builds
    """

    def __init__(self, settings: Settings, *, folder: Path | None = None, **parts: Any) -> None:
        super().__init__(settings, **parts)
        self._folder = folder

    @cached_property
    def _rows(self) -> dict[tuple[str, int], Row]:
        """Each row is made once, however many pages show it."""
        return {}

    @cached_property
    def _related(self) -> dict[str, tuple[Related, ...]]:
        newest = {key: self.reviews_of(key)[0] for key in self.keys}
        rows = {key: self.paper_row(paper) for key, paper in newest.items()}
        terms = {
            key: frozenset(label for label, _slug in (*row.orgs, *row.tags))
            for key, row in rows.items()
        }
        return related_papers(newest, terms, self._mentioned(newest), self._folder)

    def _mentioned(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for each paper those whose review mentions it, or which its own mentions."""
        anchors = {
            (review.docname, review.anchor): key for key in keys for review in self.reviews_of(key)
        }
        found: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            for mention in self.mentions_of(key):
                other = anchors.get((mention.docname, mention.anchor))
                if other is not None and other != key:
                    found[key].add(other)
                    found[other].add(key)
        return {key: frozenset(others) for key, others in found.items()}

    def related(self, key: str) -> tuple[Related, ...]:
        """Return the papers most like the one with *key*, the likest first."""
        return self._related.get(key, ())

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
            pinned=post.pinned,
        )

    def term_row(self, term: Term) -> Row:
        """Return the line that shows *term* in an index of terms."""
        count = len(self.papers_under(term)) if term.kind == "org" else 0
        count = count or len(self.posts_under(term)) + len(self.papers_under(term))
        page = self.term_page(term)
        return Row(term.kind, term.label, page=page, summary=term.description, count=count)

    def answer(self, query: Query) -> tuple[Row, ...]:
        """Return the rows that *query* asks for."""
        if query.kind in TERM_KINDS:
            kind = TERM_KINDS[query.kind]
            rows = tuple(self.term_row(term) for term in self.terms(kind))
        elif query.kind == "papers":
            rows = tuple(self.paper_row(paper) for paper in self.papers if self._fits(paper, query))
        else:
            posts = self.front if query.kind == "posts" else self.posts
            rows = tuple(self.post_row(post) for post in posts if self._holds(post, query))
        return rows[query.offset : query.offset + query.limit if query.limit else None]

    def _fits(self, paper: Paper, query: Query) -> bool:
        post = self._posts.get(paper.docname)
        if post is None and (
            query.year or query.month or query.day or query.author or query.series
        ):
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
            and query.day in {None, post.date.day}
            and self._among("series", query.series, (post.series,) if post.series else ())
            and self._among("author", query.author, names)
        )

    def _among(self, kind: TermKind, wanted: str, names: Iterable[str]) -> bool:
        if not wanted:
            return True
        term = self.term(kind, wanted)
        return term is not None and term in self.terms_of(kind, names)
