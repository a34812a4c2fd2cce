"""Formulas as LaTeX can set them: authors write for KaTeX, which is kinder.

A formula that would take the text behind it along is shown as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math.unichar2tex import uni2tex_table
from PIL import ImageColor
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview import symbols
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?")
_BLANK_LINES = re.compile(r"\n\s*\n")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ENVIRONMENT = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")
#: What the structure of a formula hangs on; a backslash takes the character behind it along.
_TOKEN = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}|\\(left|right)(?![A-Za-z])|\\.|[{}$&#]", re.DOTALL)
_COLOUR = re.compile(
    r"\\(color|textcolor|colorbox)\s*\{\s*(#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|[A-Za-z]+)\s*\}"
)
#: Names that LaTeX knows without further packages.
_LATEX_COLOURS = frozenset(
    "black blue brown cyan darkgray gray green lightgray lime magenta olive orange pink purple red"
    " teal violet white yellow".split()
)
#: Words within a formula, of which TeX does not take all characters.
_WORDS = re.compile(
    r"(\\(?:text(?:bf|it|rm|sf|tt|up|md|normal)?|[mh]box)\s*\{)([^{}$\\]*[_^&#][^{}$\\]*)(?=\})"
)
_ESCAPED = {"_": "\\_", "^": "\\textasciicircum{}", "&": "\\&", "#": "\\#"}
_FOREIGN = re.compile(r"[^\x00-\x7f]")
#: Hangul, Han and kana, which fonts of formulas do not have.
_CJK = re.compile(
    r"[\u1100-\u11ff\u3040-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
    r"(?:[\u1100-\u11ff\u3040-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff \u00b7]*"
    r"[\u1100-\u11ff\u3040-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])?"
)
_TWICE = re.compile(r"([_^])\s*(?:[^\\{}\s]|\\[A-Za-z]+|\{[^{}]*\})\s*\1")
#: Environments that stand for a display of their own, and what does the same within one.
_INNER = {"align": "aligned", "gather": "gathered", "multline": "gathered", "equation": "gathered",
          "eqnarray": "aligned", "alignat": "alignedat"}  # fmt: skip
_DISPLAY = re.compile(r"\\(begin|end)\{(align|gather|multline|equation|eqnarray|alignat)\*?\}")


class LatexFormulas(SphinxPostTransform):
    """Mend the formulas of a book, and name the commands they use to our style file."""

    formats = ("latex",)
    # Before Sphinx's own work for LaTeX (400).
    default_priority = 350

    def run(self, **kwargs: Any) -> None:
        """Look at each formula of the document."""
        commands: set[str] = set()
        environments: set[str] = set()
        for node in list(self.document.findall(lambda node: isinstance(node, _FORMULAS))):
            wraps = isinstance(node, nodes.math_block) and not _is_whole(node)
            tex = mended(node.astext())
            problem = flaw(tex, aligned=isinstance(node, nodes.math_block))
            if problem:
                _show_source(node, problem)
                continue
            commands.update(_COMMAND.findall(tex))
            environments.update(_ENVIRONMENT.findall(tex))
            if wraps or isinstance(node, nodes.math):
                tex = _DISPLAY.sub(lambda match: f"\\{match[1]}{{{_INNER[match[2]]}}}", tex)
            if wraps and not node.get("label") and not _has_lines(tex):
                tex = f"\\begin{{equation*}}\n{tex.strip()}\n\\end{{equation*}}"
                node["nowrap"] = node["no-wrap"] = True
            node[:] = [nodes.Text(tex)]
        if commands:
            known = [",".join(sorted(names)) for names in (commands, environments)]
            told = f"\\paperreviewcommands{{{known[0]}}}\n\\paperreviewenvironments{{{known[1]}}}\n"
            self.document.insert(0, nodes.raw("", told, format="latex"))


_FORMULAS = (nodes.math, nodes.math_block)


def _is_whole(node: nodes.Element) -> bool:
    """Tell whether the formula brings the environment of its display along."""
    return bool(node.get("no-wrap", node.get("nowrap")))


def mended(tex: str) -> str:
    """Return the formula without comments and blank lines, its colours and words as LaTeX has them."""
    tex = _BLANK_LINES.sub("\n", _COMMENT.sub(r"\1", tex)).strip()
    tex = _WORDS.sub(
        lambda match: match[1] + re.sub("[_^&#]", lambda char: _ESCAPED[char[0]], match[2]), tex
    )
    tex = _COLOUR.sub(_colour, tex)
    # What is in words already may be so a second time.
    tex = _CJK.sub(lambda match: f"\\text{{{match[0]}}}", tex)
    return _FOREIGN.sub(lambda match: _sign(match[0]), tex)


def _sign(character: str) -> str:
    """Return the command for a character of mathematics; others as they are, or as our style shows."""
    command = uni2tex_table.get(ord(character))
    if command:
        return f"{{{command.strip()}}}"
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


def flaw(tex: str, *, aligned: bool) -> str:
    """Return what is wrong with the structure of a formula, or nothing.

    *aligned* tells whether ``&`` may stand outside of any environment.
    """
    if not tex:
        return "it is empty"
    opened: list[str] = []
    for match in _TOKEN.finditer(tex):
        token = match[1] or match[3] or match[0]
        if token in {"$", "#"} and not (token == "$" and "{" in opened):
            return f"{token} in it must be written \\{token}"
        if token == "&" and not aligned and not any(name not in "{left" for name in opened):
            return "& stands outside of an environment"
        if token in {"begin", "left", "{"}:
            opened.append(match[2] or token)
        elif token in {"end", "right", "}"}:
            start = {"end": match[2], "right": "left", "}": "{"}[token]
            if not opened or opened.pop() != start:
                return f"{match[0]} closes nothing"
    if opened:
        return f"{opened[-1]} is not closed"
    twice = _TWICE.search(tex)
    return f"{twice[0]} has {twice[1]} twice" if twice else ""


def _has_lines(tex: str) -> bool:
    r"""Tell whether ``\\`` or ``&`` stands outside of any environment."""
    return any(token in {"\\\\", "&"} for token in _outer(tex))


def _outer(tex: str) -> Iterator[str]:
    depth = 0
    for match in _TOKEN.finditer(tex):
        if match[1] or match[0] in "{}":
            depth += 1 if match[1] == "begin" or match[0] == "{" else -1
        elif not depth:
            yield match[0]


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
