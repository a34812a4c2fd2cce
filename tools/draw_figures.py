"""Draw the figures of the example site: ``python tools/draw_figures.py``.

It needs only Pillow. Every figure is drawn at four times its size on the page, reduced to twice
that size, and written with a small palette. The same version of Pillow gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Point = tuple[float, float]

OUTPUT = Path(__file__).resolve().parent.parent / "example_site" / "posts" / "2025" / "asset"
#: Pixels that are drawn for one unit of the page, and the factor by which they are then reduced.
SCALE, REDUCE = 4, 2
COLOURS = 48

INK, SOFT, RULE = "#27303a", "#5d6874", "#cbd2d9"
BLUE, GREEN, AMBER, ROSE = "#2f6690", "#3f7d5b", "#a8701d", "#a6445a"
PALE_BLUE, PALE_GREEN, PALE_AMBER, PALE_ROSE = "#e3edf5", "#e4f1e9", "#f8eedb", "#f7e5e8"
PALE = "#f1f3f5"
SERIES = (BLUE, GREEN, AMBER, ROSE)


class Canvas:
    """A white canvas, measured in units of the page."""

    def __init__(self, width: int, height: int) -> None:
        """Make a canvas of *width* by *height* units."""
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), "#ffffff")
        self.pen = ImageDraw.Draw(self.image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 15,
        colour: str = INK,
        anchor: str = "mm",
    ) -> None:
        """Write *words*, one line or more, at a point; *anchor* is an anchor of Pillow."""
        font = ImageFont.load_default(size * SCALE)
        self.pen.text(
            (x * SCALE, y * SCALE), words, fill=colour, font=font, anchor=anchor, align="center"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        words: str = "",
        *,
        fill: str = PALE,
        edge: str = SOFT,
        size: int = 15,
    ) -> None:
        """Draw a rounded box with *words* at its centre."""
        corners = tuple(round(v * SCALE) for v in (x, y, x + width, y + height))
        radius = min(6, width / 4, height / 4) * SCALE
        stroke = round(1.5 * SCALE)
        self.pen.rounded_rectangle(corners, radius, fill=fill, outline=edge, width=stroke)
        if words:
            self.text(x + width / 2, y + height / 2, words, size=size)

    def line(self, points: Sequence[Point], *, colour: str = SOFT, width: float = 1.5) -> None:
        """Draw a line through *points*."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def dashes(self, start: Point, end: Point, *, colour: str = SOFT) -> None:
        """Draw a dashed line between two points."""
        length = math.dist(start, end)
        steps = max(1, round(length / 5))
        for i in range(0, steps, 2):
            ends = []
            for share in (i / steps, min(1.0, (i + 1) / steps)):
                dx, dy = end[0] - start[0], end[1] - start[1]
                ends.append((start[0] + dx * share, start[1] + dy * share))
            self.line(ends, colour=colour)

    def arrow(self, *points: Point, colour: str = SOFT) -> None:
        """Draw a line through *points* with an arrowhead at the last."""
        (x0, y0), (x1, y1) = points[-2:]
        angle = math.atan2(y1 - y0, x1 - x0)
        back = (x1 - 7 * math.cos(angle), y1 - 7 * math.sin(angle))
        self.line([*points[:-1], back], colour=colour)
        wings = [
            (x1 - 9 * math.cos(angle + turn), y1 - 9 * math.sin(angle + turn))
            for turn in (0.42, -0.42)
        ]
        head = [(x * SCALE, y * SCALE) for x, y in [(x1, y1), *wings]]
        self.pen.polygon(head, fill=colour)

    def dot(self, x: float, y: float, radius: float, *, fill: str, edge: str | None = None) -> None:
        """Draw a filled circle."""
        corners = tuple(v * SCALE for v in (x - radius, y - radius, x + radius, y + radius))
        self.pen.ellipse(corners, fill=fill, outline=edge, width=round(1.5 * SCALE))

    def save(self, path: Path) -> None:
        """Reduce the canvas and write it to *path* as PNG."""
        small = self.image.reduce(REDUCE)
        flat = small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat.save(path, "PNG", optimize=True)


