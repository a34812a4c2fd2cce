r"""Formulas of posts read, write and run nothing, whatever sets them: LaTeX, or ``imgmath`` for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
CONF = CONF.replace('"sphinx_paperreview"', '"sphinx_paperreview", "sphinx.ext.imgmath"')
#: The program that ``imgmath`` would run is none.
CONF += 'imgmath_latex = "no-such-program"\n'
REFUSED = [
    r"\input{/etc/passwd}", r"\input|own", r"a\\\input /etc/passwd", r"\def\x{\input}\x{/etc/passwd}",
    r"\let\x\openin", r"\immediate\write18{own}", r"\write18{own}", r"\catcode`\@=0", r"^^5cinput{x}",
    r"\begin{input}{/etc/passwd}\end{input}", r"\begin{write}18{own}\end{write}",
    r"\begin { input }{/etc/passwd}\end{input}", r"\begin{in\empty put}{/etc/passwd}\end{input}",
    r"\begin{filecontents*}{own}x\end{filecontents*}", r"\def\x{\begin}\x{input}", r"\csname input\endcsname",
    r"\UseName{input}{/etc/passwd}", r"\csuse{input}{/etc/passwd}", r"\pdffiledump length 9{/etc/passwd}",
    r"\VerbatimInput{/etc/passwd}", r"\includegraphics{/etc/x.png}", r"\directlua{own()}", r"\special{ps:own}",
    r"\text{\input{/etc/passwd}}", r"\makeatletter\@input{/etc/passwd}",
]  # fmt: skip
ALLOWED = [
    r"\frac{a}{b}", r"\begin{pmatrix*}[r]1 & 2\\input & 3\end{pmatrix*}", r"\text{input} \inputs",
    r"\begin {aligned}a\end {aligned}", r"\newcommand{\x}[1]{#1^2}\x{a}", r"\begingroup a\endgroup",
    r"\href{https://example.org/}{x}", r"\mathrm{read} \operatorname{write}(x)",
]  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_formulas_have_no_command_that_reads_or_runs(build: Build, builder: str) -> None:
    text = "\n\n".join(f"$$\n{each}\n$$\n\nand ${each}$" for each in REFUSED)
    post = f"# T\n\n{text}\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=CONF, builder=builder)
    tree = built.doctree("posts/2025-01-02-a")
    assert [*tree.findall(nodes.math), *tree.findall(nodes.math_block)] == []
    refused = [
        each for each in built.warnings if "a formula cannot have \\" in each or "^^" in each
    ]
    assert len(refused) == 2 * len(REFUSED)
    words = tree.astext()
    assert all(each in words for each in REFUSED)


def test_other_formulas_stay(build: Build) -> None:
    text = "\n\n".join(f"$$\n{each}\n$$\n\nand ${each}$" for each in ALLOWED)
    built = build(
        {"index.md": INDEX, "posts/2025-01-02-a.mdx": f"# T\n\n{text}\n"}, conf=CONF, builder="text"
    )
    tree = built.doctree("posts/2025-01-02-a")
    formulas = [*tree.findall(nodes.math), *tree.findall(nodes.math_block)]
    assert len(formulas) == 2 * len(ALLOWED)
    assert "paperreview.unsafe" not in built.codes
