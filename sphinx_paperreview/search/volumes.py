"""The index of a site in volumes, so that an edit or a new post changes few of its files.

A volume is an index of consecutive documents. The posts, the oldest first, are divided into volumes
of 4096, 1024, 64 and 8 documents and a rest, so a new post changes the last volume alone until that
is full; fewer than 64 posts are one volume. The documents that are no posts are a volume of their
own. A query is answered from all volumes, of which there are few.

The split of compounds in a volume depends on how many records of it and of the volumes before
contain their parts, so a volume never depends on a later one. Of a volume of which few documents
have changed, only the rows of the terms that change are written again, which gives the same bytes
as making it anew: see :mod:`.patches`.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.search.index import (
    BLOCK,
    DIGITS,
    Compounds,
    base_terms,
    base_weights,
    dictionary,
    dump,
    encode,
    facet_columns,
    facets_of,
    file_size,
    final_weights,
    glossary_terms,
    known_groups,
    meta,
    script,
)
from sphinx_paperreview.search.patches import Above, Patch
from sphinx_paperreview.search.volume import (
    Chunker,
    TermCounts,
    Volume,
    VolumeFiles,
    row_bytes,
    term_order,
)
from sphinx_paperreview.search.words import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.search.volume import Document, Sources

#: The number is raised when the form of what is kept changes, or how a volume is made.
_FORM = 1
#: Sizes of volumes, in documents; what remains is the last volume.
SIZES = (4096, 1024, 64, 8)
#: Fewer documents than these are one volume.
WHOLE = 64
#: A volume is made anew if more of its documents have changed than one in so many, or more terms
#: have another number of records than these.
_SHARE, _TERMS = 8, 4_000


def divided(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Yield the volumes of *documents*, the oldest first; an empty one is left out."""
    start = 0
    for size in SIZES if len(documents) >= WHOLE else ():
        stop = start + (len(documents) - start) // size * size
        if stop > start:
            yield list(documents[start:stop])
        start = stop
    if start < len(documents):
        yield list(documents[start:])


