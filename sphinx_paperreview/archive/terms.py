"""The names that an archive is filed under: tags, organisations, authors and series.

The middle part of :class:`~sphinx_paperreview.archive.Archive`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.archive.records import RecordArchive
from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.model import TERM_SEGMENTS, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, Person, Post, TermKind


class TermArchive(RecordArchive):
    """What was read, found again by term.

    :param people: entries of ``authors.yml`` by key
    :param tags: entries of ``tags.yml`` by key
    """

    def __init__(
        self, settings: Settings, *, people: Mapping[str, Person], tags: Mapping[str, Term],
        **records: Any,
    ) -> None:  # fmt: skip
        super().__init__(settings, **records)
        self._people = people
        self._tags = tags
        self._organisations = _organisations(settings.orgs)
        # Each name is worked out once, however many pages show it.
        self._named: dict[tuple[TermKind, str], Term | None] = {}

    def person(self, person: Person) -> Person:
        """Return the entry of ``authors.yml`` for *person*, or *person* if there is none."""
        return self._people.get(person.key, person)

    def people(self, post: Post) -> tuple[Person, ...]:
        """Return the authors of *post*."""
        return tuple(self.person(person) for person in post.authors)

    def org_label(self, name: str) -> str:
        """Return how the site spells the organisation *name*."""
        return self._organisations.get(slugs.fold(name), Term("org", "", name)).label

    def is_known_org(self, name: str) -> bool:
        """Tell whether ``paperreview_orgs`` names the organisation or an alias of it."""
        return slugs.fold(name) in self._organisations

    def is_known_tag(self, name: str) -> bool:
        """Tell whether ``tags.yml`` has the tag, by its key or its label; without it, all are."""
        return not self._tags or slugs.fold(name) in self._tag_names

    @cached_property
    def _tag_names(self) -> frozenset[str]:
        names = (*self._tags, *(term.label for term in self._tags.values()))
        return frozenset(map(slugs.fold, names))

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
        series = {post.series for post in self.posts if post.series}
        return {
            "tag": self._tag_slugs(tags),
            "org": slugs.assign(orgs),
            "author": slugs.assign(authors),
            "series": slugs.assign(series),
        }

    def _tag_slugs(self, labels: set[str]) -> dict[str, str]:
        """Return the slug of each tag: what ``tags.yml`` asks for, where no other tag has it."""
        assigned = slugs.assign(labels)
        taken = set(assigned.values())
        for tag in sorted(self._tags.values(), key=lambda term: term.label):
            wanted = slugs.slug(tag.permalink)
            if tag.label in assigned and tag.permalink and wanted not in taken:
                assigned[tag.label] = wanted
                taken.add(wanted)
        return assigned

    @cached_property
    def _terms(self) -> dict[TermKind, dict[str, Term]]:
        described: dict[TermKind, Iterable[Term]] = {
            "tag": self._tags.values(),
            "org": self._organisations.values(),
            "author": (
                Term(
                    "author",
                    "",
                    person.name,
                    person.description,
                    person.url,
                    person.title,
                    person.socials,
                )
                for person in self._people.values()
            ),
            "series": (),
        }
        result: dict[TermKind, dict[str, Term]] = {}
        for kind, labels in self._labels.items():
            known = {slugs.fold(term.label): term for term in described[kind]}
            found: dict[str, Term] = {}
            for label in sorted(labels):
                slug = labels[label]
                term = known.get(slugs.fold(label))
                if slug not in found:
                    found[slug] = replace(term or Term(kind, slug, label), kind=kind, slug=slug)
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
        label = labels[kind](name) if kind in labels else name
        slug = self._labels[kind].get(label) or self._folded[kind].get(slugs.fold(label), name)
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
            series = (post.series,) if post.series else ()
            for term in (
                *self.terms_of("tag", post.tags),
                *self.terms_of("author", names),
                *self.terms_of("series", series),
            ):
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

    def series_of(self, post: Post) -> tuple[Term | None, tuple[Post, ...]]:
        """Return the series that *post* is a part of, and all its parts, the oldest first."""
        term = self.term("series", post.series) if post.series and not post.unlisted else None
        return term, self.posts_under(term)[::-1] if term else ()

    def papers_under(self, term: Term) -> tuple[Paper, ...]:
        """Return the reviews filed under *term* themselves, newest first."""
        return self._papers_by_term.get((term.kind, term.slug), ())


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
