"""What the index of a site is made of: records, the weights of their terms, and files of them.

Terms are sorted by the letters that are typed for them, so that a prefix is found in one file. A
weight depends on its own record, and on how many records of the same and of earlier volumes
(:mod:`.volumes`) contain the parts of compounds.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from sphinx_paperreview.core.files.digests import bytes_digest
from sphinx_paperreview.search.words import terms

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

#: Weights of a term in the title, in names and identifiers, in a heading, in the text.
_TITLE, _NAME, _HEADING, _TEXT = 6.0, 4.0, 2.5, 1.0
#: Parameters of BM25: k1, b, and the average length of a record (in terms).
_SATURATION, _SHARE, _USUAL = 1.2, 0.5, 250
#: Least and most bytes of a file of terms; between these limits there are about so many files.
_LEAST, _MOST, _FILES = 4_000, 20_000, 400
#: One term in so many may begin a file, if the one before is long enough already.
_BEGINNINGS = 8
#: Records in a file of titles: few, as the results of a query are spread over these files.
BLOCK = 32
#: Most terms in the dictionary by which mistyped words are corrected.
_DICTIONARY = 30_000
#: A Korean word is a compound if this many records contain each of its parts; if only one part is
#: a known word, this many must contain that.
_KNOWN, _TAIL = 2, 3
#: Factors for a part of a compound, and for a compound that is written as separate words.
_PART, _PAIR = 0.8, 0.9
#: Kinds of filters.
FACETS = ("org", "tag", "venue", "year")
#: The digits of the postings in base 64 (:func:`encode`).
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
#: The end of the script of a file (:func:`script`).
_END = b")\n"


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


def encode(postings: Iterable[tuple[int, int]]) -> str:
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


def decode(code: str) -> list[tuple[int, int]]:
    """Return the postings that :func:`encode` wrote as *code*."""
    postings, number, place = [], -1, 0
    while place < len(code):
        weight = DIGITS.index(code[place])
        distance, factor, part = 0, 1, 32
        while part > 31:
            place += 1
            part = DIGITS.index(code[place])
            distance += part % 32 * factor
            factor *= 32
        place += 1
        number += distance + 1
        postings.append((number, weight))
    return postings


def file_size(total: int) -> int:
    """Return the most bytes of a file of terms, of *total* bytes in all.

    It is a power of two, so that a site that grows a little keeps its files.
    """
    return min(_MOST, max(_LEAST, 1 << (total // _FILES).bit_length()))


def begins_file(term: str, size: int, length: int, most: int) -> bool:
    """Return whether a new file begins before *term*, so that its place depends on few others.

    :param size: bytes of the row of *term*
    :param length: bytes of the rows in the file before
    :param most: as of :func:`file_size`
    """
    if not length:
        return False
    wanted = (
        length >= most * 7 // 8 and not zlib.crc32(term.encode("utf-8", "replace")) % _BEGINNINGS
    )
    return wanted or length + size > most


def meta(record: Record, text: str) -> list[Any]:
    """Return the row of *record* in a file of titles, where *text* is its file of texts."""
    return [record.title, record.url, record.subtitle, record.date, list(record.orgs),
            list(record.tags), record.venue, record.post, record.post_url, text,
            record.place]  # fmt: skip


@lru_cache(maxsize=1 << 16)
def _short(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


def _names(record: Record) -> tuple[str, ...]:
    """Return the names that find *record*, of whatever kind."""
    return (*record.orgs, *record.tags, record.venue, *record.names)


def base_terms(record: Record) -> set[str]:
    """Return the terms of *record*, without the parts of compounds."""
    found = {term for field in record.words if field for term in field.split(" ")}
    return found.union(_short(record.subtitle), *map(_short, _names(record)))


def base_weights(record: Record) -> dict[str, float]:
    """Return the weight of each of :func:`base_terms`."""
    found: dict[str, float] = defaultdict(float)
    title, headings, text = record.words
    for weight, field in ((_TITLE, title), (_HEADING, headings), (_TEXT, text)):
        for term, number in Counter(field.split(" ") if field else ()).items():
            found[term] += weight * number
    for term in _short(record.subtitle):
        found[term] += _HEADING
    for name in _names(record):
        for term in _short(name):
            found[term] += _NAME
    return found


class Counts(Protocol):
    """How many records contain each term."""

    def get(self, term: str, default: int, /) -> int:
        """Return the number for *term*."""

    def among(self, terms: set[str], /) -> Iterable[str]:
        """Return those of *terms* that a record may contain."""


def final_weights(
    record: Record, base: Mapping[str, float], compounds: Compounds
) -> dict[str, int]:
    """Return the weight (1 to 63) of each term of *record*, those of compounds included.

    :param base: as of :func:`base_weights`
    """
    found = dict(base)
    length = sum(field.count(" ") + 1 for field in record.words if field)
    size = _SATURATION * (1 - _SHARE + _SHARE * min(4, length / _USUAL))
    compounds.add_to(found, record.words)
    return {term: round(63 * weight / (weight + size)) or 1 for term, weight in found.items()}


class Compounds:
    """Korean compounds: splits those that are written together, joins those written apart.

    :param known: how many records contain each term
    """

    def __init__(self, known: Counts) -> None:
        self._known = known
        self._parts: dict[str, tuple[str, ...]] = {}

    def add_to(self, found: dict[str, float], fields: tuple[str, ...]) -> None:
        """Add parts of compounds, and joined neighbours, to the weights of a record's terms."""
        more: dict[str, float] = defaultdict(float)
        for term, weight in found.items():
            if len(term) > 3 and is_korean(term):
                for part in self.parts(term):
                    more[part] += _PART * weight
        for weight, field in zip((_TITLE, _HEADING, _TEXT), fields, strict=True):
            words = field.split(" ")
            groups = *pairwise(words), *zip(words, words[1:], words[2:], strict=False)
            joined = [*map("".join, groups)]
            known = {
                word
                for word in self._known.among(set(joined))
                if len(word) > 3 and self._known.get(word, 0)
            }
            for word in joined if known else ():
                if word in known:
                    more[word] += _PAIR * weight
        for term, weight in more.items():
            found[term] = found.get(term, 0) + weight

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


