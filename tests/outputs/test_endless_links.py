"""Links to folders through which files would be copied without end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from tests.harness import CONF, build_project, write_files
from tests.outputs.test_paths import post

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

SETTINGS = {"html_static_path": "_static/", "html_extra_path": ""}


def site(folder: Path, setting: str) -> Path:
    """Write a site with a folder that *setting* names; return this folder."""
    conf = f"{CONF}{setting} = ['files']\n"
    write_files(folder, {"conf.py": conf, "posts/2025-11-01.mdx": post(1), "files/a.txt": "a"})
    return folder / "files"


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "json"])
def test_two_links_to_the_folder_that_they_are_in(
    tmp_path: Path, setting: str, builder: str
) -> None:
    files = site(tmp_path / "source", setting)
    for name in ("one", "two"):
        (files / name).symlink_to(".", target_is_directory=True)
    with pytest.raises(ConfigError, match=rf"files/(one|two): .*{setting} .*; remove the link"):
        build_project(tmp_path / "source", builder=builder, builddir=tmp_path / "out")


def test_links_of_which_each_doubles_the_paths(tmp_path: Path) -> None:
    files = site(tmp_path / "source", "html_extra_path")
    for number in range(12):
        (files / str(number)).mkdir()
        for name in ("one", "two"):
            (files / str(number) / name).symlink_to(f"../{number + 1}", target_is_directory=True)
    (files / "12").mkdir()
    with pytest.raises(ConfigError, match=r"files/\d+/(one|two): "):
        build_project(tmp_path / "source", builddir=tmp_path / "out")


@pytest.mark.parametrize("setting", SETTINGS)
def test_one_such_link_and_many_to_one_folder_are_copied(tmp_path: Path, setting: str) -> None:
    """Sphinx copies them; the first leads on until the system refuses the path."""
    files = site(tmp_path / "source", setting)
    (files / "one").symlink_to(".", target_is_directory=True)
    write_files(tmp_path, {"shared/b.txt": "b"})
    for number in range(20):
        (files / f"{number}").symlink_to("../../shared", target_is_directory=True)
    outdir = build_project(tmp_path / "source", builddir=tmp_path / "out").outdir
    for name in ("a.txt", "one/one/a.txt", "0/b.txt", "one/19/b.txt"):
        assert (outdir / SETTINGS[setting] / name).is_file()


def test_static_files_that_are_excluded_later_are_deleted(tmp_path: Path) -> None:
    files = site(tmp_path / "source", "html_static_path")
    write_files(files, {"old/c.txt": "c"})
    outdir = build_project(tmp_path / "source", builddir=tmp_path / "out").outdir
    assert (outdir / "_static/old/c.txt").is_file()
    conf = (tmp_path / "source/conf.py").read_text(encoding="utf-8")
    write_files(
        tmp_path / "source", {"conf.py": f"{conf}exclude_patterns = ['**/old', '**/a.txt']\n"}
    )
    build_project(tmp_path / "source", builddir=tmp_path / "out")
    assert not (outdir / "_static/old").exists()
    assert not (outdir / "_static/a.txt").exists()
