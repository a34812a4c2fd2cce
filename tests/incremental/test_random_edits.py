"""Incremental output is clean output, byte for byte, after any edits."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.harness import build_project
from tests.incremental.edits import Site
from tests.incremental.killed import build_until

if TYPE_CHECKING:
    from pathlib import Path

#: The backup of ``.buildinfo`` is written by the second build.
IGNORED = {".buildinfo.bak"}
THEME = os.environ.get("PAPERREVIEW_THEME", "paperreview")
#: Further edits of the long runs, which `make check` asks for.
EDITS = int(os.environ.get("PAPERREVIEW_EDITS", "0"))
LONG = pytest.mark.skipif(not EDITS, reason="set PAPERREVIEW_EDITS, as `make check` does")
#: Edits between two builds, as an author saves several files.
PACES = (1, 1, 2, 3)


def build(source: Path, folder: Path, builder: str, jobs: int) -> dict[str, str]:
    """Build *source* into *folder*; return the digest of each file of the output."""
    outdir = build_project(source, builder=builder, builddir=folder, parallel=jobs).outdir
    return {
        path.relative_to(outdir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and path.name not in IGNORED
    }


def build_clean(source: Path, builder: str, jobs: int) -> dict[str, str]:
    """Build *source* into a new folder, which is removed; return the digests of its files."""
    folder = source.with_name("clean")
    digests = build(source, folder, builder, jobs)
    shutil.rmtree(folder)
    return digests


def differing(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the files that are not the same in both."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def run(
    tmp_path: Path, *, seed: int, edits: int, every: int, builder: str, jobs: int, posts: int = 6
) -> None:
    """Edit and build, and compare with a clean build after *every* edits or a few more."""
    site = Site(tmp_path / "source", seed, theme=THEME, posts=posts)
    output = tmp_path / "incremental"
    build(site.folder, output, builder, jobs)
    pace, done, compared = random.Random(seed), [], 0  # repeatable, not secret
    while len(done) < edits:
        done += [site.edit() for _ in range(pace.choice(PACES))]
        made = build(site.folder, output, builder, jobs)
        if len(done) >= compared + every:
            found = differing(made, build_clean(site.folder, builder, 3 - jobs))
            assert not found, f"{len(done)} edits (seed {seed}): {done[compared:]}: {found}"
            compared = len(done)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("builder", "jobs", "edits"),
    [
        ("html", 1, 25),
        ("dirhtml", 2, 25),
        pytest.param("html", 2, 60, marks=pytest.mark.slow),
        pytest.param("dirhtml", 1, 60, marks=pytest.mark.slow),
    ],
)
def test_incremental_is_clean(tmp_path: Path, builder: str, jobs: int, edits: int) -> None:
    seed = jobs * 10 + len(builder)
    run(tmp_path, seed=seed, edits=edits, every=edits // 5, builder=builder, jobs=jobs)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@LONG
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_incremental_is_clean_after_100_edits(tmp_path: Path, builder: str, jobs: int) -> None:
    run(tmp_path, seed=2025 + jobs, edits=100, every=20, builder=builder, jobs=jobs)


@pytest.mark.slow
@pytest.mark.timeout(0)
@LONG
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
    for number in range(12):
        done = site.edit()
        builder = ("html", "dirhtml")[number % 2]
        made = build(site.folder, tmp_path / "shared", builder, 1)
        if number >= 8:
            found = differing(made, build_clean(site.folder, builder, 1))
            assert not found, f"{builder} after {number} edits, last {done}: {found}"


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_build_that_was_killed_and_repeated_is_clean(tmp_path: Path) -> None:
    rng = random.Random(7)  # repeatable, not secret
    site = Site(tmp_path / "source", 7, theme=THEME, posts=8)
    output = tmp_path / "incremental"

    def edit_and_build(number: int) -> tuple[int, int]:
        for _ in range(3):
            site.edit()
        return build_until(site.folder, output, number)

    edit_and_build(-1)
    _, whole = edit_and_build(-1)
    killed = 0
    for number in range(1, 13):
        status, _ = edit_and_build(rng.randint(1, whole))
        killed += status != 0
        if number % 3 == 0:
            made = build(site.folder, output, "html", 1)
            found = differing(made, build_clean(site.folder, "html", 1))
            assert not found, f"after {killed} killed builds: {found}"
    assert killed >= 6