def is_korean(term: str) -> bool:
    """Return whether *term* is a Korean word of two syllables or more."""
    return len(term) > 1 and "\uac00" <= term[0] <= "힣"


def glossary_terms(glossary: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return every term of the words in *glossary*."""
    return frozenset(term for group in glossary for name in group for term in _short(name))


def least_known(term: str) -> int:
    """Return how many records count as containing *term* of the glossary at least.

    On a small site few words are frequent.
    """
    return _TAIL if is_korean(term) else 0


def dictionary(terms: Sequence[tuple[str, int]]) -> str:
    """Return the commonest terms, each after a digit from 1 to 9 for its frequency.

    :param terms: each term, in the order of the index, and how many records contain it
    """
    words = [pair for pair in terms if len(pair[0]) > 1 and not pair[0][0].isdecimal()]
    least, rest = 1, len(words)
    for count, number in sorted(Counter(count for _term, count in words).items()):
        if rest <= _DICTIONARY:
            break
        least, rest = count + 1, rest - number
    rows = (f"{min(9, count.bit_length())}{term}" for term, count in words if count >= least)
    return "\n".join(rows)


def facet_columns(rows: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    """Return for each kind of filter its names, and the numbers of the names of each record.

    :param rows: the names of each record by kind, as of :func:`facets_of`
    """
    columns: dict[str, Any] = {}
    for kind in FACETS:
        names = sorted({name for row in rows for name in row[kind]})
        place = {name: str(i) for i, name in enumerate(names)}
        cells = [",".join(place[name] for name in row[kind]) for row in rows]
        columns[kind] = [names, ";".join(cells)]
    return columns


def facet_rows(columns: Mapping[str, Any], count: int) -> list[dict[str, Sequence[str]]]:
    """Return the names of each of *count* records of which :func:`facet_columns` made *columns*."""
    rows: list[dict[str, Sequence[str]]] = [{} for _ in range(count)]
    for kind, (names, cells) in columns.items():
        for row, cell in zip(rows, cells.split(";"), strict=True):
            row[kind] = [names[int(place)] for place in cell.split(",")] if cell else []
    return rows


def facets_of(record: Record) -> dict[str, Sequence[str]]:
    """Return the names by which *record* can be filtered."""
    return {kind: _values(record, kind) for kind in FACETS}


def _values(record: Record, kind: str) -> tuple[str, ...]:
    single = record.venue if kind == "venue" else record.year
    return (
        record.orgs if kind == "org" else record.tags if kind == "tag" else (single,) * bool(single)
    )


def known_groups(
    glossary: Sequence[Sequence[str]], there_are: Container[str]
) -> Iterator[list[str]]:
    """Yield the groups of *glossary* as terms, if the site contains a word of the group.

    :param there_are: the terms of :func:`glossary_terms` that the site contains
    """
    for group in glossary:
        found = list(dict.fromkeys(" ".join(terms(name)) for name in group))
        there = [all(term in there_are for term in name.split(" ")) for name in found]
        if any(there) and len(found) > 1:
            yield found


def dump(data: Any) -> bytes:
    """Return *data* as JSON in UTF-8, which takes half the memory of Korean and Latin as text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def file_name(kind: str, text: bytes) -> str:
    """Return the name of a file with *text*: its *kind* and a digest of its content."""
    value = bytes.fromhex(bytes_digest(text, 10))
    return kind + base64.b32encode(value).decode("ascii").lower()


def script(name: str, text: bytes) -> bytes:
    """Return a script that calls ``paperreviewSearch`` with the name and the data, which is JSON.

    A page opened from a folder (``file://``) cannot fetch JSON, but can load scripts.
    """
    return b"%s%s%s" % (_head(name), text, _END)


def unscript(name: str, content: bytes) -> bytes | None:
    """Return the text of the file *name* from its *content*; None if it is not what was written."""
    start = _head(name)
    if not content.startswith(start) or not content.endswith(_END):
        return None
    text = content[len(start) : -len(_END)]
    return text if file_name(name[0], text) == name else None


def _head(name: str) -> bytes:
    return f"paperreviewSearch({json.dumps(name)},".encode()
