"""Which reviews are most like one another: by words, organisations, tags and mentions.

The words of a review are cut into groups of letters (character n-grams): the beginnings of words in
Latin letters, pairs of letters elsewhere, which needs no stemmer and so serves Korean as well as
English. Weights are whole numbers and ties are broken by the key, so the answer is the same on
every machine. A group that many papers share says little and costs much, so the frequent ones are
left out: the work grows with the archive, not with its square.
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
from sphinx_paperreview.core.store import WORDS, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx_paperreview.core.model import Paper

#: Letters at the beginning of a Latin word that count, and letters in a group of others.
LATIN, OTHER = 6, 2
#: Groups that are kept of a review, and of those which count.
KEPT, GRAMS = 90, 24
#: A group is too frequent if so many papers have it, or this part of all.
FREQUENT, SHARE = 40, 8
#: How often a group in the title, the subtitle, the summary counts.
IMPORTANCE = (4, 3, 2, 1)
#: Most related papers of one, and the least likeness of words (of 1000) that is worth a line.
SHOWN, LEAST = 4, 120
#: What a shared organisation or tag, and a mention, add to the likeness of words.
SHARED, MENTIONED = 60, 250
#: A word in Latin letters and digits, or a run of letters of another script.
_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]{3,}|[^\W\da-z_\u00c0-\u024f]{2,}")


@dataclass(frozen=True, slots=True)
class Related:
    """A paper that is like another, and the reasons."""

    key: str
    #: Labels of the organisations and tags that both have.
    terms: tuple[str, ...] = ()
    is_similar: bool = False
    #: Whether one's review mentions the other.
    is_mentioned: bool = False


def grams(text: str) -> Counter[str]:
    """Return how often each group of letters is in *text*, case aside."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        if word[0] < "\u0250":
            found[word[:LATIN]] += 1
        else:
            found.update(word[i : i + OTHER] for i in range(len(word) - OTHER + 1))
    return found


def features(*texts: str) -> dict[str, int]:
    """Return the groups by which a review is compared: of title, subtitle, summary and body."""
    found: Counter[str] = Counter()
    for text, importance in zip(texts, IMPORTANCE, strict=True):
        for gram, number in grams(text).items():
            found[gram] += importance * min(number, 3)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:KEPT])


def _vectors(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Return by paper the weights of its most telling groups, scaled to a length of 1000."""
    documents: Counter[str] = Counter()
    for found in counts.values():
        documents.update(found.keys())
    most = max(2, min(FREQUENT, len(counts) // SHARE))
    result = {}
    for key, found in counts.items():
        # The binary logarithm in whole numbers: one paper more seldom changes any weight.
        weights = (
            (gram, number * ((len(counts) // documents[gram]).bit_length() - 1))
            for gram, number in found.items()
            if 1 < documents[gram] <= most
        )
        telling = [(gram, weight) for gram, weight in weights if weight]
        best = sorted(telling, key=lambda item: (-item[1], item[0]))[:GRAMS]
        length = sum(weight * weight for _gram, weight in best) ** 0.5 or 1.0
        result[key] = {gram: round(1000 * weight / length) for gram, weight in best}
    return result


def _likeness(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Counter[str]]:
    """Return for each paper how like its words are to those of others, from 0 to 1000."""
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
    """Return for each reviewed paper those that are most like it, the likest first.

    By the key of each paper: its *newest* review, its *terms*, and the papers that it is
    *mentioned* with.

    The words of the reviews are kept in *folder*, that of the doctrees; so is the answer, for the
    builds in which nothing of it has changed. Without a folder there are no words.
    """
    inputs = [
        (key, paper.words, paper.position, sorted(terms[key]), sorted(mentioned.get(key, ())))
        for key, paper in newest.items()
    ]
    name = digest((__version__, inputs))
    kept = folder / "paperreview-related.json" if folder else None
    found = _recall(kept, name) if kept else None
    if found is None:
        words = _words(newest, folder) if folder else {}
        found = {
            key: tuple(_best(key, scores, terms, mentioned.get(key, frozenset())))
            for key, scores in _likeness({key: words.get(key, {}) for key in newest}).items()
        }
        if kept:
            _keep(kept, name, found)
    return found


def _words(papers: Mapping[str, Paper], folder: Path) -> dict[str, dict[str, int]]:
    """Return by key the words of each review, a file of a document read once."""
    files = {name: WORDS.recall(folder, name) for name in {p.words for p in papers.values()}}
    return {
        key: files[paper.words][paper.position]
        for key, paper in papers.items()
        if paper.position < len(files[paper.words])
    }


def _recall(path: Path, name: str) -> dict[str, tuple[Related, ...]] | None:
    """Return what is kept in the file at *path*, if it is the answer called *name*."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["name"] == name:
            return {
                key: tuple(Related(other, tuple(terms), *flags) for other, terms, *flags in rows)
                for key, rows in data["papers"].items()
            }
    return None


def _keep(path: Path, name: str, found: Mapping[str, tuple[Related, ...]]) -> None:
    """Write *found* to *path* in one step; where that cannot be, it is worked out again."""
    papers = {key: [astuple(related) for related in rows] for key, rows in found.items()}
    with contextlib.suppress(OSError):
        write_atomic(path, json.dumps({"name": name, "papers": papers}).encode())


def _best(
    key: str, scores: Counter[str], terms: Mapping[str, frozenset[str]], mentioned: frozenset[str]
) -> Iterable[Related]:
    candidates = {other for other, score in scores.items() if score >= LEAST} | mentioned
    ranked = []
    for other in candidates:
        shared = terms[key] & terms[other]
        score = scores[other] + SHARED * min(len(shared), 3) + MENTIONED * (other in mentioned)
        ranked.append((-score, other, tuple(sorted(shared))))
    for _score, other, shared_terms in sorted(ranked)[:SHOWN]:
        yield Related(other, shared_terms[:3], scores[other] >= LEAST, other in mentioned)
