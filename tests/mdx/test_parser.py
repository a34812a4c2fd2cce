"""The parser as a whole: titles, files that are not text, and the part of MyST that it replaces."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from docutils import nodes
from myst_parser.config.main import MdParserConfig

from sphinx_paperreview.mdx.parser import MdxParser, mdx_config

if TYPE_CHECKING:
    from tests.harness import Build, Built


def test_configuration_is_a_copy() -> None:
    config = MdParserConfig(enable_extensions={"substitution"})
    before = copy.deepcopy(config)
    assert "dollarmath" in mdx_config(config).enable_extensions
    assert config == before


TITLES = {
    "front": ("---\ntitle: 앞\n---\n\n글\n\n## 둘\n", ["앞", ["둘"]]),
    "same": ("---\ntitle: 앞\n---\n\n# 앞\n\n## 둘\n", ["앞", ["둘"]]),
    "2025-01-03-other": ("---\ntitle: 앞\n---\n\n# 뒤\n\n## 둘\n", ["앞", ["둘"]]),
    "2025-01-04-several": (
        "---\ntitle: 앞\n---\n\n# 가\n\n## 나\n\n# 다\n",
        ["앞", ["가", ["나"], "다"]],
    ),
    "first": ("# 가\n\n## 나\n", ["가", ["나"]]),
    "late": ("글\n\n# 가\n\n## 나\n", ["가", ["나"]]),
    "two": ("# 가\n\n## 나\n\n# 다\n", ["가", ["나"], "다"]),
    "2025-01-02-name": ("글\n", ["name"]),
    "skipping": ("# 가\n\n#### 나\n\n## 다\n", ["가", ["나", "다"]]),
}


def outline(node: nodes.Element) -> list[Any]:
    result: list[Any] = []
    for section in node.children:
        if isinstance(section, nodes.section):
            result.append(section[0].astext())
            if inner := outline(section):
                result.append(inner)
    return result


def test_titles(site: Build) -> None:
    built = site({f"t/{name}.mdx": text for name, (text, _) in TITLES.items()})
    for name, (_, expected) in TITLES.items():
        assert outline(built.doctree(f"t/{name}")) == expected, name
    kept = [node for node in built.doctree("t/2025-01-03-other").findall(nodes.paragraph)
            if "pr-content-title" in node["classes"]]  # fmt: skip
    assert [node.astext() for node in kept] == ["뒤"]
    assert not [line for line in built.warnings if "t/" in line]


def test_lines_of_headings(site: Build) -> None:
    built = site({"a.mdx": "---\ntitle: 앞\n---\n\n## 둘\n### 셋\n\n글\n"})
    lines = {each[0].astext(): each.line for each in built.doctree("a").findall(nodes.section)}
    assert lines == {"앞": 1, "둘": 5, "셋": 6}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "paperreview.file"),
        (b"\x00\x01\x02", "paperreview.file"),
        (b"---\na: [\n---\n\ntext\n", "paperreview.front_matter"),
        (b"---\n- a\n---\n\ntext\n", "paperreview.front_matter"),
    ],
)
def test_files_that_are_not_posts(site: Build, content: bytes, kind: str) -> None:
    built = site({"bad.mdx": content}, confoverrides={"paperreview_show_drafts": True})
    about = [line for line in built.warnings if "bad.mdx" in line]
    assert len(about) == 1
    assert about[0].endswith(f"[{kind}]")
    assert built.doctree("bad").next_node(nodes.title).astext() == "bad"


def test_broken_front_matter_is_visible_in_a_preview(site: Build) -> None:
    files = {"bad.mdx": "---\ntags: a\ntitle: [x\n---\n\n글\n"}
    built = site(files, confoverrides={"paperreview_show_drafts": True})
    assert "title: [x" in built.doctree("bad").astext()


def test_front_matter_is_parsed_before_and_while_reading(
    site: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    start = yaml.SafeLoader.__init__

    def count(loader: yaml.SafeLoader, stream: Any) -> None:
        loaded.append(str(stream))
        start(loader, stream)

    monkeypatch.setattr(yaml.SafeLoader, "__init__", count)
    front = "title: 앞\nvenue: ICLR\nmyst:\n  heading_anchors: 2"
    body = "{frontMatter.venue}\n\n## [T](https://arxiv.org/abs/2511.10643)\n\n글\n"
    built = site({"posts/2025-11-14.mdx": f"---\n{front}\n---\n\n{body}"})
    assert [text for text in loaded if "venue" in text] == [front, front]
    (post,) = built.env.domains["paper"].data["posts"].values()
    assert post.title == "앞"
    assert "ICLR" in built.doctree("posts/2025-11-14").astext()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: 앞\n---\n글\n", "앞"),
        ("---\ntitle: 앞\n---", "앞"),
        ("---\ntitle: 앞\n...\n글\n", "앞"),
        ("--- \ntitle: 앞\n--- \n글\n", "앞"),
        ("----\ntitle: 앞\n----\n글\n", "a"),
        ("---\ntitle: 앞\n ---\n글\n", "a"),
        ("---\ntitle: 앞\n", "a"),
    ],
)
def test_ends_of_front_matter(site: Build, text: str, title: str) -> None:
    built = site({"a.mdx": text}, confoverrides={"paperreview_show_drafts": True})
    assert built.doctree("a").next_node(nodes.title).astext() == title


def test_sphinxs_own_keys(site: Build) -> None:
    built = site({"a.mdx": "---\norphan: true\ntocdepth: 2\nother: 1\n---\n\n# 가\n"})
    metadata = built.env.metadata["a"]
    assert metadata["orphan"] is True
    assert metadata["tocdepth"] == 2
    assert "other" not in metadata


def test_strict_emphasis(site: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MdxParser, "cjk_emphasis", False)
    built = site({"a.mdx": "# 가\n\n**정답률(rate)**을\n"})
    assert "**정답률(rate)**을" in built.doctree("a").astext()


@pytest.mark.parametrize("builder", ["latex", "text", "html"])
def test_deep_nesting_is_written(site: Build, builder: str) -> None:
    pieces = ["> ", "- ", ":::note\n", "<blockquote>\n", "<Admonition>\n", "<b>", "**a *b "]
    files = {f"d{number}.mdx": (piece * 200) + "끝" for number, piece in enumerate(pieces)}
    built = site(files, builder=builder)
    for number in range(len(pieces)):
        assert "끝" in built.doctree(f"d{number}").astext()


def test_no_raw_html_of_the_author(fixture_site: Built) -> None:
    for docname in fixture_site.env.found_docs:
        for raw in fixture_site.doctree(docname).findall(nodes.raw):
            text = raw.astext()
            assert text in {"<br />\n", "\\\\\n"} or text.startswith('<input class="task-list')


def test_every_node_has_its_place(fixture_site: Built) -> None:
    for docname in fixture_site.env.found_docs:
        for node in fixture_site.doctree(docname).findall(nodes.Element):
            if isinstance(node, nodes.paragraph | nodes.image | nodes.section | nodes.title):
                assert node.line is not None, (docname, node)
