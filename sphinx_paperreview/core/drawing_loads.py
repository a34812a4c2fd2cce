"""Find and take out what an SVG file loads when a reader opens it by its own address.

Within ``<img>`` a browser loads nothing for an SVG, so a copy without it looks the same there.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from sphinx_paperreview.core.style_loads import first_load, without_loads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Elements whose address is followed only when a reader asks for it.
_LINKS = frozenset({"a", "area"})
#: Attributes of HTML within a drawing that load something or report a click.
_LOADING = frozenset(
    {"srcset", "imagesrcset", "poster", "background", "ping", "lowsrc", "dynsrc"}
)  # fmt: skip
#: Attributes with CSS: those of SVG that take ``url()``, and the values of animations of them.
_STYLES = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start",
     "marker-mid", "marker-end", "cursor", "color-profile", "from", "to", "by", "values"}
)  # fmt: skip


def find_load(path: Path) -> str:
    """Return the first thing that the SVG file at *path* loads; empty if it loads nothing.

    :return: an address or a part of a style
    :raises OSError: the file cannot be read
    """
    return _copied(path).load


def copy_without_loads(path: Path) -> bytes:
    """Return the SVG file at *path* without what it loads.

    Styles keep all else, links stay. Comments and the document type are dropped; entities are
    replaced by their text. Raise :exc:`OSError`, :exc:`ValueError` or
    :exc:`~xml.parsers.expat.ExpatError` if
    the file cannot be read, or is no XML. It must have no active part (:mod:`.drawings`).
    """
    return _copied(path).output.getvalue()


def _copied(path: Path) -> _Copy:
    copy, parser = _Copy(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    parser.CharacterDataHandler = copy.write
    with path.open("rb") as file:
        parser.ParseFile(file)
    return copy


class _Copy:
    """A copy of a drawing that is being written, without what it loads."""

    def __init__(self) -> None:
        self.output = BytesIO()
        #: The first thing that was left out.
        self.load = ""
        self._xml = XMLGenerator(self.output, "utf-8", short_empty_elements=True)
        self._xml.startDocument()
        #: The text of the style sheet that is being read, and how many elements in it are open.
        self._sheet: list[str] | None = None
        self._inner = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._sheet is not None:
            # A browser reads the text around an element as one sheet, and a sheet in it as another.
            self._inner += 1
            self.load = self.load or f"<{name}> within <style>"
            return
        self._xml.startElement(name, AttributesImpl(dict(self._kept(_local(name), attributes))))
        if _local(name) == "style":
            self._sheet = []

    def end(self, name: str) -> None:
        if self._inner:
            self._inner -= 1
            return
        if self._sheet is not None:
            self._xml.characters(self._clean("".join(self._sheet)))
            self._sheet = None
        self._xml.endElement(name)

    def write(self, text: str) -> None:
        if self._sheet is None:
            self._xml.characters(text)
        elif not self._inner:
            self._sheet.append(text)

    def _kept(self, element: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
        for name, value in attributes.items():
            local = _local(name)
            if local in _STYLES:
                yield name, self._clean(value)
            elif _loads(element, local, value):
                self.load = self.load or value
            else:
                yield name, value

    def _clean(self, css: str) -> str:
        found = first_load(css)
        self.load = self.load or found
        return without_loads(css) if found else css


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _loads(element: str, attribute: str, value: str) -> bool:
    if attribute in {"href", "src"}:
        address = value.strip()[:5].lower()
        return bool(address) and element not in _LINKS and not address.startswith(("#", "data:"))
    return attribute in _LOADING
