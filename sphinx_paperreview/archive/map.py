"""A map of the reviewed papers: similar ones lie together, in regions.

Papers that are related (:mod:`.related`, and relations that reviews state) attract one another.
They are joined to regions by label propagation, regions are moved towards those they are related
to, and the papers of a region are laid out around the one with most relations in it. All of it
takes a bounded number of steps for a paper. Only the four operations and square roots are used,
which IEEE 754 defines, and ties are broken by age, so the map is the same on every machine.

Of a large archive only the oldest papers, a power of two, are divided into regions together. Each
later one joins the region of those before it that it is related to. So a new paper changes its own
region alone, until the archive has twice as many papers.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinx_paperreview.archive.archive import Archive

#: Least papers of a map: fewer are seen at a glance in a list.
LEAST = 12
#: Width of a map in its own units.
WIDTH = 800
#: Most regions; least papers of one, if it can be joined with another; most papers of one when the
#: archive is divided, and later.
_REGIONS, _SMALL, _LARGE, _FULL = 40, 3, 150, 300
#: Up to so many papers, all are divided together.
_TOGETHER = 256
#: Rounds of label propagation, and of moving regions; then only to keep them apart.
_ROUNDS, _MOVES, _APART = 8, 80, 120
#: Distance of papers in a region, the margin of a region and the gap between two.
_STEP, _MARGIN, _GAP = 7.0, 9.0, 4.0
#: Room for a line above a region, as a part of the root of the sum of the squares of all radii,
#: which is about 0.4 of the width of the map.
_LINE = 0.07
#: Places that are looked at for one paper.
_PLACES = 48
#: Cosine and sine of the golden angle: turned by it again and again, points never line up.
_COSINE, _SINE = -0.7373688780783197, 0.6754902942615238
#: How much a relation counts that a review states, and the best of words.
_STATED, _BEST = 6, 4
#: Most words in the name of a region.
_NAMES = 2


class Point(NamedTuple):
    """A paper on the map."""

    key: str
    x: float
    y: float

    def __repr__(self) -> str:
        """Return it without names: the digests of the pages of a map have three for each paper."""
        return tuple.__repr__(self)


@dataclass(frozen=True, slots=True)
class Region:
    """Papers that are related, as a circle on the map."""

    #: The tags and organisations by which its papers differ most from the others; where none do,
    #: the commonest; where there are none, the title of the paper in the middle.
    names: tuple[str, ...]
    x: float
    y: float
    radius: float
    points: tuple[Point, ...]
    #: The same papers where the region alone is as wide as a map, whatever is around it.
    alone: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PaperMap:
    """The regions, the largest first, and the size of the whole in its units."""

    regions: tuple[Region, ...]
    width: float
    height: float


def map_of(archive: Archive) -> PaperMap | None:
    """Return the map of *archive*; None if it has too few papers."""
    keys = archive.by_age
    if len(keys) < LEAST:
        return None
    near = _relations(archive, keys)
    terms = [_terms(archive, key) for key in keys]
    size = len(keys)
    first = size if size <= _TOGETHER else 1 << size.bit_length() - 1
    groups = _grown(_divided(near, terms, first), near, terms, first)
    inner = [_place_papers(group, near) for group in groups]
    titles = (archive.reviews_of(keys[next(iter(places))])[0].title for places in inner)
    names = [*_names(groups, terms, titles, first)]
    order = sorted(range(len(groups)), key=lambda number: (-len(groups[number]), number))
    centres, radii = _place_regions([groups[number] for number in order], near)
    left = min(x - r for (x, _y), r in zip(centres, radii, strict=True))
    top = min(y - r for (_x, y), r in zip(centres, radii, strict=True))
    right = max(x + r for (x, _y), r in zip(centres, radii, strict=True))
    bottom = max(y + r for (_x, y), r in zip(centres, radii, strict=True))
    scale = WIDTH / (right - left)
    regions = []
    for number, (x, y), radius in zip(order, centres, radii, strict=True):
        places = inner[number]
        points = tuple(
            Point(keys[member], round((x + dx - left) * scale, 1), round((y + dy - top) * scale, 1))
            for member, (dx, dy) in places.items()
        )
        own = WIDTH / (2 * radius)
        alone = tuple(
            Point(keys[member], round((dx + radius) * own, 1), round((dy + radius) * own, 1))
            for member, (dx, dy) in places.items()
        )
        regions.append(
            Region(
                names[number], round((x - left) * scale, 1), round((y - top) * scale, 1),
                round(radius * scale, 1), points, alone,
            )
        )  # fmt: skip
    return PaperMap(tuple(regions), WIDTH, round((bottom - top) * scale, 1))


# -- relations -------------------------------------------------------------------------------------


def _relations(archive: Archive, keys: Sequence[str]) -> list[dict[int, int]]:
    """Return for each paper those related to it, by position, and how much.

    A later paper adds relations, but changes none of those between earlier ones.
    """
    places = {key: number for number, key in enumerate(keys)}
    near: list[dict[int, int]] = [{} for _key in keys]

    def add(one: int, other: int, weight: int) -> None:
        near[one][other] = near[one].get(other, 0) + weight
        near[other][one] = near[other].get(one, 0) + weight

    for number, key in enumerate(keys):
        for rank, other in enumerate(archive.related(key)):
            weight = max(1, _BEST - rank) + other.is_mentioned
            add(number, places[other.key], weight)
        for target in archive.targets_of(key):
            if target in places and places[target] != number:
                add(number, places[target], _STATED)
    return near


def _terms(archive: Archive, key: str) -> tuple[str, ...]:
    row = archive.paper_row(archive.reviews_of(key)[0])
    return tuple(dict.fromkeys(label for label, _slug in (*row.tags, *row.orgs)))


# -- regions ---------------------------------------------------------------------------------------


def _divided(
    near: Sequence[Mapping[int, int]], terms: Sequence[Sequence[str]], first: int
) -> list[list[int]]:
    """Return the regions of the *first* papers, by position; later ones do not count."""
    early = [
        {other: weight for other, weight in others.items() if other < first}
        for others in near[:first]
    ]
    label = _propagated(early)
    for number, others in enumerate(early):
        if not others:  # papers without relations are joined by their first term
            label[number] = -1
    groups: dict[object, list[int]] = defaultdict(list)
    for number, mark in enumerate(label):
        groups[mark if mark >= 0 else _first_of(terms[number])].append(number)
    most = max(1, min(_REGIONS, round(sqrt(first))))
    return list(_pieces(_joined(list(groups.values()), early, most), early))


def _first_of(terms: Sequence[str]) -> str:
    return terms[0] if terms else ""


def _grown(
    groups: list[list[int]],
    near: Sequence[Mapping[int, int]],
    terms: Sequence[Sequence[str]],
    first: int,
) -> list[list[int]]:
    """Return *groups*, the regions of the *first* papers, with all later ones.

    A paper joins the region to which the papers before it are that it is most related to. If it is
    related to none, it joins the oldest paper with its first term. A full region is continued by
    another one.
    """
    home = {member: number for number, group in enumerate(groups) for member in group}
    by_term: dict[str, int] = {}
    next_of: dict[int, int] = {}
    for number in range(len(near)):
        term = _first_of(terms[number])
        if number >= first:
            score: Counter[int] = Counter()
            for other, weight in near[number].items():
                if other < number:
                    score[home[other]] += weight
            best = max(score, key=lambda region: (score[region], -region), default=-1)
            if best < 0:
                best = by_term.get(term, len(groups))
            while best < len(groups) and len(groups[best]) >= _FULL:
                best = next_of.setdefault(best, len(groups))
            if best == len(groups):
                groups.append([])
            groups[best].append(number)
            home[number] = best
        by_term.setdefault(term, home[number])
    return groups


def _propagated(near: Sequence[Mapping[int, int]]) -> list[int]:
    """Return a mark for each paper: of those related to it, the one of greatest weight."""
    label = list(range(len(near)))
    for _round in range(_ROUNDS):
        changed = False
        for number, others in enumerate(near):
            if not others:
                continue
            score: dict[int, int] = {}
            for other, weight in others.items():
                score[label[other]] = score.get(label[other], 0) + weight
            best = max(score.values())
            if score.get(label[number]) != best:
                label[number] = min([mark for mark, its in score.items() if its == best])
                changed = True
        if not changed:
            break
    return label


def _joined(
    groups: list[list[int]], near: Sequence[Mapping[int, int]], most: int
) -> list[list[int]]:
    """Join groups, the smallest with the one it is most related to, until there are *most*.

    Groups that are too small for a region are joined as well.
    """
    links = _links(groups, near)
    alive = dict(enumerate(groups))
    rest: int | None = None
    queue = sorted(alive, key=lambda number: (len(alive[number]), number))
    for number in queue:  # joining makes larger groups, which come last or are large enough
        if len(alive) <= 1:
            break
        small = len(alive[number]) < _SMALL
        if len(alive) <= most and not small:
            break
        others = links[number]
        fitting = [other for other in others if other in alive and other != number]
        best = max(fitting, key=lambda other: (others[other], -other), default=None)
        if best is None:  # what is related to nothing makes a region of its own
            best, rest = rest, number if rest is None else rest
        if best is None:
            continue
        alive[best] = alive[best] + alive.pop(number)
        for other, weight in links.pop(number).items():
            links[other].pop(number, None)
            if other != best:
                links[best][other] = links[best].get(other, 0) + weight
                links[other][best] = links[other].get(best, 0) + weight
    return [sorted(group) for group in alive.values()]


def _links(
    groups: Sequence[Sequence[int]], near: Sequence[Mapping[int, int]]
) -> dict[int, dict[int, int]]:
    """Return for each group how much it is related to others."""
    home = {member: number for number, group in enumerate(groups) for member in group}
    links: dict[int, dict[int, int]] = {number: {} for number in range(len(groups))}
    for member, others in enumerate(near):
        for other, weight in others.items():
            mine, its = home[member], home[other]
            if mine != its:
                links[mine][its] = links[mine].get(its, 0) + weight
    return links


def _pieces(groups: Iterable[list[int]], near: Sequence[Mapping[int, int]]) -> Iterator[list[int]]:
    """Yield *groups*; one with too many papers is cut where they are least related."""
    for group in groups:
        if len(group) <= _LARGE:
            yield group
            continue
        order = _from_the_middle(group, near)
        pieces = -(-len(order) // _LARGE)
        size = -(-len(order) // pieces)
        yield from (sorted(order[start : start + size]) for start in range(0, len(order), size))


def _names(
    groups: Sequence[Sequence[int]],
    terms: Sequence[Sequence[str]],
    titles: Iterable[str],
    first: int,
) -> Iterator[tuple[str, ...]]:
    """Yield the names of each group: no two groups have the same if it can be helped.

    The *first* papers decide, so that names last; of a group without any, its own.

    :param titles: of the papers in the middle of the groups
    """
    total: Counter[str] = Counter(name for names in terms[:first] for name in names)
    used: set[tuple[str, ...]] = set()
    for group, title in zip(groups, titles, strict=True):
        early = [member for member in group if member < first]
        here: Counter[str] = Counter(name for member in early or group for name in terms[member])
        size, every = len(early or group), total if early else total + here
        part = size / (first if early else first + size)
        found = _common(here, every, part, size) or [title]
        others = (*found[_NAMES:], title)
        choices = [tuple(found[:_NAMES]), *((found[0], other) for other in others)]
        names = next((names for names in choices if names not in used), choices[0])
        used.add(names)
        yield names


def _common(here: Counter[str], total: Counter[str], part: float, size: int) -> list[str]:
    """Return the terms that name a region, the best first: those that several of its papers have.

    :param here: papers of the region with each term
    :param total: all papers with each term
    :param part: the region's part of all papers
    """
    several = [name for name, count in here.items() if count > 1]
    # How much more there are than chance would give, as a test of chi square has it.
    more = {name: here[name] - total[name] * part for name in several}
    worth = {name: more[name] * more[name] / total[name] for name in several if more[name] > 0}
    best = sorted(worth, key=lambda name: (-worth[name], name))
    return (
        [name for name in best if 5 * here[name] >= size]
        or best
        or sorted(several, key=lambda name: (-here[name], name))
    )


def _place_regions(
    groups: Sequence[Sequence[int]], near: Sequence[Mapping[int, int]]
) -> tuple[list[tuple[float, float]], list[float]]:
    """Return centre and radius of each region; related ones lie near, and none over another."""
    radii = [_STEP * sqrt(len(group)) + _MARGIN for group in groups]
    links = [
        [(other, 0.1 * its / all_of_them) for other, its in sorted(others.items())]
        for others in _links(groups, near).values()
        for all_of_them in [sum(others.values())]
    ]
    size = sqrt(sum(r * r for r in radii))
    middle = size / sqrt(len(radii))
    # For the number of a small one, for a name in two lines of a large one.
    above = [_LINE * size * (1 if radius < middle else 2) for radius in radii]
    step = 1.1 * middle
    places = [[x * step, y * step] for x, y in _spiral(len(groups))]
    for turn in range(_MOVES + _APART):
        if turn < _MOVES:
            _attract(places, radii, links)
        if not _keep_apart(places, radii, above) and turn >= _MOVES:
            break
    return [(x, y) for x, y in places], radii


def _attract(
    places: list[list[float]],
    radii: Sequence[float],
    links: Sequence[Sequence[tuple[int, float]]],
) -> None:
    """Move each region a little towards the middle and towards those it is related to.

    :param links: for each region the numbers of these in their order, and how far it moves
    """
    for place, radius, others in zip(places, radii, links, strict=True):
        x, y = place[0] * 0.985, place[1] * 0.965  # pages are wider than high
        near = radius + _GAP
        for other, its in others:
            dx, dy = places[other][0] - x, places[other][1] - y
            distance = sqrt(dx * dx + dy * dy) or 1.0
            free = distance - near - radii[other]
            if free > 0:
                part = its * free / distance
                x += dx * part
                y += dy * part
        place[0], place[1] = x, y


def _keep_apart(places: list[list[float]], radii: Sequence[float], above: Sequence[float]) -> bool:
    """Push regions that overlap from one another; return whether there were any.

    :param above: room that each needs above it
    """
    found, widest = False, max(radii) + max(above)
    order = sorted(range(len(places)), key=lambda number: (places[number][0], number))
    for rank, one in enumerate(order, start=1):
        place, near = places[one], radii[one] + _GAP
        # Those farther to the right cannot overlap.
        reach = place[0] + near + widest
        for other in order[rank:]:
            its = places[other]
            if its[0] > reach:
                break
            dx, dy = place[0] - its[0], place[1] - its[1]
            least = near + radii[other]
            square = dx * dx + dy * dy
            room = above[one if dy > 0 else other]
            if square >= (least + room) * (least + room):
                continue
            distance = sqrt(square)
            if distance == 0:
                dx, dy, distance = 1.0, 0.0, 1.0
            least += room * abs(dy) / distance
            if square >= least * least * 0.9999:
                continue
            found = True
            push = (least - sqrt(square)) / 2 / distance
            place[0] += dx * push
            place[1] += dy * push
            its[0] -= dx * push
            its[1] -= dy * push
    return found


# -- papers in a region ----------------------------------------------------------------------------


def _spiral(count: int) -> list[tuple[float, float]]:
    """Return *count* places around the middle, evenly spaced, those in the middle first."""
    found, x, y = [], 1.0, 0.0
    for number in range(count):
        radius = sqrt(number + 0.3)
        found.append((x * radius, y * radius))
        x, y = x * _COSINE - y * _SINE, x * _SINE + y * _COSINE
    return found


def _from_the_middle(group: Sequence[int], near: Sequence[Mapping[int, int]]) -> list[int]:
    """Return *group* in an order in which each paper follows one that it is related to."""
    members = set(group)
    degree = {
        member: sum(weight for other, weight in near[member].items() if other in members)
        for member in group
    }
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(group, key=lambda member: (-degree[member], member)):
        queue = deque([start] if start not in seen else ())
        seen.add(start)
        while queue:
            member = queue.popleft()
            order.append(member)
            others = [other for other in near[member] if other in members and other not in seen]
            for other in sorted(others, key=lambda other: (-near[member][other], other)):
                seen.add(other)
                queue.append(other)
    return order


def _place_papers(
    group: Sequence[int], near: Sequence[Mapping[int, int]]
) -> dict[int, tuple[float, float]]:
    """Return a place for each paper of *group*, from the middle of the region."""
    free = [(x * _STEP, y * _STEP) for x, y in _spiral(len(group))]
    found: dict[int, tuple[float, float]] = {}
    for member in _from_the_middle(group, near):
        known = [found[other] for other in near[member] if other in found]
        x = sum(place[0] for place in known) / len(known) if known else 0.0
        y = sum(place[1] for place in known) / len(known) if known else 0.0
        near_by = [(fx - x) * (fx - x) + (fy - y) * (fy - y) for fx, fy in free[:_PLACES]]
        found[member] = free.pop(near_by.index(min(near_by)))
    return found
