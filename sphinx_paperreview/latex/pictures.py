"""Pictures in formats that LaTeX includes (PNG, JPEG, PDF), and text in place of missing ones."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.store import copy_atomic
from sphinx_paperreview.core.later import later
from sphinx_paperreview.images.books import (
    DPI,
    BookPictures,
    is_safe,
    open_bitmap,
    save_png,
    save_upright,
    show_text,
)
from sphinx_paperreview.latex.drawings import draw

if TYPE_CHECKING:
    from docutils.nodes import Element
    from PIL import Image
else:
    Image = later("PIL.Image")

#: Formats of Pillow that LaTeX includes, and the suffixes that it requires for them.
_INCLUDED = {"PNG": {".png"}, "JPEG": {".jpg", ".jpeg"}, "MPO": {".jpg", ".jpeg"}}
_DRAWINGS = frozenset({".svg", ".svgz"})
_ZERO = re.compile(r"(?:0+(?:\.0*)?|\.0+)\s*[a-z%]*")


class LatexPictures(BookPictures):
    """Convert pictures that LaTeX cannot include; show the alternative text of missing ones."""

    formats = ("latex",)
    book = "LaTeX"
    held = "PNG, JPEG or PDF"

    def is_left(self, node: Element) -> bool:
        """Take out *node* if nothing of it would be seen, show its text if it is missing."""
        if _is_invisible(node):
            node.parent.remove(node)
            return True
        if super().is_left(node):
            show_text(node)
            return True
        return False

    def copy(self, source: Path, target: Path) -> Path:
        """Write a copy of *source* that LaTeX can include, if it cannot include the file itself."""
        suffix = source.suffix.lower()
        if suffix in _DRAWINGS:
            drawn, zoom = draw(source)
            with Image.open(io.BytesIO(drawn)) as image:
                return save_png(image, target, DPI * zoom)
        if suffix != ".pdf":
            with open_bitmap(source) as image:
                if suffix not in _INCLUDED.get(str(image.format), ()):
                    return save_upright(image, target)
                image.verify()
        if target.name == source.name or is_safe(source.name):
            return Path()
        copy_atomic(source, target)
        return target


def _is_invisible(node: Element) -> bool:
    """Return whether a side of the picture has no length, over which TeX would never end."""
    sides = (str(node.get(name, "")) for name in ("width", "height", "scale"))
    return any(map(_ZERO.fullmatch, sides))