@dataclass
class Plot:
    """Axes on a canvas that map values to points."""

    canvas: Canvas
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    log_x: bool = False
    log_y: bool = False
    area: tuple[float, float, float, float] = field(default=(76, 24, 400, 250))

    def place(self, x: float, y: float) -> Point:
        """Return the point on the canvas for the value (*x*, *y*)."""
        left, top, width, height = self.area
        across = _share(x, self.x_range, log=self.log_x)
        up = _share(y, self.y_range, log=self.log_y)
        return left + width * across, top + height * (1 - up)

    def axes(self, x_label: str, y_label: str) -> None:
        """Draw both axes with their labels: one below, the other above its axis."""
        left, top, width, height = self.area
        self.canvas.line([(left, top), (left, top + height), (left + width, top + height)])
        self.canvas.text(left + width / 2, top + height + 38, x_label, colour=SOFT)
        self.canvas.text(left - 6, top - 14, y_label, colour=SOFT, anchor="lm")

    def ticks(self, xs: dict[float, str], ys: dict[float, str]) -> None:
        """Draw ticks with labels, and pale grid lines at those of the second axis."""
        left, top, width, height = self.area
        for value, words in xs.items():
            x, _ = self.place(value, self.y_range[0])
            self.canvas.line([(x, top + height), (x, top + height + 5)])
            self.canvas.text(x, top + height + 16, words, size=13, colour=SOFT)
        for value, words in ys.items():
            _, y = self.place(self.x_range[0], value)
            if value != self.y_range[0]:
                self.canvas.line([(left, y), (left + width, y)], colour=RULE, width=0.75)
            self.canvas.text(left - 8, y, words, size=13, colour=SOFT, anchor="rm")

    def curve(self, function: Callable[[float], float], colour: str, *, steps: int = 400) -> None:
        """Draw *function* over the first axis, where its values are in the range of the second."""
        low, high = self.x_range
        points: list[Point] = []
        for i in range(steps + 1):
            share = i / steps
            x = low * (high / low) ** share if self.log_x else low + (high - low) * share
            y = function(x)
            if self.y_range[0] <= y <= self.y_range[1]:
                points.append(self.place(x, y))
        self.canvas.line(points, colour=colour, width=2.5)


def _share(value: float, bounds: tuple[float, float], *, log: bool) -> float:
    low, high = bounds
    if log:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def attention() -> Canvas:
    """Draw scaled dot-product attention from its inputs below to its output above."""
    sheet = Canvas(480, 430)
    for x, name, fill in ((95, "Q", PALE_BLUE), (215, "K", PALE_BLUE), (345, "V", PALE_GREEN)):
        sheet.box(x, 376, 60, 36, name, fill=fill, size=17)
    steps = ("Multiply", "Scale by 1 / sqrt(d)", "Mask (optional)", "Softmax")
    for i, words in enumerate(steps):
        y = 310 - 62 * i
        fill = PALE_AMBER if words == "Softmax" else PALE
        sheet.box(85, y, 200, 38, words, fill=fill)
        if i:
            sheet.arrow((185, y + 62), (185, y + 39))
    sheet.arrow((125, 375), (125, 349))
    sheet.arrow((245, 375), (245, 349))
    sheet.box(185, 60, 200, 38, "Weighted sum", fill=PALE_GREEN)
    sheet.arrow((235, 124), (235, 99))
    sheet.arrow((375, 375), (375, 99))
    sheet.arrow((285, 59), (285, 34))
    sheet.text(285, 20, "Output, one row a query")
    sheet.text(62, 205, "n x n\nscores", size=13, colour=SOFT, anchor="rm")
    sheet.line([(72, 142), (68, 142), (68, 328), (72, 328)], colour=RULE)
    return sheet


