"""Formulas of authors who write for KaTeX, which accepts more than LaTeX, made valid for LaTeX.

A formula that cannot be made valid, and would break the text after it, is shown as its source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math.unichar2tex import uni2tex_table
from sphinx.builders.latex.nodes import math_reference

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.tex_commands import file_command
from sphinx_paperreview.domain.builders import latex_builder
from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.latex import symbols
from sphinx_paperreview.latex.symbols import CJK
from sphinx_paperreview.latex.text import without_blank_lines
from sphinx_paperreview.rendering.formulas.commands import expanded
from sphinx_paperreview.rendering.formulas.equations import define_commands
from sphinx_paperreview.rendering.formulas.tex import with_characters
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import ImageColor
else:
    ImageColor = later("PIL.ImageColor")

_COMMENT = pattern(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?")
_COMMAND = pattern(r"\\([A-Za-z]+)")
_ENVIRONMENT = pattern(r"\\begin\{([A-Za-z]+\*?)\}")
#: The parts of a formula's structure; a backslash and the character after it are one part.
_TOKEN = pattern(
    r"\\begin\s*\{(?P<begin>[^{}]*)\}|\\end\s*\{(?P<end>[^{}]*)\}"
    r"|\\(?P<side>left|right)(?![A-Za-z])|\\.|[{}$&#]",
    re.DOTALL,
)
_COLOUR = pattern(
    r"\\(color|textcolor|colorbox)\s*\{\s*(#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|[A-Za-z]+)\s*\}"
)
#: Names that LaTeX's color package defines.
_LATEX_COLOURS = frozenset(
    {"black", "blue", "brown", "cyan", "darkgray", "gray", "green", "lightgray", "lime", "magenta",
     "olive", "orange", "pink", "purple", "red", "teal", "violet", "white", "yellow"}
)  # fmt: skip
#: Text within a formula that has characters which are special in TeX.
_WORDS = pattern(
    r"(\\(?:text(?:bf|it|rm|sf|tt|up|md|normal)?|[mh]box)\s*\{)"
    r"([^{}$\\_^&#]*+[_^&#][^{}$\\]*+)(?=\})"
)
_ESCAPED = {"_": "\\_", "^": "\\textasciicircum{}", "&": "\\&", "#": "\\#"}
_FOREIGN = pattern(r"[^\x00-\x7f]")
#: CJK words, which fonts for formulas do not have.
_CJK = pattern(rf"[{CJK}](?:[{CJK} \u00b7]*[{CJK}])?")
#: Other commands that are refused, for they define for more than the formula, or repeat;
#: definitions of its own are worked out.
_REFUSED = frozenset(
    {"aftergroup", "afterassignment", "chardef", "DeclareMathOperator", "DeclareRobustCommand",
     "def", "edef", "expandafter", "futurelet", "gdef", "global", "hyperref", "let", "long", "loop",
     "mathchardef", "newcommand", "newcount", "newenvironment", "newif", "newtoks", "outer",
     "output", "providecommand", "renewcommand", "renewenvironment", "repeat", "toks", "toksdef",
     "whiledo", "xdef"}
)  # fmt: skip
#: Links, and characters that are none, of which the words stay.
_LINKS: Mapping[str, str] = {"href": "#2", "url": r"\text{#1}", "unicode": r"\text{#1}"}
#: Characters that would end the name of a label, or be read as commands in it.
_IN_LABEL = pattern(r"[\\{}%#&^~$\s]+")
_TWICE = pattern(r"([_^])\s*(?:[^\\{}\s]|\\[A-Za-z]+|\{[^{}]*\})\s*\1")
#: Environments that open a display, and those that do the same within one.
_INNER = {"align": "aligned", "gather": "gathered", "multline": "gathered", "equation": "gathered",
          "eqnarray": "aligned", "alignat": "alignedat"}  # fmt: skip
_DISPLAY = pattern(r"\\(begin|end)\{(align|gather|multline|equation|eqnarray|alignat)\*?\}")


class LatexFormulas(SiteTransform):
    """Make the formulas of a book valid for LaTeX, and pass their commands to our style file.

    Warns with ``WarningKind.MATH`` of a formula that stays invalid.
    """

    formats = ("latex",)
    # Before Sphinx's own transforms for LaTeX (400).
    default_priority = 350

    def run(self, **kwargs: Any) -> None:
        """Rewrite each formula of the document."""
        commands: set[str] = set()
        environments: set[str] = set()
        formulas: list[nodes.Element] = [
            *self.document.findall(nodes.math),
            *self.document.findall(nodes.math_block),
        ]
        define_commands(formulas, self.config, defines=True)
        for link in self.document.findall(math_reference):
            link["target"] = _label(link["target"])
        for node in [one for one in formulas if one.parent is not None]:
            is_block = isinstance(node, nodes.math_block)
            if node.get("label"):
                node["label"] = _label(node["label"])
            tex, problem = _worked_out(node)
            tex = _for_latex(tex)
            problem = problem or _problem(tex, aligned=is_block)
            if problem:
                _show_source(node, problem)
                continue
            if not node.get("no-wrap", node.get("nowrap")):
                tex = _within(node, tex, is_block=is_block)
            commands.update(_COMMAND.findall(tex))
            environments.update(_ENVIRONMENT.findall(tex))
            node[:] = [nodes.Text(tex)]
        if commands:
            # In the preamble, because headings appear again in the table of contents.
            latex_builder(builder_of(self.env)).context["preamble"] += (
                f"\n\\AtBeginDocument{{\\paperreviewcommands{{{','.join(sorted(commands))}}}%\n"
                f"  \\paperreviewenvironments{{{','.join(sorted(environments))}}}}}"
            )


def _worked_out(node: nodes.Element) -> tuple[str, str]:
    """Return the formula *node* with commands of its document replaced, and what is wrong."""
    tex = with_characters(node.astext())
    try:
        return expanded(tex, {**_LINKS, **dict(node.get("macros", ()))}), ""
    except ValueError as error:
        return tex, str(error)


def _label(name: str) -> str:
    return _IN_LABEL.sub("-", name)


def _within(node: nodes.Element, tex: str, *, is_block: bool) -> str:
    r"""Return the formula for the display or line that Sphinx's writer puts around it.

    Sphinx takes each block with a line break for a formula of several lines and wraps it in
    ``split``, where a ``\tag`` is an error. If the lines are all within an environment, the display
    is opened here instead.
    """
    tex = _DISPLAY.sub(lambda match: f"\\{match[1]}{{{_INNER[match[2]]}}}", tex)
    if is_block and not node.get("label") and not _has_lines(tex):
        node["nowrap"] = node["no-wrap"] = True
        return f"\\begin{{equation*}}\n{tex}\n\\end{{equation*}}"
    return tex


def _for_latex(tex: str) -> str:
    """Return *tex* without comments and blank lines, with colours and text as LaTeX needs them."""
    tex = without_blank_lines(_COMMENT.sub(r"\1", tex)).strip()
    tex = _WORDS.sub(
        lambda match: match[1] + re.sub("[_^&#]", lambda char: _ESCAPED[char[0]], match[2]), tex
    )
    tex = _COLOUR.sub(_colour, tex)
    # A word that is within \text already may be so twice.
    tex = _CJK.sub(lambda match: f"\\text{{{match[0]}}}", tex)
    return _FOREIGN.sub(lambda match: _character(match[0]), tex)


def _character(character: str) -> str:
    """Return the command for *character*: of mathematics, or else of our style file."""
    command = uni2tex_table.get(ord(character), "").strip()
    if command:
        # Braces would remove the space around a relation.
        return f"{command} " if _COMMAND.fullmatch(command) else f"{{{command}}}"
    shown = symbols.replaced(character)
    return shown if shown in {"", character} else f"\\text{{{shown}}}"


def _colour(match: re.Match[str]) -> str:
    command, name = match.groups()
    if name in _LATEX_COLOURS:
        return match[0]
    try:
        red, green, blue = ImageColor.getrgb(name)[:3]
    except ValueError:
        return f"\\{command}{{{'white' if command == 'colorbox' else 'black'}}}"
    return f"\\{command}[HTML]{{{red:02X}{green:02X}{blue:02X}}}"


def _problem(tex: str, *, aligned: bool) -> str:
    """Return what is wrong with the structure of a formula, empty if nothing.

    :param aligned: whether ``&`` may be outside of all environments
    """
    commands = (rf"\{name}" for name in _COMMAND.findall(tex) if name in _REFUSED)
    if refused := file_command(tex) or next(commands, ""):
        return f"{refused} has no place in a formula"
    opened: list[str] = []
    braces = environments = 0  # the numbers of them in *opened*, which may be long
    for match in _TOKEN.finditer(tex):
        begin, end, side = match.group("begin", "end", "side")
        sign = match[0]
        if sign == "#" or (sign == "$" and not braces):
            return f"{sign} in it must be written \\{sign}"
        if sign == "&" and not aligned and not environments:
            return "& stands outside of an environment"
        if begin or side == "left" or sign == "{":
            opened.append(begin or (side and "\\left") or sign)
            braces += sign == "{"
            environments += bool(begin)
        elif end or side == "right" or sign == "}":
            start = end or ("\\left" if side else "{")
            if not opened or opened.pop() != start:
                return f"{sign} closes nothing"
            braces -= sign == "}"
            environments -= bool(end)
    if opened:
        name = opened[-1].removeprefix("\\")
        return f"{name} is not closed"
    twice = _TWICE.search(tex)
    return f"{twice[0]} has {twice[1]} twice" if twice else "" if tex else "it is empty"


def _has_lines(tex: str) -> bool:
    r"""Return whether ``\\`` or ``&`` is outside of all environments and braces."""
    depth = 0
    for match in _TOKEN.finditer(tex):
        if match["begin"] or match[0] == "{":
            depth += 1
        elif match["end"] or match[0] == "}":
            depth -= 1
        elif not depth and match[0] in {"\\\\", "&"}:
            return True
    return False


def _show_source(node: nodes.Element, problem: str) -> None:
    warn(
        WarningKind.MATH,
        "a formula cannot be set by LaTeX and stays as it is written: %s; correct it",
        problem,
        location=node,
    )
    text = node.astext()
    literal = nodes.literal(text, " ".join(text.split()))
    literal.source, literal.line = node.source, node.line
    is_block = isinstance(node, nodes.math_block)
    node.replace_self(nodes.paragraph("", "", literal) if is_block else literal)
