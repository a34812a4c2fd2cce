"""A preview in memory: what is written first, what a build leaves, what survives an error."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.locale import translators

from sphinx_paperreview.cli.serve import preview
from sphinx_paperreview.cli.serve.builder import Builder, Channel
from sphinx_paperreview.cli.serve.folders import folders_of
from sphinx_paperreview.cli.serve.preview import Preview
from sphinx_paperreview.core.files import store
from tests.harness import CONF, build_project, picture, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


FILES = {
    "conf.py": CONF.replace('"basic"', '"paperreview"'),
    "index.md": "# Reviews\n\n```{paper:list}\n```\n",
    "posts/2025-11-13.mdx": "# A day\n\n## 1. [One](https://arxiv.org/abs/2511.00001) `google`\n\nText.\n",
    "posts/2025-11-14.mdx": "# 다음 날\n\n## 1. [Two](https://arxiv.org/abs/2511.00002) `google`\n\n글.\n",
    "posts/2025-11-15.mdx": "---\ntitle: A draft\ndraft: true\n---\n\n## 1. [Three](https://arxiv.org/abs/2511.00003)\n\nx\n",
    "posts/2125-11-16.mdx": "# Later\n\n## 1. [Four](https://arxiv.org/abs/2511.00004)\n\nx\n",
}
POST = "posts/2025-11-14"


def files_in(root: Path) -> dict[str, bytes]:
    """Return the files below *root*, but for the backup of ``.buildinfo`` that each build writes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".buildinfo.bak"
    }


