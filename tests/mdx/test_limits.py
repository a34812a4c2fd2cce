"""Beyond each limit text stays text, with one warning; docs/explanation/safety.md lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_paperreview.mdx import mdx_plugin
from sphinx_paperreview.mdx.parser import mdx_config
from sphinx_paperreview.mdx.render.base import MAX_WARNINGS
from sphinx_paperreview.mdx.render.document import MAX_TRANSITIONS
from sphinx_paperreview.mdx.rules.inline import MAX_MARKS
from sphinx_paperreview.mdx.rules.problems import take
from tests.mdx.cases import warned

if TYPE_CHECKING:
    from tests.harness import Build


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
