"""A volume of the search index: its documents, its terms and its files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.search.index import (
    begins_file,
    dump,
    file_name,
    file_size,
    least_known,
)
from sphinx_paperreview.search.words import order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx_paperreview.search.index import Record


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
    read: Callable[[str], bytes]
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
    #: the order of the index. Empty until it is needed: see :meth:`VolumeFiles.counts`.
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


class TermCounts:
    """How many records contain a term: of a volume and of those before it.

    :param change: is subtracted: how the numbers have changed
    """

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


class VolumeFiles:
    """The files of volumes, by the digests of their content, and what is kept of each volume."""

    def __init__(self, sources: Sources) -> None:
        #: Where the volumes read what they are made of.
        self.sources = sources
        #: The content of the files that were made, by their names.
        self.made: dict[str, bytes] = {}

    def add(self, kind: str, text: bytes) -> str:
        """Add a file with *text*, which is JSON; return its name."""
        name = file_name(kind, text)
        self.made[name] = text
        return name

    def add_terms(self, rows: Sequence[tuple[str, str]]) -> str:
        """Add a file of the *rows* of terms; return its name."""
        return self.add("t", dump("\n".join(row for _term, row in rows)))

    def read(self, name: str) -> Any:
        """Return the data of a file of this index or of the last."""
        return json.loads(self.made[name] if name in self.made else self.sources.read(name))

    def keep(self, volume: Volume) -> None:
        """Keep *volume* for the next build."""
        documents = [[d.name, d.key, d.count, d.text] for d in volume.documents]
        self.sources.keep(volume.key, [
            documents, volume.chunks, volume.metas, volume.words, volume.facets, volume.known,
            volume.size,
        ])  # fmt: skip
        counts = [[*volume.final], [*volume.base.values()], [*volume.final.values()]]
        self.sources.keep(f"{volume.key}-terms", counts)

    def recall(self, key: str) -> Volume | None:
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
        """Return how many records of *volume* contain each term, before compounds are split.

        They are read when they are asked for; :exc:`LostError` is raised if they are not there.
        """
        if not volume.final:
            try:
                terms, base, final = self.sources.recall(f"{volume.key}-terms")
                volume.base = dict(zip(terms, base, strict=True))
                volume.final = dict(zip(terms, final, strict=True))
            except (TypeError, ValueError) as error:
                raise LostError from error
        return volume.base


class Chunker:
    """Divides rows of terms, which come in their order, into files."""

    def __init__(self, size: int) -> None:
        self._most = file_size(size)
        self._rows: list[tuple[str, str]] = []
        self._length = 0
        #: The rows of each complete file.
        self.chunks: list[list[tuple[str, str]]] = []

    def add(self, term: str, row: str) -> None:
        """Add the *row* of *term*."""
        size = row_bytes(row)
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


def term_order(term: str) -> tuple[bytes, str]:
    """Return the key by which terms are sorted."""
    return order(term), term


def row_bytes(row: str) -> int:
    """Return the length of the *row* of a term in UTF-8."""
    return len(row.encode("utf-8", "replace"))
