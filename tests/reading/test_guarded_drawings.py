"""What programs draw of a post while a page is written does not take without end."""

from __future__ import annotations

import re
import shlex
import signal
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.pages import guarded_drawings
from tests.harness import CONF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness import Build

    Program = Callable[[str], str]

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals of timers")

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
#: A program that draws nothing, and does not end.
ENDLESS = "import time\ntime.sleep(100_000)\n"
GRAPH = "# The title\n\nWords.\n\n```{graphviz}\ndigraph { first -> second }\n```\n\nMore words.\n"


@pytest.fixture(autouse=True)
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let drawings of a document take little."""
    monkeypatch.setattr(guarded_drawings, "SECONDS", 0.2)
    monkeypatch.setattr(guarded_drawings, "SECONDS_OF_EACH", 0.01)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a function that makes a program of the text of a Python script; it returns its path."""

    def make(script: str) -> str:
        path = tmp_path / "program"
        python = shlex.quote(sys.executable)
        path.write_text(f'#!/bin/sh\nexec {python} -c {shlex.quote(script)} "$@"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "latex", "texinfo"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
def test_a_graph_that_takes_too_long_is_shown_as_its_source(
    build: Build, program: Program, builder: str, parallel: int
) -> None:
    posts = {"posts/2025-01-02-a.md": GRAPH, "posts/2025-01-03-b.mdx": GRAPH}
    conf = f"{CONF}extensions += ['sphinx.ext.graphviz']\ngraphviz_dot = {program(ENDLESS)!r}\n"
    built = build({"index.md": INDEX, **posts}, conf=conf, builder=builder, parallel=parallel)
    assert built.codes == ["paperreview.unsafe"] * 2
    for name, warning in zip(posts, sorted(built.warnings), strict=True):
        assert warning.startswith(f"{name}:5: WARNING: this “graphviz” is shown as its source")
    pages = [
        data.decode() for name, data in built.files().items()
        if name.endswith((".html", ".tex", ".texi"))
    ]  # fmt: skip
    assert sum(text.count("digraph") for text in pages) == 2
    assert sum(text.count("More words.") for text in pages) == 2


#: A program that takes longer than a post may, and draws then what it is asked for.
SLOW = """\
import sys, time
time.sleep(0.5)
for word in sys.argv:
    if word.startswith("-o"):
        open(word[2:], "w").write("<svg xmlns='http://www.w3.org/2000/svg'><title>Drawn</title></svg>")
"""


@pytest.mark.parametrize("conf", ["", "paperreview_trusted = True\n"])
def test_documents_of_the_project_take_their_time(
    build: Build, program: Program, conf: str
) -> None:
    graph = ".. graphviz::\n\n   digraph { first -> second }\n"
    name = "posts/2025-01-02-a" if conf else "page"
    files = {f"{name}.rst": f"T\n=\n\nWords.\n\n{graph}"}
    conf += f"{CONF}extensions += ['sphinx.ext.graphviz']\ngraphviz_dot = {program(SLOW)!r}\n"
    built = build({"index.md": INDEX, **files}, conf=f"{conf}graphviz_output_format = 'svg'\n")
    assert "paperreview.unsafe" not in built.codes
    (drawing,) = [path for path in built.files() if path.endswith(".svg") and "graphviz" in path]
    assert "Drawn" in built.read(drawing)


def test_a_post_may_draw_what_does_not_take_long(
    build: Build, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_drawings, "SECONDS", 250)
    conf = f"{CONF}extensions += ['sphinx.ext.graphviz']\ngraphviz_dot = {program(SLOW)!r}\n"
    built = build(
        {"index.md": INDEX, "posts/2025-01-02-a.md": GRAPH},
        conf=f"{conf}graphviz_output_format = 'svg'\n",
    )
    assert built.warnings == []
    assert "graphviz" in built.read("posts/2025-01-02-a.html")


def test_a_formula_that_takes_too_long_is_shown_as_its_source(
    build: Build, program: Program
) -> None:
    conf = f"{CONF}extensions += ['sphinx.ext.imgmath']\nimgmath_latex = {program(ENDLESS)!r}\n"
    post = "# The title\n\nWords :math:`a + b`.\n\n.. math::\n\n   c + d\n\nMore words.\n"
    files = {"posts/2025-01-02-a.rst": post.replace("# The title", "The title\n=========")}
    built = build({"index.md": INDEX, **files}, conf=conf)
    assert built.codes == ["paperreview.unsafe"] * 2
    assert ":4: WARNING: this “math” is shown as its source" in built.warnings[0]
    text = re.sub("<.*?>", "", built.read("posts/2025-01-02-a.html"))
    assert "Words a + b." in text
    assert "c + d" in text
