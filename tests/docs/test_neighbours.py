"""The tool that writes the tables of themes, builders and neighbours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_few_cells_are_good(tmp_path: Path) -> None:
    output = tmp_path / "table.txt"
    command = [sys.executable, str(ROOT / "tools" / "build_matrix.py"), "--quick", str(output)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in output.read_text(encoding="utf-8")
    assert output.read_text(encoding="utf-8").count("✓") == 5
