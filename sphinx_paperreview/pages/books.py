"""Posts, reviews and tabs in books: EPUB, LaTeX and other builders that follow toctrees.

Posts need no toctree, and neither do documents with reviews in a folder that people only collect,
so these builders would leave them out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import inline_all_toctrees
from sphinx_design.shared import is_component

from sphinx_paperreview._compat import builder_of, is_set
from sphinx_paperreview.core.builders import joins_documents, writes_epub
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.nodes import replace_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

#: Characters that no id may have; writers of HTML do not escape all ids.
_NO_ID = re.compile(r"[\s<>\"'&]+")
#: The id of an element, or the name of a link, in HTML.
_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']?([^"'\s>]+)""")


class PostsInBooks(SiteTransform):
    """Add all posts to a book, the oldest first, and after them the other documents with reviews.

    If a toctree includes any of the one or of the other, its author has chosen, and none is added.
    A document that is marked as an ``orphan`` is to be in no toctree.
    """

    # Before the transforms that change the text of posts: the first of sphinx-design and of
    # Sphinx for LaTeX are at 5, ours at 8.
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Add the posts to the root document."""
        builder, env = builder_of(self.env), self.env
        root = env.config.root_doc
        if not (joins_documents(builder) or writes_epub(builder)) or env.docname != root:
            return
        domain = domain_of(env)
        archive = domain.archive
        posts = [post.docname for post in reversed(archive.posts)]
        others = {paper.docname for paper in archive.papers} - {*posts, root}
        # Those that the extension made orphans, as their folder has no toctree, count.
        reviews = [
            name
            for name in sorted(others)
            if "orphan" not in env.metadata[name] or name in domain.data["orphans"]
        ]
        found = included(env, root)
        added = [name for names in (posts, reviews) if found.isdisjoint(names) for name in names]
        if not added:
            return
        section, toctree = _section(self.document, env.config.project), _toctree(root, added)
        if writes_epub(builder):
            section.append(toctree)
            if not is_set(env.config, "epub_tocscope"):
                # The default leaves hidden toctrees out of the table of contents.
                env.config["epub_tocscope"] = "includehidden"
            return
        tree = self.document.copy()
        tree.append(toctree)
        # LaTeX and Texinfo resolve links to these documents within the book.
        known: set[str] = getattr(builder, "docnames", None) or set()
        tree = inline_all_toctrees(builder, known, root, tree, str, [*found])
        section.extend(tree.children)


def included(env: BuildEnvironment, root: str) -> set[str]:
    """Return the documents that toctrees include from *root* on, and *root* itself."""
    found, rest = {root}, [root]
    while rest:
        new = set(env.toctree_includes.get(rest.pop(), ())) - found
        found |= new
        rest += new
    return found


def _section(document: nodes.document, title: str) -> nodes.Element:
    """Return the first section of *document*; without one, make one with *title* of it all."""
    section = next(iter(document.findall(nodes.section)), None)
    if section is None:  # else the title of the first post becomes the book's
        section = nodes.section("", nodes.title(title, title), *document.children)
        document[:] = [section]
    return section


def _toctree(docname: str, entries: list[str]) -> addnodes.toctree:
    """Return a hidden toctree, with the attributes that ``sphinx.directives.other`` gives it."""
    return addnodes.toctree(
        "",
        parent=docname,
        entries=[(None, entry) for entry in entries],
        includefiles=entries,
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=False,
    )


class OnePage(SiteTransform):
    """Let every link of a site of one page lead to what it means.

    Sphinx 9 writes ``#document-a#b`` for a link to a section of another document, which leads
    nowhere, as does ``#document-a`` where no toctree includes that document: its words stay. Ids
    that several documents have (a paper that is reviewed twice, footnotes) would all lead to the
    first; the later ones begin with the name of their document.
    """

    builders = ("singlehtml",)
    # After all that makes links.
    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Change the ids and the links of the document."""
        parts = list(_parts(self.document, self.env.config.root_doc))
        renamed = self._make_unique(parts)
        outside = []
        known = {docname for docname, _ in parts}
        for docname, node in parts:
            if "refid" in node:
                node["refid"] = renamed.get((docname, node["refid"]), node["refid"])
            if node.get("backrefs"):
                node["backrefs"] = [renamed.get((docname, name), name) for name in node["backrefs"]]
            address = str(node.get("refuri", ""))
            if isinstance(node, nodes.reference) and address.startswith("#document-"):
                target, _, anchor = address.removeprefix("#document-").partition("#")
                if target not in known:
                    outside.append((node, node.children))
                elif anchor:
                    node["refuri"] = f"#{renamed.get((target, anchor), anchor)}"
        replace_nodes(outside)

    def _make_unique(self, parts: list[tuple[str, nodes.Element]]) -> dict[tuple[str, str], str]:
        """Rename ids that are taken; return the new ones by document and old one."""
        taken: set[str] = set()
        renamed: dict[tuple[str, str], str] = {}
        for docname, node in parts:
            for position, name in enumerate(node["ids"]):
                new = name
                while new in taken:
                    new = _NO_ID.sub("-", f"{docname}-{new}")
                taken.add(new)
                if new != name:
                    node["ids"][position] = renamed[docname, name] = new
                    self._keep_numbers(docname, name, new)
        return renamed

    def _keep_numbers(self, docname: str, old: str, new: str) -> None:
        """Let the section or figure with the id *new* have the number that it had with *old*."""
        sections = self.env.toc_secnumbers.get(docname, {})
        if f"#{old}" in sections:
            sections[f"#{new}"] = sections[f"#{old}"]
        for numbers in self.env.toc_fignumbers.get(docname, {}).values():
            if old in numbers:
                numbers[new] = numbers[old]


