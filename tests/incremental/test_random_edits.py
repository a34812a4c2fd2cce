"""Incremental output is clean output, byte for byte, after any edits."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import build_main

from tests.incremental.edits import Site

if TYPE_CHECKING:
    from pathlib import Path

#: What differs by nature: the pickled state of Sphinx lies elsewhere, this is its backup.
IGNORED = {".buildinfo.bak"}
THEME = os.environ.get("PAPERREVIEW_THEME", "paperreview")
#: Further edits of the long runs, which `make check` asks for.
EDITS = int(os.environ.get("PAPERREVIEW_EDITS", "0"))


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


def run(
    tmp_path: Path, *, seed: int, edits: int, every: int, builder: str, jobs: int, posts: int = 6
) -> None:
    """Edit and build, and compare with a clean build after each *every* edits."""
    site = Site(tmp_path / "source", seed, theme=THEME, posts=posts)
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
            shutil.rmtree(clean)
            shutil.rmtree(f"{clean}-doctrees")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean(tmp_path: Path, builder: str, jobs: int) -> None:
    run(tmp_path, seed=jobs * 10 + len(builder), edits=25, every=5, builder=builder, jobs=jobs)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean_after_100_edits(tmp_path: Path, builder: str, jobs: int) -> None:
    run(tmp_path, seed=2025 + jobs, edits=100, every=20, builder=builder, jobs=jobs)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.skipif(not EDITS, reason="set PAPERREVIEW_EDITS, as `make check` does")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean_after_many_edits_of_60_posts(
    tmp_path: Path, builder: str, jobs: int
) -> None:
    run(
        tmp_path, seed=60 + jobs, edits=EDITS, every=25, builder=builder, jobs=jobs, posts=60
    )  # fmt: skip


def test_two_builders_share_one_folder_of_doctrees(tmp_path: Path) -> None:
    site = Site(tmp_path / "source", 11, theme=THEME)
    shared = ["-d", str(tmp_path / "doctrees")]
    for number in range(12):
        done = site.edit()
        builder = ("html", "dirhtml")[number % 2]
        output = tmp_path / builder
        arguments = ["-b", builder, "-q", "-Q", *shared, str(site.folder), str(output)]
        assert build_main(arguments) == 0
        if number >= 8:
            clean = tmp_path / f"clean-{number}"
            build(site.folder, clean, builder, 1)
            found = differing(tree(output), tree(clean))
            assert not found, f"{builder} after {number} edits, last {done}: {found}"


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_build_that_was_killed_and_repeated_is_clean(tmp_path: Path) -> None:
    rng = random.Random(7)  # repeatable, not secret
    site = Site(tmp_path / "source", 7, theme=THEME, posts=20)
    output = tmp_path / "incremental"
    command = [
        sys.executable, "-m", "sphinx", "-q", "-Q", "-j", "2", "-d", f"{output}-doctrees",
        str(site.folder), str(output),
    ]  # fmt: skip
    start = time.monotonic()
    subprocess.run(command, check=True)
    whole = time.monotonic() - start
    for number in range(1, 13):
        for _ in range(3):
            site.edit()
        process = subprocess.Popen(command, start_new_session=True)
        time.sleep(rng.uniform(0.3, 1.0) * whole)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if number % 3 == 0:
            build(site.folder, output, "html", 1)
            clean = tmp_path / f"clean-{number}"
            build(site.folder, clean, "html", 1)
            found = differing(tree(output), tree(clean))
            assert not found, f"after {number} killed builds: {found}"
