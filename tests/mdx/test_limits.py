"""Beyond each limit text stays text, with one warning; docs/explanation/safety.md lists them."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_paperreview.mdx.parser import mdx_config
from sphinx_paperreview.mdx.plugin import mdx_plugin
from sphinx_paperreview.mdx.render.base import MAX_WARNINGS
from sphinx_paperreview.mdx.render.document import MAX_TRANSITIONS
from sphinx_paperreview.mdx.rules.inline import MAX_MARKS
from sphinx_paperreview.mdx.rules.problems import take
from tests.mdx.cases import warned

if TYPE_CHECKING:
    from tests.harness import Build
    from tools.mdx_reader import Reader


def test_marks_of_a_paragraph() -> None:
    md = create_md_parser(mdx_config(MdParserConfig()), RendererHTML).use(mdx_plugin)
    env: dict[str, Any] = {}
    text = "가 " + "*a" * (MAX_MARKS + 1)
    (inline,) = (token for token in md.parse("나\n\n" + text, env) if token.content == text)
    assert [child.content for child in inline.children or []] == [text]
    (problem,) = take(env)
    assert problem.line == 2


def test_warnings_of_a_document(site: Build) -> None:
    built = site({"a.mdx": "# T\n\n" + "a <b c\n\n" * (MAX_WARNINGS + 50) + "끝\n"})
    found = warned(built, "a")
    assert len(found) == MAX_WARNINGS
    assert "there is more like this" in found[-1]
    assert "끝" in built.doctree("a").astext()


def test_targets(site: Build) -> None:
    text = "".join(f"(t{number})=\n\n" for number in range(40))
    built = site({"a.mdx": f"# T\n\n{text}글\n"})
    assert len(list(built.doctree("a").findall(nodes.target))) == 39
    assert "(t30)=" in built.doctree("a").astext()
    assert len(warned(built, "a")) == 1


def test_transitions(site: Build) -> None:
    built = site({"a.mdx": "# T\n\n" + "글\n\n---\n\n" * (MAX_TRANSITIONS + 9) + "끝\n"})
    assert len(list(built.doctree("a").findall(nodes.transition))) == MAX_TRANSITIONS
    assert warned(built, "a") == []


@pytest.mark.parametrize("number", ["9" * 12, "1" * 5000])
def test_numbers_of_lines_and_columns(site: Build, number: str) -> None:
    """Sphinx makes a list as long as they say, which no memory holds."""
    counting = (
        f"```{{code-block}} py\n:emphasize-lines: 1-{number}\n\nx\n```\n\n"
        f"```{{literalinclude}} a.py\n:lines: 1,2-{number}\n```\n\n"
        f"```{{literalinclude}} a.py\n:emphasize-lines: 3-{number}\n```\n\n"
        f"```{{hlist}}\n:columns: {number[:300]}\n\n- x\n```\n\n"
    )
    fence = f"```py {{1,3-{number},{number}}}\nx\n```\n\n"
    fine = "```{code-block} py\n:emphasize-lines: 1-3\n\nx\n```\n\n```{hlist}\n:columns: 3\n\n- x\n```\n"
    built = site({"a.mdx": f"# T\n\n{counting}{fence}{fine}\n끝\n", "a.py": "x\n" * 9})
    said = [each for each in warned(built, "a") if "names a number above " in each]
    assert [each.partition(" in its option ")[2].partition(",")[0] for each in said] == [
        "“emphasize-lines”", "“lines”", "“emphasize-lines”", "“columns”"
    ]  # fmt: skip
    assert len(warned(built, "a")) == 4
    assert "끝" in built.doctree("a").astext()


@pytest.mark.parametrize("line", [":::center", "::: {.columns}", "::: {.panel-tabset}"])
def test_containers_in_one_another(reader: Reader, line: str) -> None:
    assert "끝" in reader.read(f"# T\n\n{(line + chr(10)) * 600}끝\n").astext()


PARAGRAPH = "모델이 **배운다** 그리고 `코드` 와 [링크](https://example.org) 가 있다. " * 10 + "\n\n"
CONSTRUCTS = (
    "## 절 {0}\n\n- 하나 {0}\n- 둘\n\n| a | b |\n|---|---|\n| {0} | ~~둘~~ |\n\n"
    "<div><b>굵게</b></div>\n\n{{1 + {0}}}\n\n:::note\n글[^{0}] $x_{{{0}}}$\n:::\n\n"
    "[^{0}]: 각주\n\n```python\nprint({0})\n```\n\n---\n\n> 인용 https://example.org/{0}\n\n"
)


@pytest.mark.parametrize("part", [PARAGRAPH, CONSTRUCTS], ids=["paragraphs", "constructs"])
def test_work_grows_with_the_length(reader: Reader, part: str) -> None:
    """A post of twice the length takes twice the function calls, from its text to its HTML.

    Calls are counted because seconds depend on the machine. The calls for the shortest post are
    not part of the comparison.
    """

    def calls(count: int) -> int:
        text = "# 제목\n\n" + "".join(map(part.format, range(count)))
        profile = cProfile.Profile()
        profile.runcall(reader.read, text)
        assert profile.runcall(reader.html)
        return pstats.Stats(profile).total_calls

    calls(1)  # what is done once in a process is done here
    shortest, once, twice = calls(1), calls(30), calls(60)
    assert (twice - shortest) / (once - shortest) < 2.3


def test_columns_of_a_table_are_bounded_and_no_word_is_lost(site: Build) -> None:
    cells = "".join(f'<td colSpan="200">cell{number}</td>' for number in range(40))
    rows = f"<table><tbody><tr>{cells}</tr><tr><td>a</td><td>b</td></tr></tbody></table>"
    document = site({"a.mdx": f"# A\n\n{rows}\n"}).doctree("a")
    group = next(iter(document.findall(nodes.tgroup)))
    assert group["cols"] == len(list(group.findall(nodes.colspec))) == 1_000
    text = document.astext()
    assert [f"cell{number}" in text for number in range(40)] == [True] * 40


OLD = "An old {{review}} of `{0}`.\n\n- a list\n\n## [Old](https://arxiv.org/abs/2401.{0:05})\n\n"


@pytest.mark.parametrize("suffix", ["md", "mdx"])
@pytest.mark.parametrize(
    ("opening", "end"),
    [
        ("{/*\n", "*/}"),
        ("<!--\n", "-->"),
        ("%%\n", "%%"),
        ("<details>\n\n{/*\n", "*/}\n\n</details>"),
    ],
)
def test_a_comment_of_any_length_is_nowhere(
    site: Build, suffix: str, opening: str, end: str
) -> None:
    old = "".join(map(OLD.format, range(600)))  # 40 KB, which is more than an expression may have
    post = f"# A\n\nWords.\n\n{opening}{old}{end}\n\nLast words.\n"
    built = site({f"posts/2025-01-02-a.{suffix}": post}, builder="html")
    assert built.warnings == []
    assert "Last words." in built.read("posts/2025-01-02-a.html")
    assert [name for name, data in built.files().items() if b"An old" in data] == []


def test_a_comment_without_an_end_loses_no_text(site: Build) -> None:
    old = "".join(map(OLD.format, range(600)))
    text = site({"a.mdx": f"# A\n\n{{/*\n{old}Last words.\n"}).doctree("a").astext()
    assert "An old" in text
    assert "Last words." in text