def _parts(document: nodes.document, root: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the elements of a book in order, each with the name of its document."""
    stack: list[tuple[str, nodes.Element]] = [(root, document)]
    while stack:
        docname, node = stack.pop()
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        yield docname, node
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        stack += [(docname, child) for child in reversed(children)]


class DeadAnchors(SiteTransform):
    """Keep only the words of links to a place of their own page that is not there.

    Such a link has been warned of. A browser stays where it is; a reading system may refuse the
    book.
    """

    builders = ("epub", "singlehtml")
    # After all that makes links and ids.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Replace these links of the document."""
        found = [*self.document.findall(nodes.reference)]
        named = [(link, name) for link in found if (name := _name_of_place(link))]
        if not named:
            return
        ids = {name for node in self.document.findall(nodes.Element) for name in node["ids"]}
        for node in self.document.findall(nodes.raw):
            ids.update(_ID.findall(node.astext()))
        replace_nodes(
            (link, nodes.inline("", "", *link.children))
            for link, name in named
            if name not in ids and not name.startswith("document-")  # see OnePage
        )


def _name_of_place(link: nodes.reference) -> str:
    """Return the name of the place on the same page to which *link* leads, or an empty text."""
    address = str(link.get("refuri", ""))
    return str(link.get("refid") or (unquote(address[1:]) if address[:1] == "#" else ""))


class TabsInBooks(SiteTransform):
    """Show tabs one below the other in an EPUB.

    Not every reading system can switch tabs, and sphinx-design's HTML for browsers is not the
    XML that an EPUB must contain.
    """

    # Before sphinx-design's transform of tabs (200).
    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace each set of tabs by the labels and the contents of its items."""
        if not writes_epub(builder_of(self.env)):
            return
        sets = [node for node in self.document.findall(nodes.container) if _is_tab_set(node)]
        for tabs in sets:
            parts = [
                part
                for item in tabs.children
                for part in (item.children if is_component(item, "tab-item") else [item])
            ]
            shown = [
                part
                for node in parts
                for part in (node.children if is_component(node, "tab-content") else [node])
            ]
            replace_nodes([(tabs, shown)])


def _is_tab_set(node: nodes.Node) -> bool:
    return bool(is_component(node, "tab-set"))
