"""The n-grams of the oldest papers as later ones are compared with them, kept between builds.

A paper is compared with those before it, which seldom change. So what is counted of the oldest is
kept in a file, and a build reads the words of the latest papers alone.
"""

from __future__ import annotations

import contextlib
import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.files.store import read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: Bits of a holder for how much an n-gram counts in a paper (0 to 1000).
_BITS = 10
#: How much an n-gram counts (None if it is new to the papers that decide this), the mark of those
#: that have it, and the latest of them as :func:`packed` gives them.
Gram = tuple[int | None, int, str]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """What is known of the n-grams of the first papers."""

    #: The number of these papers.
    papers: int
    #: How many papers decided how much an n-gram counts.
    size: int
    grams: dict[str, Gram]


def holder(number: int, weight: int) -> int:
    """Return as one number which paper has an n-gram, and how much (0 to 1000).

    Pairs of numbers would take ten times the memory.
    """
    return number << _BITS | weight


def held(holders: Iterable[int]) -> list[tuple[int, int]]:
    """Return number and weight of each of *holders*."""
    return [(one >> _BITS, one & (1 << _BITS) - 1) for one in holders]


def packed(holders: Iterable[int]) -> str:
    """Return *holders* as a text, which is read faster than lists: few of them are ever asked."""
    return " ".join(map(str, holders))


def unpacked(text: str) -> array[int]:
    """Return the holders in *text*, which :func:`packed` made."""
    return array("Q", map(int, text.split()))


def read_index(path: Path, inputs: Sequence[str]) -> WordIndex | None:
    """Return the index in the file at *path*.

    None if it is missing, damaged, or made of other papers than the first of these.

    :param inputs: a digest of what is known of each paper alone, the oldest first
    """
    with contextlib.suppress(ValueError, TypeError, KeyError):
        data = json.loads(read_kept(path) or b"{}")
        is_ours = data["version"] == package_digest()
        if is_ours and data["inputs"] == digest(inputs[: data["papers"]]):
            return WordIndex(data["papers"], data["size"], data["grams"])
    return None


def write_index(path: Path, index: WordIndex, inputs: Sequence[str]) -> None:
    """Write *index* to *path*; if that fails, the next build makes it again.

    :param inputs: as of :func:`read_index`
    """
    data = {
        "version": package_digest(), "inputs": digest(inputs[: index.papers]),
        "papers": index.papers, "size": index.size, "grams": index.grams,
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with contextlib.suppress(OSError):
        write_kept(path, text.encode("utf-8", "surrogatepass"))
