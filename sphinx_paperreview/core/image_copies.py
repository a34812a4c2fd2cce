"""Smaller copies of a picture: the widths that are made, and those that a page offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A copy wider than this part of the largest one would save little.
_NEAR = 0.7
#: Width and height of the box in pixels that a small copy fits into.
THUMBNAIL = (320, 200)
#: Shorter side in pixels of the small copy of a picture of a person.
FACE_SIDE = 96
#: Least pixels of a side of a picture that lists show.
_FIGURE = 64


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """A copy of a picture in another width or format."""

    #: ``webp`` or ``avif``.
    format: str
    width: int
    #: Name of the file; it contains a digest of the bytes.
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Thumbnail:
    """A picture as it stands in lists."""

    #: Name of the file in the folder of images: a small copy, or the file itself if it is small.
    name: str
    #: In pixels; the file itself may have more.
    width: int
    height: int


#: The copies of each picture, by the picture's path from the source folder.
PictureCopies: TypeAlias = Mapping[str, tuple[Variant, ...]]


def wanted_widths(natural: int, shown: int, widths: Sequence[int]) -> tuple[int, ...]:
    """Return the widths in pixels in which copies of a picture are made, in ascending order.

    *natural* is the width of the picture in pixels, *shown* its width on the page in CSS pixels.
    The largest copy has the smallest of *natural*, twice *shown* (for screens with two pixels
    each) and the largest of *widths*; the others are those of *widths* that are clearly smaller.
    There are none for a picture that is not wider than the smallest of *widths*.
    """
    if not widths or natural <= min(widths):
        return ()
    top = min(natural, 2 * shown, max(widths))
    return (*(width for width in sorted(set(widths)) if width < _NEAR * top), top)


def is_figure(natural: tuple[int, int]) -> bool:
    """Return whether a picture of *natural* pixels shows something: icons and badges do not."""
    return min(natural) >= _FIGURE


def thumbnail_size(natural: tuple[int, int]) -> tuple[int, int]:
    """Return width and height in pixels of the small copy of a picture of *natural* pixels."""
    part = min(1, *(most / length for most, length in zip(THUMBNAIL, natural, strict=True)))
    return max(1, round(natural[0] * part)), max(1, round(natural[1] * part))


def is_face(natural: tuple[int, int]) -> bool:
    """Return whether a picture of *natural* pixels can be cut to a square that shows a person."""
    return min(natural) >= 16 and max(natural) <= 3 * min(natural)


def face_size(natural: tuple[int, int]) -> tuple[int, int]:
    """Return width and height in pixels of the small copy of a picture of a person."""
    part = min(1, FACE_SIDE / min(natural))
    return round(natural[0] * part), round(natural[1] * part)


def offered_copies(
    variants: Iterable[Variant], name: str, wanted: Sequence[int]
) -> tuple[Variant, ...]:
    """Return the *variants* in the format *name* that a page offers, the smallest first.

    There are none if no variant has the largest *wanted* width: the picture would be blurred.
    """
    if not wanted:
        return ()
    found = sorted((each.width, each) for each in variants if each.format == name)
    large = [each for width, each in found if width >= wanted[-1]][:1]
    small = [each for width, each in found if width in wanted[:-1]]
    return (*small, *large) if large else ()
