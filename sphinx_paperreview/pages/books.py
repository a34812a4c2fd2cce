"""The posts in a book: what builders of one file for many documents would leave out.

Posts need no toctree, which is all that these builders go by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import inline_all_toctrees
from sphinx_design.shared import is_component

from sphinx_paperreview._compat import builder_of, is_set
from sphinx_paperreview.core.builders import joins_documents, writes_epub
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from typing import Any

    from sphinx.environment import BuildEnvironment


class PostsInBooks(SphinxPostTransform):
    """Let a book hold all posts, the oldest first, if no toctree of it leads to any."""

    # Before all that looks at the text of the posts (5 and later).
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Add the posts to the root document."""
        builder, env = builder_of(self.env), self.env
        root = env.config.root_doc
        if not (joins_documents(builder) or writes_epub(builder)) or env.docname != root:
            return
        posts = [post.docname for post in reversed(domain_of(env).archive.posts)]
        found = _reached(env, root)
        if not posts or found & set(posts):
            return
        section, toctree = _section(self.document, env.config.project), _toctree(root, posts)
        if writes_epub(builder):
            section.append(toctree)
            if not is_set(env.config, "epub_tocscope"):
                # Else the reading system's own contents leave out what is hidden.
                env.config["epub_tocscope"] = "includehidden"
            return
        tree = self.document.copy()
        tree.append(toctree)
        # LaTeX and Texinfo ask it which links lead to a part of the book.
        known: set[str] = getattr(builder, "docnames", None) or set()
        tree = inline_all_toctrees(builder, known, root, tree, str, [*found])
        section.extend(tree.children)


def _reached(env: BuildEnvironment, root: str) -> set[str]:
    """Return the documents to which toctrees lead from *root*, with itself."""
    found, waiting = {root}, [root]
    while waiting:
        new = set(env.toctree_includes.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _section(document: nodes.document, title: str) -> nodes.Element:
    """Return the section that is the book; its title is *title* if it has none."""
    section = next(iter(document.findall(nodes.section)), None)
    if section is None:  # the title of the first post would be taken for that of the book
        section = nodes.section("", nodes.title(title, title), *document.children)
        document[:] = [section]
    return section


def _toctree(docname: str, entries: list[str]) -> addnodes.toctree:
    """Return the node of a hidden toctree (``sphinx.directives.other.TocTree``)."""
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


class TabsInBooks(SphinxPostTransform):
    """Show tabs one below the other in an EPUB.

    No reading system can be relied on to switch them, and what sphinx-design writes for a browser
    is not the XML that a book must be.
    """

    # Before sphinx-design's own (200).
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
            tabs.replace_self(
                [
                    part
                    for node in parts
                    for part in (node.children if is_component(node, "tab-content") else [node])
                ]
            )


def _is_tab_set(node: nodes.Node) -> bool:
    return bool(is_component(node, "tab-set"))
