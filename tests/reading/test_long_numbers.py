"""Numbers of lists that Python does not read end no build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

LONG = "1" * 4400
ITEMS = (
    f"{LONG}. Words", f"({LONG}) Words", f"{LONG}) Words", f"  {LONG}. Words", f"- {LONG}. Words",
    f"| a\n\n   {LONG}. Words", f"=== =====\na   {LONG}. Words\n=== =====",
)  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md", "mdx"])
def test_a_long_number_is_text(tmp_path: Path, suffix: str) -> None:
    files: dict[str, str | bytes] = {"conf.py": CONF, "index.md": "# Home\n"}
    for n, item in enumerate(ITEMS):
        post = f"T\n=\n\n{item}\n" if suffix == "rst" else f"# T\n\n```{{eval-rst}}\n{item}\n```\n"
        files[f"posts/2025-01-0{n + 1}-a.{suffix}"] = post
    write_files(tmp_path, files)
    built = build_project(tmp_path)
    assert len(built.warnings) == len(ITEMS)
    for n, line in enumerate([4, 4, 4, 4, 4, 6, 5]):
        words = built.doctree(f"posts/2025-01-0{n + 1}-a").astext()
        assert f"{LONG}" in words
        assert "Words" in words
        assert f"2025-01-0{n + 1}-a.{suffix}:{line}: " in built.warnings[n]
        assert "is shown as text; write a shorter one" in built.warnings[n]


def test_a_long_number_in_a_partial_is_text(tmp_path: Path) -> None:
    part = f"Words.\n\n```{{eval-rst}}\n{LONG}. Words\n```\n"
    files: dict[str, str | bytes] = {
        "conf.py": CONF, "index.md": "# Home\n", "posts/_part.mdx": part,
        "posts/2025-01-01-a.mdx": "import Part from './_part.mdx'\n\n# T\n\n<Part />\n",
    }  # fmt: skip
    write_files(tmp_path, files)
    built = build_project(tmp_path)
    assert f"{LONG}. Words" in built.doctree("posts/2025-01-01-a").astext()
    (warning,) = built.warnings
    assert "_part.mdx:3: " in warning
    assert "is shown as text; write a shorter one" in warning


def test_a_number_of_a_list_may_have_some_digits(tmp_path: Path) -> None:
    post = f"T\n=\n\n{'1' * 300}. Words\n"
    write_files(tmp_path, {"conf.py": CONF, "index.md": "# H\n", "posts/2025-01-01-a.rst": post})
    built = build_project(tmp_path)
    assert "enumerated_list" in built.doctree("posts/2025-01-01-a").pformat()
    assert built.warnings == []


@pytest.mark.parametrize(
    ("directive", "encoding"),
    [("include:: a.txt", "utf-8"), ("csv-table::\n   :file: a.txt", "utf-8"),
     ("include:: a.txt\n   :encoding: utf-16", "utf-16")],
)  # fmt: skip
def test_a_file_with_a_long_number_is_not_read(
    tmp_path: Path, directive: str, encoding: str
) -> None:
    files: dict[str, str | bytes] = {
        "conf.py": CONF, "index.md": "# H\n", "posts/a.txt": f"{LONG}. Words\n".encode(encoding),
        "posts/2025-01-01-a.rst": f"T\n=\n\n.. {directive}\n",
    }  # fmt: skip
    write_files(tmp_path, files)
    built = build_project(tmp_path)
    assert len(built.warnings) == 1
    assert "a number of more than 300 digits" in built.warnings[0]
