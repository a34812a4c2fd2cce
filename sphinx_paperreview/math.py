"""Formulas as MathML, made at build time by docutils: no script, no third party, fit for feeds.

Only used under the ``paperreview`` theme, and only where a project chose no renderer itself.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math import latex2mathml, pick_math_environment
from sphinx.util.math import get_node_equation_number

from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element

#: What the converter is seen to raise on odd input.
_ERRORS = (
    ValueError, SyntaxError, IndexError, KeyError, TypeError, AttributeError, RecursionError,
)  # fmt: skip
#: The one command of everyday formulas that the converter does not know.
_DOTS = re.compile(r"\\dots(?![A-Za-z])")
#: docutils 0.22 says ``as_block`` where older versions say the opposite by ``inline``.
_BLOCK_FIRST = "as_block" in inspect.signature(latex2mathml.tex2mathml).parameters


def to_mathml(tex: str, *, block: bool) -> str:
    """Return *tex* as MathML; raises ``ValueError`` if docutils does not know a command."""
    tex = _DOTS.sub(r"\\ldots", tex)
    try:
        result = latex2mathml.tex2mathml(tex, block if _BLOCK_FIRST else not block)
    except _ERRORS as error:
        raise ValueError(str(error) or "cannot be converted") from error
    return str(result)


def visit_math(translator: Any, node: Element) -> None:
    """Write an inline formula."""
    translator.body.append(
        translator.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    )
    translator.body.append(_converted(translator, node, node.astext(), block=False))
    translator.body.append("</span>")
    raise nodes.SkipNode


def visit_displaymath(translator: Any, node: Element) -> None:
    """Write a displayed formula, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node.get("number"):
        number = get_node_equation_number(translator, node)  # type: ignore[arg-type]  # a math_block
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "")
        translator.body.append("</span>")
    tex = node.astext().strip()
    if not node.get("nowrap", node.get("no-wrap")) and "\\begin{" not in tex:
        environment = pick_math_environment(tex)
        if environment.startswith("align"):
            tex = f"\\begin{{{environment}}}{tex}\\end{{{environment}}}"
    translator.body.append(_converted(translator, node, tex, block=True))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _converted(translator: Any, node: Element, tex: str, *, block: bool) -> str:
    try:
        return to_mathml(tex, block=block)
    except ValueError as error:
        warn(
            WarningKind.MATH,
            "a formula cannot be shown as MathML and stays as TeX: %s; write it otherwise, or "
            'set html_math_renderer = "mathjax"',
            " ".join(str(error).split()),
            location=node,
        )
        return f"<code>{translator.encode(tex)}</code>"
