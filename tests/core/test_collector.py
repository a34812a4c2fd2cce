"""How often Python looks for garbage."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
import gc, sys
from sphinx_paperreview.core.collector import look_seldom

class Loop:
    def __init__(self, name):
        self.me, self.file = self, open(name, "w")
        self.file.write("whole")

    def __del__(self):
        print("sought")

look_seldom()
look_seldom()
gc.disable()
Loop(sys.argv[1])
"""


def test_a_process_ends_without_a_look_for_garbage_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "left-open"
    command = [sys.executable, "-c", SCRIPT, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == ended.stderr == ""
    assert path.read_text() == "whole"