def scaling() -> Canvas:
    """Draw the loss formula fitted by Hoffmann et al. (2022) for four budgets of tokens."""
    sheet = Canvas(600, 350)
    plot = Plot(sheet, (1e7, 1e12), (1.8, 5.2), log_x=True, log_y=True, area=(60, 38, 410, 250))
    plot.axes("Parameters N", "Loss L(N, D)")
    plot.ticks(
        {1e7: "10M", 1e8: "100M", 1e9: "1B", 1e10: "10B", 1e11: "100B", 1e12: "1T"},
        {v: f"{v:.1f}" for v in (2.0, 2.5, 3.0, 4.0, 5.0)},
    )
    budgets = ((1e9, "D = 1B"), (1e10, "D = 10B"), (1e11, "D = 100B"), (1.4e12, "D = 1.4T"))
    for (tokens, label), colour in zip(budgets, reversed(SERIES), strict=True):
        plot.curve(lambda n, d=tokens: chinchilla_loss(n, d), colour)  # type: ignore[misc]
        _, y = plot.place(1e12, chinchilla_loss(1e12, tokens))
        sheet.text(480, y, label, size=14, colour=colour, anchor="lm")
    return sheet


def chinchilla_loss(parameters: float, tokens: float) -> float:
    """Return the loss that the fitted formula gives."""
    return 1.69 + 406.4 / math.pow(parameters, 0.34) + 410.7 / math.pow(tokens, 0.28)


def lora() -> Canvas:
    """Draw a frozen weight matrix beside the product of two thin ones."""
    sheet = Canvas(520, 340)
    sheet.box(70, 110, 170, 120, "Pretrained\nweights W\n(frozen)", fill=PALE_BLUE, edge=BLUE)
    for top, words, wide_below in ((110, "B", False), (178, "A", True)):
        wide, thin = (300, 450), (350, 400)
        below, above = (wide, thin) if wide_below else (thin, wide)
        corners = [(below[0], top + 52), (below[1], top + 52), (above[1], top), (above[0], top)]
        scaled = [(x * SCALE, y * SCALE) for x, y in corners]
        sheet.pen.polygon(scaled, fill=PALE_AMBER)
        sheet.line([*corners, corners[0], corners[1]], colour=AMBER)
        sheet.text(375, top + 26, words, size=17)
    sheet.arrow((375, 177), (375, 163))
    sheet.text(412, 170, "rank r", size=13, colour=SOFT, anchor="lm")
    sheet.text(462, 127, "zeros\nat start", size=13, colour=SOFT, anchor="lm")
    sheet.text(462, 212, "random\nat start", size=13, colour=SOFT, anchor="lm")
    sheet.box(205, 292, 120, 34, "input x")
    for x in (155.0, 375.0):
        sheet.arrow((265, 291), (265, 268), (x, 268), (x, 231))
    sheet.dot(265, 70, 15, fill="#ffffff", edge=SOFT)
    sheet.text(265, 69, "+", size=20)
    sheet.arrow((155, 109), (155, 70), (249, 70))
    sheet.arrow((375, 109), (375, 70), (281, 70))
    sheet.arrow((265, 54), (265, 32))
    sheet.text(265, 18, "output h")
    return sheet


def residual() -> Canvas:
    """Draw a residual block."""
    sheet = Canvas(420, 360)
    sheet.text(160, 18, "x")
    sheet.arrow((160, 32), (160, 73))
    sheet.box(80, 74, 160, 38, "weight layer", fill=PALE_BLUE, edge=BLUE)
    sheet.arrow((160, 113), (160, 177))
    sheet.text(172, 145, "ReLU", size=14, colour=SOFT, anchor="lm")
    sheet.box(80, 178, 160, 38, "weight layer", fill=PALE_BLUE, edge=BLUE)
    sheet.arrow((160, 217), (160, 254))
    sheet.dot(160, 270, 15, fill="#ffffff", edge=SOFT)
    sheet.text(160, 269, "+", size=20)
    sheet.arrow((160, 52), (310, 52), (310, 270), (176, 270), colour=GREEN)
    sheet.text(322, 160, "identity", colour=GREEN, anchor="lm")
    sheet.text(68, 145, "F(x)", size=17, colour=BLUE, anchor="rm")
    sheet.arrow((160, 286), (160, 326))
    sheet.text(172, 306, "ReLU", size=14, colour=SOFT, anchor="lm")
    sheet.text(160, 342, "F(x) + x")
    return sheet


