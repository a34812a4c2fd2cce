"""Smaller copies of one bitmap by Pillow: upright, in colours that a screen shows, no metadata."""

from __future__ import annotations

import io
import warnings as python_warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features
from PIL import __version__ as pillow_version

from sphinx_paperreview.images.measure import BITMAP_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PIL.ImageFile import ImageFile

#: Longest side of a WebP file; AVIF allows more.
_LONGEST = 16383
#: A picture of so few colours is a drawing, which lossy compression would surround with shadows.
_FEW_COLOURS = 256
#: To be raised when the same picture gives other bytes than before.
_FORM = 1


class PictureError(Exception):
    """A picture cannot be read; the argument says why."""


def makes(name: str) -> bool:
    """Tell whether Pillow writes the format *name* here."""
    return bool(features.check(name))


def encoder_versions(formats: Iterable[str]) -> tuple[object, ...]:
    """Return what the bytes of copies depend on, besides the picture and the settings."""
    return _FORM, pillow_version, *(str(features.version(name)) for name in formats)


def bitmap_suffixes() -> frozenset[str]:
    """Return the suffixes of files that are bitmaps, of those that Pillow reads here."""
    known = Image.registered_extensions()
    return frozenset(
        suffix for suffix, name in known.items() if name in BITMAP_FORMATS and name in Image.OPEN
    )


def check_size(path: Path) -> None:
    """Read the header of the file at *path*; raise :class:`PictureError` if it is not sound.

    A picture with more pixels than ``PIL.Image.MAX_IMAGE_PIXELS`` is refused: to decode it could
    take all memory. Not to be called from several threads.
    """
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("error", Image.DecompressionBombWarning)
            _open(path).close()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError(f"it has more pixels than {Image.MAX_IMAGE_PIXELS:,}") from error
    except Exception as error:
        raise PictureError(_reason(error)) from error


def convert(
    path: Path, widths: Sequence[int], formats: Sequence[str], quality: int
) -> list[tuple[str, int, bytes]]:
    """Return copies of the bitmap at *path* as ``(format, width, bytes)``.

    Left out are those that are no smaller than the file or than a larger copy, and all of a
    moving picture. The whole file is decoded, also where no *widths* are asked for; raise
    :class:`PictureError` if that fails.
    """
    try:
        with _open(path) as image:
            image.load()
            if not widths or getattr(image, "is_animated", False):
                return []
            drawn = image.format not in {"JPEG", "WEBP", "AVIF"}
            picture, profile = _prepared(image)
    except Exception as error:
        raise PictureError(_reason(error)) from error
    lossless = drawn and picture.getcolors(_FEW_COLOURS) is not None
    least = dict.fromkeys(formats, path.stat().st_size)
    found = []
    for width in sorted(widths, reverse=True):
        picture = _resized(picture, width)
        for name in formats:
            data = _encoded(picture, name, quality, profile, lossless=lossless)
            if data and len(data) < least[name]:
                least[name] = len(data)
                found.append((name, width, data))
    return found


def _open(path: Path) -> ImageFile:
    Image.init()
    formats = [name for name in BITMAP_FORMATS if name in Image.OPEN]
    return Image.open(path, formats=formats)


def _reason(error: Exception) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "it is of no format that browsers show"
    return str(error).partition("\n")[0][:200] or type(error).__name__


def _prepared(image: Image.Image) -> tuple[Image.Image, bytes]:
    """Return *image* upright, as RGB or RGBA, and the colour profile that still holds for it."""
    profile = image.info.get("icc_profile") or b""
    image = ImageOps.exif_transpose(image)
    if image.mode == "CMYK" and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # without a profile that can be read, the plain formula has to do
    if image.mode not in {"RGB", "RGBA", "P"}:
        profile = b""
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB"), profile


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(
    image: Image.Image, name: str, quality: int, profile: bytes, *, lossless: bool
) -> bytes:
    """Return *image* as a file of the format *name*; nothing for one that is too long for it."""
    if max(image.size) > _LONGEST:
        return b""
    buffer = io.BytesIO()
    if name == "avif":
        # One thread and fixed tiles: the bytes must not depend on the number of cores.
        image.save(
            buffer, "AVIF", quality=quality, max_threads=1, autotiling=False,
            icc_profile=profile, exif=b"", xmp=b"",
        )  # fmt: skip
    else:
        image.save(
            buffer, "WEBP", quality=quality, lossless=lossless, method=4,
            icc_profile=profile, exif=b"", xmp=b"",
        )  # fmt: skip
    return buffer.getvalue()
