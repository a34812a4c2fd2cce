"""Rows of blanks, and words of many lines, take no time that grows with their square.

With 200,000 columns each of these sources took more than a minute: were it so again, the tests
would end at their limit of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.core.blank_rows import (
    LONGEST_ROW,
    place_of_long_row,
    without_long_rows,
)
from tests.harness import count_calls

if TYPE_CHECKING:
    from tests.harness import Build, Built, Files

TABS, BLANKS = "\t" * 100_000, "\u3000" * 400_000
INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
FORMS = {
    "a.rst": f"T\n=\n\nWords :ref:`a{TABS}b c` and :doc:`a{BLANKS}b`.\n",
    "b.rst": f"T\n=\n\nWords.\n\n.. glossary::\n\n   a{TABS}b\n      c\n\na{TABS}b\n   c\n",
    "c.rst": f"T\n=\n\nWords.\n\n.. toctree::\n\n   a{TABS}b\n",
    "d.rst": f"T\n=\n\nWords.\n\n.. rst:directive:option:: a{TABS}b\n   :type: a{TABS}b\n",
    "e.md": f"# T\n\nWords {{ref}}`a{BLANKS}b` and {{term}}`a{TABS}b`.\n",
    "f.mdx": f"# T\n\nWords {{ref}}`a{BLANKS}b`.\n\n```{{toctree}}\na{TABS}b\n```\n",
    "g.md": f"# T\n\nWords.\n\n```{{eval-rst}}\n:ref:`a{TABS}b`\n```\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_rows_of_blanks(build: Build, name: str) -> None:
    built = build({"index.md": INDEX, f"posts/2025-01-02-{name}": FORMS[name]})
    (found,) = [text for text in built.warnings if "blanks in a row" in text]
    assert found.startswith(f"posts/2025-01-02-{name}:")
    assert found.endswith("are shortened; write fewer [paperreview.unsafe]")
    assert "Words" in built.read(f"posts/2025-01-02-{name.partition('.')[0]}.html")


@pytest.mark.parametrize("directive", ["include:: _x.txt", "csv-table::\n   :file: _x.txt"])
def test_files_that_docutils_reads(build: Build, directive: str) -> None:
    files: Files = {
        "index.md": INDEX,
        "posts/2025-01-02-a.rst": f"T\n=\n\nWords.\n\n.. {directive}\n",
        "posts/_x.txt": f"1,:ref:`a{TABS}b`\n",
    }
    built = build(files, confoverrides={"exclude_patterns": ["posts/_*"]})
    (found,) = [text for text in built.warnings if "blanks in a row" in text]
    assert f"which has blanks in a row of more than {LONGEST_ROW} columns" in found


def test_what_people_write_stays() -> None:
    """A wide table in reStructuredText has cells with a few hundred blanks."""
    for row in (" " * LONGEST_ROW, "\t" * (LONGEST_ROW // 8), "\n" * 5_000, " \n" * 5_000):
        assert place_of_long_row(f"a{row}b") == -1
        assert without_long_rows(f"a{row}b") == f"a{row}b"
    for row in (" " * (LONGEST_ROW + 1), "\t" * (LONGEST_ROW // 8 + 1)):
        assert place_of_long_row(f"ab{row}c") == 2
        shortened = without_long_rows(f"ab{row}c")
        assert shortened.split() == ["ab", "c"]
        assert len(shortened.expandtabs()) <= LONGEST_ROW + 20


@pytest.mark.parametrize("unit", ["a", "::", "*a*\\ ", "한"])
def test_words_of_many_lines_as_text(build: Build, unit: str) -> None:
    """Sphinx's writer measures all that is left of a word for each line of it."""

    def work(count: int) -> int:
        words = unit * count
        post = f"T\n=\n\nBefore it.\n\n{words} end.\n\n::\n\n   {'b' * 5_000}\n"
        files: Files = {"index.md": INDEX, "posts/2025-01-02-a.rst": post}
        builds: list[Built] = []
        calls = count_calls(lambda: builds.append(build(files, builder="text")))
        text = builds[0].read("posts/2025-01-02-a.txt")
        written = "".join(text.replace("*", "").split())
        assert "b" * 5_000 in text
        assert words.replace("*", "").replace("\\ ", "") + "end." in written
        return calls

    work(10)  # with what is made once in a process
    few, some, many = work(10), work(2_000), work(4_000)
    assert many - few < 2.5 * (some - few)
