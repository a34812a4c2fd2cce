"""Names and attributes that writers, themes and scripts write or read as more than what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.ext import graphviz

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built

INDEX = "Home\n====\n\n.. toctree::\n   :glob:\n\n   posts/*\n"
NAME = "posts/2025-01-02-a"
SCRIPT = "<script>XSS()</script>"


def conf(*extensions: str, theme: str = "basic") -> str:
    names = ["sphinx_paperreview", *extensions]
    return f"{CONF.replace('basic', theme)}extensions = {names!r}\n"


def active(data: str) -> list[str]:
    """Return what of a page would run."""
    soup = BeautifulSoup(data, "html.parser")
    found = [
        str(each)
        for each in soup.find_all("script")
        if "XSS" in each.text and each.get("type") != "application/ld+json"
    ]
    return found + [
        f"{each.name} {name}"
        for each in soup.find_all(True)
        for name in each.attrs
        if name.lower().startswith("on")
    ]


PARSERS = ["myst", "markdown", "myst_parser.sphinx_", "myst_parser.docutils_", "commonmark", "this"]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("suffix", [".rst", ".mdx"])
def test_include_has_no_parser_for_markdown(
    build: Build, tmp_path: Path, parser: str, suffix: str
) -> None:
    """It has settings and HTML of its own: a post ran code by it."""
    made = tmp_path / "made"
    inner = (
        '---\nmyst:\n  enable_extensions: ["substitution"]\n---\n\n'
        f"{{{{ cycler.__init__.__globals__.os.system('touch {made}') }}}}\n\n{SCRIPT}\n"
    )
    line = f".. include:: a.inc\n   :parser: {parser}\n"
    post = f"T\n=\n\n{line}" if suffix == ".rst" else f"# T\n\n```{{eval-rst}}\n{line}```\n"
    built = build({"index.rst": INDEX, f"{NAME}{suffix}": post, "posts/a.inc": inner}, conf=CONF)
    assert not made.exists()
    assert active(built.read(f"{NAME}.html")) == []
    assert built.codes == ["paperreview.unsafe"]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
@pytest.mark.parametrize("split", [False, True])
def test_the_category_of_a_term_is_a_word(tmp_path: Path, builder: str, *, split: bool) -> None:
    keys = [SCRIPT, "x/../../../pwned", "x/../index", '"><b onclick=XSS()>', "Ä", "word"]
    terms = "".join(f"   term{n} : {key}\n      Text.\n\n" for n, key in enumerate(keys))
    files = {
        "conf.py": f"{CONF}html_split_index = {split}\n", "index.rst": INDEX,
        f"{NAME}.rst": f"T\n=\n\n.. glossary::\n\n{terms}",
    }  # fmt: skip
    source = tmp_path / "site/src"
    write_files(source, files)
    built = build_project(source, builder=builder, builddir=tmp_path / "site/out")
    pages = [path for path in built.outdir.rglob("*") if path.suffix in {".html", ".xhtml"}]
    assert [path.name for path in pages if active(path.read_text(encoding="utf-8"))] == []
    assert {path.name for path in tmp_path.iterdir()} == {"site"}
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"src", "out"}
    assert "genindex" in " ".join(path.as_posix() for path in pages)
    assert not list(tmp_path.rglob("*pwned*"))


@pytest.mark.parametrize(
    "text",
    [
        '<span className="a}\\input{x}{">x</span>',
        '<span class="a}\\input{x}{">x</span>',
        '<div className="b}\\input{x}{">x</div>',
        "```{container} c}\\input{x}{\nx\n```",
    ],
)
@pytest.mark.parametrize("suffix", [".mdx", ".md"])
def test_no_class_is_a_command_of_tex(build: Build, text: str, suffix: str) -> None:
    built = build(
        {"index.rst": INDEX, f"{NAME}{suffix}": f"# T\n\n{text}\n"}, conf=CONF, builder="latex"
    )
    (file,) = [path for path in built.outdir.glob("*.tex") if "sphinx" not in path.name]
    tex = file.read_text(encoding="utf-8")
    assert r"\input{x}" not in tex
    assert "T" in tex


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".rst", ".. parsed-literal::\n   :class: math\n\n   \\\\(\\\\href{javascript:XSS()}{x}\\\\)"),
        (".rst", ".. code-block:: none\n   :class: mathjax_process\n\n   \\(\\href{javascript:XSS()}{x}\\)"),
        (".rst", ".. class:: tex2jax_process\n\n::\n\n   \\(\\href{javascript:XSS()}{x}\\)"),
        (".mdx", '<code className="math">{"\\\\(\\\\href{javascript:XSS()}{x}\\\\)"}</code>'),
        (".mdx", '<div className="output_area">\n\n`\\(\\href{javascript:XSS()}{x}\\)`\n\n</div>'),
        (".md", '<div class="math">\\(\\href{javascript:XSS()}{x}\\)</div>'),
        (".md", '---\nformat: myst\n---\n\n# T\n\n<div class="m&#97;th">\\(\\href{javascript:XSS()}{x}\\)</div>'),
    ],
)  # fmt: skip
def test_no_class_makes_formulas_of_code(build: Build, suffix: str, text: str) -> None:
    head = "" if text.startswith("---") else "T\n=\n\n" if suffix == ".rst" else "# T\n\n"
    built = build(
        {"index.rst": INDEX, f"{NAME}{suffix}": f"{head}{text}\n"}, conf=conf("sphinx.ext.mathjax")
    )
    soup = BeautifulSoup(built.read(f"{NAME}.html"), "html.parser")
    classes = {"math", "mathjax_process", "tex2jax_process", "output_area"}
    assert "href" in soup.text
    assert not [each for each in soup.find_all(True) if classes & set(each.get("class") or ())]


def test_words_for_a_drawing_are_no_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post = 'T\n=\n\n.. graphviz::\n   :alt: "><img src=x onerror=XSS()>\n\n   digraph { a -> b }\n'
    monkeypatch.setattr(graphviz, "render_dot", lambda *_arguments, **_options: (None, None))
    write_files(
        tmp_path, {"conf.py": conf("sphinx.ext.graphviz"), "index.rst": INDEX, f"{NAME}.rst": post}
    )
    (node,) = build_project(tmp_path).doctree(NAME).findall(graphviz.graphviz)
    assert not set(node["alt"]) & set('"<>&')
    assert "img src=x" in node["alt"]


def test_no_module_is_imported_to_show_its_source(tmp_path: Path) -> None:
    post = "T\n=\n\n.. py:module:: netrc\n\n.. py:class:: netrc\n"
    write_files(
        tmp_path, {"conf.py": conf("sphinx.ext.viewcode"), "index.rst": INDEX, f"{NAME}.rst": post}
    )
    built = build_project(tmp_path)
    assert not (built.outdir / "_modules").exists()


TITLES = [
    "&lt;script&gt;XSS()&lt;/script&gt;",
    "`<script>XSS()</script>`",
    "A &amp; &lt;b onclick=XSS()&gt;",
]


@pytest.mark.parametrize("theme", ["pydata_sphinx_theme", "furo", "alabaster", "paperreview"])
def test_titles_are_no_markup_in_any_theme(build: Build, theme: str) -> None:
    pytest.importorskip(theme if theme in {"furo", "pydata_sphinx_theme"} else "sphinx")
    posts = {f"posts/2025-01-{n + 2:02}-a.mdx": f"# {title}\n\nText.\n"
             for n, title in enumerate(TITLES)}  # fmt: skip
    index = f"{INDEX}\n.. toctree::\n\n   A <script>XSS()</script> <posts/2025-01-02-a>\n"
    built = build({"index.rst": index, **posts}, conf=conf(theme=theme))
    for page in built.outdir.rglob("*.html"):
        assert active(page.read_text(encoding="utf-8")) == [], page.name
    assert "XSS()" in built.read("index.html")


@pytest.mark.parametrize(
    "name", ["';XSS();'", "'+XSS()+'", '"><img src=x onerror=XSS()>', "a`b", "x'in XSS()in'y"]
)
@pytest.mark.parametrize("theme", ["pydata_sphinx_theme", "furo"])
def test_names_are_no_markup_under_other_themes(tmp_path: Path, name: str, theme: str) -> None:
    pytest.importorskip(theme)
    write_files(
        tmp_path,
        {"conf.py": conf(theme=theme), "index.rst": INDEX, f"posts/2025-01-02-{name}.rst": "T\n=\n",
         "posts/2025-01-03-it's (good).rst": "T\n=\n", "posts/2025-01-04-let's.rst": "T\n=\n"},
    )  # fmt: skip
    built = build_project(tmp_path)
    assert len([each for each in built.warnings if "rename the file" in each]) >= 1
    assert "posts/2025-01-04-let's" in built.env.found_docs
    for page in built.outdir.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert active(text) == []
        assert not re.search(r"pagename = '[^'\n]*'[^;\n]*XSS", text)


def test_categories_of_trusted_documents_stay(build: Build) -> None:
    index = f"{INDEX}\n.. glossary::\n\n   term : a b\n      Text.\n"
    built: Built = build({"index.rst": index, f"{NAME}.rst": "T\n=\n"}, conf=CONF)
    assert "a b" in built.read("genindex.html")
