"""Find active content in SVG files: what a browser would run when a reader opens the file."""

from __future__ import annotations

import base64
import re
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from sphinx_paperreview.core.urls import clean_address

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

#: Maximum size of a file in bytes; a larger one counts as active.
MAX_BYTES = 16 << 20
#: Maximum number and length of entities. Adobe Illustrator declares its namespaces as entities.
_MAX_ENTITIES, _MAX_ENTITY = 100, 300
#: Local names of elements that run, load or send something, in any namespace.
_ACTIVE = frozenset(
    {"script", "iframe", "frame", "object", "embed", "applet", "form", "button", "input", "meta",
     "base", "link", "handler", "listener", "audio", "video", "portal", "template"}
)  # fmt: skip
#: Elements of SVG that change an attribute, such as the address of a link.
_ANIMATIONS = frozenset({"animate", "set", "animatetransform", "animatemotion", "animatecolor"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "cite", "longdesc"})
_DATA_IMAGE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
#: Elements that show a picture, and a drawing that is the data of one, with the way it is coded.
_PICTURES = frozenset({"image", "feimage"})
_DATA_DRAWING = re.compile(r"\s*data:image/svg\+xml\b[^,]*?(?P<base64>;base64)?,", re.IGNORECASE)
#: Drawings within one another at most.
_MAX_DRAWINGS = 5
_LOADS = re.compile(r"@import|expression\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE)


class _ActiveError(Exception):
    """Raised at active content, which the argument names."""


def active_part(path: Path) -> str:
    """Return the first active content of the SVG file at *path* as a noun phrase; empty if none.

    In an ``<img>`` nothing of an SVG runs, but the file is published beside the pages and can be
    opened by its own address. Active are scripts, event handlers, elements that load or send
    something, links to addresses that :func:`.clean_address` refuses, and animations that make
    such links. A drawing that is a picture of another one, as data, is judged as that one is.
    A file that is not well-formed XML and an entity with markup count as active.
    What it only loads (images, fonts, style sheets) does not: :mod:`.drawing_loads` takes that out.
    The time is linear in the size of the file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"more than {MAX_BYTES >> 20} MB"
        with path.open("rb") as file:
            _check(file)
    except _ActiveError as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"XML that cannot be parsed ({error})"
    except OSError as error:
        return f"data that cannot be read ({error.strerror})"
    return ""


def _check(file: BinaryIO, level: int = 1) -> None:
    """Raise :exc:`_ActiveError` at an active part of *file*, which is the *level*-th drawing."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = partial(_check_element, level)
    parser.ProcessingInstructionHandler = _refuse_instruction
    parser.EntityDeclHandler = _Entities().check
    parser.ParseFile(file)


class _Entities:
    """Checks and counts the entities of one file."""

    def __init__(self) -> None:
        self.count = 0

    def check(self, name: str, _is_parameter: bool, value: str | None, *_: object) -> None:
        """Refuse an entity that is external, or that could hold markup or other entities."""
        self.count += 1
        if value is None or self.count > _MAX_ENTITIES or len(value) > _MAX_ENTITY:
            raise _ActiveError(f"the entity {name[:40]}")
        if "&" in value or "<" in value or "%" in value:
            raise _ActiveError(f"the entity {name[:40]}")


def _refuse_instruction(target: str, _data: str) -> None:
    if target.lower().startswith("xml-"):
        raise _ActiveError(f"<?{target[:40]}?>")


def _check_element(level: int, name: str, attributes: dict[str, str]) -> None:
    namespace, _, local = name.rpartition(" ")
    local = local.lower()
    if local in _ACTIVE or (not namespace and local == "html"):
        raise _ActiveError(f"<{local}>")
    if local in _ANIMATIONS:
        changed = attributes.get("attributeName", "").lower().rpartition(":")[2]
        if changed == "href" or changed.startswith("on"):
            raise _ActiveError(f"<{local}> of {changed}")
    for written, value in attributes.items():
        attribute = written.rpartition(" ")[2].lower()
        if attribute.startswith("on") or attribute in {"srcdoc", "base"}:
            raise _ActiveError(f"the attribute {attribute[:40]}")
        drawing = _DATA_DRAWING.match(value) if local in _PICTURES else None
        if drawing and attribute == "href" and level < _MAX_DRAWINGS:
            data = unquote_to_bytes(value[drawing.end() :])
            _check(BytesIO(base64.b64decode(data) if drawing["base64"] else data), level + 1)
        elif attribute in _ADDRESSES and not _is_harmless(value):
            raise _ActiveError(f"the address {value[:40]}")
        if attribute == "style" and _LOADS.search(value):
            raise _ActiveError("a style that loads a file or runs a script")


def _is_harmless(address: str) -> bool:
    return clean_address(address) is not None or bool(_DATA_IMAGE.match(address))
