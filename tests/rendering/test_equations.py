"""Formulas of packages, numbers of formulas and links to them, and commands that are defined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview.rendering.formulas.mathml import to_mathml
from sphinx_paperreview.rendering.formulas.tex import project_macros, take_definitions

if TYPE_CHECKING:
    from tests.harness import Built, Projects

CONF = """\
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
suppress_warnings = ["toc.not_included", "paperreview.date"]
paperreview_math_macros = {"\\\\RR": "\\\\mathbb{R}", "pair": ["(#1, #2)", 2]}
mathjax3_config = {"tex": {"macros": {"half": "\\\\frac12"}}}
"""
POST = r"""# 식

$\newcommand{\norm}[1]{\lVert #1\rVert} \DeclareMathOperator*{\best}{best}$

$$
\begin{equation}
E = mc^2 \label{eq:e}
\end{equation}
$$

$$
\begin{align}
a &= b \label{eq:1} \\
c &= d \nonumber \\
e &= f \tag{A} \label{eq:2}
\end{align}
$$

$$x = 1$$

앞 $\eqref{eq:e}$, $\ref{eq:1}$, $\eqref{eq:2}$, $y = \eqref{eq:1}$, $\eqref{없다}$, \eqref{eq:e} 뒤.

$\best_x \norm{x}$, $x \in \RR$, $\pair{a}{b}$, $\half$
"""
#: TeX that people write, and what its MathML holds.
WRITTEN = (
    (r"\text{값 $x_1$ 뒤}", "<msub><mi>x</mi><mn>1</mn></msub><mtext>\xa0뒤</mtext>"),
    (r"\text{약 $5} y_1", "<mtext>약\xa0$5</mtext>"),
    (r"\textup{ab}", "ab"), (r"\color{skyblue}x", "#87CEEB"), (r"\textcolor{#f00}{x}", "#FF0000"),
    (r"\textcolor[HTML]{00ff00}{x}", "#00FF00"), (r"\color{nowhere}x", "<mi>x</mi>"),
    ("∠A", "∠"), ("a ⊥ b ⊤", "⊤"), (r"\mathbbm{1}", "𝟙"), (r"\mathds{1}", "𝟙"),
    (r"\tcbox{x}", "<mi>x</mi>"), (r"\bm{x}", "𝒙"), (r"\pmb{x}", "𝒙"),
    (r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}", "<mtable"),
    (r"\begin{alignat}{2} a &= b \end{alignat}", "<mtable"),
    (r"\begin{bmatrix*}[r] a \end{bmatrix*}", "<mtable"),
    (r"\begin{tabular}{p{1cm}@{}c} a & b \end{tabular}", "<mtable"),
    (r"\sum_{\substack{i \in \{1\} \\ j}} x", "<mtable"),
    (r"\mathop{\rm argmin}\limits_x f", "argmin"), (r"\left< x \right>", "⟨"),
    (r"\text{lin_cat}", "lin_cat"), (r"\unicode{x2013} a", "–"), (r"f\(x\)", "(</mo>"),
    (r"\href{https://example.org/a_b}{x}", "<mi>x</mi>"), (r"\label{a} x", "<mi>x</mi>"),
    (r"\newcommand{\R}{\mathbb{R}} \R", "ℝ"), (r"\def\x#1{#1^2} \x{y}", "<msup>"),
    (r"a \tag 1", "(1)"), (r"a \tag*{b}", "<mtext>b</mtext>"), (r"\LaTeX", "LaTeX"),
    (r"\pi^\*", "<msup><mi>π</mi><mo>∗</mo></msup>"), (r"x\^2 \< y", "<mo>&lt;</mo>"),
    (r"\* \text{\'e}", "<mtext>e\N{COMBINING ACUTE ACCENT}</mtext>"), (r"\let\a=\alpha \a", "α"), (r"\gdef\b{\beta}\b", "β"),
)  # fmt: skip


@pytest.mark.parametrize(("tex", "part"), WRITTEN, ids=[tex for tex, _ in WRITTEN])
def test_what_people_write_is_shown(tex: str, part: str) -> None:
    made = to_mathml(tex, block=True)
    assert part in made.partition("<annotation")[0]
    # Who copies the formula gets what the author wrote.
    annotation = BeautifulSoup(made, "lxml").find("annotation")
    assert annotation is not None
    assert annotation.get_text() == tex


@pytest.mark.parametrize(
    "tex", [r"\undefinedthing x", r"\frac{a}", "a & b", r"\newcommand{\a}{\a} \a", r"\ce{H2O}"]
)
def test_what_is_not_known_has_a_reason(tex: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        to_mathml(tex, block=True)


def test_definitions_are_taken_from_the_text() -> None:
    rest, made = take_definitions(
        r"a \newcommand\R{\mathbb{R}} b \renewcommand*{\norm}[1]{|#1|} \def\x#1#2{#1#2}"
        r" \DeclareMathOperator{\rank}{rank} \let\y\alpha \newcommand{\open"
    )
    assert made == {
        "R": r"\mathbb{R}", "norm": "|#1|", "x": "#1#2", "rank": r"\operatorname{rank}",
        "y": r"\alpha",
    }  # fmt: skip
    assert rest.split() == ["a", "b", r"\newcommand{\open"]


def test_macros_of_a_project_have_two_forms() -> None:
    katex = {"\\R": r"\mathbb{R}"}
    mathjax = {"norm": [r"\lVert #1\rVert", 1], "opt": ["#1", 1, "x"], "bad": 3}
    assert project_macros(katex, mathjax, None) == {
        "R": r"\mathbb{R}",
        "norm": r"\lVert #1\rVert",
    }


@pytest.fixture(scope="module")
def built(projects: Projects) -> Built:
    files = {"conf.py": CONF, "index.md": "# I\n", "posts/2025-11-14-a.md": POST}
    return projects.build(files)


def test_labels_are_numbers_and_references_lead_to_them(built: Built) -> None:
    page = BeautifulSoup(built.read("posts/2025-11-14-a.html"), "lxml")
    links = [
        (link.get_text(), str(link["href"]))
        for link in page.select("article p a.reference.internal")
    ]
    assert links == [
        ("(1)", "#equation-eq-e"), ("2", "#equation-eq-1"), ("(A)", "#equation-eq-1"),
        ("(1)", "#equation-eq-e"),
    ]  # fmt: skip
    for _, address in links:
        assert page.find(id=address[1:]) is not None
    assert [each.get_text() for each in page.select(".eqno")] == ["(1)"]
    words = page.select_one("article").get_text()  # type: ignore[union-attr]  # it is there
    assert "\\label" not in words
    assert "(없다)" in words
    assert not page.select("article code")


def test_definitions_hold_for_the_rest_and_show_nothing(built: Built) -> None:
    page = BeautifulSoup(built.read("posts/2025-11-14-a.html"), "lxml")
    formulas = [each.decode() for each in page.select("article p math")]
    for part in ("best", "‖", "ℝ", "<mfrac>"):
        assert any(part in each for each in formulas), part
    section = page.select_one("article section")
    assert section is not None
    assert not [each for each in section.find_all("p") if not each.get_text(strip=True)]


def test_a_missing_label_is_named_once(built: Built) -> None:
    warned = [each for each in built.warnings if "paperreview.math" in each]
    assert len(warned) == 1
    assert re.search(r"no formula has \\label\{없다\}", warned[0])


def test_other_builders_have_the_numbers_too(projects: Projects) -> None:
    files = {"conf.py": CONF, "index.md": "# I\n", "posts/2025-11-14-a.md": POST}
    text = projects.build(files, builder="text").read("posts/2025-11-14-a.txt")
    assert "앞 (1), 2, (A)," in text
    latex = projects.build({**files, "index.md": "# I\n\n```{toctree}\nposts/2025-11-14-a\n```\n"},
                           builder="latex")  # fmt: skip
    source = next(latex.outdir.glob("*.tex")).read_text(encoding="utf-8")
    # LaTeX numbers by itself.
    assert r"\label{eq:e}" in source
    assert r"\eqref{eq:e}" in source


@pytest.mark.parametrize(
    "tex",
    ["(" * 60, "x[" * 60, r"\langle " * 60, "⟦" * 60, "{(}" * 60, r"( \\ " * 60, r"\bigl(" * 60,
     "(" * 60 + ")" * 30, r"\begin{matrix}" + "(" * 60 + r"& x\end{matrix}",
     r"\newcommand{\a}{((((}\newcommand{\b}{\a\a\a\a}\b\b\b\b"],
)  # fmt: skip
def test_brackets_without_end_are_refused(tex: str) -> None:
    """Each would double the time of math-core."""
    with pytest.raises(ValueError, match="not closed"):
        to_mathml(tex, block=True)


@pytest.mark.parametrize(
    "tex",
    ["[0, 1) + " * 40, "(" * 60 + "x" + ")" * 60, "{(x)}" * 40, r"\left( x \right]" * 40,
     r"\begin{aligned}" + r"f( & x) \\ " * 40 + r"\end{aligned}", r"\lvert x \rvert" * 40],
)  # fmt: skip
def test_brackets_with_an_end_are_shown(tex: str) -> None:
    assert to_mathml(tex, block=True).endswith("</math>")
