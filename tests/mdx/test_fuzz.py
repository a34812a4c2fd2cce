"""A short run of the fuzzer; ``make check`` has a longer one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_random_inputs(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "tools/fuzz_mdx.py", "--random", "--seed", "11"),
        *("--runs", "600", "--failures", str(tmp_path)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.iterdir())
