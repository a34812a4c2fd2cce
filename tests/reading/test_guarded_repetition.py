"""What a few lines show again and again does not grow without bound."""

from __future__ import annotations

import string
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinx_paperreview.pages import documents
from sphinx_paperreview.reading.guard import contents as guarded_contents
from sphinx_paperreview.reading.guard import files as guarded_files
from sphinx_paperreview.reading.guard.substitutions import MOST_SUBSTITUTED
from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
NAME = "posts/2025-01-02-a"
DEPTH = 24
OPEN = "exclude_patterns = ['posts/_*']\n"


def chain(line: str, end: str = "The end.\n") -> dict[str, str | bytes | None]:
    """Return files each of which shows the next one twice, a million times in all."""
    shown = {number: f"Words.\n\n{line.format(number + 1)}\n\n" * 2 for number in range(DEPTH)}
    return {f"posts/_{number}.txt": text for number, text in {**shown, DEPTH: end}.items()}


@pytest.mark.parametrize(
    ("suffix", "head", "line"),
    [
        (".md", "# T\n\n", "```{{include}} _{}.txt\n```"),
        (".mdx", "# T\n\n", "```{{include}} _{}.txt\n```"),
        (".rst", "T\n=\n\n", ".. include:: _{}.txt"),
        (".md", "# T\n\n", "```{{eval-rst}}\n.. include:: _{}.txt\n```"),
    ],
)
def test_files_that_include_each_other_twice(
    build: Build, suffix: str, head: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_files, "MOST_FILES", 50)
    inner = ".. include:: _{}.txt" if "eval-rst" in line else line
    post = f"{head}Words.\n\n{line.format(0)}\n"
    built = build({"index.md": INDEX, NAME + suffix: post, **chain(inner)}, conf=CONF + OPEN)
    assert built.codes == ["paperreview.unsafe"]  # once, not for each
    assert "shows files again" in built.warnings[0]
    assert built.read(f"{NAME}.html").count("The end.") <= 50


def test_a_large_file_that_is_shown_again_and_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_files, "MOST_BYTES", 5000)
    text = "one line of it\n" * 70
    post = "# T\n\nWords.\n\n" + "```{literalinclude} _l.txt\n```\n\n" * 40
    built = build({"index.md": INDEX, f"{NAME}.md": post, "posts/_l.txt": text}, conf=CONF + OPEN)
    assert built.codes == ["paperreview.unsafe"]
    assert f"{NAME}.md:" in built.warnings[0]
    shown = built.doctree(NAME).astext()
    assert shown.count("one line of it") == 5 * 70
    assert shown.count("{literalinclude} _l.txt") == 35  # those that are refused


def test_as_many_files_as_people_show(build: Build) -> None:
    shown = {f"posts/_{number}.txt": f"File {number}." for number in range(200)}
    post = "# T\n\nWords.\n\n" + "".join(
        f"```{{include}} _{number % 200}.txt\n```\n\n" for number in range(400)
    )
    built = build({"index.md": INDEX, f"{NAME}.md": post, **shown}, conf=CONF + OPEN)
    assert built.warnings == []
    assert built.read(f"{NAME}.html").count("File 199.") == 2


def doubling(names: str) -> str:
    defined = "".join(f".. |{a}| replace:: |{b}| |{b}|\n" for a, b in pairwise(names))
    return f"{defined}.. |{names[-1]}| replace:: boom\n"


@pytest.mark.parametrize("before", [False, True])
def test_substitutions_that_double(build: Build, *, before: bool) -> None:
    parts = [doubling(string.ascii_lowercase), "|a|\n"]
    post = "T\n=\n\nWords.\n\n" + "\n".join(parts[::-1] if before else parts)
    built = build({"index.md": INDEX, f"{NAME}.rst": post})
    assert built.codes == ["paperreview.unsafe"]
    assert "come to too much text" in built.warnings[0]
    assert "|a|" in built.read(f"{NAME}.html")


