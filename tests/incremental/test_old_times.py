"""Edits that keep the time and the size of a file, as ``mv``, ``cp -p`` and ``rsync -t`` do."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of
from tests.harness import CONF, build_project, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.harness import Build, Built

MORE = """
import os, sys

sys.path.insert(0, os.path.dirname(__file__))
html_theme = "paperreview"
html_baseurl = "https://example.org/"
html_static_path = ["_static"]
html_css_files = ["own.css"]
templates_path = ["_templates"]
html_extra_path = ["extra"]
paperreview_components = {"Hi": "own_component.hi"}

def setup(app):
    app.connect("source-read", lambda app, name, text: text.append(text.pop().replace("@@", "AA")))
    app.add_css_file("late.css")
    app.connect("build-finished", copy_late)

def copy_late(app, exception):
    with open(os.path.join(app.outdir, "_static", "late.css"), "w") as file:
        file.write("c{}")
"""
COMPONENT = (
    "from docutils import nodes\ndef hi(*args, **names):\n    return [nodes.paragraph('', 'one')]\n"
)
PAGE = "{% extends '!page.html' %}\n{% block body %}{{ super() }}<p>T1</p>{% endblock %}\n"
FILES: dict[str, str | bytes] = {
    "_static/own.css": "a{}\n",
    "_templates/page.html": PAGE,
    "own_component.py": COMPONENT,
    "extra/extra.txt": "extra 1",
    "extra/more.txt": "more",
    "authors.yml": "hana:\n  name: Hana\n",
    "posts/2025-11-10.md": "---\nauthors: [hana]\n---\n# Ten\n\n@@ ![f](fig.png) ![s](d.svg)\n\n```{include} in.txt\n```\n",
    "posts/in.txt": "included one\n",
    "posts/2025-11-11.mdx": "import P from './_p.mdx';\nimport data from './d.json';\n\n# Eleven\n\n<P/>\n\n{data.x}\n",
    "posts/2025-11-12.mdx": "# Twelve\n\n## 1. [T](https://arxiv.org/abs/2511.10644) `meta`\n\nWords <Hi/>.\n",
    "posts/2025-11-13.rst": "Thirteen\n========\n\n.. literalinclude:: code.py\n",
    "posts/code.py": "x = 1\n",
    "posts/_p.mdx": "partial one\n",
    "posts/d.json": '{"x": "one"}',
    "posts/fig.png": picture(30, 20, color=(1, 2, 3)),
    "posts/d.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
}


def write(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        status = path.stat()
        data = path.read_bytes()
        assert old.encode() in data
        assert len(old) == len(new)
        path.write_bytes(data.replace(old.encode(), new.encode()))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return edit


def move(*pairs: tuple[str, str]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        for old, new in pairs:
            (folder / old).rename(folder / new)

    return edit


def picture_of_another_colour(folder: Path) -> None:
    path = folder / "posts/fig.png"
    status = path.stat()
    path.write_bytes(picture(30, 20, color=(3, 2, 1)))
    assert path.stat().st_size == status.st_size
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


TEN, ELEVEN, TWELVE = "posts/2025-11-10.md", "posts/2025-11-11.mdx", "posts/2025-11-12.mdx"
EDITS: dict[str, Callable[[Path], None]] = {
    "a post": write(TWELVE, "Words", "Terms"),
    "another format": move((TEN, f"{TEN}x")),
    "two posts change names": move((ELEVEN, "t"), (TWELVE, ELEVEN), ("t", TWELVE)),
    "a partial": write("posts/_p.mdx", "one", "two"),
    "imported JSON": write("posts/d.json", "one", "two"),
    "an include": write("posts/in.txt", "one", "two"),
    "included code": write("posts/code.py", "1", "2"),
    "a bitmap": picture_of_another_colour,
    "an SVG": write("posts/d.svg", 'width="10"', 'width="90"'),
    "a style sheet": write("_static/own.css", "a{}", "b{}"),
    "a template": write("_templates/page.html", "T1", "T2"),
    "the code of a component": write("own_component.py", "one", "two"),
    "a function of conf.py": write("conf.py", '"AA"', '"BB"'),
    "an extra file": write("extra/extra.txt", "1", "2"),
    "authors": write("authors.yml", "Hana", "Kim."),
    "a draft": write(f"{TEN}x", "authors: [hana]", "draft: true    "),
    "an extra file that goes": move(("extra/more.txt", "more.txt")),
    "a style sheet that goes": move(("_static/own.css", "own.css")),
}


def output(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo.bak"}


@pytest.fixture
def no_modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let each build import the project's modules anew, as a process of its own would."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    before = sys.path.copy()

    def forget() -> None:
        sys.path[:] = before
        sys.modules.pop("own_component", None)

    yield forget
    forget()


def test_edits_that_keep_time_and_size_are_seen(
    build: Build, tmp_path: Path, no_modules: Callable[[], None]
) -> None:
    """One site, one edit after the other: each incremental build equals a clean one."""
    built = build(FILES, conf=CONF, more_conf=MORE)
    assert built.warnings == []
    for name, edit in EDITS.items():
        edit(built.srcdir)
        no_modules()
        made = output(built.rebuild())
        clean = tmp_path / "clean" / "src"
        shutil.copytree(built.srcdir, clean, ignore=shutil.ignore_patterns("_build"))
        no_modules()
        wanted = output(build_project(clean))
        shutil.rmtree(clean)
        assert {n for n in made.keys() | wanted.keys() if made.get(n) != wanted.get(n)} == set(), (
            name
        )


def test_a_build_of_nothing_new_reads_no_source(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read whose status is the one that it had when it was read last."""
    monkeypatch.setattr("sphinx_paperreview.core.files.known_files.STEP", 0)
    posts = {f"posts/2025-11-{day:02}.mdx": f"# Post {day}\n" for day in range(1, 29)}
    # Sphinx writes its own search index anew each time.
    conf = 'paperreview_search = "paperreview"\n'
    built = build(posts, more_conf=conf).rebuild()
    if os.name == "posix":
        assert domain_of(built.rebuild().env).known_files.reads == 0
    changed = built.rebuild({"posts/2025-11-01.mdx": "# Post B\n"})
    # The post, its doctree, the file of its text and its page's body, before and after.
    assert 0 < domain_of(changed.env).known_files.reads <= 12


