"""The papers most similar to a paper: by words, organisations, tags and mentions.

Words are compared by character n-grams: the beginnings of words in Latin letters, and pairs of
letters in other scripts. That needs no stemmer and suits Korean as well as English. Weights are
integers and ties are broken by the key, so the result is the same on every machine. N-grams that
many papers share are left out, so the work grows with the archive and not with its square.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.store import WORDS, read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx_paperreview.core.model import Paper

#: Letters of a Latin word that count, from its beginning; letters of an n-gram of other scripts.
_LATIN, _OTHER = 6, 2
#: Most n-grams that are stored of a review, and most of these that are compared.
_KEPT, _GRAMS = 90, 24
#: An n-gram is left out if more papers than this have it, or more than this fraction (1/8).
_FREQUENT, _SHARE = 40, 8
#: Weights of an n-gram in the title, the subtitle, the summary and the text.
_IMPORTANCE = (4, 3, 2, 1)
#: Most related papers of one, and the least similarity of words (0 to 1000) to be shown.
_SHOWN, _LEAST = 4, 120
#: What each shared organisation or tag, and a mention, add to the similarity of words.
_SHARED, _MENTIONED = 60, 250
#: A word in Latin letters and digits, or a run of letters of another script.
_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]{3,}|[^\W\da-z_\u00c0-\u024f]{2,}")


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
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        if word[0] < "\u0250":
            found[word[:_LATIN]] += 1
        else:
            found.update(word[i : i + _OTHER] for i in range(len(word) - _OTHER + 1))
    return found


def features(*texts: str) -> dict[str, int]:
    """Return the weighted n-grams of a review, from its title, subtitle, summary and text."""
    found: Counter[str] = Counter()
    for text, importance in zip(texts, _IMPORTANCE, strict=True):
        for gram, number in _grams(text).items():
            found[gram] += importance * min(number, 3)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:_KEPT])


def _vectors(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Return by paper the tf-idf vector of its best n-grams, scaled to a length of 1000."""
    documents: Counter[str] = Counter()
    for found in counts.values():
        documents.update(found.keys())
    most = max(2, min(_FREQUENT, len(counts) // _SHARE))
    result = {}
    for key, found in counts.items():
        # The integer logarithm, so that one more paper seldom changes a weight.
        weights = (
            (gram, number * ((len(counts) // documents[gram]).bit_length() - 1))
            for gram, number in found.items()
            if 1 < documents[gram] <= most
        )
        nonzero = [(gram, weight) for gram, weight in weights if weight]
        best = sorted(nonzero, key=lambda item: (-item[1], item[0]))[:_GRAMS]
        length = sum(weight * weight for _gram, weight in best) ** 0.5 or 1.0
        result[key] = {gram: round(1000 * weight / length) for gram, weight in best}
    return result


def _similarity(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Counter[str]]:
    """Return for each paper the similarity of its words to those of others, from 0 to 1000."""
    vectors = _vectors(counts)
    holders: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, vector in vectors.items():
        for gram, weight in vector.items():
            holders[gram].append((key, weight))
    result: dict[str, Counter[str]] = {}
    for key, vector in vectors.items():
        scores: Counter[str] = Counter()
        for gram, weight in vector.items():
            for other, its in holders[gram]:
                scores[other] += weight * its
        del scores[key]
        result[key] = Counter({other: score // 1000 for other, score in scores.items()})
    return result


def related_papers(
    newest: Mapping[str, Paper],
    terms: Mapping[str, frozenset[str]],
    mentioned: Mapping[str, frozenset[str]],
    folder: Path | None,
) -> dict[str, tuple[Related, ...]]:
    """Return for each reviewed paper the most similar ones, the most similar first.

    :param newest: the newest review of each paper, by key
    :param terms: the labels of its organisations and tags, by key
    :param mentioned: the keys of the papers that mention it or that it mentions, by key
    :param folder: the folder of the doctrees, from which the words of reviews are read, and where
        the result is kept until one of the inputs changes; without it, words do not count
    """
    inputs = [
        (key, paper.words, paper.position, sorted(terms[key]), sorted(mentioned.get(key, ())))
        for key, paper in newest.items()
    ]
    value = digest((__version__, inputs))
    kept = folder / "paperreview-related.json" if folder else None
    found = _recall(kept, value) if kept else None
    if found is None:
        words = _words(newest, folder) if folder else {}
        found = {
            key: tuple(_best(key, scores, terms, mentioned.get(key, frozenset())))
            for key, scores in _similarity({key: words.get(key, {}) for key in newest}).items()
        }
        if kept:
            _keep(kept, value, found)
    return found


def _words(papers: Mapping[str, Paper], folder: Path) -> dict[str, dict[str, int]]:
    """Return the stored words of each review, by key; each file is read once."""
    files = {name: WORDS.recall(folder, name) for name in {p.words for p in papers.values()}}
    return {
        key: files[paper.words][paper.position]
        for key, paper in papers.items()
        if paper.position < len(files[paper.words])
    }


def _recall(path: Path, value: str) -> dict[str, tuple[Related, ...]] | None:
    """Return the result in the file at *path*, if it was made from inputs with this digest."""
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(read_kept(path) or b"{}")
        if data["name"] == value:
            return {
                key: tuple(Related(other, tuple(terms), *flags) for other, terms, *flags in rows)
                for key, rows in data["papers"].items()
            }
    return None


def _keep(path: Path, value: str, found: Mapping[str, tuple[Related, ...]]) -> None:
    """Write *found* to *path*; if that fails, the next build computes it again."""
    papers = {key: [astuple(related) for related in rows] for key, rows in found.items()}
    with contextlib.suppress(OSError):
        write_kept(path, json.dumps({"name": value, "papers": papers}).encode())


def _best(
    key: str, scores: Counter[str], terms: Mapping[str, frozenset[str]], mentioned: frozenset[str]
) -> Iterable[Related]:
    candidates = {other for other, score in scores.items() if score >= _LEAST} | mentioned
    ranked = []
    for other in candidates:
        shared = terms[key] & terms[other]
        score = scores[other] + _SHARED * min(len(shared), 3) + _MENTIONED * (other in mentioned)
        ranked.append((-score, other, tuple(sorted(shared))))
    for _score, other, shared_terms in sorted(ranked)[:_SHOWN]:
        yield Related(other, shared_terms[:3], scores[other] >= _LEAST, other in mentioned)
