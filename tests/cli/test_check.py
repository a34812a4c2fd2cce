"""``paperreview check``: what it prints, for people and for machines, and its exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main

if TYPE_CHECKING:
    from pathlib import Path

#: The text of a post, and where Docusaurus stops: (line, column, subtype).
REFUSED = {
    "address": ("# A\n\nSee <https://example.org>.\n", (3, None, "mdx.refused")),
    "less than": ("# A\n\n손실 x <3 이다\n", (3, 6, "mdx.refused")),
    "brace": ("# A\n\n집합 {이것} 밖\n", (3, 4, "mdx.expression")),
    "not JavaScript": ("# A\n\n집합 {a b} 밖\n", (3, 4, "mdx.refused")),
    "unclosed": ("# A\n\n글<br>줄\n", (3, 2, "mdx.jsx")),
    "style": ('# A\n\n<p style="color: red">글</p>\n', (3, 1, "mdx.attribute")),
    "component": ("# A\n\n<Chart />\n", (3, 1, "mdx.component")),
    "glued": ("import f from './f.png'\n# A\n", (2, 1, "mdx.refused")),
    "twice": ("import f from './f.png'\nimport f from './g.png'\n\n# A\n", (2, 1, "mdx.refused")),
    "undefined": ("# A\n\n<img src={nowhere} />\n", (3, 1, "mdx.attribute")),
    "half a block": ("# A\n\n<div>글\n</div>\n", (3, 1, "mdx.jsx")),
    "id": ("# A\n\n- ## 가 {#b}\n", (3, 1, "mdx.refused")),
    "call": ("# A\n\n{f(1)}\n", (3, 1, "mdx.expression")),
    "default": ("export default a\n\n# A\n", (1, 1, "mdx.refused")),
    "member": ("export const o = {a: 1}\n\n# A\n\n<o.b />\n", (5, 1, "mdx.component")),
    "capitals": ("# A\n\n<DIV>글</DIV>\n", (3, 1, "mdx.component")),
    "list of attributes": ("# A\n\n글 `x`{: .c}\n", (3, 6, "mdx.refused")),
    "template": ("# A\n\n글 {% raw %}\n", (3, 3, "mdx.refused")),
    "in a script": ("# A\n\n<style>.a { color: red }</style>\n", (3, 11, "mdx.refused")),
    "front matter": ("---\ntitle: [a\n---\n\n# A\n", (2, None, "front_matter")),
}
FINE = (
    "import Chart from '@site/src/Chart'\nexport const n = 3\n\n# A\n\n<Chart n={n} />\n\n"
    "[가](./none.md) ![나](./none.png) `<b` $\\frac{a}{b}$ a < b <b>{n}</b>\n\n"
    "## 나 {#b} 다\n\n글 :b[c]{d=e} 와 source:b{c=d}\n\n::a{#b.c}\n\n{toc.length} {contentTitle}\n\n"
    "export function f() { return 1 }\n\n{f()} <b title={f()}>글</b>\n\n"
    '<iframe src="https://elsewhere.example" />\n\n:::custom\n글\n:::\n'
)


def check(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Run the command; return its status and what it printed."""
    status = main(["check", "--mdx", *options, str(path)])
    return status, capsys.readouterr().out


@pytest.mark.parametrize("name", REFUSED)
def test_what_docusaurus_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source, (line, column, kind) = REFUSED[name]
    (tmp_path / "a.mdx").write_text(source, encoding="utf-8")
    status, text = check(tmp_path, capsys, "--format", "json")
    found = [
        (each["line"], each["column"], each["code"], each["severity"])
        for each in json.loads(text)["findings"]
    ]
    assert found == [(line, column, f"paperreview.{kind}", "error")]
    assert status == 1


def test_what_docusaurus_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text(FINE, encoding="utf-8")
    assert check(tmp_path, capsys) == (0, "0 places in 0 files\n")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.md", "sub"]


def test_formats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a,1.md"
    file.write_text("# A\n\n100% {이것}\n", encoding="utf-8")
    (tmp_path / "other.mdx").write_text("<br>\n", encoding="utf-8")
    _, text = check(file, capsys)
    first, last = text.splitlines()
    assert first.startswith("a,1.md:3:6: ")
    assert first.endswith("[paperreview.mdx.expression]")
    assert last == "1 place in 1 file"
    _, github = check(file, capsys, "--format", "github")
    start = "::error file=a%2C1.md,line=3,col=6,title=paperreview.mdx.expression::"
    assert github.startswith(start)


def test_partials_are_checked_where_they_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.mdx").write_text("import P from './_p.mdx'\n\n<P/>\n", encoding="utf-8")
    (tmp_path / "_p.mdx").write_text("글\n\n가 <br> 나\n", encoding="utf-8")
    _, text = check(tmp_path, capsys)
    assert text.startswith("_p.mdx:3:3: ")


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert main(["check", "--mdx", str(tmp_path / "none")]) == 2


def test_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text("<br>\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx_paperreview", "check", "--mdx", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert "<br> is not closed" in result.stdout


@pytest.mark.parametrize(("form", "shown"), [("text", b"\\uc774"), ("json", "이것".encode())])
def test_output_in_any_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, shown: bytes
) -> None:
    (tmp_path / "a.mdx").write_text("# A\n\n{이것}\n", encoding="utf-8")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert main(["check", "--mdx", str(tmp_path), "--format", form]) == 1
    sys.stdout.flush()
    assert shown in written.getvalue()


# -- the whole lint --------------------------------------------------------------------------------

