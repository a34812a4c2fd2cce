"""The place of a document in the project: its branch of the toctrees, its neighbours, its contents.

The toctrees are read once for a build. What a page shows of them is bounded: in a small project all
of it, in a large one the branch of the page. Posts have no place here, and their pages show nothing
of it, so that an archive does not grow by its own length with each post.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import has_own_theme
from sphinx_paperreview.rendering.phrases import page_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_ = get_translation("paperreview")

#: Most entries of a tree that every page shows as a whole.
_WHOLE = 200
#: Most entries of one level, and most levels, that a page shows of a larger tree.
_LEVEL, _DEPTH = 60, 8
#: Most documents above another.
_PATH = 32
#: Most headings in the contents of a page; if there are more, only those of the first level.
_HEADINGS = 60


class ToctreeEntry(NamedTuple):
    """An entry of a toctree."""

    title: str
    #: The docname, or the name of a page without a document; empty for an address.
    page: str
    #: The address of another site; else empty.
    url: str


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry as one page shows it."""

    entry: ToctreeEntry
    #: Whether it is the page itself; whether the page is below it.
    is_current: bool
    is_open: bool
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the contents of a page."""

    anchor: str
    title: str
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What a page shows of the documents around it."""

    #: The entries of each toctree of the root document, with its caption.
    groups: tuple[tuple[str, tuple[Branch, ...]], ...] = ()
    #: The documents above, from the root on.
    above: tuple[ToctreeEntry, ...] = ()
    previous: ToctreeEntry | None = None
    next: ToctreeEntry | None = None


class DocumentTree:
    """The documents in the toctrees of a project, without its posts; read once for a build."""

    def __init__(self, env: BuildEnvironment, builder: Builder) -> None:
        self._env = env
        self._tags = builder.tags
        archive = domain_of(env).archive
        self._has_posts = bool(archive.posts)
        self._lists = {archive.segment(name): title for name, title in page_titles().items()}
        self._is_post = archive.post
        self.root = env.config.root_doc
        #: Each toctree of the root document: its caption and its entries.
        self._groups: list[tuple[str, list[ToctreeEntry]]] = []
        self._below: dict[str, list[ToctreeEntry]] = {}
        self._parent: dict[str, str] = {}
        self._order: list[ToctreeEntry] = []
        #: The position of each document within its level.
        self._position: dict[str, int] = {}
        self._read()
        self._number = {entry.page: number for number, entry in enumerate(self._order)}

    def _read(self) -> None:
        seen = {self.root}
        self._groups = list(self._toctrees(self.root, seen))
        waiting = [(self.root, entry) for _caption, group in self._groups for entry in group]
        waiting.reverse()
        while waiting:
            parent, entry = waiting.pop()
            if entry.page not in self._env.found_docs:
                continue
            self._order.append(entry)
            self._parent[entry.page] = parent
            below = [each for _caption, group in self._toctrees(entry.page, seen) for each in group]
            self._below[entry.page] = below
            waiting += [(entry.page, each) for each in reversed(below)]

    def _toctrees(self, docname: str, seen: set[str]) -> Iterator[tuple[str, list[ToctreeEntry]]]:
        """Yield the toctrees of a document; a document is only in the first that names it."""
        for toctree in _toctrees_of(self._env.tocs.get(docname), self._tags):
            entries: list[ToctreeEntry] = []
            for title, target in toctree["entries"]:
                entry = self._entry(title or "", str(target), docname)
                if entry is not None and (not entry.page or entry.page not in seen):
                    seen.add(entry.page)
                    self._position[entry.page] = len(entries)
                    entries.append(entry)
            if entries:
                yield str(toctree.get("caption") or ""), entries

    def _entry(self, title: str, target: str, docname: str) -> ToctreeEntry | None:
        if "://" in target or target.startswith("mailto:"):
            return ToctreeEntry(title or target, "", target)
        if target == "self":
            target = docname
        if target in self._env.found_docs:
            if self._is_post(target) is not None:
                return None
            known = self._env.titles.get(target)
            return ToctreeEntry(
                title or (known.astext() if known is not None else target), target, ""
            )
        if target in self._lists:
            return ToctreeEntry(title or self._lists[target], target, "")
        # Sphinx's own pages: the index and the search.
        label = self._env.domains["std"].data["labels"].get(target)
        if label is not None and label[0] == target:
            return ToctreeEntry(title or str(label[2]), target, "")
        return None

    @property
    def is_shown(self) -> bool:
        """Whether there are documents to go to: two, besides the first page of the site."""
        return len(self._order) > 1

    def place(self, docname: str) -> Place:
        """Return what the page of a document shows; nothing for a post and for what is in no tree.

        The first page of an archive is a list of posts, and shows nothing either.
        """
        is_root = docname == self.root
        if not self.is_shown or (self._has_posts if is_root else docname not in self._number):
            return Place()
        path = self._path(docname)
        at = -1 if is_root else self._number[docname]
        root = ToctreeEntry(self._title(self.root), self.root, "")
        return Place(
            groups=tuple(
                (caption, self._branches(root, group, path, 0)) for caption, group in self._groups
            ),
            above=() if is_root else (root, *(self._order[self._number[up]] for up in path[:-1])),
            previous=None if is_root else self._order[at - 1] if at else root,
            next=self._order[at + 1] if at + 1 < len(self._order) else None,
        )

    def _title(self, docname: str) -> str:
        title = self._env.titles.get(docname)
        return title.astext() if title is not None else docname

    def _path(self, docname: str) -> tuple[str, ...]:
        """Return the documents from the first level of the tree to *docname*, at most 32."""
        path: list[str] = []
        while docname in self._parent and len(path) < _PATH:
            path.append(docname)
            docname = self._parent[docname]
        return tuple(reversed(path))

    def _branches(
        self, parent: ToctreeEntry, level: list[ToctreeEntry], path: tuple[str, ...], depth: int
    ) -> tuple[Branch, ...]:
        here = path[depth] if depth < len(path) else ""
        is_whole = len(self._order) <= _WHOLE
        start, end = 0, len(level)
        if not is_whole and end > _LEVEL:
            start = min(max(self._position.get(here, 0) - _LEVEL // 2, 0), end - _LEVEL)
            end = start + _LEVEL
        branches = []
        for entry in level[start:end]:
            is_open = bool(entry.page) and entry.page == here
            below = self._below.get(entry.page, []) if is_whole or is_open else []
            inside = self._branches(entry, below, path, depth + 1) if depth + 1 < _DEPTH else ()
            is_current = is_open and depth == len(path) - 1
            branches.append(Branch(entry, is_current, is_open, inside))
        if end - start < len(level):
            branches.append(Branch(parent._replace(title=_("All")), False, False, ()))
        return tuple(branches)


def _toctrees_of(contents: Element | None, tags: Any) -> Iterator[addnodes.toctree]:
    """Yield the toctrees in the contents of a document, of those parts that the tags let in."""
    waiting: list[Node] = [contents] if contents is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, addnodes.toctree):
            yield node
        elif _is_let_in(node, tags):
            waiting += reversed(node.children)


def _is_let_in(node: Node, tags: Any) -> bool:
    return not isinstance(node, addnodes.only) or bool(tags.eval_condition(node["expr"]))


def contents_of(env: BuildEnvironment, builder: Builder, docname: str) -> tuple[Heading, ...]:
    """Return the headings below the title of a document, in two levels where they are few."""
    found = list(_headings(env.tocs.get(docname), builder.tags, 0))
    # The first level is the title, or each title of a document with several.
    inside = [heading for title in found for heading in title.headings]
    headings = tuple(inside if len(found) == 1 else found)
    if sum(1 + len(heading.headings) for heading in headings) > _HEADINGS:
        headings = tuple(Heading(heading.anchor, heading.title) for heading in headings)
    return headings if len(headings) > 1 else ()


def _headings(contents: Element | None, tags: Any, depth: int) -> Iterator[Heading]:
    for item in _items(contents, tags):
        link = next(iter(item.findall(nodes.reference)), None)
        if link is None:
            continue
        lists = (
            child for child in item.children if not isinstance(child, addnodes.compact_paragraph)
        )
        below: tuple[Heading, ...] = ()
        if depth < 2:
            below = tuple(
                heading for each in lists
                for heading in _headings(cast("Element", each), tags, depth + 1)
            )  # fmt: skip
        yield Heading(str(link.get("anchorname", "")).removeprefix("#"), link.astext(), below)


def _items(contents: Element | None, tags: Any) -> Iterator[nodes.list_item]:
    """Yield the entries of a list of contents, of those parts that the tags let in."""
    waiting: list[Node] = [contents] if contents is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.list_item):
            yield node
        elif not isinstance(node, addnodes.toctree) and _is_let_in(node, tags):
            waiting += reversed(node.children)


