"""Files that are deleted, or cannot be read any more, while a build goes on."""

from __future__ import annotations

import builtins
import errno
import io
import os
import re
import sys
from traceback import walk_stack
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness import CONF, build_project, picture, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

NOTE = "# {0}\n\nIt is fast.\n"
LIST = "".join(
    f"- [{name}](notes/{name}.md) [arXiv](https://arxiv.org/abs/2401.0050{n})\n"
    for n, name in enumerate(("one", "two", "six"))
)
FILES: dict[str, str | bytes] = {
    "conf.py": f'{CONF}html_static_path = ["files"]\n'
    'html_extra_path = ["extra"]\npaperreview_authors = "authors.yml"\n'
    'paperreview_bibliography = ["own.bib"]\n',
    "README.md": f"# Notes\n\n{LIST}",
    **{f"notes/{name}.md": NOTE.format(name) for name in ("one", "two", "six")},
    "posts/2025-01-02.mdx": "---\nauthors: [kim]\n---\n\n## [P](https://arxiv.org/abs/2501.00001)\n\n"
    "![a](wide.png) ![b](small.jpg) ![c](drawing.svg)\n\n[data](data.csv)\n",
    "posts/wide.png": picture(1600, 100),
    "posts/small.jpg": picture(300, 200, form="JPEG"),
    "posts/face.png": picture(300, 300),
    "posts/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>',
    "posts/data.csv": "a,b\n",
    "authors.yml": "kim:\n  name: Kim\n  image_url: posts/face.png\n",
    "own.bib": "@article{a, title={P}, eprint={2501.00001}}\n",
    "papers.lock.json": '{"version": 1, "papers": {}}\n',
    "files/a.css": "a {}\n",
    "extra/b.txt": "b\n",
}
#: Where Python asks the system for a file, as is used by :mod:`pathlib`, Sphinx and Pillow as well.
PLACES: list[tuple[Any, str]] = [
    (os, "stat"), (os, "lstat"), (os, "scandir"), (io, "open"), (builtins, "open"),
]  # fmt: skip
#: Code that is neither of Python itself nor of this module.
_OUTSIDE = re.compile(r"sphinx_paperreview|site-packages")
#: Not the documents and ``conf.py``: without these Sphinx ends as well.
NAMES = [
    "posts/wide.png", "posts/small.jpg", "posts/face.png", "posts/drawing.svg", "posts/data.csv",
    "authors.yml", "own.bib", "papers.lock.json", "files/link", "files/link/a.css", "extra/b.txt",
]  # fmt: skip


class Vanishing:
    """Lets each request for a file of *source* pass, but those for one file from some time on."""

    def __init__(self, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source = f"{source}{os.sep}"
        #: The file, and how many requests for it pass.
        self.name, self.passing = "", sys.maxsize
        #: The lines of code that asked for it, in the order of their requests.
        self.askers: list[str] = []
        for module, function in PLACES:
            monkeypatch.setattr(module, function, self.asking(getattr(module, function)))

    def asking(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def ask(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            if not isinstance(path, int):
                self.note(os.fsdecode(path))
            return function(path, *arguments, **options)

        return ask

    def note(self, path: str) -> None:
        name = path.removeprefix(self.source)
        if name != path and name == self.name:
            frames = (f"{frame.f_code.co_filename}:{line}" for frame, line in walk_stack(None))
            self.askers.append(next(filter(_OUTSIDE.search, frames), ""))
            if len(self.askers) > self.passing:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_deleted_ends_no_build(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    write_files(source, FILES)
    (source / "files/link").symlink_to(".", target_is_directory=True)
    vanishing = Vanishing(source, monkeypatch)
    vanishing.name = name
    built = build_project(source, builddir=tmp_path / "whole")
    assert [each for each in built.warnings if name in each] == []
    askers, vanishing.askers = vanishing.askers, []
    for passing in sorted({askers.index(asker) for asker in askers}):
        vanishing.passing = passing
        built = build_project(source, builddir=tmp_path / str(passing))
        page = built.outdir / "posts/2025-01-02.html"
        assert "2501.00001" in page.read_text(encoding="utf-8")
        assert len(vanishing.askers) > passing
        vanishing.askers.clear()
