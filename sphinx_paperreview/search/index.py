"""The inverted index of a site (which records contain a term), split into small files.

Terms are sorted by the letters that are typed for them, so that a prefix is found in one file. A
record keeps its number when later ones are added, and a weight depends on its own record alone, so
a new post changes few files.
"""

from __future__ import annotations

import base64
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.digests import bytes_digest
from sphinx_paperreview.search.words import RULES, order, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Weights of a term in the title, in names and identifiers, in a heading, in the text.
_TITLE, _NAME, _HEADING, _TEXT = 6.0, 4.0, 2.5, 1.0
#: Parameters of BM25: k1, b, and the average length of a record (in terms).
_SATURATION, _SHARE, _USUAL = 1.2, 0.5, 250
#: Least and most bytes of a file of terms; between these limits there are about so many files.
_LEAST, _MOST, _FILES = 4_000, 20_000, 400
#: Records in a file of titles: few, as the results of a query are spread over these files.
_BLOCK = 32
#: Most terms in the dictionary by which mistyped words are corrected.
_DICTIONARY = 30_000
#: A Korean word is a compound if this many records contain each of its parts; if only one part is
#: a known word, this many must contain that.
_KNOWN, _TAIL = 2, 3
#: Factors for a part of a compound, and for a compound that is written as separate words.
_PART, _PAIR = 0.8, 0.9
#: The digits of the postings in base 64 (:func:`encode`).
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


@dataclass(frozen=True, slots=True)
class Record:
    """One result that the search can find: a paper, the rest of a post, or another page."""

    title: str
    url: str
    #: Terms of the title, of the headings and of the text, each in order and with blanks between.
    words: tuple[str, str, str] = ("", "", "")
    subtitle: str = ""
    orgs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    venue: str = ""
    date: str = ""
    year: str = ""
    #: Other names that find it: identifiers.
    names: tuple[str, ...] = ()
    #: Title and address of the post that reviews the paper.
    post: str = ""
    post_url: str = ""
    #: Document that it is part of.
    docname: str = ""
    #: Its place in the document: 0 for its text outside of papers, 1 for the first paper.
    place: int = 0

    def with_words(self, words: tuple[str, str, str], names: tuple[str, ...]) -> Record:
        """Return a copy with *words* and *names*."""
        return replace(self, words=words, names=names)


def encode(postings: Sequence[tuple[int, int]]) -> str:
    """Return *postings*, pairs of a record's number and a weight (1 to 63), as text.

    Each is a digit of base 64 for the weight, then the distance from the number before in digits
    of five bits, the lowest first; all but the last have 32 added.
    """
    out, before = [], -1
    for number, weight in postings:
        out.append(DIGITS[weight])
        distance = number - before - 1
        before = number
        while distance > 31:
            out.append(DIGITS[32 + distance % 32])
            distance //= 32
        out.append(DIGITS[distance])
    return "".join(out)


