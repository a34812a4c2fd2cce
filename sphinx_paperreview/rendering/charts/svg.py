"""Drawings as nodes of SVG: columns, bars, and the elements they are made of.

A drawing has a fixed height in pixels and the width of the page: horizontal positions are
percentages, so that text has the same size on a phone and on a wide screen. Every shape has a
class; without a style sheet it has the colour of the text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview.rendering.elements import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx_paperreview.rendering.elements import Part


#: Height of :func:`columns`, in pixels.
HEIGHT = 190
#: Opacity of marks and grid lines without a style sheet.
_MARK, _GRID = ".65", ".2"
#: Most columns that show their numbers; more than that have grid lines instead.
_NUMBERED = 12
#: Most room for a name beside a bar, in em, on a phone and where a chart is wide; percent of the
#: width that an em takes on a phone.
_ROOM, _WIDE_ROOM, _EM = 9.6, 15.5, 3.7
#: Percent of the width that is kept free for the number after the longest bar.
_BEHIND = 12


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, before the builder decides whether it is drawn or shown as a table."""

    #: The last part of its id and of its class.
    name: str
    title: str
    #: What the chart shows, in a sentence or two.
    caption: str
    #: Returns the drawing; the argument begins the ids of its elements.
    draw: Callable[[str], list[Part]]
    head: tuple[str, ...]
    #: Cells of the table; the first of each row is its heading.
    rows: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One column or bar."""

    value: int
    #: The value in the site's format of numbers.
    number: str
    #: The text under a column or beside a bar, or empty; :attr:`second` is its second line.
    label: str
    #: The tooltip: label and value.
    tip: str
    second: str = ""


def element(tag: str, *children: Part, **attributes: float | str) -> Element:
    """Return an element of SVG; ``text_anchor`` becomes ``text-anchor``, ``class_`` ``class``."""
    written = {
        key.rstrip("_").replace("_", "-"): value if isinstance(value, str) else short(value)
        for key, value in attributes.items()
    }
    return Element("svg", tag, children, attributes=written)


def short(value: float) -> str:
    """Return *value* with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _percent(value: float) -> str:
    """Return *value* as a percentage with at most two decimals."""
    return f"{short(value)}%"


def svg_text(text: str, kind: str, **attributes: float | str) -> Element:
    """Return a ``<text>`` with the class ``pr-<kind>``."""
    return element("text", text, class_=f"pr-{kind}", **attributes)


def drawing(
    children: Sequence[Part], name: str, title: str, description: str, **attributes: float | str
) -> Element:
    """Return the ``<svg>``; *title* and *description* are its accessible name and description.

    *name* begins the ids by which ``aria-labelledby`` finds them.
    """
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *children,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        fill="currentColor",
        font_size="12",
        overflow="visible",
        **attributes,
    )


def shorten(text: str, room: float) -> str:
    """Return *text*, cut with an ellipsis if it is wider than *room* em in a usual sans-serif."""
    if width_of(text) <= room:
        return text
    end, used = 0, width_of("…")
    while used + _em(text[end]) <= room:
        used += _em(text[end])
        end += 1
    while end and unicodedata.combining(text[end]):  # do not keep half of an accented letter
        end -= 1
    return text[:end].rstrip() + "…"


def width_of(text: str) -> float:
    """Return the usual width of *text* in a sans-serif, in em."""
    return sum(map(_em, text))


def _em(character: str) -> float:
    """Return the usual width of *character*, in em."""
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"} or character == "…":
        return 1
    return 0.74 if character.isupper() or character in "mw@%" else 0.55


# -- columns and bars ------------------------------------------------------------------------------


def columns(marks: Sequence[Mark], format_number: Callable[[int], str]) -> list[Part]:
    """Return columns with their labels, and with numbers on them or grid lines behind them.

    *format_number* formats the numbers of the grid lines.
    """
    numbered = len(marks) <= _NUMBERED
    most = max(mark.value for mark in marks)
    ground = HEIGHT - 36
    step = 0 if numbered else _step(most)
    top = most if numbered else -(-most // step) * step
    scale = (ground - 22) / max(top, 1)
    # The last tenth of the width is for the numbers of the grid lines.
    slot = (100 if numbered else 90) / len(marks)
    result: list[Part] = (
        [] if numbered else list(_lines(range(step, top + 1, step), format_number, ground, scale))
    )
    for number, mark in enumerate(marks):
        middle = (number + 0.5) * slot
        result.append(_column(mark, middle, min(slot * 0.76, 10), ground, scale, numbered))
        for line, text in enumerate((mark.label, mark.second)):
            if text:
                result.append(svg_text(text, "tick", x=_percent(middle), y=ground + 16 + 15 * line,
                                    text_anchor="middle"))  # fmt: skip
    result.append(_line(ground, "pr-ground", "1"))
    return result


def _column(
    mark: Mark, middle: float, width: float, ground: float, scale: float, numbered: bool
) -> Element:
    length = mark.value * scale
    parts: list[Part] = [element("title", mark.tip)]
    if length:
        parts.append(
            element("rect", class_="pr-mark", x=_percent(middle - width / 2), y=ground - length,
                    width=_percent(width), height=length, fill_opacity=_MARK)
        )  # fmt: skip
    if numbered:
        parts.append(svg_text(mark.number, "value", x=_percent(middle), y=ground - length - 6,
                           text_anchor="middle"))  # fmt: skip
    return element("g", *parts)


def _step(most: int) -> int:
    """Return the distance of grid lines: 1, 2 or 5 times a power of ten, for at most four lines."""
    size = 1
    while True:
        for first in (1, 2, 5):
            if most <= 4 * first * size:
                return first * size
        size *= 10


def _lines(
    values: range, format_number: Callable[[int], str], ground: float, scale: float
) -> Iterator[Part]:
    for value in values:
        y = ground - value * scale
        yield _line(y, "pr-grid", _GRID)
        yield svg_text(format_number(value), "tick", x="100%", y=y - 4, text_anchor="end")


def _line(y: float, kind: str, opacity: str) -> Element:
    return element("line", class_=kind, x1=0, x2="100%", y1=y, y2=y, stroke="currentColor",
                   stroke_opacity=opacity)  # fmt: skip


def bars(marks: Sequence[Mark], row: float = 26) -> tuple[list[Part], float]:
    """Return horizontal bars with their names, *row* pixels each, and their height in pixels."""
    most = max(mark.value for mark in marks)
    names = [shorten(mark.label, _ROOM) for mark in marks]
    left = 2 + _EM * min(_ROOM, max(map(width_of, names)))
    result: list[Part] = []
    for number, (mark, name) in enumerate(zip(marks, names, strict=True)):
        y = number * row
        length = mark.value / max(most, 1) * (100 - _BEHIND - left)
        result.append(
            element(
                "g",
                element("title", mark.tip),
                *_name(mark.label, name, x=_percent(left - 2), y=y + 17, text_anchor="end"),
                element("rect", class_="pr-mark", x=_percent(left), y=y + 5,
                        width=_percent(length), height=row - 10, fill_opacity=_MARK),
                svg_text(mark.number, "value", x=_percent(left + length), dx=6, y=y + 17),
            )
        )  # fmt: skip
    return result, len(marks) * row


def _name(label: str, cut: str, **place: float | str) -> list[Part]:
    """Return *label* as *cut*; where it is cut, with one that a style sheet shows if it fits."""
    if cut == label:
        return [svg_text(cut, "name", **place)]
    wide = svg_text(shorten(label, _WIDE_ROOM), "name pr-long", display="none", **place)
    return [svg_text(cut, "name pr-short", **place), wide]
