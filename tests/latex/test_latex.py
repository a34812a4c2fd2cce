"""What LaTeX is given: an engine for the text, and nothing that it would stop at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.harness import ROOT, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness import Built

DOCUMENT = '\nlatex_documents = [("index", "reviews.tex", "Reviews", "A", "manual")]\n'
KOREAN = '\nlanguage = "ko"\n' + DOCUMENT
POST = "posts/2025-01-02.mdx"


@pytest.fixture
def to_latex(build: Callable[..., Built]) -> Callable[..., Built]:
    """Build a post, and files beside it, by the LaTeX builder."""

    def run(text: str, conf: str = DOCUMENT, **files: bytes) -> Built:
        beside: dict[str, str | bytes] = {
            f"posts/{name.replace('__', '.')}": data for name, data in files.items()
        }
        return build({POST: text, **beside}, builder="latex", more_conf=conf)

    return run


def body(built: Built) -> str:
    """Return the document without its preamble and its indices."""
    text = built.read("reviews.tex").partition(r"\begin{document}")[2]
    return text.partition(r"\begin{sphinxtheindex}")[0]


def preamble(built: Built) -> str:
    return built.read("reviews.tex").partition(r"\begin{document}")[0]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'

# -- the engine --------------------------------------------------------------------------------


def test_korean_is_set_by_xelatex_and_kotex(to_latex: Callable[..., Built]) -> None:
    built = to_latex("# 제목\n\n한글\n", KOREAN)
    assert r"\usepackage{kotex}" in preamble(built)
    assert r"\renewcommand{\contentsname}{차례}" in preamble(built)
    assert "polyglossia" not in preamble(built)
    assert "xelatex" in built.read("latexmkrc")
    assert "xindy" not in built.read("latexmkrc")  # which few installations have
    assert built.exists("paperreview.sty")


@pytest.mark.parametrize("language", ["ko", "ko_KR"])
def test_a_korean_book_is_built_without_a_warning(
    to_latex: Callable[..., Built], language: str
) -> None:
    conf = KOREAN.replace('"ko"', f'"{language}"')
    built = to_latex("# 제목\n\n한글\n", f'{conf}html_theme = "basic"\n')
    assert built.warnings == []
    assert r"\usepackage{kotex}" in preamble(built)


@pytest.mark.parametrize(
    "conf",
    [
        'latex_engine = "pdflatex"',
        r"""latex_elements = {"fontpkg": "", "polyglossia": r"\usepackage{polyglossia}"}""",
    ],
)
def test_korean_that_is_left_to_babel_is_warned_of(
    to_latex: Callable[..., Built], conf: str
) -> None:
    built = to_latex("# 제목\n\n한글\n", f"{KOREAN}{conf}\n")
    assert built.warnings
    assert {"no Babel option known" in line for line in built.warnings} == {True}


def test_a_book_without_a_review_is_warned_of_as_by_sphinx(build: Callable[..., Built]) -> None:
    conf = f'project = "A"\nlanguage = "ko"\nextensions = {{!r}}\n{DOCUMENT}'
    files = {"index.rst": "제목\n====\n\n한글\n"}
    ours, theirs = (
        build(files, conf=conf.format(names), builder="latex")
        for names in (["sphinx_paperreview"], [])
    )
    assert ours.files() == theirs.files()
    assert ours.warnings == theirs.warnings != []


def test_a_book_without_chapters_renames_no_chapters(
    to_latex: Callable[..., Built],
) -> None:
    text = preamble(to_latex("# 제목\n", KOREAN.replace("manual", "howto")))
    assert r"\ifdefined\chaptername \renewcommand{\chaptername}{}\fi" in text


def test_fonts_are_used_only_where_they_exist(to_latex: Callable[..., Built]) -> None:
    fonts = preamble(to_latex("# 제목\n", KOREAN))
    asked = re.findall(r"\\set\w*font\{([^}]+)\}", fonts)
    assert len(asked) > 5
    assert set(asked) - {"FreeSans", "FreeMono"} <= {
        name.removesuffix(".otf") for name in re.findall(r"\\IfFontExistsTF\{([^}]+)\}", fonts)
    }


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("# Title\n\nEnglish with α ≥ β 🚀\n", "pdflatex"),
        ("# Title\n\nEnglish and 한글\n", "xelatex"),
        ("# Title\n\n漢字\n", "xelatex"),
        ("# Title\n\nA compatibility ideograph: \uf900\n", "xelatex"),
    ],
)
def test_the_text_decides_where_the_language_does_not(
    to_latex: Callable[..., Built], text: str, engine: str
) -> None:
    built = to_latex(text)
    commands = re.search(r"\$pdflatex = '(\w+) ", built.read("latexmkrc"))
    assert commands is not None
    assert commands[1] == engine
    assert (r"\usepackage{kotex}" in preamble(built)) == (engine == "xelatex")


@pytest.mark.parametrize(
    ("more", "there", "absent"),
    [
        ('latex_engine = "lualatex"', r"\usepackage{kotex}", "inputenc"),
        ('latex_engine = "pdflatex"', "inputenc", "kotex"),
        (r'latex_elements = {"fontpkg": r"\usepackage{mine}"}', r"\usepackage{mine}", "kotex"),
        (r'latex_elements = {"preamble": r"\usepackage{xeCJK}"}', r"\setmainfont", "kotex"),
        (r'latex_elements = {"pointsize": "12pt"}', "12pt", "fontpkg"),
    ],
)
def test_what_a_project_chooses_stays(
    to_latex: Callable[..., Built], more: str, there: str, absent: str
) -> None:
    built = to_latex("# 제목\n", KOREAN + more)
    assert there in preamble(built)
    assert absent not in preamble(built)


def test_the_configuration_in_the_documentation(build: Callable[..., Built]) -> None:
    conf = ROOT / "docs" / "snippets" / "pdf" / "conf.py"
    built = build({POST: "# 제목\n"}, builder="latex", conf=conf.read_text(encoding="utf-8"))
    text = built.read("paperreviews.tex")
    for part in ("a4paper", "openany,oneside", r"{secnumdepth}{-1}", r"\usepackage{kotex}"):
        assert part in text


# -- pictures ----------------------------------------------------------------------------------


def test_pictures_of_all_kinds_are_included(to_latex: Callable[..., Built]) -> None:
    text = (
        "# Title\n\n![](a.webp) ![](b.gif) ![](c.svg) ![](d.png) ![](e.jpg)\n\n"
        "![](<g 그림%25.png>)\n\n![](mislabelled.png)\n"
    )
    files = {"a__webp": "WEBP", "b__gif": "GIF", "d__png": "PNG", "e__jpg": "JPEG"}
    data = {name: picture(30, 20, form=form) for name, form in files.items()}
    data |= {
        "c__svg": SVG,
        "g 그림%__png": picture(30, 20),
        "mislabelled__png": picture(30, 20, form="WEBP"),
    }
    built = to_latex(text, **data)
    assert built.warnings == []
    shown = re.findall(r"\\sphinxincludegraphics(?:\[.*?\])?\{\{(.*?)\}\.(\w+)\}", body(built))
    assert len(shown) == 7
    for stem, suffix in shown:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", stem)
        with Image.open(built.outdir / f"{stem}.{suffix}") as image:
            assert image.format == {"png": "PNG", "jpg": "JPEG"}[suffix]
    with Image.open(built.outdir / "c.svg.png") as image:
        # Three pixels for one, shown as large as in a browser.
        assert image.size == (90, 60)
        assert round(image.info["dpi"][0]) == 3 * 96


def _svg(inner: str, size: str = 'width="9" height="9"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'.encode()


@pytest.mark.parametrize(
    "drawing",
    [
        _svg("", 'width="90000" height="90000"'),
        _svg("<g>" * 9000 + "</g>" * 9000),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + _svg("&a;"),
    ],
)
def test_drawings_that_would_end_the_program(
    to_latex: Callable[..., Built], drawing: bytes
) -> None:
    built = to_latex("# Title\n\n![그림 하나](a.svg)\n", a__svg=drawing)
    assert built.codes == ["paperreview.image"]
    assert "그림 하나" in body(built)


def test_a_drawing_reads_no_other_file(to_latex: Callable[..., Built], tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    Image.new("RGB", (9, 9), "red").save(other)
    inner = f'<image href="{other.as_posix()}" width="9" height="9"/>'
    built = to_latex("# Title\n\n![](a.svg)\n", a__svg=_svg(inner))
    with Image.open(built.outdir / "a.svg.png") as image:
        assert image.convert("RGBA").getextrema()[3] == (0, 0)


@pytest.mark.parametrize("name", ["broken.png", "broken.svg"])
def test_the_alternative_text_replaces_an_unreadable_picture(
    to_latex: Callable[..., Built], name: str
) -> None:
    text = f"# Title\n\n[![Its words]({name})](https://example.org/)\n"
    built = to_latex(text, **{name.replace(".", "__"): b"<svg><open"})
    assert built.codes == ["paperreview.image"]
    assert "; save " in built.warnings[0]
    assert re.search(
        r"\\sphinxhref\{https://example\.org/\}\{(?:\\DUrole\{pr-missing\}\{)?Its words\}",
        body(built),
    )
    assert "includegraphics" not in body(built)


def test_the_alternative_text_replaces_a_remote_picture(
    to_latex: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr("sphinx.util.requests.get", refuse)
    text = "# Title\n\n![Far_words](https://example.invalid/x.png)\n\n| a |\n|---|\n| ![Cell](https://example.invalid/y.png) |\n"
    built = to_latex(text)
    assert r"\sphinxhref{https://example.invalid/x.png}{Far\_words}" in body(built)
    assert r"\sphinxhref{https://example.invalid/y.png}{Cell}" in body(built)


def test_a_picture_without_a_size_to_see_is_left_out(to_latex: Callable[..., Built]) -> None:
    # Sphinx's macro for pictures runs for ever over one of them.
    text = '# T\n\n<img src="./a.png" width="0" />\n\n<img src="./a.png" width="10" />\n'
    tex = body(to_latex(text, a__png=picture(30, 20)))
    assert re.findall(r"includegraphics\[(.*?)\]", tex) == [r"width=10\sphinxpxdimen"]


def test_other_builders_keep_their_pictures(build: Callable[..., Built]) -> None:
    built = build({POST: "# T\n\n![](a.webp)\n", "posts/a.webp": picture(30, 20, form="WEBP")})
    assert built.exists("_images/a.webp")


# -- formulas ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"$\color{#f00}{x}$", r"\color[HTML]{FF0000}{x}"),
        (r"$\textcolor{lightblue}{x}$", r"\textcolor[HTML]{ADD8E6}{x}"),
        (r"$\textcolor{red}{x}$", r"\textcolor{red}{x}"),
        (r"$\colorbox{nosuch}{x}$", r"\colorbox{white}{x}"),
        ("$정확도 = 맞은 수$", r"\text{정확도} = \text{맞은 수}"),
        (r"$\text{a_b}$", r"\text{a\_b}"),
        ("$α ≥ 1$", r"\(\alpha  \geq  1\)"),
        ("$x^ℝ$", r"\(x^{\mathbb{R}}\)"),
        ("$x % y$", r"\(x\)"),
        ("$$\na = b\n\n+ c\n$$", "a = b\n+ c"),
    ],
)
def test_what_katex_takes_is_written_for_latex(
    to_latex: Callable[..., Built], formula: str, written: str
) -> None:
    built = to_latex(f"# Title\n\nBefore\n\n{formula}\n\nafter\n")
    assert written in body(built)
    assert built.warnings == []


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (
            "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
            "\\begin{equation*}\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n\\end{equation*}",
        ),
        (
            "\\begin{aligned} a \\\\ b \\end{aligned} \\tag{1}",
            "\\begin{equation*}\n\\begin{aligned} a \\\\ b \\end{aligned} \\tag{1}\n\\end{equation*}",
        ),
        ("a &= b \\\\\nc &= d", "\\begin{split}a &= b \\\\\nc &= d\\end{split}"),
    ],
)
def test_displays_do_not_nest(to_latex: Callable[..., Built], formula: str, written: str) -> None:
    assert written in body(to_latex(f"# Title\n\n$$\n{formula}\n$$\n"))


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        (r"\frac{a}{b", "{ is not closed"),
        (r"x}y", "} closes nothing"),
        (r"\left( x", "left is not closed"),
        (r"\begin{matrix} a", "matrix is not closed"),
        (r"\begin{matrix} a \end{pmatrix}", r"\end{pmatrix} closes nothing"),
        (r"a & b", "& stands outside of an environment"),
        (r"\left( x \end{left}", r"\end{left} closes nothing"),
        (r"\# #", r"# in it must be written \#"),
        (r"x^2^3", "^2^ has ^ twice"),
        (r"\input{/etc/hosts}", r"\input has no place in a formula"),
        (r"\^^69nput{/etc/hosts}", "^^ has no place in a formula"),
        (r"\immediate\write18{ls}", r"\immediate has no place in a formula"),
        (r"\begin{input}{/etc/hosts}\end{input}", r"\begin{input} has no place in a formula"),
        (r"\def\x{\x}\x", "its commands call one another without end, or grow too long"),
        (
            r"\def\a{\b\b}\def\b{\a}\a",
            "its commands call one another without end, or grow too long",
        ),
        (r"\newcommand{\x}[1]{\frac{#1}{2}} \x", r"\x has too few arguments"),
        (r"\global\let\section\relax", r"\global has no place in a formula"),
        (r"\loop\iftrue\repeat", r"\loop has no place in a formula"),
        (r"\newcommand{\x}[2][a]{#1#2} \x b", r"\newcommand has no place in a formula"),
    ],
)
def test_a_formula_that_would_take_text_along_stays_as_it_is_written(
    to_latex: Callable[..., Built], formula: str, problem: str
) -> None:
    # In a post that is not trusted, some of them are refused for every builder.
    conf = f"{DOCUMENT}paperreview_trusted = True\n"
    built = to_latex(f"# Title\n\nBefore ${formula}$ after.\n", conf=conf)
    assert built.codes == ["paperreview.math"]
    assert problem in built.warnings[0]
    assert r"Before \sphinxcode" in body(built)
    assert "after." in body(built)
    assert r"\(" not in body(built)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"\newcommand{\half}[1]{\frac{#1}{2}} \half{x} + \half y", r"\frac{x}{2} + \frac{y}{2}"),
        (r"\def\norm#1{\lVert #1\rVert}\norm{\norm{x}}", r"\lVert \lVert x\rVert \rVert"),
        (r"\DeclareMathOperator{\rank}{rank} \rank A", r"\operatorname{rank} A"),
        (r"\let\eps\varepsilon \eps x", r"\varepsilon  x"),
        (r"\gdef\section{x} \section", "x"),
        (r"\href{https://x.example}{x} + \url{https://y.example}", r"x + \text{https://y.example}"),
        (r"\unicode{x3b1} + y", r"\alpha  + y"),
    ],
)
def test_commands_of_a_formula_are_worked_out(
    to_latex: Callable[..., Built], formula: str, written: str
) -> None:
    text = body(to_latex(f"# Title\n\nBefore ${formula}$ after.\n"))
    assert written in text
    assert not re.search(
        r"\\(?:[gex]?def|let|newcommand|href|url|unicode)\\?\b", text.split("Before")[1]
    )


def test_commands_are_known_to_the_formulas_after_them(to_latex: Callable[..., Built]) -> None:
    text = "# Title\n\n$\\newcommand{\\R}{\\mathbb{R}}$\n\nIn $x \\in \\R^n$ and $\\N$.\n"
    built = to_latex(text, DOCUMENT + 'paperreview_math_macros = {"N": "\\\\mathcal{N}"}\n')
    assert r"x \in \mathbb{R}^n" in body(built)
    assert r"\mathcal{N}" in body(built)


def test_a_label_holds_no_command(to_latex: Callable[..., Built]) -> None:
    text = "# Title\n\n```{math}\n:label: a}\\input{b\n\nx\n```\n\nSee {eq}`a}\\input{b`.\n"
    assert "input" not in re.sub(r"label\{[^{}]*\}|ref\{[^{}]*\}", "", body(to_latex(text)).lower())


def test_a_long_formula_is_checked_in_linear_time(to_latex: Callable[..., Built]) -> None:
    # The timeout of the suite is the only clock; quadratic work here would take minutes.
    words = r"\text{" + "_" * 300_000
    cells = r"\begin{a}" + "{" * 9_000 + "&" * 100_000
    built = to_latex(f"# Title\n\n$$\n{words}\n$$\n\n${cells}$\n")
    assert built.codes == ["paperreview.math", "paperreview.math"]


def test_unknown_commands_are_named_to_the_style_file(to_latex: Callable[..., Built]) -> None:
    text = "# Title\n\n## With $\\foo + \\R$\n\n$\\begin{nosuch}a\\end{nosuch}$\n"
    tex = preamble(to_latex(text))
    assert r"\paperreviewcommands{R,begin,end,foo}" in tex
    assert r"\paperreviewenvironments{nosuch}" in tex


# -- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a 🚀 b", r"a \paperreviewsymbol{🚀}{1F680}{\paperreviewname{rocket}} b"),
        ("✔️", r"\paperreviewsymbol{✔}{2714}{\paperreviewname{check mark}}"),
        ("🇰🇷", r"\paperreviewsymbol{🇰🇷}{1F1F0}{\paperreviewname{South Korea}}"),
        ("x ≥ y", r"\paperreviewsymbol{≥}{2265}{\paperreviewmath{geq}{"),
        ("αβ", r"\paperreviewsymbol{αβ}{03B1}{\paperreviewmath{alpha}{α}\paperreviewmath{beta}{β}}"),
        ("`→`", r"\sphinxcode{\sphinxupquote{\paperreviewsymbol{→}"),
        ("a\u200bb\u2009c", "ab c"),
        ("한글 漢字 “q” — …", "한글 漢字 “q” — …"),
        ("```text\n✅ done\n```", r"\paperreviewsymbol{✅}{2705}{\paperreviewname{check mark button}} done"),
    ],
)  # fmt: skip
def test_rare_characters_have_a_replacement(
    to_latex: Callable[..., Built], text: str, written: str
) -> None:
    assert written in body(to_latex(f"# Title\n\n{text}\n"))


def test_no_empty_line_ends_an_argument(to_latex: Callable[..., Built]) -> None:
    tex = body(
        to_latex("# Title\n\n<b>one <br />\nand <br />\n two</b>\n\n**three <br/><br/>\nfour**\n")
    )
    arguments = re.findall(r"\\sphinxstylestrong\{(.*?(?:two|four))\}", tex, re.DOTALL)
    assert [argument.split()[0] for argument in arguments] == ["one", "three"]
    assert not [argument for argument in arguments if "\n\n" in argument]


def test_lists_may_be_deep(to_latex: Callable[..., Built]) -> None:
    flat = "# Title\n\n- a\n  - b\n"
    deep = "# Title\n\n" + "".join(f"{'  ' * level}- item\n" for level in range(9))
    assert "maxlistdepth" not in preamble(to_latex(flat))
    match = re.search(r"maxlistdepth=(\d+)", preamble(to_latex(deep)))
    assert match is not None
    assert int(match[1]) >= 9
    own = DOCUMENT + 'latex_elements = {"maxlistdepth": "30"}\n'
    assert "maxlistdepth=30" in preamble(to_latex(deep, own))


def test_tables_may_be_deep(to_latex: Callable[..., Built]) -> None:
    text = "deepest"
    for level in range(6):
        text = f"<table><tr><td>level{level} {text}</td><td>x</td></tr></table>"
    tex = body(to_latex(f"# Title\n\n{text}\n"))
    found = re.findall(r"level\d|deepest", tex)
    assert sorted(found) == sorted([*(f"level{level}" for level in range(6)), "deepest"])
    assert len(re.findall(r"\\begin\{tabul", tex)) == 3


@pytest.mark.parametrize("tag", ["div", "span", "a"])
def test_links_to_elements_have_a_place(to_latex: Callable[..., Built], tag: str) -> None:
    tex = body(to_latex(f'# Title\n\n[go](#place)\n\nsee <{tag} id="place">it</{tag}>\n'))
    assert r"\hyperref[\detokenize{posts/2025-01-02:place}]" in tex
    assert tex.count(r"\label{\detokenize{posts/2025-01-02:place}}") == 1


def test_a_centred_block_is_centred(to_latex: Callable[..., Built]) -> None:
    text = "# Title\n\n<div style={{textAlign: 'center'}}>\n\nMiddle\n\nwords\n\n</div>\n"
    assert re.search(
        r"\\begin\{center\}\s.*Middle.*words.*\\end\{center\}", body(to_latex(text)), re.DOTALL
    )


# -- numbers of headings -----------------------------------------------------------------------

NUMBERED = "# Day\n\n## 1. [Paper](https://arxiv.org/abs/2511.10643)\n\nText.\n"


@pytest.mark.parametrize(
    ("elements", "number"),
    [
        ("{}", ""),
        ("{'papersize': 'a4paper'}", ""),
        (r"{'preamble': r'\setcounter{secnumdepth}{-1}'}", "1. "),
    ],
)
def test_a_heading_has_one_number(
    to_latex: Callable[..., Built], elements: str, number: str
) -> None:
    text = body(to_latex(NUMBERED, DOCUMENT + f"latex_elements = {elements}\n"))
    # Sphinx 8 leaves links in headings out.
    assert re.findall(r"section\{([\d. ]*)(?:\\sphinxhref|Paper)", text) == [number]


# -- links ---------------------------------------------------------------------------------------


def test_facts_are_apart_and_have_one_address(to_latex: Callable[..., Built]) -> None:
    text = (
        "---\ntags: [one, two]\n---\n# P\n\n"
        "## 1. [T](https://arxiv.org/abs/2511.10643) `nvidia` `google`\n\nText.\n"
    )
    words = re.sub(r"\\(?:DUrole|sphinxhref)\{[^{}]*\}|[{}]", "", body(to_latex(text)))
    assert "one · two\n" in words
    facts = words.partition("\nnvidia · ")[2].partition("Text.")[0]
    assert facts.startswith("google · arXiv:2511.10643\n")
    for label in ("PDF", "HF", "alphaXiv"):
        assert label not in facts


@pytest.mark.parametrize(("shown", "times"), [("footnote", 1), ("inline", 1), ("no", 0)])
def test_the_address_of_a_paper_is_printed_once(
    to_latex: Callable[..., Built], shown: str, times: int
) -> None:
    text = (
        "# P\n\n## 1. [T](https://arxiv.org/abs/2511.10643) [(site)](https://example.org/t)\n\n"
        "See [others](https://example.org/x).\n"
    )
    written = body(to_latex(text, f"{DOCUMENT}\nlatex_show_urls = {shown!r}"))
    linked = re.sub(r"\\sphinxhref\{[^}]*\}", "", written)
    assert linked.count("arxiv.org/abs/2511.10643") == times
    assert linked.count("example.org/x") == times