class Index:
    """The files of an index.

    :param records: what can be found, in the order of their numbers
    :param texts: the texts of each document, for excerpts, by docname
    :param glossary: groups of words with the same meaning
    :param labels: texts of the search page and the dialog
    """

    def __init__(self, records: Sequence[Record], texts: Mapping[str, Any],
                 glossary: Sequence[Sequence[str]] = (),
                 labels: Mapping[str, str] | None = None) -> None:  # fmt: skip
        self._records = records
        self._texts = texts
        self._glossary = glossary
        self._labels = dict(labels or {})
        self._files: dict[str, bytes] = {}

    def files(self) -> dict[str, bytes]:
        """Return the content of each file by its name; the scripts begin with ``root.js``."""
        names = {docname: self._add("x", text) for docname, text in self._texts.items()}
        postings = self._postings()
        root = {
            "n": len(self._records),
            "block": _BLOCK,
            "terms": "\n".join(self._chunks(postings)),
            "metas": " ".join(self._metas(names)),
            "words": self._add("d", _dictionary(postings)),
            "facets": self._add("f", _facets(self._records)),
            "glossary": self._add("g", [*_known(self._glossary, postings)]),
            "labels": self._labels,
            "rules": RULES,
        }
        self._files["root.js"] = _script("root", _dump(root))
        return self._files

    def _add(self, kind: str, data: Any) -> str:
        """Add a file with *data*; return its name, which is a hash of its content."""
        text = _dump(data)
        value = bytes.fromhex(bytes_digest(text.encode("utf-8", "replace"), 10))
        name = kind + base64.b32encode(value).decode("ascii").lower()
        self._files[f"{name}.js"] = _script(name, text)
        return name

    def _postings(self) -> dict[str, list[tuple[int, int]]]:
        counts = [_weights(record) for record in self._records]
        known = Counter(term for found in counts for term in found)
        result: dict[str, list[tuple[int, int]]] = defaultdict(list)
        # The words of the glossary count as known: on a small site few words are frequent.
        for group in self._glossary:
            for word in (word for name in group for word in _short(name)):
                known[word] = max(known[word], _TAIL) if _is_korean(word) else known[word]
        compounds = _Compounds(known)
        for number, (record, found) in enumerate(zip(self._records, counts, strict=True)):
            length = sum(field.count(" ") + 1 for field in record.words if field)
            size = _SATURATION * (1 - _SHARE + _SHARE * min(4, length / _USUAL))
            compounds.add_to(found, record.words)
            for term, weight in found.items():
                result[term].append((number, max(1, min(63, round(63 * weight / (weight + size))))))
        return result

    def _chunks(self, postings: Mapping[str, list[tuple[int, int]]]) -> Iterator[str]:
        """Yield the first term and the name of each file of terms that is added."""
        rows = [f"{term} {encode(postings[term])}" for term in sorted(postings, key=order)]
        sizes = [len(row.encode()) for row in rows]
        # A power of two, so that a site that grows a little keeps its files.
        most = min(_MOST, max(_LEAST, 1 << (sum(sizes) // _FILES).bit_length()))
        first = length = 0
        for last, size in enumerate([*sizes, most]):
            if last > first and length + size > most:
                name = self._add("t", "\n".join(rows[first:last]))
                yield f"{rows[first].partition(' ')[0]} {name}"
                first, length = last, 0
            length += size

    def _metas(self, names: Mapping[str, str]) -> Iterator[str]:
        for start in range(0, len(self._records), _BLOCK):
            some = self._records[start : start + _BLOCK]
            rows = [_meta(record, names) for record in some]
            yield self._add("m", rows)


def _meta(record: Record, names: Mapping[str, str]) -> list[Any]:
    text = names.get(record.docname, "")
    return [record.title, record.url, record.subtitle, record.date, list(record.orgs),
            list(record.tags), record.venue, record.post, record.post_url, text,
            record.place]  # fmt: skip


@cache
def _short(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


def _weights(record: Record) -> dict[str, float]:
    """Return the weight of each term of *record*, without the parts of compounds."""
    found: dict[str, float] = defaultdict(float)
    title, headings, text = record.words
    for weight, field in ((_TITLE, title), (_HEADING, headings), (_TEXT, text)):
        for term, number in Counter(field.split(" ") if field else ()).items():
            found[term] += weight * number
    for term in _short(record.subtitle):
        found[term] += _HEADING
    for name in (*record.orgs, *record.tags, record.venue, *record.names):
        for term in _short(name):
            found[term] += _NAME
    return found


class _Compounds:
    """Korean compounds: splits those that are written together, joins those written apart.

    :param known: how many records contain each term
    """

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._parts: dict[str, tuple[str, ...]] = {}

    def add_to(self, found: dict[str, float], fields: tuple[str, ...]) -> None:
        """Add parts of compounds, and joined neighbours, to the weights of a record's terms."""
        more: dict[str, float] = defaultdict(float)
        for term, weight in found.items():
            if len(term) > 3 and _is_korean(term):
                for part in self.parts(term):
                    more[part] += _PART * weight
        for weight, field in zip((_TITLE, _HEADING, _TEXT), fields, strict=True):
            words = field.split(" ")
            for size in (2, 3):
                for group in zip(*(words[i:] for i in range(size)), strict=False):
                    joined = "".join(group)
                    if self._known.get(joined) and len(joined) > 3:
                        more[joined] += _PAIR * weight
        for term, weight in more.items():
            found[term] += weight

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the known words that a Korean *word* is made of; none if it is not a compound."""
        if word not in self._parts:
            self._parts[word] = tuple(dict.fromkeys(self._split(word)))
        return self._parts[word]

    def _split(self, word: str) -> Iterator[str]:
        known, best, where = self._known, 0, 0
        for i in range(2, len(word) - 1):
            least = min(known.get(word[:i], 0), known.get(word[i:], 0))
            if least > best:
                best, where = least, i
        if best >= _KNOWN:
            for part in (word[:where], word[where:]):
                yield part
                if len(part) > 3:
                    yield from self._split(part)
            return
        for i in range(2, len(word) - 1):
            if known.get(word[i:], 0) >= _TAIL:
                yield word[i:]
                break
        for i in range(len(word) - 2, 1, -1):
            if known.get(word[:i], 0) >= _TAIL:
                yield word[:i]
                break


def _is_korean(term: str) -> bool:
    return len(term) > 1 and "\uac00" <= term[0] <= "힣"


def _dictionary(postings: Mapping[str, list[tuple[int, int]]]) -> str:
    """Return the commonest terms, each after a digit from 1 to 9 for its frequency."""
    words = [term for term in postings if len(term) > 1 and not term[0].isdecimal()]
    words = sorted(words, key=lambda term: (-len(postings[term]), order(term)))[:_DICTIONARY]
    rows = (f"{min(9, len(postings[w]).bit_length())}{w}" for w in sorted(words, key=order))
    return "\n".join(rows)


def _facets(records: Sequence[Record]) -> dict[str, Any]:
    """Return for each kind of filter its names, and the numbers of the names of each record."""
    columns: dict[str, Any] = {}
    for kind in ("org", "tag", "venue", "year"):
        values = [_values(record, kind) for record in records]
        names = sorted({name for row in values for name in row})
        place = {name: str(i) for i, name in enumerate(names)}
        cells = [",".join(place[name] for name in row) for row in values]
        columns[kind] = [names, ";".join(cells)]
    return columns


def _values(record: Record, kind: str) -> tuple[str, ...]:
    single = record.venue if kind == "venue" else record.year
    return (
        record.orgs if kind == "org" else record.tags if kind == "tag" else (single,) * bool(single)
    )


def _known(glossary: Sequence[Sequence[str]], postings: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the groups of *glossary* as terms, if the site contains a word of the group."""
    for group in glossary:
        found = list(dict.fromkeys(" ".join(terms(name)) for name in group))
        there = [all(term in postings for term in name.split(" ")) for name in found]
        if any(there) and len(found) > 1:
            yield found


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, text: str) -> bytes:
    """Return a script that calls ``paperreviewSearch`` with the name and the data.

    A page opened from a folder (``file://``) cannot fetch JSON, but can load scripts.
    """
    return f"paperreviewSearch({json.dumps(name)},{text})\n".encode("utf-8", "replace")
