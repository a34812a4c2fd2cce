"""What random edits leave under ``paperreview serve`` is what a clean build with drafts leaves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli.serve.folders import folders_of
from sphinx_paperreview.cli.serve.preview import Preview
from tests.harness import build_project
from tests.incremental.edits import Site

if TYPE_CHECKING:
    from pathlib import Path

#: Whether the long run is wanted, as `make check` does.
IS_WANTED = bool(os.environ.get("PAPERREVIEW_EDITS"))


def files_in(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".buildinfo.bak"
    }


def times_in(root: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def build_clean(source: Path, folder: Path) -> dict[str, bytes]:
    """Return the files of a clean build with drafts, by a process of its own."""
    child = os.fork()
    if not child:
        try:
            build_project(source, builddir=folder, confoverrides={"paperreview_show_drafts": True})
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return files_in(folder / "html")


def run(tmp_path: Path, seed: int, edits: int, every: int) -> None:
    """Edit, write ahead in the same process, build; compare after *every* edits."""
    site = Site(tmp_path / "source", seed, theme="paperreview")
    folders = folders_of(site.folder, "html", tmp_path / "preview")
    folders.make()
    preview = Preview(folders)
    preview.build()
    done: list[str] = []
    ahead = 0
    for number in range(1, edits + 1):
        before = times_in(site.folder)
        done.append(site.edit())
        after = times_in(site.folder)
        paths = sorted(
            path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        )
        docnames = preview.documents_at(paths)
        preview.note_ahead(docnames)
        ahead += len(list(preview.write_ahead(docnames))) if docnames else 0
        preview.forget_ahead(docnames)
        preview.build(len(paths))
        if number % every == 0:
            clean, made = (
                build_clean(site.folder, tmp_path / f"clean{number}"),
                files_in(folders.output),
            )
            differing = sorted(
                name for name in clean.keys() | made.keys() if clean.get(name) != made.get(name)
            )
            assert not differing, (
                f"after {number} edits (seed {seed}): {done[-every:]}: {differing}"
            )
    assert ahead
    preview.close()


@pytest.mark.slow
def test_random_edits_leave_what_a_clean_build_leaves(tmp_path: Path) -> None:
    run(tmp_path, seed=19, edits=6, every=3)


@pytest.mark.slow
@pytest.mark.skipif(not IS_WANTED, reason="set PAPERREVIEW_EDITS, as `make check` does")
@pytest.mark.timeout(3600)
def test_a_hundred_edits_leave_what_a_clean_build_leaves(tmp_path: Path) -> None:
    run(tmp_path, seed=7, edits=100, every=10)