class Library:
    """The volumes of a site and their files.

    :param posts: the documents that have a date, the oldest first
    :param pages: the others
    :param old: what :attr:`manifest` was in the last build; empty if there was none
    :param labels: texts of the search page and the dialog
    """

    def __init__(
        self, posts: Sequence[Document], pages: Sequence[Document], sources: Sources,
        old: Sequence[str] = (), glossary: Sequence[Sequence[str]] = (),
        labels: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._files = VolumeFiles(sources)
        self._old = [volume for key in old if (volume := self._files.recall(key)) is not None]
        self._glossary = glossary
        self._labels = dict(labels or {})
        self._has_pages = bool(pages)
        self._glossary_terms = glossary_terms(glossary)
        #: The volumes: those of posts, then that of the pages.
        self.volumes: list[Volume] = []
        form = digest((_FORM, glossary, RULES, SIZES))
        change: dict[str, int] | None = {}
        parts = list(divided(posts)) + ([list(pages)] if pages else [])
        for documents in parts:
            above = self.volumes[-1].key if self.volumes else form
            key = digest((above, [(each.name, each.key) for each in documents]))
            change = self._place(key, documents, change)

    @property
    def manifest(self) -> list[str]:
        """Return the keys of the volumes, by which the next build finds them."""
        return [volume.key for volume in self.volumes]

    @property
    def made(self) -> Mapping[str, bytes]:
        """Return the content of the files that were made, by their names."""
        return self._files.made

    @property
    def names(self) -> list[str]:
        """Return the names of all files but the first."""
        found = dict.fromkeys(name for volume in self.volumes for name in volume.names())
        return [*found, self.glossary]

    @cached_property
    def glossary(self) -> str:
        """The name of the file with the groups of the glossary that the site knows."""
        there_are = {term for volume in self.volumes for term in volume.known}
        return self._files.add("g", dump([*known_groups(self._glossary, there_are)]))

    @cached_property
    def root(self) -> bytes:
        """The text of the first file, which names the others."""
        volumes = [
            {
                "n": volume.count,
                "terms": "\n".join(f"{first} {name}" for first, name in volume.chunks),
                "metas": " ".join(volume.metas),
                "words": volume.words,
                "facets": volume.facets,
            }
            for volume in self._numbered()
        ]
        return dump({
            "block": BLOCK, "volumes": volumes, "glossary": self.glossary, "labels": self._labels,
            "rules": RULES,
        })  # fmt: skip

    def _numbered(self) -> list[Volume]:
        """Return the volumes in the order in which their records are numbered.

        Of two results that are equally good, the one with the higher number, so the newest, comes
        first; pages without a date come last.
        """
        return [*self.volumes[-1:], *self.volumes[:-1]] if self._has_pages else self.volumes

    def files(self) -> dict[str, bytes]:
        """Return the content of each file that was made; the first, ``root.js``, always is."""
        text = self.root
        found = {f"{name}.js": script(name, text) for name, text in self.made.items()}
        return {**found, "root.js": script("root", text)}

    # -- one volume ------------------------------------------------------------------------------

    def _place(
        self, key: str, documents: list[Document], change: dict[str, int] | None
    ) -> dict[str, int] | None:
        """Add the volume of *documents*; return how it changes the counts for those after it.

        :param change: how the volumes before changed the number of records with each term; None
            if that is not known
        """
        same = next((volume for volume in self._old if volume.key == key), None)
        if same is not None:
            self.volumes.append(same)
            return change
        names = [each.name for each in documents]
        old = next((v for v in self._old if [each.name for each in v.documents] == names), None)
        if old is not None and change is not None:
            patched = self._patch(old, key, documents, change)
            if patched is not None:
                return patched
        self._make(key, documents)
        return None

    def _make(self, key: str, documents: list[Document]) -> None:
        """Add the volume of *documents*, made anew."""
        volume = Volume(key, documents)
        records = [record for each in documents for record in self._files.sources.records(each.key)]
        own = Counter(term for record in records for term in base_terms(record))
        above = self._above({})
        compounds = Compounds(TermCounts(own, above.counts, above.glossary))
        # A record has hundreds of weights: they are made twice rather than kept, and a posting is
        # one number.
        postings: dict[str, array[int]] = defaultdict(partial(array, "I"))
        for number, record in enumerate(records):
            for term, weight in final_weights(record, base_weights(record), compounds).items():
                postings[term].append(number * len(DIGITS) + weight)
        terms = sorted(postings, key=term_order)
        volume.base = {term: own[term] for term in terms}
        volume.final = {term: len(postings[term]) for term in terms}
        rows = []
        for term in terms:
            pairs = (divmod(posting, len(DIGITS)) for posting in postings.pop(term))
            rows.append((term, f"{term} {encode(pairs)}"))
        volume.size = sum(row_bytes(row) for _term, row in rows)
        chunker = Chunker(volume.size)
        for term, row in rows:
            chunker.add(term, row)
        chunker.close()
        volume.chunks = [(rows[0][0], self._files.add_terms(rows)) for rows in chunker.chunks]
        texts = [each.text for each in documents for _ in range(each.count)]
        for start in range(0, len(records), BLOCK):
            some = zip(records[start : start + BLOCK], texts[start : start + BLOCK], strict=True)
            volume.metas.append(self._files.add("m", dump([meta(one, text) for one, text in some])))
        volume.facets = self._files.add(
            "f", dump(facet_columns([facets_of(one) for one in records]))
        )
        self._finish(volume)

    def _finish(self, volume: Volume) -> None:
        """Make what follows from the counts of *volume*, and keep it for the next build."""
        volume.words = self._files.add("d", dump(dictionary([*volume.final.items()])))
        volume.known = sorted(self._glossary_terms & volume.final.keys())
        self.volumes.append(volume)
        self._files.keep(volume)

    def _above(self, change: Mapping[str, int]) -> Above:
        """Return what a volume depends on that comes after those which are placed already.

        :param change: how these changed the number of records with each term
        """
        counts = [self._files.counts(volume) for volume in self.volumes]
        return Above(counts, change, self._glossary_terms)

    # -- changes of a volume ---------------------------------------------------------------------

    def _patch(
        self, old: Volume, key: str, documents: list[Document], before: Mapping[str, int]
    ) -> dict[str, int] | None:
        """Add the volume *old* with the changed *documents*; return the change of its counts.

        None, and nothing added, if it is better made anew: another number of records gives others
        new numbers.
        """
        changed = [
            place
            for place, (one, other) in enumerate(zip(old.documents, documents, strict=True))
            if one.key != other.key
        ]
        counts = all(old.documents[place].count == documents[place].count for place in changed)
        if not counts or len(changed) > max(8, len(documents) // _SHARE) or len(before) > _TERMS:
            return None
        patch = Patch(self._files, old, documents, changed, self._above(before))
        if len(patch.change) > _TERMS or file_size(patch.size) != file_size(old.size):
            return None
        volume = Volume(key, documents, size=patch.size, base=patch.base, final=patch.final)
        volume.chunks = [*patch.chunks()]
        volume.metas = [*patch.metas()]
        volume.facets = patch.facets()
        self._finish(volume)
        return patch.change
