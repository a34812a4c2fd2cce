"""SVG files: what in them a browser would run when somebody opens their address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from sphinx_paperreview.core.urls import clean_address

if TYPE_CHECKING:
    from pathlib import Path

#: The longest drawing that is looked through, in bytes.
MAX_BYTES = 16 << 20
#: Most entities, and the longest; a drawing program names its namespaces by some.
_MAX_ENTITIES, _MAX_ENTITY = 100, 300
#: Elements of any namespace that run, load or send something, by their local names.
_ACTIVE = frozenset(
    {"script", "iframe", "frame", "object", "embed", "applet", "form", "button", "input", "meta",
     "base", "link", "handler", "listener", "audio", "video", "portal", "template"}
)  # fmt: skip
#: Elements of SVG that change an attribute, among them the address of a link.
_ANIMATIONS = frozenset({"animate", "set", "animatetransform", "animatemotion", "animatecolor"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data"})
_DATA_IMAGE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
_LOADS = re.compile(r"@import|expression\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE)


class _ActiveError(Exception):
    """Ends the parsing; the argument says what is active."""


def active_part(path: Path) -> str:
    """Return what in the SVG file at *path* is active, as words for a sentence; empty for nothing.

    An ``<img>`` runs nothing of a drawing, but the file lies beside the pages and has an address of
    its own. Active are scripts, handlers, elements that load or send something, links to anything
    but pages, and animations that make such links. What cannot be parsed as XML, and entities that
    hold markup, count as active. Drawings that refer to pictures or fonts of other hosts do not:
    an ``<img>`` does not load them. Work is linear in the length of the file.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _look_at
    parser.ProcessingInstructionHandler = _refuse_instruction
    parser.EntityDeclHandler = _Entities().check
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"more than {MAX_BYTES >> 20} MB"
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _ActiveError as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"no readable XML ({error})"
    except OSError as error:
        return f"nothing to read ({error.strerror})"
    return ""


class _Entities:
    """Counts the entities of a drawing."""

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


def _look_at(name: str, attributes: dict[str, str]) -> None:
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
        if attribute in _ADDRESSES and not _is_harmless(value):
            raise _ActiveError(f"the address {value[:40]}")
        if attribute == "style" and _LOADS.search(value):
            raise _ActiveError("a style that loads")


def _is_harmless(address: str) -> bool:
    return clean_address(address) is not None or bool(_DATA_IMAGE.match(address))
