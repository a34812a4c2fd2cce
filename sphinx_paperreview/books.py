"""The posts in a book: what builders of one file for many documents would leave out.

Posts need no toctree, which is all that these builders go by.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import inline_all_toctrees

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.domain import domain_of

#: Builders that put all that toctrees lead to into one document, which they then resolve.
_ONE_FILE = frozenset({"latex", "texinfo", "man", "singlehtml"})


class PostsInBooks(SphinxPostTransform):
    """Let a book hold all posts, the oldest first, if no toctree of it leads to any."""

    # Before all that looks at the text of the posts (5 and later).
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Add the posts to the root document."""
        builder, env = builder_of(self.env), self.env
        root = env.config.root_doc
        if builder.name not in {*_ONE_FILE, "epub"} or env.docname != root:
            return
        posts = [post.docname for post in reversed(domain_of(env).archive.posts)]
        found = {root}
        waiting = [root]
        while waiting:
            new = set(env.toctree_includes.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        if not posts or found & set(posts):
            return
        section = next(iter(self.document.findall(nodes.section)), self.document)
        toctree = _toctree(root, posts)
        if builder.name == "epub":
            section.append(toctree)
            return
        tree = self.document.copy()
        tree.append(toctree)
        # LaTeX and Texinfo ask it which links lead to a part of the book.
        known: set[str] = getattr(builder, "docnames", None) or set()
        tree = inline_all_toctrees(builder, known, root, tree, str, [*found])
        section.extend(tree.children)


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
