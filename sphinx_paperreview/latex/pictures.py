"""Pictures in formats that LaTeX includes (PNG, JPEG, PDF), and text in place of missing ones."""

from __future__ import annotations

import io
import re
import warnings as python_warnings
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.store import copy_atomic
from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.images.measure import BITMAP_FORMATS
from sphinx_paperreview.latex.drawings import draw
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element
    from PIL import Image, ImageOps
else:
    Image, ImageOps = later("PIL.Image"), later("PIL.ImageOps")

#: Formats of Pillow that LaTeX includes, and the suffixes that it requires for them.
_INCLUDED = {"PNG": {".png"}, "JPEG": {".jpg", ".jpeg"}, "MPO": {".jpg", ".jpeg"}}
_DRAWINGS = frozenset({".svg", ".svgz"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._+-]+")
_ZERO = re.compile(r"(?:0+(?:\.0*)?|\.0+)\s*[a-z%]*")
#: Pixels of an inch: Sphinx shows a pixel as 3/4 of a point, of which an inch has 72.
_DPI = 96


class LatexPictures(SiteTransform):
    """Convert pictures that LaTeX cannot include; show the alternative text of missing ones.

    Warns with ``WarningKind.IMAGE`` of a picture that cannot be converted.
    """

    formats = ("latex",)
    # After Sphinx's downloads and the project's converters (100 to 200).
    default_priority = 300

    def run(self, **kwargs: Any) -> None:
        """Convert or replace each picture of the document."""
        made: dict[str, Path | None] = {}
        for node in list(self.document.findall(nodes.image)):
            uri = node["uri"]
            if _is_invisible(node):
                node.parent.remove(node)
                continue
            if uri not in self.env.images:
                _show_text(node)
                continue
            if uri not in made:
                made[uri] = self._convert(uri, node)
            path = made[uri]
            if path is None:
                _show_text(node)
            elif path.name:
                node["uri"] = str(path)
                node["candidates"] = {"*": str(path)}

    def _convert(self, uri: str, node: Element) -> Path | None:
        """Return the path of the copy to include, an empty path for the file itself, or None."""
        source = Path(self.env.srcdir, uri)
        target = Path(self.env.doctreedir, "images", _file_name(self.env.images[uri][1]))
        try:
            target = _copy(source, target)
        except Exception as error:  # noqa: BLE001  # neither library documents what it raises
            reason = str(error).partition("\n")[0][:200] or type(error).__name__
            warn(
                WarningKind.IMAGE,
                "a picture cannot be made ready for LaTeX, its words stand in its place: %s: %s; "
                "save it as PNG, JPEG or PDF",
                uri,
                reason.replace(str(source), source.name),
                location=node,
            )
            return None
        if target.name:
            self.env.images.add_file(self.env.docname, str(target))
        return target


def _is_invisible(node: Element) -> bool:
    """Return whether a side of the picture has no length, over which TeX would never end."""
    sides = (str(node.get(name, "")) for name in ("width", "height", "scale"))
    return any(map(_ZERO.fullmatch, sides))


def _file_name(name: str) -> str:
    """Return *name* without characters that are special in TeX."""
    if not _UNSAFE.search(name):
        return name
    return f"{_UNSAFE.sub('-', PurePath(name).stem)}-{text_digest(name, 8)}{PurePath(name).suffix}"


def _copy(source: Path, target: Path) -> Path:
    """Write a copy of *source* that LaTeX can include; return its path, empty if none is needed."""
    suffix = source.suffix.lower()
    if suffix in _DRAWINGS:
        drawn, zoom = draw(source)
        with Image.open(io.BytesIO(drawn)) as image:
            return _save(image, target, _DPI * zoom)
    if suffix != ".pdf":
        Image.init()
        formats = [name for name in (*BITMAP_FORMATS, "MPO") if name in Image.OPEN]
        with python_warnings.catch_warnings():
            # TeX includes a large picture; only to decode it here could take all memory.
            python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(source, formats=formats)
        with opened as image:
            if suffix not in _INCLUDED.get(str(image.format), ()):
                most = Image.MAX_IMAGE_PIXELS
                if most and image.width * image.height > most:
                    raise ValueError(f"it has more pixels than {most:,}")
                upright = ImageOps.exif_transpose(image)
                mode = "RGBA" if upright.has_transparency_data else "RGB"
                return _save(upright.convert(mode), target, _DPI)
            image.verify()
    if target.name == source.name or not _UNSAFE.search(source.name):
        return Path()
    copy_atomic(source, target)
    return target


def _save(image: Image.Image, target: Path, dpi: int) -> Path:
    target = target.with_name(f"{target.name}.png")
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, "PNG", dpi=(dpi, dpi))
    return target


def _show_text(node: Element) -> None:
    """Replace a picture by its alternative text or name, linked to its address on the web."""
    uri = str(node["uri"])
    text: Element = nodes.inline("", str(node.get("alt") or uri.rpartition("/")[2][:200]))
    linked = isinstance(node.parent, nodes.reference)
    if is_web(uri) and not linked:
        text = nodes.reference("", "", *text.children, refuri=uri, internal=False)
    inner = node.parent.parent if linked else node.parent
    within = isinstance(inner, nodes.TextElement) or linked
    node.replace_self(text if within else nodes.paragraph("", "", text))