def noise() -> Canvas:
    """Draw signal and noise over the linear schedule of Ho et al. (2020)."""
    signal, kept = [1.0], 1.0
    for step in range(1000):
        kept *= 1 - (1e-4 + (0.02 - 1e-4) * step / 999)
        signal.append(kept)
    sheet = Canvas(600, 340)
    plot = Plot(sheet, (0, 1000), (0, 1), area=(60, 36, 420, 240))
    plot.axes("Step t", "Scale")
    plot.ticks(
        {v: str(v) for v in (0, 200, 400, 600, 800, 1000)},
        {v: f"{v:.2f}" for v in (0.0, 0.25, 0.5, 0.75, 1.0)},
    )
    plot.curve(lambda t: math.sqrt(signal[round(t)]), BLUE, steps=1000)
    plot.curve(lambda t: math.sqrt(1 - signal[round(t)]), ROSE, steps=1000)
    crossing = next(t for t, share in enumerate(signal) if share < 0.5)
    x, y = plot.place(crossing, math.sqrt(0.5))
    sheet.dashes((x, y), (x, 276))
    sheet.dot(x, y, 4.5, fill=INK)
    sheet.text(x + 12, y, f"equal at t = {crossing}", size=14, anchor="lm")
    sheet.text(490, 276, "signal", colour=BLUE, anchor="lm")
    sheet.text(490, 36, "noise", colour=ROSE, anchor="lm")
    return sheet


def dpo() -> Canvas:
    """Draw the DPO loss against the margin of log ratios for three values of beta."""
    sheet = Canvas(600, 350)
    plot = Plot(sheet, (-10, 10), (0, 3), area=(60, 36, 440, 250))
    plot.axes("Margin of the chosen over the rejected answer (log ratios)", "Loss")
    plot.ticks(
        {v: str(v) for v in (-10, -5, 0, 5, 10)},
        {v: f"{v:.0f}" for v in (0.0, 1.0, 2.0, 3.0)},
    )
    zero, top = plot.place(0, 3)
    sheet.dashes((zero, top), (zero, 286))
    for i, (beta, colour) in enumerate(((0.1, BLUE), (0.3, GREEN), (0.5, AMBER))):
        plot.curve(lambda m, b=beta: math.log1p(math.exp(-b * m)), colour)  # type: ignore[misc]
        sheet.line([(410, 56 + 24 * i), (436, 56 + 24 * i)], colour=colour, width=2.5)
        sheet.text(444, 56 + 24 * i, f"beta = {beta}", size=14, colour=colour, anchor="lm")
    sheet.text(zero + 10, 214, "log 2 where\nboth are equal", size=13, colour=SOFT, anchor="lm")
    x, y = plot.place(0, math.log(2))
    sheet.dot(x, y, 4.5, fill=INK)
    return sheet


def moe() -> Canvas:
    """Draw top-1 routing of five tokens to four experts with room for two each."""
    sheet = Canvas(600, 380)
    tokens = ("the", "cat", "sat", "on", "it")
    routes = (0, 0, 1, 1, 1)
    for i, word in enumerate(tokens):
        sheet.box(30, 32 + 64 * i, 80, 36, word, fill=PALE_BLUE, edge=BLUE)
        sheet.arrow((111, 50 + 64 * i), (179, 178 + (i - 2) * 26))
    sheet.box(180, 112, 100, 132, "Router\n\nsoftmax\nthen best", fill=PALE_AMBER, edge=AMBER)
    taken = [0, 0, 0, 0]
    for expert in range(4):
        y = 26 + 84 * expert
        sheet.box(420, y, 150, 62, fill=PALE_GREEN, edge=GREEN)
        sheet.text(495, y + 17, f"Expert {expert + 1}", size=14)
    for i, expert in enumerate(routes):
        start = (281.0, 178 + (i - 2) * 24.0)
        if taken[expert] == 2:
            sheet.dashes(start, (340, 280), colour=ROSE)
            note = f'Expert {expert + 1} is full:\n"{tokens[i]}" skips the layer'
            sheet.text(330, 304, note, size=13, colour=ROSE)
            continue
        slot = taken[expert]
        taken[expert] += 1
        y = 26 + 84 * expert
        sheet.arrow(start, (419, y + 20 + 24 * slot), colour=BLUE)
        sheet.box(436 + 62 * slot, y + 32, 54, 22, tokens[i], fill="#ffffff", edge=BLUE, size=13)
    for expert, used in enumerate(taken):
        for slot in range(used, 2):
            sheet.box(436 + 62 * slot, 58 + 84 * expert, 54, 22, fill=PALE_GREEN, edge=RULE)
    return sheet