class Edited:
    """A project, its preview, and a clean build to compare with."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "내 블로그 source"
        write_files(self.source, FILES)
        self.folders = folders_of(self.source, "html", folder / "the preview")
        self.folders.make()
        self.preview = Preview(self.folders)
        self.clean_folder = folder / "clean"

    def path(self, name: str) -> Path:
        return self.source / name

    def output(self) -> dict[str, bytes]:
        return files_in(self.folders.output)

    def clean(self) -> dict[str, bytes]:
        """Return what a clean build with drafts writes.

        It is made by a process of its own: the application of the preview stays as it is.
        """
        shutil.rmtree(self.clean_folder, ignore_errors=True)
        child = os.fork()
        if not child:
            try:
                values = {"paperreview_show_drafts": True}
                build_project(self.source, builddir=self.clean_folder, confoverrides=values)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        return files_in(self.clean_folder / "html")

    def differing(self) -> list[str]:
        old, new = self.output(), self.clean()
        return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))

    def ahead(self, *names: str) -> list[str]:
        """Write the pages of the files *names* ahead, as a builder without a fork does."""
        docnames = self.preview.documents_at([str(self.path(name)) for name in names])
        self.preview.note_ahead(docnames)
        pages = list(self.preview.write_ahead(docnames))
        self.preview.forget_ahead(docnames)
        return pages


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Edited]:
    made = Edited(tmp_path)
    yield made
    made.preview.close()


def test_page_is_written_ahead_as_the_build_writes_it(edited: Edited) -> None:
    first = edited.preview.build()
    assert len(first.read) == 5
    before = edited.output()
    path = edited.path(f"{POST}.mdx")
    path.write_text(path.read_text(encoding="utf-8") + "\n새 문장.\n", encoding="utf-8")
    ahead = edited.ahead(f"{POST}.mdx")
    assert ahead == [f"{POST}.html"]
    early = edited.output()
    # One page, and the copy of its source.
    changed = {name for name in early if early[name] != before.get(name)}
    assert changed <= {f"{POST}.html", f"_sources/{POST}.md.txt"}
    assert early.keys() == before.keys()
    assert "새 문장.".encode() in early[f"{POST}.html"]
    built = edited.preview.build(1)
    assert built.read == {POST}
    assert built.written == {POST}
    assert edited.output()[f"{POST}.html"] == early[f"{POST}.html"]
    assert edited.differing() == []


def test_drafts_are_shown_and_named(edited: Edited) -> None:
    built = edited.preview.build()
    assert built.unpublished == {
        "posts/2025-11-15.html": "draft",
        "posts/2125-11-16.html": "scheduled",
    }
    edited.path("posts/2025-11-15.mdx").write_text("# No draft\n\nx\n", encoding="utf-8")
    assert edited.preview.build(1).unpublished == {"posts/2125-11-16.html": "scheduled"}


def add(edited: Edited) -> None:
    write_files(edited.source, {"posts/2025-11-17.mdx": FILES["posts/2025-11-13.mdx"]})


def remove(edited: Edited) -> None:
    edited.path("posts/2025-11-12.mdx").unlink()


def rename(edited: Edited) -> None:
    edited.path("posts/2025-11-13.mdx").rename(edited.path("posts/2025-11-12.mdx"))


def show_figure(edited: Edited) -> None:
    write_files(
        edited.source,
        {"posts/a b.png": picture(3, 2), f"{POST}.mdx": "# A\n\n![그림](<a b.png>)\n"},
    )


def change_figure(edited: Edited) -> None:
    show_figure(edited)
    edited.preview.build(2)
    write_files(edited.source, {"posts/a b.png": picture(5, 9)})


def name_authors(edited: Edited) -> None:
    write_files(
        edited.source,
        {
            "authors.yml": "hana:\n  name: 하나\n",
            f"{POST}.mdx": "---\nauthors: [hana]\n---\n\n# A\n",
        },
    )
    edited.preview.build(2)
    write_files(edited.source, {"authors.yml": "hana:\n  name: 김하나\n"})


def configure(edited: Edited) -> None:
    write_files(
        edited.source,
        {"conf.py": FILES["conf.py"] + 'paperreview_page_size = 2\nproject = "Other"\n'},
    )


def retitle(edited: Edited) -> None:
    write_files(
        edited.source,
        {
            f"{POST}.mdx": "# Another title\n\n## 1. [New](https://arxiv.org/abs/2511.00009) `meta`\n\nx\n"
        },
    )
    edited.ahead(f"{POST}.mdx")


def undo(edited: Edited) -> None:
    retitle(edited)
    edited.preview.build(1)
    write_files(edited.source, {f"{POST}.mdx": FILES[f"{POST}.mdx"]})
    edited.ahead(f"{POST}.mdx")


#: In this order, each upon the last.
CHANGES: tuple[Callable[[Edited], None], ...] = (
    retitle, undo, add, rename, remove, show_figure, change_figure, name_authors, configure,
)  # fmt: skip


@pytest.mark.timeout(1200)
def test_at_rest_it_is_a_clean_build_with_drafts(edited: Edited) -> None:
    edited.preview.build()
    for change in CHANGES:
        change(edited)
        edited.preview.build(1)
        assert edited.differing() == [], change.__name__


def test_next_session_goes_on_where_the_last_one_ended(edited: Edited) -> None:
    write_files(edited.source, {f"{POST}.mdx": "# A\n\n{a.b}\n"})
    assert len(edited.preview.build().problems) == 1
    edited.preview.close()
    later = Preview(edited.folders)
    built = later.build()
    assert built.read == set()
    # Nothing was read, and what is wrong is known all the same.
    assert [each.code for each in built.problems] == ["paperreview.mdx.expression"]
    write_files(edited.source, {f"{POST}.mdx": "# A\n\na\n"})
    assert later.build(1).problems == []
    later.close()


def test_page_that_was_written_ahead_is_not_taken_for_a_built_one(edited: Edited) -> None:
    """The session is killed before the build, and the edit is undone."""
    edited.preview.build()
    path = edited.path(f"{POST}.mdx")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nGone again.\n", encoding="utf-8")
    child = os.fork()
    if not child:
        edited.ahead(f"{POST}.mdx")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert "Gone again." in (edited.folders.output / f"{POST}.html").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    later = Preview(edited.folders)
    later.build()
    later.close()
    assert edited.differing() == []


def test_build_that_fails_is_made_good_by_the_next(edited: Edited) -> None:
    edited.preview.build()
    templates = {
        "_templates/page.html": "{% extends '!page.html' %}{% block body %}{{ 1 / 0 }}{% endblock %}"
    }
    conf = FILES["conf.py"] + 'templates_path = ["_templates"]\n'
    write_files(edited.source, {"conf.py": conf, **templates})
    with pytest.raises(Exception, match="division by zero"):
        edited.preview.build(2)
    write_files(edited.source, {"_templates/page.html": "{% extends '!page.html' %}"})
    edited.preview.build(1)
    assert edited.differing() == []
    edited.preview.close()
    later = Preview(edited.folders)
    assert later.build().read == set()
    later.close()


def test_full_disk_ends_no_session(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written ahead that could not be noted; the build says what is wrong."""
    write = store.write_atomic

    def refuse(path: Path, *args: Any, **names: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def lines() -> Iterator[str]:
        path = edited.path(f"{POST}.mdx")
        for fails in (True, False):
            path.write_text(path.read_text(encoding="utf-8") + "\nNew.\n", encoding="utf-8")
            function = refuse if fails else write
            monkeypatch.setattr(preview, "write_atomic", function)
            monkeypatch.setattr(store, "write_atomic", function)
            yield json.dumps([str(path)])

    begin, end = os.pipe()
    Builder(edited.preview, Channel(end)).run(lines())
    os.close(end)
    with os.fdopen(begin, encoding="utf-8") as answers:
        found = [json.loads(line) for line in answers]
    kinds = [answer["kind"] for answer in found]
    assert kinds == ["built", "failed", "built"]
    assert found[1]["message"].endswith(
        "free disk space or correct the permissions, and build again"
    )
    assert edited.differing() == []


def test_catalogs_of_one_application_are_kept(edited: Edited) -> None:
    """A catalog asks the next one; with one more for each save, that would end in an error."""
    conf = edited.path("conf.py")
    conf.write_text(f"{conf.read_text(encoding='utf-8')}language = 'ko'\n", encoding="utf-8")
    edited.preview.build()
    edited.preview.build()
    assert translators["general", "sphinx"].gettext("Search") == "검색"
    assert not [name for name, each in translators.items() if getattr(each, "_fallback", None)]


def test_only_a_few_documents_are_written_ahead(edited: Edited) -> None:
    assert edited.preview.documents_at([str(edited.path(f"{POST}.mdx"))]) == []
    edited.preview.build()
    posts = [str(edited.path(name)) for name in FILES if name.startswith("posts/")]
    assert edited.preview.documents_at(posts) == []
    assert edited.preview.documents_at([posts[0], str(edited.path("conf.py"))]) == [
        "posts/2025-11-13"
    ]
    assert edited.preview.documents_at([str(edited.path("posts/new.mdx"))]) == []


def test_preview_lies_where_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "site"
    folders, other = folders_of(source, "html"), folders_of(source, "dirhtml")
    assert not folders.root.is_relative_to(source)
    assert folders.root != other.root
    folders.make()
    assert folders.root.stat().st_mode & 0o077 == 0
