"""Write-time transforms: placeholders of lists and facts, and the furniture of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import only_reads, writes_gathered_pages
from sphinx_paperreview.core.model import Query
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import paper_facts, paper_list
from sphinx_paperreview.rendering.charts.calendar import calendar_table
from sphinx_paperreview.rendering.charts.figures import chart_nodes
from sphinx_paperreview.rendering.citations import post_files
from sphinx_paperreview.rendering.facts import fact_line
from sphinx_paperreview.rendering.lists import month_lists, pagination, row_list
from sphinx_paperreview.rendering.posts import lines_under_title, neighbour_links, post_contents
from sphinx_paperreview.rendering.renderer import Renderer, block

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("paperreview")


def _source_of(node: Element, docname: str) -> str:
    """Return the document that *node* comes from: LaTeX and others put many into one."""
    parent: Any = node.parent
    # Sphinx notes it at the sections, which is all that leads there.
    while parent is not None and "docname" not in parent:
        parent = parent.parent
    return docname if parent is None else str(parent["docname"])


class PaperFurniture(SphinxPostTransform):
    """Put what only the whole archive knows into a document that is about to be written."""

    # Before ReferencesResolver (10): links made here are final, and what an author wrote with
    # ``paper:*`` roles is still to be resolved by it.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Replace placeholders and add the furniture of a post."""
        domain = domain_of(self.env)
        docname = self.env.docname
        builder = builder_of(self.env)
        renderer = Renderer(domain.archive, self.env, builder, docname)
        shown = not only_reads(builder)
        self._lists(renderer, shown=shown)
        self._facts(renderer, shown=shown)
        if shown and docname in domain.data["posts"]:
            self._post(renderer, docname)
        if shown:
            for part in self.document.findall(addnodes.start_of_file):
                self._post_in_book(renderer, part)

    def _lists(self, renderer: Renderer, *, shown: bool) -> None:
        for number, node in enumerate(list(self.document.findall(paper_list))):
            node.replace_self(list_nodes(renderer, node["query"], number) if shown else [])

    def _facts(self, renderer: Renderer, *, shown: bool) -> None:
        for node in list(self.document.findall(paper_facts)):
            docname = _source_of(node, renderer.page)
            papers = {paper.anchor: paper for paper in renderer.archive.papers_in(docname)}
            paper = papers.get(node.get("anchor", ""))
            facts = fact_line(renderer, paper) if shown and paper is not None else None
            node.replace_self([facts] if facts is not None and facts.children else [])

    def _post(self, renderer: Renderer, docname: str) -> None:
        post = renderer.archive.post(docname)
        if post is None:
            return
        top = next(iter(self.document.findall(nodes.section)), None)
        papers = renderer.archive.papers_in(docname)
        furniture = lines_under_title(renderer, post)
        if renderer.html and len(papers) > 1:
            furniture.append(post_contents(renderer, papers))
        place, index = _after_title(self.document, top)
        for offset, node in enumerate(furniture):
            place.insert(index + offset, node)
        if writes_gathered_pages(renderer.builder):
            settings = domain_of(self.env).settings
            ends = (post_files(settings, renderer.archive, renderer.builder, post),
                    neighbour_links(renderer, docname))  # fmt: skip
            end = top if place is top and top is not None else self.document
            end.extend(node for node in ends if node is not None)

    def _post_in_book(self, renderer: Renderer, part: Element) -> None:
        """Add the line under the title of a post that is a part of a book."""
        post = renderer.archive.post(part["docname"])
        if post is not None:
            top = next(iter(part.findall(nodes.section)), None)
            place, index = _after_title(part, top)
            place[index:index] = lines_under_title(renderer, post)


def _after_title(document: Element, top: Element | None) -> tuple[Element, int]:
    """Return where the furniture goes: behind the title, or before a paper that comes first."""
    if top is None or "pr-paper" in top["classes"] or len(document.children) == 0:
        return document, 0
    return top, 1 if top.children and isinstance(top[0], nodes.title) else 0


def list_nodes(renderer: Renderer, query: Query, number: int) -> list[nodes.Node]:
    """Return the nodes that answer *query*, the place *number* of its document."""
    if query.kind == "statistics":
        return chart_nodes(renderer, query, number)
    rows = renderer.archive.answer(query)
    if query.kind != "archive":
        return [*row_list(renderer, rows), *_further(renderer, query)]
    result = list(month_lists(renderer, rows)) or row_list(renderer, ())
    if renderer.html and rows:
        result.insert(0, calendar_table(renderer, rows))
    return [block("div", *result, classes=["pr-archive"])] if renderer.html else result


def _further(renderer: Renderer, query: Query) -> list[nodes.Node]:
    """Return the link from the home page's list of posts to the pages that go on with it."""
    size = renderer.env.config.paperreview_page_size
    is_front = query == Query("posts", limit=query.limit)
    if (
        renderer.page != renderer.env.config.root_doc
        or not is_front
        or not writes_gathered_pages(renderer.builder)
    ):
        return []
    if not size or len(renderer.archive.posts) <= size:
        return []
    return pagination(renderer, [(_("Older"), f"{renderer.archive.segment('page')}/2")])
