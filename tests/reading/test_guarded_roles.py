"""Roles of extensions that import modules import none for a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CONF = CONF.replace('"sphinx_paperreview"', '"sphinx_paperreview", "sphinx.ext.autosummary"')
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
    write_files(tmp_path / "src", {"conf.py": CONF, "index.md": "# Home\n", **posts})
    built = build_project(tmp_path / "src")
    assert built.codes.count("paperreview.unsafe") == len(names)
    assert "the role “autolink” would run code" in "\n".join(built.warnings)
    assert "<code" in built.read("posts/2025-01-03-b.html")
    assert list((tmp_path / "modules").rglob("*.ran")) == []
    # A document that is no post is trusted.
    write_files(tmp_path / "src", {"about.rst": PLAIN})
    build_project(tmp_path / "src")
    assert len(list((tmp_path / "modules").rglob("*.ran"))) == len(names) - 1
