"""The index of a site in volumes, so that an edit or a new post changes few of its files.

A volume is an index of consecutive documents. The posts, the oldest first, are divided into volumes
of 4096, 1024, 64 and 8 documents and a rest, so a new post changes the last volume alone until that
is full; fewer than 64 posts are one volume. The documents that are no posts are a volume of their
own. A query is answered from all volumes, of which there are few.

The split of compounds in a volume depends on how many records of it and of the volumes before
contain their parts, so a volume never depends on a later one. Of a volume of which few documents
have changed, only the rows of the terms that change are written again, which gives the same bytes
as making it anew: see :meth:`Library._patch`.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.search.index import (
    BLOCK,
    DIGITS,
    Compounds,
    base_weights,
    begins_file,
    decode,
    dictionary,
    dump,
    encode,
    facet_columns,
    facet_rows,
    facets_of,
    file_name,
    file_size,
    final_weights,
    glossary_terms,
    is_korean,
    known_groups,
    least_known,
    meta,
    script,
)
from sphinx_paperreview.search.words import RULES, order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx_paperreview.search.index import Record

#: The number is raised when the form of what is kept changes, or how a volume is made.
_FORM = 1
#: Sizes of volumes, in documents; what remains is the last volume.
SIZES = (4096, 1024, 64, 8)
#: Fewer documents than these are one volume.
WHOLE = 64
#: A volume is made anew if more of its documents have changed than one in so many, or more terms
#: have another number of records than these.
_SHARE, _TERMS = 8, 4_000


class LostError(Exception):
    """A file that an earlier build wrote is missing, or is not what it wrote."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be found."""

    name: str
    #: A digest of everything that its records consist of.
    key: str
    #: How many records it has.
    count: int
    #: Name of the file of its texts.
    text: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a library reads what it is made of."""

    #: Returns the records with the key of a document, with their words.
    records: Callable[[str], Sequence[Record]]
    #: Returns the text of a file of the last index by its name; raises :exc:`LostError`.
    read: Callable[[str], str]
    #: Returns what was kept under a name (a list), or None.
    recall: Callable[[str], Any]
    #: Keeps data for the next build under a name.
    keep: Callable[[str, Any], None]


@dataclass(slots=True)
class Volume:
    """One volume, as it is kept for the next build."""

    key: str
    documents: list[Document]
    #: The first term and the name of each file of terms.
    chunks: list[tuple[str, str]] = field(default_factory=list)
    #: Names of the files of titles.
    metas: list[str] = field(default_factory=list)
    words: str = ""
    facets: str = ""
    #: The terms of the glossary that it contains.
    known: list[str] = field(default_factory=list)
    #: Bytes of all rows of terms.
    size: int = 0
    #: How many records contain each term, before (base) and after compounds are split (final), in
    #: the order of the index. Empty until it is needed: see :meth:`Library.counts`.
    base: dict[str, int] = field(default_factory=dict)
    final: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many records it has."""
        return sum(document.count for document in self.documents)

    def names(self) -> Iterator[str]:
        """Yield the name of each of its files, those of texts included."""
        yield from (name for _first, name in self.chunks)
        yield from self.metas
        yield from (self.words, self.facets)
        yield from (document.text for document in self.documents if document.text)


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


