"""Draw a social card with Pillow: its content and layout (PNG, 1200 x 630 pixels)."""

from __future__ import annotations

import colorsys
import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sphinx_paperreview.core.later import later
from sphinx_paperreview.images.cards.fonts import BOLD, REGULAR
from sphinx_paperreview.images.cards.text import cut, settable, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import emoji
    from PIL import Image, ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from sphinx_paperreview.images.cards.fonts import Face, Fonts
else:
    Image, ImageDraw = later("PIL.Image"), later("PIL.ImageDraw")
    emoji = later("emoji")

#: Width and height in pixels; link previews show this size without cropping.
SIZE = (1200, 630)
#: To be raised when a change of this module changes how a card is drawn.
FORM = 1
_LEFT, _RIGHT = 72, 1128
#: Vertical limits of the middle, between the head of the card and its foot.
_TOP, _BOTTOM = 142, 528
#: Heights of a row, of the line above the heading, and of the space below it.
_ROW, _KICKER, _GAP = 50, 46, 26
#: Height of a line of the heading, as a factor of its font size.
_LEADING = 1.24
#: Colours of the theme's light mode.
_PAPER, _TEXT, _MUTED, _LINE = (253, 253, 251), (27, 30, 34), (74, 79, 85), (220, 220, 212)
_ACCENT = (10, 86, 80)
#: Shades between the background and each colour: enough for smooth letters in a small file.
_SHADES = 15

#: Most characters of a text that are used: more cannot fit on a card.
_LONGEST = 600
#: End of a text that is cut. Not U+2026, which Korean and Chinese fonts draw at half height.
_MORE = "..."

#: A text, and texts to use instead where no font has its letters.
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardStyle:
    """What all cards of a site have in common."""

    #: Name of the site.
    brand: Words
    #: Host of the site.
    host: str
    #: RGB.
    accent: tuple[int, int, int]


class _Type(NamedTuple):
    """How a text is set: the size of its font in pixels, its weight, and its colour."""

    size: int
    weight: int
    ink: str


_BRAND_TYPE, _DATE_TYPE = _Type(31, BOLD, "text"), _Type(28, REGULAR, "muted")
_KICKER_TYPE, _FOOT_TYPE = _Type(32, BOLD, "accent"), _Type(26, REGULAR, "muted")
#: Of the text of a row, and of its end.
_ROW_TYPE, _END_TYPE = _Type(31, REGULAR, "text"), _Type(27, BOLD, "accent")


@dataclass(frozen=True, slots=True)
class Card:
    """The texts of one card."""

    heading: Words
    #: Above the heading, in the accent colour.
    kicker: str = ""
    #: At the head of the card.
    date: Words = ()
    #: Lines below the heading: a text, and another in the accent colour at the right.
    rows: tuple[tuple[Words, str], ...] = ()
    #: At the foot of the card.
    foot: str = ""


def accent_of(colour: str) -> tuple[int, int, int]:
    """Return *colour* (``#0a5650``) as RGB, darkened until it is readable on the background.

    The theme's accent is returned if *colour* is not a colour.
    """
    try:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    except ValueError:
        return _ACCENT
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    found = (red, green, blue)
    while _luminance(found) > 0.17 and light > 0:  # contrast of 4.5:1 with the background
        light -= 0.01
        part = colorsys.hls_to_rgb(hue, max(light, 0), saturation)
        found = (round(part[0] * 255), round(part[1] * 255), round(part[2] * 255))
    return found


