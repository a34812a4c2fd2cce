"""The state file: written in one step; what is stale is forgotten before it is rewritten."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.core.files.store import write_kept
from sphinx_paperreview.outputs.state import State, remove_files
from tests.harness import build_project, write_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built


def test_all_that_is_stale_is_forgotten(tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    state.documents = {"a": "1", "b": "2", "c": "3"}
    state.pages = {"archive": "4"}
    assert state.forget(documents=["a", "b", "unknown"], pages=["archive"])
    state.save()
    again = State(state.path)
    assert (again.documents, again.pages) == ({"c": "3"}, {})
    assert not again.forget(documents=["a"])


def test_a_damaged_file_counts_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{", encoding="utf-8")
    assert State(path).documents == {}
    write_kept(path, json.dumps({"version": "other"}).encode())
    assert State(path).files == []
    state = State(tmp_path / "older.json")
    state.files = ["a.html"]
    state.documents = {"a": "1"}
    state.save()
    assert State(state.path).documents == {"a": "1"}
    state.path.write_bytes(state.path.read_bytes().replace(b'"1"', b'"2"'))
    assert State(state.path).documents == {}
    assert State(state.path).files == ["a.html"]


def test_only_files_below_the_output_are_removed(tmp_path: Path) -> None:
    (tmp_path / "out" / "tags").mkdir(parents=True)
    (tmp_path / "out" / "tags" / "a.html").touch()
    (tmp_path / "kept.html").touch()
    remove_files(tmp_path / "out", ["tags/a.html", "../kept.html", "never.html"])
    assert not (tmp_path / "out" / "tags").exists()
    assert (tmp_path / "kept.html").exists()


def test_a_lost_state_rewrites_and_changes_nothing(build: Callable[..., Built]) -> None:
    text = "# A\n\n## [T](https://arxiv.org/abs/2511.10643) `google`\n\nText.\n"
    first = build({"posts/2025-11-14.mdx": text})
    before = first.files()
    for path in first.env.doctreedir.glob("paperreview-*.json"):
        path.unlink()
    assert first.rebuild().files() == before


def test_a_file_of_the_author_is_left_alone(build: Callable[..., Built]) -> None:
    text = "# A\n\n## [T](https://arxiv.org/abs/2511.10643) `google`\n\nText.\n"
    first = build({"posts/2025-11-14.mdx": text})
    (first.outdir / "orgs" / "mine.html").write_text("mine", encoding="utf-8")
    second = first.rebuild({"posts/2025-11-14.mdx": "# A\n\nText.\n"})
    assert not second.exists("orgs/google.html")
    assert second.read("orgs/mine.html") == "mine"


def test_nothing_stays_of_a_draft_after_the_folders_were_moved(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    """As a build server does that keeps the output between runs, each in a folder of its own."""
    text = "---\ntags: [beta]\n---\n# Beta\n\n## [T](https://arxiv.org/abs/2511.10643)\n\nText.\n"
    name = "posts/2025-11-14.mdx"
    first = build({"posts/2025-11-13.mdx": "# Alpha\n\nText.\n", name: text})
    assert first.exists("tags/beta.html")
    moved = tmp_path / "moved" / first.srcdir.name
    shutil.copytree(first.srcdir, moved, symlinks=True)
    write_files(moved, {name: text.replace("tags:", "draft: true\ntags:")})
    second = build_project(moved)
    clean = build_project(moved, builddir=tmp_path / "clean")
    assert "posts/2025-11-14.html" not in second.files()
    assert second.files().keys() - {".buildinfo.bak"} == clean.files().keys()


@pytest.mark.parametrize("is_first", [False, True])
def test_nothing_stays_of_a_draft_after_an_early_development_version(
    build: Callable[..., Built], is_first: bool
) -> None:
    """It named the state by the absolute output folder; the first ones had no digest in it."""
    text = "---\ntags: [gamma]\n---\n# Gamma\n\n## [T](https://arxiv.org/abs/2511.10643)\n\nText.\n"
    name = "posts/2025-11-14.mdx"
    first = build({"posts/2025-11-13.mdx": "# Alpha\n\nText.\n", name: text, "own.txt": "x"})
    assert first.exists("tags/gamma.html")
    (first.outdir / "tags" / "mine.html").write_text("mine", encoding="utf-8")
    folder = Path(first.env.doctreedir)
    stem = next(folder.glob("paperreview-*.files")).stem
    place = f"html\0{first.outdir.resolve()}"
    former = f"paperreview-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
    for path in sorted(folder.glob(f"{stem}*")):
        path.rename(path.with_name(path.name.replace(stem, former)))
    if is_first:
        (folder / f"{former}.files").unlink()
        state = folder / f"{former}.json"
        state.write_bytes(state.read_bytes().partition(b"\n")[2])
    second = first.rebuild({name: text.replace("tags:", "draft: true\ntags:")})
    left = {name for name, data in second.files().items() if "gamma" in name or b"Gamma" in data}
    assert left == set()
    assert not second.exists("posts/2025-11-14.html")
    assert second.read("tags/mine.html") == "mine"
    assert list(folder.glob(f"{former}*")) == []
