"""Incremental output is clean output, byte for byte, after any edits."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import build_main

from tests.incremental.edits import Site

if TYPE_CHECKING:
    from pathlib import Path

#: What differs by nature: the pickled state of Sphinx lies elsewhere, this is its backup.
IGNORED = {".buildinfo.bak"}


def build(source: Path, output: Path, builder: str, jobs: int) -> None:
    """Build *source*, quietly; warnings of dangling references are part of the game."""
    status = build_main([
        "-b", builder, "-j", str(jobs), "-q", "-Q", "-d", str(output) + "-doctrees",
        str(source), str(output),
    ])  # fmt: skip
    assert status == 0


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of each file under *folder*."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in IGNORED
    }


def differing(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the files that are not alike in both."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def run(tmp_path: Path, *, seed: int, edits: int, every: int, builder: str, jobs: int) -> None:
    """Edit and build, and compare with a clean build after each *every* edits."""
    site = Site(tmp_path / "source", seed, theme=os.environ.get("PAPERREVIEW_THEME", "paperreview"))
    build(site.folder, tmp_path / "incremental", builder, jobs)
    done: list[str] = []
    for number in range(1, edits + 1):
        done.append(site.edit())
        build(site.folder, tmp_path / "incremental", builder, jobs)
        if number % every == 0:
            clean = tmp_path / f"clean-{number}"
            build(site.folder, clean, builder, 3 - jobs)
            found = differing(tree(tmp_path / "incremental"), tree(clean))
            assert not found, f"after {number} edits (seed {seed}), last {done[-every:]}: {found}"


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean(tmp_path: Path, builder: str, jobs: int) -> None:
    run(tmp_path, seed=jobs * 10 + len(builder), edits=25, every=5, builder=builder, jobs=jobs)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean_after_200_edits(tmp_path: Path, builder: str, jobs: int) -> None:
    run(tmp_path, seed=2025 + jobs, edits=200, every=20, builder=builder, jobs=jobs)
