"""The terms of an archive (tags, organisations, authors, series), in tables by name and slug."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.model import Term

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sphinx_paperreview.archive.records import RecordIndex
    from sphinx_paperreview.core.model import Paper, Person, Post, TermKind


class TermIndex:
    """Tables over the terms; each is made when it is first read and never changes.

    :param orgs: the setting ``paperreview_orgs``
    :param people: entries of ``authors.yml`` by key
    :param tags: entries of ``tags.yml`` by key
    """

    def __init__(
        self,
        records: RecordIndex,
        *,
        orgs: Mapping[str, object],
        people: Mapping[str, Person],
        tags: Mapping[str, Term],
    ) -> None:
        self._records = records
        self.people = people
        self.tags = tags
        #: Organisations of the settings by every spelling, folded.
        self.organisations = _organisations(orgs)
        self._found: dict[tuple[TermKind, str], Term | None] = {}
        self._found_together: dict[tuple[TermKind, tuple[str, ...]], tuple[Term, ...]] = {}

    # -- names ---------------------------------------------------------------------------------

    def _author_id(self, person: Person) -> tuple[str, str]:
        """Return what tells *person* from others: their key, or their name if they have none."""
        if person.key in self.people or person.key != person.name:
            return "key", person.key
        return "name", slugs.fold(person.name)

    def org_label(self, name: str) -> str:
        """Return the site's spelling of the organisation *name*."""
        known = self.organisations.get(slugs.fold(name))
        return known.label if known else name

    def tag_label(self, name: str) -> str:
        """Return the label that ``tags.yml`` gives to the tag *name*, else *name*."""
        known = self.tags.get(name) or self.tags.get(name.casefold())
        return known.label if known else name

    @cached_property
    def tag_names(self) -> frozenset[str]:
        """Keys and labels in ``tags.yml``, folded."""
        names = (*self.tags, *(term.label for term in self.tags.values()))
        return frozenset(map(slugs.fold, names))

    def is_described(self, kind: TermKind, name: str) -> bool:
        """Return whether ``paperreview_orgs``, ``tags.yml`` or ``authors.yml`` has the term."""
        described: dict[TermKind, Container[str]] = {
            "org": self.organisations,
            "tag": self.tag_names,
            "author": {slugs.fold(key) for key in self.people},
        }
        return slugs.fold(name) in described.get(kind, ())

    @cached_property
    def _slugs(self) -> dict[TermKind, dict[str, str]]:
        """The slug of each label that is in use."""
        posts, papers = self._records.posts, self._records.papers
        tags = {self.tag_label(tag) for post in posts for tag in post.tags}
        tags |= {self.tag_label(tag) for paper in papers for tag in paper.tags}
        return {
            "tag": self._tag_slugs(tags),
            "org": slugs.assign({self.org_label(org) for paper in papers for org in paper.orgs}),
            "series": slugs.assign({post.series for post in posts if post.series}),
        }

    def _tag_slugs(self, labels: set[str]) -> dict[str, str]:
        """Return the slug of each tag: its ``permalink`` in ``tags.yml`` unless that is taken."""
        assigned = slugs.assign(labels)
        taken = set(assigned.values())
        for tag in sorted(self.tags.values(), key=lambda term: term.label):
            wanted = slugs.slug(tag.permalink)
            if tag.label in assigned and tag.permalink and wanted not in taken:
                assigned[tag.label] = wanted
                taken.add(wanted)
        return assigned

    @cached_property
    def _authors(self) -> dict[tuple[str, str], Term]:
        """The authors of posts, by what tells them apart.

        The slug is that of the name. Where several people have one name, it is that of the key.
        """
        posts = self._records.posts
        people = {
            self._author_id(person): self.people.get(person.key, person)
            for post in reversed(posts)
            for person in reversed(post.authors)
        }
        shared = Counter(slugs.fold(person.name) for person in people.values())
        by_key = {
            mark
            for mark in people
            if mark[0] == "key" and shared[slugs.fold(people[mark].name)] > 1
        }
        assigned = slugs.assign(people[mark].name for mark in people if mark not in by_key)
        used = set(assigned.values())
        found: dict[tuple[str, str], Term] = {}
        for mark in sorted(people):
            person = people[mark]
            slug = slugs.slug(person.key) if mark in by_key else assigned[person.name]
            if mark in by_key and slug in used:
                slug = slugs.slug(f"{slug}-{text_digest(person.key, 8)}")
            used.add(slug)
            known = person.key in self.people
            given = Term("author", "", person.name, picture=person.image)
            term = _author(person) if known else given
            found[mark] = replace(term, slug=slug)
        return found

    def _find_author(self, name: str) -> Term | None:
        """Return the author called *name*: a key, a name or a slug.

        Of several people of one name it is the one without a key, else the first key.
        """
        found = self._authors.get(("key", name)) or self._authors.get(("name", slugs.fold(name)))
        return (
            found or self._authors_by_name.get(slugs.fold(name)) or self._terms["author"].get(name)
        )

    @cached_property
    def _authors_by_name(self) -> dict[str, Term]:
        terms = (self._authors[mark] for mark in sorted(self._authors, reverse=True))
        return {slugs.fold(term.label): term for term in terms}

    def authors(self, people: Iterable[Person]) -> tuple[Term, ...]:
        """Return the terms of *people* who are authors of posts, in that order, each once."""
        found = (self._authors.get(self._author_id(person)) for person in people)
        return tuple(dict.fromkeys(term for term in found if term is not None))

    @cached_property
    def _slugs_by_folded_label(self) -> dict[TermKind, dict[str, str]]:
        return {
            kind: {slugs.fold(label): labels[label] for label in sorted(labels)}
            for kind, labels in self._slugs.items()
        }

    # -- terms ---------------------------------------------------------------------------------

    @cached_property
    def _terms(self) -> dict[TermKind, dict[str, Term]]:
        """Terms in use by kind and slug, with what the site's files say of them."""
        described: dict[TermKind, Iterable[Term]] = {
            "tag": self.tags.values(),
            "org": self.organisations.values(),
            "series": (),
        }
        authors = {term.slug: term for term in self._authors.values()}
        result: dict[TermKind, dict[str, Term]] = {"author": authors}
        for kind, labels in self._slugs.items():
            known = {slugs.fold(term.label): term for term in described[kind]}
            found: dict[str, Term] = {}
            for label in sorted(labels):
                slug = labels[label]
                term = known.get(slugs.fold(label))
                if slug not in found:
                    found[slug] = replace(term or Term(kind, slug, label), kind=kind, slug=slug)
            result[kind] = found
        return result

    @cached_property
    def terms(self) -> dict[TermKind, tuple[Term, ...]]:
        """Terms in use by kind, sorted by label."""
        return {
            kind: tuple(
                sorted(found.values(), key=lambda term: (slugs.fold(term.label), term.slug))
            )
            for kind, found in self._terms.items()
        }

    @cached_property
    def slugs(self) -> dict[TermKind, frozenset[str]]:
        """The slugs of the terms in use, by kind."""
        return {kind: frozenset(term.slug for term in terms) for kind, terms in self.terms.items()}

    def find(self, kind: TermKind, name: str) -> Term | None:
        """Return the term of *kind* called *name*: a slug, a key, a label or an alias."""
        if kind == "author":
            return self._find_author(name)
        if (kind, name) not in self._found:
            label = self._label(kind, name)
            slug = self._slugs[kind].get(label)
            slug = slug or self._slugs_by_folded_label[kind].get(slugs.fold(label), name)
            self._found[kind, name] = self._terms[kind].get(slug)
        return self._found[kind, name]

    def _label(self, kind: TermKind, name: str) -> str:
        if kind == "tag":
            return self.tag_label(name)
        return self.org_label(name) if kind == "org" else name

    def find_all(self, kind: TermKind, names: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms called *names*, in that order, each once.

        Many papers have the same.
        """
        key = kind, tuple(names)
        if key not in self._found_together:
            found = (self.find(kind, name) for name in key[1])
            terms = tuple(dict.fromkeys(term for term in found if term is not None))
            self._found_together[key] = terms
        return self._found_together[key]

    # -- what is filed under a term --------------------------------------------------------------

    @cached_property
    def posts(self) -> dict[tuple[TermKind, str], tuple[Post, ...]]:
        """Listed posts by kind and slug of their tags, authors and series, newest first."""
        grouped: dict[tuple[TermKind, str], list[Post]] = defaultdict(list)
        for post in self._records.posts:
            for term in (
                *self.find_all("tag", post.tags),
                *self.authors(post.authors),
                *self.find_all("series", (post.series,) if post.series else ()),
            ):
                grouped[term.kind, term.slug].append(post)
        return {key: tuple(found) for key, found in grouped.items()}

    @cached_property
    def papers(self) -> dict[tuple[TermKind, str], tuple[Paper, ...]]:
        """Listed reviews by kind and slug of their organisations and own tags, newest first."""
        grouped: dict[tuple[TermKind, str], list[Paper]] = defaultdict(list)
        for paper in self._records.papers:
            for term in self.find_all("org", paper.orgs) + self.find_all("tag", paper.tags):
                grouped[term.kind, term.slug].append(paper)
        return {key: tuple(found) for key, found in grouped.items()}


def _author(person: Person) -> Term:
    return Term(
        "author",
        "",
        person.name,
        person.description,
        person.url,
        person.title,
        person.socials,
        picture=person.image,
    )


def _organisations(orgs: Mapping[str, object]) -> dict[str, Term]:
    """Return the organisations of ``paperreview_orgs`` by every spelling, folded."""
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
