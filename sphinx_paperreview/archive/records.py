"""The records of all documents, in tables by docname, date, paper and anchor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.filenames import is_index, stem_of
from sphinx_paperreview.core.model import Metadata, Paper, full_title
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import arxiv_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from sphinx_paperreview.archive.sources import Records
    from sphinx_paperreview.core.model import Mention, PaperId, Post, RelationKind


#: What a review says of its paper under the same name as a file of the site does.
_OF_REVIEWS = {item.name for item in fields(Metadata)} & {item.name for item in fields(Paper)}
_OF_REVIEWS.discard("title")


class RecordIndex:
    """Tables over the records; each is made when it is first read and never changes.

    Posts, papers and mentions of unlisted posts are in the tables by docname alone.

    :param metadata: what the site's files say of papers, by key
    """

    def __init__(self, records: Records, metadata: Mapping[str, Metadata]) -> None:
        papers, mentions = records.papers, records.mentions
        self.posts_by_docname = records.posts
        self.metadata = metadata
        #: By key, the papers that are filed under another identity.
        self.same = same = _same_papers(metadata)
        self.papers_by_docname = papers if not same else {
            docname: tuple(_with_one_identity(paper, same) for paper in found)
            for docname, found in papers.items()
        }  # fmt: skip
        self.mentions_by_docname = mentions if not same else {
            docname: tuple(self._of_others(docname, found))
            for docname, found in mentions.items()
        }  # fmt: skip

    def _of_others(self, docname: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """Yield *mentions* under one identity, without those in a review of the same paper."""
        own = {(paper.anchor, paper.id.key) for paper in self.papers_by_docname.get(docname, ())}
        for mention in mentions:
            known = replace(mention, id=self.same.get(mention.id.key, mention.id))
            if (known.anchor, known.id.key) not in own:
                yield known

    def key_of(self, key: str) -> str:
        """Return the key under which the paper with *key* is filed."""
        return self.same[key].key if key in self.same else key

    # -- posts ---------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Listed posts, the newest day as it is written first, and of a day the latest moment.

        The docname decides between equal dates.
        """

        def age(post: Post) -> tuple[date, datetime, str]:
            return post.date.date(), post.date, post.docname

        listed = (post for post in self.posts_by_docname.values() if not post.unlisted)
        return tuple(sorted(listed, key=age, reverse=True))

    @cached_property
    def posts_by_name(self) -> dict[str, Post]:
        """Posts by file name, by path without ``/index`` and by slug.

        Of equal names, the first docname counts.
        """
        posts = sorted(self.posts_by_docname.items(), reverse=True)
        folders = {docname.rpartition("/")[0]: post for docname, post in posts if is_index(docname)}
        return (
            folders
            | {stem_of(docname): post for docname, post in posts}
            | {post.slug: post for _docname, post in posts if post.slug}
        )

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of each listed post in :attr:`posts`, by docname."""
        return {post.docname: number for number, post in enumerate(self.posts)}

    @cached_property
    def days(self) -> dict[tuple[int, int, int], tuple[Post, ...]]:
        """Listed posts by year, month and day, newest day first."""
        grouped: dict[tuple[int, int, int], list[Post]] = defaultdict(list)
        for post in self.posts:
            grouped[post.date.year, post.date.month, post.date.day].append(post)
        return {day: tuple(posts) for day, posts in grouped.items()}

    @cached_property
    def months(self) -> dict[tuple[int, int], tuple[Post, ...]]:
        """Listed posts by year and month, newest month first."""
        grouped: dict[tuple[int, int], list[Post]] = defaultdict(list)
        for post in self.posts:
            grouped[post.date.year, post.date.month].append(post)
        return {month: tuple(posts) for month, posts in grouped.items()}

    def _is_listed(self, docname: str) -> bool:
        post = self.posts_by_docname.get(docname)
        return post is None or not post.unlisted

    # -- papers --------------------------------------------------------------------------------

    @cached_property
    def reviews(self) -> dict[str, tuple[Paper, ...]]:
        """Listed reviews by the key of the paper, newest first."""
        grouped: dict[str, list[Paper]] = defaultdict(list)
        for docname in sorted(self.papers_by_docname):
            if self._is_listed(docname):
                for paper in self.papers_by_docname[docname]:
                    grouped[paper.id.key].append(paper)
        return {key: tuple(sorted(found, key=self._age)) for key, found in grouped.items()}

    def _age(self, paper: Paper) -> tuple[float, str, int]:
        """Return a sort key: newest first, undated last, then by document and position."""
        post = self.posts_by_docname.get(paper.docname)
        return (-post.date.timestamp() if post else float("inf"), paper.docname, paper.position)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Listed reviews, newest post first, in the order of each post."""
        found = (paper for reviews in self.reviews.values() for paper in reviews)
        return tuple(sorted(found, key=self._age))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the papers with a listed review, sorted."""
        return tuple(sorted(self.reviews))

    @cached_property
    def mentions(self) -> dict[str, tuple[Mention, ...]]:
        """Mentions in listed documents by the key of the paper, one for each section."""
        grouped: dict[str, dict[tuple[str, str], Mention]] = defaultdict(dict)
        for docname in sorted(self.mentions_by_docname):
            if self._is_listed(docname):
                for mention in self.mentions_by_docname[docname]:
                    grouped[mention.id.key].setdefault((docname, mention.anchor), mention)
        return {key: tuple(found.values()) for key, found in grouped.items()}

    @cached_property
    def keys_by_anchor(self) -> dict[str, str]:
        """The key of each reviewed paper by its label and by the anchors of its reviews."""
        labels = {identifiers.anchor(self.reviews[key][0].id): key for key in self.keys}
        return labels | {paper.anchor: key for key in self.keys for paper in self.reviews[key]}

    @cached_property
    def relations(self) -> dict[str, tuple[tuple[RelationKind, Paper], ...]]:
        """Relations by the key of their target, each with the newest review that states it."""
        grouped: dict[str, dict[tuple[RelationKind, str], Paper]] = defaultdict(dict)
        for paper in self.papers:
            for relation in paper.relations:
                place = relation.kind, paper.id.key
                grouped[relation.target.key].setdefault(place, paper)
        return {
            key: tuple((kind, paper) for (kind, _source), paper in found.items())
            for key, found in grouped.items()
        }

    @cached_property
    def unreviewed(self) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """Keys and mentions of papers without a listed review, the most mentioned first."""
        found = (item for item in self.mentions.items() if item[0] not in self.reviews)
        return tuple(sorted(found, key=lambda item: (-len(item[1]), item[0])))

    def collect_metadata(self, key: str) -> Metadata:
        """Return what is known of the paper filed under *key*, from all sources.

        A newer review has priority over an older one, any review over the site's files, and these
        over what follows from the identifier.
        """
        known = self.metadata.get(key, Metadata())
        given: dict[str, object] = {}
        reviews = self.reviews.get(key, ())
        for review in reversed(reviews):
            given |= {name: value for name in _OF_REVIEWS if (value := getattr(review, name))}
        if reviews and not known.title:
            subtitle = next((review.subtitle for review in reviews if review.subtitle), "")
            given["title"] = full_title(reviews[0].title, subtitle)
        paper_id = reviews[0].id if reviews else identifiers.identify(key)
        if paper_id is None:
            return replace(known, **given)  # type: ignore[arg-type]  # fields of the same types
        if paper_id.scheme == "doi" and not known.doi:
            given["doi"] = paper_id.value
        year = known.year or known.published[:4]
        if "year" not in given and not year and (month := arxiv_month(paper_id)):
            year = str(month[0])
        given.setdefault("year", year)
        return replace(known, **given)  # type: ignore[arg-type]  # fields of the same types


def _same_papers(metadata: Mapping[str, Metadata]) -> dict[str, PaperId]:
    """Return, by the key of a DOI, the arXiv identity of the paper whose metadata names the DOI."""
    found: dict[str, PaperId] = {}
    for key in sorted(metadata):
        doi = metadata[key].doi
        if doi and key.startswith("arxiv:"):
            other, this = identifiers.identify(f"doi:{doi}"), identifiers.identify(key)
            if other is not None and this is not None and other.scheme == "doi":
                found.setdefault(other.key, this)
    return found


def _with_one_identity(paper: Paper, same: Mapping[str, PaperId]) -> Paper:
    relations = tuple(
        replace(relation, target=same.get(relation.target.key, relation.target))
        for relation in paper.relations
    )
    return replace(paper, id=same.get(paper.id.key, paper.id), relations=relations)
