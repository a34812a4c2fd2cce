"""``paperreview check --mdx``: what Docusaurus would refuse, for people and for machines."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main

if TYPE_CHECKING:
    from pathlib import Path

#: What stands in a post, and where Docusaurus stops: (line, column, subtype).
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
    found = [(each["line"], each["column"], each["kind"]) for each in json.loads(text)]
    assert found == [(line, column, f"paperreview.{kind}")]
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
    assert last == "1 places in 1 files"
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


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--mdx", str(tmp_path / "none")])
    assert stopped.value.code == 2


def test_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text("<br>\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx_paperreview", "check", "--mdx", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert "<br> is not closed" in result.stdout
