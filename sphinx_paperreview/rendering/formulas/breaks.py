"""No line break between a formula and the punctuation or letters beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.rendering.formulas.mathml import MATHML

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from docutils.nodes import Node


#: Text before and after a formula that must stay on its line. Browsers lay out a formula as a
#: box and allow a line break on either side of it. Han and kana may begin a line.
_BEFORE = pattern(r"(?:[(\[{<«‹“‘「『《〈【（［｛\"']{1,8}|[A-Za-z0-9])\Z")


_AFTER = pattern(
    r"[-‐‑–][^\W_]|[^\s\w(\[{<«‹“‘「『《〈【（［｛]{1,8}[\uac00-\ud7a3]?|[A-Za-z0-9_\uac00-\ud7a3]"
)


class GluedFormulas(PageTransform):
    """Keep a formula on one line with the text that touches it.

    That is a bracket, a full stop, ``-th`` or a Korean particle. One letter of a word is enough,
    because lines do not break within words.
    """

    # After the transforms that read or replace text, which it cuts into pieces: ours (8 to 20),
    # ReferencesResolver (10) and sphinx-design's (5 to 200). Sphinx has none later for HTML.
    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put each inline formula, with the text that touches it, into one inline element."""
        if getattr(builder_of(self.env), "math_renderer_name", None) != MATHML:
            return
        formulas = nodes_of_kinds(self.document, nodes.math)
        for parent in {id(formula.parent): formula.parent for formula in formulas}.values():
            parent[:] = _glued(parent.children)


def _glued(children: Iterable[Node]) -> list[Node]:
    rest = list(children)
    result: list[Node] = []
    for index, child in enumerate(rest):
        if not isinstance(child, nodes.math):
            # The formula before a text may have taken all of it.
            result += _texts(child) if isinstance(child, nodes.Text) else [child]
            continue
        group: list[Node] = [child]
        before = result[-1] if result else None
        if isinstance(before, nodes.Text) and (found := _BEFORE.search(before)):
            result[-1:] = _texts(before[: found.start()])
            group.insert(0, nodes.Text(found[0]))
        after = rest[index + 1] if index + 1 < len(rest) else None
        if isinstance(after, nodes.Text) and (found := _AFTER.match(after)):
            rest[index + 1] = nodes.Text(after[found.end() :])
            group.append(nodes.Text(found[0]))
        glued = len(group) > 1
        result.append(nodes.inline("", "", *group, classes=["pr-glued"]) if glued else child)
    return result


def _texts(text: str) -> list[Node]:
    return [nodes.Text(text)] if text else []
