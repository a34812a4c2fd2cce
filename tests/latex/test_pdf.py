"""The example site as a PDF, on machines that have a TeX."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def tex() -> None:
    """Skip the test where LaTeX cannot set Korean."""
    if not all(map(shutil.which, ("make", "latexmk", "xelatex", "kpsewhich"))):
        pytest.skip("there is no XeLaTeX here")
    if subprocess.run(["kpsewhich", "kotex.sty"], capture_output=True, check=False).returncode:
        pytest.skip("there is no kotex here (on Debian: texlive-lang-korean)")


@pytest.mark.slow
@pytest.mark.usefixtures("tex")
def test_the_example_site_compiles(
    example: Callable[[str], tuple[Path, list[str]]], tmp_path: Path
) -> None:
    shutil.copytree(example("latex")[0], tmp_path, dirs_exist_ok=True)
    command = ["make", "LATEXMKOPTS=-interaction=nonstopmode -silent", "all-pdf"]
    environment = {**os.environ, "TEXMFVAR": str(tmp_path / "texmf")}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    log = (tmp_path / "paperreviews.log").read_text(encoding="utf-8", errors="replace")
    wrong = [
        line
        for line in log.splitlines()
        if line.startswith(("!", "Missing character")) or "undefined on input line" in line
    ]
    assert wrong == []
    assert done.returncode == 0
    assert (tmp_path / "paperreviews.pdf").stat().st_size > 100_000