class _Known:
    """How many records contain a term: of a volume and of those before it."""

    def __init__(
        self, own: Mapping[str, int], before: Sequence[Mapping[str, int]],
        glossary: frozenset[str], change: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self._all = (own, *before)
        self._glossary = glossary
        self._change = change or {}
        self._found: dict[str, int] = {}

    def get(self, term: str, default: int, /) -> int:
        """Return the number for *term*."""
        count = self._found.get(term)
        if count is None:
            count = sum(counts.get(term, 0) for counts in self._all) - self._change.get(term, 0)
            if term in self._glossary:
                count = max(count, least_known(term))
            self._found[term] = count
        return count or default

    def among(self, terms: set[str], /) -> set[str]:
        """Return those of *terms* that a record may contain."""
        every = (*self._all, self._change)
        return (terms & self._glossary).union(*(counts.keys() & terms for counts in every))


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
        #: Where it reads what it is made of.
        self.sources = sources
        self._old = [volume for key in old if (volume := self._recall(key)) is not None]
        self._glossary = glossary
        self._labels = dict(labels or {})
        self._has_pages = bool(pages)
        #: The terms of the glossary.
        self.glossary_terms = glossary_terms(glossary)
        #: The content of the files that were made, by their names.
        self.made: dict[str, str] = {}
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
    def names(self) -> list[str]:
        """Return the names of all files but the first."""
        found = dict.fromkeys(name for volume in self.volumes for name in volume.names())
        return [*found, self.glossary]

    @cached_property
    def glossary(self) -> str:
        """The name of the file with the groups of the glossary that the site knows."""
        there_are = {term for volume in self.volumes for term in volume.known}
        return self.add("g", dump([*known_groups(self._glossary, there_are)]))

    @cached_property
    def root(self) -> str:
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
        records = [record for each in documents for record in self.sources.records(each.key)]
        own = Counter(term for record in records for term in base_weights(record))
        compounds = Compounds(_Known(own, self.before(), self.glossary_terms))
        # A record has hundreds of weights: they are made twice rather than kept, and a posting is
        # one number.
        postings: dict[str, array[int]] = defaultdict(partial(array, "I"))
        for number, record in enumerate(records):
            for term, weight in final_weights(record, base_weights(record), compounds).items():
                postings[term].append(number * len(DIGITS) + weight)
        terms = sorted(postings, key=_order)
        volume.base = {term: own[term] for term in terms}
        volume.final = {term: len(postings[term]) for term in terms}
        rows = []
        for term in terms:
            pairs = (divmod(posting, len(DIGITS)) for posting in postings.pop(term))
            rows.append((term, f"{term} {encode(pairs)}"))
        volume.size = sum(_bytes(row) for _term, row in rows)
        chunker = _Chunker(volume.size)
        for term, row in rows:
            chunker.add(term, row)
        chunker.close()
        volume.chunks = [(rows[0][0], self.chunk(rows)) for rows in chunker.chunks]
        texts = [each.text for each in documents for _ in range(each.count)]
        for start in range(0, len(records), BLOCK):
            some = zip(records[start : start + BLOCK], texts[start : start + BLOCK], strict=True)
            volume.metas.append(self.add("m", dump([meta(one, text) for one, text in some])))
        volume.facets = self.add("f", dump(facet_columns([facets_of(one) for one in records])))
        self._finish(volume)

    def _finish(self, volume: Volume) -> None:
        """Make what follows from the counts of *volume*, and keep it for the next build."""
        volume.words = self.add("d", dump(dictionary([*volume.final.items()])))
        volume.known = sorted(self.glossary_terms & volume.final.keys())
        self.volumes.append(volume)
        documents = [[d.name, d.key, d.count, d.text] for d in volume.documents]
        self.sources.keep(volume.key, [
            documents, volume.chunks, volume.metas, volume.words, volume.facets, volume.known,
            volume.size,
        ])  # fmt: skip
        counts = [[*volume.final], [*volume.base.values()], [*volume.final.values()]]
        self.sources.keep(f"{volume.key}-terms", counts)

    def _recall(self, key: str) -> Volume | None:
        """Return the volume that an earlier build kept; None if it is lost."""
        try:
            documents, chunks, metas, words, facets, known, size = self.sources.recall(key)
            return Volume(
                key, [Document(*each) for each in documents], [tuple(each) for each in chunks],
                metas, words, facets, known, size,
            )  # fmt: skip
        except (TypeError, ValueError):
            return None

    def counts(self, volume: Volume) -> Mapping[str, int]:
        """Return how many records of *volume* contain each term, before compounds are split."""
        if not volume.final:
            try:
                terms, base, final = self.sources.recall(f"{volume.key}-terms")
                volume.base = dict(zip(terms, base, strict=True))
                volume.final = dict(zip(terms, final, strict=True))
            except (TypeError, ValueError) as error:
                raise LostError from error
        return volume.base

    def before(self) -> list[Mapping[str, int]]:
        """Return the counts of each volume that is placed already."""
        return [self.counts(volume) for volume in self.volumes]

    def add(self, kind: str, text: str) -> str:
        """Add a file with *text*, which is JSON; return its name."""
        name = file_name(kind, text)
        self.made[name] = text
        return name

    def chunk(self, rows: Sequence[tuple[str, str]]) -> str:
        """Add a file of the *rows* of terms; return its name."""
        return self.add("t", dump("\n".join(row for _term, row in rows)))

    def read(self, name: str) -> Any:
        """Return the data of a file of this index or of the last."""
        return json.loads(self.made[name] if name in self.made else self.sources.read(name))

    # -- changes of a volume ---------------------------------------------------------------------

    def _patch(
        self, old: Volume, key: str, documents: list[Document], before: Mapping[str, int]
    ) -> dict[str, int] | None:
        """Add the volume *old* with the changed *documents*; return the change of its counts.

        None, and nothing added, if it is better made anew: another number of records gives others
        new numbers.

        Besides the records of changed documents, those change whose compounds are split in another
        way, because a part became more or less frequent, and those with neighbouring words that
        are one word elsewhere for the first time, or no longer.
        """
        changed = [
            place
            for place, (one, other) in enumerate(zip(old.documents, documents, strict=True))
            if one.key != other.key
        ]
        counts = all(old.documents[place].count == documents[place].count for place in changed)
        if not counts or len(changed) > max(8, len(documents) // _SHARE) or len(before) > _TERMS:
            return None
        patch = _Patch(self, old, documents, changed, before)
        if len(patch.change) > _TERMS or file_size(patch.size) != file_size(old.size):
            return None
        volume = Volume(key, documents, size=patch.size, base=patch.base, final=patch.final)
        volume.chunks = [*patch.chunks()]
        volume.metas = [*patch.metas()]
        volume.facets = patch.facets()
        self._finish(volume)
        return patch.change


class _Patch:
    """The changes of one volume."""

    def __init__(
        self, library: Library, old: Volume, documents: list[Document], changed: list[int],
        before: Mapping[str, int],
    ) -> None:  # fmt: skip
        self._library, self._old, self._documents = library, old, documents
        self._places = changed
        self._starts = [0]
        for each in documents:
            self._starts.append(self._starts[-1] + each.count)
        self._firsts = [_order(first) for first, _name in old.chunks]
        self._rows: dict[int, dict[str, str]] = {}
        base = dict(library.counts(old))
        own: Counter[str] = Counter()
        olds, news = self._changed(old.documents), self._changed(documents)
        for weights in (base_weights(record) for record in news.values()):
            own.update(dict.fromkeys(weights, 1))
        for weights in (base_weights(record) for record in olds.values()):
            own.subtract(dict.fromkeys(weights, 1))
        for term, number in own.items():
            base[term] = base.get(term, 0) + number
        #: How the number of records with each term changed, here and in the volumes before.
        self.change = {
            term: number
            for term in {**own, **before}
            if (number := own[term] + before.get(term, 0))
        }
        above, glossary = library.before(), library.glossary_terms
        self._was = _Known(base, above, glossary, self.change)
        self._is = _Known(base, above, glossary)
        self._compounds = Compounds(self._was), Compounds(self._is)
        for number in self._others(base) - olds.keys():
            olds[number] = news[number] = self._record(number)
        #: The new weights of each term that changes, by the number of the record; 0: no longer.
        self._edits: dict[str, dict[int, int]] = defaultdict(dict)
        for number, record in news.items():
            was = final_weights(olds[number], base_weights(olds[number]), self._compounds[0])
            now = final_weights(record, base_weights(record), self._compounds[1])
            for term in was.keys() | now.keys():
                if was.get(term) != now.get(term):
                    self._edits[term][number] = now.get(term, 0)
        self._apply(base)

    def _changed(self, documents: Sequence[Document]) -> dict[int, Record]:
        """Return the records of the changed ones of *documents* by their numbers."""
        return {
            self._starts[place] + i: record
            for place in self._places
            for i, record in enumerate(self._records(documents[place]))
        }

    def _records(self, document: Document) -> Sequence[Record]:
        records = self._library.sources.records(document.key)
        if len(records) != document.count:
            raise LostError
        return records

    def _record(self, number: int) -> Record:
        """Return the record with *number* of a document that has not changed."""
        place = _place_of(self._starts, number)
        return self._records(self._documents[place])[number - self._starts[place]]

    def _others(self, base: Mapping[str, int]) -> set[int]:
        """Return the numbers of the records whose compounds may change."""
        found: set[int] = set()
        before, after = self._compounds
        parts = [term for term in self.change if is_korean(term)]
        words = [term for term in base if len(term) > 3 and is_korean(term)]
        for word in _containing(words, parts):
            if before.parts(word) != after.parts(word):
                found.update(self._holders(word))
        for term in self.change:
            is_known, was_known = self._is.get(term, 0), self._was.get(term, 0)
            if len(term) > 3 and bool(is_known) != bool(was_known):
                for group in _groups(term):
                    if all(part in base for part in group):
                        found |= set.intersection(*(self._holders(part) for part in group))
        return found

    def _holders(self, term: str) -> set[int]:
        """Return the numbers of the records that contained *term*."""
        row = self._row(term)
        return {number for number, _weight in decode(row)} if row else set()

    def _row(self, term: str) -> str:
        """Return the postings of *term* in the old volume; empty if it was in no record."""
        place = _place_of(self._firsts, _order(term))
        return self._chunk(place).get(term, "") if place >= 0 else ""

    def _chunk(self, place: int) -> dict[str, str]:
        """Return the postings in an old file of terms, by the terms in their order."""
        if place not in self._rows:
            text: str = self._library.read(self._old.chunks[place][1])
            self._rows[place] = dict(row.split(" ") for row in text.split("\n"))
        return self._rows[place]

    def _apply(self, base: dict[str, int]) -> None:
        """Work out the rows that change, and the counts after that."""
        final = self._old.final
        self._new_rows: dict[str, str] = {}
        self.size = self._old.size
        terms = list(final)
        counts: dict[str, int] = {}
        for term, edits in self._edits.items():
            code = self._row(term)
            postings = dict(decode(code)) | edits
            kept = sorted((number, weight) for number, weight in postings.items() if weight)
            self._new_rows[term] = encode(kept)
            counts[term] = len(kept)
            self.size += _bytes(f"{term} {encode(kept)}") if kept else 0
            self.size -= _bytes(f"{term} {code}") if code else 0
            if not code:
                insort(terms, term, key=_order)
        final = {**final, **counts}
        #: The counts of the volume, as of :class:`Volume`.
        self.final = {term: final[term] for term in terms if final[term]}
        self.base = {term: base.get(term, 0) for term in self.final}

    def chunks(self) -> Iterator[tuple[str, str]]:
        """Yield the first term and the name of each file of terms; unchanged ones stay."""
        edited: dict[int, list[str]] = defaultdict(list)
        for term in self._new_rows:
            place = max(0, _place_of(self._firsts, _order(term)))
            edited[place].append(term)
            if place and term == self._old.chunks[place][0]:
                edited[place - 1] += []  # it may end elsewhere
        chunker = _Chunker(self.size)
        for place, (first, name) in enumerate(self._old.chunks):
            if place not in edited and chunker.may_begin(first):
                chunker.close()
                yield from self._made(chunker)
                yield first, name
                continue
            rows = dict(self._chunk(place))
            rows.update((term, self._new_rows[term]) for term in edited[place])
            for term in sorted(rows, key=_order):
                if rows[term]:
                    chunker.add(term, f"{term} {rows[term]}")
        if not self._old.chunks:
            for term in sorted(self._new_rows, key=_order):
                chunker.add(term, f"{term} {self._new_rows[term]}")
        chunker.close()
        yield from self._made(chunker)

    def _made(self, chunker: _Chunker) -> Iterator[tuple[str, str]]:
        for rows in chunker.chunks:
            yield rows[0][0], self._library.chunk(rows)
        chunker.chunks.clear()

    def metas(self) -> Iterator[str]:
        """Yield the name of each file of titles; one without a changed document stays."""
        changed: dict[int, dict[int, list[Any]]] = defaultdict(dict)
        for number, record in self._changed(self._documents).items():
            text = self._documents[_place_of(self._starts, number)].text
            changed[number // BLOCK][number % BLOCK] = meta(record, text)
        for block, name in enumerate(self._old.metas):
            if block in changed:
                rows = list(self._library.read(name))
                for place, row in changed[block].items():
                    rows[place] = row
                yield self._library.add("m", dump(rows))
            else:
                yield name

    def facets(self) -> str:
        """Return the name of the file of filters."""
        rows = facet_rows(self._library.read(self._old.facets), self._starts[-1])
        for number, record in self._changed(self._documents).items():
            rows[number] = facets_of(record)
        return self._library.add("f", dump(facet_columns(rows)))


class _Chunker:
    """Divides rows of terms, which come in their order, into files."""

    def __init__(self, size: int) -> None:
        self._most = file_size(size)
        self._rows: list[tuple[str, str]] = []
        self._length = 0
        #: The rows of each complete file.
        self.chunks: list[list[tuple[str, str]]] = []

    def add(self, term: str, row: str) -> None:
        """Add the *row* of *term*."""
        size = _bytes(row)
        if begins_file(term, size, self._length, self._most):
            self.close()
        self._rows.append((term, row))
        self._length += size

    def may_begin(self, term: str) -> bool:
        """Return whether a file begins before *term*, however long its row is."""
        return not self._rows or begins_file(term, 0, self._length, self._most)

    def close(self) -> None:
        """End the file."""
        if self._rows:
            self.chunks.append(self._rows)
        self._rows, self._length = [], 0


def _order(term: str) -> tuple[bytes, str]:
    return order(term), term


def _bytes(row: str) -> int:
    return len(row.encode("utf-8", "replace"))


def _place_of(starts: Sequence[Any], value: Any) -> int:
    """Return the place of the last of the sorted *starts* that is not above *value*, or -1."""
    return bisect_right(starts, value) - 1


def _containing(words: Sequence[str], parts: Sequence[str]) -> Iterator[str]:
    """Yield those of *words* that contain one of *parts*, and more letters."""
    text = "\n".join(["", *words, ""])
    found: dict[str, None] = {}
    for part in parts:
        at = text.find(part)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            found[text[start:end]] = None
            at = text.find(part, end)
    yield from found


def _groups(term: str) -> Iterator[tuple[str, ...]]:
    """Yield each way to divide *term* into two or three parts."""
    for i in range(1, len(term)):
        yield term[:i], term[i:]
        for j in range(i + 1, len(term)):
            yield term[:i], term[i:j], term[j:]
