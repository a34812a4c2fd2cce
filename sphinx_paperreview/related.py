"""Which reviews are most like one another: by words, organisations, tags and mentions.

The words are those of title, subtitle and summary, cut into overlapping groups of three letters
(character n-grams), which needs no stemmer and so serves Korean as well as English. Weights are
whole numbers and ties are broken by the key, so the answer is the same on every machine. A group
that many papers share says little and costs much, so the frequent ones are left out: the work
grows with the archive, not with its square.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx_paperreview.archive import Archive

#: Letters in a group, groups of a paper that count, papers after which one is too frequent.
GRAM, GRAMS, FREQUENT = 3, 16, 40
#: How much of a summary is compared.
LONGEST = 120
#: Most related papers of one, and the least likeness of words (of 1000) that is worth a line.
SHOWN, LEAST = 4, 120
#: What a shared organisation or tag, and a mention, add to the likeness of words.
SHARED, MENTIONED = 60, 250
_WORD = re.compile(r"\w+")


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
    """Return how often each group of letters is in *text*, words by themselves, case aside."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        padded = f" {word} "
        found.update(padded[i : i + GRAM] for i in range(len(padded) - GRAM + 1))
    return found


def _vectors(texts: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return by paper the weights of its most telling groups, scaled to a length of 1000."""
    counts = {key: grams(text) for key, text in texts.items()}
    documents: Counter[str] = Counter()
    for found in counts.values():
        documents.update(found.keys())
    result = {}
    for key, found in counts.items():
        # The binary logarithm in whole numbers: one paper more seldom changes any weight.
        weights = {
            gram: min(number, 4) * ((len(texts) // documents[gram]).bit_length() - 1)
            for gram, number in found.items()
            if 1 < documents[gram] <= FREQUENT
        }
        telling = ((gram, weight) for gram, weight in weights.items() if weight)
        best = sorted(telling, key=lambda item: (-item[1], item[0]))[:GRAMS]
        length = sum(weight * weight for _gram, weight in best) ** 0.5 or 1.0
        result[key] = {gram: round(1000 * weight / length) for gram, weight in best}
    return result


def _likeness(texts: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Return for each paper how like its words are to those of others, from 0 to 1000."""
    vectors = _vectors(texts)
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


def related_papers(archive: Archive, kept: Path | None) -> dict[str, tuple[Related, ...]]:
    """Return for each reviewed paper those that are most like it, the likest first.

    The answer is kept in the file *kept*, for the builds in which nothing of it has changed.
    """
    texts = {}
    terms: dict[str, frozenset[str]] = {}
    for key in archive.keys:
        newest = archive.reviews_of(key)[0]
        texts[key] = f"{newest.title} {newest.subtitle} {newest.summary[:LONGEST]}"
        row = archive.paper_row(newest)
        terms[key] = frozenset(label for label, _slug in (*row.orgs, *row.tags))
    mentioned = _mentions(archive, texts.keys())
    inputs = [
        (key, text, sorted(terms[key]), sorted(mentioned.get(key, ())))
        for key, text in texts.items()
    ]
    name = hashlib.sha256(repr((__version__, inputs)).encode("utf-8", "surrogatepass")).hexdigest()
    found = _recall(kept, name) if kept else None
    if found is None:
        found = {
            key: tuple(_best(key, scores, terms, mentioned.get(key, frozenset())))
            for key, scores in _likeness(texts).items()
        }
        if kept:
            _keep(kept, name, found)
    return found


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
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps({"name": name, "papers": papers}), encoding="utf-8")
        temporary.replace(path)


def _mentions(archive: Archive, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each paper those whose review mentions it, or which its own mentions."""
    anchors = {
        (review.docname, review.anchor): key for key in keys for review in archive.reviews_of(key)
    }
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        for mention in archive.mentions_of(key):
            other = anchors.get((mention.docname, mention.anchor))
            if other is not None and other != key:
                found[key].add(other)
                found[other].add(key)
    return {key: frozenset(others) for key, others in found.items()}


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
