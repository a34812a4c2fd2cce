"""Documents when they are written: lists, fact lines, and the header and footer of a post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.archive.figures import figure_rows
from sphinx_paperreview.archive.front import front_of
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.builders import only_reads, writes_gathered_pages
from sphinx_paperreview.core.model import FRONT_KINDS, Query
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts, paper_list, replace_nodes
from sphinx_paperreview.pages.gathered.maps import views_of
from sphinx_paperreview.pages.search import searches_papers
from sphinx_paperreview.rendering.charts.calendar import calendar_table
from sphinx_paperreview.rendering.charts.figures import chart_nodes
from sphinx_paperreview.rendering.charts.map import map_parts
from sphinx_paperreview.rendering.citations import post_files
from sphinx_paperreview.rendering.elements import block
from sphinx_paperreview.rendering.facts import fact_line
from sphinx_paperreview.rendering.forms import nodes_of
from sphinx_paperreview.rendering.front import front_part
from sphinx_paperreview.rendering.lists import (
    month_lists,
    pagination,
    paper_cards,
    paper_table,
    row_list,
    search_box,
)
from sphinx_paperreview.rendering.pictures import figure_list
from sphinx_paperreview.rendering.posts import lines_under_title, neighbour_links, post_contents
from sphinx_paperreview.rendering.renderer import Renderer
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import Post, Row
    from sphinx_paperreview.rendering.elements import Part

_ = get_translation("paperreview")

#: How often a document may show the same row, chart or gallery.
MOST_TIMES = 20
#: Kinds of queries that no rows answer.
_WHOLE_KINDS = frozenset({"statistics", "gallery", "map", *FRONT_KINDS})


class ArchiveContent(PageTransform):
    """Add to a document what the whole archive decides: lists, fact lines, a post's neighbours.

    A builder that only reads the text (gettext, linkcheck) gets nothing: these are not the
    author's words.
    """

    # Before ReferencesResolver (10): links made here are resolved already, and the ``paper:*``
    # roles of the author are still to be resolved by it.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholders; add the header and the footer of a post."""
        domain = domain_of(self.env)
        builder = builder_of(self.env)
        renderer = Renderer(domain.archive, self.env, builder, self.env.docname)
        kinds = (paper_list, paper_facts, addnodes.start_of_file)
        found = nodes_of_kinds(self.document, *kinds)
        lists = [place for place in found if isinstance(place, paper_list)]
        shown = _Shown() if len(lists) > MOST_TIMES else None
        number = 0
        contents: list[tuple[Element, list[Node]]] = []
        for place in found:
            if isinstance(place, addnodes.start_of_file):
                continue
            if only_reads(builder):
                contents.append((place, []))
            elif isinstance(place, paper_facts):
                contents.append((place, _facts(renderer, place)))
            else:
                answer = _answer(renderer, place["query"], number, shown)
                contents.append((place, nodes_of(answer)))
                number += 1
        replace_nodes(contents)
        if shown is not None and shown.left_out:
            warn(
                WarningKind.UNSAFE,
                "the lists of this document show things more than %d times; that is left out %d "
                "times, write fewer lists",
                MOST_TIMES,
                shown.left_out,
                location=lists[MOST_TIMES],
            )
        if only_reads(builder):
            return
        post = domain.archive.post(self.env.docname)
        if post is not None:
            self._add_to_post(renderer, post)
        for part in found:
            if isinstance(part, addnodes.start_of_file):
                _add_to_part(renderer, part)

    def _add_to_post(self, renderer: Renderer, post: Post) -> None:
        top = next(iter(self.document.findall(nodes.section)), None)
        papers = renderer.archive.papers_in(post.docname)
        header = lines_under_title(renderer, post)
        if renderer.html and len(papers) > 1:
            header.append(post_contents(renderer, papers))
        parent, index = _after_title(self.document, top)
        for offset, node in enumerate(nodes_of(header)):
            parent.insert(index + offset, node)
        if writes_gathered_pages(renderer.builder):
            settings = domain_of(self.env).settings
            footer = (post_files(settings, renderer.archive, renderer.builder, post),
                      neighbour_links(renderer, post.docname))  # fmt: skip
            parent.extend(nodes_of(part for part in footer if part is not None))


def _add_to_part(renderer: Renderer, part: Element) -> None:
    """Add the lines under the title of a post that a builder joined with others in one document."""
    post = renderer.archive.post(part["docname"])
    if post is not None:
        top = next(iter(part.findall(nodes.section)), None)
        parent, index = _after_title(part, top)
        parent[index:index] = nodes_of(lines_under_title(renderer, post))


def _after_title(document: Element, top: Element | None) -> tuple[Element, int]:
    """Return parent and index of the place after the title.

    Without a title of the post, that is the beginning: *top* may be the first of several reviews.
    """
    if top is None or len(document.children) == 0:
        return document, 0
    siblings = top.parent.children if top.parent is not None else []
    is_alone = not any(isinstance(node, nodes.section) and node is not top for node in siblings)
    if "pr-paper" in top["classes"] and not is_alone:
        return document, 0
    return top, 1 if top.children and isinstance(top[0], nodes.title) else 0


