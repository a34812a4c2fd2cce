"""Builds that are killed, or whose disk is full: the next one is as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, write_files
from tests.incremental.edits import Site
from tests.incremental.killed import build_until
from tests.incremental.test_random_edits import IGNORED, THEME, build, build_clean, differing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, and a disk of some MB")

#: A part of the path of each kind of file that a build writes, and that of a page.
KINDS = [
    "environment.pickle", ".doctree", "paperreview-files.json", "paperreview-search/",
    "paperreview-words/", ".search.json", ".files", "paperreview-unfinished", ".buildinfo",
    "_search/", "objects.inv", "archive.html", "posts/", "atom.xml", ".styles",
    "paperreview-related.json",
]  # fmt: skip
#: Kinds of which a build writes several, and later writes of them.
MANY = [".doctree", "paperreview-search/", ".files", "paperreview-unfinished", "_search/", "posts/"]
#: States of the site, each three edits after the one before it.
STATES = 6
LATER = {"paperreview-unfinished": (5, 10, 20, 30, 40), "posts/": (4, 6), "atom.xml": (2, 4, 8)}


def check_kills(tmp_path: Path, moments: list[tuple[str, int]]) -> int:
    """Kill a build at each of *moments*, first ones too; return how many were killed.

    The site is in one of a few states in turn, so that each needs but one clean build.
    """
    site = Site(tmp_path / "source", 3, theme=THEME, posts=6)
    states, clean = [], []
    for number in range(min(STATES, len(moments))):
        for _ in range(3):
            site.edit()
        states.append(tmp_path / f"state-{number}")
        shutil.copytree(site.folder, states[-1])
        clean.append(build_clean(site.folder, "html", 1))
    output, count = tmp_path / "incremental", 0
    for number, (part, write) in enumerate(moments):
        if number % 7 == 6:
            shutil.rmtree(output)
        state = number % len(states)
        shutil.rmtree(site.folder)
        shutil.copytree(states[state], site.folder, copy_function=shutil.copyfile)
        status, _ = build_until(site.folder, output, write, part)
        count += status != 0
        found = differing(build(site.folder, output, "html", 1), clean[state])
        assert not found, f"killed at write {write} of {part}: {found}"
    return count


def test_a_build_killed_at_its_own_files_is_repeated(tmp_path: Path) -> None:
    moments = [("paperreview-files.json", 1), (".search.json", 1), ("environment.pickle", 1)]
    assert check_kills(tmp_path, moments) == len(moments)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_build_killed_at_any_kind_of_file_is_repeated(tmp_path: Path) -> None:
    moments = [(part, 1) for part in KINDS] + [(part, 2) for part in MANY]
    moments += [(part, write) for part, writes in LATER.items() for write in writes]
    # A few edits do not write all kinds of files.
    assert check_kills(tmp_path, moments) >= 20


def test_a_page_that_a_killed_build_wrote_is_removed(tmp_path: Path) -> None:
    """It is not what the last complete build wrote, and is no file of the user for that."""
    source, output = tmp_path / "source", tmp_path / "output"
    post = "# {0}\n\n## [One](https://arxiv.org/abs/2511.0000{0})\n"
    write_files(source, {"conf.py": CONF, "posts/2025-11-13.md": post.format(1)})
    assert build_until(source, output, -1)[0] == 0
    statistics = (output / "html/statistics.html").read_bytes()
    write_files(source, {"posts/2025-11-14.md": post.format(2)})
    assert build_until(source, output, 1, "papers.json")[0] != 0
    assert (output / "html/statistics.html").read_bytes() != statistics
    write_files(source, {"conf.py": f"{CONF}paperreview_statistics = False\n"})
    assert build_until(source, output, -1)[0] == 0
    assert not (output / "html/statistics.html").exists()


#: Mount a disk of the first argument in KB on the second, build there, and again with room.
FULL = """\
mount -t tmpfs -o size=$1k none "$2" || exit 77
"$3" -m sphinx -q -j 2 -d "$2/doctrees" "$4" "$2/html" > "$5/first" 2>&1
echo $? > "$5/status"
cp -r "$2/html" "$5/full"
mount -o remount,size=200m "$2"
"$3" -m sphinx -q -d "$2/doctrees" "$4" "$2/html" || exit 1
cp -r "$2/html" "$5/html"
"""


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of an output by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in IGNORED
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Return a site, and the files of a clean build of it."""
    folder = tmp_path_factory.mktemp("full")
    site = Site(folder / "source", 5, theme=THEME, posts=6)
    command = [sys.executable, "-m", "sphinx", "-q", "-d", str(folder / "doctrees")]
    subprocess.run(
        [*command, str(site.folder), str(folder / "html")], env=environment(), check=True
    )
    return site.folder, contents(folder / "html")


def environment() -> dict[str, str]:
    """Return the variables of a process that imports what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("size", range(400, 3200, 400))
def test_a_disk_that_is_full_is_an_error_and_is_recovered_from(
    tmp_path: Path, source: tuple[Path, dict[str, bytes]], size: int
) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here")
    folder, wanted = source
    disk, copies = tmp_path / "disk", tmp_path / "copies"
    disk.mkdir()
    copies.mkdir()
    inside = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", FULL, "sh"]
    arguments = map(str, (size, disk, sys.executable, folder, copies))
    done = subprocess.run([*inside, *arguments], env=environment(), check=False)
    if done.returncode in {1, 77} and not (copies / "status").exists():
        pytest.skip("no disk can be mounted here")
    assert done.returncode == 0
    status = int((copies / "status").read_text())
    files = contents(copies / "html")
    assert sorted(files) == sorted(wanted)
    assert [name for name in files if files[name] != wanted[name]] == []
    if status == 0:  # then it was large enough for all
        assert all((copies / "full" / name).read_bytes() == data for name, data in files.items())
    else:
        said = (copies / "first").read_text()
        assert "Traceback (most recent call last)" not in said, said