def rag() -> Canvas:
    """Draw retrieval-augmented generation from the question to the answer."""
    sheet = Canvas(680, 280)
    sheet.box(16, 40, 110, 50, "Question x", fill=PALE_BLUE, edge=BLUE)
    sheet.box(176, 40, 120, 50, "Query\nencoder")
    sheet.box(346, 40, 130, 50, "Nearest\nneighbours", fill=PALE_AMBER, edge=AMBER)
    sheet.arrow((127, 65), (175, 65))
    sheet.arrow((297, 65), (345, 65))
    for i in (2, 1, 0):
        sheet.box(356 + 8 * i, 184 - 8 * i, 100, 66, fill="#ffffff", edge=SOFT)
    sheet.text(406, 217, "Index of\npassages", size=14)
    sheet.arrow((411, 167), (411, 91))
    sheet.arrow((477, 65), (535, 65))
    sheet.text(506, 50, "top k", size=13, colour=SOFT)
    sheet.box(536, 30, 130, 70, "Generator\np(y | x, z)", fill=PALE_GREEN, edge=GREEN)
    sheet.arrow((71, 91), (71, 140), (600, 140), (600, 101), colour=BLUE)
    sheet.text(240, 154, "the question itself goes along", size=13, colour=SOFT)
    sheet.arrow((640, 101), (640, 196))
    sheet.box(566, 198, 100, 44, "Answer y", fill=PALE_GREEN, edge=GREEN)
    return sheet


def paged() -> Canvas:
    """Draw two requests whose block tables point into one pool and share a prompt."""
    sheet = Canvas(680, 320)
    slots = {0: 1, 1: 4, 2: 6, 3: 1, 4: 2}
    fills = (PALE_AMBER, PALE_BLUE, PALE_BLUE, PALE_AMBER, PALE_GREEN)
    words = ("prompt", "answer 1", "answer 1", "prompt", "answer 2")
    sheet.text(85, 20, "Request 1", size=14, colour=BLUE)
    sheet.text(85, 188, "Request 2", size=14, colour=GREEN)
    sheet.text(310, 20, "Block tables", size=14, colour=SOFT)
    sheet.text(570, 20, "Memory", size=14, colour=SOFT)
    for i in range(5):
        y = 36 + 42 * i + (42 if i > 2 else 0)
        sheet.box(20, y, 130, 36, words[i], fill=fills[i])
        sheet.box(275, y, 70, 36, str(slots[i]), fill="#ffffff")
        sheet.arrow((151, y + 18), (274, y + 18))
        sheet.arrow((346, y + 18), (489, 54 + 36 * slots[i] + (4 if i == 3 else 0)), colour=SOFT)
    names = {1: ("prompt", PALE_AMBER), 2: ("answer 2", PALE_GREEN)}
    names |= {4: ("answer 1", PALE_BLUE), 6: ("answer 1", PALE_BLUE)}
    for slot in range(7):
        label, fill = names.get(slot, ("free", "#ffffff"))
        sheet.box(490, 38 + 36 * slot, 160, 32, label, fill=fill, edge=SOFT, size=14)
        sheet.text(660, 54 + 36 * slot, str(slot), size=13, colour=SOFT, anchor="lm")
    return sheet


