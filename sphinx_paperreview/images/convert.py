"""Make smaller copies of a bitmap by Pillow: upright, in RGB, without metadata."""

from __future__ import annotations

import io
import warnings as python_warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError, features
from PIL import __version__ as pillow_version

from sphinx_paperreview.core.files.store import size_of
from sphinx_paperreview.core.later import later
from sphinx_paperreview.images.measure import bitmap_formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PIL import ImageCms, ImageOps
    from PIL.ImageFile import ImageFile
else:
    ImageCms, ImageOps = later("PIL.ImageCms"), later("PIL.ImageOps")

#: Most pixels of a side of a WebP file; AVIF allows more.
_LONGEST = 16383
#: An image with at most so many colours is a drawing: lossy compression would blur its edges.
_FEW_COLOURS = 256
#: The part of the bytes of a file, or of a wider copy, that a copy may have at most.
_LESS = 0.85
#: Effort of libwebp, from 0 to 6: 4 takes twice the time of 2 for 4 to 8 percent fewer bytes.
_EFFORT = 2
#: Qualities of a copy for lists, and the bytes from which the next one is tried: twenty copies on
#: a page are to take less than 250 KB with it.
_SMALL_QUALITIES, _SMALL_BYTES = (70, 50, 30), 11_000
#: To be raised when a change of this module changes the bytes of copies.
_FORM = 2


class PictureError(Exception):
    """An image cannot be read; the argument says why."""


def can_write(name: str) -> bool:
    """Return whether the installed Pillow can write the format *name* (``webp``, ``avif``)."""
    return bool(features.check(name))


def encoder_versions(formats: Iterable[str]) -> tuple[object, ...]:
    """Return the versions that the bytes of copies in *formats* depend on."""
    return _FORM, pillow_version, *(str(features.version(name)) for name in formats)


def bitmap_suffixes() -> frozenset[str]:
    """Return the suffixes of the bitmap files that the installed Pillow can read."""
    formats = bitmap_formats()
    return frozenset(suffix for suffix, name in Image.EXTENSION.items() if name in formats)


def check_size(path: Path) -> None:
    """Read the header of the file at *path*; raise :class:`PictureError` if that fails.

    An image with more pixels than ``PIL.Image.MAX_IMAGE_PIXELS`` is refused: decoding it could
    take all memory. Not thread-safe, as it changes the filters of warnings.
    """
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("error", Image.DecompressionBombWarning)
            _open(path).close()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError(f"it has more pixels than {Image.MAX_IMAGE_PIXELS:,}") from error
    except Exception as error:  # Pillow does not document what broken files raise
        raise PictureError(_reason(error)) from error


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a bitmap."""

    #: Format, width in pixels and bytes of each copy for the pages that show the image.
    copies: Sequence[tuple[str, int, bytes]] = ()
    #: The copy for lists, in WebP; empty if none was asked for.
    small: bytes = b""


def convert(
    path: Path,
    widths: Sequence[int],
    formats: Sequence[str],
    quality: int,
    small: tuple[int, int] | None = None,
) -> Made:
    """Return copies of the bitmap at *path*.

    A copy that is not clearly smaller than the file and than a wider copy is left out; without the
    widest there are none, because pages do not offer the others alone. Of an animated image there
    is at most the small copy, of its first picture. The whole file is read even if *widths* is
    empty, to find errors.

    :param quality: from 1 to 100
    :param small: width and height in pixels of the copy for lists
    :raises PictureError: the file cannot be decoded
    """
    try:
        with _open(path) as image:
            if not widths and small is None and image.format == "PNG":
                image.verify()  # the checksums of its parts, ten times as fast as its pixels
                return Made()
            if not widths and small is not None:
                # Of a JPEG, a half or a quarter is decoded, which saves most of the time.
                image.draft("RGB", (small[0] * 2, small[1] * 2))
            image.load()
            if getattr(image, "is_animated", False):
                widths = ()
            if not widths and small is None:
                return Made()
            drawn = image.format not in {"JPEG", "WEBP", "AVIF"}
            picture, profile = _prepared(image)
    except Exception as error:  # Pillow does not document what broken files raise
        raise PictureError(_reason(error)) from error
    lossless = bool(widths) and drawn and picture.getcolors(_FEW_COLOURS) is not None
    most = dict.fromkeys(formats, size_of(path) * _LESS)
    found = []
    for width in sorted(widths, reverse=True):
        picture = _resized(picture, width)
        for name in list(most):
            data = _encoded(picture, name, quality, profile, lossless=lossless)
            if data and len(data) <= most[name]:
                most[name] = len(data) * _LESS
                found.append((name, width, data))
            elif width == max(widths):
                del most[name]
    return Made(found, _small(picture, small, quality, profile) if small else b"")


def _small(picture: Image.Image, size: tuple[int, int], quality: int, profile: bytes) -> bytes:
    # Lanczos would take three times as long, for what nobody sees at this size.
    small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.1)
    data = b""
    for most in _SMALL_QUALITIES:
        data = _encoded(small, "webp", min(quality, most), profile, lossless=False)
        if len(data) <= _SMALL_BYTES:
            break
    return data


def _open(path: Path) -> ImageFile:
    return Image.open(path, formats=bitmap_formats())


def _reason(error: Exception) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "it is of no format that browsers show"
    return str(error).partition("\n")[0][:200] or type(error).__name__


def _prepared(image: Image.Image) -> tuple[Image.Image, bytes]:
    """Return *image* upright, as RGB or RGBA, and its colour profile if that is still valid.

    *image* itself is turned, and returned if it is in such a mode: a copy of millions of pixels
    takes as long as to scale them.
    """
    profile = image.info.get("icc_profile") or b""
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode == "CMYK" and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # the profile cannot be read: Pillow converts without it
    if image.mode not in {"RGB", "RGBA", "P"}:
        profile = b""
    if image.mode.startswith("I"):  # 16 bits of grey: Pillow would clip them to 8
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return (image if image.mode == mode else image.convert(mode)), profile


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(
    image: Image.Image, name: str, quality: int, profile: bytes, *, lossless: bool
) -> bytes:
    """Return *image* as a file of the format *name*; empty if it has too many pixels for that."""
    if max(image.size) > _LONGEST:
        return b""
    buffer = io.BytesIO()
    if name == "avif":
        # One thread and no automatic tiles: the bytes must not depend on the number of cores.
        image.save(
            buffer, "AVIF", quality=quality, max_threads=1, autotiling=False,
            icc_profile=profile, exif=b"", xmp=b"",
        )  # fmt: skip
    else:
        image.save(
            buffer, "WEBP", quality=quality, lossless=lossless, method=_EFFORT,
            icc_profile=profile, exif=b"", xmp=b"",
        )  # fmt: skip
    return buffer.getvalue()
