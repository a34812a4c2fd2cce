"""Directives and roles of extensions that run programs or import modules do neither for a post."""

from __future__ import annotations

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
        ("sphinx_needs.directives.needlist", False), ("other", True),
    ],
)  # fmt: skip
def test_a_directive_of_a_post_runs_no_program(build: Build, module: str, runs: bool) -> None:
    post = "# T\n\n```{own}\nprint(1)\n```\n"
    files = {"index.md": "# Home\n", "posts/2025-01-02-a.mdx": post}
    built = build(files, conf=CONF + STUB.replace("MODULE", module), builder="text")
    text = built.read("posts/2025-01-02-a.txt")
    assert ("It ran." in text, "print(1)" in text) == (runs, not runs)
    assert ("paperreview.unsafe" in built.codes) is not runs
