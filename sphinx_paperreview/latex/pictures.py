"""Pictures as LaTeX can include them: PNG, JPEG and PDF, and words for what cannot be had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from PIL import Image, ImageOps
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.images import BITMAP_FORMATS
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element

#: Formats of Pillow that LaTeX includes, and the suffixes by which it knows them.
_INCLUDED = {"PNG": {".png"}, "JPEG": {".jpg", ".jpeg"}, "MPO": {".jpg", ".jpeg"}}
#: A drawing gets this many pixels for each of its own, so that it stays sharp on paper.
_ZOOM = 3
#: Sphinx shows a pixel as 3/4 of a point, of which an inch has 72.
_DPI = 96


class LatexPictures(SphinxPostTransform):
    """Convert the pictures that LaTeX does not know; what has no file is shown by its words."""

    formats = ("latex",)
    # After Sphinx's downloads and the converters that a project has (100 to 200).
    default_priority = 300

    def run(self, **kwargs: Any) -> None:
        """Look at each picture of the document."""
        made: dict[str, Path | None] = {}
        for node in list(self.document.findall(nodes.image)):
            uri = node["uri"]
            if uri not in self.env.images:
                _show_words(node)
                continue
            if uri not in made:
                made[uri] = self._made(uri, node)
            path = made[uri]
            if path is None:
                _show_words(node)
            elif path.name:
                node["uri"] = str(path)
                node["candidates"] = {"*": str(path)}

    def _made(self, uri: str, node: Element) -> Path | None:
        """Return the path of the copy to include; an empty one for the file itself, None for none."""
        source = Path(self.env.srcdir, uri)
        if source.suffix.lower() == ".pdf":
            return Path()
        target = Path(self.env.doctreedir, "images", self.env.images[uri][1] + ".png")
        try:
            data = _drawn(source) if _is_drawing(source) else None
            if data is None and not _converted(source, target):
                return Path()
            if data is not None:
                _save(Image.open(data), target, _DPI * _ZOOM)
        except Exception as error:  # noqa: BLE001  # neither library names what it raises
            reason = str(error).partition("\n")[0][:200] or type(error).__name__
            warn(
                WarningKind.IMAGE,
                "a picture cannot be made ready for LaTeX, its words stand in its place: %s: %s; "
                "save it as PNG, JPEG or PDF",
                uri,
                reason,
                location=node,
            )
            return None
        self.env.images.add_file(self.env.docname, str(target))
        return target


def _is_drawing(path: Path) -> bool:
    return path.suffix.lower() in {".svg", ".svgz"}


def _drawn(path: Path) -> Any:
    """Return the SVG at *path* as a file of PNG."""
    from io import BytesIO  # noqa: PLC0415

    from resvg_py import svg_to_bytes  # noqa: PLC0415

    return BytesIO(bytes(svg_to_bytes(svg_path=str(path), zoom=_ZOOM)))


def _converted(path: Path, target: Path) -> bool:
    """Write the bitmap at *path* as PNG to *target*; tell whether there was a need to."""
    Image.init()
    formats = [name for name in [*BITMAP_FORMATS, "MPO"] if name in Image.OPEN]
    with Image.open(path, formats=formats) as image:
        if path.suffix.lower() in _INCLUDED.get(str(image.format), set()):
            image.verify()
            return False
        image.seek(0)
        upright = ImageOps.exif_transpose(image)
        _save(upright.convert("RGBA" if upright.has_transparency_data else "RGB"), target, _DPI)
    return True


def _save(image: Image.Image, target: Path, dpi: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, "PNG", dpi=(dpi, dpi))


def _show_words(node: Element) -> None:
    """Put the words for a picture, linked to its address if that is one, in its place."""
    uri = str(node["uri"])
    words: Element = nodes.inline("", str(node.get("alt") or uri.rpartition("/")[2][:200]))
    linked = isinstance(node.parent, nodes.reference)
    if uri.startswith(("http://", "https://")) and not linked:
        words = nodes.reference("", "", *words.children, refuri=uri, internal=False)
    inner = node.parent.parent if linked else node.parent
    within = isinstance(inner, nodes.TextElement) or linked
    node.replace_self(words if within else nodes.paragraph("", "", words))
