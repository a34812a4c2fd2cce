"""What an author hides from readers within a document: comments, and ``only`` for no reader.

HTML passes comments on to readers, and so do manual pages, Texinfo and XML. The content of ``only``
would be found in lists, feeds and the search, although no page shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.tags import Tags

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.config import THEME
from sphinx_paperreview.nodes import nodes_of_kinds, shown_text
from sphinx_paperreview.reading.posts.posts import is_post

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

#: A comment of HTML, or what browsers take for one; a tag, and the text of elements whose text is
#: no markup, are matched to be kept. What is not closed is matched up to the end of the text.
_COMMENT = re.compile(
    r"(?P<kept><(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    r"(?:(?!</(?P=raw)).)*+"
    r"|</?[a-z](?:[^>\"']++|\"[^\"]*+\"?|'[^']*+'?)*+"
    r"|<!\[CDATA\[)"
    r"|<!--(?:-?>|(?:(?!--!?>).)*+(?:--!?>)?)|<[!?][^>]*+>?|</[^a-z>][^>]*+>?",
    re.DOTALL | re.IGNORECASE,
)

#: A comment of TeX with text: a line of its own, or the end of one, whose line end stays.
_TEX_COMMENT = re.compile(
    r"^[^\S\n]*+%[^\S\n]*+[^\s][^\n]*\n?|(?<!\\)((?:\\\\)*+)%[^\S\n]*+[^\s][^\n]*", re.MULTILINE
)


class RemoveHidden(SphinxTransform):
    """Remove what no reader is shown: of posts, and under the theme ``paperreview`` of all."""

    # After MyST and docutils have made all nodes; before GuardDocument (690), PaperSections (700)
    # and SphinxDomains (850), which store what is in the document.
    default_priority = 685

    def apply(self, **kwargs: Any) -> None:
        """Remove comments, and each ``only`` that no builder shows."""
        if self.config.html_theme != THEME and not is_post(self.env, self.document):
            return
        remove_comments(self.document)
        app = app_of(self.env)
        for node in nodes_of_kinds(self.document, addnodes.only):
            if _is_never_shown(app, node["expr"]):
                node.parent.remove(node)


def remove_comments(document: nodes.document, *unwanted: type[nodes.Node]) -> None:
    """Remove the comments in *document*, also those in its HTML and its formulas.

    A comment that has a meaning for a later transform stays: where an excerpt ends, what a player
    loads (``src``), and the texts for translators.

    :param unwanted: kinds of nodes that are removed whatever they say
    """
    kinds = (nodes.comment, nodes.raw, nodes.math, nodes.math_block)
    node: Any
    for node in nodes_of_kinds(document, *kinds, *unwanted):
        text = node.astext()
        if isinstance(node, unwanted):
            node.parent.remove(node)
        elif isinstance(node, nodes.comment):
            if not ("src" in node or text == "truncate" or isinstance(node, shown_text)):
                node.parent.remove(node)
        elif isinstance(node, nodes.raw):
            if "html" not in node.get("format", "").split() or "<" not in text:
                continue
            shown = _COMMENT.sub(lambda match: match["kept"] or "", text)
            if shown != text:
                _replace(node, shown)
        elif "%" in text and (shown := _TEX_COMMENT.sub(r"\1", text).strip()) != text.strip():
            node[:] = [nodes.Text(shown)]


def _replace(raw: nodes.raw, shown: str) -> None:
    """Let *raw* be the HTML *shown*; without any, remove it and a paragraph of nothing else."""
    if shown.strip():
        raw[:] = [nodes.Text(shown)]
        raw.rawsource = shown
        return
    parent: Element = raw.parent
    parent.remove(raw)
    is_empty = all(isinstance(child, nodes.Text) and child.isspace() for child in parent.children)
    if is_empty and isinstance(parent, nodes.paragraph) and parent.parent:
        parent.parent.remove(parent)


def own_tags(app: Sphinx) -> list[str]:
    """Return the tags of the project (``-t``, ``tags.add``), without those that builders set."""
    return sorted(set(app.tags) - _builder_tags(app))


def _builder_tags(app: Sphinx) -> set[str]:
    builders = app.registry.builders.values()
    names = {name for cls in builders for name in (cls.name, cls.format) if name}
    return names | {f"{kind}_{name}" for kind in ("builder", "format") for name in names}


def _is_never_shown(app: Sphinx, condition: str) -> bool:
    """Return whether *condition* is false with the project's tags, whichever builder is used."""
    own, all_builders = set(own_tags(app)), _builder_tags(app)
    try:
        return not any(
            Tags(tags).eval_condition(condition) for tags in (own, sorted(own | all_builders))
        )
    except Exception:  # noqa: BLE001  # as in OnlyNodeTransform, which warns of it
        return False