def _luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [each / 255 for each in colour]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Painter:
    """Draws cards, and opens each font once for each size.

    Not thread-safe: FreeType's faces must not be shared.
    """

    def __init__(self, fonts: Fonts, style: CardStyle) -> None:
        self.style = style
        self.faces = {
            weight: sorted(fonts.faces, key=lambda face: face.weight != weight)
            for weight in (REGULAR, BOLD)
        }
        self._opened: dict[tuple[Face, int], FreeTypeFont] = {}
        self._found: dict[tuple[str, int], Face | None] = {}
        #: Letters in texts that no font has.
        self.lacking: set[str] = set()

    def draw(self, card: Card) -> bytes:
        """Return the PNG file of *card*."""
        sheet = _Sheet(self)
        sheet.ink("accent").rectangle((0, 0, SIZE[0], 13), fill=255)
        sheet.mark(_LEFT, 54)
        date = self.words(card.date)
        wide = sheet.length(date, _DATE_TYPE)
        brand = self.words(self.style.brand)
        sheet.line(_LEFT + 62, 88, brand, _BRAND_TYPE, _RIGHT - wide - 40)
        sheet.line(_RIGHT - wide, 87, date, _DATE_TYPE)
        self._middle(sheet, card)
        sheet.ink("line").rectangle((_LEFT, 547, _RIGHT, 548), fill=255)
        host = self.words((self.style.host,))
        wide = sheet.length(host, _FOOT_TYPE)
        sheet.line(_RIGHT - wide, 594, host, _FOOT_TYPE)
        sheet.line(_LEFT, 594, self.words((card.foot,)), _FOOT_TYPE, _RIGHT - wide - 40)
        return sheet.png(self.style.accent)

    def _middle(self, sheet: _Sheet, card: Card) -> None:
        """Draw kicker, heading and rows; the heading is larger the less text there is."""
        rows = [
            (words, self.words((end,))) for line, end in card.rows if (words := self.words(line))
        ]
        kicker = self.words((card.kicker,))
        high = _BOTTOM - _TOP - (_KICKER if kicker else 0)
        least = min(len(rows), 4) * _ROW + (_GAP if rows else 0)
        kind, lines = self._heading(sheet, self.words(card.heading), high - least)
        step = round(kind.size * _LEADING)
        room = max((high - len(lines) * step - _GAP) // _ROW, 0)
        if len(rows) > room:
            rows = [*rows[: room - 1], (f"+{len(rows) - room + 1}", "")] if room else []
        free = high - len(lines) * step - (len(rows) * _ROW + _GAP if rows else 0)
        top = _TOP + round(max(free, 0) * 0.4)
        if kicker:
            sheet.line(_LEFT, top + 30, kicker, _KICKER_TYPE, _RIGHT)
            top += _KICKER
        for line in lines:
            top += step
            sheet.line(_LEFT, top - round(kind.size * 0.26), line, kind)
        self._rows(sheet, rows, top + _GAP)

    def _rows(self, sheet: _Sheet, rows: Sequence[tuple[str, str]], top: int) -> None:
        """Draw *rows* from *top* down, their ends aligned at the right."""
        most = (_RIGHT - _LEFT) * 0.4
        for number, (words, end) in enumerate(rows, 1):
            base = top + number * _ROW - 14
            if sheet.length(end, _END_TYPE) > most:
                end = sheet.cut(end, _END_TYPE, most)  # noqa: PLW2901  # the part that is drawn
            right = _RIGHT - sheet.length(end, _END_TYPE)
            sheet.line(_LEFT, base, words, _ROW_TYPE, right - 36 if end else right)
            sheet.line(right, base, end, _END_TYPE)

    def _heading(self, sheet: _Sheet, text: str, height: float) -> tuple[_Type, list[str]]:
        """Return the largest type in which *text* fits into *height*, and its lines."""
        width = _RIGHT - _LEFT
        for size in (80, 72, 64, 58, 52, 48, 44):
            kind = _Type(size, BOLD, "text")
            measure = partial(sheet.length, kind=kind)
            lines = wrap(text, measure, width)
            if len(lines) * size * _LEADING <= height and len(lines) <= (2 if size > 70 else 3):
                return kind, lines
        count = max(int(height / (kind.size * _LEADING)), 1)
        return kind, cut(lines, count, measure, width, _MORE)

    def words(self, choices: Words) -> str:
        """Return the first of *choices* whose letters the fonts have; empty if there is none."""
        for text in choices:
            clean = emoji.replace_emoji(text[:_LONGEST], "")
            found, lacking = settable(clean, lambda character: bool(self.face(character, REGULAR)))
            self.lacking |= lacking
            if found and not lacking:
                return found
        return ""

    def face(self, character: str, weight: int) -> Face | None:
        """Return the first font that has *character*, those of *weight* first."""
        key = character, weight
        if key not in self._found:
            faces = (face for face in self.faces[weight] if face.has(character))
            self._found[key] = next(faces, None)
        return self._found[key]

    def runs(self, text: str, size: int, weight: int) -> list[tuple[FreeTypeFont, str]]:
        """Return *text* in parts, each with the font that draws it."""
        found: list[tuple[Face, str]] = []
        for character in text:
            face = self.face(character, weight)
            if found and (face is None or character == " " or face == found[-1][0]):
                found[-1] = (found[-1][0], found[-1][1] + character)
            elif face is not None:
                found.append((face, character))
        return [(self._open(face, size), part) for face, part in found]

    def _open(self, face: Face, size: int) -> FreeTypeFont:
        key = face, size
        if key not in self._opened:
            self._opened[key] = face.load(size)
        return self._opened[key]


class _Sheet:
    """A card that is being drawn: a layer of shades for each colour."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._layers = {name: Image.new("L", SIZE) for name in ("line", "accent", "muted", "text")}
        self._inks = {name: ImageDraw.Draw(layer) for name, layer in self._layers.items()}

    def ink(self, name: str) -> ImageDraw.ImageDraw:
        """Return the drawing interface of the layer *name*."""
        return self._inks[name]

    def length(self, text: str, kind: _Type) -> float:
        """Return the width of *text* in pixels."""
        runs = self._painter.runs(text, kind.size, kind.weight)
        return sum(font.getlength(part) for font, part in runs)

    def cut(self, text: str, kind: _Type, width: float) -> str:
        """Return *text*, cut so that it fits into *width*."""
        measure = partial(self.length, kind=kind)
        return cut(wrap(text, measure, width), 1, measure, width, _MORE)[0]

    def line(self, x: float, y: float, text: str, kind: _Type, right: float = 0) -> None:
        """Draw *text* from *x* on the base line *y*; cut it at *right*, unless that is 0."""
        if text and right and x + self.length(text, kind) > right:
            text = self.cut(text, kind, right - x)
        for font, part in self._painter.runs(text, kind.size, kind.weight):
            self._inks[kind.ink].text((x, y), part, fill=255, font=font, anchor="ls")
            x += font.getlength(part)

    def mark(self, x: int, y: int) -> None:
        """Draw the icon of the theme: three lines in a square."""
        ink = self._inks["accent"]
        ink.rounded_rectangle((x, y, x + 43, y + 43), 10, fill=255)
        for number, wide in enumerate((20, 20, 11)):
            top = y + 11 + 9 * number
            ink.rectangle((x + 12, top, x + 12 + wide, top + 3), fill=0)

    def png(self, accent: tuple[int, int, int]) -> bytes:
        """Return the layers as one PNG with a palette of their shades."""
        colours = {"line": _LINE, "accent": accent, "muted": _MUTED, "text": _TEXT}
        palette, image = [*_PAPER], Image.new("P", SIZE)
        for name, layer in self._layers.items():
            start = len(palette) // 3 - 1
            for shade in range(1, _SHADES + 1):
                palette += [
                    round(paper + (own - paper) * shade / _SHADES)
                    for paper, own in zip(_PAPER, colours[name], strict=True)
                ]
            levels = [round(value * _SHADES / 255) for value in range(256)]
            shades = layer.point([level + start if level else 0 for level in levels])
            mask = layer.point([255 if level else 0 for level in levels])
            image.paste(shades, mask=mask)
        image.putpalette(palette)
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=6)
        return buffer.getvalue()
