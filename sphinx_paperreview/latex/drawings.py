"""SVG as PNG, by resvg in a process of its own: a drawing may be made to stop the program."""

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

#: A drawing gets this many pixels for each of its own, so that it stays sharp on paper.
ZOOM = 3
#: The longest drawing in bytes, how deep its elements may lie, most pixels, seconds.
MAX_BYTES, MAX_DEPTH, MAX_PIXELS, SECONDS = 8 << 20, 200, 24_000_000, 60
#: What browsers take where a drawing tells no size.
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
    """Return the drawing at *path* as PNG, and how many pixels one of its own is.

    Raise ``ValueError`` for what is no drawing, too large, too deep, or takes too long; other
    files that it names are left out.
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
    """Return the root of the drawing, without what names another file."""
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
            _forget_files(element)
    if root is None:
        raise ValueError("an empty file")
    return root


def _forget_files(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        if name.rpartition("}")[2] == "href" and not value.strip().startswith(("#", "data:image/")):
            del element.attrib[name]
