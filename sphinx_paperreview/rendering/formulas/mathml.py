"""Formulas as MathML, made at build time: they need no script and work in feeds.

The elements have the classes of KaTeX's MathML, which tools that read formulas from pages look
for. The renderer is used only with the ``paperreview`` theme, and only if a project has chosen
none.
"""

from __future__ import annotations

import functools
import inspect
import threading
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import math_core
from docutils import nodes
from docutils.utils.math import latex2mathml, pick_math_environment
from sphinx.util.math import get_node_equation_number

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.rendering.formulas.brackets import unclosed_brackets
from sphinx_paperreview.rendering.formulas.commands import expanded
from sphinx_paperreview.rendering.formulas.tex import (
    EXTRA,
    repaired,
    take_definitions,
    without_colours,
)
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    import re

    from docutils.nodes import Element

    from sphinx_paperreview.rendering.formulas.tex import Macros

#: The exceptions that docutils' converter is known to raise on input it does not understand.
_ERRORS = (
    ValueError, SyntaxError, IndexError, KeyError, TypeError, AttributeError, RecursionError,
)  # fmt: skip
_DOTS = pattern(r"\\dots(?![A-Za-z])")
#: Environments that number each line in TeX, or split one. Here only ``\tag`` gives a number.
_LINES = pattern(r"\\(begin|end)\{(?:align|split|equation|multline)\*?\}")
_GATHER = pattern(r"\\(begin|end)\{gather\*?\}")
_TAG = pattern(r"\\tag\s*+(\*?)\s*+(?:\{([^{}$]*)\}|([0-9A-Za-z]))")
_SUBSTACK = pattern(r"\\substack\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
#: Commands for backgrounds, which math-core does not know; their argument is shown without.
_COLOUR = pattern(r"\\f?colorbox\s*\{[^{}]*\}")
#: ``\\`` is a new line; a single backslash before a tab or the end of a line is a space.
_SPACE = pattern(r"(\\\\)|\\[\t\n]")
#: A large delimiter may be in braces, which math-core does not accept.
_BIG = pattern(r"(\\[bB]igg?[lrm]?)\s*\{\s*(\\(?:[A-Za-z]+|[|{}])|[^\\{}\s])\s*\}")
_ENTITY = pattern(r"&(?!(?:lt|gt|amp|quot);)[A-Za-z]+;")
_TABLE = pattern(r"<mtable[^<>]*>|</mtable>")
_LEVEL = pattern(r' scriptlevel="[^"]*"')
#: docutils 0.22 has the parameter ``as_block``; older versions have its opposite, ``inline``.
_BLOCK_FIRST = "as_block" in inspect.signature(latex2mathml.tex2mathml).parameters
#: math-core parses by recursion and takes about 3 kB of stack for each mark that may begin a
#: group. A formula with more marks than the first number gets a thread with a stack of its own;
#: one with more than the second is refused, because nobody writes such formulas.
_FEW_MARKS, _MOST_MARKS, _STACK = 200, 10_000, 64 << 20
#: Most brackets that are not closed: each doubles the time of math-core, 20 take 13 milliseconds.
_MOST_UNCLOSED = 16
_MARKS = pattern(r"[\\{\[]")
#: Commands of KaTeX and MathJax that math-core does not know; commands for sizes have no effect.
_MACROS = {
    "AA": r"\mathring{\mathrm{A}}", "O": "Ø", "thicksim": r"\sim", "KaTeX": r"\text{KaTeX}",
    "hdots": r"\ldots",
    **dict.fromkeys(("tiny", "scriptsize", "footnotesize", "small", "normalsize"), ""),
    **dict.fromkeys(("large", "Large", "LARGE", "huge", "Huge"), ""),
}  # fmt: skip


#: Name of the renderer, for ``html_math_renderer``.
MATHML = "mathml"


@functools.lru_cache(maxsize=8)
def _converter(macros: Macros) -> math_core.LatexToMathML:
    try:
        return math_core.LatexToMathML(fancy_error=False, macros={**_MACROS, **dict(macros)})
    except math_core.LatexError:
        # One that cannot be read must not take the others with it.
        kept = {name: body for name, body in macros if _is_readable(name, body)}
        return math_core.LatexToMathML(fancy_error=False, macros={**_MACROS, **kept})


def _is_readable(name: str, body: str) -> bool:
    try:
        math_core.LatexToMathML(fancy_error=False, macros={name: body})
    except math_core.LatexError:
        return False
    return True


def to_mathml(tex: str, *, block: bool, source: str = "", macros: Macros = ()) -> str:
    r"""Return *tex* as a ``<math>`` element; *block* chooses display style.

    A ``\tag`` is shown after its line. *source*, by default *tex*, is added as an annotation
    (MathML Core, section 2.4) for those who copy the formula. *macros* are commands of the project
    and the document; *tex* may define its own. Raises :exc:`ValueError` if the formula cannot be
    converted.
    """
    source = source or tex
    if "\\" in tex:
        tex, own = take_definitions(tex)
        macros = tuple({**dict(macros), **own}.items()) if own else macros
    tex = _TAG.sub(_shown_tag, tex)
    marks = len(_MARKS.findall(tex))
    if marks > _MOST_MARKS:
        raise ValueError("it is too long")
    if unclosed_brackets(expanded(tex, dict(macros)) if macros else tex) > _MOST_UNCLOSED:
        raise ValueError("it has too many brackets that are not closed")
    tex = _BIG.sub(r"\1\2 ", _SPACE.sub(lambda found: found[1] or r"\ ", tex))
    tex = _SUBSTACK.sub(r"\\begin{subarray}{c}\1\\end{subarray}", _COLOUR.sub("", tex))
    tex = _GATHER.sub(r"\\\1{gathered}", _LINES.sub(r"\\\1{aligned}", tex))
    result = _first_result(tex, block, macros, deep=marks > _FEW_MARKS)
    result = _TABLE.sub(_Tables(), _ENTITY.sub(lambda found: unescape(found[0]), result))
    start, stop = result.index(">") + 1, result.rindex("</math>")
    return (
        f"{result[:start]}<semantics><mrow>{result[start:stop]}</mrow>"
        f'<annotation encoding="application/x-tex">{escape(source, quote=False)}</annotation>'
        "</semantics></math>"
    )


def _first_result(tex: str, block: bool, macros: Macros, *, deep: bool) -> str:
    """Return what the first converter that understands *tex* makes of it.

    They are math-core, math-core with other names for what it does not know, and docutils. Raises
    :exc:`ValueError` with the reason of the second.
    """
    try:
        return _convert(tex, block, macros, deep=deep)
    except math_core.LatexError:
        pass
    other = repaired(tex)
    known = {**EXTRA, **dict(macros)}
    try:
        try:
            return _convert(other, block, tuple(known.items()), deep=deep)
        except math_core.LatexError as error:
            if "color" not in str(error):
                raise
            return _convert(without_colours(other), block, tuple(known.items()), deep=deep)
    except math_core.LatexError as error:
        try:
            return _convert_by_docutils(tex, block)
        except _ERRORS:
            raise ValueError(str(error).partition(": ")[2] or str(error)) from None


class _Tables:
    """Move ``scriptlevel`` from tables to an ``<mstyle>`` around them, for MathML 3."""

    def __init__(self) -> None:
        self._levels: list[str] = []

    def __call__(self, found: re.Match[str]) -> str:
        if found[0] == "</mtable>":
            return "</mtable></mstyle>" if self._levels.pop() else "</mtable>"
        level = _LEVEL.search(found[0])
        self._levels.append(level[0] if level else "")
        if not level:
            return found[0]
        return f"<mstyle{level[0]}>{found[0].replace(level[0], '')}"


def _tag_text(tag: re.Match[str]) -> str:
    text = tag[3] or tag[2]
    return text if tag[1] else f"({text})"


def _shown_tag(tag: re.Match[str]) -> str:
    return rf"\qquad\text{{{_tag_text(tag)}}}"


def _convert(tex: str, block: bool, macros: Macros, *, deep: bool) -> str:
    converter = _converter(macros)
    convert = functools.partial(converter.convert_with_local_state, tex, displaystyle=block)
    if not deep:
        return convert()
    answer: list[str | math_core.LatexError] = []

    def run() -> None:
        try:
            answer.append(convert())
        except math_core.LatexError as error:
            answer.append(error)

    size = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(size)
    thread.join()
    if isinstance(answer[0], str):
        return answer[0]
    raise answer[0]


def _convert_by_docutils(tex: str, block: bool) -> str:
    r"""Convert by docutils, which knows ``alignat`` and ``smallmatrix``."""
    tex = _DOTS.sub(r"\\ldots", tex).replace("{gathered}", "{aligned}")
    return str(latex2mathml.tex2mathml(tex, block if _BLOCK_FIRST else not block))


def visit_math(translator: Any, node: Element) -> None:
    """Write an inline formula, for ``Sphinx.add_html_math_renderer``.

    A formula that cannot be converted is shown as TeX and warned of (``WarningKind.MATH``).
    """
    tex = node.astext()
    formula = _converted(translator, node, tex, tex, block=False)
    if node.get("displaystyle"):
        formula = formula.replace("<math", '<math displaystyle="true"', 1)
    classes = _classes(formula, "katex")
    translator.body += [translator.starttag(node, "span", "", CLASS=classes), formula, "</span>"]
    raise nodes.SkipNode


def visit_displaymath(translator: Any, node: Element) -> None:
    """Write a displayed formula with its number, if any; warns as :func:`visit_math` does."""
    tex = source = node.astext().strip()
    tags = [] if node.get("number") else list(_TAG.finditer(tex))
    if len(tags) == 1:
        tex = _TAG.sub("", tex)
    if not node.get("nowrap", node.get("no-wrap")) and "\\begin{" not in tex:
        environment = pick_math_environment(tex)
        if environment.startswith("align"):
            tex = f"\\begin{{{environment}}}{tex}\\end{{{environment}}}"
    formula = _converted(translator, node, tex, source, block=True)
    classes = _classes(formula, "katex-display")
    translator.body.append(translator.starttag(node, "div", CLASS=classes))
    if len(tags) == 1:
        number = _tag_text(tags[0])
        translator.body.append(f'<span class="eqno">{translator.encode(number)}</span>')
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


def _converted(translator: Any, node: Element, tex: str, source: str, *, block: bool) -> str:
    try:
        return to_mathml(tex, block=block, source=source, macros=node.get("macros", ()))
    except ValueError as error:
        warn(
            WarningKind.MATH,
            "a formula cannot be shown as MathML and stays as TeX: %s; write it otherwise, or "
            'set html_math_renderer = "mathjax"',
            " ".join(str(error).split()),
            location=node,
        )
        return f"<code>{translator.encode(source)}</code>"
