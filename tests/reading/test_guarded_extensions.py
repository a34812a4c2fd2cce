"""Directives and roles of extensions that run programs or import modules do neither for a post."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

AUTOSUMMARY = CONF.replace('"sphinx_paperreview"', '"sphinx_paperreview", "sphinx.ext.autosummary"')
#: The role by its name, by a name of its own, and as the default role.
PLAIN = """\
T
=

:autolink:`own_module.one`

.. role:: other(autolink)

:other:`own_module.two`

.. default-role:: autolink

`own_module.three`
"""


def test_a_role_of_a_post_imports_no_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "from pathlib import Path\n\nPath(__file__).with_suffix('.ran').touch()\n"
    names = ("one", "two", "three", "four")
    write_files(tmp_path, {f"modules/own_module/{name}.py": module for name in names})
    monkeypatch.syspath_prepend(tmp_path / "modules")
    posts = {
        "posts/2025-01-02-a.rst": PLAIN,
        "posts/2025-01-03-b.mdx": "# U\n\n{autolink}`own_module.four`\n",
    }
    write_files(tmp_path / "src", {"conf.py": AUTOSUMMARY, "index.md": "# Home\n", **posts})
    built = build_project(tmp_path / "src")
    assert built.codes.count("paperreview.unsafe") == len(names)
    assert "the role “autolink” would run code" in "\n".join(built.warnings)
    assert "<code" in built.read("posts/2025-01-03-b.html")
    assert list((tmp_path / "modules").rglob("*.ran")) == []
    # A document that is no post is trusted.
    write_files(tmp_path / "src", {"about.rst": PLAIN})
    build_project(tmp_path / "src")
    assert len(list((tmp_path / "modules").rglob("*.ran"))) == len(names) - 1


#: What a generator looks for, in each language.
STUBS = {
    "a.md": "# T\n\nWords.\n\n```{eval-rst}\n.. autosummary::\n   :toctree: made\n\n   own_module.a\n```\n",
    "b.rst": "T\n=\n\nWords.\n\n.. autosummary::\n   :toctree: made\n\n   own_module.b\n",
    "c.mdx": "# T\n\nWords.\n\n```{eval-rst}\n.. autosummary::\n   :toctree: /made\n\n   own_module.c\n```\n",
}


@pytest.mark.parametrize("myst", ["", ', "myst_parser"'])
def test_a_generator_imports_nothing_that_a_post_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, myst: str
) -> None:
    """It goes through the sources before any document is read."""
    module = "from pathlib import Path\n\nPath(__file__).with_suffix('.ran').touch()\n"
    write_files(tmp_path, {f"modules/own_module/{name}.py": module for name in "abcd"})
    monkeypatch.syspath_prepend(tmp_path / "modules")
    for name in [name for name in sys.modules if name.startswith("own_module")]:
        monkeypatch.delitem(sys.modules, name)
    conf = AUTOSUMMARY.replace('.autosummary"', f'.autosummary"{myst}')
    posts = {f"posts/2025-01-02-{name}": text for name, text in STUBS.items()}
    marked = f".. paper:post::\n   :date: 2025-01-02\n\n{STUBS['b.rst']}"
    write_files(
        tmp_path / "src",
        {"conf.py": conf, "index.md": "# Home\n", **posts, "elsewhere.rst": marked},
    )
    built = build_project(tmp_path / "src")
    assert built.codes.count("paperreview.unsafe") == len(STUBS) + 1
    assert list((tmp_path / "modules").rglob("*.ran")) == []
    assert list((tmp_path / "src").rglob("made")) == []
    # A document that is no post is trusted.
    write_files(tmp_path / "src", {"api.rst": STUBS["b.rst"].replace("module.b", "module.d")})
    build_project(tmp_path / "src", freshenv=True)
    assert [path.stem for path in (tmp_path / "modules").rglob("*.ran")] == ["d"]
    assert [path.name for path in (tmp_path / "src/made").iterdir()] == ["own_module.d.rst"]


#: An extension that looks for a directive in the text of each document.
AUTOMODAPI = f"""{CONF}
def look(app, docname, source):
    if ".. automodapi::" in source[0]:
        raise RuntimeError(docname)

def setup(app):
    app.connect("source-read", look)
"""


def test_no_text_of_a_post_has_what_automodapi_looks_for(build: Build) -> None:
    text = "T\n=\n\nWords.\n\n..  automodapi:: own_module\n".replace("..  ", ".. ")
    built = build({"index.md": "# Home\n", "posts/2025-01-02-a.rst": text}, conf=AUTOMODAPI)
    assert "posts/2025-01-02-a.rst:6:" in built.warnings[0]
    assert "refused-automodapi" in built.warnings[0]
    with pytest.raises(Exception, match="about"):
        build({"index.md": "# Home\n", "about.rst": text}, conf=AUTOMODAPI)


#: A directive that stands for one of the module.
STUB = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Own(Directive):
    has_content, optional_arguments = True, 9

    def run(self):
        return [nodes.paragraph("", "It ran.")]

def setup(app):
    app.add_directive("own", type("Own", (Own,), {"__module__": "MODULE"}))
"""


@pytest.mark.parametrize(
    ("module", "runs"),
    [
        ("sphinxcontrib.programoutput", False), ("jupyter_sphinx.execute", False),
        ("matplotlib.sphinxext.plot_directive", False), ("sphinxcontrib.plantuml", False),
        ("sphinxcontrib.tikz", False), ("sphinxcontrib.jinja", False), ("sphinx_jinja", False),
        ("sphinx_needs.directives.needlist", False), ("sphinxcontrib.kroki", False),
        ("sphinxcontrib.remoteliteralinclude", False), ("other", True),
    ],
)  # fmt: skip
def test_a_directive_of_a_post_runs_no_program_and_asks_no_host(
    build: Build, module: str, runs: bool
) -> None:
    post = "# T\n\n```{own}\nprint(1)\n```\n"
    files = {"index.md": "# Home\n", "posts/2025-01-02-a.mdx": post}
    built = build(files, conf=CONF + STUB.replace("MODULE", module), builder="text")
    text = built.read("posts/2025-01-02-a.txt")
    assert ("It ran." in text, "print(1)" in text) == (runs, not runs)
    assert ("paperreview.unsafe" in built.codes) is not runs
