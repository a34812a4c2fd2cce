"""Images: their true size in HTML, so that no text jumps, and names that no build order decides."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings as python_warnings
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from docutils import nodes
from PIL import Image
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.domain import domain_of
from sphinx_paperreview.nodes import missing_image
from sphinx_paperreview.picture_html import offer_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

#: What browsers show; nothing else is opened, whatever Pillow can read.
BITMAP_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
_ORIENTATION = 0x0112
#: How much of an SVG file may stand before the end of its first tag.
_SVG_HEAD = 1 << 18
_LENGTH = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})\s*([a-z]*)\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54,
           "in": 96.0, "em": 16.0, "rem": 16.0, "ex": 8.0}  # fmt: skip
_STYLE = re.compile(r' style="([^"]*)"')
_HEIGHT = re.compile(r"\s*\bheight:[^;]*;")
_DIMENSION = re.compile(r' (?:width|height)="[^"]*"')


class sized_image(nodes.image):  # noqa: N801  # docutils names nodes in lower case
    """An image that HTML shows with its size; every other builder shows it as any image.

    Attributes: ``lazy`` (bool), whether a browser may fetch it when it comes into view, and
    ``offer``, the :class:`.Offer` of the build if its pages have one.
    """


class ImageSize(SphinxPostTransform):
    """Turn each image of an HTML page into a :class:`sized_image`; all but the first are lazy.

    An image that is scaled down is not made a link to itself (Sphinx's default); a link that
    the author put around it stays. One whose file is missing is left to the browser, as in
    Docusaurus; in an EPUB, which must hold what it names, its text stands in its place.
    """

    formats = ("html",)
    #: After Sphinx's own work on images (downloads 100, data URIs 150, conversions 200).
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Replace the images of the document."""
        if builder_of(self.env).name != "epub":
            for missing in list(self.document.findall(missing_image)):
                uri = missing["uri"]
                missing.replace_self(nodes.image("", **missing.attributes, candidates={"?": uri}))
        domain = domain_of(self.env)
        offer = offer_of(builder_of(self.env), domain.settings, domain.variants)
        for position, node in enumerate(list(self.document.findall(nodes.image))):
            image = sized_image(node.rawsource, **node.attributes)
            image.source, image.line = node.source, node.line
            image["lazy"] = position > 0
            image["offer"] = offer
            image["classes"] = [*node["classes"], "no-scaled-link"]
            node.replace_self(image)


def visit_sized_image(translator: Any, node: Element) -> None:
    """Write the image as the translator does, then add what keeps its place on the page.

    An EPUB's images stay as they are, for reading systems lay them out by themselves.
    """
    node["classes"] = [name for name in node["classes"] if name != "no-scaled-link"]
    builder, uri = translator.builder, node["uri"]
    natural = measure(Path(builder.srcdir, uri)) if uri in builder.images else None
    size = shown_size(node, natural)  # before Sphinx fills in sizes for ``scale``
    own_height = "height" in node and ("width" in node or not _pixels(str(node["height"])))
    start = len(translator.body)
    translator.visit_image(node)
    if builder.name == "epub":
        return
    lazy = bool(node.get("lazy")) and not uri.startswith("data:")
    for position in range(start, len(translator.body)):
        if translator.body[position].startswith("<img "):
            tag = _with_size(translator.body[position], size, elastic=not own_height, lazy=lazy)
            if node.get("offer") and natural and size:
                tag = node["offer"].dress(tag, node, uri, natural, size)
            translator.body[position] = tag


def depart_sized_image(translator: Any, node: Element) -> None:
    """Close what :func:`visit_sized_image` opened."""
    translator.depart_image(node)


def shown_size(node: Element, natural: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return width and height in pixels at which *node* asks to be shown, in true proportion.

    *natural* is the size of the file. Where the author gives a length that depends on the page
    (``50%``), the natural size stands for the proportion. None if nothing is known.
    """
    scale = node.get("scale", 100) / 100
    wide, high = _pixels(str(node.get("width", ""))), _pixels(str(node.get("height", "")))
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
    """Return width and height in pixels of the image file at *path*, as a browser shows it.

    Only the header is read and nothing is decoded; a rotation in EXIF counts. None for a file
    that is missing, broken, of a foreign format or larger than ``Image.MAX_IMAGE_PIXELS``
    allows, and for an SVG that names no size.
    """
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return _measure(str(path), facts.st_mtime_ns, facts.st_size)


def canonical_names(paths: Iterable[str]) -> dict[str, str]:
    """Return for each of *paths* the name of its copy; a function of the set of paths.

    A base name that only one path has (whatever its case) stays. All paths that share one
    get ``<stem>-<hex of the path's SHA-256>.<suffix>``, as bundlers name them by their content.
    """
    groups: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        groups.setdefault(_fold(_posix(path).name), []).append(path)
    return {
        path: _posix(path).name if len(group) == 1 else _marked(path)
        for group in groups.values()
        for path in group
    }


def apply(env: BuildEnvironment) -> set[str]:
    """Give the images of *env* their canonical names; return the documents that show a new one.

    Sphinx numbers equal base names in the order of reading, so an incremental or parallel build
    would differ from a clean one. To be called once all documents are read, before any is
    written.
    """
    names = canonical_names(env.images)
    changed: set[str] = set()
    for path, (docnames, name) in list(env.images.items()):
        if name != names[path]:
            env.images[path] = (docnames, names[path])
            changed |= docnames
    taken = env.images._existing  # noqa: SLF001  # it has no other way in
    taken.clear()
    taken.update(names.values())
    return changed


def _with_size(tag: str, size: tuple[int, int] | None, *, elastic: bool, lazy: bool) -> str:
    """Return the *tag* of an image with its size and how to load it.

    Many themes bound the width alone, which would squeeze an image that has a height: the
    height of an *elastic* one follows the width.
    """
    added = ""
    if size is not None:
        tag = _DIMENSION.sub("", tag)
        match = _STYLE.search(tag)
        style = match[1] if match else ""
        if match:
            tag = tag[: match.start()] + tag[match.end() :]
        if elastic:
            style = f"{_HEIGHT.sub('', style)} height: auto;".lstrip()
        added = f'width="{size[0]}" height="{size[1]}" ' + (f'style="{style}" ' if style else "")
    if ' loading="' not in tag:
        added += f'loading="{"lazy" if lazy else "eager"}" '
    return f'<img {added}decoding="async" {tag.removeprefix("<img ")}'


def _pixels(length: str) -> float | None:
    """Return *length* in pixels; None if it is none, or depends on the page."""
    match = _LENGTH.fullmatch(length)
    if match is None or match[2] not in _PIXELS:
        return None
    return float(match[1]) * _PIXELS[match[2]] or None


@lru_cache(maxsize=8192)
def _measure(path: str, mtime_ns: int, bytes_long: int) -> tuple[int, int] | None:
    """Measure the file at *path*; its time and length are part of the key of the cache."""
    try:
        if path.lower().endswith(".svg"):
            return _measure_svg(path)
        return _measure_bitmap(path)
    except Exception:  # noqa: BLE001  # Pillow names no closed list of what a broken file raises
        return None


def _measure_bitmap(path: str) -> tuple[int, int] | None:
    """Read the size out of the header of a bitmap."""
    Image.init()
    formats = [name for name in BITMAP_FORMATS if name in Image.OPEN]
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path, formats=formats) as image:
            width, height = image.size
            exif = Image.Exif()
            # Not image.getexif(): it decodes a PNG that has none.
            exif.load(image.info.get("exif", b""))
    if exif.get(_ORIENTATION) in {5, 6, 7, 8}:
        width, height = height, width
    return (width, height) if width > 0 and height > 0 else None


class _RootSeenError(Exception):
    """Carries the attributes of an SVG's first tag out of the parser."""


def _measure_svg(path: str) -> tuple[int, int] | None:
    """Read the size out of the first tag of an SVG; entities are refused."""
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
    """Return the size that the attributes of an ``svg`` tag give."""
    wide, high = _pixels(attributes.get("width", "")), _pixels(attributes.get("height", ""))
    box = [_pixels(part) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())[2:]]
    if len(box) == 2 and box[0] and box[1]:
        if wide and not high:
            high = wide * box[1] / box[0]
        elif high and not wide:
            wide = high * box[0] / box[1]
        elif not wide:
            wide, high = box
    return (max(1, round(wide)), max(1, round(high))) if wide and high else None


def _posix(path: str) -> PurePosixPath:
    """Return *path* as a POSIX path."""
    return PurePosixPath(path.replace("\\", "/"))


def _fold(name: str) -> str:
    """Return the form in which a file system may take two names for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _marked(path: str) -> str:
    """Return the base name of *path* with so much of its digest that no other has it."""
    file = _posix(path)
    # Absolute are Sphinx's own downloads, <digest>/<name> in a folder that is not the same for all.
    told = "/".join(file.parts[-2:]) if file.is_absolute() else str(file)
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{file.stem}-{digest[:24]}{file.suffix}"
