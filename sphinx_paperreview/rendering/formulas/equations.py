r"""Numbers of formulas (``\label``, ``\tag``), links to them, and commands that a document defines.

In TeX these hold for the whole document, while each formula is written by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.builders import writes_latex
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.rendering.formulas.mathml import MATHML
from sphinx_paperreview.rendering.formulas.tex import MAX_MACROS, project_macros, take_definitions
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element
    from sphinx.config import Config

_LABEL = re.compile(r"\\label\s{0,9}\{([^{}\n]{1,200})\}")
_TAG = re.compile(r"\\tag\s{0,9}(\*?)\s{0,9}(?:\{([^{}$]{0,200})\}|([0-9A-Za-z]))")
_REFERENCE = re.compile(r"\\(eqref|ref|autoref|cref)\s{0,9}\{([^{}\n]{1,200})\}")
_DEFINES = re.compile(r"\\(?:[a-z]{0,7}command|Declare[A-Z]|[gex]?def|let)(?![a-z])")
#: Prefix of the ids of formulas.
PREFIX = "equation-"


@dataclass(frozen=True, slots=True)
class _Equation:
    """What a label names: the number as it is shown, and the id of the formula."""

    number: str
    anchor: str


class Equations(PageTransform):
    r"""Number the formulas that have a ``\label``, and make links of ``\eqref`` and ``\ref``.

    LaTeX does so itself. Commands that a formula defines are known to the formulas after it.
    """

    # Before GluedFormulas (700), which cuts the texts around formulas into pieces.
    default_priority = 690

    def is_supported(self) -> bool:
        """Return whether it runs: for every builder but LaTeX."""
        return not writes_latex(builder_of(self.env)) and super().is_supported()

    def run(self, **kwargs: Any) -> None:
        """Change the formulas of the document."""
        formulas = nodes_of_kinds(self.document, nodes.math, nodes.math_block)
        texts = [node.astext() for node in formulas]
        whole = "\n".join(texts)
        if getattr(builder_of(self.env), "math_renderer_name", None) == MATHML:
            define_commands(formulas, self.config, defines=_DEFINES.search(whole) is not None)
        if not _REFERENCE.search(whole) and not _LABEL.search(whole):
            return
        found = _numbered(self.document, formulas)
        told: set[str] = set()
        for node in formulas:
            if _REFERENCE.search(node.astext()):
                _refer(node, found, told)


def define_commands(formulas: Sequence[Element], config: Config, *, defines: bool) -> None:
    """Give each formula the commands that the project and the formulas before it define."""
    mathjax = [getattr(config, f"mathjax{version}_config", None) for version in (3, 4)]
    parts = [each.get("tex") for each in mathjax if isinstance(each, dict)]
    tables = [each.get("macros") for each in parts if isinstance(each, dict)]
    made = project_macros(*tables, settings_of(config).math_macros)
    macros = tuple(made.items())
    for node in formulas:
        rest, own = take_definitions(node.astext()) if defines else ("", {})
        if own and len(made) < MAX_MACROS:
            made.update(own)
            macros = tuple(made.items())
            if not rest.strip() and node.parent is not None:
                # A formula that only defines shows nothing.
                _remove(node)
                continue
            node.children = [nodes.Text(rest.strip())]
        if macros:
            node["macros"] = macros


def _remove(node: Element) -> None:
    """Remove *node*, and the paragraph that holds nothing else."""
    parent = node.parent
    node.parent = None
    if all(child is not node for child in parent.children):
        return  # a copy, as of a heading
    parent.remove(node)
    if isinstance(parent, nodes.paragraph) and not parent.astext().strip() and not parent["ids"]:
        images = any(True for _ in parent.findall(nodes.image))
        if not images and parent.parent is not None:
            parent.parent.remove(parent)


def _numbered(document: nodes.document, formulas: Sequence[Element]) -> dict[str, _Equation]:
    r"""Replace each ``\label`` by a ``\tag`` with the next number; return what they name."""
    found: dict[str, _Equation] = {}
    known = [node["number"] for node in formulas if isinstance(node.get("number"), int)]
    count = max(known, default=0)
    for node in formulas:
        tex = node.astext()
        if not isinstance(node, nodes.math_block) or not _LABEL.search(tex):
            continue
        rows = []
        for row in tex.split("\\\\"):
            labels = [label.strip() for label in _LABEL.findall(row)]
            if not labels:
                rows.append(row)
                continue
            tag = _TAG.search(row)
            if tag is None and any(label not in found for label in labels):
                count += 1
            own = (tag[3] or tag[2]) if tag is not None else ""
            number = own if tag is not None and tag[1] else f"({own or count})"
            for label in labels:
                anchor = _anchor(document, node, label, len(found) + 1)
                found.setdefault(label, _Equation(number, anchor))
            shown = "" if tag is not None else rf"\tag{{{count}}}"
            first = _LABEL.search(row)
            assert first is not None  # noqa: S101  # there are labels
            rows.append(row[: first.start()] + shown + _LABEL.sub("", row[first.end() :]))
        node.children = [nodes.Text("\\\\".join(rows))]
    return found


def _anchor(document: nodes.document, node: Element, label: str, number: int) -> str:
    """Return the id of the formula *node*; it gets one from its first *label*, else *number*."""
    if not node["ids"]:
        name = nodes.make_id(label)
        identifier = PREFIX + (name or str(number))
        while identifier in document.ids:
            identifier = f"{PREFIX}{name}-{number}"
            number += 1
        document.ids[identifier] = node
        node["ids"].append(identifier)
    return str(node["ids"][0])


def _refer(node: Element, found: dict[str, _Equation], told: set[str]) -> None:
    r"""Make a link of a formula that only refers to another; else show the number in it.

    A label that nothing has is shown itself, and warned of once (``MATH``).
    """
    tex = node.astext().strip()
    for command, label in _REFERENCE.findall(tex):
        if label.strip() not in found and label not in told:
            told.add(label)
            message = "no formula has \\label{%s}, which \\%s names; write the label into one"
            warn(WarningKind.MATH, message, label, command, location=node)
    whole = _REFERENCE.fullmatch(tex)
    equation = found.get(whole[2].strip()) if whole is not None else None
    if whole is not None and isinstance(node, nodes.math) and node.parent is not None:
        shown = _shown(whole, found)
        if equation is None:
            node.parent.replace(node, nodes.Text(shown))
            return
        link = nodes.reference("", shown, refid=equation.anchor, internal=True)
        node.parent.replace(node, link)
        return
    made = _REFERENCE.sub(lambda each: rf"\text{{{_shown(each, found)}}}", node.astext())
    node.children = [nodes.Text(made)]


def _shown(reference: re.Match[str], found: dict[str, _Equation]) -> str:
    equation = found.get(reference[2].strip())
    number = equation.number if equation is not None else f"({reference[2].strip()})"
    return number if reference[1] == "eqref" else number.removeprefix("(").removesuffix(")")
