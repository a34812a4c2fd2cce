"""Folders and files that a build may not read or write: one error, and nothing is lost by it."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.outputs.disk import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness import Build, Built

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="permissions, also those of root")

POST = "# About {0}\n\n## [T](https://arxiv.org/abs/2511.10643) `google`\n\nOnly {0} says this.\n"
FILES = {f"posts/2025-11-1{day}.mdx": POST.format(day) for day in (3, 4)}
EDIT = {"posts/2025-11-14.mdx": POST.format("gamma")}

#: Version 3 of the structures of ``capset(2)``: a number and a process, and two times three sets.
_VERSION = 0x20080522


@contextlib.contextmanager
def _as_anybody() -> Iterator[None]:
    """Let this thread, if it is root's, obey permissions, as any other user has to."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    before, none = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, before) == 0
    none[1], none[4] = before[1], before[4]  # what is permitted, so that it can be restored
    assert libc.capset(header, none) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0


@contextlib.contextmanager
def _mode(path: Path, mode: int) -> Iterator[None]:
    """Give *path* another mode, as long as it is there."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        if path.exists():
            path.chmod(before)


def output(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo.bak"}


def _changed(built: Built) -> Built:
    """Keep *built* for other tests as it is now, before its modes are changed."""
    if built.before_change is not None:
        built.before_change()
    return built


@pytest.mark.parametrize(
    ("path", "mode", "parallel"),
    [
        ("html", 0o555, 1),
        ("html/_sources/posts", 0o555, 1),
        ("html/_sources/posts", 0o555, 2),
        ("html/posts/2025-11-14.html", 0o444, 1),
        ("html/.buildinfo", 0, 1),
        ("html/objects.inv", 0o444, 1),
        ("doctrees", 0o555, 1),
        ("doctrees/paperreview-words", 0o555, 2),
        ("doctrees/posts/2025-11-13.doctree", 0, 1),
        ("doctrees/environment.pickle", 0o444, 1),
        ("doctrees/paperreview.lock", 0o444, 1),
    ],
)
def test_what_may_not_be_written_is_one_error(
    build: Build, path: str, mode: int, parallel: int
) -> None:
    wanted = output(build({**FILES, **EDIT}))
    built = _changed(build(FILES))
    error = pytest.raises(DiskError, match=rf"{path}.*: Permission denied; .* build again")
    with _mode(built.outdir.parent / path, mode), _as_anybody(), error:
        built.rebuild(EDIT, parallel=parallel)
    assert output(built.rebuild()) == wanted


def test_kept_files_that_may_not_be_read_are_made_anew(build: Build) -> None:
    wanted = output(build({**FILES, **EDIT}))
    built = _changed(build(FILES))
    kept = [path for path in built.env.doctreedir.rglob("*.json") if path.is_file()]
    assert len(kept) > 10
    with contextlib.ExitStack() as stack:
        for path in kept:
            stack.enter_context(_mode(path, 0))
        with _as_anybody():
            built = built.rebuild(EDIT)
    assert output(built) == wanted
    assert built.warnings == []


def test_a_folder_of_sources_that_may_not_be_read_is_reported(build: Build) -> None:
    """Its posts are not published, so that somebody has to know."""
    built = _changed(build(FILES))
    with _mode(built.srcdir / "posts", 0), _as_anybody():
        closed = built.rebuild()
    (warning,) = closed.warnings
    assert warning == (
        "posts:1: WARNING: the folder cannot be read, so no document in it is published "
        "(Permission denied); change its permissions, or add it to exclude_patterns "
        "[paperreview.file]"
    )
    assert not closed.exists("posts/2025-11-13.html")
    assert output(built.rebuild()) == output(build({**FILES, "a.txt": "another project"}))
