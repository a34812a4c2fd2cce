"""Lists in pages that are counted from the oldest row, so that a new row changes one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

_ = get_translation("paperreview")


def from_oldest(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Return *items*, the newest first, in runs of *size*; the oldest run comes first.

    The last run may be shorter.
    """
    ends = range(len(items), 0, -size)
    return [items[max(0, end - size) : end] for end in ends]


def newest_count(total: int, size: int) -> int:
    """Return how many of *total* items the first page shows, if the others are in runs of *size*.

    It is half of a run or more, and less than one and a half.
    """
    return total - max(0, total - size // 2) // size * size


def newest_and_older(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Return the newest of *items*, which the first page shows, then the runs of the others."""
    newest = newest_count(len(items), size)
    return [items[:newest], *from_oldest(items[newest:], size)]


def neighbour_pages(base: str, first: str, number: int, count: int) -> list[tuple[str, str]]:
    """Return the links of page *number* of *count*, which is before page ``base/{number - 1}``.

    :param base: the folder of the pages
    :param first: the page of the newest rows; empty if there is no link to it
    """
    newer = f"{base}/{number + 1}" if number < count else first
    links = [(_("Newer"), newer)] if newer else []
    return links + ([(_("Older"), f"{base}/{number - 1}")] if number > 1 else [])
