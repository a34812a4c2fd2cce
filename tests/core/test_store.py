"""A file is written in one step: whole, or not at all."""

from __future__ import annotations

import builtins
import errno
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sphinx_paperreview.core.files.digests import bytes_digest, digest, file_digest, text_digest
from sphinx_paperreview.core.files.store import copy_atomic, write_atomic


def test_a_file_is_made_with_its_folders_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.txt"
    for data in (b"old", b"", b"new\r\n"):
        write_atomic(path, data)
        assert path.read_bytes() == data
    assert [found.name for found in path.parent.iterdir()] == ["file.txt"]


def test_a_file_is_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomic(tmp_path / "atomic", b"")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_atomic(path, b"long")
    assert path.read_bytes() == b"long"


def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    write_atomic(path, b"old")

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no space left on device")

    for name in ("rename", "replace"):  # whichever the standard library calls
        monkeypatch.setattr(os, name, fail)
    with pytest.raises(OSError, match="no space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_lies_in_the_scratch_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, scratch = tmp_path / "out" / "file.txt", tmp_path / "scratch"
    write_atomic(path, b"old", scratch=scratch)
    assert path.read_bytes() == b"old"

    # A process that is killed as it replaces the file leaves its temporary file behind.
    monkeypatch.setattr(os, "replace", lambda *_paths: os._exit(9))
    monkeypatch.setattr(os, "rename", os.replace)
    child = os.fork() if hasattr(os, "fork") else pytest.skip("this system forks no process")
    if child == 0:
        write_atomic(path, b"new", scratch=scratch)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert [found.name for found in path.parent.iterdir()] == ["file.txt"]
    assert len(list(scratch.iterdir())) == 1


def test_a_scratch_folder_on_another_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, scratch = tmp_path / "out" / "file.txt", tmp_path / "scratch"
    replace = os.replace

    def across(source: str, target: str) -> None:
        if Path(source).parent == scratch:
            raise OSError(errno.EXDEV, "another file system")
        replace(source, target)

    monkeypatch.setattr(os, "replace", across)
    monkeypatch.setattr(os, "rename", across)
    write_atomic(path, b"new", scratch=scratch)
    assert path.read_bytes() == b"new"
    assert list(scratch.iterdir()) == []


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "name"
    path.mkdir()
    with pytest.raises(OSError):  # noqa: PT011  # its text differs between systems
        write_atomic(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_symbolic_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"precious")
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no symbolic links")
    write_atomic(link, b"new")
    assert target.read_bytes() == b"precious"
    assert link.read_bytes() == b"new"
    assert not link.is_symlink()


def test_many_writers_of_one_file_leave_one_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    texts = [bytes([number]) * 50_000 for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda data: write_atomic(path, data), texts))
    assert path.read_bytes() in texts
    assert list(tmp_path.iterdir()) == [path]


def test_digests_are_sha256(tmp_path: Path) -> None:
    known = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of "hello"
    assert bytes_digest(b"hello", 64) == known
    assert text_digest("hello") == known[:24]
    assert digest("hello") == text_digest("'hello'")
    assert len(text_digest("\ud800", 8)) == 8
    path = tmp_path / "file"
    path.write_bytes(b"hello")
    with path.open("rb") as file:
        assert file_digest(file) == known


def full(path: str | None = None, other: str | None = None) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path, None, other)


def test_a_write_on_a_full_disk_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise full()

    monkeypatch.setattr(builtins, "open", fail)
    with pytest.raises(OSError, match=r"left on device: '.*file\.txt'$"):
        write_atomic(tmp_path / "file.txt", b"new")


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_copy_on_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes | None
) -> None:
    source, path = tmp_path / "source", tmp_path / "folder" / "file.txt"
    source.write_bytes(b"many words")
    if old is not None:
        write_atomic(path, old)

    def cut(here: Path, there: str) -> None:
        Path(there).write_bytes(here.read_bytes()[:4])
        raise full(str(here), there)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", cut)
        with pytest.raises(OSError, match=r"left on device: '.*file\.txt'$"):
            copy_atomic(source, path)
    assert [each.read_bytes() for each in path.parent.iterdir()] == ([] if old is None else [old])
    copy_atomic(source, path)
    assert path.read_bytes() == b"many words"


def test_a_copy_of_what_is_not_there_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"'.*source'$"):
        copy_atomic(tmp_path / "source", tmp_path / "file.txt")
    assert list(tmp_path.iterdir()) == []
