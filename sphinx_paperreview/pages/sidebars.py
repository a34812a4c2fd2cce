"""Parts of sidebars for other themes: recent posts, the commonest tags, the newest month.

A project puts them where it wants by ``html_sidebars``: ``paperreview/recent.html`` and so on.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview._compat import add_template_folder
from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.core.model import Query
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_site
from sphinx_paperreview.rendering.charts.calendar import month_table
from sphinx_paperreview.rendering.elements import block
from sphinx_paperreview.rendering.forms import writer_of
from sphinx_paperreview.rendering.lists import row_list
from sphinx_paperreview.rendering.phrases import list_titles
from sphinx_paperreview.rendering.renderer import Renderer

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.rendering.elements import Element, Part

_ = get_translation("paperreview")

#: Most posts and tags that a sidebar shows.
_POSTS, _TAGS = 5, 12
#: The folder of the templates, and the folder that names in ``html_sidebars`` begin with.
_TEMPLATES, _PREFIX = Path(__file__).parents[1] / "theme" / "templates", "paperreview/"


def offer_templates(app: Sphinx) -> None:
    """Let the project name the templates, if it does (``builder-inited``)."""
    if writes_site(app.builder) and _wanted(app.config):
        add_template_folder(html_builder(app.builder), _TEMPLATES)


def is_in_sidebars(context: dict[str, Any]) -> bool:
    """Return whether the page with the variables *context* has such a part."""
    return any(str(name).startswith(_PREFIX) for name in context.get("sidebars") or ())


def shown_in_sidebars(config: Config, archive: Archive) -> tuple[tuple[Row, ...], ...]:
    """Return all rows that sidebars show, for the digests of pages; none if there are none."""
    return tuple(_rows(archive, name) for name in _wanted(config))


def sidebar(builder: StandaloneHTMLBuilder, pagename: str, name: str) -> str:
    """Return the part *name* of the sidebar of a page as HTML; empty if there is nothing in it."""
    domain = domain_of(builder.env)
    rows = _rows(domain.archive, name) if changes_site(builder) else ()
    if not rows:
        return ""
    renderer = Renderer(domain.archive, builder.env, builder, pagename)
    title, content = _PARTS[name](renderer, rows)
    heading = block("h3", title)
    return writer_of(builder)([block("div", heading, *content, classes=["pr-sidebar"])])


def _wanted(config: Config) -> list[str]:
    """Return the parts that ``html_sidebars`` names, without folder and suffix, each once."""
    names = (name for names in config.html_sidebars.values() for name in names)
    parts = (str(name).removeprefix(_PREFIX).removesuffix(".html") for name in names
             if str(name).startswith(_PREFIX))  # fmt: skip
    return [name for name in dict.fromkeys(parts) if name in _PARTS]


def _rows(archive: Archive, name: str) -> tuple[Row, ...]:
    if name == "recent":
        return archive.answer(Query("posts", limit=_POSTS))
    if name == "terms":
        terms = archive.answer(Query("tags"))
        return tuple(sorted(terms, key=lambda row: (-row.count, row.title))[:_TAGS])
    return archive.answer(Query("archive", newest=True))


def _recent(renderer: Renderer, rows: tuple[Row, ...]) -> tuple[Part, list[Part]]:
    items = []
    for row in rows:
        assert row.date is not None  # noqa: S101  # a post has a date
        if not row.title:
            link = renderer.link(row.docname, "", renderer.long_date(row.date.date()))
            items.append(block("li", link))
            continue
        day = renderer.time(row.date, renderer.skeleton("MMMd", row.date.date()), "pr-date")
        items.append(block("li", renderer.link(row.docname, "", row.title), " ", day))
    return _("Recent posts"), [block("ul", *items)]


def _terms(renderer: Renderer, rows: tuple[Row, ...]) -> tuple[Part, list[Part]]:
    title = renderer.link(renderer.archive.segment("tags"), "", list_titles()["tags"])
    return title, row_list(renderer, [replace(row, summary="") for row in rows])


def _calendar(renderer: Renderer, rows: tuple[Row, ...]) -> tuple[Part, list[Part]]:
    assert rows[0].date is not None  # noqa: S101  # a post has a date
    first = rows[0].date.date().replace(day=1)
    page = f"{renderer.archive.segment('archive')}/{first.year}/{first.month:02}"
    title: Element | str = renderer.link(page, "", renderer.skeleton("yMMMM", first))
    return title, [month_table(renderer, first, rows)]


_PARTS = {"recent": _recent, "terms": _terms, "calendar": _calendar}
