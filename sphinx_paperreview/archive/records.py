"""The records of an archive, in their order: posts, papers and the links between them.

The lowest of the three parts of :class:`~sphinx_paperreview.archive.Archive`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.arxiv import arxiv_month
from sphinx_paperreview.core.model import Metadata, full_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Mention, Paper, PaperId, Post, RelationKind


def _same_papers(metadata: Mapping[str, Metadata]) -> dict[str, PaperId]:
    """Return by key the papers that go by another identity: a DOI that arXiv knows of."""
    found: dict[str, PaperId] = {}
    for key in sorted(metadata):
        doi = metadata[key].doi
        if doi and key.startswith("arxiv:"):
            other, this = identifiers.identify(f"doi:{doi}"), identifiers.identify(key)
            if other is not None and this is not None and other.scheme == "doi":
                found.setdefault(other.key, this)
    return found


def _known_as(paper: Paper, same: Mapping[str, PaperId]) -> Paper:
    """Return *paper* and its relations by the one identity of each."""
    relations = tuple(
        replace(relation, target=same.get(relation.target.key, relation.target))
        for relation in paper.relations
    )
    return replace(paper, id=same.get(paper.id.key, paper.id), relations=relations)


class RecordArchive:
    """What was read, found again by document, date and paper.

    :param posts: the record of each dated document, by docname
    :param papers: the reviews in each document, in order, by docname
    :param mentions: the links to papers in each document, by docname
    :param metadata: what is known of papers from elsewhere, by key
    :param updated: when a document was last changed, where that is known from outside of it
    """

    def __init__(
        self,
        settings: Settings,
        *,
        posts: Mapping[str, Post],
        papers: Mapping[str, tuple[Paper, ...]],
        mentions: Mapping[str, tuple[Mention, ...]],
        metadata: Mapping[str, Metadata],
        updated: Mapping[str, datetime],
    ) -> None:
        self._settings = settings
        self._posts = posts
        self._metadata = metadata
        self._same = same = _same_papers(metadata)
        self._papers = papers if not same else {
            docname: tuple(_known_as(paper, same) for paper in found)
            for docname, found in papers.items()
        }  # fmt: skip
        self._mentions = mentions if not same else {
            docname: tuple(self._of_others(docname, found, same))
            for docname, found in mentions.items()
        }  # fmt: skip
        self._updated = updated

    def _of_others(
        self, docname: str, mentions: tuple[Mention, ...], same: Mapping[str, PaperId]
    ) -> Iterator[Mention]:
        """Yield *mentions* by the one identity of each, without those of a review's own paper."""
        own = {(paper.anchor, paper.id.key) for paper in self._papers.get(docname, ())}
        for mention in mentions:
            known = replace(mention, id=same.get(mention.id.key, mention.id))
            if (known.anchor, known.id.key) not in own:
                yield known

    # -- posts ---------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Listed posts, newest first; the docname decides between equal dates."""
        listed = (post for post in self._posts.values() if not post.unlisted)
        return tuple(sorted(listed, key=lambda post: (post.date, post.docname), reverse=True))

    @cached_property
    def front(self) -> tuple[Post, ...]:
        """Listed posts as the front page shows them: the pinned before the others."""
        return tuple(sorted(self.posts, key=lambda post: not post.pinned))

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
    def days(self) -> dict[tuple[int, int, int], tuple[Post, ...]]:
        """Posts by year, month and day, newest day first."""
        grouped: dict[tuple[int, int, int], list[Post]] = defaultdict(list)
        for post in self.posts:
            grouped[post.date.year, post.date.month, post.date.day].append(post)
        return {day: tuple(posts) for day, posts in grouped.items()}

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

    def key_of(self, key: str) -> str:
        """Return the key under which the archive files the paper with *key*."""
        return self._same[key].key if key in self._same else key

    def reviews_of(self, key: str) -> tuple[Paper, ...]:
        """Return the reviews of the paper with *key* (``arxiv:2511.10643``), newest first."""
        return self._reviews.get(self.key_of(key), ())

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
        return self._mentions_by_key.get(self.key_of(key), ())

    def mentions_in(self, docname: str) -> tuple[Mention, ...]:
        """Return the links to papers in *docname*."""
        return self._mentions.get(docname, ())

    @cached_property
    def _keys_by_anchor(self) -> dict[str, str]:
        labels = {identifiers.anchor(self.reviews_of(key)[0].id): key for key in self.keys}
        return labels | {paper.anchor: key for key in self.keys for paper in self.reviews_of(key)}

    def key_at(self, anchor: str) -> str:
        """Return the key of the reviewed paper whose section or label is *anchor*, if any."""
        return self._keys_by_anchor.get(anchor, "")

    @cached_property
    def _relations_by_target(self) -> dict[str, tuple[tuple[RelationKind, Paper], ...]]:
        grouped: dict[str, dict[tuple[RelationKind, str], Paper]] = defaultdict(dict)
        for paper in self.papers:
            for relation in paper.relations:
                place = relation.kind, paper.id.key
                grouped[relation.target.key].setdefault(place, paper)
        return {
            key: tuple((kind, paper) for (kind, _source), paper in found.items())
            for key, found in grouped.items()
        }

    def related_to(self, key: str) -> tuple[tuple[RelationKind, Paper], ...]:
        """Return the reviews that name the paper with *key* as the target of a relation."""
        return self._relations_by_target.get(self.key_of(key), ())

    @cached_property
    def unreviewed(self) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """Keys of papers that are mentioned but not reviewed, with the mentions; the most first."""
        found = (
            (key, mentions)
            for key, mentions in self._mentions_by_key.items()
            if key not in self._reviews
        )
        return tuple(sorted(found, key=lambda item: (-len(item[1]), item[0])))

    def updated(self, post: Post) -> datetime:
        """Return when *post* was last changed: never before its own date."""
        return max(post.updated, self._updated.get(post.docname, post.updated))

    def about(self, key: str) -> Metadata:
        """Return what is known of the paper with *key*.

        A newer review goes before an older one, any review before the site's files, and those
        before what the identifier itself tells.
        """
        key = self.key_of(key)
        if key not in self._about:
            self._about[key] = self._find_metadata(key)
        return self._about[key]

    @cached_property
    def _about(self) -> dict[str, Metadata]:
        return {}

    def _find_metadata(self, key: str) -> Metadata:
        known = self._metadata.get(key, Metadata())
        given: dict[str, object] = {}
        reviews = self._reviews.get(key, ())
        for review in reversed(reviews):
            given |= {
                item.name: value
                for item in fields(Metadata)
                if item.name != "title" and (value := getattr(review, item.name, None))
            }
        if reviews and not known.title:
            subtitle = next((review.subtitle for review in reviews if review.subtitle), "")
            given["title"] = full_title(reviews[0].title, subtitle)
        identifier = reviews[0].id if reviews else identifiers.identify_url(key)
        if identifier.scheme == "doi" and not known.doi:
            given["doi"] = identifier.value
        year = known.year or known.published[:4]
        if "year" not in given and not year and (month := arxiv_month(identifier)):
            year = str(month[0])
        given.setdefault("year", year)
        return replace(known, **given)  # type: ignore[arg-type]  # fields of the same types

    def known(self, key: str) -> Metadata:
        """Return what the site's files alone know of the paper with *key*."""
        return self._metadata.get(key, Metadata())

    def paper_page(self, identifier: PaperId) -> str:
        """Return the page of a paper, or nothing where the settings give it none."""
        key, wanted = self.key_of(identifier.key), self._settings.paper_pages
        reviews = self._reviews.get(key, ())
        if not reviews or wanted == "none":
            return ""
        if wanted == "gathered" and len(reviews) + len(self.mentions_of(key)) < 2:
            return ""
        return f"{self.segment('papers')}/{identifiers.page_name(reviews[0].id)}"

    def segment(self, name: str) -> str:
        """Return the first segment of the addresses of *name*, renamed if the site says so."""
        return self._settings.urls.get(name, name).strip("/")
