"""What stands in the way in the output folder: replaced if it is ours or a link, else one error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import SphinxError

from sphinx_paperreview.outputs.disk import DiskError
from tests.outputs.test_paths import BASE, assert_as_clean, post

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

FILES = {"posts/2025-11-01.mdx": post(1, "/old/page"), "a/b.md": "# B\n"}

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.mark.parametrize("path", ["orgs", "archive", "posts", "a", "_search", "_static", "old"])
def test_a_file_where_a_folder_must_go_is_one_error(build: Build, path: str) -> None:
    site = build(FILES, more_conf=BASE)
    shutil.rmtree(site.outdir / path)
    (site.outdir / path).write_text("own", encoding="utf-8")
    with pytest.raises(
        SphinxError, match=f"{path}: the build needs a folder here, but there is a file"
    ):
        site.rebuild({"posts/2025-11-02.mdx": post(2), "a/b.md": "# Edited\n"})
    assert site.read(path) == "own"
    (site.outdir / path).unlink()
    assert_as_clean(site.rebuild())


@pytest.mark.parametrize(
    "path",
    ["atom.xml", "archive.html", "index.html", "search.html", "objects.inv", "papers.json",
     "posts/2025-11-01.html", "old/page/index.html", "_search/root.js"],
)  # fmt: skip
def test_a_folder_where_a_file_must_go_is_one_error(build: Build, path: str) -> None:
    site = build(FILES, more_conf=BASE)
    (site.outdir / path).unlink(missing_ok=True)
    (site.outdir / path / "empty").mkdir(parents=True)
    site = site.rebuild()
    assert_as_clean(site)
    (site.outdir / path).unlink(missing_ok=True)
    (site.outdir / path).mkdir()
    (site.outdir / path / "own.txt").write_text("own", encoding="utf-8")
    with pytest.raises(
        SphinxError, match=f"{path}: the build needs a file here, but there is a folder"
    ):
        site.rebuild()
    assert site.read(f"{path}/own.txt") == "own"
    shutil.rmtree(site.outdir / path)
    assert_as_clean(site.rebuild())


@pytest.mark.parametrize(
    ("path", "builder"), [("search", "dirhtml"), ("genindex", "dirhtml"), ("search.html/a", "html")]
)
def test_an_own_file_where_sphinx_cannot_do_without_is_one_error(
    build: Build, path: str, builder: str
) -> None:
    files = {**FILES, f"extra/{path}": "own"}
    with pytest.raises(SphinxError, match=f"{path}: a file of html_extra_path has this path"):
        build(files, more_conf=BASE + 'html_extra_path = ["extra"]\n', builder=builder)


def test_the_error_says_what_is_in_the_way(build: Build) -> None:
    site = build(FILES, more_conf=BASE)
    (site.outdir / "orgs").mkdir(exist_ok=True)
    shutil.rmtree(site.outdir / "orgs")
    (site.outdir / "orgs").write_text("own", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-j2", str(site.srcdir), str(site.outdir)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Output error!" in done.stderr
    assert "the build needs a folder here, but there is a file that it did not write" in done.stderr
    # Sphinx shows the last frame of any error of its kind.
    assert done.stderr.count(", line ") == 1


@needs_links
@pytest.mark.parametrize(
    "path",
    ["index.html", "archive.html", "atom.xml", "search.html", "genindex.html", "objects.inv",
     ".buildinfo", "posts/2025-11-01.html", "_sources/index.md.txt", "_static/basic.css",
     "old/page/index.html", "papers.json", "_search/root.js"],
)  # fmt: skip
def test_a_link_to_a_file_is_replaced(build: Build, tmp_path: Path, path: str) -> None:
    site = build(FILES, more_conf=BASE)
    target = tmp_path / "elsewhere"
    target.write_text("own", encoding="utf-8")
    (site.outdir / path).unlink(missing_ok=True)
    (site.outdir / path).symlink_to(target)
    site = site.rebuild({"index.md": "# Edited\n", "posts/2025-11-02.mdx": post(2)})
    assert target.read_text(encoding="utf-8") == "own"
    assert not (site.outdir / path).is_symlink()
    assert_as_clean(site)


@needs_links
@pytest.mark.parametrize("path", ["posts", "_static", "archive", "papers", "_search", "_images"])
def test_a_link_to_a_folder_is_replaced(build: Build, tmp_path: Path, path: str) -> None:
    site = build(FILES, more_conf=BASE)
    shutil.rmtree(site.outdir / path, ignore_errors=True)
    (site.outdir / path).symlink_to(tmp_path, target_is_directory=True)
    site = site.rebuild({"posts/2025-11-01.mdx": post(3), "index.md": "# Edited\n"})
    assert list(tmp_path.iterdir()) == []
    assert_as_clean(site)


@needs_links
def test_a_link_that_is_in_nobodys_way_stays(build: Build, tmp_path: Path) -> None:
    site = build(FILES, more_conf=BASE)
    (site.outdir / "latest").symlink_to(tmp_path, target_is_directory=True)
    assert (site.rebuild({"index.md": "# Edited\n"}).outdir / "latest").is_symlink()


@needs_links
def test_the_output_folder_itself_may_be_a_link(build: Build, tmp_path: Path) -> None:
    site = build(FILES, more_conf=BASE)
    (tmp_path / "real").mkdir()
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "html").symlink_to(tmp_path / "real", target_is_directory=True)
    site = site.rebuild(builddir=tmp_path / "built")
    site = site.rebuild({"posts/2025-11-02.mdx": post(2)})
    assert (tmp_path / "real" / "index.html").is_file()
    assert_as_clean(site)


def test_a_build_that_was_killed_leaves_nothing(build: Build) -> None:
    site = build(FILES, more_conf=BASE)
    code = (
        "import os, sys, sphinx_paperreview.core.files.store as store\n"
        "from sphinx.cmd.build import build_main\n"
        "whole, left = os.replace, int(sys.argv[1])\n"
        "def replace(*args):\n"
        "    global left\n"
        "    left -= 1\n"
        "    return whole(*args) if left else os._exit(9)\n"
        "store.os.replace = replace\n"
        "build_main(sys.argv[2:])"
    )
    folders = ["-d", str(site.env.doctreedir), str(site.srcdir), str(site.outdir)]
    for number in (1, 2, 5, 20):
        site = site.rebuild({"posts/2025-11-02.mdx": post(2)})
        site.srcdir.joinpath("posts/2025-11-02.mdx").unlink()
        site.srcdir.joinpath(f"posts/2025-11-{number + 2:02}.mdx").write_text(
            post(number + 2, f"/x{number}"), encoding="utf-8"
        )
        command = [sys.executable, "-c", code, str(number), "-q", *folders]
        assert subprocess.run(command, check=False).returncode == 9
        site = site.rebuild({f"posts/2025-11-{number + 2:02}.mdx": None})
        assert_as_clean(site)


@needs_links
@pytest.mark.parametrize(
    "path",
    ["environment.pickle", "index.doctree", "posts/2025-11-01.doctree", "paperreview.lock",
     "paperreview-files.json", "paperreview-*.files"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_beside_the_doctrees_is_replaced(
    build: Build, tmp_path: Path, path: str, kind: str
) -> None:
    """Sphinx would write through a link, and wait for ever for a pipe."""
    site = build(FILES, more_conf=BASE)
    target = tmp_path / "elsewhere"
    target.write_text("own", encoding="utf-8")
    (place,) = site.env.doctreedir.glob(path)
    place.unlink()
    if kind == "link":
        place.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    site = site.rebuild({"index.md": "# Edited\n", "posts/2025-11-02.mdx": post(2)})
    assert target.read_text(encoding="utf-8") == "own"
    assert_as_clean(site)


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("environment.pickle", "environment.pickle/own.txt"),
        ("posts/2025-11-01.doctree", "posts/2025-11-01.doctree/own.txt"),
        ("posts", "posts"),
        ("paperreview.lock", "paperreview.lock/own.txt"),
        ("paperreview-words", "paperreview-words"),
    ],
)
def test_what_is_somebody_elses_beside_the_doctrees_is_one_error(
    build: Build, path: str, own: str
) -> None:
    site = build(FILES, more_conf=BASE)
    place, mine = site.env.doctreedir / path, site.env.doctreedir / own
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("own", encoding="utf-8")
    with pytest.raises(DiskError, match="move away what is in this place, and build again"):
        site.rebuild({"posts/2025-11-01.mdx": post(3)})
    assert mine.read_text(encoding="utf-8") == "own"
    mine.unlink()
    assert_as_clean(site.rebuild())


@needs_links
def test_links_that_are_no_kept_files_stay(build: Build, tmp_path: Path) -> None:
    """The folder of doctrees may be one that has other things as well."""
    site = build(FILES, more_conf=BASE)
    for name in ("photos", "notes.md"):
        (site.env.doctreedir / name).symlink_to(tmp_path)
    site = site.rebuild()
    assert (site.env.doctreedir / "photos").is_symlink()
    assert (site.env.doctreedir / "notes.md").is_symlink()
