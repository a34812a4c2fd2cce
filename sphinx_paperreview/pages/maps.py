"""The page of the map of papers, and of a large map a page for each region."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.archive.map import map_of
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
    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.charts.map import MapView
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def map_pages(
    archive: Archive, whole: MapView, parts: Sequence[tuple[str, MapView]]
) -> Iterator[Page]:
    """Yield the page of the *whole* map, and of a large map one for each of its *parts*."""
    base, title = archive.segment("map"), _("Map")
    yield make_page(base, "map", title, whole, partial(_whole, view=whole))
    for number, (name, view) in enumerate(parts):
        yield make_page(f"{base}/{number + 1}", "map", f"{title}: {name}", view,
                        partial(_region, view=view))  # fmt: skip


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
    base = archive.segment("map")
    pages = [f"{base}/{number + 1}" for number in range(len(found.regions))] if is_large else []
    whole = whole_view(found, rows, lines, pages)
    parts = [(", ".join(region.names), region_view(region, rows, lines))
             for region in found.regions] if is_large else []  # fmt: skip
    return whole, parts


def _plain(row: Row) -> Row:
    """Return what the map shows of *row*, so that a page is not written for anything else."""
    return type(row)(row.kind, row.title, row.docname, row.anchor, row.page, row.date,
                     orgs=row.orgs[:1])  # fmt: skip


def _whole(renderer: Renderer, view: MapView) -> list[Part]:
    return [map_summary(len(view.rows)), *map_parts(renderer, view, "pr-map")]


def _region(renderer: Renderer, view: MapView) -> list[Part]:
    back = renderer.link(renderer.archive.segment("map"), "", _("The whole map"))
    return [paragraph(back, classes=["pr-summary"]), *map_parts(renderer, view, "pr-map")]
