"""The map of papers as SVG: a link for each paper, or for each region of many papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.archive.map import WIDTH
from sphinx_paperreview.core.builders import writes_web_pages
from sphinx_paperreview.rendering.charts.svg import element, short, svg_text, width_of
from sphinx_paperreview.rendering.elements import block, inline, paragraph, span
from sphinx_paperreview.rendering.lists import row_list
from sphinx_paperreview.rendering.phrases import papers_phrase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_paperreview.archive.map import PaperMap, Point, Region
    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Papers up to which a map shows each of them as a link.
WHOLE = 400
#: Most dots of a map whose dots are no links: of more papers, one stands for several.
_DOTS = 6_000
#: The hues of the commonest organisations of a map, of those that the style sheet has.
_HUES = (7, 1, 4, 10, 3, 6, 11, 0)
#: Steps of age, of which the last is the newest.
_AGES = 4
#: Room above a map for the names of the regions at its top.
_ABOVE = 36
#: Size of the letters of a region's name and the height of its lines, in units; its greatest width
#: for each unit of the region's radius.
_LETTERS, _LINE, _ROOM = 15, 17, 3.0
#: Diameter of a dot, where dots are no links; less where they would touch.
_DOT = 7.0
#: How far a number alone reaches to each side, and how far a name reaches into its region.
_HALF, _BELOW = 11, 5


@dataclass(frozen=True, slots=True)
class MapView:
    """What one page shows of the map."""

    regions: tuple[Region, ...]
    width: float
    height: float
    #: The row of each paper, by key.
    rows: tuple[tuple[str, Row], ...]
    #: The two keys and the kind of each relation between papers on the page.
    lines: tuple[tuple[str, str, str], ...]
    #: Names of pages of regions; empty if papers are links themselves.
    pages: tuple[str, ...] = ()


def whole_view(found: PaperMap, rows: Mapping[str, Row], lines: Iterable[tuple[str, str, str]],
               pages: Sequence[str]) -> MapView:  # fmt: skip
    """Return the view of the whole map; of a large one with links to the *pages* of regions."""
    shown = {point.key for region in found.regions for point in region.points}
    return MapView(found.regions, found.width, found.height, _rows(rows, shown),
                   tuple(lines) if len(shown) <= WHOLE else (), tuple(pages))  # fmt: skip


def region_view(
    region: Region, rows: Mapping[str, Row], lines: Iterable[tuple[str, str, str]]
) -> MapView:
    """Return the view of one region, as large as a page allows, which depends on no other."""
    shown = {point.key for point in region.alone}
    moved = type(region)((), WIDTH / 2, WIDTH / 2, WIDTH / 2, region.alone, ())
    near = tuple(line for line in lines if line[0] in shown and line[1] in shown)
    return MapView((moved,), WIDTH, WIDTH, _rows(rows, shown), near)


def _rows(rows: Mapping[str, Row], shown: Iterable[str]) -> tuple[tuple[str, Row], ...]:
    return tuple((key, rows[key]) for key in sorted(shown))


class _Colours:
    """The classes of a paper: the hue of its organisation, and its age."""

    def __init__(self, view: MapView) -> None:
        rows = dict(view.rows)
        counts = Counter(org for row in rows.values() for org in row.orgs[:1])
        #: Label and slug of the commonest organisations, with their numbers of papers.
        self.orgs = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: len(_HUES)]
        hues = {org: f"pr-h{hue}" for (org, _count), hue in zip(self.orgs, _HUES, strict=False)}
        months = sorted({row.date.date().replace(day=1) for row in rows.values() if row.date})
        #: First and last month of each age.
        self.ages: list[tuple[dt.date, dt.date]] = []
        ages: dict[dt.date, int] = {}
        steps = min(_AGES, len(months))
        for step in range(steps):
            part = months[step * len(months) // steps : (step + 1) * len(months) // steps]
            self.ages.append((part[0], part[-1]))
            ages |= dict.fromkeys(part, _AGES - steps + step + 1)
        self._classes = {
            key: " ".join(
                filter(
                    None,
                    (
                        hues.get(row.orgs[0], "") if row.orgs else "",
                        f"pr-level-{ages[row.date.date().replace(day=1)]}" if row.date else "",
                    ),
                )
            )
            for key, row in rows.items()
        }

    def hue(self, number: int) -> str:
        """Return the class of the organisation at *number* of :attr:`orgs`."""
        return f"pr-h{_HUES[number]}"

    def level(self, number: int) -> int:
        """Return the level of the age at *number* of :attr:`ages`."""
        return _AGES - len(self.ages) + number + 1

    def of(self, key: str) -> str:
        """Return the classes of the paper with *key*."""
        return self._classes[key]


def map_parts(renderer: Renderer, view: MapView, name: str) -> list[Part]:
    """Return the map of *view* with its switch, its legend, its regions and its table.

    :param name: begins the ids
    """
    # An EPUB would have to declare each page with SVG in its list of files.
    if not writes_web_pages(renderer.builder):
        return row_list(renderer, [row for _key, row in view.rows])
    colours = _Colours(view)
    parts: list[Part] = [
        _switch(name),
        _drawing(renderer, view, colours, name),
        _legend(renderer, colours),
        *_scale(renderer, view),
        *_regions(renderer, view),
        *_table(renderer, view),
    ]
    return [block("div", *parts, classes=["pr-map"])]


def _switch(name: str) -> Element:
    """Return the choice of what colours mean; the style sheet acts on it, without a script."""
    choices = (("org", _("Organisation")), ("month", _("Month")))
    labels: list[Part] = []
    for value, label in choices:
        chosen = {"checked": "checked"} if value == "org" else {}
        field = inline("input", type="radio", name=f"{name}-colour", value=value, **chosen)
        labels += [inline("label", field, " ", label), " "]
    legend = block("legend", _("Colour by"))
    return block("fieldset", legend, *labels, classes=["pr-map-switch"])


def _drawing(renderer: Renderer, view: MapView, colours: _Colours, name: str) -> Element:
    places = {point.key: point for region in view.regions for point in region.points}
    rows = dict(view.rows)
    many = len(view.regions) > 1
    circles = [
        element("circle", class_="pr-region", cx=region.x, cy=region.y, r=region.radius)
        for region in view.regions if many
    ]  # fmt: skip
    # Lines lie on the regions and under the papers.
    parts: list[Part] = [] if view.pages else list(circles)
    parts += [_line(places[one], places[other], kind) for one, other, kind in view.lines]
    for number, region in enumerate(view.regions):
        if view.pages:
            tip = element("title", _region_name(region, number))
            address = renderer.address(view.pages[number])
            inner = (tip, circles[number], *_dots(region, colours, _papers_in_a_dot(len(rows))))
            parts.append(element("a", *inner, href=address, tabindex="-1"))
        else:
            room = _touched(region)
            parts += [
                _paper(renderer, each, rows[each.key], colours, room) for each in region.points
            ]
    if many:
        for number, (region, lines) in enumerate(zip(view.regions, _names(view), strict=True)):
            parts += _label(region, number, lines)
    title = _("Map of papers: similar ones lie together")
    return element(
        "svg", element("title", title, id=f"{name}-title"), *parts, role="group",
        aria_labelledby=f"{name}-title", fill="currentColor", class_="pr-map-drawing",
        viewBox=f"0 -{_ABOVE} {short(view.width)} {short(view.height + _ABOVE)}",
        width=view.width, height=view.height + _ABOVE,
    )  # fmt: skip


def _line(one: Point, other: Point, kind: str) -> Element:
    return element("line", class_=f"pr-line-{kind}", x1=one.x, y1=one.y, x2=other.x, y2=other.y,
                   stroke="currentColor")  # fmt: skip


def _papers_in_a_dot(count: int) -> int:
    """Return for how many papers a dot stands where a map of *count* papers has no link for each.

    So the page does not grow with the archive.
    """
    papers = 1
    while count > papers * _DOTS:
        papers *= 2
    return papers


def _touched(region: Region) -> float:
    """Return the radius within which a touch means a point: half way to the next one, about."""
    return round(max(8.0, min(24.0, _between(region, len(region.points)))), 1)


def _between(region: Region, points: int) -> float:
    """Return about eight tenths of the distance between two of so many *points* in *region*."""
    return 0.8 * region.radius / (sqrt(points) + 1)


def _paper(renderer: Renderer, point: Point, row: Row, colours: _Colours, room: float) -> Element:
    target = (row.page, "") if row.page else (row.docname, row.anchor)
    # The ring that is not seen makes the point large enough for a finger.
    ring = element("circle", cx=point.x, cy=point.y, r=room, fill_opacity="0")
    dot = element("circle", class_=f"pr-dot-paper {colours.of(point.key)}".strip(),
                  cx=point.x, cy=point.y, r=6)  # fmt: skip
    return element("a", element("title", row.title), ring, dot, href=renderer.address(*target),
                   tabindex="-1")  # fmt: skip


def _dots(region: Region, colours: _Colours, papers: int) -> list[Part]:
    """Return the papers of *region* as one path for each colour: a path is small.

    :param papers: as of what :func:`_papers_in_a_dot`
    """
    found: dict[str, list[str]] = {}
    points = region.points[::papers]
    for point in points:
        found.setdefault(colours.of(point.key), []).append(f"M{short(point.x)} {short(point.y)}h0")
    wide = round(min(_DOT, _between(region, len(points))), 1)
    return [
        element("path", class_=f"pr-dots {classes}".strip(), d="".join(found[classes]),
                stroke_width=wide)
        for classes in sorted(found)
    ]  # fmt: skip


def _label(region: Region, number: int, lines: Sequence[str]) -> list[Part]:
    """Return name and number of a region; where its name has no *lines*, the number alone."""
    top = region.y - region.radius + _BELOW
    result: list[Part] = [
        svg_text(line, "region-name", x=region.x, y=top - (len(lines) - 1 - place) * _LINE,
                 text_anchor="middle")
        for place, line in enumerate(lines)
    ]  # fmt: skip
    kind = "region-number" if lines else "region-number pr-alone"
    return [*result, svg_text(str(number + 1), kind, x=region.x, y=top, text_anchor="middle")]


@dataclass(frozen=True, slots=True)
class _Box:
    """The place of a label above its region."""

    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)  # fmt: skip

    def touches(self, region: Region) -> bool:
        x = max(self.left, min(region.x, self.right)) - region.x
        y = max(self.top, min(region.y, self.bottom)) - region.y
        return x * x + y * y < region.radius * region.radius


def _box(region: Region, half: float, lines: int) -> _Box:
    bottom = region.y - region.radius + _BELOW
    return _Box(region.x - half, region.x + half, bottom - lines * _LINE, bottom)


def _names(view: MapView) -> list[list[str]]:
    """Return the lines of the name of each region, none where it would lie on what is around it.

    The largest regions come first, and the number of each has its place in any case.
    """
    boxes = [_box(region, _HALF, 1) for region in view.regions]
    result: list[list[str]] = []
    for number, region in enumerate(view.regions):
        others = [each for each in view.regions if each is not region]
        taken = [*boxes[:number], *boxes[number + 1 :]]
        chosen: list[str] = []
        for lines in _ways(", ".join(region.names)):
            half = max(map(width_of, lines)) * _LETTERS / 2
            box = _box(region, half, len(lines))
            if (
                half <= region.radius * _ROOM / 2
                and box.left >= 0 and box.right <= view.width and box.top >= -_ABOVE
                and not any(map(box.touches, others)) and not any(map(box.meets, taken))
            ):  # fmt: skip
                chosen, boxes[number] = lines, box
                break
        result.append(chosen)
    return result


def _ways(text: str) -> list[list[str]]:
    """Return *text* in one line, and in the two that are the narrowest."""
    words = text.split(" ")
    pairs = [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    return [[text], *sorted(pairs, key=lambda lines: max(map(width_of, lines)))[:1]]


def _region_name(region: Region, number: int) -> str:
    name = ", ".join(region.names)
    return f"{name} · {papers_phrase(len(region.points))}"


def _legend(renderer: Renderer, colours: _Colours) -> Element:
    orgs = [
        block("li", span("", "pr-swatch", colours.hue(number)), " ", label, " ",
              span(renderer.number(count), "pr-count"))
        for number, ((label, _slug), count) in enumerate(colours.orgs)
    ]  # fmt: skip
    orgs.append(block("li", span("", "pr-swatch"), " ", _("others")))
    ages = []
    for number, (first, last) in enumerate(colours.ages):
        ends = dict.fromkeys(renderer.skeleton("yMMM", month) for month in (first, last))
        ages.append(block("li", span("", "pr-swatch", f"pr-level-{colours.level(number)}"), " ",
                          " – ".join(ends)))  # fmt: skip
    return block(
        "div",
        block("ul", *orgs, classes=["pr-legend-org"], role="list"),
        block("ul", *ages, classes=["pr-legend-month"], role="list"),
        classes=["pr-legend"],
    )


def _regions(renderer: Renderer, view: MapView) -> list[Part]:
    """Return the names of the regions, which the drawing has only where there is room."""
    if len(view.regions) < 2:
        return []
    items: list[Part] = []
    for number, region in enumerate(view.regions):
        text = _region_name(region, number)
        link = renderer.link(view.pages[number], "", text) if view.pages else text
        items.append(block("li", link))
    return [block("ol", *items, classes=["pr-regions"])]


def _table(renderer: Renderer, view: MapView) -> list[Part]:
    """Return the papers of the map as a table, if the map has a link for each."""
    if view.pages:
        return []
    head = (_("Paper"), _("Organisation"), _("Date"))
    rows = dict(view.rows)
    link: Callable[..., Element] = renderer.link
    lines = []
    for region in view.regions:
        for point in region.points:
            row = rows[point.key]
            target = (row.page, "") if row.page else (row.docname, row.anchor)
            cells = (
                block("th", link(*target, row.title), scope="row"),
                block("td", ", ".join(label for label, _slug in row.orgs)),
                block("td", row.date.date().isoformat() if row.date else "", classes=["pr-whole"]),
            )
            lines.append(block("tr", *cells))
    table = block(
        "table",
        block("thead", block("tr", *(block("th", label, scope="col") for label in head))),
        block("tbody", *lines),
        classes=["docutils"],
    )
    title = _("Table: %(title)s") % {"title": _("papers by region")}
    return [block("details", block("summary", title), table)]


def map_summary(papers: int) -> Element:
    """Return the line that says what the map shows."""
    text = _("Papers that are similar or refer to one another lie together; lines are relations.")
    return paragraph(papers_phrase(papers), ". ", text, classes=["pr-summary"])


def _scale(renderer: Renderer, view: MapView) -> list[Part]:
    """Return the line that says for how many papers a dot stands, where it is not one."""
    papers = _papers_in_a_dot(len(view.rows)) if view.pages else 1
    text = _("A dot stands for %(count)s papers.") % {"count": renderer.number(papers)}
    return [paragraph(text, classes=["pr-summary"])] if papers > 1 else []
