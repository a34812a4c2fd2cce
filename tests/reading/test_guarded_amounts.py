"""A number or a list in a directive or a role does not make much of little."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinx_paperreview.mdx.render.fences import code_block, read_meta
from sphinx_paperreview.reading.guard import amounts as guarded_amounts
from sphinx_paperreview.reading.guard import files as guarded_files
from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "H\n=\n\n.. toctree::\n   :glob:\n\n   posts/*\n"
NAME = "posts/2025-01-02-a"
HEAD = "T\n=\n\nWords.\n\n"
FIGURE = ".. _f:\n\n.. figure:: https://example.org/a.png\n\n   The caption\n\n"
TODO = CONF.replace('view"]', 'view", "sphinx.ext.todo"]') + "todo_include_todos = True\n"
NUMFIG = f"{CONF}numfig = True\n"


def code_blocks(document: nodes.document) -> list[nodes.literal_block]:
    return list(document.findall(nodes.literal_block))


@pytest.mark.parametrize("name", ["code-block", "sourcecode"])
@pytest.mark.parametrize("lines", ["1-99999," * 29 + "1", "1-," * 40_000 + "1"])
def test_lines_that_are_named_many_times(build: Build, name: str, lines: str) -> None:
    post = f"{HEAD}.. {name}:: none\n   :emphasize-lines: {lines}\n\n   a\n\n   b\n\n   c\n"
    built = build({"index.rst": INDEX, f"{NAME}.rst": post})
    assert built.codes == ["paperreview.unsafe"]
    assert "names more than 99999 lines" in built.warnings[0]
    (block,) = code_blocks(built.doctree(NAME))
    assert "highlight_args" not in block


def test_lines_that_many_directives_name(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_amounts, "MOST_LINES_OF_DOCUMENT", 50)
    block = "```{code-block} none\n:emphasize-lines: 1-2,1-2,1-2,1-2,1-2\n\na\nb\n```\n\n"
    built = build({"index.rst": INDEX, f"{NAME}.md": f"# T\n\nWords.\n\n{block * 20}"})
    assert built.codes == ["paperreview.unsafe"]  # once, not for each
    shown = code_blocks(built.doctree(NAME))
    assert [len(each.get("highlight_args", {}).get("hl_lines", [])) for each in shown] == [
        *[10] * 5, *[0] * 15
    ]  # fmt: skip


def test_lines_of_a_fence_take_no_more_memory_than_its_code() -> None:
    meta = "{" + ",".join(f"{n}0001-{n + 1}0001" for n in range(2, 302)) + "}"
    code_block("x\n", "py", read_meta(""))  # loads the lexer
    tracemalloc.start()
    block = code_block("x\n", "py", read_meta(meta))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000
    assert "highlight_args" not in block
    block = code_block("a\nb\nc\nd\n", "py", read_meta("{3-9,1,2-3}"))
    assert block["highlight_args"] == {"hl_lines": [1, 2, 3, 4]}


@pytest.mark.parametrize("lines", ["1," * 60 + "1", "1-," * 60 + "1", "1-3," * 60 + "1"])
def test_lines_of_a_file_that_are_shown_many_times(
    build: Build, monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    monkeypatch.setattr(guarded_files, "MOST_BYTES", 5000)
    post = f"{HEAD}.. literalinclude:: _l.txt\n   :lines: {lines}\n"
    text = "word " * 30 + "\n"
    conf = f"{CONF}exclude_patterns = ['posts/_*']\n"
    built = build({"index.rst": INDEX, f"{NAME}.rst": post, "posts/_l.txt": text * 3}, conf=conf)
    assert built.codes == ["paperreview.unsafe"]
    assert "shows files again, or lines of one," in built.warnings[0]
    assert "word" not in built.doctree(NAME).astext()


def test_lines_as_people_name_them(build: Build) -> None:
    post = (
        f"{HEAD}.. literalinclude:: _l.txt\n   :lines: 1,3-4,1,5-\n   :emphasize-lines: 2-\n\n"
        ".. code-block:: none\n   :emphasize-lines: 1,2-\n   :lineno-start: 120\n\n   a\n   b\n"
    )
    text = "".join(f"line {number}\n" for number in range(1, 8))
    conf = f"{CONF}exclude_patterns = ['posts/_*']\n"
    built = build({"index.rst": INDEX, f"{NAME}.rst": post, "posts/_l.txt": text}, conf=conf)
    assert built.warnings == []
    first, second = code_blocks(built.doctree(NAME))
    assert [line[-1] for line in first.astext().splitlines()] == list("1341567")
    assert first["highlight_args"]["hl_lines"] == [2, 3, 4, 5, 6, 7]
    assert second["highlight_args"] == {"hl_lines": [1, 2], "linenostart": 120}


NINES = "9" * 1000
LARGE = {
    "tabs of a literal": ".. literalinclude:: _t.txt\n   :tab-width: 40000\n",
    "tabs of an include": ".. include:: _t.txt\n   :literal:\n   :tab-width: 40000\n",
    "tabs of code": ".. include:: _t.txt\n   :code: none\n   :tab-width: 40000\n",
    "tabs of text": ".. include:: _t.txt\n   :tab-width: 4000\n",
    "numbers of lines": f".. code-block:: none\n   :lineno-start: {NINES}\n\n   a\n\n   b\n",
    "numbers of code": f".. code:: none\n   :number-lines: {NINES}\n\n   a\n\n   b\n",
    "numbers below zero": f".. code-block:: none\n   :lineno-start: -{NINES}\n\n   a\n",
    "numbers of a file": f".. include:: _t.txt\n   :literal:\n   :number-lines: {NINES}\n",
    "numbers of sections": f".. sectnum::\n   :start: {NINES}\n\nA\n-\n\nB\n-\n",
    "words before numbers": f".. sectnum::\n   :prefix: {NINES}\n\nA\n-\n\nB\n-\n",
    "columns of a table": f".. list-table::\n   :widths: {NINES}\n\n   * - a\n",
    "columns of a list": ".. hlist::\n   :columns: 4000\n\n   * a\n",
    "a date": ".. |d| date:: %900Y\n",
    "a grammar": f".. productionlist::\n   {'a' * 1000}: b\n   c: d\n",
    "a grammar of std": f".. std:productionlist::\n   {'a' * 1000}: b\n   c: d\n",
}


@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("builder", ["html", "text"])
def test_large_numbers(build: Build, kind: str, builder: str) -> None:
    files = {"index.rst": INDEX, f"{NAME}.rst": HEAD + LARGE[kind], "posts/_t.txt": "a\tb\n" * 3}
    conf = f"{CONF}exclude_patterns = ['posts/_*']\n"
    built = build(files, conf=conf, builder=builder)
    assert [code for code in built.codes if code != "docutils"] == ["paperreview.unsafe"]
    shown = built.read(f"{NAME}.{'html' if builder == 'html' else 'txt'}")
    assert len(shown) < 8000  # the source of the directive alone


def test_large_numbers_in_myst(build: Build) -> None:
    post = (
        "# T\n\nWords.\n\n```{literalinclude} _t.txt\n:tab-width: 40000\n```\n\n"
        "```{include} _t.txt\n:heading-offset: 100000\n```\n\n"
        "```{eval-rst}\n.. literalinclude:: _t.txt\n   :tab-width: 40000\n```\n"
    )
    files = {"index.rst": INDEX, f"{NAME}.md": post, "posts/_t.txt": "a\tb\n"}
    built = build(files, conf=f"{CONF}exclude_patterns = ['posts/_*']\n")
    assert built.codes == ["paperreview.unsafe"] * 3
    assert len(built.doctree(NAME).astext()) < 1000


def test_names_of_another_language_have_the_same_limits(build: Build) -> None:
    post = f"{HEAD}.. 코드:: none\n   :number-lines: {NINES}\n\n   a\n"
    built = build({"index.rst": INDEX, f"{NAME}.rst": post}, conf=CONF.replace('"en"', '"ko"'))
    assert built.codes == ["paperreview.unsafe"]


def test_wide_columns_in_plain_text(build: Build) -> None:
    """They are as wide as the source says, in each of the rows."""
    wide = "=" * 9000
    rows = "a    b\n" * 20
    table = f"===  {wide}\n{rows}===  {wide}\n\n"
    listed = ".. list-table::\n   :widths: 9000 1000\n\n" + "   * - a\n     - b\n" * 20
    files = {"index.rst": INDEX, f"{NAME}.rst": HEAD + table + listed}
    built = build(files, builder="text")
    assert built.warnings == []
    assert len(built.read(f"{NAME}.txt")) < 60_000
    widths = [each["colwidth"] for each in built.doctree(NAME).findall(nodes.colspec)]
    assert widths[2:] == [360, 40]


def test_numbers_as_people_write_them(build: Build) -> None:
    post = (
        f"{HEAD}.. contents::\n   :depth: 2\n\n.. list-table::\n   :widths: 30 70\n"
        "   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n     - d\n\n.. literalinclude:: _t.txt\n"
        "   :tab-width: 4\n   :lineno-start: 99999\n\n.. |d| date:: %Y-%m-%d\n\n"
        ".. productionlist::\n   term: factor\n   factor: name\n\n"
        ".. figure:: https://example.org/a.png\n   :width: 500\n\n   C\n\n|d|\n"
    )
    files = {"index.rst": INDEX, f"{NAME}.rst": post, "posts/_t.txt": "a\tb\n"}
    built = build(files, conf=f"{CONF}exclude_patterns = ['posts/_*']\n")
    assert built.warnings == []
    assert "a   b" in built.doctree(NAME).astext()


@pytest.mark.parametrize(
    "title", ["%3000s", "%-3000s", "%(a)3000s", "%.3000s", "{number:>3000}", "{number!r:>3000}",
              "{name:3000} {number}", "{number:{number}}", "{number.__class__}", "{number[0]}"]
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".rst", ".md"])
def test_widths_of_references_by_number(build: Build, title: str, suffix: str) -> None:
    role = f":numref:`{title} <f>`" if suffix == ".rst" else f"{{numref}}`{title} <f>`"
    post = f"{HEAD}{FIGURE}{role}\n"
    if suffix == ".md":
        post = f"# T\n\nWords.\n\n```{{eval-rst}}\n{FIGURE}```\n\n{role}\n"
    built = build({"index.rst": INDEX, NAME + suffix: post}, conf=NUMFIG)
    assert built.codes == ["paperreview.unsafe"]
    assert "the text of a numref cannot have a width" in built.warnings[0]
    assert title in built.doctree(NAME).astext()
    assert " " * 100 not in built.read(f"{NAME}.html")


def test_references_by_number(build: Build) -> None:
    roles = "\n\n".join(
        f":numref:`{title} <f>`" for title in ("See %s", "No. {number}", "{number}: {name}")
    )
    post = f"{HEAD}{FIGURE}{roles}\n\n:numref:`f`\n"
    built = build({"index.rst": INDEX, f"{NAME}.rst": post}, conf=NUMFIG)
    assert built.warnings == []
    page = built.read(f"{NAME}.html")
    for text in ("See 1", "No. 1", "1: The caption", "Fig. 1"):
        assert f'<span class="std std-numref">{text}</span>' in page


def test_lists_of_what_is_to_be_done(build: Build) -> None:
    post = HEAD + ".. todo:: Look at it.\n\n" * 5 + ".. todolist::\n\n" * 30
    built = build({"index.rst": INDEX, f"{NAME}.rst": post}, conf=TODO)
    assert built.codes == ["paperreview.unsafe"]
    assert "a todolist can stand once in a post" in built.warnings[0]
    assert built.read(f"{NAME}.html").count("Look at it.") == 10


def test_what_is_to_be_done_that_lists_itself(build: Build) -> None:
    """A list of the project would show it without end."""
    post = f"{HEAD}.. todo:: Look at it.\n\n   .. todolist::\n"
    files = {"index.rst": f"{INDEX}\n.. todolist::\n", f"{NAME}.rst": post}
    built = build(files, conf=TODO)
    assert built.codes == ["paperreview.unsafe"]
    assert built.read("index.html").count("Look at it.") == 1


def test_bibliographies_of_all_entries(build: Build) -> None:
    most = guarded_amounts.MOST_TIMES
    lists = "".join(
        f".. bibliography::\n   :all:\n   :keyprefix: k{number}\n   :labelprefix: K{number}\n\n"
        for number in range(most + 20)
    )
    entries = "@misc{a, title={The title}, author={Kim, A.}, year={2020}}\n"
    conf = CONF.replace('view"]', 'view", "sphinxcontrib.bibtex"]')
    files = {"index.rst": INDEX, f"{NAME}.rst": HEAD + lists, "a.bib": entries}
    built = build(files, conf=f"{conf}bibtex_bibfiles = ['a.bib']\n")
    assert built.codes == ["paperreview.unsafe"]
    assert built.read(f"{NAME}.html").count("The title") == most


def test_an_author_of_all_posts_has_no_limits(build: Build) -> None:
    post = f"{HEAD}.. literalinclude:: _t.txt\n   :tab-width: 40\n"
    files = {"index.rst": INDEX, f"{NAME}.rst": post, "posts/_t.txt": "a\tb\n"}
    conf = f"{CONF}exclude_patterns = ['posts/_*']\npaperreview_trusted = True\n"
    built = build(files, conf=conf)
    assert built.warnings == []
    assert f"a{' ' * 39}b" in built.doctree(NAME).astext()
