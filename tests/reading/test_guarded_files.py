"""Files, metadata and text of a post that a browser would run, whatever they are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview.core.files.opened import opens_as_page
from tests.harness import CONF, PNG, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><script>XSS()</script></html>'
#: Names of files whose content is a page.
PAGES = [
    "a.html", "a.HTM", "a.xhtml", "a.rdf", "a.wsdl", "a.xpdl", "a.rss", "a.atom", "a.mml", "a.php", "a.html.foo",
    "a.xhtml.", "a", "a.unknown", "a.svgz", "a.png.html", "a.kml", "a.docx", "a.jpeg.PHP5", "a.csv.phtml",
]  # fmt: skip
#: Ways to name a file in Markdown, and in MDX.
WAYS = [
    "![a](./{})", "{{download}}`{}`", "[a](./{})", "```{{image}} {}\n```", "```{{figure}} {}\n\nText.\n```",
    "```{{eval-rst}}\n.. image:: {}\n```",
]  # fmt: skip
WAYS_OF_MDX = [
    "![a](./{})", "[a](./{})", "<video src='./{}'></video>", "<audio src='./{}'/>", "<img src='./{}'/>",
    "<object data='./{}'></object>", "import F from './{}'\n\n<a href={{F}}>a</a>\n\n<img src={{F}}/>",
    "<a href={{require('./{}').default}}>a</a>",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_copied(build: Build, name: str) -> None:
    files: dict[str, str | bytes | None] = {"index.md": INDEX, f"posts/{name}": PAGE}
    for suffix, ways in ((".md", WAYS), (".mdx", WAYS_OF_MDX)):
        for n, way in enumerate(ways):
            text = way.format(name)
            head = "" if text.startswith("import") else "# T\n\n"
            files[f"posts/2025-02-{n + 1:02}-a{suffix[1:]}{suffix}"] = f"{head}{text}\n"
    built = build(files, conf=f"{CONF}html_copy_source = False\n")
    assert [path for path, data in built.files().items() if PAGE.encode() in data] == []
    refused = [each for each in built.warnings if "would be a page" in each]
    assert len(refused) >= len(WAYS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"a,b\n"), ("a.txt", b"<html>"), ("a.md", b"<b>x</b>"), ("a.py", b"<"), ("a.zip", b"PK"),
        ("a.html.zip", b"PK"), ("a.ipynb", b"{}"), ("a.pdf", b"%PDF"), ("a.json", b"[]"), ("a.v1.2.tar.gz", b"\x1f"),
        ("a.pt", b"PK"), ("a", b"text"), ("a.png", PNG), ("a.tex", b"\\documentclass"), ("a.parquet", b"PAR1"),
    ],
)  # fmt: skip
def test_other_files_are_copied(build: Build, name: str, data: bytes) -> None:
    built = build(
        {"index.md": INDEX, "posts/2025-02-01-a.md": f"# T\n\n{{download}}`{name}`\n",
         f"posts/{name}": data},
        conf=CONF,
    )  # fmt: skip
    assert [each for each in built.codes if each != "paperreview.date"] == []
    assert [path.name for path in built.outdir.rglob("_downloads/*/*")] == [name]


@pytest.mark.parametrize(
    "begin", ["", "\n \t", "\ufeff", "\ufeff\n", "<!-- x -->", '<?xml version="1.0"?>']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_content_is_read_as_a_browser_reads_it(tmp_path: Path, begin: str, encoding: str) -> None:
    path = tmp_path / "a.unknown"
    path.write_bytes(f"{begin}{PAGE}".encode(encoding))
    assert opens_as_page(path)


#: A name of an attribute that is markup, and such as change how a page is read.
NAMES = [
    "a><script>XSS()</script>",
    "x onload=XSS()",
    "http-equiv",
    "HTTP-EQUIV",
    "charset",
    "onload",
    "a>b",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("builder", ["html", "epub"])
def test_metadata_has_no_names_of_its_own(build: Build, name: str, builder: str) -> None:
    field = name.replace(":", "\\:")
    rst = f".. meta::\n   :x {field}=y: foo\n   :{field}=refresh: 0\n   :description: Good.\n"
    built = build(
        {"index.md": INDEX,
         "posts/2025-02-01-a.rst": f"T\n=\n\n{rst}\nText.\n",
         "posts/2025-02-02-b.md": f'---\nmyst:\n  html_meta:\n    "{name}=y": foo\n---\n\n# T\n',
         "posts/2025-02-03-c.mdx": f"# T\n\n```{{eval-rst}}\n{rst}```\n"},
        conf=CONF, builder=builder,
    )  # fmt: skip
    pages = [p for p in built.outdir.rglob("*") if p.suffix in {".html", ".xhtml"}]
    good = 0
    for page in pages:
        soup = BeautifulSoup(page.read_bytes(), "html.parser")
        assert not [each for each in soup.find_all("script") if "XSS" in each.text]
        for meta in soup.find_all("meta"):
            assert meta.get("content") not in {"foo", "0"}
            good += meta.get("content") == "Good."
    assert good >= 1
    assert built.codes.count("paperreview.unsafe") >= 3


LINK = r"\href{javascript:XSS()}{x}"


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".rst", rf"\\({LINK}\\)".replace(r"\href", r"\\href")),
        (".rst", rf"\\[{LINK}\\]".replace(r"\href", r"\\href")),
        (".rst", rf"$${LINK}$$".replace(r"\href", r"\\href")),
        (".rst", rf".. container:: math\n\n   \\({LINK}\\)".replace(r"\href", r"\\href")),
        (".rst", r"\\(\\hr\ *ef*\ {javascript:XSS()}{x}\\)"),
        (".rst", r"\\begin{align}\\style{a:b}{x}\\end{align}"),
        (".mdx", r"&#92;(&#92;href&#123;javascript:XSS()&#125;&#123;x&#125;&#92;)"),
        (".mdx", r"&#92;(&#92;hr<wbr/>ef&#123;javascript:XSS()&#125;&#123;x&#125;&#92;)"),
        (".mdx", r"&#36;&#36;&#92;href&#123;javascript:XSS()&#125;&#123;x&#125;&#36;&#36;"),
    ],
)
def test_no_script_makes_a_formula_of_text(build: Build, suffix: str, text: str) -> None:
    title = "T\n=\n\n" if suffix == ".rst" else "# T\n\n"
    post = f"{title}{text.replace(chr(92) + 'n', chr(10)) if 'container' in text else text}\n"
    conf = CONF.replace('["sphinx_paperreview"]', '["sphinx_paperreview", "sphinx.ext.mathjax"]')
    built = build({"index.md": INDEX, f"posts/2025-02-01-a{suffix}": post}, conf=conf)
    soup = BeautifulSoup(built.read("posts/2025-02-01-a.html"), "html.parser")
    assert "XSS" in soup.text or "style" in soup.text
    # Where scripts of formulas look: in texts that no element parts, but for line breaks.
    for wbr in soup.find_all("wbr"):
        wbr.decompose()
    soup.smooth()
    texts = [
        str(each)
        for each in soup.body.find_all(string=True)
        if each.parent.name not in {"code", "pre", "script"}
    ]
    assert [each for each in texts if re.search(r"\\[(\[a-z]|\$\$", each)] == []


def test_formulas_and_backslashes_stay(build: Build) -> None:
    rst = "T\n=\n\n:math:`\\frac{1}{2}` and C:\\\\temp, \\\\(x\\\\), $5.\n"
    built = build({"index.md": INDEX, "posts/2025-02-01-a.rst": rst}, conf=CONF)
    assert "C:\\temp, \\(x\\), $5." in built.read("posts/2025-02-01-a.html")


@pytest.mark.parametrize("name", ["hugo.toml", "config.toml", "book.toml", "a.toml"])
@pytest.mark.parametrize("line", ["a{}=1", "[a{}]", "b={{a{}=1}}"])
def test_settings_of_many_dots_end_nothing(build: Build, name: str, line: str) -> None:
    text = line.format(".a" * 20_000)
    files = {"index.md": INDEX, "posts/2025-02-01-a.md": "# T\n\nText.\n"}
    built = build({**files, name: text, f"posts/{name}": text}, conf=CONF)
    assert built.exists("posts/2025-02-01-a.html")


@pytest.mark.parametrize(
    "name", [".config/gh/hosts.yml", ".obsidian/data.json", "posts/.hidden/x.txt", ".venv/a.cfg"]
)
def test_files_in_hidden_folders_are_hidden(build: Build, name: str) -> None:
    post = f"# T\n\n```{{literalinclude}} /{name}\n```\n\n{{download}}`/{name}`\n"
    built = build(
        {"index.md": INDEX, "posts/2025-02-01-a.md": post, name: "wordsofakey\n"}, conf=CONF
    )
    assert [path for path, data in built.files().items() if b"wordsofakey" in data] == []
    assert built.codes.count("paperreview.unsafe") == 2


@pytest.mark.parametrize("name", [".gitbook/assets/a.png", "posts/.images/a.png"])
def test_pictures_in_hidden_folders_are_shown(build: Build, name: str) -> None:
    post = f"# T\n\n![a](/{name})\n"
    built = build({"index.md": INDEX, "posts/2025-02-01-a.md": post, name: PNG}, conf=CONF)
    assert built.warnings == []
    assert built.exists("_images/a.png")


def test_what_the_build_makes_is_no_source(tmp_path: Path) -> None:
    other = "posts/2025-02-02-b"
    lines = [f"/_build/doctrees/{other}.doctree", f"/_build/html/{other}.html"]
    text = "\n\n".join(f"[x]({line}) {{download}}`{line}`" for line in lines)
    write_files(
        tmp_path,
        {"conf.py": f"{CONF}exclude_patterns = ['_build']\n", "index.md": INDEX,
         "posts/2025-02-01-a.md": f"# T\n\n{text}\n", f"{other}.md": "# B\n\nText.\n"},
    )  # fmt: skip
    build_project(tmp_path)
    write_files(tmp_path, {f"{other}.md": "---\ndraft: true\n---\n\n# B\n\nText.\n"})
    built = build_project(tmp_path, freshenv=True)
    assert not list(built.outdir.rglob("_downloads/*/*"))