def mae() -> Canvas:
    """Draw masked autoencoding of a picture in eight by eight patches."""
    sheet = Canvas(640, 230)
    scattered = sorted(range(64), key=lambda i: (i + 3) ** 3 * 2654435761 % 2**32)
    kept = {divmod(i, 8) for i in scattered[:16]}
    for left, masked in ((16, True), (484, False)):
        for row in range(8):
            for column in range(8):
                fill = _landscape(row, column)
                if masked and (row, column) not in kept:
                    fill = "#dfe3e7"
                corners = [left + 17 * column, 34 + 17 * row]
                box = (*(v * SCALE for v in corners), *((v + 15) * SCALE for v in corners))
                sheet.pen.rectangle(box, fill=fill)
    sheet.text(83, 190, f"{len(kept)} of 64 patches stay", size=14)
    sheet.text(551, 190, "all patches, in pixels", size=14)
    sheet.box(200, 62, 104, 80, "Encoder\n(large)", fill=PALE_BLUE, edge=BLUE)
    sheet.box(352, 76, 84, 52, "Decoder\n(small)", fill=PALE_GREEN, edge=GREEN, size=14)
    sheet.arrow((160, 102), (199, 102))
    sheet.arrow((305, 102), (351, 102))
    sheet.arrow((437, 102), (476, 102))
    sheet.text(252, 160, "visible patches only", size=13, colour=SOFT)
    sheet.arrow((394, 164), (394, 129))
    sheet.text(394, 174, "mask tokens", size=13, colour=SOFT)
    return sheet


def _landscape(row: int, column: int) -> str:
    if (row - 1.5) ** 2 + (column - 5.5) ** 2 < 2:
        return "#e2ac48"
    if row >= 5 - (column in {1, 2, 3}) - (column == 2):
        return "#5b8a72" if row < 6 else "#3f6f58"
    return "#a9c9de" if row > 2 else "#8fb6d0"


def gad() -> Canvas:
    """Draw generative adversarial distillation with its two signals."""
    sheet = Canvas(580, 330)
    sheet.box(20, 140, 100, 44, "Prompt x", fill=PALE)
    sheet.box(170, 40, 130, 56, "Teacher\n(words only)", fill=PALE_BLUE, edge=BLUE)
    sheet.box(170, 228, 130, 56, "Student\n(generator)", fill=PALE_GREEN, edge=GREEN)
    sheet.box(400, 128, 140, 68, "Discriminator", fill=PALE_AMBER, edge=AMBER)
    sheet.arrow((70, 139), (70, 68), (169, 68))
    sheet.arrow((70, 185), (70, 256), (169, 256))
    sheet.arrow((301, 68), (440, 68), (440, 127))
    sheet.text(368, 54, "teacher's answer", size=13, colour=SOFT)
    sheet.arrow((301, 244), (440, 244), (440, 197))
    sheet.text(368, 230, "student's answer", size=13, colour=SOFT)
    sheet.arrow((506, 197), (506, 274), (301, 274), colour=ROSE)
    sheet.text(404, 290, "score = reward (policy gradient)", size=13, colour=ROSE)
    sheet.arrow((506, 127), (506, 96), (564, 96), (564, 150), (541, 150), colour=AMBER)
    sheet.text(506, 82, "learns to tell", size=13, colour=AMBER)
    return sheet


def voting() -> Canvas:
    """Draw the chance of no error over many steps, with votes that must lead by k."""
    sheet = Canvas(660, 350)
    plot = Plot(sheet, (1, 1e7), (0, 1), log_x=True, area=(60, 36, 460, 250))
    plot.axes("Steps (each right with p = 0.99)", "Chance of no error at all")
    powers = ("1", "10", "100", "1k", "10k", "100k", "1M", "10M")
    plot.ticks(
        {10.0**i: words for i, words in enumerate(powers)},
        {v: f"{v:.0%}" for v in (0.0, 0.25, 0.5, 0.75, 1.0)},
    )
    x, _ = plot.place(1_048_575, 0)
    sheet.dashes((x, 36), (x, 286))
    sheet.text(x - 8, 50, "20 discs", size=13, colour=SOFT, anchor="rm")
    leads = ((1, ROSE), (2, AMBER), (3, GREEN), (4, BLUE))
    for i, (lead, colour) in enumerate(leads):
        plot.curve(lambda s, k=lead: no_error(0.99, k, s), colour)  # type: ignore[misc]
        words = "one answer" if lead == 1 else f"lead of {lead}"
        sheet.line([(538, 70 + 26 * i), (558, 70 + 26 * i)], colour=colour, width=2.5)
        sheet.text(566, 70 + 26 * i, words, size=14, colour=colour, anchor="lm")
    return sheet


