"""Pictures in books: copies of those that a kind of book cannot hold."""

from __future__ import annotations

import re
import warnings as python_warnings
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.store import copy_atomic
from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.images.measure import BITMAP_FORMATS
from sphinx_paperreview.nodes import hold_in_paragraph
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element
    from PIL import Image, ImageOps
else:
    Image, ImageOps = later("PIL.Image"), later("PIL.ImageOps")

_UNSAFE = re.compile(r"[^A-Za-z0-9._+-]+")
#: Pixels of an inch: Sphinx shows a pixel as 3/4 of a point, of which an inch has 72.
DPI = 96


class BookPictures(SiteTransform):
    """Convert pictures that a book cannot hold; show the alternative text of those left.

    Warns with ``WarningKind.IMAGE`` of a picture that cannot be converted.
    """

    # After Sphinx's downloads and the project's converters (100 to 200).
    default_priority = 300
    #: The kind of book, and the formats that it holds, for the warning.
    book: ClassVar[str]
    held: ClassVar[str]

    def run(self, **kwargs: Any) -> None:
        """Convert or replace each picture of the document."""
        made: dict[str, Path | None] = {}
        for node in list(self.document.findall(nodes.image)):
            uri = node["uri"]
            if self.is_left(node):
                continue
            if uri not in made:
                made[uri] = self._convert(uri, node)
            path = made[uri]
            if path is None:
                show_text(node)
            elif path.name:
                node["uri"] = str(path)
                node["candidates"] = {"*": str(path)}

    def is_left(self, node: Element) -> bool:
        """Return whether there is nothing to convert; what else there is to do has been done."""
        return str(node["uri"]) not in self.env.images

    def copy(self, source: Path, target: Path) -> Path:
        """Write a copy of *source* that the book can hold.

        :return: its path, empty if none is needed
        """
        raise NotImplementedError

    def _convert(self, uri: str, node: Element) -> Path | None:
        """Return the path of the copy to include, an empty path for the file itself, or None."""
        source = Path(self.env.srcdir, uri)
        target = Path(self.env.doctreedir, "images", _file_name(self.env.images[uri][1]))
        try:
            target = self.copy(source, target)
        except Exception as error:  # noqa: BLE001  # neither library documents what it raises
            reason = str(error).partition("\n")[0][:200] or type(error).__name__
            warn(
                WarningKind.IMAGE,
                "a picture cannot be made ready for %s, its words stand in its place: %s: %s; "
                "save it as %s",
                self.book,
                uri,
                reason.replace(str(source), source.name),
                self.held,
                location=node,
            )
            return None
        if target.name:
            self.env.images.add_file(self.env.docname, str(target))
        return target


class EpubPictures(BookPictures):
    """Convert pictures in formats that EPUB does not know (section 3.2 of EPUB 3.3).

    Sphinx declares their formats by their suffixes, in lower case, and leaves others out.
    """

    builders = ("epub",)
    book = "EPUB"
    held = "PNG, JPEG, WebP or SVG"
    #: Suffixes by the format of Pillow.
    _SUFFIXES: ClassVar[dict[str, tuple[str, ...]]] = {
        "GIF": (".gif",),
        "JPEG": (".jpg", ".jpeg"),
        "MPO": (".jpg", ".jpeg"),
        "PNG": (".png",),
        "WEBP": (".webp",),
    }

    def copy(self, source: Path, target: Path) -> Path:
        """Copy *source* if only its suffix is another one; what EPUB does not know becomes PNG."""
        if source.suffix.lower() == ".svg":
            suffixes: tuple[str, ...] = (".svg",)
        else:
            with open_bitmap(source) as image:
                suffixes = self._SUFFIXES.get(str(image.format), ())
                if not suffixes:
                    return save_upright(image, target)
        if source.suffix in suffixes:
            return Path()
        target = target.with_suffix(suffixes[0])
        copy_atomic(source, target)
        return target


def is_safe(name: str) -> bool:
    """Return whether the file *name* has no character that is special in TeX."""
    return not _UNSAFE.search(name)


def _file_name(name: str) -> str:
    """Return *name* without characters that are special in TeX."""
    if is_safe(name):
        return name
    return f"{_UNSAFE.sub('-', PurePath(name).stem)}-{text_digest(name, 8)}{PurePath(name).suffix}"


def open_bitmap(source: Path) -> Image.Image:
    """Open the picture *source*, in one of the formats that are read."""
    Image.init()
    formats = [name for name in (*BITMAP_FORMATS, "MPO") if name in Image.OPEN]
    with python_warnings.catch_warnings():
        # A book may hold a large picture; only to decode it here could take all memory.
        python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(source, formats=formats)


def save_upright(image: Image.Image, target: Path) -> Path:
    """Save *image*, turned as its metadata say, as PNG; return the path.

    :raises ValueError: if it has more pixels than may be decoded
    """
    most = Image.MAX_IMAGE_PIXELS
    if most and image.width * image.height > most:
        raise ValueError(f"it has more pixels than {most:,}")
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    return save_png(upright.convert(mode), target, DPI)


def save_png(image: Image.Image, target: Path, dpi: int) -> Path:
    """Save *image* as PNG beside *target*; return the path."""
    target = target.with_name(f"{target.name}.png")
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, "PNG", dpi=(dpi, dpi))
    return target


def show_text(node: Element) -> None:
    """Replace a picture by its alternative text or name, linked to its address on the web."""
    uri = str(node["uri"])
    text: Element = nodes.inline("", str(node.get("alt") or uri.rpartition("/")[2][:200]))
    linked = isinstance(node.parent, nodes.reference)
    if is_web(uri) and not linked:
        text = nodes.reference("", "", *text.children, refuri=uri, internal=False)
    node.replace_self(text)
    hold_in_paragraph(text)