class Places:
    """The handlers of one application; the tree is read once, before pages are written."""

    def __init__(self) -> None:
        self._tree: DocumentTree | None = None

    def read_tree(self, app: Sphinx, builder: Builder) -> None:
        """Read the tree (``write-started``), before workers are started that need it."""
        has_places = writes_gathered_pages(builder) and has_own_theme(builder)
        self._tree = DocumentTree(app.env, builder) if has_places else None

    def add_place(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Add the place of a document to the context of its page (``html-page-context``)."""
        env = app.env
        if self._tree is None or doctree is None or domain_of(env).archive.post(pagename):
            return
        builder = html_builder(app.builder)
        is_home = pagename == self._tree.root and domain_of(env).archive.posts
        contents = () if is_home else contents_of(env, builder, pagename)
        context["paperreview_place"] = self._tree.place(pagename), contents


def variables(
    builder: StandaloneHTMLBuilder, page: str, place: Place, contents: tuple[Heading, ...]
) -> dict[str, Any]:
    """Return what templates get of the *place* and the *contents* of a page."""

    def link(entry: ToctreeEntry) -> dict[str, str]:
        # The address of the page itself is empty, which would keep a query.
        url = entry.url or builder.get_relative_uri(page, entry.page) or "#"
        return {"label": entry.title, "url": url}

    def branch(shown: Branch) -> dict[str, Any]:
        return {
            **link(shown.entry),
            "current": shown.is_current,
            "open": shown.is_open,
            "entries": [branch(each) for each in shown.branches],
        }

    return {
        "tree": [
            {"caption": caption, "entries": [branch(each) for each in branches]}
            for caption, branches in place.groups
        ],
        "above": [link(entry) for entry in place.above],
        "previous": link(place.previous) if place.previous else None,
        "next": link(place.next) if place.next else None,
        "contents": [
            {
                "anchor": heading.anchor,
                "title": heading.title,
                "headings": [
                    {"anchor": each.anchor, "title": each.title} for each in heading.headings
                ],
            }
            for heading in contents
        ],
    }