def no_error(right: float, lead: int, steps: float) -> float:
    """Return the chance that every one of *steps* votes ends with the right answer."""
    step = 1 / (1 + ((1 - right) / right) ** lead)
    return math.pow(step, steps)


def nerf() -> Canvas:
    """Draw samples along a ray with the density and weight that they have."""
    sheet = Canvas(660, 300)
    sheet.line([(26, 66), (60, 86), (26, 106), (26, 66)], colour=INK, width=2)
    sheet.text(44, 124, "camera", size=13, colour=SOFT)
    sheet.arrow((62, 86), (630, 86))
    sheet.text(616, 66, "ray r", size=13, colour=SOFT)
    matter = [v * SCALE for v in (300, 36, 420, 136)]
    sheet.pen.ellipse(matter, fill=PALE_AMBER, outline=AMBER, width=SCALE)
    sheet.line([(300, 86), (420, 86)])
    left, clear = 110, 1.0
    sheet.text(16, 190, "density", size=13, colour=BLUE, anchor="lm")
    sheet.text(16, 270, "weight", size=13, colour=ROSE, anchor="lm")
    for y in (206, 286):
        sheet.line([(100, y), (630, y)], colour=RULE)
    for i in range(32):
        x = left + 16.0 * i
        inside = ((x - 360) / 60) ** 2
        density = 0.5 * (1 - inside) if inside < 1 else 0.0
        opacity = 1 - math.exp(-density)
        weight, clear = clear * opacity, clear * (1 - opacity)
        sheet.dot(x, 86, 4, fill=BLUE if density else "#ffffff", edge=BLUE)
        for base, value, colour in ((206, density * 2, BLUE), (286, weight * 3, ROSE)):
            if value > 0.01:
                corners = (x - 5, base - 50 * value, x + 5, base)
                sheet.pen.rectangle([v * SCALE for v in corners], fill=colour)
    sheet.text(360, 20, "matter", size=13, colour=AMBER)
    sheet.text(520, 262, "hidden behind what came first", size=13, colour=SOFT)
    return sheet


def temperature() -> Canvas:
    """Draw a distribution of a teacher, sharp at temperature 1 and soft at temperature 4."""
    sheet = Canvas(560, 300)
    names = ("cow", "dog", "cat", "car")
    logits = (1.0, 5.5, 4.0, -2.0)
    for left, heat, colour in ((40, 1.0, BLUE), (310, 4.0, AMBER)):
        sheet.text(left + 105, 24, f"T = {heat:g}", size=17)
        powers = [math.exp(value / heat) for value in logits]
        for i, (name, power) in enumerate(zip(names, powers, strict=True)):
            height = 200 * power / sum(powers)
            corners = (left + 52 * i + 6, 250 - height, left + 52 * i + 46, 250)
            sheet.pen.rectangle([v * SCALE for v in corners], fill=colour)
            sheet.text(left + 52 * i + 26, 268, name, size=13, colour=SOFT)
        sheet.line([(left, 250), (left + 212, 250)])
    sheet.arrow((258, 150), (302, 150))
    return sheet


def on_policy() -> Canvas:
    """Draw a student that writes and a teacher that answers for each of its words."""
    sheet = Canvas(620, 260)
    for i, words in enumerate(("The", "model", "learns", "from")):
        x = 150 + 110 * i
        sheet.box(x, 150, 90, 38, words, fill=PALE_GREEN, edge=GREEN)
        sheet.box(x, 50, 90, 38, "teacher", fill=PALE_BLUE, edge=BLUE, size=13)
        sheet.arrow((x + 45, 149), (x + 45, 89))
        if i:
            sheet.arrow((x - 20, 169), (x - 1, 169))
    sheet.text(70, 169, "student\nwrites", colour=GREEN)
    sheet.text(70, 69, "what would\nyou say here?", size=13, colour=BLUE)
    sheet.text(360, 220, "loss: divergence of the two at every word", size=14, colour=SOFT)
    return sheet


