"""``paperreview stats``: the archive in numbers."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main
from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "## [{}](https://arxiv.org/abs/2511.0000{}) `{}`\n\ntext\n\n"


def test_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(
        tmp_path,
        {
            "conf.py": CONF,
            "posts/2025-10-14.md": "---\ntags: [추론]\n---\n\n# A\n\n" + HEADING.format("One", 1, "구글"),
            "posts/2025-11-14.md": "# B\n\n" + HEADING.format("Two", 2, "구글") + HEADING.format("Three", 3, "meta"),
        },
    )  # fmt: skip
    assert main(["stats", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 posts, 3 reviews of 3 papers, 2 organisations"
    assert "  2025-11      2  " + "█" * 40 in lines
    assert "  구글      2  " + "█" * 40 in lines
    assert "  추론      1  " + "█" * 40 in lines
    assert main(["stats", str(tmp_path), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert data["totals"]["reviews"] == 3
    assert [share["label"] for share in data["orgs"]["shares"]] == ["구글", "meta"]


def test_a_terminal_without_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of Windows in Korean, whose encoding has Hangul and no blocks."""
    post = "# A\n\n" + HEADING.format("One", 1, "구글")
    write_files(tmp_path, {"conf.py": CONF, "posts/2025-10-14.md": post})
    printed = io.TextIOWrapper(io.BytesIO(), "cp949")
    monkeypatch.setattr(sys, "stdout", printed)
    assert main(["stats", str(tmp_path)]) == 0
    printed.seek(0)
    assert "  구글      1  " + "#" * 40 in printed.read().splitlines()


def test_an_archive_without_papers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"conf.py": CONF, "posts/2025-10-14.md": "# A\n"})
    assert main(["stats", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 post, no reviewed papers\n"


@pytest.mark.parametrize("conf", ["1 / 0\n", "extensions = []\n", None])
def test_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], conf: str | None
) -> None:
    write_files(tmp_path, {".git/HEAD": "", **({"conf.py": conf} if conf else {})})
    assert main(["stats", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("paperreview stats: ")
    assert "Traceback" not in err
