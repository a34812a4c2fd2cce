"""The papers most similar to a paper: by words, organisations, tags and mentions.

Words are compared by character n-grams: the beginnings of words in Latin letters, and pairs of
letters in other scripts. That needs no stemmer and suits Korean as well as English. Weights are
integers and ties are broken by the order of the papers, so the result is the same on every machine.
N-grams that many papers share are left out, so the work grows with the archive and not with its
square.

A paper is compared with the papers before it. Later ones follow where fewer are similar, the first
that came: so a new post changes what is shown with its own papers, and little else.
"""

from __future__ import annotations

import contextlib
import json
import re
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from sphinx_paperreview.archive.word_index import (
    WordIndex,
    held,
    holder,
    packed,
    read_index,
    unpacked,
    write_index,
)
from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.files.store import WORDS, read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sphinx_paperreview.archive.word_index import Gram
    from sphinx_paperreview.core.model import Paper

#: Letters of a Latin word that count, from its beginning.
_LATIN = 6
#: Most n-grams that are stored of a review, and most of these that are compared.
_STORED, _GRAMS = 90, 24
#: An n-gram is left out if more papers than this have it, or more than this fraction (1/8).
_FREQUENT, _SHARE = 40, 8
#: Most papers, the newest, that are found by one n-gram.
_HOLDERS = 24
#: So many papers, the first, are compared by what all of them have.
_FIRST = 64
#: So many papers, the latest, are not in the kept index, so that an edit of one of them leaves it
#: as it is. It is made again when twice as many are not.
_LATEST = 128
#: Weights of an n-gram in the title, the subtitle, the summary and the text.
_IMPORTANCE = (4, 3, 2, 1)
#: Most related papers of one, and the least similarity of words (0 to 1000) to be shown.
_SHOWN, _LEAST = 4, 120
#: Similarities that differ by less count as equal: an edited word then seldom changes an order.
_STEP = 60
#: What each shared organisation or tag, and a mention, add to the similarity of words.
_SHARED, _MENTIONED = 60, 250
#: The files of the result, and of the n-grams of the oldest papers.
_KEPT, _INDEX = "paperreview-related.json", "paperreview-related-words.json"
#: A word in Latin letters and digits, or a run of letters of another script.
_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]{3,}|[^\W\da-z_\u00c0-\u024f]{2,}")


class Related(NamedTuple):
    """A paper that is similar to another one, and the reasons."""

    key: str
    #: Labels of the organisations and tags that both have.
    terms: tuple[str, ...] = ()
    #: Whether the words of the reviews are similar.
    is_similar: bool = False
    #: Whether the review of one mentions the other.
    is_mentioned: bool = False

    def __repr__(self) -> str:
        """Return it without names: two digests have four for each paper."""
        return tuple.__repr__(self)


