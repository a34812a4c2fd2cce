"""The same bytes in another zone, locale, order of sets and folder: by processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

POST = (
    "---\ndate: {0}\ntags: [a, b, c]\nauthors: [Kim, Lee]\nlast_update: {{date: 2025-12-01 01:00}}\n"
    "---\n# İstanbul ı {1}\n\n## [T](https://arxiv.org/abs/2511.10643) `google` `meta`\n\n{1} words.\n"
)
FILES = {
    "conf.py": f'{CONF}html_baseurl = "https://example.org/"\nhtml_last_updated_fmt = "%d %B %Y"\n',
    "index.md": "# 홈\n\n```{paper:list}\n:kind: papers\n```\n",
    "posts/2025-11-29-local.md": POST.format("2025-11-29 00:10", "Local"),
    "posts/2025-11-30-zone.mdx": POST.format("2025-11-30T23:30:00+09:00", "Zone"),
}
EDIT = {"posts/2025-11-29-local.md": POST.format("2025-11-29 23:50", "Edited")}
#: Variables that say where and how a process runs; each build has one of them after the other.
SURROUNDINGS = (
    {"TZ": "Pacific/Apia", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"TZ": "XXX-14:30YYY,M3.2.0/2,M11.1.0/3", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
    {"TZ": "No/Zone", "PYTHONHASHSEED": "3", "LC_ALL": "POSIX", "PYTHONUTF8": "1"},
)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".buildinfo.bak"
    }


def built(
    folder: Path, source: str, out: Path | str, trees: Path, more: Mapping[str, str] | None = None
) -> Path:
    """Build *source* to *out*, as named from *folder*, by a process with the variables *more*."""
    command = [sys.executable, "-m", "sphinx", "-q", "-d", str(trees), source, str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(more or {})}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / out


@pytest.mark.skipif(sys.platform == "win32", reason="links, and other names of zones")
def test_the_same_bytes_in_other_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clean here; elsewhere clean, after an edit, and of a copy in folders with other names."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    source, places = tmp_path / "source", tmp_path / "places"
    write_files(source, FILES)
    before = files_in(built(tmp_path, "source", tmp_path / "first", tmp_path / "trees"))
    write_files(source, EDIT)
    after = files_in(built(tmp_path, "source", tmp_path / "second", tmp_path / "second trees"))
    assert before != after
    deep = places / ("d" * 100) / "한글 and spaces"
    deep.mkdir(parents=True)
    (places / "link").symlink_to(tmp_path, target_is_directory=True)
    output, trees = deep / "out", deep / "trees"
    write_files(source, FILES)
    # Folders as they are named from the folder in which the process runs.
    steps = [
        (places / "link", "source", output, before),
        (source, ".", os.path.relpath(output, source), after),
        (deep, "copy of source", "out", after),
    ]
    for (folder, name, out, wanted), more in zip(steps, SURROUNDINGS, strict=True):
        if wanted is after:
            write_files(source, EDIT)
        shutil.copytree(source, deep / "copy of source", dirs_exist_ok=True)
        built(folder, name, out, trees, more)
        found = files_in(output)
        assert sorted(n for n in found | wanted if found.get(n) != wanted.get(n)) == [], more
