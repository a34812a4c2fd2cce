"""Which smaller copies of a picture are wanted, and which of them a page names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Part of the largest copy's width above which another one would save next to nothing.
_NEAR = 0.9


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """A copy of a picture in another size or format."""

    #: ``webp`` or ``avif``.
    format: str
    width: int
    #: Name of its file, with a digest of its bytes.
    name: str


#: The copies of each picture, by the picture's path from the source folder.
PictureCopies: TypeAlias = Mapping[str, tuple[Variant, ...]]


def wanted_widths(natural: int, shown: int, widths: Sequence[int]) -> tuple[int, ...]:
    """Return the widths in which a picture *natural* pixels wide, shown *shown* wide, is wanted.

    The largest is the least of the picture's own width, twice the shown one (for screens of two
    pixels to a point) and the largest of *widths*; below it stand those of *widths* that save
    something. None for a picture that is no wider than the least of *widths*.
    """
    if not widths or natural <= min(widths):
        return ()
    top = min(natural, 2 * shown, max(widths))
    return (*(width for width in sorted(set(widths)) if width < _NEAR * top), top)


def offered_copies(
    variants: Iterable[Variant], name: str, wanted: Sequence[int]
) -> tuple[Variant, ...]:
    """Return those of *variants* in the format *name* that a page offers, the smallest first.

    Unless one of them has the largest *wanted* width or more there are none: the picture would
    be blurred.
    """
    if not wanted:
        return ()
    found = sorted((each.width, each) for each in variants if each.format == name)
    large = [each for width, each in found if width >= wanted[-1]][:1]
    small = [each for width, each in found if width in wanted[:-1]]
    return (*small, *large) if large else ()