def test_one_long_substitution_many_times(build: Build) -> None:
    times = MOST_SUBSTITUTED // 5000
    text = f".. |a| replace:: {'word ' * 1000}\n\n{'|a| ' * (times + 1)}\n"
    built = build({"index.md": INDEX, f"{NAME}.rst": f"T\n=\n\nWords.\n\n{text}"})
    assert built.codes == ["paperreview.unsafe"]
    assert built.read(f"{NAME}.html").count("word") < 2000


def test_a_chain_of_many_substitutions(build: Build) -> None:
    """It is followed without recursion."""
    names = [f"n{number}" for number in range(1200)]
    defined = "".join(f".. |{a}| replace:: |{b}|\n" for a, b in pairwise(names))
    post = f"T\n=\n\n|n1150|\n\n{defined}.. |n1199| replace:: The end\n"
    built = build({"index.md": INDEX, f"{NAME}.rst": post})
    assert built.codes in ([], ["paperreview.unsafe"])


def test_substitutions_stay(build: Build) -> None:
    post = (
        "T\n=\n\nA |Name| and a |name|_, |unit| and |d|.\n\n.. |name| replace:: *good* |unit|\n"
        ".. |unit| unicode:: U+00B5\n.. |d| image:: https://example.org/a.png\n.. _name: https://a.b\n"
    )
    built = build({"index.md": INDEX, f"{NAME}.rst": post})
    assert built.warnings == []
    page = built.read(f"{NAME}.html")
    assert page.count("<em>good</em> µ") == 2
    assert "a.png" in page


def test_toctrees_of_all_documents(build: Build) -> None:
    most = guarded_contents.MOST_ENTRIES
    post = "# T\n\nWords.\n\n" + "```{toctree}\n:glob:\n\n/other/*\n```\n\n" * (most + 30)
    others: dict[str, str | bytes | None] = {f"other/{n}.md": f"# Other {n}\n" for n in range(5)}
    built = build({"index.md": INDEX, f"{NAME}.md": post, **others})
    assert [code for code in built.codes if code.startswith("paperreview")] == [
        "paperreview.unsafe"
    ]
    page = built.read(f"{NAME}.html")
    body = page[page.index("<h1>") : page.index("footer")]
    assert body.count("Other 3") <= most + 1


def test_tables_of_contents(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_contents, "MOST_HEADINGS", 100)
    post = "# T\n\nWords.\n\n" + "```{contents}\n```\n\n" * 30
    post += "".join(f"## Part {number}\n\nWords.\n\n" for number in range(24))
    built = build({"index.md": INDEX, f"{NAME}.md": post})
    assert built.codes == ["paperreview.unsafe"]
    assert len(list(built.doctree(NAME).findall(nodes.topic))) == 4


def test_a_table_of_contents_in_each_part(build: Build) -> None:
    parts = "".join(
        f"## Part {number}\n\n```{{contents}}\n:local:\n```\n\n### One\n\n### Two\n\n"
        for number in range(100)
    )
    built = build({"index.md": INDEX, f"{NAME}.md": f"# T\n\nWords.\n\n{parts}"})
    assert built.warnings == []


def test_lists_of_the_archive(build: Build) -> None:
    paper = "# {0}\n\n## [P{0}](https://arxiv.org/abs/2501.0000{0})\n\nWords.\n"
    posts: dict[str, str | bytes | None] = {
        f"posts/2025-01-0{number}-p.md": paper.format(number) for number in range(1, 4)
    }
    most = documents.MOST_TIMES
    lists = "```{paper:list}\n```\n\n" * (most + 20) + "```{paper:numbers}\n```\n\n" * (most + 20)
    built = build({"index.md": INDEX, "lists.md": f"# Lists\n\n{lists}", **posts})
    assert [code for code in built.codes if code.startswith("paperreview")] == [
        "paperreview.unsafe"
    ]
    assert "80 times" in "".join(built.warnings)  # three papers and the numbers, twenty times each
    page = built.read("lists.html")
    assert page.count("2501.00002") == page.count("2501.00001")
    few = build(
        {"index.md": INDEX, "lists.md": "# L\n\n" + "```{paper:list}\n```\n\n" * most, **posts}
    )
    assert [code for code in few.codes if code.startswith("paperreview")] == []
    assert few.read("lists.html").count("2501.00002") == page.count("2501.00002")
