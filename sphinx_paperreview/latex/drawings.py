"""SVG as PNG, by resvg in a process of its own, which a hostile drawing may end."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import tostring

from defusedxml.ElementTree import iterparse

from sphinx_paperreview.images.measure import svg_size

if TYPE_CHECKING:
    from pathlib import Path

#: Pixels of the PNG for each pixel of the drawing, so that it is sharp on paper.
ZOOM = 3
#: Most bytes of a drawing, levels of its elements, pixels of the PNG, and seconds to draw it.
MAX_BYTES, MAX_DEPTH, MAX_PIXELS, SECONDS = 8 << 20, 200, 24_000_000, 60
#: The size that browsers use for a drawing without one, in pixels.
_SIZE = (300, 150)
_CHILD = """\
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
except (ImportError, OSError, ValueError):
    pass
from resvg_py import svg_to_bytes
drawing = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(bytes(svg_to_bytes(svg_string=drawing, zoom=int(sys.argv[1]))))
"""


def draw(path: Path) -> tuple[bytes, int]:
    """Return the drawing at *path* as PNG, and the number of pixels for each of its own.

    References to other files are left out. Raise ``ValueError`` if it is too large, nested too
    deeply, takes too long or cannot be drawn; errors of the XML parser are raised as they are.
    """
    root = _read(path)
    size = svg_size(root.attrib)
    if size is None:
        size = _SIZE
        root.attrib.update(width=str(size[0]), height=str(size[1]))
    zoom = next((n for n in range(ZOOM, 0, -1) if size[0] * size[1] * n * n <= MAX_PIXELS), 0)
    if not zoom:
        raise ValueError(f"a drawing of {size[0]} × {size[1]} pixels")
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, "-I", "-c", _CHILD, str(zoom)],
            input=tostring(root),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError("drawing it takes too long") from None
    if done.returncode or not done.stdout:
        raise ValueError("resvg cannot draw it")
    return done.stdout, zoom


def _read(path: Path) -> Any:
    """Return the root of the drawing, without references to other files."""
    opened: Any = gzip.open if path.suffix.lower() == ".svgz" else open
    with opened(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"a drawing of more than {MAX_BYTES} bytes")
    root, depth = None, 0
    for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ValueError("a drawing of too many levels")
        root = element if root is None else root
        if event == "start":
            _remove_references(element)
    if root is None:
        raise ValueError("an empty file")
    return root


def _remove_references(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        if name.rpartition("}")[2] == "href" and not value.strip().startswith(("#", "data:image/")):
            del element.attrib[name]
