"""The sizes of images: of files, read from their headers, and those that authors ask for."""

from __future__ import annotations

import re
import warnings as python_warnings
from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from PIL import Image

if TYPE_CHECKING:
    from docutils.nodes import Element

#: Formats that browsers show; Pillow must not open files of other formats.
BITMAP_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
#: Modules of Pillow that are not named like the others.
_PLUGINS = {"WEBP": "WebP"}
#: Tag of the orientation in EXIF.
_ORIENTATION = 0x0112
#: How many bytes of an SVG file are read; its first tag must end in them.
_SVG_HEAD = 1 << 18
_LENGTH = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,20})?|\.[0-9]{1,20})\s*+([a-z]*)\s*")
#: Pixels of each unit of CSS; those that depend on the font, as in browsers by default.
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54,
           "in": 96.0, "em": 16.0, "rem": 16.0, "ex": 8.0}  # fmt: skip


@cache
def bitmap_formats() -> tuple[str, ...]:
    """Return Pillow's names of the bitmap formats that browsers show and Pillow can read."""
    for name in BITMAP_FORMATS:  # Image.init() would import those of all formats
        with suppress(ImportError):
            import_module(f"PIL.{_PLUGINS.get(name, name.title())}ImagePlugin")
    return tuple(name for name in BITMAP_FORMATS if name in Image.OPEN)


def shown_size(node: Element, natural: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the width and height in pixels at which *node* asks to be shown.

    One length follows from the other by the proportions of *natural*, the size of the file. A
    length that depends on the page (``50%``) is ignored. None if no size is known.
    """
    scale = node.get("scale", 100) / 100
    wide, high = pixels(str(node.get("width", ""))), pixels(str(node.get("height", "")))
    if natural is None:
        size = (wide, high) if wide and high else None
    elif wide and high:
        size = (wide, high)
    elif wide:
        size = (wide, wide * natural[1] / natural[0])
    elif high:
        size = (high * natural[0] / natural[1], high)
    else:
        size = (float(natural[0]), float(natural[1]))
    if size is None:
        return None
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def measure(path: Path) -> tuple[int, int] | None:
    """Return the width and height in pixels of the image file at *path*, as a browser shows it.

    Only the header is read; a rotation in EXIF is applied. None for a file that is missing,
    broken, of another format or beyond Pillow's limit (``Image.MAX_IMAGE_PIXELS``), and for an
    SVG without a size.
    """
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return _measure(str(path), facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size)


def pixels(length: str) -> float | None:
    """Return *length*, with any unit of CSS, in pixels; None if it is invalid or relative."""
    match = _LENGTH.fullmatch(length)
    if match is None or match[2] not in _PIXELS:
        return None
    return float(match[1]) * _PIXELS[match[2]] or None


@lru_cache(maxsize=8192)
def _measure(path: str, mtime_ns: int, ctime_ns: int, bytes_long: int) -> tuple[int, int] | None:
    """Measure the file at *path*; its times and length are parts of the cache's key."""
    try:
        if path.lower().endswith(".svg"):
            return _measure_svg(path)
        return _measure_bitmap(path)
    except Exception:  # noqa: BLE001  # Pillow does not document what broken files raise
        return None


def _measure_bitmap(path: str) -> tuple[int, int] | None:
    """Read the size from the header of a bitmap."""
    formats = bitmap_formats()
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path, formats=formats) as image:
            width, height = image.size
            exif = Image.Exif()
            # Not image.getexif(), which decodes a PNG that has no EXIF.
            exif.load(image.info.get("exif", b""))
    if exif.get(_ORIENTATION) in {5, 6, 7, 8}:
        width, height = height, width
    return (width, height) if width > 0 and height > 0 else None


class _RootSeenError(Exception):
    """Stops the parser at the first tag of an SVG; the argument is its attributes."""


def _measure_svg(path: str) -> tuple[int, int] | None:
    """Read the size from the first tag of an SVG; entities are refused."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("an entity in an SVG")

    def root(_: str, attributes: dict[str, str]) -> None:
        raise _RootSeenError(attributes)

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = root
    with Path(path).open("rb") as file:
        head = file.read(_SVG_HEAD)
    try:
        parser.Parse(head, False)
    except _RootSeenError as seen:
        return svg_size(seen.args[0])
    return None


def svg_size(attributes: dict[str, str]) -> tuple[int, int] | None:
    """Return the width and height in pixels by the *attributes* of an ``svg`` tag, or None."""
    wide, high = pixels(attributes.get("width", "")), pixels(attributes.get("height", ""))
    box = [pixels(part) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())[2:]]
    if len(box) == 2 and box[0] and box[1]:
        if wide and not high:
            high = wide * box[1] / box[0]
        elif high and not wide:
            wide = high * box[0] / box[1]
        elif not wide:
            wide, high = box
    return (max(1, round(wide)), max(1, round(high))) if wide and high else None
