"""The pages on the architecture agree with the package: the picture, and every path they name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("CONTRIBUTING.md", "docs/explanation/architecture.md")
#: Names of files that are written, not part of the project.
WRITTEN = {"papers.json"}


def named_paths(page: str) -> list[str]:
    """Return the paths in code spans and in the tree of a page: names of modules and folders."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|json|toml))`", text)
    for tree in re.findall(r"```text\n(.*?)```", text, re.DOTALL):
        found += [line.split()[0] for line in tree.splitlines()]
    return sorted(set(found) - WRITTEN)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_exists(page: str) -> None:
    paths = named_paths(page)
    assert len(paths) > 10
    folders = (ROOT, ROOT / "sphinx_paperreview")
    missing = [path for path in paths if not any((folder / path).exists() for folder in folders)]
    assert not missing


def test_every_folder_is_in_the_tree() -> None:
    text = (ROOT / PAGES[1]).read_text(encoding="utf-8")
    package = ROOT / "sphinx_paperreview"
    folders = {
        path.parent.relative_to(package).as_posix() + "/" for path in package.rglob("*/__init__.py")
    }
    tree = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert tree
    assert folders - {line.split()[0] for line in tree[1].splitlines()} == set()


def test_the_picture_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "tools" / "draw_architecture.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
