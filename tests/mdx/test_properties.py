"""What holds for any post: nothing is raised, no word is lost, the same text is the same page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mdx.cases import warned
from tools.fuzz_mdx import KEEPING, PIECES

if TYPE_CHECKING:
    from tests.harness import Build
    from tools.mdx_reader import Reader

LETTERS = st.text("abcXYZ0123가나다라漢字かな éü", min_size=1, max_size=60)
TAGS = ("Foo", "Bar.Baz", "think", "endoftext", "x-y", "Chart", "T")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["title", "date", "tags", "authors", "draft", "slug", "last_update", "myst",
                        "orphan", "tocdepth", "unlisted", "description", "language", "taags"])  # fmt: skip


def examples(count: int) -> settings:
    return settings(max_examples=count, deadline=None, derandomize=True)


def paragraphs(doctree: nodes.document) -> list[str]:
    return [node.astext() for node in doctree.findall(nodes.paragraph)]


@examples(80)
@given(st.lists(LETTERS.map(lambda text: " ".join(text.split())), min_size=1, max_size=4))
def test_plain_text_is_itself(reader: Reader, texts: list[str]) -> None:
    texts = [text for text in texts if text]
    doctree = reader.read("# T\n\n" + "\n\n".join(texts) + "\n")
    assert paragraphs(doctree) == texts
    assert reader.warnings == []


@examples(80)
@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_any_text_is_read(reader: Reader, text: str) -> None:
    reader.read(text)
    reader.html()


@examples(120)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_pieces_are_read(reader: Reader, text: str) -> None:
    reader.read(text)
    reader.html()


@examples(120)
@given(st.lists(st.sampled_from(KEEPING), max_size=30))
def test_words_are_kept(reader: Reader, pieces: list[str]) -> None:
    text = "".join(f"{piece}글{number}x" for number, piece in enumerate(pieces))
    shown = reader.read(text).astext()
    for word in re.findall(r"글\d+x", text):
        assert word in shown


@examples(80)
@given(st.lists(st.sampled_from(PIECES), max_size=15), st.lists(st.sampled_from(PIECES)))
def test_reading_is_a_pure_function(reader: Reader, one: list[str], other: list[str]) -> None:
    first = reader.read("".join(one)).pformat(), reader.warnings
    reader.read("".join(other))
    assert (reader.read("".join(one)).pformat(), reader.warnings) == first


@examples(60)
@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from("<>/ !")), max_size=8))
def test_unknown_tags_hide_nothing(reader: Reader, tags: list[tuple[str, str]]) -> None:
    forms = {"<": "<{}>\n\n", ">": "</{}>\n\n", "/": "<{}/>\n\n", " ": "<{}> ", "!": "<{}>\n"}
    parts = [f"문단{i} 글.\n\n{forms[form].format(tag)}" for i, (tag, form) in enumerate(tags)]
    shown = "\n".join(paragraphs(reader.read("# T\n\n" + "".join(parts) + "끝.\n")))
    assert all(f"문단{i} 글." in shown for i in range(len(tags)))
    assert "끝." in shown


@examples(70)
@given(st.dictionaries(KEYS, VALUES, max_size=4) | VALUES)
def test_any_front_matter_is_read(reader: Reader, data: Any) -> None:
    source = yaml.safe_dump(data, allow_unicode=True)
    assert "글" in reader.read(f"---\n{source}---\n\n글\n").astext()
    reader.html()


@examples(80)
@given(st.text("abt:-[]{}&*!|>'\"#%@,0. \n", max_size=60))
def test_any_text_may_be_front_matter(reader: Reader, source: str) -> None:
    reader.read(f"---\n{source}\n---\n\n글\n")
    reader.html()


FAILING = """
from docutils.parsers.rst import Directive

class Failing(Directive):
    def run(self):
        raise KeyError("a")

def setup(app):
    app.add_directive("failing", Failing)
"""


def test_a_directive_that_fails_is_shown(site: Build) -> None:
    built = site({"a.mdx": "# T\n\n```{failing} 가\n```\n\n나\n"}, more_conf=FAILING)
    assert "{failing} 가" in built.doctree("a").astext()
    assert "나" in built.doctree("a").astext()
    warning = warned(built, "a")[-1]
    assert warning.startswith("! 3 mdx.refused: the directive “failing” failed (KeyError")
