"""The rules alone: any text becomes tokens, in bounded time, with all its words."""

from __future__ import annotations

import cProfile
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_paperreview.mdx.parser import mdx_config
from sphinx_paperreview.mdx.plugin import mdx_plugin

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

#: Pieces that meet each other in hostile ways; the words among them must all come out.
PIECES = [
    "가나", "word", " ", "\n", "\n\n", "<", ">", "</", "/>", "<b>", "</b>", "<div>", "</div>",
    "<div>\n", "\n</div>\n", "{", "}", "{1}", "{'x'}", "{/* */}", "<!-- -->", "`", "```\n", "**",
    "*", "_", "~", "~~", "$", "$$", ":::note\n", ":::\n", "::::tip T\n", "- ", "1. ", "> ", "# ",
    "| a | b |\n|---|---|\n", "[", "](u)", "![", "[^1]", "\\", "&amp;", "import a from 'b'\n",
    "https://example.org", "'", '"', "=", "\t", "    ",
]  # fmt: skip
#: What repeats in a text of 20 kB and must not take quadratic time.
HOSTILE = [
    "{", "{\n", "{a\n", "{'", "{`", "{/*", "{/*\n", "<a ", "<a\n", "<a b='", "<a b={\n", "<b>a\n",
    "<div>", "<div>\n", "</div>\n", "<a>{", "<!--", "<!-- \n", "</", "<>", ":::note\n", "::::",
    ":::note\n\n", "$$\n", "$$a\n", "$a", "`", "*a", "**a *b ", "~a", "> ", "- ", "1. ",
    "export {\n\n", "export const a = {\n\n", "import {\n", "import a\n\n", "| a |\n", "***",
    "```mdx-code-block\n", "http://a", "www.a", "하하**(a)**", "# a {#b}\n", "<p>\n<b>\n",
    "<details>\n<summary>a\n", "[^a]: x\n\n", "a@b.",
]  # fmt: skip


def parse(text: str) -> list[Token]:
    """Return the tokens of MDX, without a configuration."""
    md = create_md_parser(mdx_config(MdParserConfig()), RendererHTML)
    return md.use(mdx_plugin).parse(text, {})


def words(tokens: list[Token]) -> str:
    """Return all text that tokens hold, wherever it stands."""
    parts = []
    for token in tokens:
        parts += [token.content, token.info, str(token.attrs.get("href", ""))]
        opening = token.meta.get("opening")
        parts.append(f"{opening.name} {opening.title} {opening.classes}" if opening else "")
        parts.append(words(token.children or []))
    return " ".join(parts)


def balanced(tokens: list[Token]) -> bool:
    depth = 0
    for token in tokens:
        depth += token.nesting
        if depth < 0 or not balanced(token.children or []):
            return False
    return depth == 0


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_pieces_never_fail_and_nest(text: str) -> None:
    assert balanced(parse(text))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=200))
def test_any_text_never_fails(text: str) -> None:
    assert balanced(parse(text))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<", ">", "{", "}", "*", "_", "~", ":::note\n", "- ", "> ", "\n", " ",
                         "<b>", "</b>", "<div>\n", "</div>\n", "$", "`", "\n\n", "/"]),
        max_size=20,
    )
)  # fmt: skip
def test_words_stay(marks: list[str]) -> None:
    text = "".join(f"낱말{number} {mark}" for number, mark in enumerate(marks))
    shown = words(parse(text))
    for word in re.findall(r"낱말\d+", text):
        assert word in shown


def calls(text: str) -> int:
    """Return how many functions, those of C included, are called to parse *text*."""
    profile = cProfile.Profile()
    profile.runcall(parse, text)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize(
    "make",
    [
        # Braces in an address are text, so that each tag in them is scanned anew.
        lambda count: "a " + "<www.a{" * count + "}" * count,
        lambda count: "a " + "<www.a{..." * count + "})" * count,
        lambda count: "".join(f"export const a{i} = 1\nexport default x\n\n" for i in range(count)),
    ],
    ids=["tags in braces", "spreads in braces", "defaults"],
)
def test_twice_the_text_is_twice_the_work(make: Callable[[int], str]) -> None:
    parse("")
    assert calls(make(400)) < 2.3 * calls(make(200))


def test_a_path_with_many_suffixes_is_read_at_once() -> None:
    # The timeout of the suite is the only clock; quadratic work here would take minutes.
    parse("import a from '" + ".png?" * 60_000 + "\\nb'\n")


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_text_ends(piece: str) -> None:
    # The timeout of the suite is the only clock; quadratic work here would take minutes.
    text = (piece * (20_000 // len(piece) + 1))[:20_000]
    assert balanced(parse(text))


def test_lines_are_true() -> None:
    text = "import a from './a.png'\n\n## 둘\n\n<div>\n\n글\n\n</div>\n\n:::note\n안\n:::\n"
    lines = {token.type: token.map[0] for token in parse(text) if token.map}
    assert lines["mdx_esm"] == 0
    assert lines["heading_open"] == 2
    assert lines["mdx_jsx_open"] == 4
    assert lines["mdx_admonition_open"] == 10
