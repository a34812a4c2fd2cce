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
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.store import WORDS, read_kept, write_kept
from sphinx_paperreview.core.model import unguarded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sphinx_paperreview.core.model import Paper

#: Letters of a Latin word that count, from its beginning.
_LATIN = 6
#: Most n-grams that are stored of a review, and most of these that are compared.
_KEPT, _GRAMS = 90, 24
#: An n-gram is left out if more papers than this have it, or more than this fraction (1/8).
_FREQUENT, _SHARE = 40, 8
#: Most papers, the newest, that are found by one n-gram.
_HOLDERS = 24
#: So many papers, the first, are compared by what all of them have.
_FIRST = 64
#: Weights of an n-gram in the title, the subtitle, the summary and the text.
_IMPORTANCE = (4, 3, 2, 1)
#: Most related papers of one, and the least similarity of words (0 to 1000) to be shown.
_SHOWN, _LEAST = 4, 120
#: Similarities that differ by less count as equal: an edited word then seldom changes an order.
_STEP = 60
#: Bits of a number for how much an n-gram counts in a paper (0 to 1000).
_BITS = 10
#: What each shared organisation or tag, and a mention, add to the similarity of words.
_SHARED, _MENTIONED = 60, 250
#: A word in Latin letters and digits, or a run of letters of another script.
_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]{3,}|[^\W\da-z_\u00c0-\u024f]{2,}")


@unguarded
@dataclass(frozen=True, slots=True)
class Related:
    """A paper that is similar to another one, and the reasons."""

    key: str
    #: Labels of the organisations and tags that both have.
    terms: tuple[str, ...] = ()
    #: Whether the words of the reviews are similar.
    is_similar: bool = False
    #: Whether the review of one mentions the other.
    is_mentioned: bool = False


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
    best = sorted(sorted(found), key=found.__getitem__, reverse=True)[:_KEPT]
    return {gram: found[gram] for gram in best}


