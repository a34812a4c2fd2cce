"""The index of a site: which terms stand in which records, cut into small files.

Terms are in the order of their letters as typed, so that what begins alike lies together. A record
keeps its place while later ones are added, and a weight depends on its own record alone: a new
post changes few files.
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

#: How much a term counts in the title, in names and identifiers, in a heading, in the text.
TITLE, NAME, HEADING, TEXT = 6.0, 4.0, 2.5, 1.0
#: Saturation, share of the length, and the length that is usual (in terms): as in BM25.
SATURATION, SHARE, USUAL = 1.2, 0.5, 250
#: Least and most bytes of a file of terms, and how many of these files there are between.
LEAST, MOST, FILES = 4_000, 20_000, 400
#: Records in a file of titles: few, as the answers of a query lie in many of these files.
BLOCK = 32
#: Most terms of the dictionary by which mistyped words are found.
DICTIONARY = 30_000
#: How many records must have both parts of a word for it to be a compound, and its last part alone.
KNOWN, TAIL = 2, 3
#: What a part of a compound, and two words that make one, count.
PART, PAIR = 0.8, 0.9
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


@dataclass(frozen=True, slots=True)
class Record:
    """What is found by a search: a paper, the rest of a post, or another page."""

    title: str
    url: str
    #: Terms of the title, of the headings and of the text, in their order.
    words: tuple[str, str, str] = ("", "", "")
    subtitle: str = ""
    orgs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    venue: str = ""
    date: str = ""
    year: str = ""
    #: Other names by which it is asked for: identifiers.
    names: tuple[str, ...] = ()
    #: Title of the post that a paper is reviewed in, and the address of it.
    post: str = ""
    post_url: str = ""
    #: The document whose text it is a part of, and its place in there.
    docname: str = ""
    place: int = 0

    def with_words(self, words: tuple[str, str, str], names: tuple[str, ...]) -> Record:
        """Return the record with the terms of its text, and all its names."""
        return replace(self, words=words, names=names)


def encode(postings: Sequence[tuple[int, int]]) -> str:
    """Return places and weights as text: a weight, then the distance from the place before."""
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
    """The files of the index of *records*; *texts* are those that excerpts are cut from.

    *labels* are what the page of search and the dialog say.
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
        """Return the content of each file by its name."""
        names = {docname: self._add("x", text) for docname, text in self._texts.items()}
        postings = self._postings()
        root = {
            "n": len(self._records),
            "block": BLOCK,
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
        """Keep *data* in a file that is named by its content; return the name."""
        text = _dump(data)
        value = bytes.fromhex(bytes_digest(text.encode("utf-8", "replace"), 10))
        name = kind + base64.b32encode(value).decode("ascii").lower()
        self._files[f"{name}.js"] = _script(name, text)
        return name

    def _postings(self) -> dict[str, list[tuple[int, int]]]:
        counts = [_weights(record) for record in self._records]
        known = Counter(term for found in counts for term in found)
        result: dict[str, list[tuple[int, int]]] = defaultdict(list)
        # The words of the field count as known: on a small site few words stand alone often.
        for group in self._glossary:
            for word in (word for name in group for word in _short(name)):
                known[word] = max(known[word], TAIL) if _is_korean(word) else known[word]
        compounds = _Compounds(known)
        for number, (record, found) in enumerate(zip(self._records, counts, strict=True)):
            length = sum(field.count(" ") + 1 for field in record.words if field)
            size = SATURATION * (1 - SHARE + SHARE * min(4, length / USUAL))
            compounds.add_to(found, record.words)
            for term, weight in found.items():
                result[term].append((number, max(1, min(63, round(63 * weight / (weight + size))))))
        return result

    def _chunks(self, postings: Mapping[str, list[tuple[int, int]]]) -> Iterator[str]:
        """Yield the first term and the name of each file of terms."""
        rows = [f"{term} {encode(postings[term])}" for term in sorted(postings, key=order)]
        sizes = [len(row.encode()) for row in rows]
        # A power of two, so that a site which grows a little keeps its files.
        most = min(MOST, max(LEAST, 1 << (sum(sizes) // FILES).bit_length()))
        first = length = 0
        for last, size in enumerate([*sizes, most]):
            if last > first and length + size > most:
                name = self._add("t", "\n".join(rows[first:last]))
                yield f"{rows[first].partition(' ')[0]} {name}"
                first, length = last, 0
            length += size

    def _metas(self, names: Mapping[str, str]) -> Iterator[str]:
        for start in range(0, len(self._records), BLOCK):
            some = self._records[start : start + BLOCK]
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
    """Return how much each term of *record* counts, before compounds are taken apart."""
    found: dict[str, float] = defaultdict(float)
    title, headings, text = record.words
    for weight, field in ((TITLE, title), (HEADING, headings), (TEXT, text)):
        for term, number in Counter(field.split(" ") if field else ()).items():
            found[term] += weight * number
    for term in _short(record.subtitle):
        found[term] += HEADING
    for name in (*record.orgs, *record.tags, record.venue, *record.names):
        for term in _short(name):
            found[term] += NAME
    return found


class _Compounds:
    """Words made of words: the parts of one, and the one that neighbours would make."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._parts: dict[str, tuple[str, ...]] = {}

    def add_to(self, found: dict[str, float], fields: tuple[str, ...]) -> None:
        """Add parts of compounds, and compounds written apart, to the terms of a record."""
        more: dict[str, float] = defaultdict(float)
        for term, weight in found.items():
            if len(term) > 3 and _is_korean(term):
                for part in self.parts(term):
                    more[part] += PART * weight
        for weight, field in zip((TITLE, HEADING, TEXT), fields, strict=True):
            words = field.split(" ")
            for size in (2, 3):
                for group in zip(*(words[i:] for i in range(size)), strict=False):
                    joined = "".join(group)
                    if self._known.get(joined) and len(joined) > 3:
                        more[joined] += PAIR * weight
        for term, weight in more.items():
            found[term] += weight

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the known words that a Korean *word* is made of, none if it is one itself."""
        if word not in self._parts:
            self._parts[word] = tuple(dict.fromkeys(self._split(word)))
        return self._parts[word]

    def _split(self, word: str) -> Iterator[str]:
        known, best, where = self._known, 0, 0
        for i in range(2, len(word) - 1):
            least = min(known.get(word[:i], 0), known.get(word[i:], 0))
            if least > best:
                best, where = least, i
        if best >= KNOWN:
            for part in (word[:where], word[where:]):
                yield part
                if len(part) > 3:
                    yield from self._split(part)
            return
        for i in range(2, len(word) - 1):
            if known.get(word[i:], 0) >= TAIL:
                yield word[i:]
                break
        for i in range(len(word) - 2, 1, -1):
            if known.get(word[:i], 0) >= TAIL:
                yield word[:i]
                break


def _is_korean(term: str) -> bool:
    return len(term) > 1 and "\uac00" <= term[0] <= "힣"


def _dictionary(postings: Mapping[str, list[tuple[int, int]]]) -> str:
    """Return the commonest terms, each after a digit that says how common it is."""
    words = [term for term in postings if len(term) > 1 and not term[0].isdecimal()]
    words = sorted(words, key=lambda term: (-len(postings[term]), order(term)))[:DICTIONARY]
    rows = (f"{min(9, len(postings[w]).bit_length())}{w}" for w in sorted(words, key=order))
    return "\n".join(rows)


def _facets(records: Sequence[Record]) -> dict[str, Any]:
    """Return by kind the names there are, and the numbers of those of each record."""
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
    """Yield the groups of *glossary* as terms, of which the site has at least one."""
    for group in glossary:
        found = list(dict.fromkeys(" ".join(terms(name)) for name in group))
        there = [all(term in postings for term in name.split(" ")) for name in found]
        if any(there) and len(found) > 1:
            yield found


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, text: str) -> bytes:
    """Return a file that a page loads as a script: a call with the name and the data."""
    return f"paperreviewSearch({json.dumps(name)},{text})\n".encode("utf-8", "replace")
