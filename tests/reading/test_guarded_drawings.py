"""What programs draw of a post while a page is written does not take without end."""

from __future__ import annotations

import shlex
import signal
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.pages import guarded_drawings
from tests.harness import CONF

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

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
def endless(tmp_path: Path) -> str:
    """Return the path of such a program."""
    program = tmp_path / "endless"
    program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(ENDLESS)}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "latex", "texinfo"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
def test_a_graph_that_takes_too_long_is_shown_as_its_source(
    build: Build, endless: str, builder: str, parallel: int
) -> None:
    posts = {"posts/2025-01-02-a.md": GRAPH, "posts/2025-01-03-b.mdx": GRAPH}
    conf = f"{CONF}extensions += ['sphinx.ext.graphviz']\ngraphviz_dot = {endless!r}\n"
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
