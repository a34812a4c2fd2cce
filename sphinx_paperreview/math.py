"""Formulas as MathML, made at build time by docutils: no script, no third party, fit for feeds.

Its elements have the classes of KaTeX's own MathML, which tools for pages of formulas look for.
Only used under the ``paperreview`` theme, and only where a project chose no renderer itself.
"""

from __future__ import annotations

import inspect
import re
from html import escape
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
#: Environments of several lines that it does not know either, but for this one of them.
_LINES = re.compile(r"\\(begin|end)\{(?:align|gather|split|gathered|equation|multline)\*?\}")
#: docutils 0.22 says ``as_block`` where older versions say the opposite by ``inline``.
_BLOCK_FIRST = "as_block" in inspect.signature(latex2mathml.tex2mathml).parameters


def to_mathml(tex: str, *, block: bool) -> str:
    """Return *tex* as MathML; raises ``ValueError`` if docutils does not know a command.

    The source goes with it as an annotation (MathML Core, section 2.4), for whoever copies it.
    """
    source = escape(tex, quote=False)
    tex = _LINES.sub(r"\\\1{aligned}", _DOTS.sub(r"\\ldots", tex))
    try:
        result = latex2mathml.tex2mathml(tex, block if _BLOCK_FIRST else not block)
    except _ERRORS as error:
        raise ValueError(str(error) or "cannot be converted") from error
    start, stop = result.index(">") + 1, result.rindex("</math>")
    return (
        f"{result[:start]}<semantics><mrow>{result[start:stop]}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def visit_math(translator: Any, node: Element) -> None:
    """Write an inline formula."""
    formula = _converted(translator, node, node.astext(), block=False)
    if node.get("displaystyle"):
        formula = formula.replace("<math", '<math displaystyle="true"', 1)
    classes = _classes(formula, "katex")
    translator.body += [translator.starttag(node, "span", "", CLASS=classes), formula, "</span>"]
    raise nodes.SkipNode


def visit_displaymath(translator: Any, node: Element) -> None:
    """Write a displayed formula, with its number if it has one."""
    tex = node.astext().strip()
    if not node.get("nowrap", node.get("no-wrap")) and "\\begin{" not in tex:
        environment = pick_math_environment(tex)
        if environment.startswith("align"):
            tex = f"\\begin{{{environment}}}{tex}\\end{{{environment}}}"
    formula = _converted(translator, node, tex, block=True)
    classes = _classes(formula, "katex-display")
    translator.body.append(translator.starttag(node, "div", CLASS=classes))
    if node.get("number"):
        number = get_node_equation_number(translator, node)  # type: ignore[arg-type]  # a math_block
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "")
        translator.body.append("</span>")
    translator.body += [formula, "</div>\n"]
    raise nodes.SkipNode


def _classes(formula: str, kind: str) -> str:
    converted = formula.startswith("<math")
    return f"math {kind} notranslate nohighlight" if converted else "math notranslate nohighlight"


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