@dataclass(frozen=True, slots=True)
class _Counts:
    """The weighted n-grams of a paper in little memory: an archive has a hundred for each."""

    #: The n-grams; what many papers have is one string.
    grams: tuple[str, ...] = ()
    #: Of each its weight, as of :func:`features`: at most thrice the sum of all importances.
    weights: bytes = b""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What was found for one paper by its words."""

    #: All that it depends on, as one number.
    mark: int
    #: The papers before it that are similar, by their numbers, and how much.
    scores: dict[int, int]
    #: Length of its weights as a vector.
    length: float


class _Words:
    """The words of papers, the oldest first, each compared with those before it.

    How much an n-gram counts is decided by papers that are all older than the one whose words are
    compared, so that a later paper changes nothing. Only the first ones are compared by the words
    of all that there are of them.

    An edit changes what few papers are compared by. So there is a mark for all that a comparison
    depends on: the weights of the n-grams, and which papers have them, how much.

    :param counts: the n-grams of each paper
    :param before: what :attr:`compared` was in the last build
    """

    def __init__(self, counts: Sequence[_Counts], before: Sequence[_Comparison] = ()) -> None:
        self._counts = counts
        self._known = {each.mark: each.scores for each in before}
        #: What was found for each paper.
        self.compared: list[_Comparison] = []
        #: A mark of the papers that have an n-gram, and how much it counts in each.
        self._marks: dict[str, int] = defaultdict(int)
        #: The papers that have an n-gram, the newest last: of each its number and then, in the last
        #: bits, how much the n-gram counts in it.
        self._holders: dict[str, array[int]] = defaultdict(partial(array, "Q"))
        self._documents: Counter[str] = Counter()
        self._size = 0
        #: How much each n-gram counts, and one that none of the papers counted has.
        self._importance: dict[str, int] = {}
        self._new = 0

    def take(self, before: Sequence[_Comparison]) -> None:
        """Take over what was found for the first papers, which are as they were then.

        Of these, later papers are compared with what they share n-grams with.
        """
        if not before:
            return
        wanted = {gram for counts in self._counts[len(before) :] for gram in counts.grams}
        for number, (each, counts) in enumerate(zip(before, self._counts, strict=False)):
            self._count_before(number)
            self._add(number, self._weighed(counts, wanted), each.length)
        self.compared += before

    def compare(self) -> Iterator[dict[int, int]]:
        """Yield for each further paper which earlier ones are similar to it, how much (to 1000)."""
        for number in range(len(self.compared), len(self._counts)):
            self._count_before(number)
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
            yield scores
            self._add(number, weighed, length)

    def _count_before(self, number: int) -> None:
        """Count the papers that decide the weights of paper *number*."""
        size = max(_FIRST, 1 << number.bit_length() - 1) if number else _FIRST
        if size == self._size:
            return
        for counts in self._counts[self._size : size]:
            self._documents.update(counts.grams)
        self._size = size
        size = min(size, len(self._counts))
        most = min(max(2, min(_FREQUENT, size // _SHARE)), size // 2)
        # The integer logarithm, so that a changed word seldom changes a weight.
        self._new = size.bit_length() - 1 if most else 0
        logarithms = [
            0,
            *((size // documents).bit_length() - 1 for documents in range(1, most + 1)),
        ]
        self._importance = {
            gram: logarithms[documents] if documents <= most else 0
            for gram, documents in self._documents.items()
        }

    def _weighed(
        self, counts: _Counts, wanted: Container[str] | None = None
    ) -> list[tuple[int, str]]:
        """Return weights and n-grams of a paper, as far as they count; weights are negative.

        :param wanted: the n-grams that are asked for, if not all
        """
        of, new = self._importance.get, self._new
        return [
            (-weight * importance, gram)
            for gram, weight in zip(counts.grams, counts.weights, strict=True)
            if (wanted is None or gram in wanted) and (importance := of(gram, new))
        ]

    def _known_of(self, weighed: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Return the best of the n-grams *weighed* that an earlier paper has."""
        return sorted(each for each in weighed if each[1] in self._holders)[:_GRAMS]

    def _scores(self, best: Sequence[tuple[int, str]]) -> dict[int, int]:
        length = _length(best)
        scores: dict[int, int] = defaultdict(int)
        for weight, gram in best:
            own = round(-1000 * weight / length)
            for holder in self._holders[gram][-_HOLDERS:]:
                scores[holder >> _BITS] += own * (holder & (1 << _BITS) - 1)
        return {
            other: min(score // 1000 // _STEP * _STEP, 1000)
            for other, score in scores.items()
            if score >= 1000 * _LEAST
        }

    def _add(self, number: int, weighed: Sequence[tuple[int, str]], length: float) -> None:
        """Let later papers find paper *number*, whose n-grams *weighed* are of this *length*."""
        holders, marks = self._holders, self._marks
        for weight, gram in weighed:
            its = round(-1000 * weight / length)
            holders[gram].append(number << _BITS | its)
            marks[gram] = hash((marks[gram], (number, its)))


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
    kept = folder / "paperreview-related.json" if folder else None
    before = _recall(kept) if kept else _Result()
    if before.inputs == inputs:
        return before.found
    words = _words(papers, folder) if folder else {}
    compared = _Words([words.get(key, _Counts()) for key in papers], before.compared)
    same = _same(before.inputs, inputs)
    compared.take(before.compared[:same])
    # What later papers had added to the first ones is found again.
    known = [
        [each for each in before.found[key] if place.get(each.key, same) < same]
        for key in list(papers)[:same]
    ]
    found = _find(list(papers), compared, terms, linked, known)
    if kept:
        _keep(kept, _Result(inputs, found, compared.compared))
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


def _words(papers: Mapping[str, Paper], folder: Path) -> dict[str, _Counts]:
    """Return the stored words of each review, by key; each file is read once."""
    files = {
        name: [
            _Counts(tuple(map(intern, words)), bytes(words.values()))
            for words in WORDS.recall(folder, name)
        ]
        for name in {paper.words for paper in papers.values()}
    }
    return {
        key: files[paper.words][paper.position]
        for key, paper in papers.items()
        if paper.position < len(files[paper.words])
    }


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
        if data["version"] == __version__:
            found = {
                key: tuple(Related(other, tuple(terms), *flags) for other, terms, *flags in rows)
                for key, rows in data["papers"].items()
            }
            compared = [
                _Comparison(mark, dict(scores), length) for mark, scores, length in data["compared"]
            ]
            if len(data["inputs"]) == len(found) == len(compared):
                return _Result(data["inputs"], found, compared)
    return _Result()


def _keep(path: Path, result: _Result) -> None:
    """Write *result* to *path*; if that fails, the next build computes it again."""
    papers = {
        key: [(row.key, row.terms, row.is_similar, row.is_mentioned) for row in rows]
        for key, rows in result.found.items()
    }
    compared = [(each.mark, list(each.scores.items()), each.length) for each in result.compared]
    text = json.dumps(
        {"version": __version__, "inputs": result.inputs, "papers": papers, "compared": compared}
    )
    with contextlib.suppress(OSError):
        write_kept(path, text.encode())
