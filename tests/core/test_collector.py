"""How often Python looks for garbage."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.collector import SeldomLooks

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.harness import Build

SCRIPT = """\
import gc, sys
from sphinx_paperreview.core.collector import SeldomLooks

class Loop:
    def __init__(self, name):
        self.me, self.file = self, open(name, "w")
        self.file.write("whole")

    def __del__(self):
        print("sought")

SeldomLooks()
SeldomLooks()
gc.disable()
Loop(sys.argv[1])
"""


def test_a_process_ends_without_a_look_for_garbage_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "left-open"
    command = [sys.executable, "-c", SCRIPT, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == ended.stderr == ""
    assert path.read_text() == "whole"


NOTED = """
def setup(app):
    import gc
    app.connect("env-updated", lambda app, env: setattr(app, "left", gc.get_freeze_count()))
"""


def test_what_is_loaded_is_not_looked_through_while_it_is_built(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.unfreeze()
    site: Any = build({}, more_conf=NOTED, builder="dummy")
    assert site.app.left > 100_000
    assert not gc.get_freeze_count()


#: Counts the parts of Markdown's syntax trees that are left when a document begins to be read.
LEFT = """
def setup(app):
    import gc
    app.left = []

    def count(app, docname, source):
        app.left.append(sum(type(each).__name__ == "SyntaxTreeNode" for each in gc.get_objects()))

    app.connect("source-read", count)
"""


def test_what_reading_a_document_leaves_is_gone_before_the_next(build: Build) -> None:
    text = "# Day\n\n" + "A *word* and [a link](https://example.org).\n\n" * 20
    site: Any = build({f"{name}.mdx": text for name in "abcd"}, more_conf=LEFT, builder="dummy")
    assert len(site.app.left) >= 4
    assert not any(site.app.left)


def test_what_a_process_leaves_out_itself_stays_so(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        site: Any = build({}, more_conf=NOTED, builder="dummy", name="frozen")
        # Some have been freed since.
        assert 0.9 * before < gc.get_freeze_count() <= site.app.left <= before
    finally:
        gc.unfreeze()


def test_what_is_left_out_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python walks through all of it, and a preview reads documents again and again."""
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_freeze_count", lambda: asked.append(1) or 0)
    looks = SeldomLooks()
    for _ in range(3):
        looks.leave_loaded()
    looks.end()
    assert len(asked) == 1
