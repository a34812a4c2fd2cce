"""Formulas that must not be parted from the punctuation beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.rendering.mathml import MATHML

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from docutils.nodes import Node


#: What no line may end with before a formula, and what none may begin with after it. A formula is
#: a box, beside which browsers break a line whatever follows. Han and kana may begin one.
_BEFORE = re.compile(r"(?:[(\[{<«‹“‘「『《〈【（［｛\"']{1,8}|[A-Za-z0-9])\Z")


_AFTER = re.compile(
    r"[-‐‑–][^\W_]|[^\s\w(\[{<«‹“‘「『《〈【（［｛]{1,8}[\uac00-\ud7a3]?|[A-Za-z0-9_\uac00-\ud7a3]"
)


class GluedFormulas(SphinxPostTransform):
    """Keep a formula on one line with what is written right before and after it.

    That is a bracket, a full stop, ``-th``, or a Korean particle; of a word one letter is enough,
    for lines do not break within words.
    """

    # After whatever else looks at the text.
    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put each inline formula, with such a neighbour, into an element that does not wrap."""
        if getattr(builder_of(self.env), "math_renderer_name", None) != MATHML:
            return
        formulas = list(self.document.findall(nodes.math))
        for parent in {id(formula.parent): formula.parent for formula in formulas}.values():
            parent[:] = _glued(parent.children)


def _glued(children: Iterable[Node]) -> list[Node]:
    waiting = list(children)
    result: list[Node] = []
    for index, child in enumerate(waiting):
        if not isinstance(child, nodes.math):
            # Of a text all may have gone with the formula before it.
            result += _texts(child) if isinstance(child, nodes.Text) else [child]
            continue
        group: list[Node] = [child]
        before = result[-1] if result else None
        if isinstance(before, nodes.Text) and (found := _BEFORE.search(before)):
            result[-1:] = _texts(before[: found.start()])
            group.insert(0, nodes.Text(found[0]))
        after = waiting[index + 1] if index + 1 < len(waiting) else None
        if isinstance(after, nodes.Text) and (found := _AFTER.match(after)):
            waiting[index + 1] = nodes.Text(after[found.end() :])
            group.append(nodes.Text(found[0]))
        glued = len(group) > 1
        result.append(nodes.inline("", "", *group, classes=["pr-glued"]) if glued else child)
    return result


def _texts(text: str) -> list[Node]:
    return [nodes.Text(text)] if text else []