# -- placeholders ---------------------------------------------------------------------------------


class _Shown:
    """What the lists of one document show, each thing at most :data:`MOST_TIMES`.

    Else a page of a few lines would grow with each line by as much as there is in the archive.
    """

    def __init__(self) -> None:
        self._times = Counter[Hashable]()
        self.left_out = 0

    def may_show(self, thing: Hashable) -> bool:
        """Return whether *thing* may be shown once more, and note that it is."""
        self._times[thing] += 1
        is_left_out = self._times[thing] > MOST_TIMES
        self.left_out += is_left_out
        return not is_left_out

    def among(self, rows: Sequence[Row]) -> list[Row]:
        """Return those of *rows* that may be shown once more."""
        return [row for row in rows if self.may_show((row.kind, row.page, row.docname, row.anchor))]


def _facts(renderer: Renderer, node: Element) -> list[nodes.Node]:
    """Return the fact line of the paper whose placeholder is *node*, if it has any facts."""
    papers = renderer.archive.papers_in(_source_of(node, renderer.page))
    anchor = node.get("anchor", "")
    paper = next((paper for paper in papers if paper.anchor == anchor), None)
    line = fact_line(renderer, paper) if paper is not None else None
    return nodes_of([line]) if line is not None and line.children else []


def _source_of(node: Element, docname: str) -> str:
    """Return the docname that *node* comes from; *docname* unless a builder joined documents."""
    parent: Any = node.parent
    # ``inline_all_toctrees`` sets it on the sections of what it includes.
    while parent is not None and "docname" not in parent:
        parent = parent.parent
    return docname if parent is None else str(parent["docname"])


def _answer(renderer: Renderer, query: Query, number: int, shown: _Shown | None) -> list[Part]:
    """Return what answers *query*, but for what was *shown* often enough.

    *number* is the position of its placeholder.
    """
    if query.kind in _WHOLE_KINDS:
        if shown is not None and not shown.may_show((query.kind, query.chart)):
            return []
        return _whole(renderer, query, number)
    found = renderer.archive.answer(query)
    rows = found if shown is None else shown.among(found)
    if query.kind != "archive":
        return [*_listed(renderer, query, rows), *_next_pages(renderer, query)]
    result = list(month_lists(renderer, rows)) or row_list(renderer, ())
    if renderer.html and rows:
        result.insert(0, calendar_table(renderer, rows))
    return [block("div", *result, classes=["pr-archive"])] if renderer.html else result


def _whole(renderer: Renderer, query: Query, number: int) -> list[Part]:
    """Return what answers *query*, which is no list of rows."""
    if query.kind == "statistics":
        return chart_nodes(renderer, query, number)
    if query.kind == "gallery":
        figures = figure_rows(renderer.archive, query)
        return figure_list(renderer, figures, query.limit) or row_list(renderer, ())
    if query.kind == "map":
        settings = settings_of(renderer.env.config)
        has_pages = settings.map and writes_gathered_pages(renderer.builder)
        view, _regions = views_of(renderer.archive, has_pages=has_pages)
        name = f"pr-map-{number}"
        return map_parts(renderer, view, name) if view else row_list(renderer, ())
    size = settings_of(renderer.env.config).page_size
    found = front_of(renderer.archive, query, size)
    more = _next_pages(renderer, query) if query.kind == "home" else []
    return front_part(renderer, query.kind, found, more)


def _listed(renderer: Renderer, query: Query, rows: Sequence[Row]) -> list[Part]:
    """Return *rows* as *query* wants to see them."""
    if query.view in {"table", "cards"} and rows and renderer.html:
        form = paper_table if query.view == "table" else paper_cards
        return [form(renderer, rows)]
    listed = row_list(renderer, rows)
    if query.view != "search":
        return listed
    papers = renderer.archive.segment("papers")
    if renderer.archive.papers and writes_gathered_pages(renderer.builder):
        listed = [*listed, *pagination(renderer, [(_("All papers"), papers)])]
    return [search_box(*listed)] if searches_papers(renderer.builder) else listed


def _next_pages(renderer: Renderer, query: Query) -> list[Part]:
    """Return the link from the front page's list of posts to the page that continues it."""
    size = settings_of(renderer.env.config).page_size
    is_front = query in {Query("posts", limit=query.limit), Query("home", limit=query.limit)}
    if (
        renderer.page != renderer.env.config.root_doc
        or not is_front
        or not writes_gathered_pages(renderer.builder)
    ):
        return []
    if not size or len(renderer.archive.posts) <= size:
        return []
    newest = -(-(len(renderer.archive.posts) - size) // size)
    return pagination(renderer, [(_("Older"), f"{renderer.archive.segment('page')}/{newest}")])
