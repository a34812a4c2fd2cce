"""What a builder wrote of a post is gone once the post is a draft, whatever the builder."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, PNG, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Built

SECRETS = (b"Wordsofit", b"Titleofit", b"Headofit", b"pictureofit")
POST = "# Titleofit\n\nWordsofit.\n\n## Headofit\n\n![a](pictureofit.png)\n"
INDEX = "Home\n====\n\n.. toctree::\n   :glob:\n\n   posts/*\n"
FILES: dict[str, str | bytes | None] = {
    "conf.py": f"{CONF}gettext_compact = False\n",
    "index.rst": INDEX,
    "posts/2025-01-02-a.md": "# A\n\nText.\n",
    "posts/2025-01-03-b.md": POST,
    "posts/pictureofit.png": PNG,
}
DRAFT: dict[str, str | bytes | None] = {"posts/2025-01-03-b.md": f"---\ndraft: true\n---\n\n{POST}"}
pytestmark = pytest.mark.filterwarnings("ignore:'sphinxcontrib")
BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "text", "xml", "pseudoxml", "gettext", "json"]


def leaks(folder: Path) -> list[str]:
    """Return the files of the output that have anything of the post."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        parts = [path.read_bytes(), path.name.encode()]
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                parts += [book.read(name) for name in book.namelist()]
                parts += [name.encode() for name in book.namelist()]
        if any(secret in part for secret in SECRETS for part in parts):
            found.append(path.relative_to(folder).as_posix())
    return found


def built_with(folder: Path, builder: str) -> Built:
    """Build into a folder for this builder, with the doctrees of all."""
    return build_project(folder / "src", builder=builder, builddir=folder / "build", freshenv=False)


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("between", ["", "html", "dummy"])
def test_nothing_of_a_post_stays_once_it_is_a_draft(
    tmp_path: Path, builder: str, between: str
) -> None:
    write_files(tmp_path / "src", FILES)
    assert leaks(built_with(tmp_path, builder).outdir) != []
    write_files(tmp_path / "src", DRAFT)
    if between and builder == "gettext":
        pytest.skip("Sphinx shares no doctrees with this builder")
    if between:
        built_with(tmp_path, between)
    assert leaks(built_with(tmp_path, builder).outdir) == []
    # The author's own files are there as before.
    assert (tmp_path / "src/posts/2025-01-03-b.md").is_file()


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_draft_that_becomes_a_post_is_written(tmp_path: Path, builder: str) -> None:
    write_files(tmp_path / "src", {**FILES, **DRAFT})
    assert leaks(built_with(tmp_path, builder).outdir) == []
    write_files(tmp_path / "src", FILES)
    assert leaks(built_with(tmp_path, builder).outdir) != []


def test_a_deleted_post_is_in_no_book(tmp_path: Path) -> None:
    write_files(tmp_path / "src", FILES)
    built_with(tmp_path, "epub")
    write_files(tmp_path / "src", {"posts/2025-01-03-b.md": None, "posts/pictureofit.png": None})
    assert leaks(built_with(tmp_path, "epub").outdir) == []
