r"""TeX as people write it, made into what the converter to MathML understands.

Commands of packages, symbols that are typed, environments that number their lines, and definitions
of commands: ``\newcommand``, ``\def``, ``\DeclareMathOperator``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from PIL import ImageColor

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Commands that a document or a project defines: their names and bodies with ``#1`` to ``#9``.
Macros: TypeAlias = "tuple[tuple[str, str], ...]"

#: Most commands of one document, and most characters of the body of one.
MAX_MACROS, MAX_BODY = 500, 2_000
_DEFINITION = pattern(
    r"\\(?P<by>(?:re|provide)?(?:new)?command|DeclareRobustCommand|DeclareMathOperator"
    r"|[gex]?def|let)(?P<star>\*?)\s{0,9}"
    r"(?:\{\s{0,9}\\(?P<braced>[A-Za-z]{1,40}|[^A-Za-z\s])\s{0,9}\}"
    r"|\\(?P<bare>[A-Za-z]{1,40}|[^A-Za-z\s]))\s{0,9}"
)
_COUNT = pattern(r"\[\d\]\s{0,9}")
_PARAMETERS = pattern(r"(?:#\d\s{0,3}){0,9}")
_LET = pattern(r"=?\s{0,9}(\\[A-Za-z]{1,40}|\\?[^\s\\{}])")
_BRACE = pattern(r"\\.|[{}]", re.DOTALL)
#: Commands of packages. They are tried where the converter knows no better.
EXTRA: Mapping[str, str] = {
    **dict.fromkeys(("textup", "textnormal", "textsc", "emph", "hbox"), r"\text{#1}"),
    **dict.fromkeys(("ref", "autoref", "cref"), r"\text{#1}"), "eqref": r"\text{(#1)}",
    **dict.fromkeys(("mathbbm", "mathds", "mathbbmss", "Bbb"), r"\mathbb{#1}"),
    **dict.fromkeys(("tcbox", "tcboxmath", "framebox"), r"\boxed{#1}"),
    **dict.fromkeys(("symrm", "mathnormal", "mathup"), r"\mathrm{#1}"),
    **dict.fromkeys(("pmb", "mathbfit", "bold", "boldmath", "mathbfsf"), r"\boldsymbol{#1}"),
    **dict.fromkeys(("smash", "rlap", "llap", "clap", "mathrlap", "mathllap", "vcenter",
                     "ensuremath"), "#1"),
    **dict.fromkeys(("href", "class", "cssId", "htmlClass", "htmlId", "style", "texorpdfstring"),
                    "#2"),
    **dict.fromkeys(("hfill", "hfil", "hspace"), r"\quad "),
    **dict.fromkeys(("independent", "indep", "Perp"), r"\perp\!\!\!\perp"),
    "enclose": r"\boxed{#2}", "url": r"\text{#1}", "verb": r"\texttt{#1}",
    "utilde": r"\underset{\sim}{#1}",
    "widetilde": r"\tilde{#1}", "Tilde": r"\tilde{#1}", "centernot": r"\not",
    "norm": r"\left\lVert #1\right\rVert", "abs": r"\left\lvert #1\right\rvert",
    "dv": r"\frac{d #1}{d #2}", "pdv": r"\frac{\partial #1}{\partial #2}", "part": r"\partial",
    "displaylines": r"\begin{gathered}#1\end{gathered}", "i": r"\imath", "j": r"\jmath",
    "/": "", "cdotp": r"\cdot", "hash": r"\#", "newline": r"\\", "mathsterling": "£", "cr": r"\\",
    **{name: rf"\text{{{name}}}" for name in ("TeX", "LaTeX", "KaTeX")},
}  # fmt: skip
#: Typed symbols that the converter does not take, by their commands.
_SYMBOLS = {
    "∠": r"\angle ", "⊥": r"\perp ", "⊤": r"\top ", "∟": r"\llcorner ", "∥": r"\parallel ",
    "∦": r"\nparallel ", "≜": r"\triangleq ", "≔": r"\coloneqq ", "⋅": r"\cdot ", "∙": r"\bullet ",
    "⟂": r"\perp ", "□": r"\square ", "△": r"\triangle ", "−": "-", "‖": r"\Vert ",
}  # fmt: skip
_PLAIN = pattern(r"[^\x00-\x7f]")
#: Signs that Markdown escapes; before a letter, some of them are the accents of texts.
_ESCAPE = pattern(r"""(\\\\)|\\([-*+<?@^]|[.=~'"`](?![A-Za-z{]))""")
_TEXT = pattern(r"\\(?:text[a-z]{0,12}|mbox|hbox)\s{0,9}(?=\{)")
#: What is a mark only outside of texts, and what begins or ends a formula in one.
_MARK_IN_TEXT = pattern(r"(?<!\\)([_^&])")
_DOLLAR = pattern(r"(?<!\\)\$")
#: What shows nothing here: spaces between lines, rules, numbers that are left out, and what loads
#: or defines something elsewhere.
_HIDDEN = pattern(
    r"\\(?:(?:vspace|vskip|label|require|usepackage|allowdisplaybreaks|hdashline)(?![A-Za-z])"
    r"|rule(?:\[[^\]]{0,40}\])?\s{0,9}\{[^{}]{0,60}\})\*?\s{0,9}(?:\{[^{}]{0,200}\})?"
    r"|\\(?:def|)definecolor(?:\s{0,9}\{[^{}]{0,60}\}){3}"
    r"|\\(?:no(?:number|tag)|displaylimits|limits|protect|relax|noindent)(?![A-Za-z])"
)
_MATHOP = pattern(
    r"\\(?:mathop|operatorname)\s{0,9}\{\s{0,9}(?:\\(?:rm|mathrm|text|textrm)(?![A-Za-z])\s{0,9})?"
    r"\{?\s{0,9}([A-Za-z][A-Za-z ]{0,40})\}?\s{0,9}\}\s{0,9}\\limits(?![A-Za-z])"
)
_ENVIRONMENT = pattern(
    r"\\(begin|end)\s{0,9}\{(?:(?P<aligned>alignat|flalign|alignedat|xalignat|eqnarray)\*?"
    r"|(?P<nothing>math|displaymath|subequations|empheq|dmath|dgroup)\*?"
    r"|(?P<matrix>[bBpvV]?matrix)\*"
    r"|(?P<table>tabular|tabularx|longtable)\*?)\}"
)
_COLUMNS = pattern(r"(\\begin\{(?:array|subarray)\}(?:\[[tbc]\])?)\s{0,9}(?=\{)")
_COLUMN = pattern(r"[@!><]\s*\{[^{}]*\}|([pmbwX])(?:\s*\{[^{}]*\})?|\*\s*\{(\d)\}\s*\{([lcr|]+)\}")
_EQNARRAY = pattern(r"\\(begin|end)\{eqnarray\*?\}")
_MIDDLE = pattern(r"&\s{0,9}([^&\\]{0,40}|\\[A-Za-z]{1,20}\s{0,9})&")
_SUBSTACK = pattern(r"\\substack\s{0,9}(?=\{)")
_ANGLE = pattern(r"\\(left|right|middle|[bB]igg?[lrm]?)\s{0,9}([<>])")
_UNICODE = pattern(
    r"\\unicode\s{0,9}(?:\[[^\]]{0,40}\])?\{\s*(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}"
)
_VERB = pattern(r"\\verb([|+!/])([^\n]*?)\1")
_NAMED_COLOUR = pattern(r"\\(?:text)?color\s{0,9}(?:\[[^\]]{0,20}\])?\s{0,9}\{[^{}]{0,40}\}")
#: A bracket of Markdown, whose backslash TeX would read.
_BRACKET = pattern(r"(?<!\\)\\([()\[\]])")
_COLOUR = pattern(
    r"\\((?:text)?color)\s{0,9}(\[HTML\])?\s{0,9}\{\s{0,9}(#?[0-9A-Za-z]{3,30})\s{0,9}\}\s{0,9}"
)
_OPTION = pattern(r"\\bbox\s{0,9}(?:\[[^\]]{0,60}\])?|\\enclose\s{0,9}(?=\[)")
_ALIGNAT = pattern(r"(\\begin\{aligned\})\s{0,9}\{\d{1,2}\}")


def group_end(tex: str, pos: int) -> int | None:
    """Return the position after the group that begins with ``{`` at *pos*.

    None if it has no end within :data:`MAX_BODY` characters, which keeps many openings linear.
    """
    if not tex.startswith("{", pos):
        return None
    depth = 0
    for found in _BRACE.finditer(tex, pos, pos + MAX_BODY):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return None


def take_definitions(tex: str) -> tuple[str, dict[str, str]]:
    """Return *tex* without the definitions of commands in it, and the bodies of these by name.

    A command with an optional argument is left where it is: MathML has no converter for it.
    """
    rest: list[str] = []
    made: dict[str, str] = {}
    index = 0
    for found in _DEFINITION.finditer(tex):
        if found.start() < index:
            continue
        taken = _definition(tex, found)
        if taken is not None and len(made) < MAX_MACROS:
            body, end = taken
            made[found["braced"] or found["bare"]] = body
            rest.append(tex[index : found.start()])
            index = end
    rest.append(tex[index:])
    return "".join(rest), made


def _definition(tex: str, found: re.Match[str]) -> tuple[str, int] | None:
    """Return the body of the definition *found*, and where it ends."""
    index = found.end()
    if found["by"] == "let":
        other = _LET.match(tex, index)
        return (other[1], other.end()) if other is not None else None
    is_def = found["by"].endswith("def")
    skipped = (_PARAMETERS if is_def else _COUNT).match(tex, index)
    index = skipped.end() if skipped is not None else index
    end = group_end(tex, index)
    if end is None or end - index > MAX_BODY:
        return None
    body = tex[index + 1 : end - 1]
    if found["by"] == "DeclareMathOperator":
        body = rf"\operatorname{found['star']}{{{body}}}"
    return body, end


def project_macros(*sources: object) -> dict[str, str]:
    r"""Return the commands that mappings of a project define.

    The forms of MathJax (``"norm": ["\\lVert #1\\rVert", 1]``) and KaTeX (``"\\R": "…"``) are read;
    a command with an optional argument is left out.
    """
    made: dict[str, str] = {}
    for source in sources:
        for name, value in source.items() if isinstance(source, dict) else ():
            body: Any = value
            if isinstance(value, list | tuple):
                body = value[0] if 0 < len(value) < 3 else None
            if isinstance(name, str) and isinstance(body, str) and name.strip("\\"):
                made[name.strip().removeprefix("\\")] = body
    return made


def with_characters(tex: str) -> str:
    r"""Return *tex* with the characters that ``\unicode`` names."""
    return _UNICODE.sub(lambda found: _character(found).removeprefix(r"\text{")[:1], tex)


def repaired(tex: str) -> str:
    """Return *tex* with other names for what the converter does not know; use :data:`EXTRA` too."""
    tex = _ESCAPE.sub(r"\1\2", tex)
    tex = _BRACKET.sub(r"\1", _UNICODE.sub(_character, _VERB.sub(r"\\texttt{\2}", tex)))
    tex = "".join(_arrays(tex))
    tex = _ALIGNAT.sub(r"\1", _ENVIRONMENT.sub(_environment, tex))
    tex = "".join(_columns(coloured(tex)))
    tex = _MATHOP.sub(lambda found: rf"\operatorname*{{{found[1].replace(' ', '')}}}", tex)
    tex = _ANGLE.sub(lambda found: rf"\{found[1]}\{'l' if found[2] == '<' else 'r'}angle ", tex)
    tex = "".join(_stacks(_OPTION.sub(r"\\boxed", _HIDDEN.sub("", tex))))
    return "".join(_texts(tex))


def coloured(tex: str) -> str:
    """Return *tex* with colours as numbers, where they are hexadecimal or names of the web."""
    return "".join(_coloured(tex))


def _coloured(tex: str) -> Iterator[str]:
    index = 0
    for found in _COLOUR.finditer(tex):
        numbers = _numbers(f"#{found[3]}" if found[2] else found[3])
        if found.start() < index or not numbers:
            continue
        yield tex[index : found.start()]
        # A group of its own, because there is no other form that takes numbers.
        is_group = found[1] == "textcolor" and tex.startswith("{", found.end())
        yield rf"{'{' if is_group else ''}\color[rgb]{{{numbers}}}"
        index = found.end() + is_group
    yield tex[index:]


def _numbers(colour: str) -> str:
    try:
        parts = ImageColor.getrgb(colour)[:3]
    except ValueError:
        return ""
    return ",".join(f"{part / 255:.3f}" for part in parts)


def without_colours(tex: str) -> str:
    """Return *tex* without its colours, for one with a colour whose name is not known."""
    return _NAMED_COLOUR.sub("", tex)


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    is_valid = 0x20 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return rf"\text{{{chr(number)}}}" if is_valid else ""


def _arrays(tex: str) -> Iterator[str]:
    """Yield *tex* with each ``eqnarray``, whose relations have marks on both sides, as others."""
    index, is_array = 0, False
    for found in _EQNARRAY.finditer(tex):
        part = tex[index : found.start()]
        yield _one_mark_a_row(part) if is_array else part
        yield rf"\{found[1]}{{aligned}}"
        index, is_array = found.end(), found[1] == "begin"
    yield tex[index:]


def _one_mark_a_row(tex: str) -> str:
    return "\\\\".join(_MIDDLE.sub(r"& \1", row, count=1) for row in tex.split("\\\\"))


def _environment(found: re.Match[str]) -> str:
    if found["nothing"]:
        return ""
    name = "aligned" if found["aligned"] else found["matrix"] or "array"
    return rf"\{found[1]}{{{name}}}"


def _columns(tex: str) -> Iterator[str]:
    """Yield *tex* with plain columns in its arrays."""
    index = 0
    for found in _COLUMNS.finditer(tex):
        end = group_end(tex, found.end())
        if found.start() < index or end is None:
            continue
        yield tex[index : found.end()]
        plain = _COLUMN.sub(_column, tex[found.end() + 1 : end - 1])
        yield "{" + (re.sub(r"[^lcr|: ]", "", plain) or "c") + "}"
        index = end
    yield tex[index:]


def _column(found: re.Match[str]) -> str:
    if found[2]:
        return found[3] * int(found[2])
    return "l" if found[1] else ""


def _stacks(tex: str) -> Iterator[str]:
    r"""Yield *tex* with its ``\substack{…}`` as environments, whatever braces they hold."""
    index = 0
    for found in _SUBSTACK.finditer(tex):
        end = group_end(tex, found.end())
        if found.start() < index or end is None:
            continue
        yield tex[index : found.start()]
        yield rf"\begin{{subarray}}{{c}}{tex[found.end() + 1 : end - 1]}\end{{subarray}}"
        index = end
    yield tex[index:]


def _texts(tex: str) -> Iterator[str]:
    """Yield *tex* with underscores of texts escaped, and typed symbols as commands or texts."""
    index = 0
    for found in _TEXT.finditer(tex):
        end = group_end(tex, found.end())
        if found.start() < index or end is None:
            continue
        yield _PLAIN.sub(_symbol, tex[index : found.start()])
        yield from _text(found[0], tex[found.end() + 1 : end - 1])
        index = end
    yield _PLAIN.sub(_symbol, tex[index:])


def _text(command: str, words: str) -> Iterator[str]:
    """Yield the text *words* of *command*, with the formulas in it between texts."""
    parts = _DOLLAR.split(words)
    if len(parts) % 2 == 0:
        parts = [r"\$".join(parts)]  # one is not closed, so that it is an amount
    for number, part in enumerate(parts):
        if number % 2:
            yield f"{{{_PLAIN.sub(_symbol, part)}}}"
        elif part or not number:
            yield command + "{" + _MARK_IN_TEXT.sub(r"\\\1", part).replace(r"\^", "^") + "}"


def _symbol(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    # Letters are identifiers, which the converter takes; other symbols become texts.
    return character if character.isalnum() else rf"\text{{{character}}}"
