"""The changes of one volume of the search index, of which few documents have changed.

Only the rows of the terms that change are written again, which gives the same bytes as making the
volume anew. Besides the records of changed documents, those change whose compounds are split in
another way, because a part became more or less frequent, and those with neighbouring words that are
one word elsewhere for the first time, or no longer.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.search.index import (
    BLOCK,
    Compounds,
    base_terms,
    base_weights,
    decode,
    dump,
    encode,
    facet_columns,
    facet_rows,
    facets_of,
    final_weights,
    is_korean,
    meta,
)
from sphinx_paperreview.search.volume import Chunker, LostError, TermCounts, row_bytes, term_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.search.index import Record
    from sphinx_paperreview.search.volume import Document, Volume, VolumeFiles


@dataclass(frozen=True, slots=True)
class Above:
    """What a volume depends on besides its documents: the volumes before it, and the glossary."""

    #: How many records of each volume contain each term.
    counts: Sequence[Mapping[str, int]]
    #: How the sums of these have changed since the last build.
    change: Mapping[str, int]
    #: The terms of the glossary.
    glossary: frozenset[str]


class Patch:
    """The changes of one volume."""

    def __init__(
        self, files: VolumeFiles, old: Volume, documents: Sequence[Document], changed: list[int],
        above: Above,
    ) -> None:  # fmt: skip
        self._files, self._old, self._documents = files, old, documents
        self._places = changed
        self._starts = [0]
        for each in documents:
            self._starts.append(self._starts[-1] + each.count)
        self._firsts = [term_order(first) for first, _name in old.chunks]
        self._rows: dict[int, dict[str, str]] = {}
        base = dict(files.counts(old))
        own: Counter[str] = Counter()
        olds, news = self._changed(old.documents), self._changed(documents)
        for record in news.values():
            own.update(base_terms(record))
        for record in olds.values():
            own.subtract(base_terms(record))
        for term, number in own.items():
            base[term] = base.get(term, 0) + number
        #: How the number of records with each term changed, here and in the volumes before.
        self.change = {
            term: number
            for term in {**own, **above.change}
            if (number := own[term] + above.change.get(term, 0))
        }
        self._was = TermCounts(base, above.counts, above.glossary, self.change)
        self._is = TermCounts(base, above.counts, above.glossary)
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
        records = self._files.sources.records(document.key)
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
        place = _place_of(self._firsts, term_order(term))
        return self._chunk(place).get(term, "") if place >= 0 else ""

    def _chunk(self, place: int) -> dict[str, str]:
        """Return the postings in an old file of terms, by the terms in their order."""
        if place not in self._rows:
            text: str = self._files.read(self._old.chunks[place][1])
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
            self.size += row_bytes(f"{term} {encode(kept)}") if kept else 0
            self.size -= row_bytes(f"{term} {code}") if code else 0
            if not code:
                insort(terms, term, key=term_order)
        final = {**final, **counts}
        #: The counts of the volume, as of :class:`Volume`.
        self.final = {term: final[term] for term in terms if final[term]}
        self.base = {term: base.get(term, 0) for term in self.final}

    def chunks(self) -> Iterator[tuple[str, str]]:
        """Yield the first term and the name of each file of terms; unchanged ones stay."""
        edited: dict[int, list[str]] = defaultdict(list)
        for term in self._new_rows:
            place = max(0, _place_of(self._firsts, term_order(term)))
            edited[place].append(term)
            if place and term == self._old.chunks[place][0]:
                edited[place - 1] += []  # it may end elsewhere
        chunker = Chunker(self.size)
        for place, (first, name) in enumerate(self._old.chunks):
            if place not in edited and chunker.may_begin(first):
                chunker.close()
                yield from self._made(chunker)
                yield first, name
                continue
            rows = dict(self._chunk(place))
            rows.update((term, self._new_rows[term]) for term in edited[place])
            for term in sorted(rows, key=term_order):
                if rows[term]:
                    chunker.add(term, f"{term} {rows[term]}")
        if not self._old.chunks:
            for term in sorted(self._new_rows, key=term_order):
                chunker.add(term, f"{term} {self._new_rows[term]}")
        chunker.close()
        yield from self._made(chunker)

    def _made(self, chunker: Chunker) -> Iterator[tuple[str, str]]:
        for rows in chunker.chunks:
            yield rows[0][0], self._files.add_terms(rows)
        chunker.chunks.clear()

    def metas(self) -> Iterator[str]:
        """Yield the name of each file of titles; one without a changed document stays."""
        changed: dict[int, dict[int, list[Any]]] = defaultdict(dict)
        for number, record in self._changed(self._documents).items():
            text = self._documents[_place_of(self._starts, number)].text
            changed[number // BLOCK][number % BLOCK] = meta(record, text)
        for block, name in enumerate(self._old.metas):
            if block in changed:
                rows = list(self._files.read(name))
                for place, row in changed[block].items():
                    rows[place] = row
                yield self._files.add("m", dump(rows))
            else:
                yield name

    def facets(self) -> str:
        """Return the name of the file of filters."""
        rows = facet_rows(self._files.read(self._old.facets), self._starts[-1])
        for number, record in self._changed(self._documents).items():
            rows[number] = facets_of(record)
        return self._files.add("f", dump(facet_columns(rows)))


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