def _grams(text: str) -> Counter[str]:
    """Return how often *text* has each n-gram, ignoring case."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if word[0] < "\u0250":
            found.append(word[:_LATIN])
        else:
            found += [one + other for one, other in pairwise(word)]
    return Counter(found)


def features(*texts: str) -> dict[str, int]:
    """Return the weighted n-grams of a review, from its title, subtitle, summary and text."""
    found: dict[str, int] = {}
    for text, importance in zip(texts, _IMPORTANCE, strict=True):
        for gram, number in _grams(text).items():
            found[gram] = found.get(gram, 0) + importance * min(number, 3)
    # Those that count the same in the order of their letters: sorting keeps an order.
    best = sorted(sorted(found), key=found.__getitem__, reverse=True)[:_STORED]
    return {gram: found[gram] for gram in best}


class _Counts(NamedTuple):
    """The weighted n-grams of a paper in little memory: an archive has a hundred for each."""

    #: The n-grams; what many papers have is one string.
    grams: tuple[str, ...] = ()
    #: Of each its weight, as of :func:`features`: at most thrice the sum of all importances.
    weights: bytes = b""


class _Comparison(NamedTuple):
    """What was found for one paper by its words."""

    #: All that it depends on, as one number.
    mark: int
    #: The numbers of the papers before it that are similar, each with how much it is.
    scores: Sequence[tuple[int, int]]
    #: Length of its weights as a vector.
    length: float


def _size_before(number: int) -> int:
    """Return how many papers decide the weights of the n-grams of paper *number*."""
    return max(_FIRST, 1 << number.bit_length() - 1) if number else _FIRST


class _Words:
    """The words of papers, the oldest first, each compared with those before it.

    How much an n-gram counts is decided by papers that are all older than the one whose words are
    compared, so that a later paper changes nothing. Only the first ones are compared by the words
    of all that there are of them.

    An edit changes what few papers are compared by. So there is a mark for all that a comparison
    depends on: the weights of the n-grams, and which papers have them, how much.

    :param counts: the n-grams of each paper; those in *index* are not asked
    :param before: what :attr:`compared` was in the last build
    :param index: what is known of the first papers
    """

    def __init__(
        self,
        counts: Sequence[_Counts],
        before: Sequence[_Comparison] = (),
        index: WordIndex | None = None,
    ) -> None:
        self._counts = counts
        self._known = {each.mark: each.scores for each in before}
        #: What later builds may know of the first papers; None if there are too few of them.
        self.index = index
        is_due = len(counts) - (index.papers if index else 0) >= 2 * _LATEST
        # An index is of no use once more papers decide how much n-grams count.
        end = max(len(counts) - _LATEST, _size_before(len(counts)))
        self._index_at = end if is_due else -1
        #: What was found for each paper.
        self.compared: list[_Comparison] = []
        #: A mark of the papers that have an n-gram, and how much it counts in each.
        self._marks: dict[str, int] = defaultdict(int)
        #: The papers that have an n-gram, and how much it counts in each (:func:`.holder`), the
        #: newest last.
        self._holders: dict[str, array[int]] = defaultdict(partial(array, "Q"))
        self._documents: Counter[str] = Counter()
        self._size = 0
        #: How much each n-gram counts, and one that none of the papers counted has.
        self._importance: dict[str, int] = {}
        self._new = 0
        if index:
            self._start(index)

    def _start(self, index: WordIndex) -> None:
        """Take over what *index* has of the first papers, as far as the others ask for it."""
        self._size, self._new = index.size, _weight(index.size, 1)
        wanted = {gram for counts in self._counts[index.papers :] for gram in counts.grams}
        for gram in wanted & index.grams.keys():
            own, mark, holders = index.grams[gram]
            if own is not None:
                self._importance[gram] = own
            if holders:
                self._marks[gram], self._holders[gram] = mark, unpacked(holders)

    def _indexed(self, number: int) -> WordIndex:
        """Return what is known of the papers before *number*."""
        grams: dict[str, Gram] = {gram: (own, 0, "") for gram, own in self._importance.items()}
        grams |= self.index.grams if self.index else {}
        own, marks = self._importance.get, self._marks
        for gram, holders in self._holders.items():
            grams[gram] = own(gram), marks[gram], packed(holders[-_HOLDERS:])
        return WordIndex(number, self._size, grams)

    def _begin(self, number: int) -> None:
        """Count what decides the weights of paper *number*, before it is compared or added."""
        self._count_before(number)
        if number == self._index_at:
            self.index = self._indexed(number)

    def take(self, before: Sequence[_Comparison]) -> None:
        """Take over what was found for the first papers, which are as they were then."""
        first = self.index.papers if self.index else 0
        for number in range(first, len(before)):
            self._begin(number)
            self._add(number, self._weighed(self._counts[number]), before[number].length)
        self.compared += before

    def compare(self) -> Iterator[dict[int, int]]:
        """Yield for each further paper which earlier ones are similar to it, how much (to 1000)."""
        for number in range(len(self.compared), len(self._counts)):
            self._begin(number)
            weighed = self._weighed(self._counts[number])
            known = self._known_of(weighed)
            # The hash of integers is the same in each process.
            mark = hash(tuple([(weight, self._marks[gram]) for weight, gram in known]))
            scores = self._known.get(mark)
            if scores is None:
                scores = self._scores(known)
            # Those that are new count less: nobody knows yet whether a later paper has them too.
            length = _length(known or sorted(weighed)[:_GRAMS])
            self.compared.append(_Comparison(mark, scores, length))
            yield dict(scores)
            self._add(number, weighed, length)

    def _count_before(self, number: int) -> None:
        """Count the papers that decide the weights of paper *number*."""
        size = _size_before(number)
        if size == self._size:
            return
        for counts in self._counts[self._size : size]:
            self._documents.update(counts.grams)
        self._size = size
        size = min(size, len(self._counts))
        most = min(max(2, min(_FREQUENT, size // _SHARE)), size // 2)
        self._new = _weight(size, 1) if most else 0
        logarithms = [0, *(_weight(size, documents) for documents in range(1, most + 1))]
        self._importance = {
            gram: logarithms[documents] if documents <= most else 0
            for gram, documents in self._documents.items()
        }

    def _weighed(self, counts: _Counts) -> list[tuple[int, str]]:
        """Return weights and n-grams of a paper, as far as they count; weights are negative."""
        of, new = self._importance.get, self._new
        return [
            (-weight * importance, gram)
            for gram, weight in zip(counts.grams, counts.weights, strict=True)
            if (importance := of(gram, new))
        ]

    def _known_of(self, weighed: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Return the best of the n-grams *weighed* that an earlier paper has."""
        return sorted(each for each in weighed if each[1] in self._holders)[:_GRAMS]

    def _scores(self, best: Sequence[tuple[int, str]]) -> Sequence[tuple[int, int]]:
        length = _length(best)
        scores: dict[int, int] = defaultdict(int)
        for weight, gram in best:
            own = round(-1000 * weight / length)
            for number, its in held(self._holders[gram][-_HOLDERS:]):
                scores[number] += own * its
        return [
            (other, min(score // 1000 // _STEP * _STEP, 1000))
            for other, score in scores.items()
            if score >= 1000 * _LEAST
        ]

    def _add(self, number: int, weighed: Sequence[tuple[int, str]], length: float) -> None:
        """Let later papers find paper *number*, whose n-grams *weighed* are of this *length*."""
        holders, marks = self._holders, self._marks
        for weight, gram in weighed:
            its = round(-1000 * weight / length)
            holders[gram].append(holder(number, its))
            marks[gram] = hash((marks[gram], (number, its)))


def _weight(size: int, documents: int) -> int:
    """Return how much an n-gram counts that so many of *size* documents have.

    It is an integer logarithm, so that a changed word seldom changes it.
    """
    return (size // documents).bit_length() - 1


def _length(weighed: Iterable[tuple[int, str]]) -> float:
    return sum([weight * weight for weight, _gram in weighed]) ** 0.5 or 1.0


def related_papers(
    papers: Mapping[str, Paper],
    terms: Mapping[str, frozenset[str]],
    mentioned: Mapping[str, frozenset[str]],
    folder: Path | None,
) -> dict[str, tuple[Related, ...]]:
    """Return for each reviewed paper the most similar ones, the most similar first.

    :param papers: the first review of each paper, by key, the oldest first
    :param terms: the labels of its organisations and tags, by key
    :param mentioned: the keys of the papers that mention it or that it mentions, by key
    :param folder: the folder of the doctrees, from which the words of reviews are read, and where
        the result is kept until one of the inputs changes; without it, words do not count
    """
    place = {key: number for number, key in enumerate(papers)}
    linked = {
        key: {other for each in mentioned.get(key, ()) if (other := place[each]) < number}
        for key, number in place.items()
    }
    inputs = [
        text_digest(repr((key, paper.words, paper.position, sorted(terms[key]), sorted(before))))
        for (key, paper), before in zip(papers.items(), linked.values(), strict=True)
    ]
    kept = folder / _KEPT if folder else None
    before = _recall(kept) if kept else _Result()
    if before.inputs == inputs:
        return before.found
    same = _same(before.inputs, inputs)
    index = read_index(folder / _INDEX, inputs) if folder else None
    if index and not (index.papers <= same and index.size == _size_before(len(inputs) - 1)):
        index = None
    latest = list(papers.values())[index.papers if index else 0 :]
    words = _words(latest, folder) if folder else [_Counts()] * len(latest)
    asked = [_Counts()] * (len(papers) - len(latest)) + words
    compared = _Words(asked, before.compared, index)
    compared.take(before.compared[:same])
    # What later papers had added to the first ones is found again.
    known = [
        [each for each in before.found[key] if place.get(each.key, same) < same]
        for key in list(papers)[:same]
    ]
    found = _find(list(papers), compared, terms, linked, known)
    if kept:
        _keep(kept, _Result(inputs, found, compared.compared))
    if folder and compared.index and compared.index is not index:
        write_index(folder / _INDEX, compared.index, inputs)
    return found


def _same(before: Sequence[str], now: Sequence[str]) -> int:
    """Return for how many of the first papers all is as it was; 0 for too few to rely on it."""
    pairs = enumerate(zip(before, now, strict=False))
    same = next((number for number, (one, other) in pairs if one != other), None)
    same = min(len(before), len(now)) if same is None else same
    return same if same >= _FIRST else 0


def _find(
    keys: Sequence[str],
    words: _Words,
    terms: Mapping[str, frozenset[str]],
    linked: Mapping[str, set[int]],
    known: Sequence[list[Related]],
) -> dict[str, tuple[Related, ...]]:
    """Return for each of *keys*, the oldest first, the papers most similar to it.

    :param linked: the numbers of the papers before it that mention it or that it mentions
    :param known: what was found before for the first of *keys*
    """
    found: list[list[Related]] = [*known, *([] for _key in keys[len(known) :])]
    theirs = [terms[key] for key in keys]
    for number, scores in enumerate(words.compare(), len(known)):
        own, others = theirs[number], linked[keys[number]]
        ranked = sorted(
            (
                -scores.get(other, 0)
                - _SHARED * min(len(own & theirs[other]), 3)
                - _MENTIONED * (other in others),
                other,
            )
            for other in scores.keys() | others
        )
        # Those before it that lack similar papers show this one.
        pairs = [(number, other) for _score, other in ranked[:_SHOWN]]
        pairs += [(other, number) for _score, other in ranked if len(found[other]) < _SHOWN]
        for one, other in pairs:
            terms_of_both = tuple(sorted(theirs[one] & theirs[other]))[:3]
            earlier = min(one, other)
            flags = earlier in scores, earlier in others
            found[one].append(Related(keys[other], terms_of_both, *flags))
    return {key: tuple(rows) for key, rows in zip(keys, found, strict=True)}


def _words(papers: Iterable[Paper], folder: Path) -> list[_Counts]:
    """Return the stored words of each of *papers*, none if they are not there.

    Each file is read once.
    """
    files = {
        name: [
            _Counts(tuple(map(intern, words)), bytes(words.values()))
            for words in WORDS.recall(folder, name)
        ]
        for name in {paper.words for paper in papers}
    }
    return [next(iter(files[paper.words][paper.position :]), _Counts()) for paper in papers]


@dataclass(frozen=True, slots=True)
class _Result:
    """What one build found, for the next."""

    #: For each paper, a digest of what was known of it alone.
    inputs: list[str] = field(default_factory=list)
    found: dict[str, tuple[Related, ...]] = field(default_factory=dict)
    compared: list[_Comparison] = field(default_factory=list)


def _recall(path: Path) -> _Result:
    """Return the result in the file at *path*; an empty one if it is missing or damaged."""
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(read_kept(path) or b"{}")
        if data["version"] == package_digest():
            found = {
                key: tuple(Related(other, tuple(terms), *flags) for other, terms, *flags in rows)
                for key, rows in data["papers"].items()
            }
            compared = [*map(_Comparison._make, data["compared"])]
            if len(data["inputs"]) == len(found) == len(compared):
                return _Result(data["inputs"], found, compared)
    return _Result()


def _keep(path: Path, result: _Result) -> None:
    """Write *result* to *path*; if that fails, the next build computes it again."""
    text = json.dumps({
        "version": package_digest(), "inputs": result.inputs, "papers": result.found,
        "compared": result.compared,
    })  # fmt: skip
    with contextlib.suppress(OSError):
        write_kept(path, text.encode())
