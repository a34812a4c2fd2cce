"""``paperreview check --papers``: what it prints, for people and for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main
from tests.harness import write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

ADDRESS = "https://arxiv.org/abs/2401.{:05}"
MANY = "".join(f"## Step {number}\n\na\n\n" for number in range(6))
FILES = {
    "conf.py": 'extensions = ["sphinx_paperreview"]\n',
    "index.md": "# Home\n",
    "posts/2024-02-01.mdx": f"# Day\n\n## 1. [A]({ADDRESS.format(1)})\n\na\n\n"
    f"## 2. B (CVPR 2024) [[paper]({ADDRESS.format(2)})]\n\nb\n",
    "posts/2024-02-02.mdx": f"# [논문리뷰] C\n\n논문: {ADDRESS.format(3)}\n",
    "posts/2024-02-03.mdx": f"# Guide\n\n{MANY}## D\n\n[paper]({ADDRESS.format(4)})\n\nd\n\n## E\n",
    "posts/2024-02-04.mdx": "# [논문리뷰] F\n\n## 요약\n\n"
    f"[G]({ADDRESS.format(5)})와 [H]({ADDRESS.format(6)})보다 빠르다.\n",
    "notes/plain.md": "# Plain\n\na\n",
    "notes/readme.md": "# Papers\n\n"
    + "".join(f"- [P]({ADDRESS.format(n)})\n" for n in range(7, 10)),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a project, and work in its folder."""
    write_files(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Run the command; return its status and what it printed."""
    status = main(["check", "-j1", *options])
    return status, capsys.readouterr().out


def test_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys, "--papers")
    lines = text.splitlines()
    assert lines.pop(0) == "notes/readme.md"
    assert lines.pop(0).startswith(
        "  1  -  3 items of its lists and tables link to papers; if they"
    )
    assert lines[:5] == [
        "posts/2024-02-01.mdx",
        "  3  arXiv:2401.00001  linked title: A",
        "  7  arXiv:2401.00002  heading: B",
        "posts/2024-02-02.mdx",
        "  1  arXiv:2401.00003  first lines of the document: C",
    ]
    assert lines[5:7:2] == ["posts/2024-02-03.mdx"]
    assert "only 1 of the 8 headings of its level name a paper" in lines[6]
    assert "looks like a review and links to 2 papers" in lines[8]
    assert lines[9] == "7 documents: 3 reviews, 2 not taken, 3 without a paper"
    assert status == 1
    assert run(capsys, "--papers", "--exit-zero")[0] == 0


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _status, text = run(capsys, "--papers", "--format", "json", "posts")
    documents = json.loads(text)["documents"]
    assert [each["file"] for each in documents] == [
        f"posts/2024-02-0{number}.mdx" for number in range(1, 5)
    ]
    assert documents[0]["reviews"][1] == {
        "line": 7, "title": "B", "id": "arxiv:2401.00002", "document": False, "rule": "heading",
    }  # fmt: skip
    assert documents[1]["reviews"][0]["document"] is True
    assert documents[2]["reviews"] == []
    (refused,) = documents[2]["not_taken"]
    assert (refused["id"], refused["document"]) == ("arxiv:2401.00004", False)
    assert documents[3]["not_taken"][0]["id"] is None


def test_a_list_of_papers_is_no_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys, "--papers", "--format", "json", "notes")
    (listed,) = json.loads(text)["documents"][1]["lists"]
    assert "`paperreview_recognise`" in listed["reason"]
    assert status == 0
    assert "readme" not in run(capsys, "--select", "paper_document")[1]


def test_advice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _status, text = run(capsys, "--select", "paper_heading,paper_document")
    codes = [line.rpartition("[")[2] for line in text.splitlines()]
    assert codes[:2] == ["paperreview.paper_heading]", "paperreview.paper_document]"]
    assert text.startswith("posts/2024-02-03.mdx:27: advice: this heading names arXiv:2401.00004")


@pytest.mark.parametrize("options", [("--mdx",), ("--format", "github"), ("--select", "title")])
def test_options_that_do_not_go_together(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert main(["check", "--papers", *options]) == 2
    assert "--papers goes with" in capsys.readouterr().err


def test_line_at_the_end_of_a_build(build: Build) -> None:
    posts = {path: text for path, text in FILES.items() if path.startswith("posts/")}
    line = "2 documents look like reviews of papers and are not taken: paperreview check --papers"
    assert line in build(posts).status
    assert "look like" not in build(posts, more_conf='paperreview_lint = "off"\n').status
