"""The page of the map of papers, and of a large map a page for each region."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.archive.map import map_of
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.rendering.charts.map import (
    WHOLE,
    map_parts,
    map_summary,
    region_view,
    whole_view,
)
from sphinx_paperreview.rendering.elements import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.archive.map import Region
    from sphinx_paperreview.core.model import Paper, Row
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.charts.map import MapView
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def map_pages(
    archive: Archive, whole: MapView, parts: Sequence[tuple[str, MapView]]
) -> Iterator[Page]:
    """Yield the page of the *whole* map, and of a large map one for each of its *parts*."""
    title = _("Map")
    yield make_page(archive.segment("map"), "map", title, whole, partial(_whole, view=whole))
    for (name, view), page in zip(parts, whole.pages, strict=True):
        yield make_page(page, "map", f"{title}: {name}", view, partial(_region, view=view))


def views_of(
    archive: Archive, *, has_pages: bool = True
) -> tuple[MapView | None, list[tuple[str, MapView]]]:
    """Return the view of the whole map, and name and view of each region of a large one.

    The view is None if the archive has too few papers.

    :param has_pages: whether regions have pages of their own
    """
    found = map_of(archive)
    if found is None:
        return None, []
    rows = {key: _plain(archive.paper_row(archive.reviews_of(key)[0])) for key in archive.keys}
    lines = [
        (key, target, relation.kind)
        for key in archive.keys
        for review in archive.reviews_of(key)
        for relation in review.relations
        if (target := archive.key_of(relation.target.key)) in rows and target != key
    ]
    lines = sorted(set(lines))
    is_large = has_pages and len(rows) > WHOLE and len(found.regions) > 1
    large = found.regions if is_large else ()
    base = archive.segment("map")
    pages = [f"{base}/{identifiers.page_name(_first(archive, region).id)}" for region in large]
    whole = whole_view(found, rows, lines, pages)
    home = {point.key: number for number, region in enumerate(large) for point in region.points}
    own: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for line in lines:
        own[home.get(line[0], -1)].append(line)
    return whole, [
        (", ".join(region.names), region_view(region, rows, own[number]))
        for number, region in enumerate(large)
    ]


def _first(archive: Archive, region: Region) -> Paper:
    """Return the first review in *region*, whose paper gives its page a name that lasts."""

    def moment(paper: Paper) -> tuple[str, str]:
        return str(archive.date_of(paper.docname) or ""), paper.id.key

    return min((archive.reviews_of(point.key)[-1] for point in region.points), key=moment)


def _plain(row: Row) -> Row:
    """Return what the map shows of *row*, so that a page is not written for anything else."""
    return type(row)(row.kind, row.title, row.docname, row.anchor, row.page, row.date,
                     orgs=row.orgs[:1])  # fmt: skip


def _whole(renderer: Renderer, view: MapView) -> list[Part]:
    return [map_summary(len(view.rows)), *map_parts(renderer, view, "pr-map")]


def _region(renderer: Renderer, view: MapView) -> list[Part]:
    back = renderer.link(renderer.archive.segment("map"), "", _("The whole map"))
    return [paragraph(back, classes=["pr-summary"]), *map_parts(renderer, view, "pr-map")]
