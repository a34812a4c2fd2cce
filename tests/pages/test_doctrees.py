"""What is kept of documents between reading and writing, and of those whose page is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

#: Notes how many doctrees are alive while pages are written, and keeps their paragraphs.
CONF = """\
import gc, weakref
from docutils import nodes

def setup(app):
    app.alive, app.kept, refs, read = [], [], [], []

    def count(app):
        app.unwritten = sum(ref() is not None for ref in read)

    app.connect("doctree-read", lambda app, doctree: read.append(weakref.ref(doctree)))
    app.connect("env-updated", lambda *_args: [gc.collect()][1:])
    app.connect("env-check-consistency", lambda app, env: count(app))

    def note(app, page, template, context, doctree):
        if doctree is None:
            return
        refs.append(weakref.ref(next(doctree.findall(nodes.section))))
        app.kept += doctree.findall(nodes.paragraph)
        app.alive.append(sum(ref() is not None for ref in refs))

    app.connect("html-page-context", note)
    # What reading leaves is not counted, and Python does not look for garbage until the end.
    app.connect("write-started", lambda *_args: (gc.collect(), gc.disable()))
    app.connect("build-finished", lambda *_args: gc.enable())
"""
#: An extension that may look at a doctree after its page is written.
LATER = """
import sys, types
later = types.ModuleType("looks_later")
later.setup = lambda app: {"parallel_write_safe": False}
sys.modules["looks_later"] = later
extensions = [*extensions, "looks_later"]
"""
POSTS = {
    f"posts/2026-01-{day:02}.mdx": f"# Day {day}\n\nText *{day}*.\n\n"
    f"## [A](https://arxiv.org/abs/2601.000{day})\n\n- [day](2026-01-10.mdx)\n- $x^2$\n"
    for day in range(10, 22)
}


def app_of(build: Build, more: str = "") -> Any:
    return build(POSTS, more_conf=CONF + more).app


def test_a_doctree_is_given_back_when_its_page_is_written(build: Build) -> None:
    app = app_of(build)
    assert len(app.alive) >= len(POSTS)
    assert max(app.alive) <= 3


def test_a_node_that_is_kept_keeps_its_text(build: Build) -> None:
    kept = app_of(build).kept
    assert {f"Text {day}." for day in range(10, 22)} <= {each.astext() for each in kept}
    assert all(each.children for each in kept)


def test_doctrees_stay_for_an_extension_that_may_look_at_them_later(build: Build) -> None:
    app = app_of(build, LATER)
    assert app.alive[-1] >= len(POSTS)
    assert all(each.document is not None for each in app.kept)


@pytest.fixture
def no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no doctree be kept until it is written, but the last."""
    monkeypatch.setattr("sphinx_paperreview.pages.doctrees.KEPT_BYTES", 0)


def test_few_doctrees_wait_to_be_written(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = build(POSTS, more_conf=CONF)
    assert kept.app.unwritten >= len(POSTS)
    monkeypatch.setattr("sphinx_paperreview.pages.doctrees.KEPT_BYTES", 0)
    dropped = build(POSTS, more_conf=CONF)
    assert dropped.app.unwritten <= 2
    assert dropped.files() == kept.files()


@pytest.mark.usefixtures("no_bytes")
def test_doctrees_wait_if_an_extension_may_have_kept_nodes(build: Build) -> None:
    assert build(POSTS, more_conf=CONF + LATER).app.unwritten >= len(POSTS)


@pytest.mark.usefixtures("no_bytes")
def test_files_of_doctrees_are_forgotten_when_pages_are_written(build: Build) -> None:
    built = build(POSTS, more_conf=CONF)
    (Path(built.app.doctreedir) / "posts" / "2026-01-10.doctree").unlink()
    with pytest.raises(FileNotFoundError):
        built.app.env.get_doctree("posts/2026-01-10")


def test_a_title_does_not_keep_the_document_that_rendered_it(build: Build) -> None:
    built = build(POSTS, more_conf=CONF)
    assert [built.env.longtitles[name.removesuffix(".mdx")].parent for name in POSTS] == (
        [None] * len(POSTS)
    )