def divergence() -> Canvas:
    """Draw two peaks of a teacher and what a narrow student covers by each direction of KL."""
    sheet = Canvas(600, 320)
    plot = Plot(sheet, (-5, 5), (0, 0.5), area=(30, 40, 540, 220))

    def peak(x: float, middle: float, width: float) -> float:
        power = -((x - middle) ** 2) / 2 / width**2
        return math.exp(power) / width / math.sqrt(2 * math.pi)

    plot.curve(lambda x: 0.5 * peak(x, -2, 0.7) + 0.5 * peak(x, 2, 0.7), SOFT)
    plot.curve(lambda x: 0.9 * peak(x, 0, 2.0), BLUE)
    plot.curve(lambda x: 0.8 * peak(x, 2, 0.75), ROSE)
    sheet.line([(30, 260), (570, 260)])
    sheet.text(140, 60, "teacher", colour=SOFT)
    sheet.text(300, 140, "forward KL: spreads", size=14, colour=BLUE)
    sheet.text(500, 60, "reverse KL: chooses", size=14, colour=ROSE)
    return sheet


def masked() -> Canvas:
    """Draw a sentence with a hidden word, and attention to both sides of it."""
    sheet = Canvas(600, 250)
    words = ("the", "cat", "[MASK]", "on", "mats")
    for i, word in enumerate(words):
        hidden = word.startswith("[")
        sheet.box(30 + 112 * i, 170, 92, 40, word, fill=PALE_AMBER if hidden else PALE)
        if not hidden:
            sheet.arrow((76 + 112 * i, 169), (300 + 12 * (i - 2), 105))
    sheet.box(240, 60, 120, 44, "encoder", fill=PALE_BLUE, edge=BLUE)
    sheet.arrow((300, 59), (300, 34))
    sheet.text(300, 20, "sat  0.71", colour=AMBER)
    return sheet


def inference() -> Canvas:
    """Draw the cost of training and serving a large and a small model by tokens served."""
    sheet = Canvas(600, 340)
    plot = Plot(sheet, (0, 10), (0, 30), area=(60, 40, 470, 230))
    plot.axes("Tokens served (trillions)", "Total cost")
    plot.ticks({v: f"{v:g}" for v in (0, 2, 4, 6, 8, 10)}, {v: f"{v:g}" for v in (0, 10, 20, 30)})
    plot.curve(lambda x: 5 + 2.3 * x, ROSE)
    plot.curve(lambda x: 9 + 0.9 * x, GREEN)
    for x, y, words, colour in ((8.3, 27.5, "large, fewer tokens", ROSE),
                                (7.2, 12.2, "small, trained longer", GREEN)):  # fmt: skip
        left, top = plot.place(x, y)
        sheet.text(left, top, words, size=14, colour=colour, anchor="mm")
    return sheet


def face(ground: str, coat: str, hair: str) -> Canvas:
    """Draw a person without a face, for a round picture."""
    sheet = Canvas(160, 160)
    sheet.pen.rectangle((0, 0, 160 * SCALE, 160 * SCALE), fill=ground)
    sheet.dot(80, 190, 68, fill=coat)
    sheet.dot(80, 62, 40, fill=hair)
    sheet.dot(80, 74, 33, fill="#e9c8ab")
    return sheet


FIGURES: dict[str, Callable[[], Canvas]] = {
    "attention": attention,
    "scaling": scaling,
    "lora": lora,
    "residual": residual,
    "noise": noise,
    "dpo": dpo,
    "moe": moe,
    "rag": rag,
    "paged": paged,
    "mae": mae,
    "gad": gad,
    "voting": voting,
    "nerf": nerf,
    "temperature": temperature,
    "on_policy": on_policy,
    "divergence": divergence,
    "masked": masked,
    "inference": inference,
}
#: The authors of the example site, by their keys.
FACES = {
    "haneul": (PALE_BLUE, BLUE, INK),
    "daniel": (PALE_AMBER, GREEN, "#6b4a2b"),
}


def main() -> None:
    """Write every figure into the example site."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        draw().save(OUTPUT / f"fig_{name}.png")
    for name, colours in FACES.items():
        face(*colours).save(OUTPUT / f"face_{name}.png")


if __name__ == "__main__":
    main()