CONF = 'extensions = ["sphinx_paperreview"]\n'
POST = """# Papers

## 1. [One](https://arxiv.org/abs/2513.10643)

See [two](./2025-11-15.mdx#nowhere) and [three](./2025-11-16.mdx).

![](https://example.org/100%25,a.png)
"""
OTHER = "# More\n\n## 2. [Two](https://arxiv.org/abs/2511.10644)\n\nSee [here](#gone).\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with an archive in ``site`` and go there; return the archive's folder."""
    folder = tmp_path / "repo" / "site"
    (folder / "posts").mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "posts" / "2025-11-14.mdx").write_text(POST, encoding="utf-8")
    (folder / "posts" / "2025-11-15.mdx").write_text(OTHER, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command with one process; return its status and what it printed."""
    status = main(["check", "-j", "1", *arguments])
    return status, capsys.readouterr().out


def test_json_is_versioned_and_in_order(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(archive.rglob("*"))
    status, text = lint(capsys, "--format", "json")
    data = json.loads(text)
    assert status == 1
    assert data["version"] == 1
    assert [set(each) for each in data["findings"]] == [
        {"file", "line", "column", "code", "severity", "message"}
    ] * 5
    assert [(f["file"], f["line"], f["code"], f["severity"]) for f in data["findings"]] == [
        ("posts/2025-11-14.mdx", 3, "paperreview.impossible_id", "warning"),
        ("posts/2025-11-14.mdx", 5, "paperreview.mdx.link", "warning"),
        ("posts/2025-11-14.mdx", 5, "paperreview.mdx.link", "warning"),
        ("posts/2025-11-14.mdx", 7, "paperreview.image_alt", "advice"),
        ("posts/2025-11-15.mdx", 5, "myst.xref_missing", "warning"),
    ]
    assert data["counts"] == {
        "myst.xref_missing": 1, "paperreview.image_alt": 1, "paperreview.impossible_id": 1,
        "paperreview.mdx.link": 2,
    }  # fmt: skip
    assert sorted(archive.rglob("*")) == before


def test_two_processes_find_the_same(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(8):
        (archive / "posts" / f"2025-11-0{number + 1}.mdx").write_text(POST, encoding="utf-8")
    _, one = lint(capsys)
    _, two = lint(capsys, "-j", "2")
    assert two == one
    assert one.splitlines()[-1] == "37 places in 10 files"


def test_github_has_paths_from_the_repository(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = lint(capsys, "--format", "github", "--select", "impossible_id,image_alt")
    first, second = text.splitlines()
    assert first.startswith(
        "::warning file=site/posts/2025-11-14.mdx,line=3,title=paperreview.impossible_id::2513."
    )
    assert second.startswith("::notice file=site/posts/2025-11-14.mdx,line=7,")
    assert "::the image 100%2525,a.png has" in second


def test_text_marks_advice(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = lint(capsys, "--select", "image_alt")
    first, last = text.splitlines()
    assert first.startswith("posts/2025-11-14.mdx:7: advice: the image ")
    assert first.endswith(" [paperreview.image_alt]")
    assert last == "1 place in 1 file"


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--select", "myst"], 1),
        (["--select", "advice", "--select", "paperreview.mdx.link"], 3),
        (["--ignore", "myst.xref_missing,mdx"], 2),
        (["--select", "warning", "--ignore", "paperreview"], 1),
        (["--select", "ref.*, config"], 0),
    ],
)
def test_codes_are_chosen(
    archive: Path, capsys: pytest.CaptureFixture[str], options: list[str], count: int
) -> None:
    status, text = lint(capsys, "--format", "json", *options)
    assert len(json.loads(text)["findings"]) == count
    assert status == bool(count)


def test_findings_need_not_fail(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = lint(capsys, "--exit-zero")
    assert status == 0
    assert text.endswith("5 places in 2 files\n")


def test_what_is_suppressed_is_no_finding(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = 'suppress_warnings = ["paperreview.image_alt", "myst"]\n'
    (archive / "conf.py").write_text(CONF + more, encoding="utf-8")
    _, text = lint(capsys)
    assert text.endswith("3 places in 1 file\n")


def test_a_part_of_an_archive(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = lint(capsys, "posts/2025-11-15.mdx")
    assert text.startswith("posts/2025-11-15.mdx:5: ")
    assert text.endswith("\n1 place in 1 file\n")
    _, text = lint(capsys, "posts", "posts/2025-11-15.mdx")
    assert text.endswith("\n5 places in 2 files\n")


def test_a_folder_without_a_configuration(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "conf.py").unlink()
    (archive / "posts" / "2025-11-14.mdx").rename(archive / "posts" / "2025-11-14-a.md")
    _, text = lint(capsys, "posts", "--select", "impossible_id")
    assert text.startswith("posts/2025-11-14-a.md:3: ")


def test_what_cannot_be_read(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "conf.py").write_text("extensions = [\n", encoding="utf-8")
    assert main(["check"]) == 2
    assert "cannot read" in capsys.readouterr().err
    (archive / "conf.py").unlink()
    (archive / "empty").mkdir()
    assert main(["check", "empty"]) == 2
    assert "no .md or .mdx file" in capsys.readouterr().err


def test_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = lint(capsys, "--list-codes")
    rows = dict(line.split("\t", 1) for line in text.splitlines())
    assert status == 0
    assert rows["paperreview.numbering"].startswith("advice\t")
    assert rows["paperreview.duplicate_id"].startswith("warning\t")
    assert "ref.*" in rows


def test_the_configuration_is_a_place(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "conf.py").write_text(CONF + "paperreview_page_size = -1\n", encoding="utf-8")
    _, text = lint(capsys, "--select", "config")
    assert text.startswith("conf.py: paperreview_page_size must not be negative")