def test_files_that_are_only_newer_are_not_read_again(build: Build) -> None:
    site = build(FILES, more_conf=MORE).rebuild()
    pages = [site.outdir / "posts" / f"2025-11-1{day}.html" for day in range(4)]
    before = [page.read_bytes() for page in pages]
    for path in (site.srcdir / "posts").iterdir():
        os.utime(path)
    for page in pages:
        page.write_bytes(page.read_bytes() + b"<!-- the page of the last build -->")
        os.utime(page, (1, 1))
    template = site.srcdir / "_templates" / "page.html"
    site = site.rebuild()
    assert "0 added, 0 changed, 0 removed" in site.status
    assert all(page.read_bytes().endswith(b"last build -->") for page in pages)
    template.write_text(PAGE.replace("T1", "T2"), encoding="utf-8")
    site = site.rebuild()
    after = [page.read_bytes() for page in pages]
    assert after == [data.replace(b"<p>T1</p>", b"<p>T2</p>") for data in before]


@pytest.mark.parametrize(
    ("builder", "conf", "files"),
    [
        ("html", 'exclude_patterns = ["posts/2025-11-12.mdx"]\n', {}),
        ("dirhtml", 'exclude_patterns = ["_build", "posts/*"]\n', {}),
        ("html", 'html_extra_path = ["extra"]\n', {"extra/Posts": "in the place of a folder"}),
    ],
    ids=["document", "folder", "taken"],
)
def test_documents_that_leave_after_a_checkout_take_their_pages_along(
    build: Build, tmp_path: Path, builder: str, conf: str, files: dict[str, str]
) -> None:
    """Sources are newer than pages, whose times are then set: this is no writing of them."""
    posts = {f"posts/2025-11-{day}.mdx": f"# Words of {day}\n" for day in (12, 13)}
    built = build(posts, builder=builder)
    for path in built.srcdir.rglob("*.mdx"):
        os.utime(path)
    before = (built.srcdir / "conf.py").read_text(encoding="utf-8")
    made = output(built.rebuild({**files, "conf.py": before + conf}))
    clean = tmp_path / "clean" / "src"
    shutil.copytree(built.srcdir, clean, ignore=shutil.ignore_patterns("_build"))
    assert made.keys() == output(build_project(clean, builder=builder)).keys()
    assert not [name for name in made if "2025-11-12" in name]


def test_a_page_comes_back_when_a_file_in_its_place_is_gone_after_a_checkout(build: Build) -> None:
    files = {
        "posts/2025-11-12.mdx": "# Words of 12\n",
        "extra/posts/2025-11-12.html": "in the place of a page",
        "extra/other.txt": "more",
    }
    built = build(files, more_conf='html_extra_path = ["extra"]\n')
    assert built.read("posts/2025-11-12.html") == "in the place of a page"
    os.utime(built.srcdir / "posts" / "2025-11-12.mdx")
    built = built.rebuild({"extra/posts/2025-11-12.html": None})
    assert "Words of 12" in built.read("posts/2025-11-12.html")
