"""What all documents share and no record keeps: it is read again in each build."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.archive.sources import SharedFacts
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.render.files import look_up
from sphinx_paperreview.reading.files.git import read_changes
from sphinx_paperreview.reading.files.nearest_files import find_files, read_nearest
from sphinx_paperreview.reading.files.site_files import read_federation, read_metadata, read_tags
from sphinx_paperreview.reading.posts.people import read_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.files.federation import OtherArchive
    from sphinx_paperreview.core.model import Metadata, Paper, Person, Post, Term
    from sphinx_paperreview.reading.files.nearest_files import Nearest
    from sphinx_paperreview.reading.posts.post_rules import Posts


class SharedFiles:
    """People, tags, metadata of papers, dates of changes and other archives; each is read once.

    :param data: the tables of the domain
    """

    def __init__(self, env: BuildEnvironment, settings: Settings, data: Mapping[str, Any]) -> None:
        self._env, self._settings, self._data = env, settings, data

    @cached_property
    def people(self) -> Nearest[Person]:
        """The people of the files of authors."""
        read = partial(read_people, self._env.srcdir)
        return read_nearest(
            self._files_called("authors"), read, lambda person, key: replace(person, key=key)
        )

    @cached_property
    def tags(self) -> Nearest[Term]:
        """The tags of the files of tags."""
        read = partial(read_tags, self._env.srcdir)
        return read_nearest(self._files_called("tags"), read, lambda tag, _key: tag)

    @cached_property
    def metadata(self) -> Mapping[str, Metadata]:
        """What the lockfile and the bibliographies say of papers, by key."""
        return read_metadata(self._env.srcdir, self._settings)

    @cached_property
    def others(self) -> Mapping[str, OtherArchive]:
        """The other archives by name."""
        return read_federation(self._env.srcdir, self._settings)

    @cached_property
    def changes(self) -> Mapping[str, datetime]:
        """When posts were last changed according to their repository, by docname."""
        posts = self._data["posts"] if self._settings.git_dates else ()
        return read_changes(self._env, sorted(posts))

    def shared_facts(self) -> SharedFacts:
        """Return all of this for the archive."""
        return SharedFacts(
            metadata=self.metadata,
            people=self.people.entries,
            tags=self.tags.entries,
            others=self.others,
            updated=self.changes,
        )

    def facts(self) -> tuple[object, ...]:
        """Return all of this in a stable order, for digests."""
        return (
            *(sorted(found.entries.items()) for found in (self.people, self.tags)),
            sorted(self.metadata.items()),
            sorted(self.changes.items()),
            sorted(self.others.items()),
        )

    def face_files(self, authors: Iterable[Term]) -> dict[str, str]:
        """Return the paths of the pictures of *authors*, by what ``authors.yml`` says.

        Those of other hosts, and those that are not in the source folder, are left out.
        """
        bases = dict.fromkeys((*self.people.files.values(), ""))
        found: dict[str, str] = {}
        for term in authors:
            if term.picture and not is_web(term.picture):
                places = (look_up(self._env, term.picture, base) for base in bases)
                path = next((place.path for place in places if place.exists), "")
                if path:
                    found[term.picture] = path
        return found

    def posts(self) -> Mapping[str, Post]:
        """Return the posts, with keys of authors and tags that mean the same everywhere."""
        posts: Mapping[str, Post] = self._data["posts"]
        if self.people.is_plain and self.tags.is_plain:
            return posts
        return {
            docname: replace(
                post,
                authors=tuple(
                    replace(person, key=self.people.key_in(docname, person.key))
                    for person in post.authors
                ),
                tags=self._tag_keys(docname, post.tags),
            )
            for docname, post in posts.items()
        }

    def papers(self) -> Mapping[str, tuple[Paper, ...]]:
        """Return the reviews, with keys of tags that mean the same everywhere."""
        papers: Mapping[str, tuple[Paper, ...]] = self._data["papers"]
        if self.tags.is_plain:
            return papers
        return {
            docname: tuple(
                replace(paper, tags=self._tag_keys(docname, paper.tags)) for paper in found
            )
            for docname, found in papers.items()
        }

    def _tag_keys(self, docname: str, tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.tags.key_in(docname, tag) for tag in tags)

    def _files_called(self, name: str) -> Mapping[str, str]:
        """Return the files of authors or tags by folder: the one that is set, else the nearest."""
        given: str = getattr(self._settings, name)
        if is_set(self._env.config, f"paperreview_{name}"):
            return {"": given}
        found: Posts = self._data["found_posts"]
        return {"": given} | find_files(self._env.srcdir, name, found.folders)
